"""Potentially dangerous people outside MAPPA, and the review of how long a record is kept."""

from typing import Any

from django.utils import timezone

from audit.refusals import Finding
from levels.forms import DangerForm, RetentionForm
from levels.rules import retention
from levels.selectors import apart
from levels.services.apart import consider_danger, review_retention
from offenders.pages import CaseFormPage


class ConsiderDanger(CaseFormPage):
    """Whether somebody outside MAPPA is marked as a potentially dangerous person."""

    tab = "level"
    action = "decide_category"
    form_class = DangerForm
    heading = "Potentially dangerous person"
    guidance = (
        "For people outside MAPPA only. The marker is kept apart: it is no category, and counts nowhere as MAPPA."
    )
    submit = "Record this decision"
    done = "The decision is recorded."

    def base_version(self) -> str:
        """The decision that stands, so that a second one cannot be made over it unseen."""
        current = apart.danger_decision(self.case)
        return str(current.pk) if current else ""

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"decided_on": timezone.localdate()}

    def perform(self, form: DangerForm) -> Any:
        """Call the service."""
        cleaned = dict(form.cleaned_data)
        return consider_danger(
            actor=self.request.user,
            case=self.case,
            on=cleaned.pop("decided_on"),
            today=timezone.localdate(),
            based_on=form.submitted_version,
            **cleaned,
        )


class ReviewRetention(CaseFormPage):
    """Whether the record is kept or removed."""

    tab = "level"
    action = "review_retention"
    form_class = RetentionForm
    heading = "Review how long the record is kept"
    guidance = "A record is kept until the 100th birthday, then reviewed with removal in view."
    submit = "Record this review"
    done = "The review is recorded."

    def base_version(self) -> str:
        """The review that stands, so that a second one cannot be made over it unseen."""
        current = apart.retention_review(self.case)
        return str(current.pk) if current else ""

    def findings(self) -> list[Finding]:
        """That it is too early, before anybody types."""
        today = timezone.localdate()
        return retention.findings(self.case.date_of_birth, ended=True, outcome="", on=today, today=today)

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"decided_on": timezone.localdate()}

    def perform(self, form: RetentionForm) -> Any:
        """Call the service."""
        cleaned = form.cleaned_data
        return review_retention(
            actor=self.request.user,
            case=self.case,
            outcome=cleaned["outcome"],
            reason=cleaned["reason"],
            on=cleaned["decided_on"],
            today=timezone.localdate(),
            based_on=form.submitted_version,
        )
