"""Words for values that are stored as keys, in one place for pages, API and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import day

if TYPE_CHECKING:
    from offenders.models import Offence

CATEGORY_WORDS: dict[int | None, str] = {
    1: "1: subject to notification",
    2: "2: violent or other sexual",
    3: "3: other dangerous",
    4: "4: terrorist or terrorist risk",
}
ROSH_WORDS = {"low": "Low", "medium": "Medium", "high": "High", "very_high": "Very high"}
GROUP_WORDS = {
    "public": "the public",
    "prisoners": "prisoners",
    "known_adult": "a known adult",
    "children": "children",
    "staff": "staff",
    "self": "self",
}


def sentence_words(offence: Offence) -> str:
    """The disposal and its term, with its day where that is not the day of the outcome: as forms print it."""
    said = " ".join(part for part in (offence.get_disposal_display(), offence.term_in_words) if part)
    said = f"{said}, passed on {day(offence.sentenced_on)}" if offence.sentenced_on else said
    if offence.activation is None:
        return said
    return f"{said}, activated on {day(offence.activation.decided_on)} for {offence.activation.term_in_words}"
