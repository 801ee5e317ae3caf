"""The executive summary as a tagged PDF: marked on every page, the same bytes for the same record."""

import datetime as dt
from typing import Any

from django.template.loader import render_to_string

from meetings.rules.summary import FIELDS, NOTHING
from ui.pdf import Document, document
from ui.typed import paragraphs, shortened
from ui.words import LONDON, day

MARK = 60
"""So many characters of the recipient stand at the foot of every page; all of them stand on the first."""


def render(
    content: dict[str, Any],
    *,
    reference: str,
    version: int,
    issued_at: dt.datetime,
    copy: int = 0,
    recipient: str = "",
) -> Document:
    """The PDF of a summary, marked for its recipient when it is somebody's copy. Same arguments, same bytes."""
    context = page_context(content, reference, version, issued_at)
    context |= {"copy": copy, "recipient": recipient, "mark": shortened(recipient, MARK) if copy else ""}
    html = render_to_string("meetings/summary_pdf.html", context)
    return document(html, identifier=f"{reference} v{version}" + (f" copy {copy} {recipient}" if copy else ""))


def page_context(content: dict[str, Any], reference: str, version: int, issued_at: dt.datetime) -> dict[str, Any]:
    """What the template of the document shows."""
    nothing = set(content["nothing"])
    fields = [
        {
            "label": item.label,
            "paragraphs": paragraphs(content["values"].get(item.key, "")) if item.key not in nothing else [NOTHING],
            "attendance": content["attendance"] if item.from_attendance else None,
        }
        for item in FIELDS
    ]
    return {
        "fields": fields,
        "marking": content["marking"],
        "reference": reference,
        "version": version,
        "case": content["case"],
        "level": content["level"],
        "held_on": day(dt.date.fromisoformat(content["held_on"])),
        "issued_on": day(issued_at.astimezone(LONDON).date()),
        "created": issued_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
