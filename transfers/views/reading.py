"""The transfers of a case, one transfer, MAPPA G as PDF, and the list of those in progress."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.form_pages import SignedInRequest
from accounts.roles import Role
from accounts.standing import standing_of
from audit.services import viewed
from deadlines.policies import read_policies
from offenders.pages import CasePage
from transfers import paper, selectors
from transfers.rules.steps import OPEN, State, Step
from transfers.views.base import OfTransfer
from ui.components import Row


class CaseTransfers(CasePage):
    """The tab: every transfer of the case, and moves across a border."""

    tab = "transfers"
    template_name = "transfers/transfers.html"

    def context(self) -> dict[str, Any]:
        """The transfers and moves, newest first."""
        rows = list(selectors.of_case(viewer=self.request.user, case_id=self.case.pk))
        running = any(row.state in OPEN for row in rows)
        asks = self.may("request_transfer") and self.case.ended_on is None
        return {
            "rows": [(row, selectors.COLOURS[State(row.state)]) for row in rows],
            "moves": selectors.border_moves(viewer=self.request.user, case_id=self.case.pk),
            "may_request": asks and not running,
            "may_record": asks,
        }


class TransferPage(OfTransfer):
    """One transfer: where it stands, what was sent, what was answered."""

    template_name = "transfers/transfer.html"

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        viewer, transfer, today = self.request.user, self.transfer, timezone.localdate()
        asks, answers = self.may("request_transfer"), self.may("answer_transfer")
        forms = selectors.forms_of(viewer=viewer, transfer=transfer)
        return {
            "transfer": transfer,
            "colour": selectors.COLOURS[State(transfer.state)],
            "due_on": selectors.due_on(transfer, read_policies(today)),
            "today": today,
            "facts": self.facts(),
            "steps": selectors.steps_of(viewer=viewer, transfer=transfer),
            "form": forms[0],
            "forms": forms,
            "changes": selectors.changes(transfer, forms[0]),
            "accepted": transfer.state == State.ACCEPTED,
            "may_accept": answers and self.can(Step.ACCEPT),
            "may_refuse": answers and self.can(Step.REFUSE),
            "may_settle": answers and self.can(Step.SETTLE),
            "may_send": asks and self.can(Step.SEND),
            "may_send_again": asks and self.can(Step.AGAIN),
            "may_withdraw": asks and self.can(Step.WITHDRAW),
            "may_dispute": asks and self.can(Step.DISPUTE),
        }

    def facts(self) -> list[Row]:
        """From where to where, whose it becomes and when, and what was done on the way."""
        transfer = self.transfer
        owner = transfer.new_owner.full_name if transfer.new_owner else None
        rows = [
            Row("From", f"{transfer.from_area.name}: {transfer.from_agency.name}"),
            Row("To", f"{transfer.to_area.name}: {transfer.to_agency.name}"),
            Row("Why there", transfer.get_basis_display(), rule="TRF-02"),
            Row("Agreed with", transfer.agreed_with, rule="TRF-03"),
            Row("Planned for", transfer.planned_on),
            Row("New case owner", owner, rule="TRF-10"),
            Row("Day of the move", transfer.moved_on or transfer.moves_on),
            Row("Records sent on", transfer.records_sent_on, rule="TRF-08"),
            Row("ViSOR updated on", transfer.visor_updated_on, rule="TRF-09"),
        ]
        if transfer.minutes is not None:
            rows.append(
                Row("Latest minutes", f"Meeting on {transfer.minutes.meeting.held_on:%-d %B %Y}", rule="TRF-05")
            )
        if transfer.coordinator is not None:
            rows.append(Row("Named there", transfer.coordinator.full_name, rule="TRF-16"))
        return rows


class TransferPaper(OfTransfer):
    """A version of MAPPA G as PDF, for those who see the case in full; every one is recorded."""

    confirms = True

    def get(self, request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponse:
        """The PDF as an attachment named after the case's reference."""
        form = selectors.form_of(viewer=self.request.user, transfer=self.transfer, number=kwargs["number"])
        made = paper.mappa_g(self.transfer, form)
        viewed(actor=self.request.user, what="case_transfer_pdf", case_id=self.case.pk, subject=form)
        response = HttpResponse(made.content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="MAPPA-G-{self.case.reference}-{form.number}.pdf"'
        return response


@require_safe
def transfers_in_progress(request: SignedInRequest) -> HttpResponse:
    """Transfers in progress to and from the viewer's areas. The list does not exist outside Co-ordination Units."""
    if not standing_of(request.user).holds(Role.COORDINATOR, Role.ADMINISTRATOR):
        raise Http404
    page = selectors.progress_page(viewer=request.user, after=request.GET.get("after", ""))
    viewed(actor=request.user, what="transfers", cases=[row.transfer.case_id for row in page.rows])
    context = {"heading": "Transfers", "rows": page.rows, "next": page.next_key, "today": timezone.localdate()}
    return render(request, "transfers/in_progress.html", context)
