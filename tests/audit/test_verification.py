"""The chain is checked in stretches, goes on where it was cut off, and is held against what lies outside."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError, InternalError
from django.utils import timezone
from pgtrigger import registered

from audit import anchors, guards, selectors, stepping_aside, tasks, verification
from audit.models import AuditCheck, AuditEvent, AuditLink
from audit.services import record
from audit.verification import verify
from tests.factories import World
from tests.marks import rule

Settle = Callable[[], None]
TABLES = ("audit_event", "audit_link", "audit_check")
CUT = ("DELETE FROM audit_event WHERE id = %(id)s", "DELETE FROM audit_link WHERE event_id = %(id)s")
CUT_TAIL = ("DELETE FROM audit_event WHERE id > %(id)s", "DELETE FROM audit_link WHERE event_id > %(id)s")


@pytest.fixture
def events(world: World, settle_audit: Settle) -> list[AuditEvent]:
    made = [record(actor=world.practitioner, verb=f"test.step_{number}") for number in range(6)]
    settle_audit()
    return made


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """Where the anchors are written."""
    settings.AUDIT_ANCHOR_DIR = str(tmp_path / "anchors")
    return tmp_path / "anchors"


def tamper(*statements: str, **values: Any) -> None:
    """Run SQL as somebody who has switched the triggers off, and on again."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for sql in statements:
            cursor.execute(sql, values)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def run(*statements: str) -> None:
    """Run SQL as somebody who rules the database."""
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def rebuild() -> None:
    """Chain all events anew, as whoever rules the database can."""
    tamper("DELETE FROM audit_link")
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('audit_link_seq_seq', 1, false)")
        cursor.execute(
            """DO $$ DECLARE e audit_event; previous text := ''; BEGIN
               FOR e IN SELECT * FROM audit_event ORDER BY id LOOP
                   previous := audit_hash(previous, e);
                   INSERT INTO audit_link (event_id, hash) VALUES (e.id, previous);
               END LOOP; END $$"""
        )


def forge(event: AuditEvent, *, reason: str) -> None:
    tamper("UPDATE audit_event SET reason = %(reason)s WHERE id = %(id)s", reason=reason, id=event.pk)


def link_of(event: AuditEvent) -> int:
    return AuditLink.objects.get(event_id=event.pk).seq


@rule("AUD-02")
class TestWhatIsFound:
    def test_an_event_that_was_changed(self, events: list[AuditEvent]) -> None:
        forge(events[2], reason="rewritten")
        assert verify().broken_at == f"link {link_of(events[2])} (event {events[2].pk}): hash differs"

    def test_an_event_that_was_deleted(self, events: list[AuditEvent]) -> None:
        tamper("DELETE FROM audit_event WHERE id = %(id)s", id=events[2].pk)
        assert verify().broken_at == f"link {link_of(events[2])} (event {events[2].pk}): event missing"

    def test_an_event_deleted_with_its_link(self, events: list[AuditEvent]) -> None:
        seq = link_of(events[3])
        tamper(*CUT, id=events[2].pk)
        assert verify().broken_at == f"link {seq} (event {events[3].pk}): hash differs"

    def test_an_event_put_in_between(self, events: list[AuditEvent], settle_audit: Settle) -> None:
        first, second = events[2], events[3]
        made = record(actor=None, verb="test.forged")
        settle_audit()
        tamper(
            "UPDATE audit_link SET seq = seq + 100000 WHERE event_id >= %(second)s AND event_id < %(made)s",
            "UPDATE audit_link SET seq = %(first)s + 1 WHERE event_id = %(made)s",
            first=link_of(first),
            second=second.pk,
            made=made.pk,
        )
        assert str(verify().broken_at).endswith(f"(event {made.pk}): hash differs")

    def test_two_events_that_changed_places(self, events: list[AuditEvent]) -> None:
        one, other = events[1], events[2]
        first, second = link_of(one), link_of(other)
        tamper(
            "UPDATE audit_link SET event_id = 0 WHERE seq = %(first)s",
            "UPDATE audit_link SET event_id = %(one)s WHERE seq = %(second)s",
            "UPDATE audit_link SET event_id = %(other)s WHERE seq = %(first)s",
            first=first,
            second=second,
            one=one.pk,
            other=other.pk,
        )
        assert verify().broken_at == f"link {first} (event {other.pk}): hash differs"

    def test_an_event_written_while_the_trigger_was_off(self, events: list[AuditEvent]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER append_link")
        made = record(actor=None, verb="test.unlinked")
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER append_link")
        assert verify().broken_at == f"event {made.pk}: link missing"
        assert verify(whole=False).broken_at == f"event {made.pk}: link missing"

    @pytest.mark.parametrize("table", TABLES)
    def test_a_trigger_that_is_switched_off(self, events: list[AuditEvent], table: str) -> None:
        assert verify().broken_at is None
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        assert str(verify(whole=False).broken_at).startswith(f"trigger {table}.")
        assert str(verify(whole=False).broken_at).endswith("missing or switched off")

    def test_a_function_that_was_replaced(self, events: list[AuditEvent]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION audit_append_link() RETURNS trigger LANGUAGE plpgsql"
                " AS $$ BEGIN RETURN NULL; END $$"
            )
        assert verify().broken_at == "function audit_append_link was replaced"

    @pytest.mark.parametrize("table", TABLES)
    def test_a_trigger_that_was_added(self, events: list[AuditEvent], table: str) -> None:
        run(
            "CREATE FUNCTION rewrites() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
            f"CREATE TRIGGER rewrites BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION rewrites()",
        )
        assert verify().broken_at == f"trigger {table}.rewrites was added"

    def test_a_rule_that_was_added(self, events: list[AuditEvent]) -> None:
        run("CREATE RULE swallow AS ON INSERT TO audit_event WHERE NEW.verb = 'case.viewed' DO INSTEAD NOTHING")
        assert verify().broken_at == "rule swallow on audit_event was added"

    def test_rows_that_are_kept_from_readers(self, events: list[AuditEvent]) -> None:
        run("ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY")
        assert verify().broken_at == "row security on audit_event was switched on"

    @pytest.mark.parametrize("change", ["WHEN (NEW.refused)", "calls"])
    def test_a_trigger_that_was_changed(self, events: list[AuditEvent], change: str) -> None:
        run(
            "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
            "DROP TRIGGER append_link ON audit_event",
            "CREATE CONSTRAINT TRIGGER append_link AFTER INSERT ON audit_event DEFERRABLE INITIALLY DEFERRED FOR EACH"
            f" ROW {'' if change == 'calls' else change}"
            f" EXECUTE FUNCTION {'nothing' if change == 'calls' else 'audit_append_link'}()",
        )
        assert verify().broken_at == "trigger audit_event.append_link was changed"

    @pytest.mark.parametrize("name", sorted(guards.FUNCTIONS))
    def test_each_function_that_a_trigger_calls_is_known_by_its_body(self, events: list[AuditEvent], name: str) -> None:
        run(
            "DO $do$ DECLARE made text; BEGIN"
            f" SELECT pg_get_functiondef('{name}'::regproc) INTO made;"
            r" EXECUTE regexp_replace(made, '(AS [$]function[$])', '\1 '); END $do$"
        )
        assert verify().broken_at == f"function {name} was replaced"

    def test_a_second_function_of_the_same_name(self, events: list[AuditEvent]) -> None:
        run(
            "CREATE SCHEMA shadow",
            "CREATE FUNCTION shadow.audit_hash(text, audit_event) RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$",
        )
        assert verify().broken_at == "function audit_hash was replaced"

    def test_every_trigger_that_the_models_ask_for_is_expected(self) -> None:
        asked = {
            f"{model._meta.db_table}.{trigger.get_pgid(model)}"
            for model, trigger in registered()
            if model._meta.app_label == "audit"
        }
        assert asked | {"audit_event.append_link"} == set(guards.TRIGGERS)

    def test_everything_truncated(self, events: list[AuditEvent]) -> None:
        seq = link_of(events[5])
        assert verify().broken_at is None
        tamper("TRUNCATE audit_event, audit_link")
        assert str(verify().broken_at).startswith(f"link {seq}: missing since it was checked at ")

    def test_a_tail_that_was_cut_off(self, events: list[AuditEvent]) -> None:
        seq = link_of(events[5])
        assert verify().broken_at is None
        tamper(*CUT_TAIL, id=events[3].pk)
        for whole in (True, False):
            assert str(verify(whole=whole).broken_at).startswith(f"link {seq}: missing since it was checked at ")

    def test_a_chain_that_was_rebuilt(self, events: list[AuditEvent]) -> None:
        assert verify().broken_at is None
        forge(events[1], reason="rewritten")
        rebuild()
        assert " since it was checked at " in str(verify().broken_at)


@rule("AUD-04")
class TestOutsideTheDatabase:
    def test_a_rebuilt_chain_is_found_although_the_checks_were_removed_too(
        self, events: list[AuditEvent], folder: Path
    ) -> None:
        rebuild()  # from here on the links are numbered from 1
        assert verify().broken_at is None
        top = link_of(events[5])
        forge(events[1], reason="rewritten")
        rebuild()
        tamper("DELETE FROM audit_check")
        assert link_of(events[5]) == top
        assert str(verify().broken_at).startswith(f"link {top}: another since it was anchored at ")

    def test_a_tail_cut_off_with_its_checks_is_found_and_the_last_anchor_that_holds_is_named(
        self, events: list[AuditEvent], folder: Path, settle_audit: Settle
    ) -> None:
        assert verify().broken_at is None
        held = link_of(events[5])
        last = record(actor=None, verb="test.to_be_cut")
        settle_audit()
        assert verify(whole=False).broken_at is None
        seq = link_of(last)
        tamper(*CUT, "DELETE FROM audit_check", id=last.pk)
        found = str(verify().broken_at)
        assert found.startswith(f"link {seq}: missing since it was anchored at ")
        assert found.endswith(f"link {held} holds")

    def test_a_file_that_is_gone_is_noticed(self, events: list[AuditEvent], folder: Path) -> None:
        assert verify().broken_at is None
        (folder / anchors.NAME).unlink()
        assert verify().broken_at == "the file of anchors is missing, or was cut short"

    @pytest.mark.parametrize("line", ['{"seq": 1}', "nonsense", None])
    def test_a_line_that_was_changed_is_named(
        self, events: list[AuditEvent], folder: Path, settle_audit: Settle, line: str | None
    ) -> None:
        for number in range(2):
            record(actor=None, verb=f"test.more_{number}")
            settle_audit()
            verify(whole=False)
        path = folder / anchors.NAME
        lines = path.read_text().splitlines()
        if line is None:
            lines = lines[1:]
        else:
            lines[0] = line
        path.write_text("\n".join(lines) + "\n")
        assert "the file of anchors" in str(verify(whole=False).broken_at)
        assert str(verify().broken_at).endswith("at line 1")

    def test_the_head_is_written_once_and_names_no_case(self, events: list[AuditEvent], folder: Path) -> None:
        verify()
        verify()
        (line,) = (folder / anchors.NAME).read_text().splitlines()
        anchor = json.loads(line)
        assert set(anchor) == {"seq", "hash", "count", "at", "own"}
        assert anchor["seq"] == link_of(events[5])
        assert anchor["count"] == AuditLink.objects.count()

    def test_the_head_is_sent_by_night(
        self, events: list[AuditEvent], settings: Any, mailoutbox: list[EmailMessage]
    ) -> None:
        settings.AUDIT_ANCHOR_ADDRESSES = ["anchors@example.test"]
        tasks.verify(whole=False)
        assert mailoutbox == []
        tasks.verify()
        assert AuditLink.objects.get(event_id=events[5].pk).hash in mailoutbox[0].body


class TestGoingOn:
    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(verification, "BATCH", 2)
        monkeypatch.setattr(verification, "CHECKPOINT_AFTER", 1)

    def test_a_check_that_was_killed_goes_on_where_it_was(
        self, events: list[AuditEvent], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[int] = []
        original = selectors.stretch

        def killed_at_the_third(**arguments: Any) -> selectors.Stretch:
            asked.append(arguments["after"])
            if len(asked) == 3:
                raise KeyboardInterrupt
            return original(**arguments)

        monkeypatch.setattr(selectors, "stretch", killed_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            verify()
        state = verify()
        assert state.links == AuditLink.objects.count()
        assert asked[3] == asked[2] > 0
        assert len(set(AuditCheck.objects.values_list("run", flat=True))) == 1

    def test_a_check_stops_when_its_time_is_up(self, events: list[AuditEvent]) -> None:
        steps = 0
        while not (state := verify(budget=timedelta(0))).finished:
            steps += 1
        assert steps >= 2
        assert state.links == AuditLink.objects.count()

    def test_only_what_is_new_is_walked(
        self, events: list[AuditEvent], settle_audit: Settle, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        verify()
        record(actor=None, verb="test.new")
        settle_audit()
        asked: list[int] = []
        original = selectors.stretch
        monkeypatch.setattr(
            selectors, "stretch", lambda **arguments: asked.append(arguments["after"]) or original(**arguments)
        )
        assert verify(whole=False).links == AuditLink.objects.count()
        assert asked == [link_of(events[5])]

    def test_a_change_behind_the_last_check_is_found_by_the_whole_one(self, events: list[AuditEvent]) -> None:
        verify()
        forge(events[0], reason="forged")
        assert verify(whole=False).broken_at is None
        assert f"event {events[0].pk}" in str(verify().broken_at)

    def test_every_change_in_a_long_chain_is_found_wherever_a_stretch_ends(
        self, events: list[AuditEvent], settle_audit: Settle
    ) -> None:
        for event in events:
            with transaction.atomic():
                forge(event, reason="x")
                assert f"event {event.pk})" in str(verify().broken_at)
                transaction.set_rollback(True)
        assert verify().broken_at is None


FORGED = """
INSERT INTO audit_check (run, whole, finished, upto_seq, upto_hash, links, last_event, broken_at, anchor, seal, at)
SELECT {run}, {whole}, false, l.seq, l.hash, l.seq, l.event_id, '', '', {seal}, now()
FROM audit_link l ORDER BY l.seq DESC LIMIT 1
"""


@rule("AUD-02")
class TestAForgedPoint:
    @pytest.mark.parametrize(
        "seal", ["''", "repeat('0', 64)", "(SELECT seal FROM audit_check ORDER BY id DESC LIMIT 1)"]
    )
    def test_a_whole_check_does_not_go_on_from_it(self, events: list[AuditEvent], seal: str) -> None:
        verify()
        forge(events[1], reason="rewritten")
        run(FORGED.format(run="gen_random_uuid()", whole="true", seal=seal))
        assert f"event {events[1].pk}" in str(verify().broken_at)

    def test_nor_does_the_check_of_what_is_new(self, events: list[AuditEvent]) -> None:
        forge(events[1], reason="rewritten")
        run(FORGED.format(run="gen_random_uuid()", whole="false", seal="repeat('0', 64)"))
        assert f"event {events[1].pk}" in str(verify(whole=False).broken_at)

    def test_nor_is_the_last_anchor_taken_from_it(
        self, events: list[AuditEvent], folder: Path, settle_audit: Settle
    ) -> None:
        verify()
        record(actor=None, verb="test.more")
        settle_audit()
        verify()
        path = folder / anchors.NAME
        first = path.read_text().splitlines()[0]
        path.write_text(first + "\n")
        run(
            "INSERT INTO audit_check (run, whole, finished, upto_seq, upto_hash, links, last_event, broken_at, anchor,"
            " seal) SELECT run, whole, finished, upto_seq, upto_hash, links, last_event, broken_at, anchor, seal"
            " FROM audit_check ORDER BY id LIMIT 1"
        )
        assert verify().broken_at == "the file of anchors is missing, or was cut short"

    def test_a_true_point_of_an_earlier_night_is_not_gone_on_from(
        self, events: list[AuditEvent], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(verification, "BATCH", 2)
        with time_machine.travel(timezone.now() - timedelta(hours=13)):
            while verify(budget=timedelta(0)).links < 4:
                pass
        forge(events[0], reason="rewritten")
        assert f"event {events[0].pk}" in str(verify().broken_at)

    def test_after_the_key_has_changed_the_check_begins_at_the_first_link(
        self, events: list[AuditEvent], settings: Any
    ) -> None:
        verify()
        forge(events[0], reason="rewritten")
        old, settings.SECRET_KEY = settings.SECRET_KEY, "another-" + "1" * 50
        assert f"event {events[0].pk}" in str(verify(whole=False).broken_at)
        settings.SECRET_KEY_FALLBACKS = [old]
        assert verify(whole=False).broken_at is None


class TestTheAlarm:
    def test_a_break_is_told_by_log_and_e_mail_once_and_again_each_night(
        self,
        events: list[AuditEvent],
        settings: Any,
        mailoutbox: list[EmailMessage],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        settings.AUDIT_ALARM_RECIPIENTS = ["watch@example.test"]
        forge(events[1], reason="forged")
        for whole in (False, False, True):
            tasks.verify(whole=whole)
        assert [message.to for message in mailoutbox] == [["watch@example.test"]] * 2
        assert f"event {events[1].pk}" in mailoutbox[0].body
        assert [line.levelname for line in caplog.records if line.name == "audit.tasks"] == ["CRITICAL"] * 3

    def test_the_command_names_the_break(self, events: list[AuditEvent]) -> None:
        forge(events[1], reason="forged")
        with pytest.raises(CommandError, match=f"event {events[1].pk}"):
            call_command("verify_audit", "--full")


@rule("AUD-01")
@pytest.mark.parametrize("sql", ["UPDATE audit_check SET links = 0", "DELETE FROM audit_check", "TRUNCATE audit_check"])
def test_the_database_keeps_what_was_checked(events: list[AuditEvent], sql: str) -> None:
    verify()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_cannot_see_the_link_before_writes_none() -> None:
    with pytest.raises(InternalError, match="READ COMMITTED"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        record(actor=None, verb="test.fork")


@rule("AUD-01")
class TestSteppingAside:
    """The library's way to pass over triggers is open to the owner of the schema alone."""

    @pytest.fixture
    def as_the_product(self, events: list[AuditEvent]) -> None:
        run(
            "CREATE ROLE the_product NOLOGIN",
            "GRANT USAGE ON SCHEMA public TO the_product",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO the_product",
            "SET LOCAL ROLE the_product",
            "SET LOCAL pgtrigger.ignore = '{audit_event:append_only,pgtrigger_append_only_00dfa}'",
        )

    def test_the_product_changes_nothing_by_naming_triggers(self, as_the_product: None) -> None:
        assert not stepping_aside.may_step_aside()
        with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
            run("UPDATE audit_event SET reason = 'forged'")
        with pytest.raises(DatabaseError, match="must be owner|permission denied"), transaction.atomic():
            run(stepping_aside.INSTALL)

    def test_the_owner_may(self, events: list[AuditEvent]) -> None:
        assert stepping_aside.may_step_aside()
        run(
            "SET LOCAL pgtrigger.ignore = '{pgtrigger_append_only_00dfa}'",
            "UPDATE audit_event SET reason = reason",
            "RESET pgtrigger.ignore",
        )

    def test_the_check_names_the_library_s_own_function(self, events: list[AuditEvent]) -> None:
        run(AuditEvent._meta.triggers[0].compile(AuditEvent).install_sql)
        assert verify().broken_at == "function _pgtrigger_should_ignore was replaced"
        stepping_aside.for_the_owner_alone()
        assert verify().broken_at is None
