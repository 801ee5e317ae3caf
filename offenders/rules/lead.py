"""Which agency leads a case, as a table (rules LIFE-01 to LIFE-05). Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from audit.refusals import Effect, Finding
from offenders.rules.disposals import treatment_ended_on
from offenders.rules.facts import CUSTODY, TREATED, DisposalKind, OffenceFacts

PROBATION, YOUTH_JUSTICE, MENTAL_HEALTH, POLICE, PRISON = (
    "probation",
    "youth_offending_team",
    "mental_health",
    "police",
    "prison",
)
ADULT = 18
IN_COMMUNITY = frozenset({DisposalKind.SUSPENDED, DisposalKind.COMMUNITY_ORDER})
OF_YOUTH = frozenset({DisposalKind.YOUTH_REHABILITATION_ORDER, DisposalKind.REFERRAL_ORDER})
UNDER_TREATMENT = TREATED | {DisposalKind.CTO}
MAY_STAND_FOR = {"independent_health": MENTAL_HEALTH}  # an independent provider may lead where mental health does
WORDS = {
    PROBATION: "the Probation Service",
    YOUTH_JUSTICE: "the youth justice service",
    MENTAL_HEALTH: "mental health or learning disability services",
    POLICE: "the police",
}


@dataclass(frozen=True, slots=True)
class Leads:
    """Which kind of agency leads by the table, by which rule, and why in one sentence."""

    kind: str
    rule: str
    why: str


def supervised(offence: OffenceFacts, today: dt.date) -> bool:
    """Return whether a sentence still runs, or the supervision after it.

    An end that is not recorded has not come: a person is not taken off supervision by a date that nobody typed.
    """
    disposal = offence.disposal
    if disposal is None or disposal.kind not in CUSTODY | IN_COMMUNITY | OF_YOUTH:
        return False
    ends = [disposal.sentence_ends_on, disposal.licence_ends_on, disposal.supervision_ends_on]
    known = [day for day in ends if day is not None]
    return disposal.indeterminate or not known or max(known) >= today


def treated(offence: OffenceFacts, today: dt.date) -> bool:
    """Return whether a hospital, guardianship or community treatment order still runs, its last day included."""
    disposal = offence.disposal
    if disposal is None or disposal.kind not in UNDER_TREATMENT:
        return False
    ended_on = treatment_ended_on(disposal)
    return ended_on is None or ended_on >= today


def who_leads(offences: Iterable[OffenceFacts], *, age: int, youth_justice: bool, today: dt.date) -> Leads:
    """Return which kind of agency leads today by the table (rules LIFE-01 to LIFE-04). `age` is in whole years."""
    known = [one for one in offences if one.stands_on(today)]
    under_sentence = any(supervised(one, today) for one in known)
    if under_sentence and (youth_justice or age < ADULT):
        why = "They are under the supervision of the youth justice service."
        if age >= ADULT:
            why = "They are 18 or over and still under the youth justice service, in transition."
        return Leads(YOUTH_JUSTICE, "LIFE-02", why)
    if under_sentence:
        return Leads(PROBATION, "LIFE-01", "They are 18 or over and under the supervision of probation.")
    if any(treated(one, today) for one in known):
        why = "A hospital, guardianship or community treatment order runs, and probation does not supervise them."
        return Leads(MENTAL_HEALTH, "LIFE-03", why)
    return Leads(
        POLICE, "LIFE-04", "No sentence or order by which another agency supervises them is recorded as running."
    )


def never_prison(kind: str) -> list[Finding]:
    """Return the refusal of a prison as lead agency (rule LIFE-05)."""
    if kind != PRISON:
        return []
    message = "The Prison Service never leads a case."
    return [Finding("LIFE-05", Effect.REFUSE, message, "lead_agency", "Choose the agency that will supervise them.")]


def lead_findings(kind: str, leads: Leads) -> list[Finding]:
    """Return what is to be said of the agency that leads: that it never may, or that the table names another."""
    if kind == PRISON or MAY_STAND_FOR.get(kind, kind) == leads.kind:
        return never_prison(kind)
    message = f"By the table {WORDS[leads.kind]} would lead. {leads.why}"
    step = "Check the sentences and their dates, or agree who leads."
    return [Finding(leads.rule, Effect.PROMPT, message, "lead_agency", step)]
