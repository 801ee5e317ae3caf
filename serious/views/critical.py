"""What becomes of a critical case is recorded, and put right."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from offenders.pages import CaseFormPage
from serious import selectors, services
from serious.access import CRITICAL
from serious.forms import CriticalAgainForm, CriticalForm
from serious.models import CriticalEvent
from serious.rules.critical import Event
from ui.forms import HouseForm

HEADINGS = {
    Event.REFERRED: "Refer the case to the CPPC Team",
    Event.REGISTERED: "The case was registered",
    Event.NOT_REGISTERED: "The case was not registered",
    Event.FUNDING: "Money was asked for",
    Event.LETTER: "The Minister wrote to a Member of Parliament",
    Event.ENDED: "The registration ended",
}
COLUMNS = ("happened_on", "criterion", "national", "responder", "details")


class RecordCritical(CaseFormPage):
    """Record one event of a critical case."""

    tab = "serious"
    action = CRITICAL
    form_class = CriticalForm
    submit = "Record it"
    done = "It is recorded."
    kind: Event

    def prepare(self, **kwargs: Any) -> None:
        """404 for what is no event."""
        super().prepare(**kwargs)
        if kwargs["event"] not in {one.value for one in HEADINGS}:
            raise Http404
        self.kind = Event(kwargs["event"])

    @property
    def heading(self) -> str:  # type: ignore[override]  # each event has its own
        """What happened."""
        return HEADINGS[self.kind]

    def form_arguments(self) -> dict[str, Any]:
        """Which event."""
        return {"kind": self.kind}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = dict(form.cleaned_data)
        return services.record_event(
            actor=self.request.user,
            case=self.case,
            kind=self.kind,
            happened=services.Happened(on=typed.pop("happened_on"), **typed),
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )


class CorrectCritical(CaseFormPage):
    """Put right one event of a critical case, or say that it did not happen."""

    tab = "serious"
    action = CRITICAL
    form_class = CriticalAgainForm
    guidance = "What was wrong stays in the record, with the reason and who put it right."
    submit = "Save the correction"
    done = "The correction is saved."
    event: CriticalEvent

    def prepare(self, **kwargs: Any) -> None:
        """404 for an event of another case; the service says when it was put right already."""
        super().prepare(**kwargs)
        self.event = selectors.critical_event_for(
            viewer=self.request.user, case_id=self.case.pk, event_id=kwargs["critical_id"]
        )

    @property
    def heading(self) -> str:  # type: ignore[override]  # each event has its own
        """What is put right."""
        return f"Correct: {self.event.get_kind_display().lower()}"

    def form_arguments(self) -> dict[str, Any]:
        """Which event."""
        return {"kind": Event(self.event.kind)}

    def initial(self) -> dict[str, Any]:
        """As it was recorded."""
        return {name: getattr(self.event, name) for name in COLUMNS}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = dict(form.cleaned_data)
        reason, withdrawn = typed.pop("reason"), typed.pop("withdrawn")
        return services.correct_event(
            actor=self.request.user,
            event=self.event,
            happened=services.Happened(on=typed.pop("happened_on"), **typed),
            reason=reason,
            withdrawn=withdrawn,
            today=timezone.localdate(),
        )
