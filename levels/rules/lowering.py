"""What stands in the way of lowering a level (rules LVL-06 to LVL-08, LVL-18 and LVL-21 to LVL-25). Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rules.days import add_months, add_weeks, in_words
from levels.rules.facts import LevelFacts, LoweringFacts, ProposedLevel, SecondApproval

ACCEPTABLE = {
    "LVL-06": "information of an agency is missing",
    "LVL-07": "an agency that is needed was not represented",
    "LVL-08": "the plan does not cover every risk, or is not robust",
    "LVL-21": "actions are overdue",
    "LVL-22": "the person was released a short time ago",
    "LVL-23": "the risk of serious harm was not judged lately",
    "LVL-24": "the level is lowered outside a meeting",
}
"""What a second approval may take upon itself: the rule, and what stands in the way by it."""
OUT_OF_MAPPA = "removed"
"""Where a lowering leads when the case is taken out of MAPPA; elsewhere it is the level as text."""
TAKEN_BACK = "taken_back"
LOWERED_TO = {
    "2": "Level 2",
    "1": "Level 1",
    OUT_OF_MAPPA: "Out of MAPPA management",
    TAKEN_BACK: "Nothing: an approval that stands is taken back",
}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason against lowering a level: its rule, and what holds, said after "while"."""

    rule: str
    holds: str


def is_lower(facts: LevelFacts, proposed: ProposedLevel) -> bool:
    """Return whether the proposal lowers the level."""
    return facts.current_level is not None and proposed.level < facts.current_level


def obstacles(facts: LevelFacts, on: date) -> list[Obstacle]:
    """Return everything that stands against lowering the level on a day; at a meeting and outside one alike."""
    return [
        *_information(facts),
        *_plan(facts),
        *_actions(facts.lowering),
        *_release(facts, on),
        *_risk(facts, on),
    ]


def lowering_findings(facts: LevelFacts, proposed: ProposedLevel) -> list[Finding]:
    """Return a refusal for each obstacle, or a warning where a valid second approval takes its place (LVL-18)."""
    if not is_lower(facts, proposed):
        return []
    approval, refused = proposed.second_approval, facts.lowering.refused
    found = [
        should_not(one.rule, f"The level should not be lowered while {one.holds}.", approval, refused=refused)
        for one in obstacles(facts, proposed.decided_on)
    ]
    if not proposed.at_meeting:
        message = f"Level {facts.current_level} should be lowered at a meeting, where every agency is heard."
        found.append(should_not("LVL-24", message, approval, refused=refused))
    return found


def should_not(rule: str, message: str, approval: SecondApproval | None, *, refused: bool, stands: str = "") -> Finding:
    """Refuse, or warn where a valid second approval takes the refusal's place (rules LVL-18 and LVL-25).

    `stands` is the rule of what stands in the way, where the finding has another one.
    """
    if refused:
        step = "Settle this first: in this area a second approval does not take its place (LVL-25)."
        return Finding(rule, Effect.REFUSE, message, "level", step)
    covered = approval is not None and (stands or rule) in approval.accepts
    if approval is not None and approval.valid and covered:
        return Finding(rule, Effect.WARN, f"{message} A second approval is recorded.", "level")
    if approval is None:
        step = "Settle this first, or ask a manager of the lead agency or the Co-ordinator to approve it."
    elif not approval.valid:
        step = "A second approval comes from somebody else and gives a reason (LVL-18)."
    else:
        step = "The second approval does not cover this. Settle it, or ask whoever approved to look at it too (LVL-18)."
    return Finding(rule, Effect.REFUSE, message, "level", step)


def lowered_to(level: int | None, *, stands: bool) -> list[str]:
    """Return the keys of LOWERED_TO that an approval may name; `stands` as in approval_findings."""
    lower = [key for key in LOWERED_TO if key.isdigit() and level is not None and int(key) < level]
    return [*lower, *([OUT_OF_MAPPA] if level is not None else []), *([TAKEN_BACK] if stands else [])]


def approval_findings(
    *, level: int | None, to: str, accepts: Sequence[str], refused: bool, stands: bool
) -> list[Finding]:
    """Return what stands against approving a lowering: `to` is a key of LOWERED_TO, `level` the present one.

    `stands` says that an approval stands that could be taken back. Rules: LVL-18, LVL-25.
    """
    if to == TAKEN_BACK:
        if stands:
            return []
        return [Finding("LVL-18", Effect.REFUSE, "No approval stands that could be taken back.", "to")]
    if level is None:
        return [Finding("LVL-18", Effect.REFUSE, "The case has no level that could be lowered.", "to")]
    if to != OUT_OF_MAPPA and int(to) >= level:
        message = f"The case is at Level {level}, so Level {to} is not lower."
        return [Finding("LVL-18", Effect.REFUSE, message, "to", "Choose where it is lowered to.")]
    if refused:
        message = "In this area no approval takes the place of settling what stands in the way."
        return [Finding("LVL-25", Effect.REFUSE, message, None, "Settle what stands in the way.")]
    if not accepts:
        message = "An approval says what it takes upon itself."
        return [Finding("LVL-18", Effect.REFUSE, message, "accepts", "Tick at least one.")]
    return []


def _information(facts: LevelFacts) -> Iterator[Obstacle]:
    if facts.missing_information:
        yield Obstacle("LVL-06", f"information is missing from {_and(facts.missing_information)}")
    if facts.absent_key_partners:
        yield Obstacle("LVL-07", f"{_and(facts.absent_key_partners)} was not represented")


def _plan(facts: LevelFacts) -> Iterator[Obstacle]:
    if facts.uncovered_risks:
        one = facts.uncovered_risks == 1
        risks = "1 identified risk has" if one else f"{facts.uncovered_risks} identified risks have"
        yield Obstacle("LVL-08", f"{risks} no action in the plan")
    elif not facts.plan_is_robust:
        yield Obstacle("LVL-08", "the risk management plan is not robust")


def _actions(known: LoweringFacts) -> Iterator[Obstacle]:
    if known.overdue_actions:
        one = known.overdue_actions == 1
        yield Obstacle("LVL-21", "1 action is overdue" if one else f"{known.overdue_actions} actions are overdue")


def _release(facts: LevelFacts, on: date) -> Iterator[Obstacle]:
    released_on, weeks = facts.lowering.released_on, facts.lowering.recent_release_weeks
    if released_on is None or facts.in_custody or not released_on <= on < add_weeks(released_on, weeks):
        return
    yield Obstacle("LVL-22", f"the release on {in_words(released_on)} is less than {weeks} weeks ago")


def _risk(facts: LevelFacts, on: date) -> Iterator[Obstacle]:
    judged_on, months = facts.lowering.rosh_judged_on, facts.lowering.rosh_holds_months
    if facts.rosh is None:
        yield Obstacle("LVL-23", "no judgement of the risk of serious harm is recorded")
    elif judged_on is not None and add_months(judged_on, months) < on:
        yield Obstacle("LVL-23", f"the risk was last judged on {in_words(judged_on)}, more than {months} months ago")


def _and(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
