"""What planning a MAPPA meeting needs: level, date, invitations, minute-taker, and the people from `people`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, days_before, in_words
from deadlines.rules.policies import PolicyValues, stricter
from meetings.rules.invitations import named_findings
from meetings.rules.joint import joint_findings, second_chair_findings
from meetings.rules.people import Chair, Circumstances, Invitee, chair_findings, invitation_findings

MEETING_LEVELS = (2, 3)


@dataclass(frozen=True, slots=True)
class ScheduleFacts:
    """A meeting about to be planned. Dates are Europe/London; `case_ended_on` is None while MAPPA management runs.

    `national` and `local` are the policies in force; a local one may ask for more notice, never for less. `joint` says
    that it is a counter-terrorism meeting, `restricted` that the case is restricted. `latest` is the
    last day for the meeting that a cancelled one is owed, None where none is. `owed` is the last day for the next
    review in the community while no meeting is planned up to it, `late_reason` why this one is later.
    """

    level: int
    held_on: date
    invited_on: date
    today: date
    chair: Chair | None
    minute_taker: str
    invitees: Sequence[Invitee]
    case: Circumstances
    national: PolicyValues
    emergency: bool = False
    emergency_reason: str = ""
    case_ended_on: date | None = None
    local: PolicyValues | None = None
    second_chair: Chair | None = None
    joint: bool = False
    restricted: bool = False
    latest: Due | None = None
    owed: Due | None = None
    late_reason: str = ""


def schedule_findings(facts: ScheduleFacts) -> list[Finding]:
    """Everything that stops or questions planning the meeting.

    Rules MTG-01 to MTG-07, MTG-09 to MTG-14, MTG-23, MTG-26, MTG-28, MTG-67, MTG-68 and MTG-81.
    """
    return [
        *ended_findings(facts.case_ended_on),
        *_level(facts),
        *_dates(facts),
        *late_findings("MTG-26", "held_on", facts.held_on, facts.latest, facts.today),
        *_beyond_the_review(facts),
        *joint_findings(joint=facts.joint, restricted=facts.restricted, chair=facts.chair, second=facts.second_chair),
        *chair_findings(facts.chair, facts.invitees),
        *second_chair_findings(facts.second_chair, facts.invitees),
        *_minute_taker(facts),
        *invitation_findings(facts.case, facts.invitees),
        *named_findings(facts.invitees),
    ]


def ended_findings(case_ended_on: date | None) -> list[Finding]:
    """A refusal of any meeting or review once MAPPA management has ended (MTG-23)."""
    if case_ended_on is None:
        return []
    message = f"MAPPA management of this case ended on {in_words(case_ended_on)}, so it cannot be reviewed."
    step = "Identify or refer the case again if it now meets the criteria."
    return [Finding("MTG-23", Effect.REFUSE, message, None, step)]


def lapsed(case_ended_on: date | None, held_on: date) -> bool:
    """Whether a planned meeting lies after the end of MAPPA management, so that it is cancelled (MTG-23)."""
    return case_ended_on is not None and held_on > case_ended_on


def lapsed_findings(case_ended_on: date | None, held_on: date) -> list[Finding]:
    """A refusal of anything more for a planned meeting after the end of management, but to cancel it (MTG-23)."""
    if case_ended_on is None or not lapsed(case_ended_on, held_on):
        return []
    message = f"MAPPA management of this case ended on {in_words(case_ended_on)}, so the meeting is not held."
    return [Finding("MTG-23", Effect.REFUSE, message, None, "Cancel the meeting.")]


def late_findings(rule: str, field: str, on: date, latest: Due | None, today: date) -> list[Finding]:
    """What stops a date beyond the limit; once the limit itself has passed it is only warned of (REV-07, MTG-26)."""
    if latest is None or on <= latest.due_on:
        return []
    message = f"The new date, {in_words(on)}, is too late. {latest.words}"
    possible = latest.due_on >= today
    effect = Effect.REFUSE if possible else Effect.WARN
    step = f"Choose {in_words(latest.due_on)} or earlier." if possible else "Choose the earliest day that can be had."
    return [Finding(rule, effect, message, field, step)]


def is_late(held_on: date, owed: Due | None) -> bool:
    """Whether a meeting on this day is later than the review is owed (MTG-28)."""
    return owed is not None and held_on > owed.due_on


def _beyond_the_review(facts: ScheduleFacts) -> list[Finding]:
    """What a meeting says that is planned beyond the day on which the next review is owed (MTG-28)."""
    if facts.owed is None or facts.latest is not None or not is_late(facts.held_on, facts.owed):
        return []
    owed_on = in_words(facts.owed.due_on)
    message = (
        f"On {in_words(facts.held_on)} the meeting is later than the review is owed: {owed_on}. {facts.owed.words}."
    )
    if facts.late_reason.strip():
        return [Finding("MTG-28", Effect.PROMPT, message, "late_reason", "The reason stands beside the meeting.")]
    possible = facts.owed.due_on >= facts.today
    step = f"Choose {owed_on} or earlier, or say why it is later." if possible else "Say why it is late."
    return [Finding("MTG-28", Effect.REQUIRE, message, "late_reason", step)]


def _level(facts: ScheduleFacts) -> list[Finding]:
    if facts.level in MEETING_LEVELS:
        return []
    message = f"MAPPA meetings are held at Level 2 or 3; this case is at Level {facts.level}."
    step = "Record a Level 1 review, or refer the case to Level 2 or 3."
    return [Finding("MTG-05", Effect.REFUSE, message, "level", step)]


def _dates(facts: ScheduleFacts) -> list[Finding]:
    if facts.held_on < facts.today:
        message = f"The meeting date, {in_words(facts.held_on)}, has passed."
        step = "Choose today or a later day."
        return [Finding("MTG-07", Effect.REFUSE, message, "held_on", step)]
    limit = stricter("invitation_days", facts.national, facts.local)
    if limit is None:
        return []
    latest = days_before(facts.held_on, limit.value)
    if facts.invited_on <= latest:
        return []
    given = (facts.held_on - facts.invited_on).days
    message = (
        f"Invitations sent on {in_words(facts.invited_on)} give {given} days' notice; "
        f"{limit.value} are needed ({limit.source}), so the last day was {in_words(latest)}."
    )
    if not facts.emergency:
        step = "Choose a later date, or mark the meeting as an emergency and say why."
        return [Finding("MTG-06", Effect.REQUIRE, message, "held_on", step)]
    if not facts.emergency_reason.strip():
        return [Finding("MTG-06", Effect.REQUIRE, message, "emergency_reason", "Say why the meeting cannot wait.")]
    return [Finding("MTG-06", Effect.WARN, message, "held_on", "Confirm the short notice.")]


def short_notice_findings(
    sent_on: date,
    held_on: date,
    *,
    today: date,
    emergency: bool,
    national: PolicyValues,
    local: PolicyValues | None,
) -> list[Finding]:
    """A warning of invitations that go, or went, with less notice than is asked for; none of an emergency (MTG-06)."""
    limit = stricter("invitation_days", national, local)
    if limit is None or emergency or sent_on <= days_before(held_on, limit.value):
        return []
    sent = "today" if sent_on == today else f"on {in_words(sent_on)}"
    given = max(0, (held_on - sent_on).days)
    notice = "1 day's notice" if given == 1 else f"{given} days' notice"
    message = f"Sent {sent}, the invitations give {notice}; {limit.value} are needed ({limit.source})."
    last = in_words(days_before(held_on, limit.value))
    return [Finding("MTG-06", Effect.WARN, message, None, f"The last day was {last}. Confirm the short notice.")]


def _minute_taker(facts: ScheduleFacts) -> list[Finding]:
    if facts.minute_taker.strip():
        return []
    message = "The meeting has no minute-taker."
    return [Finding("MTG-04", Effect.REQUIRE, message, "minute_taker", "Name the minute-taker beforehand.")]
