"""What the record of a meeting must hold before it is closed, question by question (rules MTR-01 to MTR-16)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rules.days import in_words
from meetings.rules.agenda import agenda_for
from meetings.rules.minutes import MinutesState

CONFIRMED, NONE_BEFORE = "yes", "first"
"""What a meeting may say of the previous minutes, beside "no"."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question of an agenda item that was not answered, and the rule that wants it."""

    item: str
    key: str
    label: str
    rule: str


@dataclass(frozen=True, slots=True)
class Deputy:
    """Somebody who came in another's place. `may_commit`, of the agency's resources, is None while nobody said."""

    agency: str
    who: str
    may_commit: bool | None


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What is recorded beside the agenda. `lead_rosh` and `agreed_rosh` are levels in words, empty when there is none.

    `absent_with_actions` names agencies that did not come, have an action of this meeting, and for which nobody was
    named to tell them. `unaccounted` counts actions whose date has passed and of which nothing came yet.
    `previous` is the state of the minutes of the meeting held before, None where none was held; `said_of_previous` is
    what this one says of them.
    """

    gaps: Sequence[Gap] = ()
    lead_rosh: str = ""
    agreed_rosh: str = ""
    difference: str = ""
    deputies: Sequence[Deputy] = ()
    absent_with_actions: Sequence[str] = ()
    unaccounted: int = 0
    previous: MinutesState | None = None
    said_of_previous: str = ""


def record_findings(level: int, answers: Mapping[str, str], facts: RecordFacts) -> list[Finding]:
    """Everything that the record still lacks. `answers` holds the text of each item that was started."""
    return [
        *_gaps(level, answers, facts.gaps),
        *_previous(facts),
        *_difference(facts),
        *_deputies(facts.deputies),
        *_absent(facts.absent_with_actions),
        *_unaccounted(facts.unaccounted),
    ]


def _gaps(level: int, answers: Mapping[str, str], gaps: Sequence[Gap]) -> list[Finding]:
    """One finding for each question; an item of which nothing is written yet is refused as a whole by other rules."""
    items = {item.key: item for item in agenda_for(level)}
    wanted = [gap for gap in gaps if gap.item in items]
    return [
        Finding(
            gap.rule,
            Effect.BLOCK,
            f"Item {items[gap.item].number}, {items[gap.item].label}, does not answer: {gap.label}",
            f"agenda_{gap.item}.{gap.key}",
            "Answer it.",
        )
        for gap in wanted
        if answers.get(gap.item, "").strip()
    ]


def _previous(facts: RecordFacts) -> list[Finding]:
    """What is said of the previous minutes and cannot be so (MTR-02)."""
    field = "agenda_previous_minutes.correct"
    if facts.previous is None:
        return []
    if facts.said_of_previous == NONE_BEFORE:
        message = "A meeting was held before this one, so there are previous minutes."
        return [Finding("MTR-02", Effect.BLOCK, message, field, "Answer yes, or no with what is to be corrected.")]
    if facts.said_of_previous == CONFIRMED and facts.previous is MinutesState.DRAFT:
        message = "The minutes of the previous meeting are a draft that its chair has not approved."
        step = "Have them approved first, or answer no and say why."
        return [Finding("MTR-02", Effect.BLOCK, message, field, step)]
    return []


def _difference(facts: RecordFacts) -> list[Finding]:
    if not facts.lead_rosh or not facts.agreed_rosh or facts.lead_rosh == facts.agreed_rosh or facts.difference.strip():
        return []
    message = (
        f"The meeting agreed {facts.agreed_rosh.lower()} risk of serious harm, the lead agency says "
        f"{facts.lead_rosh.lower()}, and the difference is not explained."
    )
    return [Finding("MTR-03", Effect.BLOCK, message, "agenda_risk.difference", "Say why they differ.")]


def _deputies(deputies: Sequence[Deputy]) -> list[Finding]:
    found = []
    for deputy in deputies:
        if deputy.may_commit:
            continue
        known = "may not commit" if deputy.may_commit is False else "has not said whether they may commit"
        message = f"{deputy.who} came for {deputy.agency} and {known} its resources."
        step = "Record their authority, or ask the agency to confirm what was agreed."
        found.append(Finding("MTR-15", Effect.WARN, message, "attendance", step))
    return found


def _absent(agencies: Sequence[str]) -> list[Finding]:
    return [
        Finding(
            "MTR-16",
            Effect.BLOCK,
            f"{agency} did not come and has an action. Nobody is named to tell them.",
            "absent",
            "Name who tells them, who answers there, and by when.",
        )
        for agency in agencies
    ]


def _unaccounted(number: int) -> list[Finding]:
    if not number:
        return []
    actions = "1 action is" if number == 1 else f"{number} actions are"
    message = f"{actions} past the date and nothing is recorded of what came of it."
    step = "Record the outcome under Plan and actions, or say in item 5 why it is not done."
    return [Finding("MTR-06", Effect.WARN, message, "agenda_plan.note", step)]


def messenger_findings(*, reply_by: date, held_on: date, came: bool) -> list[Finding]:
    """What stops naming a messenger: the agency was there, or the reply would be due before the meeting (MTR-16)."""
    if came:
        message = "This agency was at the meeting, so nobody has to tell it."
        return [Finding("MTR-16", Effect.REFUSE, message, None, "Correct the attendance if it was not.")]
    if reply_by < held_on:
        message = f"The answer would be due on {in_words(reply_by)}, before the meeting."
        return [Finding("MTR-16", Effect.REFUSE, message, "reply_by", "Enter a later date.")]
    return []
