"""The page on which a second person approves a lower level."""

from typing import Any

from django.utils import timezone

from audit.refusals import Finding
from levels import selectors
from levels.forms import ApprovalForm
from levels.selectors import approvals
from levels.services.approving import approve_lowering
from levels.views.base import DecisionPage


class ApproveLowering(DecisionPage):
    """A manager of the lead agency, or the Co-ordinator, approves that a level is lowered although something stands."""

    action = "approve_lowering"
    form_class = ApprovalForm
    heading = "Approve a lower level"
    guidance = (
        "For whoever does not decide the level. The approval holds for what you tick, until the level is decided "
        "again. What a meeting finds out itself, such as who did not come, does not stand here."
    )
    submit = "Record this approval"
    done = "The approval is recorded under your name."

    def current(self) -> Any:
        """The approval given last."""
        return approvals.last_approval(self.case)

    def initial(self) -> dict[str, Any]:
        """Nothing: whoever approves says everything."""
        return {}

    def findings(self) -> list[Finding]:
        """What stands against a lower level today."""
        today = timezone.localdate()
        known = selectors.level_facts_for(viewer=self.request.user, case=self.case, today=today)
        return selectors.obstacles(known, today=today)

    def perform(self, form: ApprovalForm) -> Any:
        """Call the service."""
        return approve_lowering(
            actor=self.request.user,
            case=self.case,
            today=timezone.localdate(),
            based_on=form.submitted_version or "",
            **form.cleaned_data,
        )
