"""What asks why a case is not at Level 2 (rule LVL-26), and what a Level 1 review has to say (LVL-27). Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rules.days import in_words


@dataclass(frozen=True, slots=True)
class Trigger:
    """One reason to ask why not Level 2: its key, and what holds in one plain sentence without its full stop."""

    key: str
    holds: str


@dataclass(frozen=True, slots=True)
class TriggerFacts:
    """What the triggers look at. Dates are Europe/London dates; None where nothing of the kind is recorded.

    `rosh` is the overall risk of serious harm. `higher_until` is when the case was last at Level 2 or 3. The four days
    of events count once they lie after the last look at the level: the caller leaves older ones out. `overdue_actions`
    counts actions of the plan; `told_by` names agencies whose information came in since that last look. `escalations`
    are the signs that the risk of domestic abuse or stalking has risen since then (LVL-37).
    """

    rosh: str | None = None
    terrorist: bool = False
    indeterminate: bool = False
    domestic_abuse: bool = False
    stalking: bool = False
    higher_until: date | None = None
    recalled_on: date | None = None
    at_large_on: date | None = None
    leave_on: date | None = None
    discharge_on: date | None = None
    overdue_actions: int = 0
    told_by: Sequence[str] = ()
    escalations: Sequence[Trigger] = ()


def triggers(facts: TriggerFacts) -> list[Trigger]:
    """Return every reason to consider Level 2 or 3, the weightiest first (rule LVL-26)."""
    return [*_of_risk(facts), *facts.escalations, *_of_offences(facts), *_of_events(facts), *_of_management(facts)]


def not_answered(known: Sequence[Trigger], answer: str) -> list[Finding]:
    """Return the demand for an answer where there are triggers and none was given (rule LVL-26)."""
    if not known or answer.strip():
        return []
    what = "this" if len(known) == 1 else "each of these"
    message = f"Say why Level 1 is enough: {'; '.join(one.holds for one in known)}."
    return [Finding("LVL-26", Effect.REQUIRE, message, "why_not_level_2", f"Answer {what}, or refer to Level 2 or 3.")]


def shown(known: Sequence[Trigger]) -> list[Finding]:
    """Return the triggers as they stand above a form, before anything is typed."""
    return [Finding("LVL-26", Effect.PROMPT, f"Why not Level 2? {one.holds}.", "why_not_level_2") for one in known]


MUST_DO: Mapping[str, str] = {
    "new_information": "what was asked of other agencies and what they said",
    "action_progress": "how far the actions of the plan are",
    "victim_information": "whether there is anything new about victims",
    "records_checked": "which records were looked at",
    "disclosure_considered": "whether disclosure was considered, and why it is or is not needed",
    "reason": "why this is the outcome",
}


def must_do_findings(said: Mapping[str, str]) -> list[Finding]:
    """Return a demand for each part of a Level 1 review that says nothing (rule LVL-27)."""
    return [
        Finding("LVL-27", Effect.REQUIRE, f"The review does not say {asked}.", name, f"Say {asked}.")
        for name, asked in MUST_DO.items()
        if not said.get(name, "").strip()
    ]


def _of_risk(facts: TriggerFacts) -> Iterator[Trigger]:
    if facts.rosh in ("high", "very_high"):
        words = "very high" if facts.rosh == "very_high" else "high"
        yield Trigger("rosh", f"The risk of serious harm is {words}")


def _of_offences(facts: TriggerFacts) -> Iterator[Trigger]:
    if facts.terrorist:
        yield Trigger("terrorist", "There is an offence of terrorism, or one with a terrorist connection")
    if facts.indeterminate:
        yield Trigger("indeterminate", "The sentence is for life or indeterminate")
    if facts.domestic_abuse or facts.stalking:
        kinds = [word for word, met in (("domestic abuse", facts.domestic_abuse), ("stalking", facts.stalking)) if met]
        yield Trigger("abuse", f"An offence is one of {' and '.join(kinds)}")


def _of_events(facts: TriggerFacts) -> Iterator[Trigger]:
    for key, day, what in (
        ("recalled", facts.recalled_on, "They were recalled"),
        ("at_large", facts.at_large_on, "They escaped, absconded or did not come back"),
        ("leave", facts.leave_on, "Unescorted leave was recorded"),
        ("discharge", facts.discharge_on, "Discharge from hospital was planned"),
    ):
        if day is not None:
            yield Trigger(key, f"{what} on {in_words(day)}")


def _of_management(facts: TriggerFacts) -> Iterator[Trigger]:
    if facts.higher_until is not None:
        yield Trigger("higher", f"The case was at Level 2 or 3 until {in_words(facts.higher_until)}")
    if facts.overdue_actions:
        actions = "1 action" if facts.overdue_actions == 1 else f"{facts.overdue_actions} actions"
        are = "is" if facts.overdue_actions == 1 else "are"
        yield Trigger("overdue", f"{actions} of the plan {are} overdue")
    if facts.told_by:
        yield Trigger("told", f"New information came from {', '.join(facts.told_by)}")
