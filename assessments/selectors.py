"""Reads of judgements, plans and actions for pages, API and other rooms.

Functions with `viewer` are the doors for pages and API; those with `case` serve services and rules inside a case that
has already been opened to the actor.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Agency, User
from assessments import facts
from assessments.models import PlanAction, RiskPlan, RoshGroupPerson, RoshJudgement, ToolResult
from assessments.rules.plan import COVERING, ActionStatus, Pillar, PlanFacts, plan_findings
from audit.refusals import Finding
from offenders.access import Detail, Viewer, can_see_victims
from offenders.models import Assignment, Case, ProtectedPerson

UNFINISHED = (ActionStatus.PROPOSED.value, ActionStatus.OPEN.value)


def judgements(*, viewer: Viewer, case_id: UUID) -> QuerySet[RoshJudgement]:
    """Every judgement on a case, newest first, with its levels and the people the viewer may know of."""
    people = RoshGroupPerson.objects.visible_to(viewer).select_related("person")
    rows = RoshJudgement.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("decided_by__agency").prefetch_related("levels", Prefetch("levels__people", people))


def tool_results(*, viewer: Viewer, case_id: UUID) -> QuerySet[ToolResult]:
    """Results of assessment tools, newest first."""
    rows = ToolResult.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("recorded_by")


def plans(*, viewer: Viewer, case_id: UUID) -> QuerySet[RiskPlan]:
    """Every version of the plan, newest first."""
    rows = RiskPlan.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("decided_by__agency").order_by("-number")


def licence_conditions(*, viewer: Viewer, case_id: UUID) -> list[str]:
    """The licence conditions of the plan in force, for who keeps victims informed; none for others (ACC-62)."""
    if not can_see_victims(viewer, case_id):
        return []
    rows = RiskPlan.objects.visible_to(viewer, Detail.SUMMARY).filter(case_id=case_id, in_force=True)
    found = rows.order_by("-number").values_list("licence_conditions", flat=True).first()
    return list(found or [])


def actions(*, viewer: Viewer, case_id: UUID) -> QuerySet[PlanAction]:
    """Every action of a case, as recorded, for those who see the case in full."""
    rows = PlanAction.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("agency", "owner")


def action_for(*, viewer: Viewer, case_id: UUID, action_id: UUID) -> PlanAction:
    """One action; Http404 when the viewer may not see it."""
    return get_object_or_404(actions(viewer=viewer, case_id=case_id), pk=action_id)


def nameable_people(*, viewer: Viewer, case_id: UUID) -> list[ProtectedPerson] | None:
    """The people at risk whom the viewer may name in a judgement; None when they may not see them (ACC-27)."""
    if not can_see_victims(viewer, case_id):
        return None
    return list(ProtectedPerson.objects.visible_to(viewer).filter(case_id=case_id))


def agencies_for(case: Case, action: PlanAction | None = None) -> QuerySet[Agency]:
    """The agencies that may take on an action: those at work in the area of the case, and the one that has it."""
    known = Q(area=case.area_id) | Q(pk=action.agency_id if action else None)
    return Agency.objects.filter(known).order_by("name")


def people_for(case: Case, action: PlanAction | None = None) -> QuerySet[User]:
    """The people who may own an action: those with an open part in the case, and the one who has it."""
    parts = Assignment.objects.filter(case=case, ends__isnull=True)
    known = Q(pk__in=parts.values("user"), is_active=True) | Q(pk=action.owner_id if action else None)
    return User.objects.filter(known).select_related("agency")


def judgements_for_api(*, viewer: Viewer, case_id: UUID | None = None) -> QuerySet[RoshJudgement]:
    """Judgements of cases seen at summary or more, with `in_full` where the viewer sees the case in full.

    Http404 for a case named that the viewer does not see at all.
    """
    cases = Case.objects.visible_to(viewer, Detail.SUMMARY)
    in_full = Case.objects.visible_to(viewer, Detail.FULL).filter(pk=OuterRef("case_id"))
    rows = RoshJudgement.objects.visible_to(viewer, Detail.SUMMARY)
    if case_id is not None:
        if not cases.filter(pk=case_id).exists():
            raise Http404
        rows = rows.filter(case_id=case_id)
    return rows.annotate(in_full=Exists(in_full)).select_related("superseded_by").prefetch_related("levels")


def current_judgement(case: Case) -> RoshJudgement | None:
    """The judgement in force, with its levels; None when nothing was judged yet."""
    rows = RoshJudgement.objects.filter(case=case, superseded_by__isnull=True)
    return rows.prefetch_related("levels__people__person").first()


def latest_plan(case: Case) -> RiskPlan | None:
    """The newest version of the plan, be it a draft; None when there is no plan."""
    return RiskPlan.objects.filter(case=case, superseded_by__isnull=True).first()


def current_plan(case: Case) -> RiskPlan | None:
    """The version of the plan in force; the newest draft when none was ever put in force; None without a plan."""
    return RiskPlan.objects.filter(case=case).order_by("-in_force", "-number").first()


def plan_facts(case: Case, *, today: dt.date, plan: RiskPlan | None = None) -> PlanFacts:
    """The plan in force (or the version given) with its actions and what it has to answer to."""
    rows = list(PlanAction.objects.filter(case=case).select_related("agency", "owner"))
    return facts.plan_facts(case, plan or current_plan(case), current_judgement(case), rows, today=today)


@dataclass(frozen=True, slots=True)
class PlanState:
    """What the plan page shows: the version in force, a later draft if there is one, and what is missing."""

    in_force: RiskPlan | None
    draft: RiskPlan | None
    history: list[RiskPlan]
    actions: list[PlanAction]
    findings: list[Finding]

    @property
    def headings(self) -> list[tuple[Pillar, str, list[PlanAction]]]:
        """The four headings, each with why it needs no action, if that is said, and its actions."""
        reasons = self.shown.pillar_reasons if self.shown else {}
        return [
            (pillar, reasons.get(pillar.value, ""), [row for row in self.actions if row.pillar == pillar])
            for pillar in Pillar
        ]

    @property
    def risks(self) -> list[tuple[str, int]]:
        """Each identified risk with how many actions cover it."""
        known = self.shown.risks if self.shown else {}
        return [
            (label, sum(1 for row in self.actions if key in row.risks and row.status in COVERING))
            for key, label in known.items()
        ]

    @property
    def shown(self) -> RiskPlan | None:
        """The version to read: the one in force, else the draft."""
        return self.in_force or self.draft


def plan_state(*, viewer: Viewer, case: Case, today: dt.date) -> PlanState:
    """The plan of a case with its actions and the findings on the version that is shown."""
    history = list(plans(viewer=viewer, case_id=case.pk))
    in_force = next((plan for plan in history if plan.in_force), None)
    latest = history[0] if history else None
    draft = latest if latest is not None and not latest.in_force else None
    rows = list(actions(viewer=viewer, case_id=case.pk))
    found: list[Finding] = []
    if latest is not None:
        found = plan_findings(facts.plan_facts(case, in_force or draft, current_judgement(case), rows, today=today))
    return PlanState(in_force=in_force, draft=draft, history=history, actions=rows, findings=found)
