"""Minutes as a tagged PDF: marked on every page, with the recipient's mark, and as a draft while nobody approved it."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from meetings.content import shown_actions
from meetings.models import Minutes
from meetings.pdf import MARK
from minutes.facts_exceptions import Line, exceptions
from minutes.models import MinutesCopy
from minutes.rules.distribution import Form
from ui.pdf import Document, document
from ui.typed import paragraphs, shortened
from ui.words import day

DRAFT = "DRAFT, NOT APPROVED"
SAID = {"approved": "Approved", "amended": "Amended", "confirmed": "Confirmed at the next meeting"}


def copy_pdf(copy: MinutesCopy) -> Document:
    """The PDF of one recipient's copy, without the sensitive actions. The same record gives the same bytes."""
    only_actions = copy.form == Form.ACTION_POINTS
    context = page_context(copy.minutes, until=copy.made_at)
    shown, kept = shown_actions(copy.minutes, in_full=False)
    if only_actions:
        chosen = [copy.minutes.content["actions"][place] for place in copy.actions]
        shown = [line for line in chosen if line in shown]
    earlier, kept_earlier = shown_actions(copy.minutes, in_full=False, which="earlier")
    context |= {"actions": _lines(shown), "kept": kept + kept_earlier, "earlier": _lines(earlier)}
    context |= {
        "copy": copy.number,
        "recipient": copy.recipient,
        "mark": shortened(copy.recipient, MARK),
        "paper": copy.form == Form.PAPER,
        "only_actions": only_actions,
        "answers": copy.answers_a_request,
        "left_out": copy.laws_left_out,
    }
    return _made(context, f"{copy.pk}")


def version_pdf(minutes: Minutes) -> Document:
    """The PDF of a version for the file, marked for nobody: a draft says so on every page.

    It alone says who is left out and who has a further copy, as it stands now (MIN-18).
    """
    now = timezone.now()
    context = page_context(minutes, until=now)
    context |= {"for_the_file": True, "exceptions": _one_line(exceptions(minutes.meeting))}
    return _made(context, f"{minutes.pk} {_state(minutes, now)}")


def _one_line(lines: list[Line]) -> list[Line]:
    return [replace(line, reason=" ".join(paragraphs(line.reason))) for line in lines]


def page_context(minutes: Minutes, *, until: dt.datetime) -> dict[str, Any]:
    """What the template of the document shows, with the state the version was in at that instant."""
    content, state = minutes.content, _state(minutes, until)
    held = dt.date.fromisoformat(content["meeting"]["held_on"])
    return {
        "content": content,
        "items": [
            {
                "number": item["number"],
                "label": item["label"],
                "answers": [
                    {"label": answer["label"], "paragraphs": paragraphs(answer["text"])}
                    for answer in item["answers"]
                    if answer["text"]
                ],
            }
            for item in content["items"]
        ],
        "attendance": [{**row, "note": " ".join(paragraphs(row["note"]))} for row in content["attendance"]],
        "actions": _lines(content["actions"]),
        "earlier": _lines(content.get("earlier", [])),
        "messengers": content.get("messengers", []),
        "marking": settings.PROTECTIVE_MARKING if state else f"{settings.PROTECTIVE_MARKING}: {DRAFT}",
        "state": state or DRAFT.capitalize(),
        "reference": f"{minutes.case.reference}, minutes of {day(held)}, version {minutes.number}",
        "held_on": day(held),
        "case": minutes.case.reference,
        "sha256": minutes.sha256,
        "created": minutes.drafted_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _lines(actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines of a table; minutes of before the answer was kept say where an action stood."""
    return [
        {
            **line,
            "description": " ".join(paragraphs(line["description"])),
            "answer": " ".join(paragraphs(line.get("answer", line["status"]))),
        }
        for line in actions
    ]


def _state(minutes: Minutes, until: dt.datetime) -> str:
    """What the chair had done with exactly this version, in words; empty for what nobody had approved."""
    rows = sorted((row for row in minutes.approvals.all() if row.recorded_at <= until), key=lambda row: row.recorded_at)
    return ". ".join(f"{SAID[row.state]} by the chair on {day(row.approved_on)}" for row in rows)


def _made(context: dict[str, Any], identifier: str) -> Document:
    return document(render_to_string("minutes/minutes_pdf.html", context), identifier=identifier)
