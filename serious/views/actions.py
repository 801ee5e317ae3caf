"""The actions of a review's Action Plan: agreed, changed, and what becomes of each."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils import timezone

from audit.refusals import Finding
from serious import selectors, services
from serious.forms import ActionForm, PlannedAgainForm, PlannedForm
from serious.models import ReviewAction
from serious.rules.actions import SAY, ActionState, Turn, turn_offered
from serious.views.base import OffenceFormPage
from ui.forms import HouseForm

WORDS: Mapping[Turn, tuple[str, str]] = {
    Turn.PROGRESS: ("Progress of action {}", "How far it has come"),
    Turn.DONE: ("Action {} is done", "What shows that it was done"),
    Turn.REFUSED: ("The Board refuses action {}", "The Board’s reason"),
    Turn.REOPENED: ("Open action {} again", "Why it is open again"),
}
"""Turn -> heading of its page, and label of what is asked."""
COLUMNS = ("what", "agency", "person", "agreed_on", "due_on")


class AddAction(OffenceFormPage):
    """Record an action that the Board agreed."""

    form_class = PlannedForm
    heading = "Add an action"
    guidance = "Due on the day that the Board set. Naming somebody here does not open the case to them."
    submit = "Add the action"
    done = "The action is added."

    def form_arguments(self) -> dict[str, Any]:
        """The agencies that can be chosen."""
        return {"agencies": selectors.agencies(case=self.case)}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.add_action(
            actor=self.request.user,
            offence=self.offence,
            version=form.version_seen,
            planned=services.Planned(**form.cleaned_data),
            today=timezone.localdate(),
        )


class OfAction(OffenceFormPage):
    """A form about one action."""

    row: ReviewAction

    def prepare(self, **kwargs: Any) -> None:
        """404 for an action of another review."""
        super().prepare(**kwargs)
        self.row = selectors.action_for(
            viewer=self.request.user, offence=self.offence, action_id=kwargs["review_action_id"]
        )


class ChangeAction(OfAction):
    """Record an open action otherwise."""

    form_class = PlannedAgainForm
    guidance = "What it was stays in the record, with the reason."
    submit = "Save the change"
    done = "The change is saved."

    @property
    def heading(self) -> str:  # type: ignore[override]  # each action has its number
        """Which action."""
        return f"Change action {self.row.number}"

    def form_arguments(self) -> dict[str, Any]:
        """The agencies that can be chosen."""
        return {"agencies": selectors.agencies(case=self.case)}

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        return {name: getattr(self.row, name) for name in COLUMNS}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = dict(form.cleaned_data)
        reason = typed.pop("reason")
        return services.change_action(
            actor=self.request.user,
            action=self.row,
            version=form.version_seen,
            planned=services.Planned(**typed),
            reason=reason,
            today=timezone.localdate(),
        )


class RecordAction(OfAction):
    """Record progress, that it is done, that the Board refused it, or that it is open again."""

    form_class = ActionForm
    submit = "Record it"
    done = "It is recorded."
    turn: Turn

    def prepare(self, **kwargs: Any) -> None:
        """404 for what cannot be recorded of any action."""
        super().prepare(**kwargs)
        if kwargs["turn"] not in {one.value for one in Turn}:
            raise Http404
        self.turn = Turn(kwargs["turn"])

    @property
    def heading(self) -> str:  # type: ignore[override]  # each turn has its own
        """What is recorded of which action."""
        return WORDS[self.turn][0].format(self.row.number)

    @property
    def guidance(self) -> str:  # type: ignore[override]  # each action has its own
        """What is to be done."""
        return self.row.what

    def findings(self) -> list[Finding]:
        """Why it cannot be recorded now, before anybody types."""
        return turn_offered(ActionState(self.row.state), self.turn)

    def form_arguments(self) -> dict[str, Any]:
        """What is asked, in its words."""
        return {"label": WORDS[self.turn][1], "sentence": SAY[self.turn].rstrip(".")}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = form.cleaned_data
        return services.record_action(
            actor=self.request.user,
            action=self.row,
            version=form.version_seen,
            turn=self.turn,
            said=services.Said(typed["happened_on"], typed["said"]),
            today=timezone.localdate(),
        )
