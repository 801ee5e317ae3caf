"""Reads of the audit record. Whoever calls has already established that the viewer may see the case."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from pgtrigger import registered

from audit.models import AuditCheck, AuditEvent, AuditLink

WALK = """
WITH stretch AS (
    SELECT seq, event_id, hash FROM audit_link WHERE seq > %(after)s ORDER BY seq LIMIT %(size)s
), chain AS (
    SELECT s.seq, s.event_id, s.hash, lag(s.hash, 1, %(previous)s) OVER (ORDER BY s.seq) AS previous,
           e AS event, e.id AS found
    FROM stretch s LEFT JOIN audit_event e ON e.id = s.event_id
), judged AS (
    SELECT seq, event_id, hash,
           CASE WHEN found IS NULL THEN 'event missing' WHEN hash <> audit_hash(previous, event) THEN 'hash differs' END
           AS wrong
    FROM chain
)
SELECT count(*), max(seq), (array_agg(hash ORDER BY seq DESC))[1], max(event_id),
       (array_agg(format('link %%s (event %%s): %%s', seq, event_id, wrong) ORDER BY seq)
           FILTER (WHERE wrong IS NOT NULL))[1]
FROM judged
"""
UNLINKED = """
SELECT e.id FROM audit_event e LEFT JOIN audit_link l ON l.event_id = e.id
WHERE l.seq IS NULL AND e.id > %s AND (%s IS NULL OR e.id <= %s) ORDER BY e.id LIMIT 1
"""
CHANGED_SINCE_CHECKED = """
SELECT c.upto_seq, l.hash IS NULL, to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')
FROM audit_check c LEFT JOIN audit_link l ON l.seq = c.upto_seq
WHERE c.upto_seq > 0 AND l.hash IS DISTINCT FROM c.upto_hash ORDER BY c.upto_seq LIMIT 1
"""
TRIGGERS = """
SELECT tgrelid::regclass::text || '.' || tgname, tgenabled FROM pg_trigger
WHERE NOT tgisinternal AND tgrelid IN ('audit_event'::regclass, 'audit_link'::regclass, 'audit_check'::regclass)
"""
FUNCTIONS = "SELECT proname, encode(sha256(convert_to(prosrc, 'UTF8')), 'hex') FROM pg_proc WHERE proname = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some links in a row: how many, the last of them, the highest event among them, and the first break in words."""

    links: int
    seq: int | None
    hash: str | None
    event: int | None
    broken_at: str | None


def events_of_case(case_id: UUID) -> QuerySet[AuditEvent]:
    """Every event on a case, newest first."""
    return AuditEvent.objects.filter(case_id=case_id)


def stretch(*, after: int, previous: str, size: int) -> Stretch:
    """Recompute up to `size` links after the one with number `after` and hash `previous`, in the database (AUD-02)."""
    with connection.cursor() as cursor:
        cursor.execute(WALK, {"after": after, "previous": previous, "size": size})
        return Stretch(*cursor.fetchone())


def unlinked_event(*, after: int, upto: int | None) -> int | None:
    """The first event above `after`, and not above `upto`, that no link names. Event and link commit together."""
    with connection.cursor() as cursor:
        cursor.execute(UNLINKED, [after, upto, upto])
        row = cursor.fetchone()
    return row[0] if row else None


def changed_since_checked() -> tuple[int, bool, str] | None:
    """The first link that held at an earlier check and is another now: its number, whether it is gone, when it held."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED_SINCE_CHECKED)
        row = cursor.fetchone()
    return (row[0], row[1], row[2]) if row else None


def hashes(seqs: Collection[int]) -> dict[int, str]:
    """The hashes of these links."""
    return dict(AuditLink.objects.filter(seq__in=seqs).values_list("seq", "hash"))


def checked_so_far(*, whole: bool) -> AuditCheck | None:
    """Where a check goes on: the last good point of the unfinished whole check, or of any check when not `whole`."""
    held = AuditCheck.objects.filter(broken_at="")
    if not whole:
        return held.order_by("-upto_seq", "-id").first()
    last = AuditCheck.objects.filter(whole=True).first()
    return last if last and not last.finished else None


def last_check() -> AuditCheck | None:
    """The newest check that came to an end, or to a break."""
    return AuditCheck.objects.filter(finished=True).first()


def last_anchored() -> AuditCheck | None:
    """The newest check whose head was written outside the database."""
    return AuditCheck.objects.exclude(anchor="").first()


def missing_guards(functions: dict[str, str]) -> list[str]:
    """The triggers that should protect the record and are gone or switched off, and functions that were replaced.

    `functions` maps each function of the chain to the SHA-256 of its body.
    """
    expected = {"audit_event.append_link"}
    for model, trigger in registered():
        if model._meta.app_label == "audit":
            expected.add(f"{model._meta.db_table}.{trigger.get_pgid(model)}")
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        found = {name for name, state in cursor.fetchall() if state in {"O", "A"}}
        cursor.execute(FUNCTIONS, [list(functions)])
        bodies = dict(cursor.fetchall())
    gone = [f"trigger {name} is missing or switched off" for name in sorted(expected - found)]
    return gone + [f"function {name} was replaced" for name, body in functions.items() if bodies.get(name) != body]
