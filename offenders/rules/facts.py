"""What the eligibility rules need to know about a person: offences, disposals, orders and recorded judgements.

Only plain data. Dates are Europe/London dates, and an end date is the last day on which the thing is in force.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from offenders.rules.schedule_15 import Liability
from offenders.rules.terms import Term


class Outcome(StrEnum):
    """How the proceedings for one offence ended."""

    CONVICTION = "conviction"
    CONVICTION_ABROAD = "conviction_abroad"
    CAUTION = "caution"
    REPRIMAND_OR_WARNING = "reprimand_or_warning"
    UNFIT_AND_DID_ACT = "unfit_and_did_act"
    NOT_GUILTY_INSANITY = "not_guilty_insanity"


class Schedule15(StrEnum):
    """The part of Schedule 15 to the Criminal Justice Act 2003 that lists an offence."""

    VIOLENT = "violent"
    SEXUAL = "sexual"


class DisposalKind(StrEnum):
    """What the court (or the police, for a caution) did about one offence."""

    IMPRISONMENT = "imprisonment"
    YOUTH_DETENTION = "youth_detention"
    DTO = "dto"
    SUSPENDED = "suspended"
    HOSPITAL_ORDER = "hospital_order"
    HOSPITAL_ORDER_RESTRICTED = "hospital_order_restricted"
    HOSPITAL_DIRECTION = "hospital_direction"
    GUARDIANSHIP = "guardianship"
    CTO = "cto"
    COMMUNITY_ORDER = "community_order"
    YOUTH_REHABILITATION_ORDER = "youth_rehabilitation_order"
    REFERRAL_ORDER = "referral_order"
    FINE = "fine"
    CONDITIONAL_DISCHARGE = "conditional_discharge"
    ABSOLUTE_DISCHARGE = "absolute_discharge"
    CAUTION_ONLY = "caution_only"
    DISQUALIFICATION_ORDER = "disqualification_order"
    OTHER = "other"
    AWAITING = "awaiting_sentence"


CUSTODY = frozenset(
    {
        DisposalKind.IMPRISONMENT,
        DisposalKind.YOUTH_DETENTION,
        DisposalKind.DTO,
        DisposalKind.HOSPITAL_DIRECTION,
    }
)
HOSPITAL = frozenset(
    {DisposalKind.HOSPITAL_ORDER, DisposalKind.HOSPITAL_ORDER_RESTRICTED, DisposalKind.GUARDIANSHIP},
)
TREATED = HOSPITAL | {DisposalKind.HOSPITAL_DIRECTION}
"""By which somebody is a patient; with hospital and limitation directions a prison term runs beside it (CAT-33)."""
WITH_TERM = CUSTODY | {DisposalKind.SUSPENDED}


@dataclass(frozen=True, slots=True)
class Activated:
    """That a court activated a suspended sentence on a day, for its whole term or a part of it (OFF-32).

    `suspended_until` is the last day of the suspension as it was recorded before; None where none was.
    """

    on: date
    term: Term
    suspended_until: date | None = None


@dataclass(frozen=True, slots=True)
class Disposal:
    """The one disposal for one offence, as passed: before terms are added together or run side by side.

    `custodial_part` is the part of a detention and training order that is served in custody; half when not stated.
    `licence_ends_on` is the end of the licence, `sentence_ends_on` of the whole sentence that this disposal belongs to
    (the later one counts), `supervision_ends_on` of post-sentence supervision, which never counts. Once a suspended
    sentence is activated, the ends are those of the term that is served (CAT-34).
    """

    kind: DisposalKind
    term: Term | None = None
    indeterminate: bool = False
    custodial_part: Term | None = None
    imposed_on: date | None = None
    licence_ends_on: date | None = None
    sentence_ends_on: date | None = None
    supervision_ends_on: date | None = None
    discharged_on: date | None = None
    cto_ends_on: date | None = None
    activation: Activated | None = None

    @property
    def served_since(self) -> date | None:
        """The day from which a term in custody counts: of the sentence, or of its activation; None without one."""
        if self.activation is not None:
            return self.activation.on
        return self.imposed_on if self.kind in CUSTODY else None

    @property
    def served_term(self) -> Term | None:
        """The term in custody: as passed, or as activated; None without one, or while it is not recorded."""
        if self.activation is not None:
            return self.activation.term
        return self.term if self.kind in CUSTODY else None


@dataclass(frozen=True, slots=True)
class OffenceFacts:
    """One offence, the lists it stands on, how it ended and what followed.

    `maximum_sentence` is the most the law allows for the offence. `schedule_3_threshold_months` is the custodial term
    from which Schedule 3 to the Sexual Offences Act 2003 requires notification for it; None means no threshold.
    `listing_doubt` says what a person has to settle before it is known whether Schedule 15 lists the offence.
    `awaiting_sentence` says that no sentence is passed yet: there is no `disposal` then. From the day `quashed_on` the
    conviction counts for nothing.
    """

    id: str
    title: str
    outcome: Outcome
    disposal: Disposal | None = None
    awaiting_sentence: bool = False
    committed_on: date | None = None
    outcome_on: date | None = None
    schedule_15: Schedule15 | None = None
    listing_doubt: str = ""
    liability: Liability = Liability.ITSELF
    schedule_3: bool = False
    schedule_3_threshold_months: int | None = None
    murder: bool = False
    section_327_4a: bool = False
    schedule_19za: bool = False
    terrorist_connection: bool = False
    cta_s41_42: bool = False
    maximum_sentence: Term | None = None
    maximum_is_life: bool = False
    overseas_sexual: bool = False
    domestic_abuse: bool = False
    stalking: bool = False
    armed_forces_s42: bool = False
    quashed_on: date | None = None

    def stands_on(self, day: date) -> bool:
        """Whether the conviction is not quashed on a day (rule CAT-35)."""
        return self.quashed_on is None or self.quashed_on > day


@dataclass(frozen=True, slots=True)
class NotificationFacts:
    """A recorded notification requirement, or the recorded fact that there is none (`required=False`).

    `ends_on` is the last day of the period; None with `lifelong` means for life, None without it means not yet known.
    """

    required: bool
    starts_on: date | None = None
    ends_on: date | None = None
    lifelong: bool = False
    by_order: bool = False


@dataclass(frozen=True, slots=True)
class CategoryThreeJudgement:
    """What the Co-ordination Unit decided about Category 3, and the offence it rests on."""

    offence_id: str
    capable_of_serious_harm: bool
    needs_level_2_or_3: bool
    decided_on: date
    decided_by_unit: bool = True
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class DiscretionaryFour:
    """What the Responsible Authority believes about terrorism-related activity, and the offence it rests on."""

    offence_id: str
    believed_at_risk: bool
    decided_on: date
    identified_nationally: bool = True
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything the eligibility rules look at for one person.

    `considered_for_3` are the ids of the offences for which Category 3 was considered and the outcome recorded.
    """

    offences: tuple[OffenceFacts, ...] = ()
    date_of_birth: date | None = None
    sexual_notifications: tuple[NotificationFacts, ...] = ()
    terrorism_notifications: tuple[NotificationFacts, ...] = ()
    category_3: CategoryThreeJudgement | None = None
    discretionary_4: DiscretionaryFour | None = None
    considered_for_3: frozenset[str] = frozenset()


class Route(StrEnum):
    """The ways into a MAPPA category."""

    SOA2003_P2 = "SOA2003_P2"
    NOTIF_ORDER = "NOTIF_ORDER"
    CJA_S15 = "CJA_S15"
    RA_DISCR = "RA_DISCR"
    CTA2008_P4 = "CTA2008_P4"
    TERR_SENT = "TERR_SENT"
    TERR_MH = "TERR_MH"
    DISCR = "DISCR"


CATEGORY_OF = {
    Route.SOA2003_P2: 1,
    Route.NOTIF_ORDER: 1,
    Route.CJA_S15: 2,
    Route.RA_DISCR: 3,
    Route.CTA2008_P4: 4,
    Route.TERR_SENT: 4,
    Route.TERR_MH: 4,
    Route.DISCR: 4,
}


class Answer(StrEnum):
    """What a test says on a date; `ASK` means that a person has to settle it first."""

    MET = "met"
    ENDED = "ended"
    NOT_MET = "not_met"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class RouteOutcome:
    """One route tried against one offence or record: the answer, the rule that gives it, and a sentence saying why.

    `open_ended` marks what ends with an event that nobody can date beforehand, such as an absolute discharge;
    `outlasted` an end beyond which another sentence runs, while the end of the whole sentence is not recorded.
    """

    route: Route
    answer: Answer
    rule: str
    sentence: str
    offence_id: str | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    lifelong: bool = False
    open_ended: bool = False
    outlasted: bool = False

    @property
    def met(self) -> bool:
        """True when the test is met on the day it was asked about."""
        return self.answer is Answer.MET

    @property
    def category(self) -> int:
        """The category this route leads to."""
        return CATEGORY_OF[self.route]


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can settle; `field` names what would answer it."""

    rule: str
    sentence: str
    offence_id: str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class CategoryResult:
    """The one category on a date, or None, with everything that led to it.

    `ends_on` is the last day of eligibility under this category, None when unknown or for life (`lifelong`).
    """

    category: int | None
    route: Route | None
    rule: str
    tests: tuple[RouteOutcome, ...] = ()
    steps: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    also_met: tuple[int, ...] = ()
    begins_on: date | None = None
    ends_on: date | None = None
    lifelong: bool = False
    asked_on: date | None = None
