"""The audit record: append-only, chained, and it names what was tampered with."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from audit.models import AuditEvent, BulkWriteRefused
from audit.services import record
from offenders.models import Case
from tests.factories import World
from tests.marks import rule


@pytest.fixture
def three_events(world: World, settle_audit: Callable[[], None]) -> list[AuditEvent]:
    events = [record(actor=world.practitioner, verb=f"test.step_{number}") for number in range(3)]
    settle_audit()
    return events


@rule("AUD-01")
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET verb = 'other'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event CASCADE",
        "UPDATE audit_link SET hash = ''",
        "DELETE FROM audit_link",
        "TRUNCATE audit_link",
    ],
)
def test_the_database_refuses_to_change_the_record(three_events: list[AuditEvent], sql: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditEvent.objects.filter(verb="test.step_1").exists()


@rule("AUD-03")
def test_opening_a_case_is_recorded_with_who_and_in_what_role(world: World, case: Case, sign_in: Callable) -> None:
    sign_in(world.practitioner).get(f"/cases/{case.pk}/")
    event = AuditEvent.objects.filter(verb="case_overview.viewed", case_id=case.pk).get()
    assert event.actor_id == world.practitioner.pk
    assert "Practitioner at Invented Probation Hampshire" in event.actor_role
    assert event.via == "page"


@pytest.mark.parametrize("operation", ["update", "delete", "bulk_create", "bulk_update"])
def test_a_bulk_write_that_would_skip_the_record_is_refused(case: Case, operation: str) -> None:
    rows = Case.objects.filter(pk=case.pk)
    arguments: dict[str, tuple[object, ...]] = {"bulk_create": ([],), "bulk_update": ([], ["version"])}
    with pytest.raises(BulkWriteRefused):
        getattr(rows, operation)(*arguments.get(operation, ()))


def test_a_change_is_kept_with_old_and_new(world: World, case: Case) -> None:
    created = AuditEvent.objects.get(verb="case.created", case_id=case.pk)
    assert created.changes["family_name"] == [None, case.family_name]
    assert created.changes["dismissed_candidates"] == [None, 0]
