"""MAPPA A as a tagged PDF: one submitted version as far as its reader sees it, marked on every page."""

from collections.abc import Sequence

from django.conf import settings

from referrals.models import Referral, ReferralVersion
from referrals.selectors import Shown
from ui.pdf import Document
from ui.printed import Printed, Section, printed_form
from ui.words import day

WITHHELD = "This section is left out: it is for those who may see the victims of this case."
UNANSWERED = "Nothing was answered here."


def mappa_a(referral: Referral, version: ReferralVersion, sections: Sequence[Shown]) -> Document:
    """The PDF of a version with these sections. The same arguments give the same bytes."""
    about = (
        ("Case", referral.case.reference),
        ("For", referral.get_purpose_display()),
        ("Referring agency", referral.agency.name),
        ("Received", day(version.submitted_on)),
        ("Corrected", version.reason),
    )
    printed = Printed(
        title="MAPPA A: referral",
        reference=f"{referral.case.reference} MAPPA A, version {version.number}",
        marking=settings.PROTECTIVE_MARKING,
        author=referral.agency.name,
        at=version.recorded_at,
        about=[(label, text) for label, text in about if text],
        sections=[
            Section(one.title, () if one.withheld else one.rows, WITHHELD if one.withheld else UNANSWERED)
            for one in sections
        ],
    )
    withheld = "without victims" if any(one.withheld for one in sections) else "whole"
    return printed_form(printed, identifier=f"{version.pk} {withheld}")
