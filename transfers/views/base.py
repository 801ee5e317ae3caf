"""What the pages of one transfer share: they exist for those who see the case in full."""

from typing import Any

from django.urls import reverse

from audit.refusals import Finding
from offenders import access
from offenders.pages import CaseFormPage, CasePage
from transfers import selectors
from transfers.models import Transfer
from transfers.rules import steps
from transfers.rules.steps import State, Step
from ui.forms import HouseForm


class OfTransfer(CasePage):
    """Finds the transfer that the address names; 404 unless the viewer may see it."""

    tab = "transfers"
    transfer: Transfer

    def prepare(self, **kwargs: Any) -> None:
        """The transfer, then what the subclass needs."""
        self.transfer = selectors.transfer_for(
            viewer=self.request.user, case_id=self.case.pk, transfer_id=kwargs["transfer_id"]
        )
        super().prepare(**kwargs)

    def can(self, step: Step) -> bool:
        """Whether the transfer can take this step now."""
        return steps.can(step, State(self.transfer.state))

    def url(self, name: str = "transfer") -> str:
        """The address of a page of this transfer."""
        return reverse(name, args=[self.case.pk, self.transfer.pk])


class TransferFormPage(OfTransfer, CaseFormPage):
    """A form about one transfer; afterwards back to it, or to the list when the case is no longer seen."""

    step: Step

    def prepare(self, **kwargs: Any) -> None:
        """The transfer is what is edited."""
        super().prepare(**kwargs)
        self.subject = self.transfer

    def findings(self) -> list[Finding]:
        """Why it cannot be done now, before anybody types."""
        return steps.step_findings(self.step, State(self.transfer.state))

    def perform(self, form: HouseForm) -> Any:
        """Call the service; whether the case is still seen afterwards decides where to go."""
        result = self.call(form)
        self.seen = access.can_see(self.request.user, self.case.pk)
        return result

    seen = True

    def call(self, form: HouseForm) -> Any:
        """Call the service."""
        raise NotImplementedError

    def success_url(self, result: Any) -> str:
        """The transfer's page; the list once the case is out of sight."""
        return self.url() if self.seen else reverse("transfers")
