"""Files that agencies send before a meeting: what they come with, and why one is not taken or not handed out. Pure."""

from enum import StrEnum

from audit.refusals import Effect, Finding
from meetings.rules.files import Kind, inspect
from meetings.rules.returns import GAVE


class Place(StrEnum):
    """What a file comes with."""

    PAPER = "paper"
    RETURN = "return"
    REPORT = "report"


class Scan(StrEnum):
    """What the virus scanner made of a file."""

    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"


PLACE_WORDS = {
    Place.PAPER: "Paper of the meeting",
    Place.RETURN: "With the return of information",
    Place.REPORT: "Report sent instead of attending",
}
SCAN_WORDS = {
    Scan.WAITING: ("Waiting for the virus scan", "yellow"),
    Scan.CLEAN: ("Scanned", "green"),
    Scan.INFECTED: ("Refused by the virus scan", "red"),
}


def file_findings(*, name: str, data: bytes, most: int) -> tuple[Kind | None, list[Finding]]:
    """The kind of a file that is taken, or why it is not (MTG-83). `most` is the limit in bytes."""
    if len(data) > most:
        message = f"The file is larger than {most // (1024 * 1024)} MB."
        return None, [Finding("MTG-83", Effect.REFUSE, message, "file", "Send a smaller file, or split it.")]
    kind, against = inspect(name, data)
    if kind is not None:
        return kind, []
    return None, [Finding("MTG-83", Effect.REFUSE, against, "file")]


def place_findings(place: Place, answer: str, *, is_open: bool, was_held: bool) -> list[Finding]:
    """Why a file cannot be sent: the meeting is over, or nothing was returned that it could belong to (MTG-85).

    `answer` is the return of the agency, empty for papers. A return may come late, and its file with it.
    """
    late = place is Place.RETURN and was_held
    if not is_open and not late:
        message = "The meeting is over, so nothing more is put before it."
        step = "Record what is known as information of the case."
        return [Finding("MTG-85", Effect.REFUSE, message, "place", step)]
    if place is not Place.RETURN or answer == GAVE:
        return []
    message = "A file comes with a return that gives information."
    step = "Record the return first, or send the file as a report."
    return [Finding("MTG-85", Effect.REFUSE, message, "place", step)]


def handing_out_findings(scan: Scan, *, withdrawn: bool) -> list[Finding]:
    """Why a file is not handed out: withdrawn, or not found clean by the scanner (MTG-84)."""
    if withdrawn:
        return [Finding("MTG-84", Effect.REFUSE, "This file was withdrawn.", None, "Ask the agency that sent it.")]
    if scan is Scan.CLEAN:
        return []
    words, _ = SCAN_WORDS[scan]
    step = "Try again in a few minutes." if scan is Scan.WAITING else "Ask the agency to send it again."
    return [Finding("MTG-84", Effect.REFUSE, f"{words}.", None, step)]
