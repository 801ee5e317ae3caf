"""Whatever is refused leaves one row in the audit record: who, what for and why, and nothing that was typed."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from redis.exceptions import ConnectionError as RedisConnectionError

from audit.models import AuditEvent
from offenders.models import Case
from tests.factories import World
from tests.marks import rule

pytestmark = rule("AUD-20")
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    cache.clear()


def refused() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(refused=True).order_by("id"))


def only_row() -> AuditEvent:
    (row,) = refused()
    return row


def test_a_case_that_is_not_visible(world: World, case: Case, sign_in: SignIn) -> None:
    assert sign_in(world.stranger).get(f"/cases/{case.pk}/").status_code == 404
    row = only_row()
    assert (row.actor_id, row.case_id, row.via) == (world.stranger.pk, case.pk, "page")
    assert row.reason == "GET case: 404 not_found"
    assert row.actor_role == world.stranger.audit_role


def test_a_guessed_id(world: World, sign_in: SignIn) -> None:
    guess = uuid4()
    assert sign_in(world.practitioner).get(f"/cases/{guess}/").status_code == 404
    assert only_row().case_id == guess


def test_an_address_that_is_none_keeps_what_was_typed_out_of_the_record(world: World, sign_in: SignIn) -> None:
    assert sign_in(world.practitioner).get("/cases/Alaric-Quorndonsby/").status_code == 404
    assert only_row().reason == "GET no such address: 404 not_found"


def test_a_form_that_is_not_permitted(world: World, case: Case, sign_in: SignIn) -> None:
    assert sign_in(world.auditor).post(f"/cases/{case.pk}/names/add/", {"name": "Somebody"}).status_code == 404
    row = only_row()
    assert (row.actor_id, row.case_id) == (world.auditor.pk, case.pk)
    assert "Somebody" not in row.reason


def test_a_form_without_its_token(world: World, case: Case, sign_in: SignIn) -> None:
    session = sign_in(world.practitioner).cookies
    client = Client(enforce_csrf_checks=True)
    client.cookies = session
    assert client.post(f"/cases/{case.pk}/names/add/", {"name": "Somebody"}).status_code == 403
    row = only_row()
    assert (row.actor_id, row.case_id, row.reason) == (
        world.practitioner.pk,
        case.pk,
        "POST alias_add: 403 csrf_failed",
    )


def test_a_form_that_is_filled_in_wrongly_names_fields_and_no_content(
    world: World, case: Case, sign_in: SignIn
) -> None:
    sent = {"name": "x" * 5_000, "kind": "not-offered"}
    assert sign_in(world.practitioner).post(f"/cases/{case.pk}/names/add/", sent).status_code == 422
    row = only_row()
    assert row.reason == "POST alias_add: 422 name max_length; kind invalid_choice"


@pytest.mark.parametrize("enforced", [False, True], ids=["read by the page", "read while the token is looked for"])
def test_a_request_that_is_too_large(world: World, case: Case, sign_in: SignIn, settings: Any, enforced: bool) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client = sign_in(world.practitioner)
    client.handler.enforce_csrf_checks = enforced
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    answer = client.post(f"/cases/{case.pk}/names/add/", {"name": "x" * 2000, "kind": "alias"})
    assert answer.status_code == 413
    assert "too large" in answer.content.decode()
    assert only_row().reason == "POST alias_add: 413 too_large"


def test_what_a_rule_refused_is_recorded_by_its_service_alone(world: World, case: Case, sign_in: SignIn) -> None:
    client = sign_in(world.practitioner)
    answer = client.post(
        f"/cases/{case.pk}/custody/add/",
        {"place": "prison", "establishment": "HMP Invented", "starts_on": "2/2/2024", "released_on": "1/1/2024"},
    )
    assert answer.status_code == 422
    assert len(refused()) == 1


def test_a_method_that_a_page_does_not_know(world: World, case: Case, sign_in: SignIn) -> None:
    assert sign_in(world.practitioner).post(f"/cases/{case.pk}/").status_code == 405
    assert only_row().reason == "POST case: 405 405"


def test_a_partner_without_a_token_is_recorded_as_nobody(world: World, case: Case) -> None:
    assert Client().get(f"/api/v1/offenders/{case.pk}/").status_code == 401
    row = only_row()
    assert (row.actor_id, row.actor_role, row.via, row.case_id) == (None, "not signed in", "api", case.pk)


def test_an_outsider_cannot_fill_the_record(db: None) -> None:
    for _ in range(5):
        assert Client().get("/no-such-page/").status_code == 404
    assert len(refused()) == 1


@pytest.mark.parametrize("error", [DatabaseError("gone"), RedisConnectionError("gone")])
def test_the_answer_stands_when_the_record_cannot_be_written(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, caplog: Any, error: Exception
) -> None:
    def broken(**_: Any) -> None:
        raise error

    client = sign_in(world.practitioner)
    monkeypatch.setattr("mappa.refusals.record", broken)
    assert client.get("/no-such-page/").status_code == 404
    assert "refusal 404 not recorded" in caplog.text
