"""Why something was not written: findings of rules, and the three ways in which a service says no.

Pure Python: rules import it without Django. Pages and the API turn these into sentences; nothing here renders.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Effect(StrEnum):
    """What a finding does to the step it is about (the verbs of the day-counting convention)."""

    REFUSE = "refuse"  # nothing is written
    BLOCK = "block"  # kept as a draft, cannot be closed
    REQUIRE = "require"  # the item must be filled before the step completes
    WARN = "warn"  # goes through after an acknowledgement or reason, which is kept
    PROMPT = "prompt"  # shown, nothing asked


STOPPING = frozenset({Effect.REFUSE, Effect.BLOCK, Effect.REQUIRE})


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's answer about one step: the rule id, what it does, and one plain sentence for the user."""

    rule: str
    effect: Effect
    message: str
    field: str | None = None
    next_step: str | None = None

    @property
    def stops(self) -> bool:
        """True when the step cannot complete while this finding stands."""
        return self.effect in STOPPING


class RuleRefused(Exception):
    """A service refused because of one or more rules; nothing was written."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__(" ".join(finding.message for finding in self.findings))

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that refused, in the order found."""
        return tuple(finding.rule for finding in self.findings)


class NotPermitted(Exception):
    """The actor may not do this to this case. Pages and the API answer as if it did not exist."""

    def __init__(self, action: str, *, case_id: Any = None) -> None:
        self.action = action
        self.case_id = case_id
        super().__init__(f"not permitted: {action}")


class TooMuchReading(Exception):
    """The actor has opened more cases than one person reads in that time; further ones wait for so many minutes."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(f"too many cases opened; wait {minutes} minutes")


class Conflict(Exception):
    """Somebody else changed the record since the actor opened it; carries both versions for the page that compares."""

    def __init__(
        self, label: str, *, theirs: Mapping[str, Any], yours: Mapping[str, Any], current_version: Any
    ) -> None:
        self.label = label
        self.theirs = dict(theirs)
        self.yours = dict(yours)
        self.current_version = current_version
        super().__init__(f"{label} was changed meanwhile")


def stop(findings: Sequence[Finding]) -> None:
    """Raise RuleRefused with the findings that stop the step; return quietly when none does."""
    stopping = [finding for finding in findings if finding.stops]
    if stopping:
        raise RuleRefused(stopping)
