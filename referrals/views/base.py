"""What the pages of one referral share: they exist for those who see the case in full."""

from typing import Any

from django.urls import reverse

from audit.refusals import Finding
from offenders.pages import CaseFormPage, CasePage
from referrals import selectors, services
from referrals.models import Referral
from referrals.rules import steps
from referrals.rules.steps import State, Step


class OfReferral(CasePage):
    """Finds the referral that the address names; 404 unless the viewer may see it."""

    tab = "referrals"
    referral: Referral

    def prepare(self, **kwargs: Any) -> None:
        """The referral, then what the subclass needs."""
        self.referral = selectors.referral_for(
            viewer=self.request.user, case_id=self.case.pk, referral_id=kwargs["referral_id"]
        )
        super().prepare(**kwargs)

    @property
    def own(self) -> bool:
        """Whether the viewer's agency makes the referral and they may write it."""
        return self.referral.agency_id == self.request.user.agency_id and self.may("refer")

    def can(self, step: Step) -> bool:
        """Whether the referral can take this step now."""
        return steps.can(step, State(self.referral.state))

    def url(self, name: str = "referral", *args: Any) -> str:
        """The address of a page of this referral."""
        return reverse(name, args=[self.case.pk, self.referral.pk, *args])


class ReferralFormPage(OfReferral, CaseFormPage):
    """A form about one referral; afterwards back to the referral."""

    step: Step

    def prepare(self, **kwargs: Any) -> None:
        """The referral is what is edited."""
        super().prepare(**kwargs)
        self.subject = self.referral

    def findings(self) -> list[Finding]:
        """Why it cannot be done now, before anybody types."""
        found = steps.step_findings(self.step, State(self.referral.state))
        if self.action == services.REFER:
            found += steps.own_agency_findings(self.referral.agency_id == self.request.user.agency_id)
        return found

    def success_url(self, result: Any) -> str:
        """The referral's page."""
        return self.url()
