"""The table of timescales: each time limit with its figure, what it is counted from, what satisfies it, what stops it.

`deadlines/reference/timescales.toml` holds the rows; rule, source and strength stand in the rulebook, figures that may
differ by area in the policies. Pure Python.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "reference" / "timescales.toml"


class Counted(StrEnum):
    """Which way a limit is counted from its event."""

    AFTER = "after"
    BEFORE = "before"
    ON = "on"


@dataclass(frozen=True, slots=True)
class Timescale:
    """One time limit: of which clock and rule, how long (a setting, a figure or words), from what, met by what.

    `where` names the constant of a figure, as module:NAME. `unwatched` says why no clock runs for it.
    """

    rule: str
    what: str
    event: str
    clock: str = ""
    setting: str = ""
    figure: int | None = None
    unit: str = ""
    where: str = ""
    limit: str = ""
    counted: Counted = Counted.AFTER
    met: str = ""
    stops: str = ""
    unwatched: str = ""

    @property
    def fixed(self) -> str:
        """The limit where no policy sets it: "3 days", or its words; empty for a setting."""
        if self.figure is None:
            return self.limit
        return f"{self.figure} {self.unit[:-1] if self.figure == 1 else self.unit}"


def parse(text: str) -> tuple[Timescale, ...]:
    """Return the rows written in TOML; ValueError for one that says how long it is in no way, or in two."""
    found = []
    for raw in tomllib.loads(text)["timescale"]:
        row = Timescale(event=raw.pop("from"), counted=Counted(raw.pop("counted", "after")), **raw)
        if sum(map(bool, (row.setting, row.figure, row.limit))) != 1:
            raise ValueError(f"{row.what}: say how long it is once, as a setting, a figure or a limit in words")
        if bool(row.clock) == bool(row.unwatched) or bool(row.clock) != bool(row.met):
            raise ValueError(f"{row.what}: name its clock and what satisfies it, or why it is not watched")
        found.append(row)
    return tuple(found)


@lru_cache(maxsize=1)
def timescales() -> tuple[Timescale, ...]:
    """Return the whole table, in its order."""
    return parse(TABLE.read_text(encoding="utf-8"))


def of_clock(clock: str, rule: str) -> Sequence[Timescale]:
    """Return the rows of one clock under one rule."""
    return [row for row in timescales() if (row.clock, row.rule) == (clock, rule)]
