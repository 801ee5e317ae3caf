"""Which offences of children always lead to notification to the police (rule NOT-16). Pure.

The list is that of the youth justice guidance, by the entries of Schedule 15 under which each offence stands there.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from audit.refusals import Effect, Finding
from offenders.rules.facts import Outcome

ALWAYS: Mapping[str, frozenset[int]] = MappingProxyType(
    {
        "rape": frozenset({66, 102, 106}),
        "assault by penetration": frozenset({103, 107}),
        "meeting a child following sexual grooming": frozenset({116}),
        "causing sexual activity without consent": frozenset({105}),
        "administering a substance with intent": frozenset({144}),
        "an offence specifically against a person with a mental disorder": frozenset(range(123, 135)),
    }
)
"""What the offence is -> its entries in Schedule 15 to the Criminal Justice Act 2003, Part 2."""


def always_notified(entry: int | None) -> str | None:
    """Return in words which offence of the list stands under this entry of Schedule 15; None where none does."""
    return next((words for words, entries in ALWAYS.items() if entry in entries), None)


def notification_findings(
    entry: int | None, *, outcome: Outcome, under_18: bool, schedule_3: bool, threshold: int | None
) -> Sequence[Finding]:
    """Return a warning where an offence of the list is recorded as if a child need not notify, or only from a term.

    `under_18` is the age at the conviction, caution or finding. A conviction abroad needs an order of its own (CAT-06).
    """
    listed = always_notified(entry)
    if listed is None or not under_18 or outcome is Outcome.CONVICTION_ABROAD:
        return []
    message = f"Under 18, too, {listed} always leads to notification to the police."
    if not schedule_3:
        step = "Tick that Schedule 3 lists it, or confirm that it is meant so."
        return [Finding("NOT-16", Effect.WARN, message, "schedule_3", step)]
    if threshold is not None:
        step = "Leave the term empty, or confirm that it is meant so."
        return [Finding("NOT-16", Effect.WARN, message, "schedule_3_threshold_months", step)]
    return []
