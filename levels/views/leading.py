"""The change of the lead agency."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from levels import selectors
from levels.forms import LeadForm
from levels.services.leading import change_lead
from levels.views.base import DecisionPage


class ChangeLead(DecisionPage):
    """Another agency of the area takes the lead, with an owner there."""

    action = "change_lead"
    form_class = LeadForm
    heading = "Change the lead agency"
    submit = "Record this change"
    done = "The lead agency is changed."

    def current(self) -> Any:
        """The last change."""
        return selectors.current_lead(self.case)

    def form_arguments(self) -> dict[str, Any]:
        """The agencies of the area that could lead, and who can own the case there."""
        agencies, owners = selectors.may_lead(self.case)
        return {"agencies": agencies, "owners": owners}

    def context(self) -> dict[str, Any]:
        """Which agency leads by the table, and why."""
        known = selectors.facts_for_category(self.case)
        leads, _ = selectors.who_leads(case=self.case, known=known, today=timezone.localdate())
        words = selectors.words_of(leads)
        return {"guidance": f"{self.case.lead_agency.name} leads now. By the table it would be {words}. {leads.why}"}

    def success_url(self, result: Any) -> str:
        """The list of cases: whoever gave up the lead may see this one no longer. The level tab before that."""
        return reverse("cases") if result is not None else super().success_url(result)

    def perform(self, form: LeadForm) -> Any:
        """Call the service."""
        return change_lead(**self.decision(form), acknowledged=form.acknowledged)
