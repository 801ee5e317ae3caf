"""Reads of children's assessments and of the youth gravity matrix, as far as a viewer may see them."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.roles import Role
from accounts.standing import standing_of
from audit.refusals import Finding
from deadlines.models import Deadline
from offenders.access import Viewer
from offenders.models import Case, GravityFactor, GravityOffence
from offenders.rules.ages import age_on
from youthjustice.models import (
    AdverseOutcome,
    AssessmentStep,
    PanelDecision,
    PlottedBehaviour,
    YouthAssessment,
    YouthTransition,
)
from youthjustice.rules.assessment import scope_findings
from youthjustice.rules.countersigning import SignState


def assessments(*, viewer: Viewer, case_id: UUID) -> QuerySet[YouthAssessment]:
    """Every assessment of a child, newest first, with what is plotted, its steps and the panel decision that holds."""
    steps = AssessmentStep.objects.visible_to(viewer).select_related("taken_by__agency")
    panel = PanelDecision.objects.visible_to(viewer).filter(superseded_by__isnull=True).select_related("decided_by")
    rows = YouthAssessment.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("started_by", "agency", "supersedes").prefetch_related(
        "behaviours", "outcomes", Prefetch("steps", steps), Prefetch("panel_decisions", panel)
    )


def assessment_for(*, viewer: Viewer, case: Case, assessment_id: UUID) -> YouthAssessment:
    """One assessment of this case; Http404 when it is not there or not visible."""
    assessment = get_object_or_404(assessments(viewer=viewer, case_id=case.pk), pk=assessment_id)
    assessment.case = case
    return assessment


def awaiting_countersignature(*, viewer: User) -> QuerySet[YouthAssessment]:
    """Submitted assessments that this manager may countersign: of cases they see, and not written by them."""
    if not standing_of(viewer).holds(Role.YJS_MANAGER):
        return YouthAssessment.objects.none()
    rows = YouthAssessment.objects.visible_to(viewer).filter(state=SignState.SUBMITTED.value)
    return rows.exclude(written_by__contains=[viewer.pk]).select_related("case").order_by("started_on", "id")


def behaviour_for(*, viewer: Viewer, assessment: YouthAssessment, behaviour_id: UUID) -> PlottedBehaviour:
    """One behaviour plotted in this assessment; Http404 otherwise."""
    rows = PlottedBehaviour.objects.visible_to(viewer).select_related("assessment", "case")
    return get_object_or_404(rows, pk=behaviour_id, assessment=assessment)


def outcome_for(*, viewer: Viewer, assessment: YouthAssessment, outcome_id: UUID) -> AdverseOutcome:
    """One adverse outcome plotted in this assessment; Http404 otherwise."""
    rows = AdverseOutcome.objects.visible_to(viewer).select_related("assessment", "case")
    return get_object_or_404(rows, pk=outcome_id, assessment=assessment)


@dataclass(frozen=True, slots=True)
class Standing:
    """A child's assessments as they stand: the one in force, the one being written, those before."""

    in_force: YouthAssessment | None
    opened: YouthAssessment | None
    earlier: list[YouthAssessment]

    @property
    def shown(self) -> YouthAssessment | None:
        """What the page shows first: the one in force, or else the one being written."""
        return self.in_force or self.opened


def standing(*, viewer: Viewer, case_id: UUID) -> Standing:
    """The assessments of a child, told apart; a fixed number of queries."""
    rows = list(assessments(viewer=viewer, case_id=case_id))
    opened = next((row for row in rows if row.is_open), None)
    signed = [row for row in rows if not row.is_open]
    return Standing(in_force=signed[0] if signed else None, opened=opened, earlier=signed[1:])


def reviews_due(*, viewer: Viewer, case_id: UUID) -> QuerySet[Deadline]:
    """The open reviews of a child's risks and assessment, and of passing to adult services, soonest first."""
    return Deadline.objects.visible_to(viewer).filter(
        case_id=case_id, closed_at__isnull=True, rule__in=["YJ-15", "YJ-16", "YJ-24", "YJ-25", "YJ-26"]
    )


def transitions(*, viewer: Viewer, case_id: UUID) -> QuerySet[YouthTransition]:
    """What was decided on passing to adult services, the last decision first."""
    return YouthTransition.objects.visible_to(viewer).filter(case_id=case_id).select_related("decided_by")


def scope(*, case: Case, today: dt.date) -> list[Finding]:
    """Why no assessment can be started for this person, if none can (YJ-17)."""
    age = age_on(case.date_of_birth, today)
    return scope_findings(age, under_yjs_supervision=case.youth_justice)


def panel_decision(assessment: YouthAssessment) -> PanelDecision | None:
    """The decision on a panel referral that holds and rests on this assessment; reads what was fetched with it."""
    return next(iter(assessment.panel_decisions.all()), None)


def case_panel_decision(*, viewer: Viewer, case_id: UUID) -> PanelDecision | None:
    """The decision on a panel referral that holds for this case, whichever assessment it rests on."""
    return PanelDecision.objects.visible_to(viewer).filter(case_id=case_id, superseded_by__isnull=True).first()


def panel_decisions(*, viewer: Viewer, case_id: UUID) -> QuerySet[PanelDecision]:
    """Every decision on a panel referral of a case, superseded ones too, newest first."""
    return PanelDecision.objects.visible_to(viewer).filter(case_id=case_id).select_related("decided_by")


def steps(*, viewer: Viewer, case_id: UUID) -> QuerySet[AssessmentStep]:
    """Every step of every assessment of a case, oldest first."""
    rows = AssessmentStep.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("taken_by", "assessment")


def step_to(assessment: YouthAssessment, state: SignState) -> AssessmentStep | None:
    """The last step into this state; reads what was fetched with the assessment."""
    return next((step for step in reversed(list(assessment.steps.all())) if step.state == state), None)


def gravity_groups() -> list[str]:
    """The groups of offences in the youth gravity matrix. Reference data: everybody who signs in may read it."""
    return list(GravityOffence.objects.order_by("group").values_list("group", flat=True).distinct())


def gravity_offences(*, words: str = "", group: str = "", score: str = "") -> QuerySet[GravityOffence]:
    """Rows of the youth gravity matrix in which every word occurs, of a group and a score where given."""
    rows = GravityOffence.objects.order_by("group", "offence")
    for word in words.split():
        rows = rows.filter(Q(offence__icontains=word) | Q(statute__icontains=word) | Q(group__icontains=word))
    if group:
        rows = rows.filter(group=group)
    if score:
        rows = rows.filter(score=score)
    return rows


def gravity_factors() -> QuerySet[GravityFactor]:
    """General aggravating and mitigating factors."""
    return GravityFactor.objects.order_by("scope", "direction", "id")
