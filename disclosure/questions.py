"""One question of disclosure with its state and its lines for the page. No query of its own."""

from dataclasses import dataclass, field
from enum import StrEnum

from disclosure.models import DisclosureDecision, DisclosureFollowUp, DisclosureMade
from disclosure.rules.codes import PRINCIPLE_LABELS, TRIGGER_LABELS, Principle, Trigger
from ui.components import Row


class State(StrEnum):
    """How far a question of disclosure has come."""

    NOT_DISCLOSED = "Considered, not disclosed"
    TO_COMPLETE = "Agreed, details to be completed"
    PLANNED = "To be disclosed"
    MADE = "Disclosed"
    FOLLOWED_UP = "Disclosed and followed up"

    @property
    def colour(self) -> str:
        """The tag's colour; the words say what it means."""
        return {"TO_COMPLETE": "yellow", "PLANNED": "blue", "MADE": "green", "FOLLOWED_UP": "green"}.get(
            self.name, "grey"
        )


@dataclass(frozen=True, slots=True)
class Question:
    """One question of disclosure: the decision that stands, those before it, and what was done."""

    decision: DisclosureDecision
    earlier: list[DisclosureDecision] = field(default_factory=list)
    made: DisclosureMade | None = None
    follow_ups: list[DisclosureFollowUp] = field(default_factory=list)

    @property
    def state(self) -> State:
        """How far it has come."""
        if self.made is not None:
            return State.FOLLOWED_UP if self.follow_ups else State.MADE
        if not self.decision.disclose:
            return State.NOT_DISCLOSED
        return State.PLANNED if self.decision.complete else State.TO_COMPLETE

    @property
    def rows(self) -> list[Row]:
        """The standing decision line by line. What does not apply to it is left out; what is missing is shown so."""
        row = self.decision
        where = row.get_context_display()
        shown = [
            Row("Decision", "To disclose" if row.disclose else "Not to disclose", rule="DIS-04"),
            Row("Reasons", row.reason),
            Row("What for", row.purpose),
            Row("Decided", f"{where}, by {row.decided_by.full_name}, {row.decided_as}"),
        ]
        shown += [Row(label, text) for label, text in self._said() if text]
        if row.disclose and row.complete:
            shown += self._arrangements()
        return shown

    def _said(self) -> list[tuple[str, str]]:
        row = self.decision
        return [
            ("Disagreement", row.dissent),
            ("Why it could not wait", row.urgent_reason),
            ("Why no child needs it", row.presumption_reason),
            ("Risks of telling", row.risks),
        ]

    def _arrangements(self) -> list[Row]:
        row = self.decision
        agency = row.discloser_agency.name if row.discloser_agency else ""
        views = row.get_no_representations_display() if not row.representations_sought else "Sought"
        return [
            Row("Who is told", ", ".join(part for part in (row.recipient, row.recipient_role) if part), rule="DIS-05"),
            Row("Kind of recipient", row.get_recipient_kind_display()),
            Row("What is told", row.details),
            Row("The person's own views", f"{views}. {row.representations}".strip(), rule="DIS-07"),
            Row("Who tells", f"{row.discloser}, {agency}", rule="DIS-06"),
            Row("Planned for", row.planned_on),
        ]

    @property
    def test_rows(self) -> list[Row]:
        """How the test for telling somebody was met; nothing for a decision not to disclose."""
        row = self.decision
        if not row.disclose or not row.complete:
            return []
        return [
            Row("Prompted by", [TRIGGER_LABELS[Trigger(code)] for code in row.prompts]),
            Row("Necessary", row.necessity, rule="DIS-02"),
            Row("Proportionate", row.proportionality),
            Row("Alternatives", row.alternatives, rule="DIS-03"),
            Row("Legal basis", row.get_legal_basis_display(), rule="DIS-13"),
            Row("Schedule 8 condition", row.get_schedule_8_display() or None),
            Row("Principles checked", [PRINCIPLE_LABELS[Principle(code)] for code in row.principles]),
            Row("Could identify a victim", row.identifies_victim_reason if row.identifies_victim else "No"),
            Row("If it goes wrong", row.contingency or None),
        ]

    @property
    def made_rows(self) -> list[Row]:
        """The disclosure that was made, line by line."""
        if self.made is None:
            return []
        knows = "Yes" if self.made.offender_knows else "No; the recipient was told so"
        agreed = "Yes" if self.made.recipient_agreed else "No"
        return [
            Row("Told on", self.made.made_on),
            Row("Told by", f"{self.made.person}, {self.made.agency.name}"),
            Row("What was told", self.made.details),
            Row("Recipient agreed to keep it", f"{agreed}. {self.made.agreement}".strip(". ")),
            Row("The person knows", knows),
        ]
