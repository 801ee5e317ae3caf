"""Why a serious case review is mandatory, or is not: the offence charged and the levels before it (20.4)."""

from collections.abc import Sequence
from datetime import date, timedelta

from deadlines.rules.days import in_words
from papers.rules.checks import BEFORE_THE_OFFENCE, review_is_mandatory
from papers.rules.choices import GRAVEST, SFO

Levels = Sequence[tuple[date, int | None]]


def is_mandatory(kind: str, committed_on: date, levels: Levels) -> bool:
    """Whether the Board must commission a review (SCR-01). `levels` are the decisions, oldest first."""
    return review_is_mandatory(kind, committed_on, levels)


def why(kind: str, committed_on: date, levels: Levels) -> str:
    """The same in one or two sentences, for the page and for the record of the decision (SCR-01, SCR-02)."""
    charged = SFO[kind]
    if kind not in GRAVEST:
        return f"Not mandatory: “{charged}” is not murder, manslaughter or rape, nor an attempt at murder or rape."
    since = committed_on - timedelta(days=BEFORE_THE_OFFENCE)
    window = f"between {in_words(since)} and the offence on {in_words(committed_on)}"
    if not is_mandatory(kind, committed_on, levels):
        return f"Not mandatory: {charged.lower()}, but at neither Level 2 nor Level 3 {window}."
    return f"Mandatory: {charged.lower()}, and at Level {_highest(committed_on, levels)} {window}."


def _highest(committed_on: date, levels: Levels) -> int:
    """The higher of the levels that make it mandatory."""
    found = [level for level in (3, 2) if review_is_mandatory("murder", committed_on, _only(level, levels))]
    return found[0]


def _only(wanted: int, levels: Levels) -> list[tuple[date, int | None]]:
    return [(day, level if level == wanted else None) for day, level in levels]
