"""What the rules on lowering a level, and on asking why not Level 2, are asked about."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from assessments import selectors as assessments
from assessments.models import PlanAction
from assessments.rules.tools import Tool
from assessments.selectors import UNFINISHED, current_judgement
from audit.history import history_of
from circumstances import selectors as circumstances
from circumstances.rules.kinds import Kind as Circumstance
from custody import facts as of_custody
from custody import selectors as custody
from custody.rules.kinds import Kind
from deadlines.policies import read_policies
from deadlines.rules.days import add_months
from deadlines.rules.policies import stricter
from information.models import InformationItem
from levels.models import (
    AgencyRequest,
    Category3Review,
    CategoryDecision,
    EndReview,
    LevelDecision,
    LevelOneCheck,
    LevelOneReview,
    RetentionReview,
)
from levels.rules import retention
from levels.rules.asking import DECLINED, WITHDRAWN
from levels.rules.considering import with_considered
from levels.rules.ending import EndFacts
from levels.rules.escalation import EscalationFacts, escalations
from levels.rules.facts import RECENT_RELEASE_WEEKS, ROSH_HOLDS_MONTHS, LoweringFacts
from levels.rules.sampling import CheckFacts
from levels.rules.triggers import TriggerFacts
from offenders.access import Viewer
from offenders.models import Case, CustodyPeriod, Offence
from offenders.rules.facts import CaseFacts
from ui.words import london_date

EVENTS = {
    "at_large_on": Kind.AT_LARGE,
    "leave_on": Kind.UNESCORTED_LEAVE,
    "discharge_on": Kind.DISCHARGE_PLANNED,
    "recalled_on": Kind.RECALL,
}


def lowering_facts(case: Case, *, today: dt.date) -> LoweringFacts:
    """What stands beside the plan and the agencies' information before a level is lowered; the stricter figures."""
    policy = read_policies(today).of_area(case.area_id)
    figures = {
        name: limit.value
        for name in ("recent_release_weeks", "risk_judgement_months", "lowering_refused")
        if (limit := stricter(name, policy.national, policy.local)) is not None
    }
    judgement = current_judgement(case)
    return LoweringFacts(
        overdue_actions=overdue_actions(case, today),
        released_on=_released_on(case),
        recent_release_weeks=figures.get("recent_release_weeks", RECENT_RELEASE_WEEKS),
        rosh_judged_on=judgement.decided_on if judgement else None,
        rosh_holds_months=figures.get("risk_judgement_months", ROSH_HOLDS_MONTHS),
        refused=bool(figures.get("lowering_refused")),
    )


def overdue_actions(case: Case, today: dt.date) -> int:
    """How many actions of the plan were to be done before today, or had a milestone then, and are not finished."""
    late = Q(due_on__lt=today) | Q(due_on__isnull=True, milestone_on__lt=today)
    return PlanAction.objects.filter(late, case=case, status__in=UNFINISHED).count()


def trigger_facts(*, viewer: Viewer, case: Case, today: dt.date) -> TriggerFacts:
    """What asks why the case is not at Level 2: since the last look at the level, and of the case as a whole.

    Of other agencies' information only what the viewer may see is named.
    """
    since = _last_look(case)
    offences = [*Offence.objects.filter(case=case)]
    return TriggerFacts(
        rosh=case.rosh or None,
        terrorist=any(one.schedule_19za or one.terrorist_connection or one.cta_s41_42 for one in offences),
        indeterminate=any(one.indeterminate for one in offences),
        domestic_abuse=any(one.domestic_abuse for one in offences),
        stalking=any(one.stalking for one in offences),
        higher_until=today if case.level in (2, 3) else _higher_until(case, since),
        overdue_actions=overdue_actions(case, today),
        told_by=_told_by(viewer, case, since),
        escalations=escalations(escalation_facts(viewer=viewer, case=case)),
        **_events(case, since),
    )


def escalation_facts(*, viewer: Viewer, case: Case) -> EscalationFacts:
    """What was recorded since the last look at the level; nothing where no offence is one of abuse or stalking."""
    marked = Q(domestic_abuse=True) | Q(stalking=True)
    looked_at = _looked_at(case) if Offence.objects.filter(marked, case=case).exists() else None
    if looked_at is None:
        return EscalationFacts(case.level, abuse=False)
    judged = list(assessments.judgements(viewer=viewer, case_id=case.pk).prefetch_related(None).order_by("recorded_at"))
    then = next((one for one in reversed(judged) if one.recorded_at <= looked_at), None)
    now = judged[-1] if judged else None
    tools = assessments.tool_results(viewer=viewer, case_id=case.pk)
    sara = tools.filter(tool=Tool.SARA, recorded_at__gt=looked_at).first()
    marac = circumstances.current(viewer=viewer, case_id=case.pk, kind=Circumstance.MARAC)
    reports = custody.reports(viewer=viewer, case_id=case.pk)
    report = reports.filter(domestic_abuse=True, recorded_at__gt=looked_at).first()
    return EscalationFacts(
        case.level,
        abuse=True,
        rosh_then=then.overall if then else None,
        rosh_now=now.overall if now else None,
        judged_on=now.decided_on if now else None,
        sara_on=sara.assessed_on if sara else None,
        marac_on=marac.referred_on if marac and marac.involved and marac.recorded_at > looked_at else None,  # type: ignore[attr-defined]  # the kind decides the class
        prison_on=london_date(report.recorded_at) if report else None,
    )


def _looked_at(case: Case) -> dt.datetime | None:
    """When the last decision on the level, or the last Level 1 review, was recorded."""
    decided = LevelDecision.objects.filter(case=case, level__isnull=False).order_by("-recorded_at")
    reviewed = LevelOneReview.objects.filter(case=case).order_by("-recorded_at")
    found = [rows.values_list("recorded_at", flat=True).first() for rows in (decided, reviewed)]
    return max((at for at in found if at is not None), default=None)


def _last_look(case: Case) -> dt.date | None:
    """The day of the last level decision or Level 1 review."""
    decided = LevelDecision.objects.filter(case=case).order_by("-decided_on").values_list("decided_on", flat=True)
    reviewed = LevelOneReview.objects.filter(case=case).values_list("reviewed_on", flat=True)
    days = [day for day in (decided.first(), reviewed.first()) if day is not None]
    return max(days, default=None)


def _higher_until(case: Case, since: dt.date | None) -> dt.date | None:
    """The day on which the case came down from Level 2 or 3, where nobody has looked at the level since."""
    history = list(LevelDecision.objects.filter(case=case).order_by("recorded_at").values_list("level", "decided_on"))
    until = None
    for (before, _), (_, on) in zip(history, history[1:], strict=False):
        until = on if before in (2, 3) else until
    return until if until is not None and (since is None or until >= since) else None


def _released_on(case: Case) -> dt.date | None:
    rows = CustodyPeriod.objects.filter(case=case, released_on__isnull=False).order_by("-released_on")
    return rows.values_list("released_on", flat=True).first()


def _events(case: Case, since: dt.date | None) -> dict[str, dt.date | None]:
    """The last event of each kind since a day."""
    known = [of_custody.known(row) for row in of_custody.standing([case.pk])]
    found: dict[str, dt.date | None] = {}
    for name, kind in EVENTS.items():
        days = [one.day for one in known if one.kind is kind and (since is None or one.day >= since)]
        found[name] = max(days, default=None)
    back = (
        CustodyPeriod.objects.filter(case=case, recall=True).order_by("-starts_on").values_list("starts_on", flat=True)
    )
    days = [day for day in (found["recalled_on"], back.first()) if day is not None and (since is None or day >= since)]
    return found | {"recalled_on": max(days, default=None)}


def _told_by(viewer: Viewer, case: Case, since: dt.date | None) -> list[str]:
    """The other agencies that gave information since a day, which the viewer may see."""
    if since is None:
        return []
    rows = InformationItem.objects.visible_to(viewer).filter(case=case, withdrawn_on__isnull=True)
    rows = rows.exclude(owner_agency=case.lead_agency_id).select_related("owner_agency").order_by("recorded_at")
    return list(dict.fromkeys(row.owner_agency.name for row in rows if london_date(row.recorded_at) >= since))


def check_facts(case: Case, check: LevelOneCheck, checker: User) -> CheckFacts:
    """What the rules are asked about a supervisor's check by somebody."""
    decided = LevelDecision.objects.filter(case=case, superseded_by__isnull=True).values_list("decided_by", flat=True)
    reviewed = LevelOneReview.objects.filter(case=case).values_list("reviewed_by", flat=True)[:1]
    own = frozenset(str(pk) for pk in (*decided, *reviewed))
    return CheckFacts(level=case.level, checked=bool(check.outcome), checker=str(checker.pk), decided_by=own)


def end_facts(case_ids: Sequence[UUID]) -> dict[UUID, EndFacts]:
    """Each case that has a category, with what somebody decided to follow it, if anybody did: two queries."""
    decided = EndReview.objects.filter(case__in=case_ids, superseded_by__isnull=True)
    considered = {row.case_id: row for row in decided}
    rows = CategoryDecision.objects.filter(case__in=case_ids, superseded_by__isnull=True, category__isnull=False)
    return {
        row.case_id: EndFacts(row.category, row.case.level, row.ends_on, *_considered(considered.get(row.case_id)))
        for row in rows.select_related("case")
    }


def considered_for_3(
    known: Mapping[UUID, CaseFacts], decisions: Mapping[UUID, Sequence[CategoryDecision]]
) -> dict[UUID, CaseFacts]:
    """The facts of each case with the offences for which Category 3 was considered: two queries."""
    named: dict[UUID, set[str]] = {}
    for case_id, offences in Category3Review.objects.filter(case__in=list(known)).values_list("case", "offences"):
        named.setdefault(case_id, set()).update(pk for pk, _ in offences)
    weighed: dict[UUID, list[dt.date]] = {}
    for case_id, on in EndReview.objects.filter(case__in=list(known)).values_list("case", "decided_on"):
        weighed.setdefault(case_id, []).append(on)
    for case_id, rows in decisions.items():
        judged = {row.pk for row in rows if row.category == 3}
        days = (row.decided_on for row in rows if row.pk in judged or row.supersedes_id in judged)
        weighed.setdefault(case_id, []).extend(days)
    return {
        pk: with_considered(one, named=named.get(pk, ()), until=max(weighed.get(pk, ()), default=None))
        for pk, one in known.items()
    }


def _considered(review: EndReview | None) -> tuple[tuple[int, dt.date | None] | None, str]:
    """For which category and last day it was decided what follows, and what."""
    return ((review.category, review.category_ends_on), review.outcome) if review is not None else (None, "")


def kept_facts(case_ids: Sequence[UUID]) -> dict[UUID, tuple[dt.date, tuple[dt.date, str] | None, dt.date | None]]:
    """Of each case the birth date, the standing review of retention with its outcome, and the end: two queries.

    Only cases of people who will be 100 within a few years: nothing falls due on the others.
    """
    oldest = add_months(timezone.localdate(), 24).year - retention.REVIEW_AGE
    old = Case.objects.filter(pk__in=case_ids, date_of_birth__year__lte=oldest)
    born = {pk: (day, ended_on) for pk, day, ended_on in old.values_list("pk", "date_of_birth", "ended_on")}
    rows = RetentionReview.objects.filter(case__in=list(born), superseded_by__isnull=True)
    reviewed = {row.case_id: (row.decided_on, row.outcome) for row in rows} if born else {}
    return {pk: (day, reviewed.get(pk), ended_on) for pk, (day, ended_on) in born.items()}


def managed_again_since(case: Case, at: dt.datetime) -> bool:
    """Whether management of the case ended after that instant, so that a present one began later still."""
    return CategoryDecision.objects.filter(case=case, category__isnull=True, recorded_at__gt=at).exists()


def unanswered(case: Case) -> list[str]:
    """The agencies whose information was asked for and is missing, by name, by the last request to each (LVL-32).

    They have not answered, declined, or were told since the level was last decided that it is not needed.
    """
    rows = AgencyRequest.objects.filter(case=case).select_related("agency").order_by("asked_on", "recorded_at")
    last = {row.agency_id: row for row in rows}
    dropped = _dropped_since_the_level(case, [row for row in last.values() if row.answer == WITHDRAWN])
    return [row.agency.name for row in last.values() if row.answer in ("", DECLINED) or row.pk in dropped]


def _dropped_since_the_level(case: Case, withdrawn: Sequence[AgencyRequest]) -> set[UUID]:
    """Those of these requests that were dropped on the day (London) of the last decision on the level, or later."""
    if not withdrawn:
        return set()
    decided = LevelDecision.objects.filter(case=case).order_by("-recorded_at").values_list("recorded_at", flat=True)
    decided_at = decided.first()
    kept: Any = history_of(AgencyRequest)
    rows = kept.objects.filter(id__in=[row.pk for row in withdrawn], answer=WITHDRAWN).order_by("-pgh_id")
    began = dict(rows.values_list("id", "pgh_created_at"))  # the earliest is kept last
    return {pk for pk, at in began.items() if decided_at is None or london_date(at) >= london_date(decided_at)}


def present_custody(custody: Sequence[CustodyPeriod]) -> CustodyPeriod | None:
    """The time in custody that goes on, else the one that began last; None without any. `custody`: oldest first."""
    lasting = [period for period in custody if period.released_on is None]
    return lasting[-1] if lasting else custody[-1] if custody else None


def inside_since(custody: Sequence[CustodyPeriod]) -> dt.date | None:
    """The first day of the present time in custody, None without one; a move to another place does not end it."""
    last = present_custody(custody)
    if last is None:
        return None
    since = last.starts_on
    for period in reversed(custody):
        if period.released_on == since and not last.recall:
            since = period.starts_on
    return since
