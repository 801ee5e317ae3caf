"""The page on which the lead agency says of restrictions that they limit no work or training."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from audit.refusals import Finding
from offenders.pages import CaseFormPage
from papers import selectors, services
from papers.forms import WeighForm
from papers.rules import checks
from papers.rules.forms import SPECS
from papers.rules.restrictions import Restriction, in_full, waiting_findings
from papers.rules.shape import Form
from ui.forms import HouseForm


class WeighRestrictions(CaseFormPage):
    """Record that some of what restricts the person makes no work or training unsuitable."""

    tab = "papers"
    action = services.WRITE
    form_class = WeighForm
    heading = "No work or training is unsuitable"
    guidance = (
        "MAPPA J tells the DWP of restrictions that make some work or training unsuitable. Choose those that make "
        "none. MAPPA J stays due for what you do not choose. Other conditions and further orders ask again."
    )
    submit = "Record this"
    done = "It is recorded. No MAPPA J is due for what you chose."

    def findings(self) -> list[Finding]:
        """Why it cannot be done now, before anybody chooses."""
        drawer = selectors.drawer_of(self.request.user, self.case, self.relations)
        return checks.sender_findings(SPECS[Form.J], drawer) or waiting_findings(self.restricting())

    def restricting(self) -> list[Restriction]:
        """What waits to be weighed."""
        return selectors.waiting(viewer=self.request.user, case=self.case)

    def form_arguments(self) -> dict[str, Any]:
        """What may be chosen."""
        return {"choices": [(one.key, in_full(one)) for one in self.restricting()]}

    def success_url(self, result: Any) -> str:
        """The tab."""
        return reverse("case_papers", args=[self.case.pk])

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.weigh_restrictions(
            actor=self.request.user,
            case=self.case,
            keys=form.cleaned_data["keys"],
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )
