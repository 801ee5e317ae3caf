"""The impact and likelihood matrices as data, and the level of serious harm that plotted behaviours suggest.

Matrix 1 is the older table, in which Major and Critical impact leave the level open from Medium to Very High. Matrix 2
is the local refinement used for suggestions; some of its cells hold two levels and leave the choice to the assessor.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from assessments.rules.levels import Imminence, RoshLevel
from assessments.rules.ordered import OrderedChoice


class Impact(OrderedChoice):
    """How bad it would be, least first."""

    SLIGHT = "slight"
    MINOR = "minor"
    MEDIUM = "medium"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def label(self) -> str:
        """The impact as the screens print it."""
        return self.value.capitalize()


class Chance(OrderedChoice):
    """How likely it is, least first."""

    UNLIKELY = "unlikely"
    POSSIBLE = "possible"
    LIKELY = "likely"
    VERY_LIKELY = "very_likely"
    ALMOST_CERTAIN = "almost_certain"

    @property
    def label(self) -> str:
        """The likelihood as the screens print it."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Cell:
    """The levels a cell of a matrix allows, from `low` to `high`; the same level twice where it holds one."""

    low: RoshLevel
    high: RoshLevel

    @property
    def is_split(self) -> bool:
        """True where the assessor chooses between levels."""
        return self.low is not self.high

    @property
    def label(self) -> str:
        """The cell as the screens print it, for example "High or Very High"."""
        if not self.is_split:
            return self.low.label
        between = " to " if self.high.rank - self.low.rank > 1 else " or "
        return f"{self.low.label}{between}{self.high.label}"

    def holds(self, level: RoshLevel) -> bool:
        """True where `level` is one the cell allows."""
        return self.low <= level <= self.high


Matrix = Mapping[tuple[Impact, Chance], Cell]

_LOW = Cell(RoshLevel.LOW, RoshLevel.LOW)
_MEDIUM = Cell(RoshLevel.MEDIUM, RoshLevel.MEDIUM)
_MEDIUM_HIGH = Cell(RoshLevel.MEDIUM, RoshLevel.HIGH)
_HIGH = Cell(RoshLevel.HIGH, RoshLevel.HIGH)
_HIGH_VERY_HIGH = Cell(RoshLevel.HIGH, RoshLevel.VERY_HIGH)
_VERY_HIGH = Cell(RoshLevel.VERY_HIGH, RoshLevel.VERY_HIGH)
_OPEN = Cell(RoshLevel.MEDIUM, RoshLevel.VERY_HIGH)

SERIOUS: frozenset[Impact] = frozenset({Impact.MAJOR, Impact.CRITICAL})
"""Impacts that reach serious harm; anything less leaves the level Low."""


def _rows(rows: Mapping[Impact, Sequence[Cell]]) -> Matrix:
    return {
        (impact, chance): cell for impact, cells in rows.items() for chance, cell in zip(Chance, cells, strict=True)
    }


MATRIX_1: Matrix = {
    (impact, chance): _OPEN if impact in SERIOUS else _LOW for impact, chance in product(Impact, Chance)
}

MATRIX_2: Matrix = _rows(
    {
        Impact.SLIGHT: [_LOW] * 5,
        Impact.MINOR: [_LOW] * 5,
        Impact.MEDIUM: [_LOW] * 5,
        Impact.MAJOR: [_MEDIUM, _MEDIUM, _MEDIUM_HIGH, _HIGH, _HIGH],
        Impact.CRITICAL: [_HIGH, _HIGH, _HIGH_VERY_HIGH, _VERY_HIGH, _VERY_HIGH],
    }
)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One behaviour or offence of concern, as plotted. `in_custody` says for which of the two grids it counts."""

    label: str
    impact: Impact
    chance: Chance
    imminence: Imminence | None = None
    in_custody: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The level, or range, the plotted behaviours suggest, what set it and the steps in words."""

    cell: Cell
    behaviours: tuple[Behaviour, ...]
    rule: str
    steps: tuple[str, ...]


def plot(behaviours: Sequence[Behaviour]) -> Suggestion:
    """The suggestion of Matrix 2: the highest cell among the behaviours (YJ-04), Low below serious harm (YJ-05).

    The text gives a level for each behaviour; taking the highest is the product's reading, and the assessor judges.
    """
    if not behaviours:
        step = "No behaviour of concern is plotted, so nothing points above Low."
        return Suggestion(_LOW, (), "YJ-05", (step,))
    cells = {behaviour: MATRIX_2[behaviour.impact, behaviour.chance] for behaviour in behaviours}
    steps = tuple(
        f"{behaviour.label}: {behaviour.impact.label} impact, {behaviour.chance.label.lower()}, gives {cell.label}."
        for behaviour, cell in cells.items()
    )
    if not any(behaviour.impact in SERIOUS for behaviour in behaviours):
        step = "No behaviour has Major or Critical impact, so none reaches serious harm: Low."
        return Suggestion(_LOW, tuple(behaviours), "YJ-05", (*steps, step))
    highest = max(cells.values(), key=lambda cell: (cell.high.rank, cell.low.rank))
    setting = tuple(behaviour for behaviour, cell in cells.items() if cell == highest)
    step = f"The highest is {highest.label}."
    return Suggestion(highest, setting, "YJ-04", (*steps, step))
