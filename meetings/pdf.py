"""The executive summary as a tagged PDF: marked on every page, the same bytes for the same record."""

import datetime as dt
import re
from typing import Any

from django.template.loader import render_to_string

from meetings.rules.summary import FIELDS, NOTHING
from ui.pdf import Document, document
from ui.words import LONDON, day

_RUN = re.compile(r"\S{120,}")
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_PIECE = re.compile(r"\S{1,60}")
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


def paragraphs(text: str) -> list[str]:
    """The lines of a typed text, without marks that turn its direction.

    A run of letters longer than any word may be broken, or laying it out would take minutes.
    """
    lines = (line.translate(_TURNING).strip() for line in text.splitlines())
    return [_RUN.sub(lambda run: "\u200b".join(_PIECE.findall(run.group())), line) for line in lines if line]


def shortened(text: str, most: int) -> str:
    """A text of one line, at most so long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}\u2026"
