"""What the area that has the case does with a transfer, and moves across a border."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from offenders.pages import CaseFormPage
from transfers import selectors, services
from transfers.forms import AgainForm, BorderForm, DisputeForm, RequestForm, SendForm, WithdrawForm
from transfers.models import Transfer
from transfers.rules.borders import Given, Jurisdiction, Kind
from transfers.rules.steps import Step
from transfers.views.base import TransferFormPage
from ui.forms import HouseForm


class RequestTransfer(CaseFormPage):
    """Ask another area to take the case over."""

    tab = "transfers"
    action = "request_transfer"
    form_class = RequestForm
    heading = "Ask another area to take the case over"
    guidance = (
        "MAPPA G is filled in from the case as it stands and sent with this. From then on the Unit of the other area "
        "and managers of the agency chosen see the case. Nothing changes hands before the day agreed."
    )
    submit = "Send the request"
    done = "The request is sent, and both areas are told."

    def form_arguments(self) -> dict[str, Any]:
        """Agencies of the lead agency's kind elsewhere; who can be named, where the case is restricted."""
        named = selectors.coordinators_elsewhere(case=self.case) if self.case.restricted else None
        return {"agencies": selectors.agencies_elsewhere(case=self.case), "coordinators": named}

    def perform(self, form: HouseForm) -> Transfer:
        """Call the service."""
        return services.request(
            actor=self.request.user,
            case=self.case,
            asked=services.Request(**form.cleaned_data),
            today=timezone.localdate(),
            acknowledged=form.acknowledged,
        )

    def success_url(self, result: Transfer | None) -> str:
        """The transfer, or the list."""
        if result is None:
            return reverse("case_transfers", args=[self.case.pk])
        return reverse("transfer", args=[self.case.pk, result.pk])


class WithdrawTransfer(TransferFormPage):
    """Take a transfer back."""

    action = "request_transfer"
    step = Step.WITHDRAW
    form_class = WithdrawForm
    heading = "Withdraw the transfer"
    guidance = "The case stays where it is, and the other area sees it no more."
    submit = "Withdraw the transfer"
    done = "The transfer is withdrawn."

    def call(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.withdraw(
            actor=self.request.user,
            transfer=self.transfer,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )


class SendFormAgain(TransferFormPage):
    """Send a further version of MAPPA G."""

    action = "request_transfer"
    step = Step.AGAIN
    form_class = AgainForm
    heading = "Send MAPPA G again"
    guidance = "A further version is filled in from the case as it stands now. The earlier ones stay as they were sent."
    submit = "Send it again"
    done = "The new version is sent, and both areas are told."

    def call(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.send_again(
            actor=self.request.user,
            transfer=self.transfer,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )


class SendRecords(TransferFormPage):
    """Record that the records were sent and ViSOR was updated."""

    action = "request_transfer"
    step = Step.SEND
    form_class = SendForm
    heading = "Records and ViSOR"
    guidance = "The records go within 5 working days of the acceptance. ViSOR is updated before the day of the move."
    submit = "Record it"
    done = "It is recorded."

    def initial(self) -> dict[str, Any]:
        """What is recorded already."""
        return {"records_sent_on": self.transfer.records_sent_on, "visor_updated_on": self.transfer.visor_updated_on}

    def call(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.send(
            actor=self.request.user,
            transfer=self.transfer,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )


class DisputeRefusal(TransferFormPage):
    """Record that the refusal is disputed."""

    action = "request_transfer"
    step = Step.DISPUTE
    form_class = DisputeForm
    heading = "Dispute the refusal"
    guidance = "A dispute goes to senior managers of both areas. The other area sees the case again meanwhile."
    submit = "Record the dispute"
    done = "The dispute is recorded, and the other area is told."

    def call(self, form: HouseForm) -> Any:
        """Call the service."""
        return services.dispute(
            actor=self.request.user,
            transfer=self.transfer,
            version=form.version_seen,
            today=timezone.localdate(),
            **form.cleaned_data,
        )


class RecordBorderMove(CaseFormPage):
    """Record a move across a border of the jurisdiction."""

    tab = "transfers"
    action = "request_transfer"
    form_class = BorderForm
    heading = "Record a move across a border"
    guidance = "Area, lead agency and owner stay as they are until somebody decides about them."
    submit = "Record the move"
    done = "The move is recorded."

    def base_version(self) -> str:
        """The move recorded last, so that nobody records over another unseen."""
        last = selectors.border_moves(viewer=self.request.user, case_id=self.case.pk).first()
        return str(last.pk) if last else ""

    def perform(self, form: HouseForm) -> Any:
        """Call the service."""
        typed = dict(form.cleaned_data)
        reason = typed.pop("reason")
        typed |= {"jurisdiction": Jurisdiction(typed["jurisdiction"]), "kind": Kind(typed["kind"])}
        return services.record_border_move(
            actor=self.request.user,
            case=self.case,
            given=Given(**typed),
            reason=reason,
            today=timezone.localdate(),
            based_on=form.submitted_version,
        )
