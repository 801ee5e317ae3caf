"""The row history: every change of a row that leads to a person is kept, however it was made, and stays kept."""

from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.utils import DatabaseError

from accounts.models import User
from audit.context import acting, working
from audit.history import history_of, tracked_models
from audit.models import AuditEvent
from levels.models import Screening
from offenders.models import Address, Alias, Case
from offenders.services.cases import add_alias
from tests.factories import World
from tests.house.doors import APPS
from tests.marks import rule

NOT_KEPT = {
    "deadlines.Deadline": "Computed from facts. Never moved: opened_at and closed_at are its history.",
    "deadlines.Alert": "Raised from a deadline, once; only the time of mailing is added.",
    "deadlines.AlertDigest": "That the e-mail of a day went to somebody: written once, never moved.",
    "deadlines.AlertMail": "That somebody was told of an alert: written once, never moved.",
    "meetings.MeetingSlot": "Made with its meeting day, once, never moved; who had it is in its bookings.",
    "offenders.AccessNotice": "The way to somebody's e-mail; only the time of mailing is added.",
    "offenders.CaseName": "Computed from the names, for search. The names themselves are kept.",
}
"""Models that lead to a person or decide access, and why their rows need no history of their own."""


def kept_of(model: type[models.Model], pk: Any) -> list[Any]:
    return list(history_of(model)._default_manager.filter(id=pk))


def leading_to_a_person() -> set[type[models.Model]]:
    """Every model of the product from which foreign keys lead to a case or to an account."""
    own = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    found: set[type[models.Model]] = {Case, User}
    while True:
        further = {
            model
            for model in own
            if model not in found and any(field.related_model in found for field in model._meta.local_fields)
        }
        if not further:
            return found
        found |= further


@rule("AUD-40")
class TestWhatIsKept:
    def test_every_model_that_leads_to_a_person_is_kept_or_says_why_not(self) -> None:
        missing = {model._meta.label for model in leading_to_a_person() - set(tracked_models())}
        assert missing == set(NOT_KEPT)

    def test_secrets_are_not_copied(self) -> None:
        names = {field.name for field in history_of(User)._meta.fields}
        assert not names & {"password", "last_login"}

    def test_a_file_is_not_copied(self) -> None:
        from meetings.models import SummaryFile

        assert {field.name for field in history_of(SummaryFile)._meta.fields} >= {"id", "case"}
        assert "pdf" not in {field.name for field in history_of(SummaryFile)._meta.fields}

    def test_a_row_that_never_changes_keeps_when_the_database_saw_it(self, case: Case, world: World) -> None:
        screening = Screening.objects.create(
            case=case,
            proposed_level=1,
            rationale="x",
            information="x",
            screened_on=world.today,
            screened_by=world.practitioner,
        )
        (kept,) = kept_of(Screening, screening.pk)
        assert (kept.pgh_label, kept.case) == ("insert", case.pk)


@rule("AUD-40")
class TestHoweverItWasMade:
    def test_sql_by_hand(self, case: Case) -> None:
        before = len(kept_of(Case, case.pk))
        with connection.cursor() as cursor:
            cursor.execute("UPDATE offenders_case SET family_name = 'Changed' WHERE id = %s", [case.pk])
        *_, last = kept_of(Case, case.pk)
        assert (len(kept_of(Case, case.pk)), last.family_name, last.pgh_label) == (before + 1, "Changed", "update")

    def test_an_update_in_bulk(self, case: Case) -> None:
        Case.objects.in_bulk_with_own_audit().filter(pk=case.pk).update(ethnicity="Not stated")
        assert kept_of(Case, case.pk)[-1].ethnicity == "Not stated"

    def test_an_insert_in_bulk(self, case: Case) -> None:
        rows = [Alias(pk=uuid4(), case=case, name=f"Invented {number}") for number in range(3)]
        Alias.objects.in_bulk_with_own_audit().bulk_create(rows)
        assert [kept.name for row in rows for kept in kept_of(Alias, row.pk)] == [row.name for row in rows]

    def test_a_deletion(self, case: Case, world: World) -> None:
        address = Address.objects.create(case=case, kind="current", lines="1 Invented Street", starts=world.today)
        pk = address.pk
        address.delete()
        assert [kept.pgh_label for kept in kept_of(Address, pk)] == ["insert", "delete"]
        assert kept_of(Address, pk)[-1].lines == "1 Invented Street"

    def test_what_changes_nothing_is_not_kept(self, case: Case) -> None:
        before = len(kept_of(Case, case.pk))
        case.save()
        assert len(kept_of(Case, case.pk)) == before

    def test_signing_in_is_not_a_change_of_the_person(self, world: World) -> None:
        before = len(kept_of(User, world.practitioner.pk))
        world.practitioner.set_password("another correct horse")
        world.practitioner.save()
        assert len(kept_of(User, world.practitioner.pk)) == before


@rule("AUD-40")
class TestWho:
    def test_a_service_leaves_the_request_and_the_actor_with_the_row_and_with_the_event(
        self, case: Case, world: World
    ) -> None:
        with working("page"):
            alias = add_alias(actor=world.practitioner, case=case, name="Invented Other", kind="alias")
        (kept,) = kept_of(Alias, alias.pk)
        event = AuditEvent.objects.filter(subject_id=str(alias.pk)).get()
        assert kept.pgh_context == {"actor": str(world.practitioner.pk), "via": "page"}
        assert kept.pgh_context_id == event.request_id

    def test_the_system_is_nobody(self, case: Case) -> None:
        with working("task"):
            alias = Alias.objects.create(case=case, name="100% O'Invented")
        (kept,) = kept_of(Alias, alias.pk)
        assert kept.pgh_context == {"actor": None, "via": "task"}
        assert kept.name == "100% O'Invented"

    def test_the_actor_is_asked_for_only_when_a_kept_table_is_written(self, case: Case) -> None:
        asked = []
        with working("page", actor_id=lambda: asked.append(1)):
            Case.objects.filter(pk=case.pk).first()
            assert not asked
            case.ethnicity = "Asked"
            case.save()
        assert asked == [1]

    def test_names_the_person_inside_and_the_former_one_after(self, world: World) -> None:
        with working("page") as outer, acting(world.manager.pk) as inner:
            assert inner.actor_id() == world.manager.pk
            assert inner.request_id == outer.request_id
        assert outer.actor_id() is None


@rule("AUD-40")
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE offenders_casehistory SET family_name = 'Other'",
        "DELETE FROM offenders_casehistory",
        "TRUNCATE offenders_casehistory",
        "TRUNCATE levels_screeninghistory",
    ],
)
def test_the_database_refuses_to_change_what_was_kept(case: Case, sql: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert kept_of(Case, case.pk)


@rule("AUD-40")
def test_every_kept_table_has_its_triggers(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, count(*) FROM pg_trigger WHERE NOT tgisinternal GROUP BY 1")
        found = dict(cursor.fetchall())
    for model in tracked_models():
        assert found.get(model._meta.db_table, 0) >= 1, model
        assert found.get(history_of(model)._meta.db_table) == 2, model
