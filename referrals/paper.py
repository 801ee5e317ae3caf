"""MAPPA A as a tagged PDF: one submitted version as far as its reader sees it, marked on every page."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string

from referrals.models import Referral, ReferralVersion
from referrals.selectors import Shown
from ui.pdf import Document, document
from ui.words import day


def mappa_a(referral: Referral, version: ReferralVersion, sections: Sequence[Shown]) -> Document:
    """The PDF of a version with these sections. The same arguments give the same bytes."""
    reference = f"{referral.case.reference} MAPPA A"
    context = {
        "sections": [
            {
                "title": one.title,
                "withheld": one.withheld,
                "rows": [(label, _paragraphs(text)) for label, text in one.rows],
            }
            for one in sections
        ],
        "marking": settings.PROTECTIVE_MARKING,
        "reference": reference,
        "version": version,
        "referral": referral,
        "received_on": day(version.submitted_on),
        "created": version.recorded_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    html = render_to_string("referrals/mappa_a_pdf.html", context)
    withheld = "without victims" if any(one.withheld for one in sections) else "whole"
    return document(html, identifier=f"{version.pk} {withheld}")


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
