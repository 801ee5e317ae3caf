"""Which replies give minutes, and what is asked before the numbered copy leaves (ENQ-30)."""

from datetime import date

from audit.refusals import Effect, Finding
from enquiries.rules.routing import Response

GIVES_MINUTES = frozenset({Response.FULL, Response.REDACTED})
"""Replies that enclose the minutes of a meeting: each draws a numbered copy with the requester's mark."""


def redacts(response: Response, exemptions: int) -> bool:
    """Whether something is taken out of the copy by hand: of a redacted one, and wherever an item is left out."""
    return response is Response.REDACTED or (response is Response.FULL and exemptions > 0)


def minutes_findings(response: Response, *, approved: bool) -> list[Finding]:
    """A reply that gives minutes gives those of a meeting of the case, in the version that the chair approved."""
    if response not in GIVES_MINUTES or approved:
        return []
    message = "There are no approved minutes to give."
    return [Finding("ENQ-30", Effect.REFUSE, message, "meeting", "Choose a meeting whose minutes are approved.")]


def leaving_findings(*, drawn: bool, newest: bool, redacts: bool, redacted: bool) -> list[Finding]:
    """Why a reply with minutes cannot be recorded as sent: no copy, an amended version, or no redaction of it."""
    if not drawn:
        message = "No numbered copy was drawn for this reply."
        return [Finding("ENQ-30", Effect.REFUSE, message, None, "Draft the reply anew and have it approved.")]
    if not newest:
        message = "The minutes were amended since the copy was drawn."
        return [Finding("ENQ-30", Effect.REFUSE, message, None, "Draft the reply anew and have it approved.")]
    if redacts and not redacted:
        message = "It is not recorded who redacted the copy by hand, and who checked it."
        return [Finding("ENQ-30", Effect.REFUSE, message, None, "Record that first.")]
    return []


def redaction_findings(
    *, redacted_by: str, checked_by: str, checked_on: date, drawn_on: date, today: date
) -> list[Finding]:
    """What is wrong with the record of a redaction by hand: one name missing, the same twice, or the day."""
    found = [
        Finding("ENQ-30", Effect.REQUIRE, message, box, "Enter name and post.")
        for box, name, message in (
            ("redacted_by", redacted_by, "It is not said who redacted the copy."),
            ("checked_by", checked_by, "It is not said who checked it."),
        )
        if not name.strip()
    ]
    if not found and _plain(redacted_by) == _plain(checked_by):
        message = "Somebody else checks what was redacted."
        found.append(Finding("ENQ-30", Effect.REFUSE, message, "checked_by", "Name another person."))
    if checked_on > today or checked_on < drawn_on:
        message = "It was checked between the drawing of the copy and today."
        found.append(Finding("ENQ-30", Effect.REFUSE, message, "checked_on", "Correct the day."))
    return found


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
