"""Where a review stands, what is due next, and whether a step can be recorded.

A review that is deferred on the prosecutor's advice has nothing due until it goes on; then the days are added.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rulebook import rule
from deadlines.rules.days import Due, add_days, add_months, in_words
from serious.rules import actions
from serious.rules.actions import ActionFacts
from serious.rules.timetable import BY_STEP, CHAIR_DAYS, DECISION_DAYS, TIMETABLE, Outcome, Step, Timed


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """Where one review stands. `told_on`: when the Co-ordinator knew of the charge; `received_on`: when MAPPA N
    reached the Chair. `with_form`: MAPPA N is drawn up here and its own clock tells the Chair.

    `deferrals` are the times for which it waited: first day, and the day it went on (None while it waits).
    """

    told_on: date
    received_on: date | None = None
    decided_on: date | None = None
    outcome: Outcome | None = None
    done: Mapping[Step, date] = field(default_factory=dict)
    deferrals: Sequence[tuple[date, date | None]] = ()
    deferral_review_on: date | None = None
    discontinued_on: date | None = None
    with_form: bool = False
    actions: Sequence[ActionFacts] = ()

    @property
    def goes_on(self) -> bool:
        """Whether there is a review, and nothing has ended it."""
        reviewed = self.outcome in (Outcome.MANDATORY, Outcome.DISCRETIONARY)
        return reviewed and self.discontinued_on is None and Step.CLOSED not in self.done

    @property
    def deferred(self) -> bool:
        """Whether it waits for the prosecutor now."""
        return any(end is None for _, end in self.deferrals)

    def waited(self, since: date) -> int:
        """For how many days it was deferred after that day; a day of two deferrals counts once."""
        days, reached = 0, since
        for begin, end in sorted((begin, end) for begin, end in self.deferrals if end is not None):
            days += max(0, (end - max(begin, reached)).days)
            reached = max(reached, end)
        return days


def due_steps(facts: ReviewFacts) -> Iterator[tuple[str, Due]]:
    """What is due now, each with its key: the decision, then every step whose start is known (SCR-03 to SCR-11).

    An open action is due on the day that the Board set, also while the review is deferred (SCR-24).
    """
    if facts.received_on is None:
        if not facts.with_form:
            words = f"Chair of the Board told: {CHAIR_DAYS} days from {in_words(facts.told_on)}, when the Unit knew"
            yield "chair", _due(add_days(facts.told_on, CHAIR_DAYS), facts.told_on, "SCR-16", words)
        return
    if facts.decided_on is None:
        words = f"Decision on a review: {DECISION_DAYS} days from MAPPA N reaching the Chair, "
        words += in_words(facts.received_on)
        yield "decision", _due(add_days(facts.received_on, DECISION_DAYS), facts.received_on, "SCR-03", words)
        return
    if not facts.goes_on:
        return
    yield from actions.due_actions(facts.actions)
    if facts.deferred:
        if facts.deferral_review_on is not None:
            words = f"The review waits for the prosecutor until {in_words(facts.deferral_review_on)}"
            yield "deferral", _due(facts.deferral_review_on, facts.deferral_review_on, "SCR-14", words)
        return
    for one in TIMETABLE:
        start = start_of(facts, one)
        last = None if start is None else one.last_day(start)
        if one.step not in facts.done and start is not None and last is not None:
            begun = f"“{BY_STEP[one.after].words}”" if one.after else "the decision"
            words = f"{one.words}: {one.figure} from {begun}, {in_words(start)}"
            waited = facts.waited(start)
            if waited:
                words += f", and the {waited} day{'s' if waited > 1 else ''} for which the review was deferred"
            yield one.step.value, _due(add_days(last, waited), start, one.rule, words)


def start_of(facts: ReviewFacts, one: Timed) -> date | None:
    """The day from which a step counts; None while what comes first is not done."""
    return facts.decided_on if one.after is None else facts.done.get(one.after)


def step_findings(facts: ReviewFacts, step: Step, *, on: date, today: date, correcting: bool = False) -> list[Finding]:
    """Why a step cannot be recorded: out of turn, done before, in the future, before what it follows (SCR-15).

    `correcting` is for a step that is recorded, whose day or words are put right.
    """
    one = BY_STEP[step]
    stopped = out_of_turn(facts, step, correcting=correcting)
    if stopped:
        return stopped
    before = [facts.done[first] for first in one.also] + [start for start in [start_of(facts, one)] if start]
    start = max(before)
    after = [facts.done[other.step] for other in TIMETABLE if _follows(other, step) and other.step in facts.done]
    if on > today:
        return [Finding("SCR-15", Effect.REFUSE, "This day is in the future.", "on", "Enter the day it was done.")]
    if on < start:
        message = f"It follows something of {in_words(start)}, so it cannot be earlier."
        return [Finding("SCR-15", Effect.REFUSE, message, "on", "Correct the day.")]
    if after and on > min(after):
        message = f"Something that follows it was done on {in_words(min(after))}, so it cannot be later."
        return [Finding("SCR-15", Effect.REFUSE, message, "on", "Correct the day.")]
    if one.earliest_months and on < add_months(start, one.earliest_months):
        message = f"This is due between {one.earliest_months} and {one.months} months after {in_words(start)}."
        return [Finding(one.rule, Effect.WARN, message, "on", "Confirm that it can say enough so early.")]
    return []


def out_of_turn(facts: ReviewFacts, step: Step, *, correcting: bool = False) -> list[Finding]:
    """Why a step cannot be recorded now on any day (SCR-15)."""
    one = BY_STEP[step]
    if not facts.goes_on:
        return [Finding("SCR-15", Effect.REFUSE, "There is no review under way.", None, "Record the decision first.")]
    if facts.deferred:
        message = "The review is deferred."
        return [Finding("SCR-15", Effect.REFUSE, message, None, "Let it go on first.")]
    if correcting and step not in facts.done:
        return [Finding("SCR-15", Effect.REFUSE, "This step is not recorded yet.", None)]
    if step in facts.done and not correcting:
        return [Finding("SCR-15", Effect.REFUSE, "This step is recorded already.", None)]
    firsts = ([one.after] if one.after else []) + list(one.also)
    missing = [BY_STEP[first].words for first in firsts if first not in facts.done]
    if missing:
        return [Finding("SCR-15", Effect.REFUSE, f"First comes: {missing[0]}.", None, "Record that first.")]
    return actions.closing_findings(facts.actions) if step is Step.CLOSED else []


def again_findings(reason: str) -> list[Finding]:
    """A step that is recorded anew says why (SCR-15)."""
    if reason.strip():
        return []
    return [Finding("SCR-15", Effect.REQUIRE, "What was recorded is put right with a reason.", "reason", "Say why.")]


def _follows(other: Timed, step: Step) -> bool:
    return other.after is step or step in other.also


def said_findings(step: Step, *, who: str, details: str) -> list[Finding]:
    """What a step has to say beside its day and does not, such as who speaks with the family (SCR-06, SCR-13)."""
    one = BY_STEP[step]
    asked = (("who", one.who, one.who_ask, who), ("details", one.details, one.details_ask, details))
    return [
        Finding(one.rule, Effect.REQUIRE, f"This step says: {label[0].lower()}{label[1:]}.", field, f"{sentence}.")
        for field, label, sentence, said in asked
        if sentence and not said.strip()
    ]


def panel_findings(*, lay_adviser: bool) -> list[Finding]:
    """A panel without a Lay Adviser is asked about (SCR-21)."""
    if lay_adviser:
        return []
    message = "A Lay Adviser sits on the panel."
    return [Finding("SCR-21", Effect.WARN, message, "lay_adviser", "Confirm that it met without one.")]


def _due(due_on: date, start_on: date, rule_id: str, words: str) -> Due:
    return Due(due_on, start_on, rule_id, f"{words} (national, {rule(rule_id).source})")
