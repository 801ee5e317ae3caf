"""Reports for recall, courts, the Parole Board and tribunals that use what a meeting heard (13b.25, 13b.33, 13b.34)."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from audit.refusals import Effect, Finding
from deadlines.rules.days import in_words


class Report(StrEnum):
    """What the report is for."""

    RECALL = "recall"
    COURT = "court"
    PAROLE_BOARD = "parole_board"
    TRIBUNAL = "tribunal"


REPORT_WORDS: Mapping[Report, str] = {
    Report.RECALL: "Recall",
    Report.COURT: "Court",
    Report.PAROLE_BOARD: "Parole Board",
    Report.TRIBUNAL: "Mental health tribunal",
}


class Said(StrEnum):
    """What became of an item that is to be used."""

    AGREED = "agreed"
    REFUSED = "refused"
    CLEARED = "cleared"
    LEFT = "left"


SAID_WORDS: Mapping[Said, str] = {
    Said.AGREED: "Agency agreed, with this wording",
    Said.REFUSED: "Agency did not agree",
    Said.CLEARED: "Cleared by the chair",
    Said.LEFT: "The report left",
}
_GATHERING = r"(?:meetings?|panels?|conferences?|chairs?)"
_HEARD = (
    "heard|told|discussed|reviewed|agreed|decided|noted|concluded|recorded|felt|found|considers?|considered|learned"
)
_MEETING = re.compile(
    rf"\bMAPPA?\b(?:\s+\w+){{0,3}}\s+{_GATHERING}\b"
    r"|\bMAPPA?\b(?:\s+\w+){0,2}\s+(?:discussions?|reviews?|forums?|hearings?|records?)\b"
    r"|\b(?:at|from|before)\s+(?:the\s+|a\s+)?MAPPA\b(?!\s+(?:level|category|l\d))"
    rf"|\bMAPPA\s+(?:partners\s+|agencies\s+|members\s+)?(?:(?:has|have|had|was|were)\s+)?(?:{_HEARD})\b"
    r"|\bMAPPPs?\b"
    rf"|\bmulti[- ]?agency\s+(?!risk\b)(?:\w+\s+){{0,3}}{_GATHERING}\b"
    rf"|\bpublic protection\s+(?:\w+\s+){{0,2}}{_GATHERING}\b"
    rf"|\b(?:level\s*|L)(?:2|3|two|three)\s+(?:\w+\s+){{0,2}}{_GATHERING}\b",
    re.IGNORECASE,
)
_MENTION = re.compile(r"\bMAPPA?\b(?!\s+(?:level|category|l\d))", re.IGNORECASE)
_MINUTES = re.compile(
    r"\b(?:the|these|those|our|its|their|meeting|MAPPA?|approved|draft)\s+(?:\w+\s+)?minutes\b"
    r"|\bminutes\s+of\s+(?:the|a|an|its|our)\b|\bminuted\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"\b(?:MAPPA?\s+)?level\s*(?:2|3|two|three)\b", re.IGNORECASE)
_EXPLAINED = re.compile(
    r"\b(?:means?|meaning|adds?|in addition|because|so that|contribut\w+|agencies|which lets?|in order to)\b",
    re.IGNORECASE,
)


def cited(text: str) -> list[str]:
    """The words of a text that cite a meeting or its minutes, in their order (ENQ-20)."""
    found = [*_MEETING.finditer(text), *_MINUTES.finditer(text)]
    return [match.group() for match in sorted(found, key=lambda match: match.start())]


def wording_findings(text: str, *, clears: bool) -> list[Finding]:
    """Why a wording does not stand in a report: it cites the meeting, or names a level and explains nothing.

    Any other mention of MAPPA is asked about. `clears`: the report is one that mentions the minutes, and the chair
    clears it. Rules ENQ-20 to ENQ-22.
    """
    if not text.strip():
        message = "The wording is agreed with who came for that agency."
        return [Finding("ENQ-19", Effect.REQUIRE, message, "wording", "Enter the wording that was agreed.")]
    found = []
    meeting = _MEETING.search(text)
    minutes = _MINUTES.search(text)
    if meeting is not None:
        found.append(_cites(meeting.group()))
    if minutes is not None and not clears:
        found.append(_cites(minutes.group()))
    elif minutes is not None:
        message = f"The wording says “{minutes.group()}”."
        found.append(Finding("ENQ-22", Effect.WARN, message, "wording", "Confirm that the chair will clear it."))
    mention = _MENTION.search(text)
    if mention is not None and not found:
        message = f"The wording mentions “{mention.group()}”."
        step = "Confirm that it gives no meeting as the source."
        found.append(Finding("ENQ-20", Effect.WARN, message, "wording", step))
    if _LEVEL.search(text) is not None and _EXPLAINED.search(text) is None:
        message = "A report that says at which level somebody is managed explains what that adds."
        found.append(Finding("ENQ-21", Effect.WARN, message, "wording", "Confirm that the report explains it."))
    return found


def _cites(words: str) -> Finding:
    message = f"The wording cites the meeting: “{words}”."
    return Finding("ENQ-20", Effect.REFUSE, message, "wording", "Name the agency that gave the information.")


def consent_findings(
    *, answered: Said | None, agreed: bool, who: str, on: date, since: date, today: date
) -> list[Finding]:
    """Why the agency's answer cannot be recorded: given already, nobody named, a day that does not fit (ENQ-19).

    `since` is the day of the question, or of the answer before this one: an agreement may be withdrawn.
    """
    found = []
    if answered is Said.AGREED and agreed:
        found.append(Finding("ENQ-19", Effect.REFUSE, "This agency has agreed already.", None))
    if not who.strip():
        message = "Somebody who came to the meeting for that agency answers."
        found.append(Finding("ENQ-19", Effect.REQUIRE, message, "who", "Name them and their post."))
    if on > today or on < since:
        message = f"It was answered between {in_words(since)} and today."
        found.append(Finding("ENQ-19", Effect.REFUSE, message, "on", "Correct the day."))
    return found


def refusal_findings(*, reason: str, left: bool, told: str) -> list[Finding]:
    """What a refusal says: why; and where the report left already, who of those that have it was told.

    Rules ENQ-19 and ENQ-29.
    """
    found = []
    if not reason.strip():
        found.append(Finding("ENQ-19", Effect.REQUIRE, "An agency that says no says why.", "reason", "Say why."))
    if left and not told.strip():
        message = "The report left already, so those who have it are told that the agency does not agree any more."
        found.append(Finding("ENQ-29", Effect.REQUIRE, message, "told", "Say who was told, and how."))
    return found


def leaving_findings(*, usable: bool, recipients: str, on: date, since: date, today: date) -> list[Finding]:
    """Why it cannot be recorded that a report left: not agreed or not cleared, to nobody, a wrong day (ENQ-29)."""
    if not usable:
        message = "This information may not stand in the report now."
        return [Finding("ENQ-29", Effect.REFUSE, message, None, "The agency agrees first, and the chair clears it.")]
    found = []
    if not recipients.strip():
        message = "It is kept to whom the report went."
        found.append(Finding("ENQ-29", Effect.REQUIRE, message, "recipients", "Name each recipient."))
    if on > today or on < since:
        message = f"It left between {in_words(since)} and today."
        found.append(Finding("ENQ-29", Effect.REFUSE, message, "on", "Correct the day."))
    return found


def clearing_findings(*, mentions: bool, answered: Said | None, cleared: bool) -> list[Finding]:
    """Why the chair has nothing to clear: no mention of minutes, no agreed wording, or cleared already (ENQ-22)."""
    if not mentions:
        return [Finding("ENQ-22", Effect.REFUSE, "This report does not mention the minutes.", None)]
    if answered is not Said.AGREED:
        message = "The agency has not agreed to a wording."
        return [Finding("ENQ-22", Effect.REFUSE, message, None, "Record its answer first.")]
    if cleared:
        return [Finding("ENQ-22", Effect.REFUSE, "The chair has cleared it already.", None)]
    return []


def may_be_used(*, mentions: bool, answered: Said | None, cleared: bool) -> bool:
    """Whether the item may stand in the report now (ENQ-19, ENQ-22)."""
    return answered is Said.AGREED and (cleared or not mentions)


def loss_findings(*, found_on: date, told: str, referred_on: date | None, reason: str, today: date) -> list[Finding]:
    """Why a breach of the rules on distribution cannot be recorded so (ENQ-23)."""
    found = []
    if found_on > today:
        found.append(Finding("ENQ-23", Effect.REFUSE, "This day is in the future.", "found_on", "Correct the day."))
    if not told.strip():
        message = "The chair and the agencies concerned are told."
        found.append(Finding("ENQ-23", Effect.REQUIRE, message, "told", "Say who was told."))
    if referred_on is not None and (referred_on < found_on or referred_on > today):
        message = "It was referred between the day on which it was found and today."
        found.append(Finding("ENQ-23", Effect.REFUSE, message, "referred_on", "Correct the day."))
    if referred_on is None and not reason.strip():
        message = "Either it is referred to the Information Commissioner, or it is said why not."
        found.append(Finding("ENQ-23", Effect.REQUIRE, message, "reason", "Say why not."))
    return found
