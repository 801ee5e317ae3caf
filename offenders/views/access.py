"""Who sees the case and by which fact, the forms that change it, and the audit trail."""

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.models import User
from audit.refusals import NotPermitted
from offenders import selectors, trail
from offenders.forms.access import EndDenialForm, EndPartForm, KeepDenialForm, RestrictForm
from offenders.forms.base import CaseForm
from offenders.forms.people import AssignForm, DenyForm, GrantForm
from offenders.models import Assignment
from offenders.pages import CaseFormPage, CasePage
from offenders.services import access as services


class CaseAccess(CasePage):
    """People and agencies with a part, exceptions, and, for those who may see it, every read and write."""

    tab = "access"
    template_name = "offenders/access.html"

    def context(self) -> dict[str, Any]:
        """The lists, and the trail for those who may view it."""
        viewer = self.request.user
        today = timezone.localdate()
        listed = selectors.access_list(viewer=viewer, case_id=self.case.pk)
        context: dict[str, Any] = {
            "access": listed,
            "standing_parts": [row for row in listed.assignments if row.ends is None or row.ends > today],
            "ended_parts": [row for row in listed.assignments if row.ends is not None and row.ends <= today],
            "may_hand_over": self.may("hand_over"),
            "may_manage": self.may("manage_access"),
            "may_view": self.may("view_access"),
            "may_review": (may_review := self.may("review_emergency_access")),
            "reviewable": [row.pk for row in listed.grants if may_review and row.user_id != viewer.pk],
            "restrictions": selectors.restrictions(viewer=viewer, case_id=self.case.pk),
            "today": today,
            "now": timezone.now(),
        }
        context["may_look"] = context["may_view"] or _owns(viewer, listed, today)
        if context["may_view"]:
            asked = self.request.GET.get("older", "")
            older = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
            context["bars"] = selectors.bars(viewer=viewer, case=self.case)
            context["trail"] = trail.page(viewer=viewer, case=self.case, older_than=older)
        return context


def _owns(viewer: User, people: selectors.AccessList, today: dt.date) -> bool:
    """Whether the viewer owns the case today, by the rows that the page shows anyway."""
    owner = Assignment.Capacity.OWNER
    mine = (row for row in people.assignments if row.user_id == viewer.pk and row.capacity == owner)
    return any(row.starts <= today and (row.ends is None or today < row.ends) for row in mine)


class AccessForm(CaseFormPage):
    """A form about who sees the case; afterwards the list shows what changed."""

    tab = "access"
    action = "manage_access"
    confirms = True

    def form_arguments(self) -> dict[str, Any]:
        """The people of the case's area are offered."""
        return {"area": self.case.area_id}


class Assign(AccessForm):
    """Give somebody a part."""

    form_class = AssignForm
    heading = "Give somebody a part in the case"
    guidance = "A new case owner takes over from the present one on the first day."
    done = "The part is recorded."

    def base_version(self) -> str:
        """The owner's part as it stands: a new owner takes over from the one who was seen."""
        owner = selectors.owner(viewer=self.request.user, case_id=self.case.pk)
        return str(owner.pk) if owner else ""

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.assign(
            actor=self.request.user, case=self.case, owner_seen=form.submitted_version, **form.cleaned_data
        )


class Grant(AccessForm):
    """Open the case to somebody by exception."""

    form_class = GrantForm
    heading = "Open the case to somebody by exception"
    guidance = "For somebody whom neither their team nor their part in the case lets in. It ends by itself."
    submit = "Open the case to them"
    done = "The case is open to them until the day given."

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.grant(actor=self.request.user, case=self.case, **form.cleaned_data)


class Deny(AccessForm):
    """Bar somebody."""

    form_class = DenyForm
    heading = "Bar somebody from the case"
    guidance = "They will see nothing of this case, whatever else they hold."
    submit = "Bar them"
    done = "They are barred from the case."

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.deny(actor=self.request.user, case=self.case, **form.cleaned_data)


class Restrict(AccessForm):
    """Restrict the case, decide so anew, or lift the restriction."""

    form_class = RestrictForm
    heading = "Change who may see the case"
    guidance = "A restricted case opens to named people only. You are named when you restrict it."
    done = "Who may see the case is changed."

    def prepare(self, **kwargs: Any) -> None:
        """The decision that stands is what the form starts from."""
        super().prepare(**kwargs)
        self.standing = selectors.standing_restriction(viewer=self.request.user, case_id=self.case.pk)

    def form_arguments(self) -> dict[str, Any]:
        """People of the agencies with a part can be named."""
        return {"people": selectors.people_to_name(viewer=self.request.user, case=self.case)}

    def base_version(self) -> str:
        """The decision that stands."""
        return str(self.standing.pk) if self.standing else ""

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        now: dict[str, Any] = {"restricted": "yes" if self.case.restricted else "no", "coordinators_know": "yes"}
        if self.case.restricted and self.standing is not None:
            now |= {
                "kind": self.standing.kind,
                "coordinators_know": "yes" if self.standing.coordinators_know else "no",
                "review_on": self.standing.review_on,
                "people": selectors.named_on_restricted(viewer=self.request.user, case_id=self.case.pk),
            }
        return now

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        typed = form.cleaned_data
        return services.restrict(
            actor=self.request.user,
            case=self.case,
            restricted=typed["restricted"],
            reason=typed["reason"],
            kind=typed["kind"],
            coordinators_know=typed["coordinators_know"] is not False,
            review_on=typed["review_on"],
            people=list(typed["people"]),
            based_on=form.submitted_version,
        )


class EndAssignment(AccessForm):
    """End somebody's part."""

    form_class = EndPartForm
    heading = "End somebody's part in the case"
    submit = "End their part"
    done = "Their part has ended, and with it the sight of the case that it gave."

    def prepare(self, **kwargs: Any) -> None:
        """The part must be of this case and still open."""
        super().prepare(**kwargs)
        self.subject = selectors.assignment(viewer=self.request.user, case_id=self.case.pk, pk=kwargs["assignment_id"])
        if self.subject.ends is not None and self.subject.ends <= timezone.localdate():
            raise NotPermitted(self.action, case_id=self.case.pk)

    def form_arguments(self) -> dict[str, Any]:
        """No person is chosen here."""
        return {}

    def context(self) -> dict[str, Any]:
        """Whose part this is."""
        words = self.subject.get_capacity_display().lower()
        return {"guidance": f"{self.subject.user.full_name}: {words}. What they did stays recorded as theirs."}

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.end_assignment(
            actor=self.request.user, assignment=self.subject, version=form.version_seen, **form.cleaned_data
        )


class EndGrant(AccessForm):
    """End an exception before its day."""

    form_class = EndPartForm
    heading = "End somebody's access"
    submit = "End their access"
    done = "Their access has ended."

    def prepare(self, **kwargs: Any) -> None:
        """The exception must be of this case and still running or to come."""
        super().prepare(**kwargs)
        self.subject = selectors.grant(viewer=self.request.user, case_id=self.case.pk, pk=kwargs["grant_id"])
        over = self.subject.expires_at is not None and self.subject.expires_at <= timezone.now()
        if over or self.subject.ends <= timezone.localdate():
            raise NotPermitted(self.action, case_id=self.case.pk)

    def form_arguments(self) -> dict[str, Any]:
        """No person is chosen here."""
        return {}

    def context(self) -> dict[str, Any]:
        """Whose access this is."""
        words = self.subject.get_kind_display().lower()
        return {"guidance": f"{self.subject.user.full_name}: {words}. They stop seeing the case by it from that day."}

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.end_grant(
            actor=self.request.user, granted=self.subject, version=form.version_seen, **form.cleaned_data
        )


class OfDenial(AccessForm):
    """What the forms about one bar share."""

    def prepare(self, **kwargs: Any) -> None:
        """The bar must be of this case and still stand."""
        super().prepare(**kwargs)
        self.denial = selectors.denial(viewer=self.request.user, case=self.case, pk=kwargs["denial_id"])
        if self.denial.ends is not None:
            raise NotPermitted(self.action, case_id=self.case.pk)

    def form_arguments(self) -> dict[str, Any]:
        """No person is chosen here."""
        return {}


class KeepDenial(OfDenial):
    """Decide anew that a bar stands."""

    form_class = KeepDenialForm
    heading = "Decide anew that a bar stands"
    submit = "The bar stands"
    done = "The bar stands, and is decided anew by the day given."

    def context(self) -> dict[str, Any]:
        """Who is barred."""
        return {"guidance": f"{self.denial.user.full_name} goes on to see nothing of this case."}

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.keep_denial(actor=self.request.user, denial=self.denial, **form.cleaned_data)


class EndDenial(OfDenial):
    """Lift a bar."""

    form_class = EndDenialForm
    heading = "Lift a bar"
    submit = "Lift the bar"
    done = "They are no longer barred from the day given."

    def context(self) -> dict[str, Any]:
        """Who is barred, and what stays ended."""
        name = self.denial.user.full_name
        return {"guidance": f"{name} sees again what role, team or agency open. Parts they held do not come back."}

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.end_denial(actor=self.request.user, denial=self.denial, **form.cleaned_data)
