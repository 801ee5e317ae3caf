"""The chronology as a tagged PDF with the protective marking on every page."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from audit.services import record
from meetings.pdf import Document, document
from offenders.models import Case
from oversight.reconstruction.chronology import Entry, Period
from ui.words import day, moment


def printed(case: Case, period: Period, entries: list[Entry], *, printed_by: User) -> Document:
    """The PDF of these entries; that it was made, by whom and with which SHA-256 is recorded."""
    at = timezone.now()
    html = render_to_string(
        "oversight/chronology_pdf.html",
        {
            "case": case,
            "entries": entries,
            "period": in_words(period),
            "printed_at": moment(at),
            "printed_by": f"{printed_by.full_name}, {printed_by.audit_role}",
            "created": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "marking": settings.PROTECTIVE_MARKING,
            "last": max((entry for entry in entries if entry.seq), key=lambda entry: entry.seq or 0, default=None),
        },
    )
    made = document(html, identifier=f"{case.reference} chronology {at.isoformat()}")
    record(
        actor=printed_by,
        verb="case_chronology.exported",
        case_id=case.pk,
        changes={
            "from": (None, period.first),
            "to": (None, period.last),
            "entries": (None, len(entries)),
            "sha256": (None, made.sha256),
        },
    )
    return made


def in_words(period: Period) -> str:
    """ "From 1 January 2026 to 3 March 2026", or the open ends of it."""
    first = f"From {day(period.first)}" if period.first else "From the beginning"
    return f"{first} to {day(period.last)}" if period.last else f"{first} to the day of printing"
