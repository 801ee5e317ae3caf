"""What the forms about one assessment share: they find it, carry its version, and go back to its list of sections."""

from typing import Any

from django.urls import reverse

from audit.refusals import Finding
from offenders.pages import CaseFormPage
from ui.forms import HIDDEN, HouseForm
from youthjustice import pictures, selectors
from youthjustice.models import YouthAssessment
from youthjustice.rules.countersigning import SignState
from youthjustice.services.drafts import writing_findings


class AssessmentFormPage(CaseFormPage):
    """A form about one assessment of the case."""

    tab = "youth"
    action = "assess_child"
    subject: YouthAssessment

    def prepare(self, **kwargs: Any) -> None:
        """Find the assessment among those of the case."""
        super().prepare(**kwargs)
        self.subject = selectors.assessment_for(
            viewer=self.request.user, case=self.case, assessment_id=kwargs["assessment_id"]
        )

    def success_url(self, result: Any) -> str:
        """The sections of the assessment."""
        return reverse("youth_assessment", args=[self.case.pk, self.subject.pk])

    def context(self) -> dict[str, Any]:
        """The assessment, for the templates that show more than the form."""
        return {
            "back": self.success_url(None),
            "picture": pictures.picture(self.subject, self.case.level),
        }


class SectionPage(AssessmentFormPage):
    """A form that fills in a section, which it refuses once the assessment has left its writer."""

    def findings(self) -> list[Finding]:
        """Why the section cannot be changed, if it cannot."""
        return writing_findings(SignState(self.subject.state))


def answers(form: HouseForm) -> dict[str, Any]:
    """What was answered, by field, without the version and the token."""
    return {name: value for name, value in form.cleaned_data.items() if name not in HIDDEN}
