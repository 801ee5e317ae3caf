"""Signing in: password, second factor, and the time-out of a session that nobody uses."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from mappa.settings import base
from tests.factories import PASSWORD, World

SignIn = Callable[..., Client]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOON = dt.datetime(2026, 6, 1, 11, 0, tzinfo=dt.UTC)


def sends_password(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def code() -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(SECRET, counter))


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


class TestTheSecondFactor:
    @pytest.fixture
    def client(self, world: World) -> Client:
        """Somebody with an authenticator who has typed their password."""
        TOTP.activate(world.practitioner, SECRET)
        client = Client()
        sends_password(client, world.practitioner.email)
        return client

    def test_a_password_alone_does_not_sign_in(self, client: Client) -> None:
        assert not signed_in(client)

    def test_the_code_signs_in(self, client: Client) -> None:
        client.post(reverse("mfa_authenticate"), {"code": code()})
        assert signed_in(client)

    def test_another_code_does_not(self, client: Client) -> None:
        wrong = f"{(int(code()) + 1) % 1_000_000:06}"
        client.post(reverse("mfa_authenticate"), {"code": wrong})
        assert not signed_in(client)


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(world: World) -> None:
    wrong = sends_password(Client(), world.practitioner.email, "not the password")
    unknown = sends_password(Client(), "nobody@example.test")
    said = [answer.context["form"].errors.get_json_data(escape_html=False) for answer in (wrong, unknown)]
    assert said[0] == said[1]


def test_without_an_authenticator_every_page_leads_to_setting_one_up(world: World, settings: Any) -> None:
    client = Client()
    client.force_login(world.practitioner)
    settings.SECOND_FACTOR_REQUIRED = True
    answer = client.get("/cases/")
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_activate_totp"))
    settings.SECOND_FACTOR_REQUIRED = False
    assert client.get("/cases/").status_code == 200


@pytest.mark.parametrize(("minutes", "asked_again"), [(4, False), (6, True)])
def test_setting_one_up_asks_for_the_password_again_only_some_time_after_signing_in(
    world: World, settings: Any, minutes: int, asked_again: bool
) -> None:
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = base.ACCOUNT_REAUTHENTICATION_TIMEOUT  # not the longer one of tests
    with time_machine.travel(NOON, tick=False) as clock:
        client = Client()
        sends_password(client, world.practitioner.email)
        clock.shift(minutes * 60)
        answer = client.get(reverse("mfa_activate_totp"))
    assert (answer.status_code == 302) is asked_again


def test_the_administration_needs_a_second_factor_whatever_the_settings(world: World, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    client = Client()
    client.force_login(world.sysadmin)
    assert client.get("/admin/").status_code == 302
    Authenticator.objects.create(user=world.sysadmin, type=Authenticator.Type.TOTP, data={})
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(("idle", "stays"), [(-1, True), (0, False)])
def test_a_session_ends_when_nobody_used_it_for_the_idle_time(
    world: World, sign_in: SignIn, settings: Any, idle: int, stays: bool
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = sign_in(world.practitioner)
        client.get("/")
        clock.shift(settings.IDLE_SECONDS + idle)
        answer = client.get("/")
        assert signed_in(client) is stays
    assert (answer.status_code == 200) is stays
    assert AuditEvent.objects.filter(verb="session.timed_out", actor_id=world.practitioner.pk).exists() is not stays


def test_who_was_signed_out_is_told_so_and_comes_back_to_the_same_page(
    world: World, sign_in: SignIn, settings: Any
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = sign_in(world.practitioner)
        client.get("/")
        clock.shift(settings.IDLE_SECONDS)
        page = client.get("/due/?state=overdue", follow=True)
    assert "You were signed out because nothing had happened for a while." in page.content.decode()
    assert '<input type="hidden" name="next" value="/due/?state=overdue">' in page.content.decode()
