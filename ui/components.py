"""The shapes that pages hand to the component tags. Plain data: no query, no rule, no markup."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

# The colours that the design system has for tags; the word in the tag says what the colour means.
TAG_COLOURS = frozenset(
    {"grey", "green", "teal", "turquoise", "blue", "purple", "magenta", "pink", "red", "orange", "yellow"}
)

# Bands from least to most serious, as words mean them in RoSH and in the youth matrices; used for grids and tags.
BANDS = {"low": "green", "medium": "yellow", "high": "orange", "very-high": "red", "none": "grey"}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a case page is about. `name` is shown in the bar only, never in a title or an address.

    `badges` are (words, colour); `facts` are (label, value) such as ("Level", "2"). Without a next review the bar
    says that none is set.
    """

    name: str
    reference: str
    dob: date | None = None
    age: int | None = None
    badges: Sequence[tuple[str, str]] = ()
    facts: Sequence[tuple[str, Any]] = ()
    next_review: date | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell of a grid: its word, the band that colours it, and what is plotted in it."""

    word: str
    band: str
    items: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Matrix:
    """A grid of words, such as impact by likelihood. `rows` are (label, cells), in the order to be drawn."""

    caption: str
    row_title: str
    column_title: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[MatrixCell]]]


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a timeline. `at` is a date (London) or an instant (UTC); `rule` adds a "Why?" link.

    `recorded` is when it was written down, which tells the entries of one day in their order; it is not shown.
    """

    title: str
    at: date
    by: str | None = None
    text: str | None = None
    href: str | None = None
    rule: str | None = None
    badges: Sequence[tuple[str, str]] = ()
    recorded: datetime | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a summary list. A value of None means not recorded; see `ui.words.Missing` for the other two."""

    key: str
    value: Any = None
    rule: str | None = None
    href: str | None = None
    action: str = "Change"


def as_row(row: Any) -> Row:
    """A summary row from a Row, a (key, value) pair or a mapping with the fields of Row."""
    if isinstance(row, Row):
        return row
    if isinstance(row, Mapping):
        return Row(**row)
    key, value = row
    return Row(key=key, value=value)
