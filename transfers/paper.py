"""MAPPA G as a tagged PDF: the form as it was sent, marked on every page."""

import datetime as dt

from django.conf import settings
from django.template.loader import render_to_string

from transfers.models import Transfer, TransferForm
from ui.pdf import Document, document
from ui.words import day


def mappa_g(transfer: Transfer, form: TransferForm) -> Document:
    """The PDF of the form. The same arguments give the same bytes."""
    reference = f"{transfer.case.reference} MAPPA G"
    context = {
        "sections": [
            {"title": part["title"], "rows": [(label, _paragraphs(text)) for label, text in part["rows"]]}
            for part in form.content
        ],
        "marking": settings.PROTECTIVE_MARKING,
        "reference": reference,
        "author": transfer.from_agency.name,
        "sent_on": day(transfer.requested_on),
        "created": form.recorded_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return document(render_to_string("transfers/mappa_g_pdf.html", context), identifier=str(form.pk))


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
