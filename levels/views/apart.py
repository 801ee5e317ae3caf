"""Potentially dangerous people outside MAPPA, and the review of how long a record is kept."""

from typing import Any

from django.utils import timezone

from audit.refusals import Finding
from levels.forms import DangerForm, RetentionForm
from levels.rules import retention
from levels.selectors import apart
from levels.services.apart import consider_danger, review_retention
from levels.views.base import DecisionPage


class ConsiderDanger(DecisionPage):
    """Whether somebody outside MAPPA is marked as a potentially dangerous person."""

    action = "decide_category"
    form_class = DangerForm
    heading = "Potentially dangerous person"
    guidance = (
        "For people outside MAPPA only. The marker is kept apart: it is no category, and counts nowhere as MAPPA."
    )
    submit = "Record this decision"
    done = "The decision is recorded."

    def current(self) -> Any:
        """The last decision on it."""
        return apart.danger_decision(self.case)

    def perform(self, form: DangerForm) -> Any:
        """Call the service."""
        return consider_danger(**self.decision(form))


class ReviewRetention(DecisionPage):
    """Whether the record is kept or removed."""

    action = "review_retention"
    form_class = RetentionForm
    heading = "Review how long the record is kept"
    guidance = "A record is kept until the 100th birthday, then reviewed with removal in view."
    submit = "Record this review"
    done = "The review is recorded."

    def current(self) -> Any:
        """The last review."""
        return apart.retention_review(self.case)

    def findings(self) -> list[Finding]:
        """That it is too early, before anybody types."""
        today = timezone.localdate()
        return retention.findings(self.case.date_of_birth, ended=True, outcome="", on=today, today=today)

    def perform(self, form: RetentionForm) -> Any:
        """Call the service."""
        return review_retention(**self.decision(form))
