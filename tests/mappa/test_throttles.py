"""Who asks too often is told when to come back, in one shape, and it is recorded once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisConnectionError

from accounts.throttles import limits_of
from audit.models import AuditEvent
from mappa.settings.base import THROTTLES as SHIPPED
from tests.factories import PASSWORD, World
from tests.house.addresses import own
from tests.house.partners import ask, partner_of, token_for
from tests.house.permission_table import API, OPEN_TO_ALL

SignIn = Callable[..., Client]
NOON = "2026-06-01T11:00:10+00:00"
GUARDED = ("search", "find", "suggest", "candidates", "download", "export", "print", "csv", "pdf", "token")


@pytest.fixture(autouse=True)
def _at_noon(settings: Any) -> Iterator[Any]:
    """The limits as they are shipped, nothing counted yet, ten seconds into a minute."""
    settings.THROTTLES = dict(SHIPPED)
    cache.clear()
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def limit(settings: Any, **rates: str) -> None:
    settings.THROTTLES = {**settings.THROTTLES, **rates}


def test_whatever_searches_or_takes_documents_is_limited(settings: Any) -> None:
    named = {name for name in own() if any(word in name for word in GUARDED) and name not in API}
    assert named - set(settings.THROTTLED) == set(), "say in THROTTLED how often"
    assert set(settings.THROTTLED) - set(own()) == set()
    assert {kind for kind, _ in settings.THROTTLED.values()} <= set(settings.THROTTLES)
    assert "api_token" in OPEN_TO_ALL


class TestSearching:
    @pytest.fixture
    def client(self, world: World, sign_in: SignIn, settings: Any) -> Client:
        limit(settings, search="2/m,3/h")
        return sign_in(world.practitioner)

    def search(self, client: Client) -> Any:
        return client.post(reverse("search"), {"name": "Nobody Whatsoever"})

    def test_the_third_in_a_minute_is_told_when_to_come_back(self, client: Client) -> None:
        assert [self.search(client).status_code for _ in range(2)] == [200, 200]
        answer = self.search(client)
        assert (answer.status_code, answer["Retry-After"]) == (429, "50")
        assert "Try again in a minute." in answer.content.decode()
        assert client.get(reverse("search")).status_code == 200  # opening the form asks for nothing

    def test_the_next_minute_is_a_new_one(self, client: Client, _at_noon: Any) -> None:
        for _ in range(2):
            self.search(client)
        _at_noon.shift(50)
        assert self.search(client).status_code == 200
        answer = self.search(client)  # the fourth in this hour
        assert (answer.status_code, answer["Retry-After"]) == (429, "3540")
        assert "Try again in 59 minutes." in answer.content.decode()

    def test_others_go_on(self, client: Client, world: World, sign_in: SignIn) -> None:
        for _ in range(3):
            self.search(client)
        assert self.search(sign_in(world.manager)).status_code == 200

    def test_it_is_recorded_once_a_minute(self, client: Client, world: World) -> None:
        for _ in range(5):
            self.search(client)
        row = AuditEvent.objects.get(refused=True)
        assert (row.actor_id, row.reason) == (world.practitioner.pk, "POST search: 429 throttled")

    def test_looking_for_somebody_before_recording_them_counts_too(self, client: Client) -> None:
        sent = {"name": "Nobody Whatsoever", "born": "1/2/1983", "number": "", "stage": "search"}
        statuses = [client.post(reverse("case_create"), sent).status_code for _ in range(3)]
        assert statuses == [200, 200, 429]


def test_an_empty_setting_is_no_limit(world: World, sign_in: SignIn, settings: Any) -> None:
    limit(settings, search="")
    client = sign_in(world.practitioner)
    assert {client.post(reverse("search"), {"name": "Nobody"}).status_code for _ in range(40)} == {200}


@pytest.mark.parametrize("wrong", ["30", "30/minute", "many/m", "30/m;2/h"])
def test_a_setting_that_cannot_be_read_is_named(settings: Any, wrong: str) -> None:
    limit(settings, search=wrong)
    with pytest.raises(ValueError, match="search"):
        limits_of("search")


class TestTheApi:
    PATH = "/api/v1/areas/"

    def test_a_partner_is_counted(self, world: World, settings: Any) -> None:
        limit(settings, api="2/m")
        account = partner_of(world, world.police)
        token = token_for(account, world, "areas:read")
        statuses = [ask(self.PATH, token).status_code for _ in range(2)]
        answer = ask(self.PATH, token)
        assert (statuses, answer.status_code, answer["Retry-After"]) == ([200, 200], 429, "50")
        assert answer.json()["errors"][0]["code"] == "throttled"
        assert AuditEvent.objects.filter(refused=True, actor_id=account.pk).count() == 1

    def test_guessing_tokens_ends(self, db: None, settings: Any) -> None:
        limit(settings, api_unknown="2/m")
        statuses = [ask(self.PATH, f"guess-{number}").status_code for number in range(4)]
        assert statuses == [401, 401, 429, 429]
        answer = ask(self.PATH, "guess")
        assert (answer["Content-Type"], answer["Retry-After"]) == ("application/json", "50")

    def test_asking_for_tokens_ends(self, db: None, settings: Any) -> None:
        limit(settings, token="2/m")
        sent = {"grant_type": "client_credentials", "client_id": "nobody", "client_secret": "guess"}
        statuses = [Client().post("/api/token/", sent).status_code for _ in range(3)]
        assert statuses == [401, 401, 429]


def test_signing_in_ends_after_five_wrong_passwords_and_says_when_to_come_back(world: World) -> None:
    sent = {"login": world.practitioner.email, "password": "not the password"}
    for _ in range(5):
        Client().post(reverse("account_login"), sent)
    client = Client()
    right = client.post(reverse("account_login"), {**sent, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert right.status_code in {200, 429}


@pytest.mark.parametrize("what", ["sign-in", "search", "api"])
def test_without_the_cache_what_is_limited_says_that_it_is_away(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def gone(*_: Any, **__: Any) -> None:
        raise RedisConnectionError("no cache")

    client = sign_in(world.practitioner) if what == "search" else Client()
    client.raise_request_exception = False
    for name in ("get", "add", "set", "incr"):
        monkeypatch.setattr(f"django.core.cache.backends.locmem.LocMemCache.{name}", gone)
    answers = {
        "sign-in": lambda: client.post(
            reverse("account_login"), {"login": world.practitioner.email, "password": PASSWORD}
        ),
        "search": lambda: client.post(reverse("search"), {"name": "Nobody"}),
        "api": lambda: client.post("/api/token/", {"grant_type": "client_credentials"}),
    }
    answer = answers[what]()
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
