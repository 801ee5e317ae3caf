"""A version of MAPPA G as a tagged PDF: the form as it was sent, marked on every page."""

from django.conf import settings

from transfers.models import Transfer, TransferForm
from ui.pdf import Document
from ui.printed import Printed, Section, printed_form
from ui.words import day


def mappa_g(transfer: Transfer, form: TransferForm) -> Document:
    """The PDF of a version. The same arguments give the same bytes."""
    earlier = form.number - 1
    stands_for = f"; it takes the place of version {earlier}" if earlier else ""
    printed = Printed(
        title="MAPPA G: transfer to another area",
        reference=f"{transfer.case.reference} MAPPA G, version {form.number}",
        marking=settings.PROTECTIVE_MARKING,
        author=transfer.from_agency.name,
        at=form.recorded_at,
        about=[
            ("Case", transfer.case.reference),
            ("Sent", day(form.sent_on)),
            ("Version", f"{form.number}{stands_for}"),
        ],
        sections=[Section(part["title"], part["rows"]) for part in form.content],
    )
    return printed_form(printed, identifier=str(form.pk))
