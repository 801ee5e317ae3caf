"""Everything that was recorded about a case, by when it happened, with what a reviewer needs to check it (AUD-42).

It is drawn from the audit record: each entry names who wrote it and in what role, when, under which rules, which row it
is about, and the hash by which the record can be shown to be unchanged. Reads and refusals are not events of the case;
they stand on its access tab.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.text import capfirst

from audit.models import AuditEvent, AuditLink
from offenders import traces, trail
from offenders.access import Viewer, can_see_victims
from offenders.models import Case
from offenders.sensitivity import hidden_events
from oversight.reconstruction.naming import Names
from oversight.reconstruction.past import AsRecordedNow
from ui.words import day, london_date

READS = r"^(anomaly|case_chronology)|\.(viewed|downloaded|exported|printed|searched|asked_again)$"
"""Verbs of reads, of the reviews of reads, and of what becomes of a chronology."""
HAPPENED = (
    "decided_on",
    "reviewed_on",
    "held_on",
    "made_on",
    "followed_up_on",
    "approved_on",
    "assessed_on",
    "screened_on",
    "outcome_on",
    "sentenced_on",
    "released_on",
    "starts_on",
    "starts_at",
    "starts",
    "invited_on",
    "begins_on",
)
"""The fields that say when something happened, the most telling first."""

OWN_DOOR = frozenset({"informationitem", "informationversion", "informationshare"})
"""What agencies gave opens by its kind, on its own page; the chronology only says that it was recorded."""

UNTOLD = frozenset({"id", "case", "case_id", "version", "sort_name", "supersedes", "supersedes_id", "rules", "sha256"})
"""Fields that say nothing to a reader."""

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was recorded."""

    number: int
    happened: dt.date
    recorded: dt.datetime
    title: str
    who: str
    role: str
    details: list[tuple[str, str]]
    withheld: bool
    reason: str
    rules: list[str]
    source: str
    seq: int | None
    hash: str


@dataclass(frozen=True, slots=True)
class Period:
    """The London days from and to which something happened, both included; None is open."""

    first: dt.date | None = None
    last: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether this day lies in it."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def chronology(*, viewer: Viewer, case: Case, period: Period) -> list[Entry]:
    """Every entry of the period, by when it happened, then by when it was recorded: five queries, however many."""
    events = _events(viewer, case, period)
    links = {link.event_id: link for link in AuditLink.objects.filter(event_id__in=[event.pk for event in events])}
    untold = UNTOLD if can_see_victims(viewer, case.pk) else UNTOLD | traces.CHANGES
    names = Names(AsRecordedNow(case.pk))
    for event in events:
        names.asked.update(_ids_in(event))
    names.look_up()
    told = [_entry(event, links.get(event.pk), names, untold) for event in events]
    return sorted(told, key=lambda entry: (entry.happened, entry.recorded, entry.number))


def how_many(*, viewer: Viewer, case: Case, period: Period) -> int:
    """The number of entries of the period: one query."""
    return len(_events(viewer, case, period))


def _events(viewer: Viewer, case: Case, period: Period) -> list[AuditEvent]:
    """What was recorded of the period, without what tells of items or victims kept from the viewer (INF-14, ACC-27)."""
    rows = AuditEvent.objects.filter(case_id=case.pk, refused=False).exclude(verb__regex=READS)
    known = rows.exclude(hidden_events(viewer, case.pk)).order_by("pk")
    return [event for event in known if period.holds(happened_on(event))]


def happened_on(event: AuditEvent) -> dt.date:
    """The London day on which what was recorded happened; the day of recording when it names none."""
    for name in HAPPENED:
        _, new = event.changes.get(name, (None, None))
        if isinstance(new, str) and DATE.match(new):
            at = dt.datetime.fromisoformat(new) if len(new) > 10 else dt.date.fromisoformat(new)
            return london_date(at)
    return london_date(event.at)


def _entry(event: AuditEvent, link: AuditLink | None, names: Names, untold: frozenset[str]) -> Entry:
    shown = event.subject_type not in OWN_DOOR
    return Entry(
        number=event.pk,
        happened=happened_on(event),
        recorded=event.at,
        title=trail.sentence(event),
        who=names.of(event.actor_id) if event.actor_id else "The system",
        role=event.actor_role,
        details=list(_details(event, names, untold)) if shown else [],
        withheld=not shown,
        reason=event.reason if shown else "",
        rules=event.rules,
        source=f"{event.subject_type} {event.subject_id}".strip(),
        seq=link.seq if link else None,
        hash=link.hash if link else "",
    )


def _details(event: AuditEvent, names: Names, untold: frozenset[str]) -> Iterable[tuple[str, str]]:
    fields = _fields(event.subject_type)
    for name, (old, new) in event.changes.items():
        if name in untold:
            continue
        field = fields.get(name)
        choices = {str(key): str(words) for key, words in getattr(field, "flatchoices", [])}
        was, is_now = (choices.get(str(value), _words(value, names)) for value in (old, new))
        label = capfirst(str(field.verbose_name) if field else name.removesuffix("_id").replace("_", " "))
        if was:
            yield label, f"{was} became {is_now or 'nothing'}"
        elif is_now:
            yield label, is_now


@cache
def _fields(subject_type: str) -> Mapping[str, Any]:
    """The fields of the kind of row an event is about, by their names and by their columns' names."""
    model = next((one for one in apps.get_models() if one._meta.model_name == subject_type), None)
    fields = model._meta.concrete_fields if model else ()
    return {name: field for field in fields for name in (field.name, field.attname)}


def _words(value: Any, names: Names) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(_words(one, names) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_words(one, names)}" for key, one in value.items())
    if isinstance(value, str) and ID.fullmatch(value):
        return names.known.get(UUID(value), value)
    if isinstance(value, str) and DATE.fullmatch(value):
        return day(dt.date.fromisoformat(value))
    return "" if value is None else str(value)


def _ids_in(event: AuditEvent) -> Iterable[UUID]:
    if event.actor_id:
        yield event.actor_id
    for pair in event.changes.values():
        yield from (UUID(one) for one in pair if isinstance(one, str) and ID.fullmatch(one))
