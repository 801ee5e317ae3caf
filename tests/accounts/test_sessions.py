"""How long a session lasts, where one is signed in, and what ends it at once."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application

from accounts.models import PartnerSystem, RoleHolding
from audit.models import AuditEvent
from offenders.models import Alias, Case
from tests.factories import PASSWORD, World

NOON = dt.datetime(2026, 6, 1, 11, 0, tzinfo=dt.UTC)
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def a_password_is_enough(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def signed_in(client: Client) -> bool:
    """Whether the next page is given to somebody signed in."""
    return client.get("/rules/").status_code == 200


def enters(world: World) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": world.practitioner.email, "password": PASSWORD})
    assert signed_in(client)
    return client


def verbs(world: World) -> list[str]:
    return list(AuditEvent.objects.filter(verb__startswith="session").order_by("pk").values_list("verb", flat=True))


@pytest.mark.parametrize(("hours", "stays"), [(7.9, True), (8, False)])
def test_a_session_ends_eight_hours_after_it_began_however_busy_it_is(world: World, hours: float, stays: bool) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = enters(world)
        for _ in range(31):
            clock.shift(15 * 60)
            client.get("/rules/")
        clock.move_to(NOON + dt.timedelta(hours=hours))
        answer = client.get("/due/")
    assert (answer.status_code == 200) is stays
    if not stays:
        assert answer["Location"] == "/account/login/?limit=1&next=%2Fdue%2F"
        assert AuditEvent.objects.filter(verb="session.reached_limit").count() == 1


def test_every_page_says_until_when_without_any_script(world: World) -> None:
    with time_machine.travel(NOON, tick=False):
        page = enters(world).get("/rules/").content.decode()
    assert "You are signed in until 1 June 2026 at 8pm at the latest, and for 20 minutes after your last page." in page


@pytest.mark.parametrize("past", ["IDLE_SECONDS", "SESSION_SECONDS"])
def test_what_was_being_sent_when_the_session_ended_waits_for_its_author(
    world: World, case: Case, settings: Any, past: str
) -> None:
    address = reverse("alias_add", args=[case.pk])
    settings.IDLE_SECONDS, settings.SESSION_SECONDS = 10**6, 10**6
    setattr(settings, past, 3_600)
    with time_machine.travel(NOON, tick=False) as clock:
        client = enters(world)
        clock.shift(3_600)
        answer = client.post(address, {"name": "Řehoř O’Invented", "kind": "alias"})
        assert Alias.objects.count() == 0
        way = answer["Location"]
        client.post(
            reverse("account_login"), {"login": world.practitioner.email, "password": PASSWORD, "next": address}
        )
        page = client.get(address)
    assert "next=" in way
    assert page.context["form"]["name"].value() == "Řehoř O’Invented"
    assert Alias.objects.count() == 0


def test_it_does_not_wait_for_anybody_else(world: World, case: Case, settings: Any) -> None:
    address = reverse("alias_add", args=[case.pk])
    with time_machine.travel(NOON, tick=False) as clock:
        client = enters(world)
        clock.shift(settings.IDLE_SECONDS)
        client.post(address, {"name": "Words of another", "kind": "alias"})
        client.post(reverse("account_login"), {"login": world.manager.email, "password": PASSWORD})
        assert "Words of another" not in client.get(address).content.decode()


def test_one_ends_a_session_from_afar_and_nobody_elses(world: World) -> None:
    here, there = enters(world), enters(world)
    stranger = Client()
    stranger.post(reverse("account_login"), {"login": world.stranger.email, "password": PASSWORD})
    elsewhere = UserSession.objects.get(session_key=there.session.session_key)
    assert stranger.post(reverse("session_end", args=[elsewhere.pk])).status_code == 404
    assert signed_in(there)
    assert here.post(reverse("session_end", args=[elsewhere.pk])).status_code == 302
    assert not signed_in(there)
    assert signed_in(here)
    assert AuditEvent.objects.filter(verb="sessions.ended", actor_id=world.practitioner.pk).count() == 1


def test_all_others_are_ended_by_one_button(world: World) -> None:
    here, there = enters(world), enters(world)
    here.post(reverse("usersessions_list"))
    assert (signed_in(here), signed_in(there)) == (True, False)


def test_a_new_password_ends_the_other_sessions(world: World, django_capture_on_commit_callbacks: Any) -> None:
    here, there = enters(world), enters(world)
    new = "an entirely other horse battery"
    with django_capture_on_commit_callbacks(execute=True):
        here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (signed_in(here), signed_in(there)) == (True, False)
    assert UserSession.objects.filter(user=world.practitioner).count() == 1
    assert AuditEvent.objects.filter(verb="password.changed", actor_id=world.practitioner.pk).exists()


def test_a_disabled_account_is_out_at_once(world: World, django_capture_on_commit_callbacks: Any) -> None:
    client = enters(world)
    with django_capture_on_commit_callbacks(execute=True):
        world.practitioner.is_active = False
        world.practitioner.save()
    assert not signed_in(client)
    assert not UserSession.objects.filter(user=world.practitioner).exists()
    assert AuditEvent.objects.get(verb="sessions.ended").reason == "account disabled: 1"


def test_a_disabled_systems_tokens_are_gone_at_once(world: World) -> None:
    application = Application.objects.create(
        name="Invented system", client_type="confidential", authorization_grant_type="client-credentials"
    )
    PartnerSystem.objects.create(
        application=application, account=world.police_officer, agreement="A-1", scopes="", expires_on=world.today
    )
    AccessToken.objects.create(
        application=application, token="t", expires=timezone.now() + dt.timedelta(minutes=9), scope=""
    )
    world.police_officer.is_active = False
    world.police_officer.save()
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize(("days", "stays"), [(0, False), (1, True)])
def test_who_loses_the_last_role_is_out_at_once(
    world: World, django_capture_on_commit_callbacks: Any, days: int, stays: bool
) -> None:
    client = enters(world)
    holding = RoleHolding.objects.get(user=world.practitioner)
    with django_capture_on_commit_callbacks(execute=True):
        holding.ends = timezone.localdate() + dt.timedelta(days=days)
        holding.save()
    assert signed_in(client) is stays


def test_sign_in_failure_and_sign_out_are_recorded_without_what_was_typed(world: World) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": world.practitioner.email, "password": "a typed secret"})
    client.post(reverse("account_login"), {"login": "typed-by-mistake@example.test", "password": "a typed secret"})
    enters(world).post(reverse("account_logout"))
    known, unknown = AuditEvent.objects.filter(verb="session.refused").order_by("pk")
    assert (known.subject_id, unknown.subject_id) == (str(world.practitioner.pk), "")
    assert verbs(world) == ["session.refused", "session.refused", "session.started", "session.ended"]
    everything = str(list(AuditEvent.objects.values()))
    assert "typed secret" not in everything
    assert "typed-by-mistake" not in everything


def test_asking_for_a_password_answers_the_same_and_looks_nothing_up(
    world: World, django_assert_num_queries: Any, monkeypatch: Any
) -> None:
    ordered = []
    monkeypatch.setattr("accounts.tasks.send_password_link.delay", ordered.append)
    answers = []
    for email in (world.practitioner.email, "nobody@example.test"):
        with django_assert_num_queries(0):
            answers.append(Client().post(reverse("account_reset_password"), {"email": email}))
    assert [answer["Location"] for answer in answers] == [reverse("account_reset_password_done")] * 2
    assert ordered == [world.practitioner.email, "nobody@example.test"]


def test_the_link_for_a_new_password_works_and_goes_to_active_accounts_only(world: World) -> None:
    for email in (world.practitioner.email, "nobody@example.test"):
        Client().post(reverse("account_reset_password"), {"email": email})
    world.manager.is_active = False
    world.manager.save()
    Client().post(reverse("account_reset_password"), {"email": world.manager.email})
    (sent,) = mail.outbox
    assert sent.to == [world.practitioner.email]
    address = next(line for line in sent.body.splitlines() if line.startswith("http://testserver/"))
    client, new = Client(), "an entirely other horse battery"
    form = client.get(address.removeprefix("http://testserver"), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    world.practitioner.refresh_from_db()
    assert world.practitioner.check_password(new)
