"""Whose victims are in the victim contact scheme: what offence and sentence say, never who takes part (VIC-01, VIC-02).

Dates are Europe/London dates. The guidance gives years alone for the beginnings of the scheme, so what happened within
such a year is asked about. An offence without its own day is judged by the day of its outcome.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from audit.refusals import Effect, Finding
from offenders.rules.facts import CUSTODY, Disposal, DisposalKind, OffenceFacts, Outcome
from offenders.rules.routes import sentenced_on
from offenders.rules.terms import Reach

TERM_MONTHS = 12
SCHEME_SINCE_YEAR, RESTRICTED_SINCE_YEAR, UNRESTRICTED_SINCE_YEAR = 2001, 2005, 2008
DEALT_WITH = frozenset({Outcome.CONVICTION, Outcome.UNFIT_AND_DID_ACT, Outcome.NOT_GUILTY_INSANITY})
UNIT = "Ask the Victim Liaison Unit to check the national database."


class Standing(StrEnum):
    """What the rule finds, the strongest first."""

    STATUTORY = "statutory"
    ASK = "ask"
    DISCRETIONARY = "discretionary"
    NOT_BY_RULE = "not_by_rule"

    @property
    def label(self) -> str:
        """What it is called on a page."""
        return LABELS[self]

    @property
    def sentence(self) -> str:
        """What it means for a victim, and what to do."""
        return SENTENCES[self]


LABELS = {
    Standing.STATUTORY: "Statutory",
    Standing.ASK: "Not settled",
    Standing.DISCRETIONARY: "May be discretionary",
    Standing.NOT_BY_RULE: "Not by this rule",
}
SENTENCES = {
    Standing.STATUTORY: "The victim is in the scheme by statute. Where the victim died, close relatives are.",
    Standing.ASK: f"The record does not say enough. {UNIT}",
    Standing.DISCRETIONARY: f"The scheme may be offered at discretion. {UNIT}",
    Standing.NOT_BY_RULE: f"{UNIT} What keeps the victim safe goes into the plan all the same.",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What one offence says, and why. `why` follows the title of the offence."""

    standing: Standing
    offence_id: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Contact:
    """The strongest standing that any offence gives, and the grounds, strongest first."""

    standing: Standing
    grounds: tuple[Ground, ...] = ()


def contact(offences: Iterable[OffenceFacts]) -> Contact:
    """Whether the victims of these offences are in the scheme (VIC-01). Without an offence: not by this rule."""
    order = list(Standing)
    grounds = sorted((ground(one) for one in offences), key=lambda one: order.index(one.standing))
    return Contact(grounds[0].standing if grounds else Standing.NOT_BY_RULE, tuple(grounds))


def ground(offence: OffenceFacts) -> Ground:
    """What one offence says (VIC-01)."""
    standing, why = _read(offence)
    return Ground(standing, offence.id, offence.title, why)


def _read(offence: OffenceFacts) -> tuple[Standing, str]:
    if offence.outcome is Outcome.CONVICTION_ABROAD:
        return Standing.ASK, "dealt with abroad"
    if offence.outcome not in DEALT_WITH:
        return Standing.NOT_BY_RULE, "no conviction"
    by_sentence, why = _by_disposal(offence.disposal, sentenced_on(offence))
    if by_sentence is Standing.NOT_BY_RULE:
        return by_sentence, why
    listed, about = _listed(offence)
    if listed is not Standing.STATUTORY:
        return listed, about
    older = _before_the_scheme(offence.committed_on or offence.outcome_on)
    return older or (by_sentence, f"{about}; {why}")


def _listed(offence: OffenceFacts) -> tuple[Standing, str]:
    """Whether it is a specified violent or sexual offence: ASK where a person has to settle it."""
    if offence.murder:
        return Standing.STATUTORY, "murder"
    if offence.schedule_15 is not None and not offence.listing_doubt:
        return Standing.STATUTORY, f"a specified {offence.schedule_15.value} offence"
    if offence.listing_doubt:
        return Standing.ASK, offence.listing_doubt
    if offence.schedule_3:
        return Standing.ASK, "a sexual offence that leads to notification, not found among the specified ones"
    return Standing.NOT_BY_RULE, "not a specified violent or sexual offence"


def _by_disposal(disposal: Disposal | None, passed_on: date | None) -> tuple[Standing, str]:
    if disposal is None:
        return Standing.ASK, "no sentence is passed yet"
    if disposal.kind is DisposalKind.HOSPITAL_DIRECTION:
        either = (
            _by_term(disposal),
            _patient(passed_on, RESTRICTED_SINCE_YEAR, "a patient under a limitation direction"),
        )
        return min(either, key=lambda one: list(Standing).index(one[0]))
    if disposal.activation is not None:
        return _by_activation(disposal)
    if disposal.kind in CUSTODY:
        return _by_term(disposal)
    if disposal.kind is DisposalKind.HOSPITAL_ORDER_RESTRICTED:
        return _patient(passed_on, RESTRICTED_SINCE_YEAR, "a restricted patient")
    if disposal.kind is DisposalKind.HOSPITAL_ORDER:
        return _patient(passed_on, UNRESTRICTED_SINCE_YEAR, "an unrestricted patient, of whom the hospital tells")
    if disposal.kind in (DisposalKind.CTO, DisposalKind.OTHER):
        return Standing.ASK, "the disposal does not say whether there was a hospital order or a sentence before it"
    return Standing.NOT_BY_RULE, "neither imprisonment nor a hospital order"


def _by_term(disposal: Disposal) -> tuple[Standing, str]:
    if disposal.indeterminate:
        return Standing.STATUTORY, "an indeterminate sentence"
    if disposal.term is None:
        return Standing.ASK, "the length of the sentence is not recorded"
    reach = disposal.term.reaches(TERM_MONTHS)
    if reach is Reach.UNSURE:
        return Standing.ASK, f"only the calendar tells whether {disposal.term} are {TERM_MONTHS} months"
    if reach is Reach.YES:
        return Standing.STATUTORY, f"{disposal.term}, which is {TERM_MONTHS} months or more"
    return Standing.NOT_BY_RULE, f"{disposal.term}, which is less than {TERM_MONTHS} months"


def _by_activation(disposal: Disposal) -> tuple[Standing, str]:
    """By the term that is served; where only the one suspended is long enough, somebody asks (OFF-32)."""
    served, why = _by_term(replace(disposal, term=disposal.served_term))
    if served is Standing.NOT_BY_RULE and _by_term(disposal)[0] is not Standing.NOT_BY_RULE:
        return Standing.ASK, f"{disposal.served_term} were activated of {disposal.term} suspended"
    return served, f"{why}, activated of a suspended sentence"


def _patient(day: date | None, since: int, who: str) -> tuple[Standing, str]:
    if day is None or day.year == since:
        return Standing.ASK, f"{who}; the scheme began for such patients in {since}"
    if day.year < since:
        return Standing.DISCRETIONARY, f"{who}, from before the scheme began for such patients in {since}"
    return Standing.STATUTORY, who


def _before_the_scheme(day: date | None) -> tuple[Standing, str] | None:
    if day is None or day.year > SCHEME_SINCE_YEAR:
        return None
    if day.year == SCHEME_SINCE_YEAR:
        return Standing.ASK, f"the scheme began in {SCHEME_SINCE_YEAR}"
    return Standing.DISCRETIONARY, f"from before the scheme began in {SCHEME_SINCE_YEAR}"


def difference(found: Standing, *, recorded: bool, is_victim: bool) -> Sequence[Finding]:
    """How what is recorded of a person differs from what the rule finds (VIC-02). It changes nothing.

    `recorded` says that they are recorded as in the scheme, `is_victim` that they are a victim of the index offence.
    """
    if not is_victim:
        message = "Recorded as in the scheme, which is for victims; this is a person at risk."
        return [_differs(message, UNIT)] if recorded else []
    if found is Standing.STATUTORY and not recorded:
        message = "Recorded as not in the scheme, and by the rule they are entitled to it."
        return [_differs(message, "Ask the Victim Liaison Unit whether it was offered; they may have declined.")]
    if found is Standing.NOT_BY_RULE and recorded:
        return [_differs("Recorded as in the scheme, which the rule does not find.", UNIT)]
    return []


def _differs(message: str, step: str) -> Finding:
    return Finding("VIC-02", Effect.PROMPT, message, None, step)
