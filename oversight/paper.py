"""The chronology as a tagged PDF with the protective marking on every page."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from offenders.models import Case
from oversight.reconstruction.chronology import Entry, Period
from ui.pdf import Document, document
from ui.words import day, moment


def drawn(case: Case, period: Period, entries: list[Entry], *, drawn_for: User, as_role: str) -> Document:
    """The PDF of these entries, as of now, for somebody who acts in a role and at an agency."""
    at = timezone.now()
    html = render_to_string(
        "oversight/chronology_pdf.html",
        {
            "case": case,
            "entries": entries,
            "period": in_words(period),
            "printed_at": moment(at),
            "printed_by": f"{drawn_for.full_name}, {as_role}",
            "created": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "marking": settings.PROTECTIVE_MARKING,
            "last": max((entry for entry in entries if entry.seq), key=lambda entry: entry.seq or 0, default=None),
        },
    )
    return document(html, identifier=f"{case.reference} chronology {at.isoformat()}")


def told(period: Period, entries: int | None, sha256: str) -> dict[str, tuple[Any, Any]]:
    """What the audit record keeps of a printed chronology."""
    return {
        "from": (None, period.first),
        "to": (None, period.last),
        "entries": (None, entries),
        "sha256": (None, sha256),
    }


def in_words(period: Period) -> str:
    """ "From 1 January 2026 to 3 March 2026", or the open ends of it."""
    first = f"From {day(period.first)}" if period.first else "From the beginning"
    return f"{first} to {day(period.last)}" if period.last else f"{first} to the day of printing"
