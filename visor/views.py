"""Pages of the record on ViSOR: of one case, and what is missing or late in an area."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.form_pages import SignedInRequest
from accounts.standing import standing_of
from audit.refusals import Effect, Finding
from audit.services import viewed
from offenders.pages import CaseFormPage, CasePage
from ui.forms import HouseForm
from visor import selectors, services
from visor.access import RECORD, UNIT, keeps
from visor.forms import EndPartForm, EventForm, PartForm, WithdrawForm
from visor.models import VisorEvent, VisorPart
from visor.rules.kinds import SPECS, Kind
from visor.rules.record import proposed_owner, why_owner


class CaseVisor(CasePage):
    """The tab: how the record stands, what is missing, what is due, who works on it and what happened."""

    tab = "visor"
    template_name = "visor/visor.html"

    def context(self) -> dict[str, Any]:
        """What stands, what is due, and everything recorded."""
        viewer, today = self.request.user, timezone.localdate()
        record = selectors.record_of(self.case, today=today)
        records = keeps(viewer) and self.may(RECORD)
        offered = selectors.kinds_offered(record) if records else []
        return {
            "facts": record.rows(self.case.visor_ref or ""),
            "reminders": record.reminders,
            "due": selectors.due(viewer=viewer, case_id=self.case.pk),
            "offered": [(kind.value, SPECS[kind].label) for kind in offered],
            "parts": selectors.parts(viewer=viewer, case_id=self.case.pk),
            "events": selectors.events(viewer=viewer, case_id=self.case.pk).filter(withdrawn=False),
            "may_record": records,
            "may_name": records and record.exists,
            "today": today,
        }


class KeepingPage(CaseFormPage):
    """A form about the record, for whoever is of an agency that uses ViSOR."""

    tab = "visor"
    action = RECORD

    def prepare(self, **kwargs: Any) -> None:
        """404 for anybody else."""
        super().prepare(**kwargs)
        if not keeps(self.request.user):
            raise Http404


class RecordEvent(KeepingPage):
    """Record one event; the address says of which kind."""

    form_class = EventForm
    submit = "Record this"
    done = "It is recorded."
    kind: Kind

    def prepare(self, **kwargs: Any) -> None:
        """404 for a kind that does not exist."""
        super().prepare(**kwargs)
        try:
            self.kind = Kind(kwargs["entry"])
        except ValueError:
            raise Http404 from None

    @property
    def heading(self) -> str:  # type: ignore[override]  # each kind has its own
        """What the kind is called."""
        return f"ViSOR: {SPECS[self.kind].label[0].lower()}{SPECS[self.kind].label[1:]}"

    @property
    def guidance(self) -> str:  # type: ignore[override]  # each kind has its own
        """What has to be known beforehand."""
        return SPECS[self.kind].hint

    def findings(self) -> list[Finding]:
        """Who owns the record by its category, where that is asked."""
        if not SPECS[self.kind].owner:
            return []
        return [Finding("VIS-02", Effect.PROMPT, why_owner(self.record.facts), None)]

    @property
    def record(self) -> selectors.Record:
        """How the record stands."""
        return selectors.record_of(self.case, today=timezone.localdate())

    def initial(self) -> dict[str, Any]:
        """The owner by the category, and the reviewer whom the chair named last."""
        if self.kind is Kind.MADE:
            owner = proposed_owner(self.record.facts)
            return {"owner": owner.value if owner else ""}
        if self.kind is Kind.REVIEWER:
            return {"who": selectors.named_reviewer(viewer=self.request.user, case_id=self.case.pk)}
        return {}

    def form_arguments(self) -> dict[str, Any]:
        """Which kind, and the meetings after which the record is to be updated."""
        meetings = selectors.awaiting(viewer=self.request.user, case_id=self.case.pk)
        return {"kind": self.kind, "meetings": meetings}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        if not isinstance(form, EventForm):
            raise TypeError("an event is recorded with its own form")
        return services.record_event(
            actor=self.request.user,
            case=self.case,
            given=form.given(),
            meeting=form.cleaned_data.get("meeting"),
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )


class WithdrawEvent(KeepingPage):
    """Take back an event that did not happen, or not so."""

    form_class = WithdrawForm
    heading = "Take back what is recorded of ViSOR"
    submit = "Take it back"
    done = "It is taken back. What was wrong stays in the record."
    event: VisorEvent

    def prepare(self, **kwargs: Any) -> None:
        """The event must be of this case."""
        super().prepare(**kwargs)
        self.event = selectors.event_for(viewer=self.request.user, case_id=self.case.pk, event_id=kwargs["visor_id"])

    @property
    def guidance(self) -> str:  # type: ignore[override]  # it names what is taken back
        """What is taken back."""
        return f"{self.event.get_kind_display()}. Record it anew afterwards, if it happened otherwise."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.withdraw_event(actor=self.request.user, event=self.event, reason=form.cleaned_data["reason"])


class AddPart(KeepingPage):
    """Record who manages the record, or is a partner to it."""

    form_class = PartForm
    heading = "Manager or partner of the ViSOR record"
    guidance = "A new manager takes the place of the present one on the first day."
    submit = "Add them"
    done = "They are added."

    def form_arguments(self) -> dict[str, Any]:
        """The agencies whose people work on ViSOR."""
        return {"agencies": selectors.agencies(self.case)}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.add_part(
            actor=self.request.user, case=self.case, today=timezone.localdate(), **form.cleaned_data
        )


class EndPart(KeepingPage):
    """Record the last day of somebody's part."""

    form_class = EndPartForm
    heading = "End a part in the ViSOR record"
    submit = "End it"
    done = "The end is recorded."
    part: VisorPart

    def prepare(self, **kwargs: Any) -> None:
        """The part must be of this case."""
        super().prepare(**kwargs)
        self.part = selectors.part_for(viewer=self.request.user, case_id=self.case.pk, part_id=kwargs["part_id"])
        self.subject = self.part

    @property
    def guidance(self) -> str:  # type: ignore[override]  # it names whose part ends
        """Whose part ends."""
        return f"{self.part.get_role_display()}: {self.part.holder}, {self.part.agency.name}."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.end_part(
            actor=self.request.user,
            part=self.part,
            version=form.version_seen,
            ends=form.cleaned_data["ends"],
            today=timezone.localdate(),
        )


@require_safe
def visor_list(request: SignedInRequest) -> HttpResponse:
    """Cases without a record, or with something late on it, in the viewer's sight. Not there for anybody else."""
    if not standing_of(request.user).holds(*UNIT):
        raise Http404
    today = timezone.localdate()
    page = selectors.lacking_page(viewer=request.user, after=request.GET.get("after", ""), today=today)
    viewed(actor=request.user, what="visor_list", cases=[row.case.pk for row in page.rows])
    return render(request, "visor/list.html", {"rows": page.rows, "next": page.next_key, "today": today})
