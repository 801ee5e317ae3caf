"""The timetable of a serious case review: each step, who takes it, what comes first and by when (20.14).

Days are calendar days in Europe/London: the timetable says days, and where it could mean working days, these are later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deadlines.rules.days import add_days, add_months


class Outcome(StrEnum):
    """What the Chair of the Strategic Management Board decided on a notified offence."""

    MANDATORY = "mandatory"
    DISCRETIONARY = "discretionary"
    NONE = "none"


OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.MANDATORY: "A review, because it is mandatory",
    Outcome.DISCRETIONARY: "A review, though it is not mandatory",
    Outcome.NONE: "No review",
}


class State(StrEnum):
    """How far a notified offence has come."""

    TOLD = "told"
    RECEIVED = "received"
    NO_REVIEW = "no_review"
    UNDER_WAY = "under_way"
    DEFERRED = "deferred"
    DISCONTINUED = "discontinued"
    CLOSED = "closed"


STATE_WORDS: Mapping[State, str] = {
    State.TOLD: "Chair to be told",
    State.RECEIVED: "Decision awaited",
    State.NO_REVIEW: "No review",
    State.UNDER_WAY: "Review under way",
    State.DEFERRED: "Deferred",
    State.DISCONTINUED: "Discontinued",
    State.CLOSED: "Closed",
}
RUNNING = frozenset({State.TOLD, State.RECEIVED, State.UNDER_WAY, State.DEFERRED})
"""States in which something is still to be done."""


class Step(StrEnum):
    """A step of the timetable, in its order."""

    TEAM_TOLD = "team_told"
    TEAM_ANSWERED = "team_answered"
    AGENCIES_TOLD = "agencies_told"
    LEAD_NAMED = "lead_named"
    TERMS_AGREED = "terms_agreed"
    FAMILY_CONTACT = "family_contact"
    PANEL_MET = "panel_met"
    REPRESENTATIONS = "representations"
    REPORT = "report"
    REPORT_APPROVED = "report_approved"
    OVERVIEW = "overview"
    OVERVIEW_APPROVED = "overview_approved"
    BOARD_MET = "board_met"
    FAMILY_TOLD = "family_told"
    PLAN_AGREED = "plan_agreed"
    PLAN_INTERIM = "plan_interim"
    PLAN_FINAL = "plan_final"
    CLOSED = "closed"


DECISION_DAYS = 10
CHAIR_DAYS = 5
TEAM_DAYS = 5
ANSWER_DAYS = 5
AGENCIES_DAYS = 5
PANEL_MONTHS = 1
REPORT_MONTHS = 4
OVERVIEW_MONTHS = 1
INTERIM_MONTHS = 6
FINAL_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Timed:
    """One step: what it is in words, who does it, what has to be done first, and by when after that.

    `who` and `details` are what is asked beside the day; empty where nothing is. What is asked with an `ask` sentence
    has to be answered.
    """

    step: Step
    words: str
    by: str
    after: Step | None
    rule: str
    days: int = 0
    months: int = 0
    earliest_months: int = 0
    """Not before so many months after what comes first: an interim report of a plan agreed yesterday says nothing."""
    also: tuple[Step, ...] = ()
    who: str = ""
    who_ask: str = ""
    details: str = ""
    details_ask: str = ""

    def last_day(self, start: date) -> date | None:
        """The last day on which it is in time; None where the timetable sets none."""
        if self.days:
            return add_days(start, self.days)
        return add_months(start, self.months) if self.months else None

    @property
    def figure(self) -> str:
        """How long it may take, in words."""
        if self.days:
            return f"{self.days} days"
        return f"{self.months} month{'s' if self.months > 1 else ''}"


CHAIR, LEAD, TEAM, BOARD = (
    "Chair of the Board",
    "Lead of the review",
    "National MAPPA Team",
    "Strategic Management Board",
)
TIMETABLE: tuple[Timed, ...] = (
    Timed(Step.TEAM_TOLD, "National MAPPA Team told (MAPPA N section 8)", CHAIR, None, "SCR-04", days=TEAM_DAYS),
    Timed(Step.TEAM_ANSWERED, "MAPPA N section 9 returned", TEAM, Step.TEAM_TOLD, "SCR-05", days=ANSWER_DAYS),
    Timed(
        Step.AGENCIES_TOLD,
        "Every agency involved told",
        CHAIR,
        None,
        "SCR-06",
        days=AGENCIES_DAYS,
        who="Agencies told",
        who_ask="Name the agencies",
        details="Other reviews of the same case, or that there is none",
        details_ask="Say whether there is another review",
    ),
    Timed(Step.LEAD_NAMED, "Lead of the review named", CHAIR, None, "SCR-12"),
    Timed(
        Step.TERMS_AGREED,
        "Terms of reference agreed",
        BOARD,
        Step.LEAD_NAMED,
        "SCR-12",
        details="What the review looks at",
        details_ask="Say what it looks at",
    ),
    Timed(
        Step.FAMILY_CONTACT,
        "Contact for the victim or family named",
        CHAIR,
        Step.LEAD_NAMED,
        "SCR-13",
        who="Who speaks with them: name, post and training",
        who_ask="Name who speaks with them",
        details="What was agreed with the prosecutor or the Investigating Officer about when",
    ),
    Timed(
        Step.PANEL_MET,
        "Panel met for the first time",
        LEAD,
        Step.AGENCIES_TOLD,
        "SCR-07",
        months=PANEL_MONTHS,
        also=(Step.LEAD_NAMED,),
        who="Who sits on it, with their agency",
        who_ask="Name who sits on the panel",
    ),
    Timed(
        Step.REPRESENTATIONS,
        "Agencies had their say on the draft",
        LEAD,
        Step.PANEL_MET,
        "SCR-20",
        details="What was disputed, and how it was settled",
    ),
    Timed(
        Step.REPORT,
        "Report (MAPPA O) completed",
        LEAD,
        Step.PANEL_MET,
        "SCR-08",
        months=REPORT_MONTHS,
        also=(Step.REPRESENTATIONS,),
    ),
    Timed(
        Step.REPORT_APPROVED,
        "Report approved by the Board and checked by the National MAPPA Team",
        BOARD,
        Step.REPORT,
        "SCR-20",
    ),
    Timed(
        Step.OVERVIEW,
        "Overview Report completed, with nobody named",
        LEAD,
        Step.REPORT,
        "SCR-09",
        months=OVERVIEW_MONTHS,
    ),
    Timed(Step.OVERVIEW_APPROVED, "Overview Report approved to be shared", BOARD, Step.OVERVIEW, "SCR-20"),
    Timed(
        Step.BOARD_MET,
        "Board met to discuss the finished review",
        BOARD,
        Step.OVERVIEW,
        "SCR-25",
        details="What the Board concluded",
        details_ask="Say what the Board concluded",
    ),
    Timed(
        Step.FAMILY_TOLD,
        "Overview Report shared with the victim or family in person",
        LEAD,
        Step.OVERVIEW_APPROVED,
        "SCR-13",
        who="With whom, and who else was there",
        who_ask="Say with whom it was shared",
    ),
    Timed(
        Step.PLAN_AGREED,
        "Action Plan agreed",
        BOARD,
        Step.REPORT,
        "SCR-10",
        details="Learning points",
        details_ask="Enter the learning points",
    ),
    Timed(
        Step.PLAN_INTERIM,
        "Board told how the Action Plan stands",
        BOARD,
        Step.PLAN_AGREED,
        "SCR-10",
        months=INTERIM_MONTHS,
        earliest_months=3,
        details="How it stands",
        details_ask="Say how it stands",
    ),
    Timed(
        Step.PLAN_FINAL,
        "National MAPPA Team told of the end of the Action Plan",
        BOARD,
        Step.PLAN_AGREED,
        "SCR-11",
        months=FINAL_MONTHS,
        earliest_months=9,
        details="What became of each action",
        details_ask="Say what became of each action",
    ),
    Timed(
        Step.CLOSED,
        "Review closed",
        BOARD,
        Step.PLAN_FINAL,
        "SCR-15",
        also=(Step.REPORT_APPROVED, Step.BOARD_MET, Step.FAMILY_TOLD),
    ),
)
BY_STEP: Mapping[Step, Timed] = {one.step: one for one in TIMETABLE}


RULES = frozenset({"SCR-03", "SCR-14", "SCR-16", "SCR-24", *(one.rule for one in TIMETABLE if one.days or one.months)})
"""The rules by which something falls due."""
