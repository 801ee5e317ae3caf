"""The person's copy of the plan as a tagged PDF: only the lines that were checked, in plain words."""

from itertools import groupby

from minutes.facts_person import lines_of
from minutes.models import PlanCopy
from minutes.rules.person import Line
from ui.pdf import Document
from ui.printed import Printed, Section, printed_form
from ui.words import day

NOTICE = "This is what you are asked to do, and what is arranged for you. Whoever supervises you explains it."
MARKING = "Personal to you"


def plan_copy_pdf(copy: PlanCopy) -> Document:
    """The PDF of one copy. The same copy gives the same bytes."""
    content = copy.content
    sections = [
        Section(heading, [_row(number, line) for number, line in enumerate(lines, start=1)])
        for heading, lines in groupby(lines_of(copy), key=lambda line: line.heading)
    ]
    form = Printed(
        title="Your plan",
        reference=f"Your plan, copy {copy.number}",
        marking=MARKING,
        author=content["agency"],
        at=copy.recorded_at,
        about=[("For", content["name"]), ("From", content["agency"])],
        notice=NOTICE,
        sections=sections,
    )
    return printed_form(form, identifier=f"{copy.pk}")


def _row(number: int, line: Line) -> tuple[str, str]:
    return f"{number}", f"{line.text}\nBy {day(line.by)}" if line.by else line.text
