"""Reads of categories and levels for pages and API."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Agency, User
from assessments.rules.plan import plan_findings, uncovered_risks
from assessments.selectors import plan_facts
from audit.refusals import Finding
from deadlines.policies import read_policies
from deadlines.rules.policies import stricter
from levels import facts, rules
from levels.models import (
    CategoryDecision,
    HeldMeeting,
    LeadDecision,
    LevelDecision,
    LevelOneReview,
    Screening,
)
from levels.rules import LevelFacts, ProposedLevel
from levels.rules.lowering import lowering_findings
from levels.rules.triggers import Trigger, triggers
from offenders import selectors as offenders
from offenders.access import MANAGERS, PRACTITIONERS, Detail, Viewer
from offenders.facts import case_facts
from offenders.models import Case, CustodyPeriod
from offenders.rules import lead
from offenders.rules.ages import age_on
from offenders.rules.categories import calls_for_category_3, categorise
from offenders.rules.facts import CaseFacts, CategoryResult, CategoryThreeJudgement, DiscretionaryFour, Route
from offenders.rules.lead import Leads

LOWERED_AT_MEETINGS = (2, 3)
JUDGED = frozenset({Route.RA_DISCR, Route.DISCR})
"""The ways into a category that people decide; every other follows from what is recorded."""
ENDED_AT_MEETING = "MTG-22"
"""The rule of the decision by which a meeting ends Category 3 or discretionary Category 4."""


def ledger(*, viewer: Viewer, case_id: UUID) -> QuerySet[LevelDecision]:
    """Every level decision on a case, newest first, as far as `viewer` may see it."""
    rows = LevelDecision.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("decided_by__agency", "second_approval", "screening")


def category_history(*, viewer: Viewer, case_id: UUID) -> QuerySet[CategoryDecision]:
    """Every category decision on a case, newest first."""
    return CategoryDecision.objects.visible_to(viewer).filter(case_id=case_id).select_related("decided_by__agency")


def screenings(*, viewer: Viewer, case_id: UUID) -> QuerySet[Screening]:
    """Every screening of a case, newest first."""
    return Screening.objects.visible_to(viewer).filter(case_id=case_id).select_related("screened_by")


def level_one_reviews(*, viewer: Viewer, case_id: UUID) -> QuerySet[LevelOneReview]:
    """Every Level 1 review of a case, newest first."""
    return LevelOneReview.objects.visible_to(viewer).filter(case_id=case_id).select_related("reviewed_by")


def held_meetings(*, viewer: Viewer, case_id: UUID) -> QuerySet[HeldMeeting]:
    """When Level 2 and 3 meetings were held, newest first."""
    return HeldMeeting.objects.visible_to(viewer).filter(case_id=case_id)


def decisions_for_api(*, viewer: Viewer, model: type[LevelDecision] | type[CategoryDecision]) -> QuerySet:
    """Decisions of every case the viewer sees at summary or more."""
    return model.objects.visible_to(viewer, Detail.SUMMARY).order_by("-recorded_at", "-id")


def current_category(case: Case) -> CategoryDecision | None:
    """The category decision that holds now. For services and rules, inside a case already opened to the actor."""
    return CategoryDecision.objects.filter(case=case, superseded_by__isnull=True).first()


def current_level(case: Case) -> LevelDecision | None:
    """The level decision that holds now. As current_category."""
    return LevelDecision.objects.filter(case=case, superseded_by__isnull=True).first()


def standing_judgement(case: Case) -> CategoryDecision | None:
    """The decision that put a person in Category 3 or discretionary Category 4, while nothing has ended that since.

    As current_category; one query.
    """
    return judgement_among(CategoryDecision.objects.filter(case=case).select_related("offence"))


def judgement_among(decisions: Iterable[CategoryDecision]) -> CategoryDecision | None:
    """As standing_judgement, of all decisions on the category of one case.

    It stands through every later decision that finds the same (CAT-26, CAT-27). Another way into Category 4 hides the
    discretionary one and does not end it.
    """
    rows = {row.supersedes_id: row for row in decisions}
    standing: CategoryDecision | None = None
    row = rows.get(None)
    while row is not None:
        placed = row.route in JUDGED and row.offence_id is not None
        hidden = row.category == 4 and standing is not None and standing.category == 4
        if placed:
            standing = row
        elif standing is not None and not (row.route == standing.route or hidden) or ENDED_AT_MEETING in row.rules:
            standing = None
        row = rows.get(row.pk)
    return standing


def facts_for_category(case: Case) -> CaseFacts:
    """The facts the eligibility rules read, with what was recorded of judgements and of considering Category 3."""
    decisions = list(CategoryDecision.objects.filter(case=case).select_related("offence"))
    known = with_judgement(case_facts(case), judgement_among(decisions))
    if not any(calls_for_category_3(one) for one in known.offences):
        return known
    return facts.considered_for_3({case.pk: known}, {case.pk: decisions})[case.pk]


def with_judgement(known: CaseFacts, standing: CategoryDecision | None) -> CaseFacts:
    """The facts with the judgement that stands, if any does."""
    if standing is None:
        return known
    judged_on = standing.begins_on or standing.decided_on
    if standing.route == Route.RA_DISCR:
        three = CategoryThreeJudgement(
            offence_id=str(standing.offence_id),
            capable_of_serious_harm=True,
            needs_level_2_or_3=True,
            decided_on=judged_on,
        )
        return replace(known, category_3=three)
    four = DiscretionaryFour(offence_id=str(standing.offence_id), believed_at_risk=True, decided_on=judged_on)
    return replace(known, discretionary_4=four)


def ends_otherwise(decision: CategoryDecision, computed: CategoryResult) -> bool:
    """Whether the rules find another category than was decided, or another end of it."""
    decided = (decision.category, decision.ends_on, decision.lifelong)
    return decided != (computed.category, computed.ends_on, computed.lifelong)


def computed_category(*, case: Case, today: dt.date) -> CategoryResult:
    """What the rules make of the recorded offences, disposals and orders today (CAT rules)."""
    return categorise(facts_for_category(case), today)


def undecided_category(case: Case, *, on: dt.date) -> CategoryResult:
    """What the rules find on a day without Category 3 and discretionary Category 4, which people decide."""
    return categorise(case_facts(case), on)


def who_leads(*, case: Case, known: CaseFacts, today: dt.date) -> tuple[Leads, list[Finding]]:
    """Which kind of agency leads by the table, and what is to be said of the one that does (LIFE rules)."""
    found = lead.who_leads(
        known.offences, age=age_on(case.date_of_birth, today), youth_justice=case.youth_justice, today=today
    )
    return found, lead.lead_findings(case.lead_agency.kind_id, found)


def words_of(leads: Leads) -> str:
    """The kind of agency that leads by the table, in words."""
    return lead.WORDS[leads.kind]


def current_lead(case: Case) -> LeadDecision | None:
    """The last change of lead agency. As current_category."""
    return LeadDecision.objects.filter(case=case, superseded_by__isnull=True).first()


def leads_of(*, viewer: Viewer, case_id: UUID) -> QuerySet[LeadDecision]:
    """Every change of lead agency of a case, newest first."""
    rows = LeadDecision.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("from_agency", "to_agency", "owner", "decided_by__agency")


def may_lead(case: Case) -> tuple[QuerySet[Agency], QuerySet[User]]:
    """The agencies of the area that could take the lead of a case, and the people there who can own one."""
    kinds = [*lead.WORDS, *lead.MAY_STAND_FOR]
    offered = offenders.agencies([case.area_id]).filter(kind__in=kinds).exclude(pk=case.lead_agency_id)
    return offered, offenders.people(case.area_id, *PRACTITIONERS, *MANAGERS).filter(agency__in=offered)


def leading_rule(decision: CategoryDecision) -> str | None:
    """The rule that gave the category, which stands first among those that were tried."""
    return decision.rules[0] if decision.rules else None


def level_1_review_findings(case: Case) -> list[Finding]:
    """Why a Level 1 review of this case cannot be recorded, if anything stands in the way."""
    return rules.level_1_review_findings(level=case.level, ended_on=case.ended_on)


def current_route(case: Case) -> Route | None:
    """The way into the category that is recorded now; None without one."""
    category = current_category(case)
    return Route(category.route) if category and category.route else None


def level_facts(case: Case) -> LevelFacts:
    """What the level rules read. What a meeting adds (absent partners, missing returns) is added by `meetings`."""
    level = current_level(case)
    screening = Screening.objects.filter(case=case).first()
    custody = list(CustodyPeriod.objects.filter(case=case).order_by("starts_on"))
    waiting = screening is not None and screening.prison_notified_on and not screening.prison_replied_on
    return LevelFacts(
        category=case.category,
        route=current_route(case),
        current_level=case.level,
        current_level_on=level.decided_on if level and level.level else None,
        ended_on=case.ended_on,
        in_custody=any(period.released_on is None for period in custody),
        rosh=case.rosh or None,
        information_sources=screening.sources if screening else 0,
        screened_on=screening.screened_on if screening else None,
        screened_before=screening is not None and facts.managed_again_since(case, screening.recorded_at),
        inside_since=facts.inside_since(custody),
        prison_notified_on=screening.prison_notified_on if screening else None,
        prison_replied_on=screening.prison_replied_on if screening else None,
        prison_silence_days=_prison_silence_days(case) if waiting else rules.PRISON_SILENCE_DAYS,
    )


def level_facts_for(*, viewer: Viewer, case: Case, today: dt.date) -> LevelFacts:
    """As level_facts, with what is asked outside a meeting: the plan before a lower level, the triggers at Level 1."""
    known = level_facts(case)
    if case.level in LOWERED_AT_MEETINGS:
        plan = plan_facts(case, today=today)
        known = replace(
            known,
            lowering=facts.lowering_facts(case, today=today),
            missing_information=facts.unanswered(case),
            uncovered_risks=len(uncovered_risks(plan)),
            plan_is_robust=not any(finding.stops for finding in plan_findings(plan)),
        )
    asked = facts.trigger_facts(viewer=viewer, case=case, today=today)
    return replace(known, triggers=triggers(asked), released_from_indeterminate=asked.indeterminate)


def triggers_of(*, viewer: Viewer, case: Case, today: dt.date) -> list[Trigger]:
    """What asks why the case is not at Level 2 (LVL-26), as far as the viewer may know of it."""
    return triggers(facts.trigger_facts(viewer=viewer, case=case, today=today))


def obstacles(known: LevelFacts, *, today: dt.date) -> list[Finding]:
    """What stands against a lower level than the present one, before a decision is typed; none at Level 1."""
    return lowering_findings(known, ProposedLevel(level=1, decided_on=today, reason="-"))


def _prison_silence_days(case: Case) -> int:
    """How long the prison has to answer in the area of the case, by the stricter policy: the longer time."""
    policy = read_policies(timezone.localdate()).of_area(case.area_id)
    limit = stricter("prison_silence_days", policy.national, policy.local)
    return limit.value if limit is not None else rules.PRISON_SILENCE_DAYS
