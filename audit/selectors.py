"""Reads of the audit record. Whoever calls has already established that the viewer may see the case."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from audit import seals
from audit.models import AuditCheck, AuditEvent, AuditLink

WALK = """
WITH stretch AS (
    SELECT seq, event_id, hash FROM audit_link WHERE seq > %(after)s ORDER BY seq LIMIT %(size)s
), chain AS (
    SELECT s.seq, s.event_id, s.hash, lag(s.hash, 1, %(previous)s) OVER (ORDER BY s.seq) AS previous,
           e.event, e.id AS found
    FROM stretch s LEFT JOIN LATERAL (
        SELECT event, event.id FROM audit_event event WHERE event.id = s.event_id LIMIT 1
    ) e ON true
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
SELECT e.id FROM audit_event e
LEFT JOIN LATERAL (SELECT seq FROM audit_link WHERE event_id = e.id LIMIT 1) l ON true
WHERE l.seq IS NULL AND e.id > %s AND (%s IS NULL OR e.id <= %s) ORDER BY e.id LIMIT 1
"""
# LIMIT 1 has each row looked up by its key. Joined freely, every stretch would read the whole other table, and a check
# of the whole chain would grow with the square of its length.
CHANGED_SINCE_CHECKED = """
SELECT c.upto_seq, l.hash IS NULL, to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')
FROM audit_check c LEFT JOIN audit_link l ON l.seq = c.upto_seq
WHERE c.upto_seq > 0 AND l.hash IS DISTINCT FROM c.upto_hash ORDER BY c.upto_seq LIMIT 1
"""


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


def naming(case_id: UUID) -> Q:
    """The condition on events of lists, searches and answers of the API that named this case among others (AUD-07).

    It holds by the index `audit_by_listed` alone.
    """
    return Q(case_id__isnull=True, changes__has_key="cases", changes__cases__1__contains=[str(case_id)])


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


def checked_so_far(*, whole: bool, since: dt.datetime) -> AuditCheck | None:
    """Where a check goes on: the last good point of the unfinished whole check, or of any check when not `whole`.

    Only points that the product kept are taken; a whole check goes on only from one kept since `since`.
    """
    if not whole:
        return _kept(AuditCheck.objects.filter(broken_at="").order_by("-upto_seq", "-id"))
    last = _kept(AuditCheck.objects.filter(whole=True))
    return last if last and not last.finished and last.at >= since else None


def _kept(rows: QuerySet[AuditCheck]) -> AuditCheck | None:
    """The first of these rows that the product itself wrote."""
    return next((row for row in rows.iterator(chunk_size=50) if seals.holds(row)), None)


def last_check() -> AuditCheck | None:
    """The newest check that came to an end, or to a break."""
    return AuditCheck.objects.filter(finished=True).first()


def last_anchored() -> AuditCheck | None:
    """The newest check whose head was written outside the database."""
    return _kept(AuditCheck.objects.exclude(anchor=""))
