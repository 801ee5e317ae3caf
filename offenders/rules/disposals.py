"""Which disposals qualify for a category, and until when they keep somebody in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from offenders.rules.facts import HOSPITAL, TREATED, WITH_TERM, Answer, Disposal, DisposalKind
from offenders.rules.terms import Reach

NAMES = {
    DisposalKind.IMPRISONMENT: "imprisonment",
    DisposalKind.YOUTH_DETENTION: "detention in youth detention accommodation",
    DisposalKind.DTO: "detention and training order",
    DisposalKind.SUSPENDED: "suspended sentence",
    DisposalKind.HOSPITAL_ORDER: "hospital order",
    DisposalKind.HOSPITAL_ORDER_RESTRICTED: "hospital order with restrictions",
    DisposalKind.HOSPITAL_DIRECTION: "imprisonment",  # what goes with it is said after the term
    DisposalKind.GUARDIANSHIP: "guardianship order",
    DisposalKind.CTO: "community treatment order",
    DisposalKind.COMMUNITY_ORDER: "community order",
    DisposalKind.YOUTH_REHABILITATION_ORDER: "youth rehabilitation order",
    DisposalKind.REFERRAL_ORDER: "referral order",
    DisposalKind.FINE: "fine",
    DisposalKind.CONDITIONAL_DISCHARGE: "conditional discharge",
    DisposalKind.ABSOLUTE_DISCHARGE: "absolute discharge",
    DisposalKind.CAUTION_ONLY: "caution",
    DisposalKind.DISQUALIFICATION_ORDER: "disqualification order",
    DisposalKind.OTHER: "other disposal",
    DisposalKind.AWAITING: "sentence that is awaited",
}


@dataclass(frozen=True, slots=True)
class Qualifying:
    """Whether a disposal qualifies, by which rule, in a phrase; `field` names what is missing to tell."""

    answer: Answer
    rule: str
    phrase: str
    field: str | None = None


def describe(disposal: Disposal) -> str:
    """Return a disposal in words, such as "detention and training order of 12 months"."""
    name = NAMES[disposal.kind]
    if disposal.indeterminate:
        name = f"indeterminate {name}"
    elif disposal.term is not None:
        name = f"{name} of {disposal.term}"
    directed = disposal.kind is DisposalKind.HOSPITAL_DIRECTION
    return f"{name} with hospital and limitation directions" if directed else name


def qualifying_sentence(disposal: Disposal | None) -> Qualifying:
    """Return whether a disposal is a custodial or suspended sentence of 12 months or more (CAT-09, -10, -13)."""
    if disposal is None:
        return Qualifying(Answer.NOT_MET, "CAT-09", "no sentence has been passed yet")
    words = describe(disposal)
    if disposal.kind is DisposalKind.DISQUALIFICATION_ORDER:
        return Qualifying(Answer.NOT_MET, "CAT-07", "a disqualification order on its own no longer qualifies anybody")
    if disposal.kind not in WITH_TERM:
        return Qualifying(Answer.NOT_MET, "CAT-09", f"{words} is not a qualifying sentence")
    if disposal.indeterminate:
        return Qualifying(Answer.MET, "CAT-09", f"{words} qualifies whatever its length")
    if disposal.term is None:
        return Qualifying(Answer.ASK, "CAT-09", f"the length of the {words} is not recorded", "term_value")
    rule = "CAT-13" if disposal.kind is DisposalKind.DTO else "CAT-09"
    match disposal.term.reaches(12):
        case Reach.YES:
            whole = " (the whole order counts)" if disposal.kind is DisposalKind.DTO else ""
            return Qualifying(Answer.MET, rule, f"{words} is 12 months or more{whole}")
        case Reach.UNSURE:
            return Qualifying(Answer.ASK, "CAT-10", f"{words} may or may not be 12 months", "term_unit")
        case _:
            converted = disposal.term.unit in {"weeks", "days"}
            return Qualifying(Answer.NOT_MET, "CAT-10" if converted else rule, f"{words} is less than 12 months")


def sentence_or_direction(disposal: Disposal | None) -> Qualifying:
    """Return as qualifying_sentence; too short a term with a hospital direction is for a person (rule CAT-33)."""
    return _directed(disposal, qualifying_sentence(disposal))


def _directed(disposal: Disposal | None, by_term: Qualifying) -> Qualifying:
    """What the term says; where it is too short and hospital and limitation directions go with it, a person settles."""
    if disposal is None or disposal.kind is not DisposalKind.HOSPITAL_DIRECTION or by_term.answer is not Answer.NOT_MET:
        return by_term
    asked = f"{by_term.phrase}; whether the hospital direction counts like a hospital order is for a person"
    return Qualifying(Answer.ASK, "CAT-33", asked, "disposal")


def qualifying_disposal(disposal: Disposal | None) -> Qualifying:
    """Return whether a disposal is a qualifying sentence or a hospital or guardianship order (rules CAT-09, CAT-33)."""
    if disposal is not None and disposal.kind in HOSPITAL:
        return Qualifying(Answer.MET, "CAT-09", f"{describe(disposal)} is a qualifying disposal")
    if disposal is not None and disposal.kind is DisposalKind.CTO:
        asked = "whether the community treatment order follows a hospital order for this offence is for a person"
        return Qualifying(Answer.ASK, "CAT-09", asked, "disposal")
    return sentence_or_direction(disposal)


def notification_threshold(disposal: Disposal | None, months: int) -> Qualifying:
    """Return whether a disposal reaches the custodial term from which notification is required (rules CAT-04, CAT-05).

    Some entries count a community sentence or a hospital order as well: those are for a person to settle, as is too
    short a term with a hospital direction (CAT-33). Only the custodial part of a detention and training order counts:
    half of it when that part is not recorded.
    """
    return _directed(disposal, _by_threshold(disposal, months))


def _by_threshold(disposal: Disposal | None, months: int) -> Qualifying:
    if disposal is None:
        return Qualifying(
            Answer.ASK,
            "CAT-04",
            f"notification depends on a sentence of {months} months or more",
            "disposal",
        )
    words = describe(disposal)
    if disposal.kind in HOSPITAL or disposal.kind is DisposalKind.CTO or _community(disposal, months):
        return Qualifying(
            Answer.ASK, "CAT-04", f"whether {words} reaches the {months}-month threshold is for a person", "disposal"
        )
    if disposal.kind not in WITH_TERM:
        return Qualifying(Answer.NOT_MET, "CAT-04", f"{words} does not reach the {months}-month threshold")
    if disposal.indeterminate:
        return Qualifying(Answer.MET, "CAT-04", f"{words} reaches the {months}-month threshold")
    rule, counted, needed = "CAT-04", disposal.term, months
    if disposal.kind is DisposalKind.DTO:
        rule = "CAT-05"
        if disposal.custodial_part is not None:
            counted, words = disposal.custodial_part, f"the custodial part ({disposal.custodial_part}) of the {words}"
        else:
            needed, words = 2 * months, f"the custodial half of the {words}"
    if counted is None:
        return Qualifying(Answer.ASK, rule, f"the length of the {words} is not recorded", "term_value")
    match counted.reaches(needed):
        case Reach.YES:
            return Qualifying(Answer.MET, rule, f"{words} reaches the {months}-month threshold")
        case Reach.UNSURE:
            return Qualifying(Answer.ASK, rule, f"{words} may or may not reach {months} months", "term_unit")
        case _:
            return Qualifying(Answer.NOT_MET, rule, f"{words} does not reach the {months}-month threshold")


def _community(disposal: Disposal, months: int) -> bool:
    """Whether this is a community sentence that may be long enough for a threshold that counts them, too."""
    if disposal.kind not in {DisposalKind.COMMUNITY_ORDER, DisposalKind.YOUTH_REHABILITATION_ORDER}:
        return False
    return disposal.term is None or disposal.term.reaches(months) is not Reach.NO


@dataclass(frozen=True, slots=True)
class End:
    """The last day on which a disposal keeps somebody in MAPPA; unknown when None and not `lifelong`."""

    ends_on: date | None = None
    lifelong: bool = False
    open_ended: bool = False  # ends with an event that nobody can date beforehand, such as an absolute discharge


def end_of(disposal: Disposal | None) -> End:
    """Return when a qualifying disposal stops counting (rules CAT-24, CAT-25, CAT-33 and CAT-34).

    Licence and whole sentence: the later of the two. Hospital and guardianship: absolute discharge or the end of the
    community treatment order, the later of those recorded. With a hospital direction: the last of all of them, but
    never by a discharge alone, because the term goes on. Post-sentence supervision never counts. An activated
    sentence has no end until that of its licence or of the whole sentence is recorded.
    """
    if disposal is None:
        return End()
    if disposal.kind in HOSPITAL:
        ended = treatment_ended_on(disposal)
        return End(ended) if ended is not None else End(open_ended=True)
    known = [day for day in (disposal.licence_ends_on, disposal.sentence_ends_on) if day is not None]
    if not known:
        return End(lifelong=disposal.indeterminate)
    treated_until = treatment_ended_on(disposal) if disposal.kind in TREATED else None
    return End(max([*known, treated_until] if treated_until else known))


def treatment_ended_on(disposal: Disposal) -> date | None:
    """Return the last day of a hospital, guardianship or treatment order or direction; None while nothing ended it.

    The absolute discharge or the end of the community treatment order, the later of those recorded (CAT-24, LIFE-03).
    """
    known = [day for day in (disposal.discharged_on, disposal.cto_ends_on) if day is not None]
    return max(known, default=None)


def outlasted_by(disposal: Disposal, others: Sequence[Disposal]) -> bool:
    """Return whether the whole sentence may end later than recorded, because another one runs on (rule CAT-24).

    True when the end of the whole sentence is not recorded and one of `others`, custodial too and passed before this
    one ends, ends later. An end that is not recorded is counted from the sentence by its term.
    """
    end, since = end_of(disposal).ends_on, disposal.served_since
    if disposal.sentence_ends_on is not None or end is None or since is None:
        return False
    return any(
        other.served_since is not None and other.served_since <= end < _last_day(other, other.served_since)
        for other in others
    )


def _last_day(disposal: Disposal, since: date) -> date:
    """The last day of a custodial sentence that is served from a day: as recorded, by its term, or never."""
    recorded = end_of(disposal).ends_on
    if recorded is not None:
        return recorded
    if disposal.indeterminate:
        return date.max
    return disposal.served_term.after(since) if disposal.served_term is not None else date.min


def as_suspended(disposal: Disposal) -> Disposal:
    """Return an activated sentence as it stood before its activation (rule CAT-34); any other as it is."""
    if disposal.activation is None:
        return disposal
    ended = disposal.activation.suspended_until
    return replace(disposal, activation=None, licence_ends_on=None, sentence_ends_on=ended)
