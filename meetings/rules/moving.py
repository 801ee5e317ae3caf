"""Moving and cancelling a meeting: whose approval it needs, and what is recorded with it."""

import datetime as dt
from dataclasses import dataclass

from audit.refusals import Effect, Finding


@dataclass(frozen=True, slots=True)
class ApprovalFacts:
    """The chair's approval as it is typed.

    `by_chair` says that it is a chair of this meeting who approved, `own` that the chair records it. `on` is a date in
    Europe/London, None while nobody approved; `how` says how it came, `practitioner` what the practitioner was told.
    """

    by_chair: bool
    own: bool
    on: dt.date | None
    how: str
    practitioner: str


def approval_findings(facts: ApprovalFacts, *, today: dt.date) -> list[Finding]:
    """What stops moving or cancelling for want of an approval (ACC-07, MTG-65, MTG-66)."""
    if not facts.by_chair or facts.on is None:
        message = "A meeting is moved or cancelled only with the chair's agreement."
        return [Finding("ACC-07", Effect.REFUSE, message, "approved_by", "Ask the chair, then record the agreement.")]
    found = []
    if facts.on > today:
        message = "The chair's approval is dated in the future."
        found.append(Finding("MTG-65", Effect.REFUSE, message, "approved_on", "Enter today or an earlier day."))
    if not facts.own and not facts.how.strip():
        message = "It is not said how the chair's approval came."
        found.append(Finding("MTG-65", Effect.REQUIRE, message, "how", "Say how it came, for example by e-mail."))
    if not facts.practitioner.strip():
        message = "It is not said what the Probation Practitioner was told."
        step = "Say what they were told, and that they record it."
        found.append(Finding("MTG-66", Effect.REQUIRE, message, "practitioner", step))
    return found
