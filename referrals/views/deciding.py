"""The decision on a referral, and disputes about it."""

from typing import Any

from django.utils import timezone

from referrals import selectors, services
from referrals.forms import (
    DecisionForm,
    DisputeForm,
    SettleForm,
)
from referrals.rules.steps import Purpose, Step
from referrals.selectors import sent
from referrals.views.base import ReferralFormPage
from ui.forms import HouseForm


class DecideReferral(ReferralFormPage):
    """Accept a referral with level and meeting date, or refuse it with reasons."""

    template_name = "referrals/decide.html"
    action = "decide_referral"
    step = Step.DECIDE
    form_class = DecisionForm
    heading = "Decide on the referral"
    submit = "Record the decision"
    done = "The decision is recorded. Tell whoever referred."

    def base_version(self) -> str:
        """The referral and the level as they stand, so that neither is decided over unseen."""
        return selectors.base_of(self.referral)

    def initial(self) -> dict[str, Any]:
        """The level that was asked for."""
        return {"level": selectors.level_asked(viewer=self.request.user, referral=self.referral)}

    def form_arguments(self) -> dict[str, Any]:
        """The offences, where Category 3 was asked for."""
        offences = selectors.offences_for(viewer=self.request.user, referral=self.referral)
        return {"offences": offences, "category_3": self.referral.purpose == Purpose.CATEGORY_3}

    def context(self) -> dict[str, Any]:
        """What was submitted."""
        versions = selectors.versions(viewer=self.request.user, referral=self.referral)
        shown = selectors.sections_of(viewer=self.request.user, version=versions[0]) if versions else []
        corrected = sent.corrected_after_taking(viewer=self.request.user, referral=self.referral)
        return {"sections": shown, "referral": self.referral, "corrected": corrected}

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.decide(
            actor=self.request.user,
            referral=self.referral,
            decided=services.Decided(**form.cleaned_data),
            based_on=form.submitted_version,
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )


class DisputeDecision(ReferralFormPage):
    """Record that the referring agency disputes the decision."""

    action = "refer"
    step = Step.DISPUTE
    form_class = DisputeForm
    heading = "Dispute the decision"
    guidance = "A dispute goes through line management. Say to which senior manager of your agency it went."
    submit = "Record the dispute"
    done = "The dispute is recorded."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.raise_dispute(
            actor=self.request.user,
            referral=self.referral,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )


class SettleDispute(ReferralFormPage):
    """Record what a senior manager decided about a dispute."""

    action = "decide_referral"
    step = Step.SETTLE
    form_class = SettleForm
    heading = "Record how the dispute was settled"
    guidance = "Where local policy makes a senior manager of the referring agency the final arbiter, name them."
    submit = "Record it"
    done = "How the dispute was settled is recorded."

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.settle_dispute(
            actor=self.request.user,
            referral=self.referral,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )
