"""The case: overview, timeline, and correcting who somebody is."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from audit.refusals import NotPermitted
from offenders import overview, presence, selectors, timeline
from offenders.access import Detail, can_see_victims, may_ask
from offenders.facts import accommodation_prompts
from offenders.forms.base import CaseForm
from offenders.forms.cases import AccommodationForm, AddressForm, AliasForm, EndForm, IdentityForm, InvolvementForm
from offenders.pages import CaseFormPage, CasePage
from offenders.projection import project
from offenders.services import cases as services
from ui.components import Row

RECENT = 5


class CaseOverview(CasePage):
    """The first page of a case, as much of it as the viewer sees: everything, a summary, or that it exists."""

    tab = "overview"
    at_least = Detail.PRESENCE

    @property
    def template_name(self) -> str:  # type: ignore[override]  # chosen by the level of detail
        """One page for each level of detail."""
        if self.shows.everything:
            return "offenders/overview.html"
        return "offenders/summary.html" if self.shows.person else "offenders/presence.html"

    @property
    def detail(self) -> Detail:
        """How much of this case the viewer sees."""
        return Detail(self.case.detail)

    def frame(self) -> dict[str, Any]:
        """Nothing that names the person below summary."""
        return super().frame() if self.shows.person else {}

    def context(self) -> dict[str, Any]:
        """The projected case, and what the level of detail adds."""
        shown = project(self.case, self.detail)
        context: dict[str, Any] = {"shown": shown, "today": timezone.localdate()}
        if not self.shows.person:
            presence.remember(self.request.session, self.request.user, [self.case.pk])
            return context | {"mark": presence.mark(self.request.user, self.case.pk)}
        viewer, case_id = self.request.user, self.case.pk
        context["victims_href"] = reverse("case_victims", args=[case_id]) if can_see_victims(viewer, case_id) else None
        context["panels"] = overview.panels(viewer=viewer, case=self.case, detail=self.detail)
        if not self.shows.everything:
            return context | {"may_ask": may_ask(viewer)}
        people = selectors.access_list(viewer=viewer, case_id=case_id)
        return context | {
            "who": _identity_rows(shown),
            "aliases": selectors.aliases(viewer=viewer, case_id=case_id),
            "addresses": [
                (row, accommodation_prompts(row)) for row in selectors.addresses(viewer=viewer, case_id=case_id)
            ],
            "assignments": [row for row in people.assignments if row.ends is None],
            "involvements": [row for row in people.involvements if row.ends is None],
            "recent": timeline.events(viewer=viewer, case=self.case, today=context["today"])[:RECENT],
            "may_record": self.may("record_case"),
            "may_involve": self.may("involve_agency"),
        }


def _identity_rows(shown: dict[str, Any]) -> list[Row]:
    return [
        Row("Given names", shown["given_names"]),
        Row("Family name", shown["family_name"]),
        Row("Date of birth", shown["date_of_birth"]),
        Row("Gender", shown["gender"]),
        Row("Ethnicity", shown["ethnicity"]),
        Row("PNC ID", shown["pnc_id"]),
        Row("ViSOR reference", shown["visor_ref"]),
        Row("Prison number", shown["prison_number"]),
    ]


class CaseTimeline(CasePage):
    """What happened, newest first, and what is known to be coming."""

    tab = "timeline"
    template_name = "offenders/timeline.html"

    def context(self) -> dict[str, Any]:
        """The events, those ahead apart."""
        today = timezone.localdate()
        everything = timeline.events(viewer=self.request.user, case=self.case)
        past = timeline.events_until(everything, today)
        return {"past": past, "ahead": everything[: len(everything) - len(past)][::-1]}


class CorrectIdentity(CaseFormPage):
    """Correct who somebody is, guarded against a second editor."""

    tab = "overview"
    action = "record_case"
    form_class = IdentityForm
    heading = "Correct the identity"
    done = "The identity is corrected."

    def prepare(self, **kwargs: Any) -> None:
        """The case itself is what is edited."""
        super().prepare(**kwargs)
        self.subject = self.case

    def initial(self) -> dict[str, Any]:
        """What is recorded now."""
        return {name: getattr(self.case, name) for name in IdentityForm.base_fields}

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.correct_identity(
            actor=self.request.user,
            case=self.case,
            version=form.version_seen,
            today=timezone.localdate(),
            identity=form.cleaned_data,
        )


class AddAlias(CaseFormPage):
    """Add a further name."""

    tab = "overview"
    action = "record_case"
    form_class = AliasForm
    heading = "Add a name they use or used"
    submit = "Add this name"
    done = "The name is added. Searches find it from now on."

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.add_alias(actor=self.request.user, case=self.case, **form.cleaned_data)


class AddAddress(CaseFormPage):
    """Add an address."""

    tab = "overview"
    action = "record_case"
    form_class = AddressForm
    heading = "Add an address"
    guidance = "A new home, or place where they can be found, ends the one before it, which is kept as previous."
    submit = "Add this address"
    done = "The address is added."

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.add_address(
            actor=self.request.user, case=self.case, today=timezone.localdate(), **form.cleaned_data
        )


class AssessAddress(CaseFormPage):
    """Say how living at an address bears on the risk of serious harm."""

    tab = "overview"
    action = "record_case"
    form_class = AccommodationForm
    heading = "Assess the accommodation"
    submit = "Record this assessment"
    done = "The assessment is recorded."

    def prepare(self, **kwargs: Any) -> None:
        """The address must be of this case."""
        super().prepare(**kwargs)
        self.subject = selectors.address(viewer=self.request.user, case_id=self.case.pk, pk=kwargs["address_id"])

    def initial(self) -> dict[str, Any]:
        """What is recorded now; today where nothing is."""
        known = {name: getattr(self.subject, name) for name in AccommodationForm.base_fields}
        return {**known, "assessed_on": self.subject.assessed_on or timezone.localdate()}

    def context(self) -> dict[str, Any]:
        """Which address this is about."""
        where = " ".join(self.subject.lines.split())
        return {"guidance": f"{self.subject.get_kind_display()}: {where}"}

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.assess_address(
            actor=self.request.user,
            address=self.subject,
            version=form.version_seen,
            today=timezone.localdate(),
            assessment=form.cleaned_data,
        )


class InvolveAgency(CaseFormPage):
    """Give an agency its part."""

    tab = "overview"
    action = "involve_agency"
    form_class = InvolvementForm
    heading = "Add an agency"
    submit = "Add this agency"
    done = "The agency is added. Its people in this area may now see the case as far as their roles go."

    def form_arguments(self) -> dict[str, Any]:
        """The agencies of the case's area are offered."""
        return {"area": self.case.area_id}

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.involve_agency(actor=self.request.user, case=self.case, **form.cleaned_data)


class EndInvolvement(CaseFormPage):
    """End an agency's part."""

    tab = "overview"
    action = "involve_agency"
    form_class = EndForm
    heading = "End an agency's part"
    submit = "End its part"
    done = "Its part has ended, and with it the sight of the case."

    def prepare(self, **kwargs: Any) -> None:
        """The involvement must be of this case and still open."""
        super().prepare(**kwargs)
        self.involvement = selectors.involvement(
            viewer=self.request.user, case_id=self.case.pk, pk=kwargs["involvement_id"]
        )
        if self.involvement.ends is not None and self.involvement.ends <= timezone.localdate():
            raise NotPermitted("involve_agency", case_id=self.case.pk)
        self.subject = self.involvement

    def context(self) -> dict[str, Any]:
        """Which agency this is about."""
        return {"guidance": f"{self.involvement.agency.name}: its people stop seeing the case from that day."}

    def perform(self, form: CaseForm) -> Any:
        """Call the service."""
        return services.end_involvement(
            actor=self.request.user,
            involvement=self.involvement,
            version=form.version_seen,
            on=form.cleaned_data["on"],
        )
