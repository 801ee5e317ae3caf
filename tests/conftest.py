"""Fixtures every test may use: reference data once, a small invented world, cases, and signed-in clients."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from hypothesis import HealthCheck, settings

from accounts.models import User
from mappa.reference import load_reference
from offenders.models import Case
from tests import factories
from tests.factories import World
from ui.forms import ONCE

# A loaded machine draws examples slowly; that is no fault of what is tested.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> None:
    """Reference data is there before the first test."""
    with django_db_blocker.unblock():
        load_reference()


@pytest.fixture(autouse=True, scope="session")
def _flush_may_truncate() -> Iterator[None]:
    """Tests that commit are cleaned up by truncating; audit and history refuse that, so the clean-up lifts the refusal.

    For the whole session: a fixture of one test would be undone before that test's clean-up runs.
    """
    operations = connection.ops.__class__
    original = operations.execute_sql_flush

    def flush(self: Any, sql_list: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # no trigger fires in it
        original(self, sql_list)
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")
        load_reference()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", flush)
        yield


@pytest.fixture(autouse=True, scope="session")
def _pages_are_opened_before_they_are_sent() -> Iterator[None]:
    """What a test posts carries a token of its own, as every opened page does. Who leaves it out says `once=""`."""
    post = Client.post

    def with_token(
        self: Client, path: str, data: Any = None, content_type: str = MULTIPART_CONTENT, **more: Any
    ) -> Any:
        if content_type == MULTIPART_CONTENT and (data is None or isinstance(data, dict)):
            data = {ONCE: secrets.token_urlsafe(16), **(data or {})}
        return post(self, path, data, content_type, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "post", with_token)
        yield


@pytest.fixture
def world(db: None) -> World:
    """Two areas with their agencies and one person for each role."""
    return factories.make_world()


@pytest.fixture
def case(world: World) -> Case:
    """An ordinary adult's case, led by probation, owned by world.practitioner."""
    return factories.make_case(world)


@pytest.fixture
def child_case(world: World) -> Case:
    """A fifteen-year-old's case, led by the youth justice service."""
    return factories.make_child_case(world)


@pytest.fixture
def category_2_case(world: World, case: Case) -> Case:
    """The ordinary case, in Category 2 by decision."""
    return factories.in_category_2(case, world.practitioner, today=world.today)


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A test client signed in as somebody who has set up their second factor."""

    def as_user(user: User) -> Client:
        Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
        client = Client()
        client.force_login(user)
        factories.confirm_identity(client, user)
        return client

    return as_user


@pytest.fixture
def settle_audit(db: None) -> Iterator[Callable[[], None]]:
    """Runs what would run at commit: links the audit events made so far into the chain."""

    def settle() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    yield settle
