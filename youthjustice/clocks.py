"""What falls due on a child: reviews, and passing to adult services. Facts of many cases at once, rules applied."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Max, Min, Q

from deadlines.clocks import Clock, register
from deadlines.policies import CasePolicy
from deadlines.rules.days import Basis, Due, with_last_working_day
from levels.models import Screening
from offenders.models import Case
from offenders.rules.ages import age_on
from offenders.rules.lead import YOUTH_JUSTICE
from youthjustice.models import AssessmentStep, YouthAssessment, YouthTransition
from youthjustice.rules.adulthood import AdulthoodFacts, passing_due, transfer_due
from youthjustice.rules.assessment import assessment_review_due, in_scope, risk_review_due
from youthjustice.rules.countersigning import SignState

POLICY = "Enfield YJS Risk Management Guidance"


@dataclass(frozen=True, slots=True)
class YouthFacts:
    """What the review clocks read: from which day they count, and whether the person is a child here."""

    counted_from: dt.date
    date_of_birth: dt.date
    under_yjs_supervision: bool


def gather(case_ids: Sequence[UUID]) -> Mapping[UUID, YouthFacts]:
    """The facts of those of the cases that have an assessment: three queries, however many cases.

    The count starts from the last countersignature, or from the start of the first assessment while there is none.
    """
    started = YouthAssessment.objects.filter(case__in=case_ids).order_by().values_list("case")
    signed = AssessmentStep.objects.filter(case__in=case_ids, state=SignState.COUNTERSIGNED).order_by()
    base = dict(started.annotate(first=Min("started_on")))
    base.update(dict(signed.values_list("case").annotate(last=Max("taken_on"))))
    return {
        case.pk: YouthFacts(base[case.pk], case.date_of_birth, case.youth_justice)
        for case in Case.objects.filter(pk__in=list(base))
    }


def _clock(rule: Callable[[dt.date], Due]) -> Callable[[YouthFacts, CasePolicy], Iterable[tuple[str, Due]]]:
    def compute(facts: YouthFacts, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
        age = age_on(facts.date_of_birth, policy.today)
        if not in_scope(age, under_yjs_supervision=facts.under_yjs_supervision):
            return []
        return [("", replace(rule(facts.counted_from), basis=Basis.LOCAL, policy=POLICY))]

    return compute


def gather_children(case_ids: Sequence[UUID]) -> Mapping[UUID, AdulthoodFacts]:
    """Those of the cases at a level that youth justice supervises or leads: three queries, however many cases."""
    theirs = Q(youth_justice=True) | Q(lead_agency__kind=YOUTH_JUSTICE)
    found = Case.objects.filter(theirs, pk__in=case_ids, level__isnull=False)
    cases = {row.pk: row for row in found.select_related("lead_agency")}
    if not cases:
        return {}
    decided: dict[UUID, list[YouthTransition]] = {}
    for decision in YouthTransition.objects.filter(case__in=list(cases)).order_by("recorded_at"):
        decided.setdefault(decision.case_id, []).append(decision)
    screened = Screening.objects.filter(case__in=list(cases)).order_by().values_list("case")
    last = dict(screened.annotate(last=Max("screened_on")))
    return {
        pk: AdulthoodFacts(
            row.date_of_birth,
            row.level,
            considered=pk in decided,
            screened_on=last.get(pk),
            led=row.lead_agency.kind_id == YOUTH_JUSTICE,
            stays=_stays(decided.get(pk, [])),
            transfers=pk in decided and decided[pk][-1].outcome == YouthTransition.Outcome.TRANSFER,
        )
        for pk, row in cases.items()
    }


def _stays(decided: Iterable[YouthTransition]) -> tuple[dt.date, dt.date] | None:
    """The day of the last of these decisions that says until when the case stays, and that day."""
    known = [(row.decided_on, row.stays_until) for row in decided if row.stays_until is not None]
    return known[-1] if known else None


def _adulthood(
    rule: Callable[[AdulthoodFacts], Iterable[tuple[str, Due]]],
) -> Callable[[AdulthoodFacts, CasePolicy], Iterable[tuple[str, Due]]]:
    def compute(facts: AdulthoodFacts, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
        return [(key, with_last_working_day(due, policy.holidays)) for key, due in rule(facts)]

    return compute


def register_all() -> None:
    """Register every clock. None sets the next MAPPA review, which stands on every page of the case."""
    for name, label, rule in (
        ("youth_risk_review", "Review of a child's risks", risk_review_due),
        ("youth_assessment_review", "Review of a child's assessment", assessment_review_due),
    ):
        register(Clock(name=name, label=label, gather=gather, compute=_clock(rule)))
    register(
        Clock("adult_services", "Passing to adult services to be considered", gather_children, _adulthood(transfer_due))
    )
    # Nobody puts it off but by recording why the case stays, and until when.
    register(
        Clock("turning_18", "Passing to adult services", gather_children, _adulthood(passing_due), decidable=False)
    )
