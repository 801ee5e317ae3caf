"""The page on which a second person approves a lower level."""

from dataclasses import replace
from typing import Any

from django.utils import timezone

from audit.refusals import Finding
from levels import selectors
from levels.forms import ApprovalForm
from levels.rules.lowering import lowered_to
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

    def form_arguments(self) -> dict[str, Any]:
        """Where this case may be lowered to."""
        stands = approvals.standing_approval(self.case) is not None
        return {"offered": lowered_to(self.case.level, stands=stands)}

    def initial(self) -> dict[str, Any]:
        """Nothing: whoever approves says everything."""
        return {}

    def findings(self) -> list[Finding]:
        """What stands against a lower level today; what to do about it is what this page asks."""
        today = timezone.localdate()
        known = selectors.level_facts_for(viewer=self.request.user, case=self.case, today=today)
        return [replace(one, next_step=None) for one in selectors.obstacles(known, today=today)]

    def perform(self, form: ApprovalForm) -> Any:
        """Call the service."""
        return approve_lowering(
            actor=self.request.user,
            case=self.case,
            today=timezone.localdate(),
            based_on=form.submitted_version or "",
            **form.cleaned_data,
        )
