"""Passkeys in Chromium with an authenticator of its own: set up, sign in with, confirm with, remove. And the pages'
policy: nothing in the account or the administration asks for what the content security policy refuses."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from audit.models import AuditEvent
from tests.browser.conftest import Browse
from tests.browser_tools import faults
from tests.factories import PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
ACCOUNT_PAGES = [
    "/account/2fa/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/totp/deactivate/",
    "/account/2fa/totp/replace/",
    "/account/2fa/recovery-codes/generate/",
    "/account/password/change/",
    "/account/sessions/",
    "/account/reauthenticate/",
    "/account/2fa/reauthenticate/",
    "/account/logout/",
]
ADMIN_PAGES = [
    "/admin/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/accounts/agency/",
    "/admin/accounts/agency/add/",
    "/admin/accounts/area/",
    "/admin/oauth2_provider/application/add/",
]
VISITORS_PAGES = ["/account/login/", "/account/password/reset/", "/account/password/reset/done/"]


@pytest.fixture(autouse=True)
def on_this_machine(settings: Any) -> Iterator[None]:
    settings.SECOND_FACTOR_REQUIRED = False
    yield


def with_a_key(page: Page) -> Page:
    """The page, in a browser that has an authenticator."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return page


def enrols(page: Page) -> None:
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("Name of this passkey").fill("Work laptop")
    page.get_by_label("Let this passkey sign me in without my password").check()
    page.get_by_role("button", name="Add this passkey").click()
    page.wait_for_url(re.compile("recovery-codes|/account/2fa/$"))


def test_a_passkey_is_set_up_signs_in_confirms_and_is_removed(browse: Browse, world: World) -> None:
    page = with_a_key(browse(world.practitioner, bypass_csp=False))
    enrols(page)
    assert Authenticator.objects.filter(user=world.practitioner, type="webauthn").count() == 1

    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/account/login/?next=/rules/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda address: "/account/" not in address)
    assert AuditEvent.objects.filter(verb="session.started", actor_id=world.practitioner.pk).exists()

    page.goto("/account/2fa/webauthn/reauthenticate/?next=/account/2fa/webauthn/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda address: "reauthenticate" not in address)
    assert AuditEvent.objects.filter(verb="identity.confirmed", actor_id=world.practitioner.pk).exists()

    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove").click()
    page.wait_for_url("**/account/2fa/webauthn/")
    assert not Authenticator.objects.filter(user=world.practitioner, type="webauthn").exists()
    assert AuditEvent.objects.filter(verb="second_factor.removed", actor_id=world.practitioner.pk).exists()


def test_a_passkey_is_the_second_step_after_the_password(browse: Browse, world: World) -> None:
    page = with_a_key(browse(world.practitioner))
    enrols(page)
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/account/login/")
    page.fill("#id_login", world.practitioner.email)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/account/2fa/authenticate/")
    assert faults(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda address: "/account/" not in address)


def test_when_the_browser_gives_none_the_page_says_so(browse: Browse) -> None:
    page = browse()
    page.goto("/account/login/")
    page.context.new_cdp_session(page).send("WebAuthn.enable")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("Your browser gave no passkey.")).to_be_visible()


def test_without_scripts_nothing_offers_a_passkey(browse: Browse) -> None:
    page = browse(java_script_enabled=False)
    page.goto("/account/login/")
    expect(page.get_by_role("button", name="Use a passkey")).to_have_count(0)
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_no_page_of_the_account_has_a_fault_or_breaks_the_policy(browse: Browse, world: World) -> None:
    page = browse(world.practitioner)
    for address in ACCOUNT_PAGES:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        assert faults(page) == [], address


def test_no_page_of_a_visitor_has_a_fault_or_breaks_the_policy(browse: Browse) -> None:
    page = browse()
    for address in VISITORS_PAGES:
        page.goto(address)
        assert faults(page) == [], address


def test_no_page_of_the_administration_breaks_the_policy(browse: Browse, world: World) -> None:
    page = browse(world.sysadmin)
    page.goto("/staff/")  # accounts are there in staff mode only
    page.locator("main textarea").fill("Cannot sign in since this morning; the help desk knows of it.")
    page.get_by_role("button", name="Enter staff mode").click()
    page.wait_for_url("**/staff/accounts/")
    for address in ADMIN_PAGES:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
