"""MAPPA G as a tagged PDF: the form as it was sent, marked on every page."""

from django.conf import settings

from transfers.models import Transfer, TransferForm
from ui.pdf import Document
from ui.printed import Printed, Section, printed_form
from ui.words import day


def mappa_g(transfer: Transfer, form: TransferForm) -> Document:
    """The PDF of the form. The same arguments give the same bytes."""
    printed = Printed(
        title="MAPPA G: transfer to another area",
        reference=f"{transfer.case.reference} MAPPA G",
        marking=settings.PROTECTIVE_MARKING,
        author=transfer.from_agency.name,
        at=form.recorded_at,
        about=[("Case", transfer.case.reference), ("Sent", day(transfer.requested_on))],
        sections=[Section(part["title"], part["rows"]) for part in form.content],
    )
    return printed_form(printed, identifier=str(form.pk))
