"""Second factors: nobody is left without, an app is replaced without a gap, and each change is recorded."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from tests.factories import World, confirm_identity

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def client(world: World) -> Client:
    """Somebody with an authenticator app who signed in just now."""
    TOTP.activate(world.practitioner, SECRET)
    client = Client()
    client.force_login(world.practitioner)
    confirm_identity(client, world.practitioner)
    return client


def passkey(world: World, name: str = "Work laptop") -> Authenticator:
    """A passkey as the database holds it; the ceremony is in the browser's tests."""
    return Authenticator.objects.create(
        user=world.practitioner, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": {}}
    )


def kinds(world: World) -> set[str]:
    return set(Authenticator.objects.filter(user=world.practitioner).values_list("type", flat=True))


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_the_only_one_cannot_be_turned_off(world: World, client: Client) -> None:
    RecoveryCodes.activate(world.practitioner)
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert "This is your only second step at sign-in" in answer.content.decode()
    assert kinds(world) == {"totp", "recovery_codes"}


def test_the_only_passkey_cannot_be_removed(world: World, client: Client) -> None:
    Authenticator.objects.all().delete()
    only = passkey(world)
    answer = client.post(reverse("mfa_remove_webauthn", args=[only.pk]), follow=True)
    assert "This is your only second step at sign-in" in answer.content.decode()
    assert kinds(world) == {"webauthn"}


def test_one_of_two_can_go_and_that_is_recorded(
    world: World, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    passkey(world)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_deactivate_totp"))
    assert kinds(world) == {"webauthn"}
    event = AuditEvent.objects.get(verb="second_factor.removed")
    assert (event.actor_id, event.reason) == (world.practitioner.pk, "totp")


def test_nobody_removes_the_passkey_of_another(world: World, client: Client) -> None:
    of_another = Authenticator.objects.create(user=world.manager, type=Authenticator.Type.WEBAUTHN, data={})
    assert client.post(reverse("mfa_remove_webauthn", args=[of_another.pk])).status_code == 404


def test_recovery_codes_alone_are_no_second_factor(world: World, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    RecoveryCodes.activate(world.practitioner)
    client = Client()
    client.force_login(world.practitioner)
    assert client.get("/cases/").status_code == 302
    passkey(world)
    assert client.get("/cases/").status_code == 200


def test_the_old_app_works_until_the_new_one_has_shown_that_it_does(
    world: World, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = client.get(reverse("mfa_replace_totp"))
    new = page.context["form"].secret
    client.post(reverse("mfa_replace_totp"), {"code": "000000"})
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(code(SECRET))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_replace_totp"), {"code": code(new)})
    kept = TOTP(Authenticator.objects.get(type="totp"))
    assert kept.validate_code(code(new))
    assert AuditEvent.objects.filter(verb="second_factor.added").exists()


def test_changing_them_asks_who_it_is_when_the_last_time_is_long_ago(world: World, client: Client) -> None:
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT - 1}
    ]
    session.save()
    for name in ("mfa_replace_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name))["Location"].startswith(reverse("account_reauthenticate")), name


def test_recovery_codes_are_shown_once(world: World, client: Client) -> None:
    made = client.post(reverse("mfa_generate_recovery_codes"), follow=True)
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    assert codes[0] in made.content.decode()
    assert codes[0] not in client.get(reverse("mfa_view_recovery_codes")).content.decode()
