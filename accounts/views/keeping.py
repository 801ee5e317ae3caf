"""The steps with one account: roles, job, move, removal, switching on, a new link."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts import offers
from accounts.forms import people as forms
from accounts.models import AgencyMove, RoleHolding, User
from accounts.selectors import kept as selectors
from accounts.services import invitations, moves
from accounts.services import people as services
from accounts.views.base import AccountFormPage
from audit.refusals import Finding
from ui.forms import HouseForm


class PersonForm(AccountFormPage):
    """A form about one account that the viewer keeps."""

    person: User

    def prepare(self, **kwargs: Any) -> None:
        """The account, when the viewer keeps it."""
        self.person = selectors.person_for(viewer=self.request.user, account_id=kwargs["account_id"])


class GiveRole(PersonForm):
    """A further role."""

    what = "account_role_form"
    confirms = True
    form_class = forms.GiveRoleForm
    heading = "Give a role"
    submit = "Give the role"
    done = "The role is given."

    def initial(self) -> dict[str, Any]:
        """From today, in the agency's own area."""
        return {
            "starts": timezone.localdate(),
            "area": self.person.agency.area_id if self.person.agency else None,
        }

    def form_arguments(self) -> dict[str, Any]:
        """The roles and areas that are the viewer's to give."""
        viewer, agency = self.request.user, self.person.agency
        return {"roles": offers.roles(viewer, agency), "rows": {"area": offers.areas(viewer, agency)}}

    def perform(self, form: HouseForm) -> RoleHolding:
        """Give it."""
        return services.give_role(actor=self.request.user, person=self.person, **form.cleaned_data)


class EndRole(PersonForm):
    """The end of a role."""

    what = "account_role_form"
    confirms = True
    form_class = forms.EndRoleForm
    heading = "End a role"
    submit = "End the role"
    done = "The role ends."
    holding: RoleHolding

    def prepare(self, **kwargs: Any) -> None:
        """The role, when the viewer keeps the account and it has not ended."""
        super().prepare(**kwargs)
        self.holding = selectors.holding_for(
            viewer=self.request.user, account_id=self.person.pk, holding_id=kwargs["holding_id"]
        )

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": timezone.localdate()}

    def context(self) -> dict[str, Any]:
        """Which role."""
        return {"holding": self.holding}

    def perform(self, form: HouseForm) -> RoleHolding:
        """End it."""
        return services.end_role(
            actor=self.request.user, holding=self.holding, acknowledged=form.acknowledged, **form.cleaned_data
        )


class ChangeJob(PersonForm):
    """Name, job and teams."""

    what = "account_job_form"
    form_class = forms.JobForm
    heading = "Change job or teams"
    versioned = True

    def initial(self) -> dict[str, Any]:
        """As it is."""
        teams = [str(team.pk) for team in selectors.present_teams(self.person)]
        return {"full_name": self.person.full_name, "job_title": self.person.job_title, "teams": teams}

    def form_arguments(self) -> dict[str, Any]:
        """The agency's teams."""
        return {"rows": {"teams": selectors.teams_of(self.person.agency)}}

    def perform(self, form: HouseForm) -> User:
        """Change them."""
        return services.change_job(
            actor=self.request.user, person=self.person, version=form.version_seen, **form.cleaned_data
        )


class Remove(PersonForm):
    """The end of everything somebody holds here."""

    what = "account_removal_form"
    confirms = True
    form_class = forms.ReasonForm
    heading = "Remove this person"
    guidance = (
        "Their roles, teams and parts in cases end today, they are signed out, and their account is switched off. "
        "What they did stays in their name. Cases that lose their owner are shown to the lead agency's managers."
    )
    submit = "Remove"
    done = "The person is removed."
    versioned = True

    def findings(self) -> list[Finding]:
        """What to think of first."""
        return services.before_removal(actor=self.request.user, person=self.person)

    def perform(self, form: HouseForm) -> Any:
        """Remove them."""
        return services.remove(
            actor=self.request.user,
            person=self.person,
            version=form.version_seen,
            acknowledged=form.acknowledged,
            **form.cleaned_data,
        )


class Enable(PersonForm):
    """An account is switched on again."""

    what = "account_enabling_form"
    confirms = True
    form_class = forms.ReasonForm
    heading = "Switch the account on again"
    guidance = "The roles that the account still holds apply from now on. Roles that have ended are given anew."
    submit = "Switch on"
    done = "The account is on."
    versioned = True

    def perform(self, form: HouseForm) -> User:
        """Switch it on."""
        return services.enable(
            actor=self.request.user, person=self.person, version=form.version_seen, **form.cleaned_data
        )


class InviteAgain(PersonForm):
    """A new link for who has not opened their account."""

    what = "account_invitation_form"
    form_class = forms.NothingForm
    heading = "Send a new link"
    guidance = "The link sent before opens nothing any more."
    submit = "Send the link"
    done = "A new link is on its way."

    def perform(self, form: HouseForm) -> Any:
        """Send it."""
        return invitations.invite_again(actor=self.request.user, person=self.person)


class ProposeMove(PersonForm):
    """Somebody goes to another agency."""

    what = "account_move_form"
    form_class = forms.MoveForm
    heading = "Move to another agency"
    guidance = "Nothing changes until that agency's administrator, or the Co-ordinator there, accepts the person."
    submit = "Propose the move"
    done = "The move waits for the other agency."

    def form_arguments(self) -> dict[str, Any]:
        """Every other agency."""
        return {"rows": {"to_agency": selectors.other_agencies(self.person)}}

    def perform(self, form: HouseForm) -> AgencyMove:
        """Propose it."""
        return moves.propose(
            actor=self.request.user, person=self.person, acknowledged=form.acknowledged, **form.cleaned_data
        )


class WithdrawMove(PersonForm):
    """The proposal is taken back."""

    what = "account_move_form"
    form_class = forms.ReasonForm
    heading = "Withdraw the move"
    submit = "Withdraw"
    done = "The move is withdrawn."
    move: AgencyMove

    def prepare(self, **kwargs: Any) -> None:
        """The move, while it waits."""
        super().prepare(**kwargs)
        self.move = selectors.move_to_withdraw(self.person)

    def perform(self, form: HouseForm) -> AgencyMove:
        """Take it back."""
        return moves.withdraw(actor=self.request.user, move=self.move, **form.cleaned_data)


class DecideMove(AccountFormPage):
    """Whether the viewer's agency takes somebody in."""

    what = "account_move_form"
    confirms = True
    form_class = forms.DecideMoveForm
    heading = "Decide about a move"
    done = "Decided."
    move: AgencyMove

    def prepare(self, **kwargs: Any) -> None:
        """The move, when it is the viewer's to decide."""
        self.move = selectors.move_for(viewer=self.request.user, move_id=kwargs["move_id"])

    def initial(self) -> dict[str, Any]:
        """The same job, in the agency's own area."""
        return {"job_title": self.move.user.job_title, "area": self.move.to_agency.area_id}

    def form_arguments(self) -> dict[str, Any]:
        """The roles the viewer may give there, and that agency's teams."""
        viewer, agency = self.request.user, self.move.to_agency
        rows = {"area": offers.areas(viewer, agency), "teams": selectors.teams_of(agency)}
        return {"roles": offers.roles(viewer, agency), "rows": rows}

    def context(self) -> dict[str, Any]:
        """Who, from where, why."""
        return {"move": self.move}

    def success_url(self, result: Any) -> str:
        """The list."""
        return reverse("people")

    def perform(self, form: HouseForm) -> Any:
        """Accept or refuse."""
        actor, typed = self.request.user, dict(form.cleaned_data)
        if typed.pop("answer") == "refuse":
            return moves.refuse(actor=actor, move=self.move, reason=typed["reason"])
        return moves.accept(actor=actor, move=self.move, **typed)
