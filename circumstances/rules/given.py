"""What a fact is checked against before it is recorded, and the refusals that every kind shares (CIR-07)."""

from dataclasses import dataclass, fields
from datetime import date
from typing import ClassVar

from audit.refusals import Effect, Finding
from circumstances.rules.kinds import Kind


@dataclass(frozen=True, slots=True)
class Around:
    """What stands of the case beside the fact. Dates are Europe/London dates.

    `foreign` is None while no nationality is recorded. `inside_since` is the first day of a time in prison or youth
    detention that lasts, `release_due_on` the day on which it is to end.
    """

    today: date
    foreign: bool | None = None
    level: int | None = None
    category: int | None = None
    age: int | None = None
    inside_since: date | None = None
    release_due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One fact as typed. Subclasses name its fields and say what stands against recording it."""

    kind: ClassVar[Kind]
    ahead: ClassVar[frozenset[str]] = frozenset()
    """The days that may lie in the future."""

    def findings(self, around: Around) -> list[Finding]:
        """What stands against recording it."""
        return []


def findings(given: Given, *, on: date, source: str, around: Around) -> list[Finding]:
    """What stands against recording a fact as it stood on a day: its own rules, days to come, no source (CIR-07)."""
    found = [*given.findings(around)]
    days = {"on": on} | {one.name: getattr(given, one.name) for one in fields(given) if one.name not in given.ahead}
    late = [name for name, value in days.items() if isinstance(value, date) and value > around.today]
    found += [
        refuse("CIR-07", name, "This day is in the future.", "Enter the day on which it happened.") for name in late
    ]
    if not source.strip():
        found.append(require("CIR-07", "source", "A fact is recorded with its source.", "Say who said so."))
    return found


def refuse(rule: str, field: str | None, message: str, step: str) -> Finding:
    """A refusal."""
    return Finding(rule, Effect.REFUSE, message, field, step)


def require(rule: str, field: str, message: str, step: str) -> Finding:
    """A demand for what is missing."""
    return Finding(rule, Effect.REQUIRE, message, field, step)


def remind(rule: str, message: str, step: str) -> Finding:
    """A reminder that stops nothing."""
    return Finding(rule, Effect.PROMPT, message, None, step)


def day_of(rule: str, what: str, *, happened: bool, day: date | None, field: str) -> list[Finding]:
    """A demand for the day of `what` happened, and a refusal of a day on which nothing did."""
    if happened and day is None:
        return [require(rule, field, f"The day of {what} is missing.", "Enter it.")]
    if day is not None and not happened:
        return [
            refuse(rule, field, "This day does not fit the answer above.", "Leave it empty, or correct the answer.")
        ]
    return []
