"""MAPPA F as a tagged PDF: the fields of one report of the prison and nothing else of the case."""

from django.conf import settings

from custody.models import PrisonReport
from ui.pdf import Document
from ui.printed import Printed, Section, printed_form
from ui.words import day

YES_NO = {True: "Yes", False: "No"}


def mappa_f(report: PrisonReport, reference: str) -> Document:
    """The PDF of a report on the case of this reference. The same arguments give the same bytes."""
    answers = (
        ("Conduct in custody", report.conduct),
        ("Programmes, education and work", report.work),
        ("Contact with the outside", report.contact),
        ("Psychology services", report.psychology),
        ("Relationship status", report.relationship),
        ("Concerns about domestic abuse", YES_NO[report.domestic_abuse]),
        ("Possible victims known", YES_NO[report.possible_victims]),
        ("Intelligence held by the security department", YES_NO[report.intelligence]),
        ("Plans for release", report.release_plan),
    )
    about = (
        ("Case", reference),
        ("For the meeting of", day(report.meeting_on)),
        ("Establishment", report.establishment),
        ("Prepared by", report.prepared_by),
        ("Countersigned", f"{report.countersigned_by}, {day(report.countersigned_on)}"),
        ("Takes the place of an earlier report", report.reason),
    )
    printed = Printed(
        title="MAPPA F: report of the prison",
        reference=f"{reference} MAPPA F",
        marking=settings.PROTECTIVE_MARKING,
        author=report.establishment,
        at=report.recorded_at,
        about=[(label, text) for label, text in about if text],
        sections=[Section("What the prison says", [(label, text or "Nothing was said.") for label, text in answers])],
        notice="Intelligence and people at risk are not on this form: it says whether there is something to ask for.",
    )
    return printed_form(printed, identifier=str(report.pk))
