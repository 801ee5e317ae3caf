"""Draft minutes as a Word document for those who word them: to be edited, never to be sent. The record stays here."""

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table

from meetings.models import Minutes
from minutes.paper import page_context

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOTICE = (
    "This is a copy to work on. What is changed in it is entered in the record of the meeting; it is not sent to "
    "anybody, and is deleted once the draft in the record says the same."
)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class WordDraft:
    """A Word document: its bytes and their SHA-256."""

    content: bytes
    sha256: str


def draft(minutes: Minutes) -> WordDraft:
    """A version that nobody approved, with the marking and the word draft at the head of every page."""
    context = page_context(minutes, until=timezone.now())
    made = new_document()
    _about(made, minutes, context)
    _attendance(made, context)
    for item in context["items"]:
        made.add_heading(f"{item['number']}. {item['label']}", 2)
        for answer in item["answers"]:
            made.add_heading(_plain(answer["label"]), 3)
            for text in answer["paragraphs"]:
                made.add_paragraph(_plain(text))
    for heading, actions in (("Actions from before", context["earlier"]), ("Actions agreed", context["actions"])):
        made.add_heading(heading, 2)
        lines = [(line["description"], line["agency"], line["by"], line["answer"]) for line in actions]
        _table(made, ("Action", "Agency", "When", "Answer"), lines)
    _absent(made, context["messengers"])
    written = io.BytesIO()
    made.save(written)
    return WordDraft(written.getvalue(), hashlib.sha256(written.getvalue()).hexdigest())


def _about(made: WordDocument, minutes: Minutes, context: dict[str, Any]) -> None:
    title = f"Minutes of the meeting of {context['held_on']}"
    about = made.core_properties
    about.title, about.language, about.author = title, "en-GB", "MAPPA Co-ordination Unit"
    about.created = about.modified = minutes.drafted_at
    section = made.sections[0]
    section.header.paragraphs[0].text = context["marking"]
    section.footer.paragraphs[0].text = context["reference"]
    made.add_heading(title, 1)
    meeting = context["content"]["meeting"]
    made.add_paragraph(f"MAPPA Level {meeting['level']}, {meeting['kind'].lower()}, {meeting['started']}.")
    made.add_paragraph(NOTICE)


def _attendance(made: WordDocument, context: dict[str, Any]) -> None:
    made.add_heading("Attendance", 2)
    rows = [
        (row["role"], row["organisation"], row["name"], f"{row['attendance']} {row['note']}".strip())
        for row in context["attendance"]
    ]
    _table(made, ("Post", "Organisation", "Name", "Attendance"), rows)
    meeting = context["content"]["meeting"]
    made.add_paragraph(_plain(f"Chair: {meeting['chair']}. Minutes taken by {meeting['minute_taker']}."))


def _absent(made: WordDocument, messengers: Sequence[dict[str, str]]) -> None:
    """Who tells the agencies that did not come, as the PDF prints it; nothing where there are none."""
    if not messengers:
        return
    made.add_heading("Agencies that did not come and have an action", 2)
    for row in messengers:
        line = f"{row['agency']}: told by {row['told_by']}; {row['contact']} answers by {row['reply_by']}."
        made.add_paragraph(_plain(f"{line} {row.get('reply', '')}".strip()), style="List Bullet")


def _table(made: WordDocument, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """A table whose first row is announced as its head, and repeated on each page."""
    if not rows:
        made.add_paragraph("None.")
        return
    table: Table = made.add_table(rows=0, cols=len(heads), style="Table Grid")
    for row in (heads, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = _plain(text)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _plain(text: str) -> str:
    """The text without the signs that a Word document cannot hold."""
    return _NOT_IN_XML.sub("", text)
