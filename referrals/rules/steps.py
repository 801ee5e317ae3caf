"""How far a referral can come and what each step asks for (rules REF-07 to REF-17 and REF-24).

Facts in, findings out; no clock and no database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, in_words
from offenders.rules.terms import add_months

BEFORE_RELEASE_MONTHS = 6
DISPUTE_WITHIN_DAYS = 14
DECISION = "REF-10"
"""The rule by which a decision falls due."""
BEFORE_RELEASE = "REF-23"
"""The rule by which a referral from custody falls due."""


class Purpose(StrEnum):
    """What is asked for."""

    LEVEL = "level"
    CATEGORY_3 = "category_3"


class State(StrEnum):
    """How far a referral has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What the Co-ordinator decides."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class Step(StrEnum):
    """What can be done with a referral."""

    WRITE = "write"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    DECIDE = "decide"
    DISPUTE = "dispute"
    SETTLE = "settle"


PURPOSE_WORDS: Mapping[Purpose, str] = {
    Purpose.LEVEL: "Management at Level 2 or 3",
    Purpose.CATEGORY_3: "Category 3, at Level 2 or 3",
}
STATE_WORDS: Mapping[State, str] = {
    State.DRAFT: "Draft",
    State.SUBMITTED: "Submitted, decision awaited",
    State.ACCEPTED: "Accepted",
    State.REFUSED: "Refused",
    State.DISPUTED: "Disputed",
    State.WITHDRAWN: "Withdrawn",
}
OUTCOME_WORDS: Mapping[Outcome, str] = {Outcome.ACCEPTED: "Accept the referral", Outcome.REFUSED: "Refuse the referral"}

OPEN = frozenset({State.DRAFT, State.SUBMITTED, State.DISPUTED})
"""A referral in one of these is in progress; an agency has one in progress on a case (REF-14)."""

DECIDED = frozenset({State.ACCEPTED, State.REFUSED})
FROM: Mapping[Step, frozenset[State]] = {
    Step.WRITE: frozenset({State.DRAFT, State.SUBMITTED}),
    Step.SUBMIT: frozenset({State.DRAFT, State.SUBMITTED}),
    Step.WITHDRAW: frozenset({State.DRAFT, State.SUBMITTED}),
    Step.DECIDE: frozenset({State.SUBMITTED}),
    Step.DISPUTE: DECIDED,
    Step.SETTLE: frozenset({State.DISPUTED}),
}
"""Step -> the states from which it can be taken (REF-15)."""


def can(step: Step, state: State) -> bool:
    """Whether a referral in that state can take this step (REF-15)."""
    return state in FROM[step]


def step_findings(step: Step, state: State) -> list[Finding]:
    """Refuse a step that does not follow from the state (REF-15)."""
    if can(step, state):
        return []
    words = STATE_WORDS[state].partition(",")[0].lower()
    message = f"This cannot be done to a referral that is {words if state is not State.DRAFT else 'still a draft'}."
    return [Finding("REF-15", Effect.REFUSE, message, None, "Go back to the referral and look at where it stands.")]


def own_agency_findings(own: bool) -> list[Finding]:
    """Refuse a step of the referring agency to somebody of another one (REF-01)."""
    if own:
        return []
    message = "Only the agency that makes the referral writes it, withdraws it or disputes the decision."
    return [Finding("REF-01", Effect.REFUSE, message, None, "Make a referral of your own agency.")]


def start_findings(purpose: Purpose, *, in_progress: bool, ended: bool) -> list[Finding]:
    """Refuse a second referral while one of the agency is in progress, and a level once management ended (REF-14)."""
    if in_progress:
        message = "Your agency has a referral of this case in progress."
        return [Finding("REF-14", Effect.REFUSE, message, None, "Go on with that one, or withdraw it first.")]
    if ended and purpose is Purpose.LEVEL:
        message = "Management under MAPPA has ended for this person."
        step = "Have the category decided again first, or refer to Category 3."
        return [Finding("REF-14", Effect.REFUSE, message, "purpose", step)]
    return []


def release_findings(release_due_on: date | None, today: date) -> list[Finding]:
    """Warn of a referral from custody less than six months before release, or without a release date (REF-07)."""
    if release_due_on is None:
        message = "No release date is recorded, so nobody can say whether this referral is in time."
        return [Finding("REF-07", Effect.WARN, message, None, "Ask the prison for the date.")]
    latest = add_months(release_due_on, -BEFORE_RELEASE_MONTHS)
    if today <= latest:
        return []
    message = f"A referral from custody is made at least six months before release: by {_day(latest)} at the latest."
    return [Finding("REF-07", Effect.WARN, message, None, "Submit it now, and tell the Co-ordination Unit.")]


def referral_due(*, release_due_on: date, screened_on: date) -> Due:
    """The last day of a referral that a screening proposes from custody (REF-23).

    Six months before release; the day of the screening itself where that leaves less.
    """
    due_on = add_months(release_due_on, -BEFORE_RELEASE_MONTHS)
    words = f"6 months before the release on {in_words(release_due_on)} (national, 7.14)."
    if due_on < screened_on:
        due_on = screened_on
        words = f"At once: the screening of {in_words(screened_on)} proposes Level 2 or 3 less than {words}"
    return Due(due_on, release_due_on, BEFORE_RELEASE, words)


def decision_due(decide_from: date, days: int) -> date:
    """The last day on which a decision is in time: within so many days of receipt, which is day 0 (REF-10)."""
    return decide_from + timedelta(days=days)


def settled_by(disputed_on: date) -> Due:
    """The last day for settling a dispute about the decision: 14 days from when it was raised (REF-24)."""
    due_on = disputed_on + timedelta(days=DISPUTE_WITHIN_DAYS)
    words = f"{DISPUTE_WITHIN_DAYS} days from the dispute of {in_words(disputed_on)} (product's own limit)"
    return Due(due_on, disputed_on, "REF-24", words)


@dataclass(frozen=True, slots=True)
class ProposedDecision:
    """The decision somebody wants to record."""

    outcome: Outcome
    reason: str
    level: int | None
    meeting_on: date | None
    purpose: Purpose
    names_offence: bool
    by_referrer: bool


def decision_findings(proposed: ProposedDecision, *, today: date) -> list[Finding]:
    """What stands against a decision: its reasons, level and meeting (REF-11), its offence (REF-12), who (REF-17)."""
    found = []
    if proposed.by_referrer:
        message = "Nobody decides on a referral that they made themselves."
        found.append(Finding("REF-17", Effect.REFUSE, message, None, "Ask another Co-ordinator of the area."))
    if not proposed.reason.strip():
        found.append(Finding("REF-11", Effect.REQUIRE, "A decision on a referral has its reasons.", "reason"))
    if proposed.outcome is Outcome.ACCEPTED:
        found += _accepting(proposed, today)
    elif proposed.level is not None or proposed.meeting_on is not None:
        message = "A referral that is refused has no level and no meeting."
        found.append(Finding("REF-11", Effect.REFUSE, message, "outcome", "Clear the level and the date."))
    return found


def _accepting(proposed: ProposedDecision, today: date) -> list[Finding]:
    found = []
    if proposed.level not in (2, 3):
        message = "An accepted referral says at which level the case is managed."
        found.append(Finding("REF-11", Effect.REQUIRE, message, "level", "Choose Level 2 or 3."))
    if proposed.meeting_on is None:
        message = "Whoever referred is told the date of the meeting."
        found.append(Finding("REF-11", Effect.REQUIRE, message, "meeting_on", "Enter the date of the meeting."))
    elif proposed.meeting_on < today:
        message = "The date of the meeting has passed."
        found.append(Finding("REF-11", Effect.REFUSE, message, "meeting_on", "Enter today or a later day."))
    if proposed.purpose is Purpose.CATEGORY_3 and not proposed.names_offence:
        message = "Category 3 rests on an offence that shows that the person can cause serious harm."
        found.append(Finding("REF-12", Effect.REQUIRE, message, "offence", "Choose the offence."))
    return found


def dispute_findings(happened_on: date, since: date, today: date) -> list[Finding]:
    """Refuse a step of a dispute dated before what it is about, or in the future (REF-13)."""
    if happened_on > today:
        return [Finding("REF-13", Effect.REFUSE, "This cannot be dated in the future.", "happened_on")]
    if happened_on < since:
        message = f"This cannot be dated before {_day(since)}, when what it is about happened."
        return [Finding("REF-13", Effect.REFUSE, message, "happened_on")]
    return []


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
