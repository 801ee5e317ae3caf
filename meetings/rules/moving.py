"""Moving and cancelling a meeting: whose approval it needs, what is recorded with it, and when it is too late."""

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


def held_findings(*, attended: bool) -> list[Finding]:
    """What stops moving or cancelling a meeting of which it is recorded who attended, or stayed away (MTG-99)."""
    if not attended:
        return []
    message = "It is recorded who came to this meeting, so it took place and is neither moved nor cancelled."
    return [Finding("MTG-99", Effect.REFUSE, message, None, "Close the meeting, or correct the attendance.")]


def withdrawing_findings(*, attendance: str) -> list[Finding]:
    """What stops taking back an invitation for which attendance is recorded (MTG-99)."""
    if not attendance:
        return []
    message = "Attendance is recorded for this invitation, so it is not taken back."
    return [Finding("MTG-99", Effect.REFUSE, message, None, "Correct the attendance if it is wrong.")]
