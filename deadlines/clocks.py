"""The registry of clock rules: each app says what is due on a case, as a function of its facts.

A clock is two functions: `gather` reads the facts of many cases at once, `compute` turns one case's facts into what
is due. Nothing starts or stops a clock by hand.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from deadlines.policies import CasePolicy
from deadlines.rules.days import Due

Facts = Any
Gather = Callable[[Sequence[UUID]], Mapping[UUID, Facts]]
Compute = Callable[[Facts, CasePolicy], "Iterable[tuple[str, Due]]"]


@dataclass(frozen=True, slots=True)
class Clock:
    """One registered clock. `compute` yields (key, due); the key tells several of one rule apart.

    `decidable` is False for what nobody may pause, extend or exempt from (DUE-05), `after_end` True for what is still
    due once management of the case has ended.
    """

    name: str
    label: str
    gather: Gather
    compute: Compute
    is_review: bool = False
    decidable: bool = True
    after_end: bool = False


CLOCKS: dict[str, Clock] = {}
RECEIVERS_TOLD: set[str] = set()
"""Rules whose alerts go to the Co-ordinators of an area that takes the case over, too, at every stage (ALT-10)."""

KEPT_TO_VIEWERS: dict[str, Callable[[Any], Any]] = {}
"""Rule -> the rows behind a due date (whose `case_id` and `key` are outer references) that a viewer may see."""
REMINDING_THE_UNIT: set[str] = set()
"""Rules of which not who works on the case is reminded, but the Co-ordinator."""


def register(clock: Clock) -> None:
    """Add a clock; called from AppConfig.ready() of the app that owns the facts."""
    CLOCKS[clock.name] = clock


def clock_of(label: str) -> Clock | None:
    """The clock whose deadlines carry this label; None when it is registered no longer."""
    return next((clock for clock in CLOCKS.values() if clock.label == label), None)


def keep_to_viewers(rule: str, behind: Callable[[Any], Any]) -> None:
    """Show what is due under this rule only to those who may see the row behind it; called from AppConfig.ready()."""
    KEPT_TO_VIEWERS[rule] = behind


def remind_the_unit(rule: str) -> None:
    """Send reminders of what is due under this rule to the Co-ordinator; called from AppConfig.ready().

    For what is kept from those who manage the case: nobody else would hear of it before it is late (ALT-01).
    """
    REMINDING_THE_UNIT.add(rule)
