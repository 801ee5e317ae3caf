"""When a service is away, a request is too large or a permission is missing: one clear answer, and nothing written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from redis.exceptions import ConnectionError as RedisConnectionError

from audit.refusals import NotPermitted
from offenders.models import Case
from tests.factories import World


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """Makes Home fail with an error, as if a service had gone away in the middle of a request."""

    def fail(error: Exception) -> None:
        def broken(**_: Any) -> None:
            raise error

        monkeypatch.setattr("reporting.selectors.home_board", broken)

    return fail


def quiet(client: Client) -> Client:
    """The client as a browser is: it gets the error page instead of the exception."""
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    "error", [OperationalError("server closed"), InterfaceError("connection lost"), RedisConnectionError("refused")]
)
def test_a_service_that_is_away_gives_a_clear_page_and_says_when_to_come_back(
    world: World, sign_in: Callable, failing: Callable, error: Exception
) -> None:
    client = quiet(sign_in(world.practitioner))
    failing(error)
    response = client.get("/")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "what you sent just now was not saved" in response.content.decode()


def test_an_unforeseen_error_gives_a_reference_and_no_detail(
    world: World, sign_in: Callable, failing: Callable
) -> None:
    client = quiet(sign_in(world.practitioner))
    failing(RuntimeError("secret detail"))
    response = client.get("/")
    assert response.status_code == 500
    assert "quote " in response.content.decode()
    assert "secret detail" not in response.content.decode()


def test_a_missing_permission_looks_like_a_page_that_does_not_exist(
    world: World, sign_in: Callable, failing: Callable
) -> None:
    client = sign_in(world.practitioner)
    failing(NotPermitted("anything"))
    refused = client.get("/")
    missing = client.get("/no-such-page/")
    assert refused.status_code == missing.status_code == 404
    assert refused.content == missing.content


def test_a_request_that_is_too_large_gets_one_sentence(
    world: World, case: Case, sign_in: Callable, settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client = sign_in(world.practitioner)
    response = client.post(f"/cases/{case.pk}/names/add/", {"name": "x" * 2000, "kind": "alias"})
    assert response.status_code in {400, 413}
    assert not case.aliass.exists()


def test_the_api_answers_errors_as_json(db: None) -> None:
    response = Client().get("/api/v1/nothing-here/")
    assert response.status_code == 404
    assert response.json()["errors"][0]["code"] == "not_found"


def test_pages_are_never_stored(world: World, sign_in: Callable) -> None:
    assert sign_in(world.practitioner).get("/")["Cache-Control"] == "no-store"
