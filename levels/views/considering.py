"""What came of considering somebody for Category 3."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from audit.refusals import Effect, Finding
from levels import selectors
from levels.forms import ConsiderForm
from levels.rules import considering as rules
from levels.selectors import considering
from levels.services.considering import consider_category_3
from levels.views.base import DecisionPage


class ConsiderCategory3(DecisionPage):
    """Whether the person is to be referred to Category 3, or is not suitable and why."""

    action = "decide_category"
    form_class = ConsiderForm
    heading = "Considered for Category 3"
    guidance = (
        "Category 3 is for somebody whom no other category covers, whose offence shows that they can cause serious "
        "harm to the public, and who needs management at Level 2 or 3. Look at circumstances and pattern too."
    )
    submit = "Record the outcome"
    done = "What came of considering Category 3 is recorded."

    def current(self) -> Any:
        """What was last recorded about it."""
        return considering.standing(self.case)

    def findings(self) -> list[Finding]:
        """The offences that call for it; that nothing does, before anybody types."""
        known = selectors.facts_for_category(self.case)
        called = rules.calls(known, timezone.localdate())
        if not called:
            return rules.nothing_calls()
        return [Finding(one.rule, Effect.PROMPT, one.sentence, None) for one in called]

    def perform(self, form: ConsiderForm) -> Any:
        """Call the service."""
        return consider_category_3(**self.decision(form))

    def success_url(self, result: Any) -> str:
        """On to the referral, where that is what follows and the viewer makes referrals."""
        if result is not None and result.outcome == rules.REFER and self.may("refer"):
            return reverse("referral_start", args=[self.case.pk])
        return super().success_url(result)
