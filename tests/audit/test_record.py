"""The audit record: append-only, chained, and it names what was tampered with."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from audit.models import AuditEvent, BulkWriteRefused
from audit.selectors import chain_state
from audit.services import record
from offenders.models import Case
from tests.factories import World
from tests.marks import rule


@pytest.fixture
def three_events(world: World, settle_audit: Callable[[], None]) -> list[AuditEvent]:
    events = [record(actor=world.practitioner, verb=f"test.step_{number}") for number in range(3)]
    settle_audit()
    return events


def tampering(sql: str, *parameters: object) -> None:
    """Run SQL as somebody who has switched the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE audit_link DISABLE TRIGGER USER")
        cursor.execute(sql, parameters)
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE audit_link ENABLE TRIGGER USER")


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


@rule("AUD-02")
class TestTheChain:
    def test_holds_when_nobody_touched_it(self, three_events: list[AuditEvent]) -> None:
        state = chain_state()
        assert state.broken_at is None
        assert state.links >= 3

    def test_names_the_event_that_was_changed(self, three_events: list[AuditEvent]) -> None:
        tampering("UPDATE audit_event SET reason = 'rewritten' WHERE id = %s", three_events[1].pk)
        assert f"event {three_events[1].pk}): hash differs" in str(chain_state().broken_at)

    def test_names_the_event_that_was_deleted(self, three_events: list[AuditEvent]) -> None:
        tampering("DELETE FROM audit_event WHERE id = %s", three_events[1].pk)
        assert f"event {three_events[1].pk}): event missing" in str(chain_state().broken_at)

    def test_names_an_event_whose_link_was_deleted(self, three_events: list[AuditEvent]) -> None:
        tampering("DELETE FROM audit_link WHERE event_id = %s", three_events[2].pk)
        assert chain_state().broken_at == f"event {three_events[2].pk}: link missing"

    def test_notices_two_events_that_changed_places(self, three_events: list[AuditEvent]) -> None:
        first, second = three_events[0].pk, three_events[1].pk
        tampering(
            "UPDATE audit_link l SET hash = o.hash FROM audit_link o"
            " WHERE (l.event_id, o.event_id) IN ((%s, %s), (%s, %s))",
            first, second, second, first,
        )  # fmt: skip
        assert f"event {first})" in str(chain_state().broken_at)

    def test_the_command_fails_and_names_the_break(self, three_events: list[AuditEvent]) -> None:
        tampering("UPDATE audit_event SET verb = 'x' WHERE id = %s", three_events[0].pk)
        with pytest.raises(CommandError, match=f"event {three_events[0].pk}"):
            call_command("verify_audit")

    def test_the_command_says_how_many_links_hold(self, three_events: list[AuditEvent]) -> None:
        out = StringIO()
        call_command("verify_audit", stdout=out)
        assert "holds" in out.getvalue()


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
