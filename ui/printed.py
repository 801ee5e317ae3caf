"""Set forms on paper: a title, a table of facts about the copy, and sections of answers, marked on every page."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from ui.pdf import Document, document
from ui.typed import paragraphs


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with label and text of each answer; what is said in their place where there are none."""

    title: str
    rows: Sequence[tuple[str, str]]
    empty: str = "Nothing is recorded."


@dataclass(frozen=True, slots=True)
class Printed:
    """What a printed form consists of. `about` is label and text; `at` is when it was recorded, in UTC."""

    title: str
    reference: str
    marking: str
    author: str
    at: dt.datetime
    about: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    notice: str = ""


def printed_form(form: Printed, *, identifier: str) -> Document:
    """The tagged PDF of a form. The same arguments give the same bytes."""
    context = {
        "form": form,
        "about": _paragraphs(form.about),
        "sections": [(one, _paragraphs(one.rows)) for one in form.sections],
        "created": form.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return document(render_to_string("ui/printed_form.html", context), identifier=identifier)


def _paragraphs(rows: Sequence[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    return [(label, paragraphs(text)) for label, text in rows]
