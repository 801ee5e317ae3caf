"""The circulation of a draft summary: who is asked, until when, and what the chair does with the answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.refusals import Effect, Finding
from deadlines.rules.days import Due, in_words


class Exemption(StrEnum):
    """What a contributor may ask to have left out, by the law that lets it."""

    CRIME = "crime"
    OTHER_PERSON = "other_person"
    SAFETY = "safety"
    CONFIDENCE = "confidence"
    OTHER = "other"


EXEMPTION_WORDS: Mapping[Exemption, str] = {
    Exemption.CRIME: "It may very well harm the prevention or detection of crime (DPA 2018 s45(4))",
    Exemption.OTHER_PERSON: "It is about another person who can be recognised (DPA 2018 s16(1))",
    Exemption.SAFETY: "It may endanger somebody's health or safety (FOIA s38)",
    Exemption.CONFIDENCE: "It was given in confidence (FOIA s41)",
    Exemption.OTHER: "Another ground, said in the comment",
}


@dataclass(frozen=True, slots=True)
class CirculationFacts:
    """Where the circulation of a draft stands. `changed` says that the wording was changed after it was sent round."""

    circulated: bool
    comments_by: date | None = None
    changed: bool = False
    unanswered: int = 0


def circulation_findings(facts: CirculationFacts, *, today: date) -> list[Finding]:
    """What the chair is asked before issuing: warnings alone, but for comments nobody decided on (EXS-11, EXS-12)."""
    found = []
    if not facts.circulated:
        message = "The draft was not sent to those who attended, reported or contributed."
        found.append(Finding("EXS-11", Effect.WARN, message, None, "Send it round first, or say that it cannot wait."))
    elif facts.comments_by is not None and today <= facts.comments_by:
        message = f"Contributors may still comment until {in_words(facts.comments_by)}."
        found.append(Finding("EXS-11", Effect.WARN, message, None, "Wait, or say that it cannot wait."))
    if facts.circulated and facts.changed:
        message = "The wording was changed after contributors saw it."
        found.append(Finding("EXS-11", Effect.WARN, message, None, "Send it round again, or say that it cannot wait."))
    if facts.unanswered:
        many = "comments have" if facts.unanswered > 1 else "comment has"
        message = f"{facts.unanswered} {many} no decision of the chair yet."
        found.append(Finding("EXS-12", Effect.BLOCK, message, None, "Decide on each, with a reason."))
    return found


def age_findings(*, amended_since: bool) -> list[Finding]:
    """The chair is asked whether a wording still holds that is older than the newest minutes (EXS-15)."""
    if not amended_since:
        return []
    message = "The minutes were amended after this wording was last changed."
    return [Finding("EXS-15", Effect.WARN, message, None, "Compare it with the minutes, and say that it holds.")]


def asking_findings(*, comments_by: date, today: date, anybody: bool) -> list[Finding]:
    """Refusals of a circulation: to nobody, or with a day for comments that has gone (EXS-11)."""
    found = []
    if not anybody:
        message = "There is nobody to send the draft to."
        found.append(Finding("EXS-11", Effect.REFUSE, message, None, "Record who attended first."))
    if comments_by <= today:
        message = "The last day for comments is a day to come."
        found.append(Finding("EXS-11", Effect.REQUIRE, message, "comments_by", "Enter a later day."))
    return found


def comments_due(circulated_on: date, comments_by: date) -> Due:
    """The last day for comments on a draft that was sent round; afterwards the chair goes on without them (EXS-11)."""
    return Due(comments_by, circulated_on, "EXS-11", f"the day set when it was sent round, {in_words(circulated_on)}")
