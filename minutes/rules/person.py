"""What the person may read of their plan: lines that were chosen for them and in which nothing is found.

Only licence conditions and agreed actions are offered; the risks, the contingency, reasons and names never are. What is
offered still goes through the leak check and through the wording that is never used to the person. Nobody lets a hit
stand here: the line is left out, or its words are changed in the plan.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assessments.rules.plan import ActionStatus, Pillar
from audit.refusals import Effect, Finding
from minutes.rules.leaks import Known, leaks

WITHHELD_HEADINGS = frozenset({Pillar.VICTIM_SAFETY.value})
"""Headings of the plan of which nothing is offered."""


class Wording(StrEnum):
    """Wording that is never used to the person."""

    MARAC = "marac"
    VICTIM_TOLD = "victim_told"


RULE_OF: Mapping[Wording, str] = {Wording.MARAC: "RMP-15", Wording.VICTIM_TOLD: "RMP-16"}
SAYS: Mapping[Wording, str] = {
    Wording.MARAC: "mentions MARAC or the victim’s adviser",
    Wording.VICTIM_TOLD: "says what a victim is told, or who is in contact with one",
}
_MARAC = re.compile(
    r"""(?<!\w)(?:m[\W_]{0,3}a[\W_]{0,3}r[\W_]{0,3}a[\W_]{0,3}c(?:[\W_]{0,2}s)?
        |risk[\W_]{1,3}assessment[\W_]{1,3}conferenc\w{1,3}
        |(?:domestic|dv|da)[\W_]{1,3}(?:(?:abuse|violence)[\W_]{1,3})?(?:conference|forum|adviso\w{1,2}|advise\w{1,2})s?
        |i[\W_]{0,3}d[\W_]{0,3}v[\W_]{0,3}a(?:[\W_]{0,2}s)?)(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_VICTIM = r"(?:victims?|survivors?|complainants?|ex-?partners?)(?:['’]s?)?"
_TOLD = r"(?:tells?|told|inform(?:s|ed)?|warn(?:s|ed)?|notif(?:y|ies|ied)|disclos\w{1,4}|updat\w{1,3})"
_VICTIM_TOLD = re.compile(
    rf"""(?<!\w)(?:{_TOLD}[^.!?]{{0,60}}?\b{_VICTIM}|{_VICTIM}[^.!?]{{0,60}}?\b{_TOLD}
        |{_VICTIM}[\W_]{{1,3}}(?:liaison|contact|support|adviser|advisor|scheme)|vlos?|vcs)(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the plan: its key, its heading, its words, and by which day (Europe/London), if it has one."""

    key: str
    heading: str
    text: str
    by: date | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a line cannot go to the person: the rule, and what is wrong in words."""

    rule: str
    words: str


def may_be_offered(*, heading: str, status: str, sensitive: bool, safeguarding: bool) -> bool:
    """Whether an action of the plan may be chosen for the person at all (RMP-14)."""
    kept = sensitive or safeguarding or heading in WITHHELD_HEADINGS
    return not kept and status == ActionStatus.OPEN.value


def stops(lines: Iterable[Line], known: Known) -> dict[str, Stop]:
    """Key -> what is found in that line, of those in which something is (RMP-14 to RMP-16). One look at all of them."""
    found: dict[str, Stop] = {}
    texts = {line.key: line.text for line in lines}
    for hit in leaks(texts, known):
        found.setdefault(hit.field, Stop("RMP-14", hit.sentence))
    for key, text in texts.items():
        for wording, pattern in ((Wording.MARAC, _MARAC), (Wording.VICTIM_TOLD, _VICTIM_TOLD)):
            if pattern.search(plain(text)):
                found[key] = Stop(RULE_OF[wording], f"It {SAYS[wording]}.")
                break
    return found


def plain(text: str) -> str:
    """The text as it is read: look-alike forms of letters made one, marks and what cannot be seen taken out."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if unicodedata.category(letter) not in {"Cf", "Mn"})


def copy_findings(*, in_force: bool, chosen: Sequence[Line], found: Mapping[str, Stop]) -> list[Finding]:
    """Why a copy cannot be made of these lines (RMP-14 to RMP-16)."""
    if not in_force:
        return [Finding("RMP-14", Effect.REFUSE, "No plan is in force.", None, "Put the plan in force first.")]
    if not chosen:
        message = "A copy has at least one line."
        return [Finding("RMP-14", Effect.REQUIRE, message, "lines", "Choose what the person is to read.")]
    step = "Leave it out, or change its words in the plan."
    return [
        Finding(found[line.key].rule, Effect.REFUSE, f"“{line.text[:80]}”: {found[line.key].words}", "lines", step)
        for line in chosen
        if line.key in found
    ]


def given_findings(*, stands: bool, clean: bool, given: bool, on: date, made_on: date, today: date) -> list[Finding]:
    """Why a copy cannot be recorded as given: its plan was replaced, something is found now, or the day (RMP-14)."""
    again = "Make a new copy."
    if given:
        return [Finding("RMP-14", Effect.REFUSE, "This copy was given already.", None)]
    if not stands:
        return [Finding("RMP-14", Effect.REFUSE, "The plan was changed since this copy was made.", None, again)]
    if not clean:
        message = "What the case knows today stops a line of this copy."
        return [Finding("RMP-14", Effect.REFUSE, message, None, again)]
    if on > today:
        return [Finding("RMP-14", Effect.REFUSE, "This day is in the future.", "on", "Enter the day it was given.")]
    if on < made_on:
        return [Finding("RMP-14", Effect.REFUSE, "The copy was made later.", "on", "Correct the day.")]
    return []
