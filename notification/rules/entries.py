"""What an entry of the notification record has to say, and when it cannot be (rule NOT-15)."""

from collections.abc import Mapping
from datetime import date

from audit.refusals import Effect, Finding
from notification.rules.facts import ABOUT, Event, Kind, without_errors


def check(entry: Event, earlier: Mapping[str, Event], today: date) -> list[Finding]:
    """Return what stands against recording `entry` after the `earlier` ones of the case, by their ids."""
    found = _about(entry, earlier)
    if entry.on > today and entry.kind is not Kind.TRAVEL:
        found.append(
            _refuse("on", "Only a journey abroad can lie in the future.", "Enter the day on which it happened.")
        )
    if entry.until is not None and entry.until < entry.on:
        found.append(_refuse("until", "It ends before it begins.", "Correct one of the days."))
    if entry.until is not None and entry.kind not in {Kind.AWAY, Kind.TRAVEL}:
        found.append(_refuse("until", "Only a stay away and a journey abroad have a last day.", "Leave it empty."))
    if (entry.changed is None) == (entry.kind is Kind.CHANGE):
        message = "Say what changed, for a change of details and for nothing else."
        found.append(_refuse("changed", message, "Choose what changed, or leave it empty."))
    return found


def _about(entry: Event, earlier: Mapping[str, Event]) -> list[Finding]:
    kinds = ABOUT.get(entry.kind)
    if kinds is None:
        return [_refuse("about", "This is about no earlier entry.", "Leave it empty.")] if entry.about else []
    standing = {one.id: one for one in without_errors(earlier.values())}
    named = earlier.get(entry.about or "")
    if named is not None and named.kind is not Kind.ERROR and named.id not in standing:
        return [_refuse("about", "That entry was recorded in error.", "Choose one that stands.")]
    first = standing.get(entry.about or "")
    if first is None or first.kind not in kinds:
        return [_refuse("about", "Choose the entry that this is about.", "Record that entry first if it is missing.")]
    if any((one.kind, one.about) == (entry.kind, entry.about) for one in standing.values()):
        return [_refuse("about", "That is recorded already.", "Look at the entry that is recorded.")]
    began = first.until if entry.kind is Kind.RETURNED else first.on
    ahead = entry.kind is Kind.ERROR or first.kind is Kind.TRAVEL and entry.kind is Kind.NOTIFIED
    if began is not None and entry.on < began and not ahead:
        return [_refuse("on", "It was notified before it happened.", "Correct the day.")]
    return []


def _refuse(field: str, message: str, next_step: str) -> Finding:
    return Finding("NOT-15", Effect.REFUSE, message, field, next_step)
