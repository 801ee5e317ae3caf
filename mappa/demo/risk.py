"""Judgements of risk of serious harm, results of tools, and risk management plans of the invented people."""

import datetime as dt
from dataclasses import replace

from assessments.models import PlanAction
from assessments.rules.levels import Imminence, RiskGroup, RoshLevel
from assessments.rules.plan import ActionStatus, Pillar
from assessments.rules.rosh import GroupJudgement
from assessments.selectors import current_judgement
from assessments.services import (
    Judgement,
    NewAction,
    PlanVersion,
    add_action,
    judge_rosh,
    record_plan,
    record_tool_result,
    update_action,
)
from mappa.demo import texts
from mappa.demo.scene import Scene
from offenders.models import ProtectedPerson

LOWER = {RoshLevel.VERY_HIGH: RoshLevel.HIGH, RoshLevel.HIGH: RoshLevel.MEDIUM}
PLANNED_AFTER = 2
"""Days from the first decision on the level to the plan."""

# In so many days from today; negative: overdue
MILESTONES = (30, -3, 60, 9)
VISITS = (5, -8, 25, 12, 33)
PLAN_REVIEWS = (20, 35, 45, -6, 70)


def first_judgement(scene: Scene) -> None:
    """The judgement on which the first level rests."""
    if scene.specimen.category is not None:
        _judge(scene, scene.ago(scene.specimen.first_decided + 2), scene.pick(texts.ROSH_REASONS))


def second_judgement(scene: Scene) -> None:
    """Another look before the last meeting of some cases, and at the review of those at Level 1."""
    specimen = scene.specimen
    if specimen.reviewed:
        _judge(scene, scene.ago(specimen.decided), "Looked at again for the review at Level 1; nothing has changed.")
    elif specimen.met is not None and (specimen.level == 3 or scene.number % 2):
        _judge(scene, scene.ago(specimen.met + 2), scene.pick(texts.ROSH_AGAIN))


def _judge(scene: Scene, on: dt.date, reason: str) -> None:
    overall = RoshLevel(scene.specimen.rosh)
    levels = _levels(scene, overall)
    named = set(ProtectedPerson.objects.filter(case=scene.case).values_list("pk", flat=True))
    current = current_judgement(scene.case)
    judge_rosh(
        actor=scene.owner,
        case=scene.case,
        judgement=Judgement(
            groups=[_group(scene, group, levels.get(group, RoshLevel.LOW)) for group in RiskGroup],
            overall=overall,
            reason=reason,
            reoffending=scene.pick(("medium", "high", "low"), step=2),
            reoffending_basis="Age at the first offence, and how supervision has gone.",
            static_factors=texts.STATIC,
            dynamic_factors=texts.DYNAMIC,
            people={RiskGroup.KNOWN_ADULT: named} if RiskGroup.KNOWN_ADULT in levels else {},
        ),
        on=on,
        today=scene.today,
        based_on=str(current.pk) if current else "",
    )


def _levels(scene: Scene, overall: RoshLevel) -> dict[RiskGroup, RoshLevel]:
    """The groups above Low. Serious risk is to the victim who is recorded, and less to everybody else."""
    if overall is RoshLevel.LOW:
        return {}
    levels: dict[RiskGroup, RoshLevel] = {RiskGroup.PUBLIC: overall}
    if overall in LOWER and scene.specimen.category != 4:
        levels = {RiskGroup.KNOWN_ADULT: overall, RiskGroup.PUBLIC: LOWER[overall]}
    if scene.number % 3 == 0:
        levels[RiskGroup.CHILDREN] = RoshLevel.MEDIUM
    if scene.number % 4 == 0:
        levels[RiskGroup.SELF] = RoshLevel.MEDIUM
    if scene.specimen.custody is not None:
        levels[RiskGroup.PRISONERS] = RoshLevel.MEDIUM
    return levels


def _group(scene: Scene, group: RiskGroup, level: RoshLevel) -> GroupJudgement:
    if level is RoshLevel.LOW:
        return GroupJudgement(group=group, level=level)
    harm = texts.HARM[scene.specimen.category or 2]
    nature = {
        RiskGroup.KNOWN_ADULT: harm.known,
        RiskGroup.PUBLIC: harm.public,
        RiskGroup.CHILDREN: "Children in a new household would see violence, or be hurt by it.",
        RiskGroup.PRISONERS: "Fights on the wing.",
        RiskGroup.SELF: "Self-harm, once, before the trial.",
    }
    near = {
        RoshLevel.VERY_HIGH: Imminence.IMMINENT,
        RoshLevel.HIGH: scene.pick((Imminence.ANY_TIME, Imminence.DATED_EVENT)),
    }
    return GroupJudgement(
        group=group,
        level=level,
        nature=nature[group],
        imminence=near.get(level, Imminence.REMOTE),
        circumstances=scene.pick(texts.CIRCUMSTANCES),
        protective_factors=scene.pick(texts.PROTECTIVE, step=2),
    )


def record_tools(scene: Scene) -> None:
    """What the tools gave that are valid for the person; nothing for children, whose assessment is their own."""
    specimen = scene.specimen
    if specimen.child or specimen.category is None:
        return
    tools = {1: ["rm2000", "arms"], 2: ["oasys"], 3: ["oasys", "sara"], 4: []}[specimen.category]
    if specimen.female:
        tools = ["oasys"] if scene.number % 2 else []
    for tool in tools:
        record_tool_result(
            actor=scene.owner,
            case=scene.case,
            tool=tool,
            result=scene.pick(texts.TOOL_RESULTS[tool]),
            on=scene.ago(specimen.first_decided + 5),
            today=scene.today,
            notes="By somebody trained in the tool.",
        )


def make_plan(scene: Scene) -> None:
    """The plan as far as it has come: a draft with gaps, or actions under each heading and the plan in force."""
    specimen = scene.specimen
    if specimen.planned == "none":
        return
    planned_on = scene.ago(specimen.first_decided - PLANNED_AFTER)
    version = PlanVersion(
        review_on=scene.ago(-scene.pick(PLAN_REVIEWS)),
        reason="First version, drafted with the police and the health service.",
        new_risks=texts.HARM[specimen.category or 2].risks,
        licence_conditions=texts.LICENCE,
    )
    if specimen.planned == "draft":
        record_plan(actor=scene.owner, case=scene.case, version=version, today=planned_on, based_on="")
        _add(scene, _supervision(scene, planned_on))
        return
    victim = ProtectedPerson.objects.filter(case=scene.case).exists()
    children = scene.specimen.rosh != "low" and scene.number % 3 == 0
    for action in (_supervision(scene, planned_on), _monitoring(scene, planned_on)):
        _add(scene, action)
    complete(scene, _add(scene, _treatment(scene, planned_on)))
    if victim:
        _add(scene, _victim_safety(scene, planned_on))
    if children:
        _add(scene, _safeguarding(scene, planned_on))
    in_force = replace(
        version,
        reason="First version, agreed with the police and the health service.",
        contingency=scene.pick(texts.CONTINGENCY),
        contingency_triggers=["lifestyle", "supervision"],
        pillar_reasons={} if victim or children else {Pillar.VICTIM_SAFETY.value: texts.NO_VICTIM},
        in_force=True,
    )
    record_plan(actor=scene.owner, case=scene.case, version=in_force, today=planned_on, based_on="")


def _add(scene: Scene, action: NewAction) -> PlanAction:
    return add_action(actor=scene.owner, case=scene.case, action=action)


def complete(scene: Scene, action: PlanAction) -> None:
    """Record that an action was done."""
    changes = {"status": ActionStatus.COMPLETED.value, "outcome": scene.pick(texts.OUTCOMES)}
    update_action(actor=scene.owner, action=action, version=action.version, changes=changes)


def _supervision(scene: Scene, planned_on: dt.date) -> NewAction:
    description, how = scene.pick(texts.SUPERVISION)
    return NewAction(
        pillar=Pillar.SUPERVISION.value,
        description=description,
        how_it_manages_risk=how,
        agency=scene.case.lead_agency,
        owner=scene.owner,
        risks=["r1", "r2"],
        starts_on=planned_on,
        ongoing=True,
        milestone_on=scene.ago(-scene.pick(MILESTONES)),
    )


def _monitoring(scene: Scene, planned_on: dt.date) -> NewAction:
    description, how = scene.pick(texts.MONITORING)
    return NewAction(
        pillar=Pillar.MONITORING_AND_CONTROL.value,
        description=description,
        how_it_manages_risk=how,
        agency=scene.cast.agencies["police"],
        owner=scene.cast.people["officer"],
        risks=["r1"],
        starts_on=planned_on,
        due_on=scene.ago(-scene.pick(VISITS)),
    )


def _treatment(scene: Scene, planned_on: dt.date) -> NewAction:
    description, how = scene.pick(texts.TREATMENT)
    return NewAction(
        pillar=Pillar.INTERVENTIONS_AND_TREATMENT.value,
        description=description,
        how_it_manages_risk=how,
        agency=scene.cast.agencies["mental_health"],
        owner=scene.cast.people["spoc"],
        risks=["r1"],
        starts_on=planned_on,
        due_on=planned_on + dt.timedelta(days=21),
    )


def _victim_safety(scene: Scene, planned_on: dt.date) -> NewAction:
    description, how = scene.pick(texts.VICTIM_SAFETY)
    return NewAction(
        pillar=Pillar.VICTIM_SAFETY.value,
        description=description,
        how_it_manages_risk=how,
        agency=scene.cast.agencies["probation"],
        owner=scene.cast.people["vlo"],
        risks=["r2"],
        starts_on=planned_on,
        due_on=scene.ago(-scene.pick((14, 40, -5, 28))),
        sensitive=True,
    )


def _safeguarding(scene: Scene, planned_on: dt.date) -> NewAction:
    description, how = texts.SAFEGUARDING
    return NewAction(
        pillar=Pillar.VICTIM_SAFETY.value,
        description=description,
        how_it_manages_risk=how,
        agency=scene.cast.agencies["childrens"],
        owner_role="Team manager, children's social care",
        risks=["r1"],
        starts_on=planned_on,
        due_on=scene.ago(-scene.pick((2, 18, 33))),
        safeguarding=True,
    )
