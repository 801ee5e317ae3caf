"""Pages that show: the tab of a case, one assessment with its sections, and the youth gravity matrix."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from offenders.pages import CasePage
from youthjustice import facts, pictures, selectors
from youthjustice.access import may_decide
from youthjustice.models import YouthAssessment
from youthjustice.rules.countersigning import SignState
from youthjustice.services.drafts import previous_level

SCORES = ("1", "2", "3", "4")
TRIAL_MODES = {
    "S": "Summary only",
    "E": "Either way",
    "I": "Indictable only",
    "E/S": "Either way or summary only",
    "I/E": "Indictable only or either way",
}


class YouthPage(CasePage):
    """The tab: the assessment in force, the one being written, reviews due, and what went before."""

    tab = "youth"
    template_name = "youthjustice/youth.html"

    def context(self) -> dict[str, Any]:
        """Everything on the tab."""
        viewer, today = self.request.user, timezone.localdate()
        standing = selectors.standing(viewer=viewer, case_id=self.case.pk)
        scope = selectors.scope(case=self.case, today=today)
        return {
            "heading": "Youth justice",
            "standing": standing,
            "picture": pictures.picture(standing.shown, self.case.level) if standing.shown else None,
            "opened_risks": pictures.three_risks(standing.opened) if standing.opened else [],
            "earlier": [pictures.picture(row, self.case.level) for row in standing.earlier],
            "reviews": selectors.reviews_due(viewer=viewer, case_id=self.case.pk),
            "scope": scope,
            "transitions": selectors.transitions(viewer=viewer, case_id=self.case.pk),
            "may_consider": self.may("assess_child"),
            "may_start": not scope and standing.opened is None and self.may("assess_child"),
            "may_decide": standing.shown is not None and may_decide(viewer, self.case, standing.shown.agency_id),
            "today": today,
        }


class AssessmentPage(CasePage):
    """One assessment: its sections while it is written, and the whole of it to read."""

    tab = "youth"
    template_name = "youthjustice/assessment.html"
    assessment: YouthAssessment

    def prepare(self, **kwargs: Any) -> None:
        """Find the assessment among those of the case."""
        self.assessment = selectors.assessment_for(
            viewer=self.request.user, case=self.case, assessment_id=kwargs["assessment_id"]
        )

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """Show it."""
        return super().get(request, case_id)

    def context(self) -> dict[str, Any]:
        """The sections with their states, what the viewer may do, and the picture."""
        assessment = self.assessment
        writes = assessment.can_be_written and self.may("assess_child")
        found = facts.sections(assessment, previous_level(assessment))
        returned = selectors.step_to(assessment, SignState.RETURNED)
        return {
            "heading": assessment.get_stage_display(),
            "assessment": assessment,
            "picture": pictures.picture(assessment, self.case.level),
            "tasks": pictures.tasks(assessment, found) if writes else [],
            "findings": found.prompts if writes else [],
            "may_write": writes,
            "may_decide": may_decide(self.request.user, self.case, assessment.agency_id),
            "returned": returned if assessment.state == SignState.RETURNED else None,
            "waits": assessment.state == SignState.SUBMITTED,
        }


@require_safe
def gravity(request: HttpRequest) -> HttpResponse:
    """The youth gravity matrix: offences with their scores and factors, found by words, group and score."""
    words, group, score = (request.GET.get(name, "")[:120].replace("\x00", "") for name in ("q", "group", "score"))
    groups = selectors.gravity_groups()
    rows = selectors.gravity_offences(
        words=words, group=group if group in groups else "", score=score if score in SCORES else ""
    )
    context = {
        "heading": "Youth gravity matrix",
        "q": words,
        "group": group,
        "groups": groups,
        "score": score,
        "scores": SCORES,
        "rows": [(row, TRIAL_MODES.get(row.trial_mode, row.trial_mode)) for row in rows],
        "factors": selectors.gravity_factors(),
    }
    return render(request, "youthjustice/gravity.html", context)
