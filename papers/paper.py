"""A version of a set form as a tagged PDF: its printed fields and nothing else of the case."""

from django.conf import settings

from papers.models import Paper, PaperVersion
from ui.pdf import Document
from ui.printed import Printed, Section, printed_form
from ui.words import day


def paper_pdf(paper: Paper, version: PaperVersion) -> Document:
    """The PDF of a version. The same arguments give the same bytes."""
    spec = paper.spec
    printed = Printed(
        title=f"{spec.name}: {spec.title}",
        reference=f"{spec.name}, version {version.number}",
        marking=settings.PROTECTIVE_MARKING,
        author=paper.agency.name,
        at=version.recorded_at,
        about=[
            ("Sent by", paper.agency.name),
            ("For", "\n".join(one.words for one in spec.recipients)),
            ("Drawn up", f"{day(version.drawn_up_on)}, version {version.number}"),
        ],
        sections=[Section("What it says", version.content)],
    )
    return printed_form(printed, identifier=str(version.pk))
