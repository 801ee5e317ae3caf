"""Turns stored rows into the plain facts that the rules of this app read."""

import datetime as dt

from django.db.models import Q

from assessments.models import PlanAction, RiskPlan, RoshJudgement, ToolResult
from assessments.rules.levels import RiskGroup, RoshLevel
from assessments.rules.plan import ActionFacts, ActionStatus, Pillar, PlanFacts
from assessments.rules.tools import Tool, ToolFacts
from offenders.models import Case, CustodyPeriod, Offence, ProtectedPerson
from offenders.rules.ages import age_on

SEXUAL = Q(specified__part="sexual") | Q(schedule_3=True) | Q(overseas_sexual=True)


def action_facts(action: PlanAction, *, due_text: str = "") -> ActionFacts:
    """One action, as the rules read it; `due_text` is what was typed in place of a date."""
    return ActionFacts(
        description=action.description,
        how_it_manages_risk=action.how_it_manages_risk,
        pillar=Pillar(action.pillar),
        agency=action.agency.name if action.agency_id else "",
        owner=action.owner.full_name if action.owner else action.owner_role,
        starts_on=action.starts_on,
        due_on=action.due_on,
        due_text=due_text,
        ongoing=action.ongoing,
        milestone_on=action.milestone_on,
        status=ActionStatus(action.status),
        refusal_reason=action.refusal_reason,
        alternative=action.alternative,
        risks=frozenset(action.risks),
        safeguarding=action.safeguarding,
    )


def plan_facts(
    case: Case, plan: RiskPlan | None, judgement: RoshJudgement | None, actions: list[PlanAction], *, today: dt.date
) -> PlanFacts:
    """The plan as a whole with what it has to answer to: victims, the risk to children, licence. Three queries."""
    protected = list(ProtectedPerson.objects.filter(case=case).values_list("kind", "is_child"))
    return PlanFacts(
        today=today,
        actions=[action_facts(action) for action in actions],
        risks=plan.risks if plan else {},
        review_on=plan.review_on if plan else None,
        contingency=plan.contingency if plan else "",
        pillar_reasons={Pillar(key): text for key, text in plan.pillar_reasons.items()} if plan else {},
        victims_recorded=len(protected),
        risk_to_children=level_of(judgement, RiskGroup.CHILDREN),
        adults_at_risk_recorded=(ProtectedPerson.Kind.AT_RISK.value, False) in protected,
        on_licence=on_licence(case, today),
        licence_conditions=plan.licence_conditions if plan else (),
    )


def level_of(judgement: RoshJudgement | None, group: RiskGroup) -> RoshLevel | None:
    """The level of one group in a judgement whose levels are at hand; None without a judgement."""
    if judgement is None:
        return None
    return next((RoshLevel(row.level) for row in judgement.levels.all() if row.group == group), None)


def on_licence(case: Case, today: dt.date) -> bool:
    """Whether the person is on licence or, being in custody under a sentence with one, will be.

    An activated sentence of which no end is recorded yet has one, too.
    """
    unknown = Q(activation__isnull=False, licence_ends_on__isnull=True, sentence_ends_on__isnull=True)
    licences = Offence.objects.filter(Q(licence_ends_on__gte=today) | unknown, case=case)
    return licences.exists() or CustodyPeriod.objects.filter(case=case, released_on__isnull=True).exists()


def tool_facts(case: Case, result: ToolResult) -> ToolFacts:
    """The person on the day of the assessment, as the rules on tools read it."""
    offences = Offence.objects.filter(case=case)
    return ToolFacts(
        tool=Tool(result.tool),
        age=age_on(case.date_of_birth, result.assessed_on),
        male={Case.Gender.MALE: True, Case.Gender.UNKNOWN: None}.get(Case.Gender(case.gender), False),
        sexual_offender=offences.filter(SEXUAL).exists(),
        domestic_abuse=offences.filter(domestic_abuse=True).exists(),
        under_yjs_supervision=case.youth_justice,
    )
