"""Who is responsible before release under Offender Management in Custody, and releases at short notice.

Rules CUS-24 to CUS-26. Facts and a day in, words and findings out. Allocation itself is kept by Probation: what is
computed here is shown, and nothing falls due from it but the telling of a release at short notice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from audit.refusals import Effect, Finding
from custody.rules.due import CustodyFacts, Dues
from custody.rules.events import Known
from custody.rules.kinds import FIRST_CALCULATION, Kind
from deadlines.rulebook import rule
from deadlines.rules.days import Due, add_days, in_words, months_before

SHORT_SENTENCE_MONTHS = 10
HANDOVER_MONTHS = 7
HANDOVER_FURTHER_DAYS = 15
"""Seven and a half months: the half month is counted as 15 days."""
PAROLE_HANDOVER_MONTHS = 8
EARLY_MONTHS = 18
SHORT_NOTICE_DAYS = 28
"""The Guidance gives no figure for short notice: the product takes four weeks."""
PAROLE = (Kind.PAROLE_ELIGIBILITY, Kind.TARIFF_EXPIRY)


@dataclass(frozen=True, slots=True)
class Handover:
    """When responsibility passes to the community; `begins_on` is None for a sentence that is short from the start."""

    begins_on: date | None
    release_on: date

    def is_community(self, today: date) -> bool:
        """Whether the community offender manager is responsible on that day."""
        return self.begins_on is None or today >= self.begins_on


def handover(facts: CustodyFacts) -> Handover | None:
    """When the handover begins for somebody in prison with a known release or parole date (CUS-24).

    Seven and a half months before release, eight before parole; a person with 10 months or less to serve from the start
    is the community offender manager's throughout. None in youth custody, hospital, the community, and after a recall
    that has not run out.
    """
    stay = facts.present
    if stay is None or stay.place != "prison" or facts.recall is not None:
        return None
    parole = min((one.day for one in facts.of(*PAROLE) if one.day >= stay.since), default=None)
    release_on = parole or stay.release_due_on
    if release_on is None:
        return None
    if stay.since >= months_before(release_on, SHORT_SENTENCE_MONTHS):
        return Handover(None, release_on)
    if parole is not None:
        return Handover(months_before(parole, PAROLE_HANDOVER_MONTHS), parole)
    return Handover(add_days(months_before(release_on, HANDOVER_MONTHS), -HANDOVER_FURTHER_DAYS), release_on)


def early_allocation(facts: CustodyFacts, *, level: int | None, terrorist: bool, today: date) -> list[Finding]:
    """Prompt for the early allocation that Probation has to accept, from 18 months before release on (CUS-25)."""
    known = handover(facts)
    if known is None or known.is_community(today) or today < months_before(known.release_on, EARLY_MONTHS):
        return []
    why = "a terrorist offence" if terrorist else "management at Level 3" if level == 3 else ""
    if not why:
        return []
    message = f"With {why}, a referral for early allocation to the community is made and has to be accepted."
    return [Finding("CUS-25", Effect.PROMPT, message, None, "Ask the prison whether it was made.")]


def short_notice(facts: CustodyFacts) -> Dues:
    """That Probation and the police of the release area are told of a release at short notice, at once (CUS-26)."""
    for known in _changed_late(facts):
        if known.told_on is not None and not facts.happened_since(known.told_on, Kind.SHORT_NOTICE_TOLD):
            left = (known.day - known.told_on).days
            words = f"At once: the release on {in_words(known.day)} became known {left} days before"
            cited = f"{words}, on {in_words(known.told_on)} (national, {rule('CUS-26').source})"
            yield known.key, Due(known.told_on, known.told_on, "CUS-26", cited)


def _changed_late(facts: CustodyFacts) -> Iterator[Known]:
    patient = [stay for stay in facts.stays if stay.place == "hospital"]
    for known in facts.of(Kind.RELEASE_DATE):
        if known.told_on is None or known.choice in ("", FIRST_CALCULATION):
            continue
        if any(stay.covers(known.told_on) for stay in patient):  # MAPPA I and CUS-29 tell of a discharge
            continue
        if known.told_on <= known.day < known.told_on + timedelta(days=SHORT_NOTICE_DAYS):
            yield known
