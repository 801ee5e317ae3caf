"""What becomes of a critical case is recorded."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from offenders.pages import CaseFormPage
from serious import services
from serious.access import CRITICAL
from serious.forms import CriticalForm
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
        if kwargs["event"] not in {one.value for one in Event}:
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
