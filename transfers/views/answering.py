"""What the area that is asked does with a transfer."""

from typing import Any

from django.utils import timezone

from transfers import selectors, services
from transfers.forms import AcceptForm, RefuseForm, SettleForm
from transfers.rules.steps import Step
from transfers.views.base import TransferFormPage
from ui.forms import HouseForm


class AcceptTransfer(TransferFormPage):
    """Accept the transfer, or change owner and day before it is carried out."""

    action = "answer_transfer"
    step = Step.ACCEPT
    form_class = AcceptForm
    heading = "Accept the transfer"
    guidance = (
        "On that day area, lead agency and owner change together. Agencies of the same kinds take part here, actions "
        "still to be done go to them, and the other area sees the case no more. The new owner sees it from now on."
    )
    submit = "Accept the transfer"
    done = "It is recorded, and both areas are told."

    def initial(self) -> dict[str, Any]:
        """The day that was planned, or what was agreed."""
        return {"moves_on": self.transfer.moves_on or self.transfer.planned_on, "owner": self.transfer.new_owner}

    def form_arguments(self) -> dict[str, Any]:
        """Who can own the case there."""
        return {"owners": selectors.owners_to_be(transfer=self.transfer)}

    def call(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.accept(
            actor=self.request.user,
            transfer=self.transfer,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )


class RefuseTransfer(TransferFormPage):
    """Say that the case is not taken over."""

    action = "answer_transfer"
    step = Step.REFUSE
    form_class = RefuseForm
    heading = "Refuse the transfer"
    guidance = "Where either area objects, the area where the person lives manages the case."
    submit = "Refuse the transfer"
    done = "The refusal is recorded, and the other area is told."

    def call(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.refuse(
            actor=self.request.user,
            transfer=self.transfer,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )


class SettleDispute(TransferFormPage):
    """Record what senior managers decided about a dispute."""

    action = "answer_transfer"
    step = Step.SETTLE
    form_class = SettleForm
    heading = "Record how the dispute was settled"
    submit = "Record it"
    done = "How the dispute was settled is recorded."

    def call(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.settle_dispute(
            actor=self.request.user,
            transfer=self.transfer,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )
