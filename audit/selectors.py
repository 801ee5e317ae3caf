"""Reads of the audit record. Whoever calls has already established that the viewer may see the case."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from audit.models import AuditEvent

FIRST_BREAK = """
WITH chain AS (
    SELECT l.seq, l.event_id, l.hash, lag(l.hash, 1, '') OVER (ORDER BY l.seq) AS previous, e AS event, e.id AS found
    FROM audit_link l LEFT JOIN audit_event e ON e.id = l.event_id
)
SELECT seq, event_id, CASE WHEN found IS NULL THEN 'event missing' ELSE 'hash differs' END
FROM chain
WHERE found IS NULL OR hash <> audit_hash(previous, event)
ORDER BY seq LIMIT 1
"""
UNLINKED = """
SELECT e.id FROM audit_event e LEFT JOIN audit_link l ON l.event_id = e.id WHERE l.seq IS NULL ORDER BY e.id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class ChainState:
    """Whether the chain holds: how many links were checked, and the first that is broken, in words."""

    links: int
    broken_at: str | None


def events_of_case(case_id: UUID) -> QuerySet[AuditEvent]:
    """Every event on a case, newest first."""
    return AuditEvent.objects.filter(case_id=case_id)


def chain_state() -> ChainState:
    """Recompute the whole chain in the database (AUD-02)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_link")
        (links,) = cursor.fetchone()
        cursor.execute(FIRST_BREAK)
        broken = cursor.fetchone()
        if broken:
            seq, event_id, why = broken
            return ChainState(links, f"link {seq} (event {event_id}): {why}")
        cursor.execute(UNLINKED)
        unlinked = cursor.fetchone()
    return ChainState(links, f"event {unlinked[0]}: link missing" if unlinked else None)
