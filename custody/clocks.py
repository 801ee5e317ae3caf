"""What falls due because of custody, hospital and approved premises. The level's own clocks are in `levels`."""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from custody import facts
from custody.rules import due, handover, telling
from custody.rules.due import CustodyFacts, by_facts, by_policy
from deadlines.clocks import Clock, Compute, register
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due
from deadlines.rules.policies import PolicyValues, stricter

Rule = Callable[[CustodyFacts, PolicyValues, PolicyValues | None, Collection[date]], Iterable[tuple[str, Due]]]

CLOCKS: tuple[tuple[str, str, Rule], ...] = (
    ("release_date_confirmed", "Release date to be confirmed by the prison", by_policy(due.release_confirmed)),
    ("premises_referral", "Referral to approved premises", by_policy(due.premises_referral)),
    ("premises_area", "Managing area to be looked at again", by_facts(due.premises_area)),
    ("mctc_silence", "Answer of the MCTC on the proposed level", by_facts(due.mctc_silence)),
    ("patient_identified", "Patient to be identified to the Co-ordinator", by_facts(due.patient_identified)),
    ("leave_notified", "MAPPA I Part 3 before the first unescorted leave", by_facts(due.leave_notified)),
    ("tribunal_referral", "Referral to the Tribunal", by_facts(due.tribunal_referral)),
    ("supervisors_report", "Supervisors’ report to the Ministry of Justice", by_facts(due.supervisors_report)),
    ("order_ended", "End of the hospital order to be recorded", by_facts(due.order_ended)),
    ("short_notice", "Release at short notice to be told", by_facts(handover.short_notice)),
    ("police_ahead", "Police to be told ahead of a release of Category 1", by_facts(telling.police_ahead)),
    ("no_licence", "Release without a licence to be told", by_facts(telling.without_licence)),
    ("victim_police", "Police where the victim lives to be alerted", by_facts(telling.victim_police)),
    ("police_told", "Police to be told of an escape or absconding", by_facts(due.police_told)),
)


def register_all() -> None:
    """Register every clock of this app; all of them read the same facts, and one of them today's date."""
    for name, label, rule in CLOCKS:
        register(Clock(name=name, label=label, gather=facts.facts_of, compute=_by_case(rule)))
    label = "Release or discharge to be recorded, or a new date"
    register(Clock(name="release_recorded", label=label, gather=facts.facts_of, compute=_release_recorded))


def _release_recorded(known: CustodyFacts, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    limit = stricter("release_recorded_days", policy.national, policy.local)
    return [(key, due.shown(one, policy.holidays)) for key, one in due.release_recorded(known, policy.today, limit)]


def _by_case(rule: Rule) -> Compute:
    def compute(known: CustodyFacts, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
        return rule(known, policy.national, policy.local, policy.holidays)

    return compute
