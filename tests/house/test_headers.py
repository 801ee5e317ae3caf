"""What every answer tells the browser, and that no page but the listed ones opens without signing in."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.house.addresses import of_group, path_to, signs_in_first
from tests.house.specimen import Specimen, client_of

OPEN_ACCOUNT = {
    "account_login": "signs in",
    "account_signup": "answers 404: nobody registers themselves",
    "account_email": "answers 404: addresses are changed by administrators",
    "account_inactive": "tells that an account is disabled",
    "account_reset_password": "asks for a new password",
    "account_reset_password_done": "says what happens next, the same for every address",
    "account_reset_password_from_key": "the link of an e-mail",
    "account_reset_password_from_key_done": "the password is changed",
    "account_confirm_email": "the link of an e-mail",
    "account_email_verification_sent": "says that an e-mail was sent",
    "agency_sign_in": "leads to an agency's own sign-in; 404 unless one is configured",
    "agency_back": "comes back from there; 404 unless one is configured",
    "mfa_login_webauthn": "gives the question that a passkey answers",
}
"""Addresses of the own account that answer without signing in -> why. Everything else there asks to sign in."""

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def answers_anybody(answer: Any) -> bool:
    """Whether an anonymous visitor got anything but the way to sign in."""
    if signs_in_first(answer):
        return False
    return not (answer.status_code == 302 and answer["Location"] in {"/account/login/", "/admin/login/?next=/admin/"})


def filled(path: str) -> str:
    """A path with something for each placeholder."""
    path = re.sub(r"\^|\$|\\Z|\\", "", path)
    path = re.sub(r"\(\?P<uidb36>[^)]*\)-\(\?P<key>[^)]*\)", "1-set-password", path)
    path = re.sub(r"\(\?P<key>[^)]*\)", "key", path)
    path = re.sub(r"<int:[^>]*>", "1", path)
    return "/" + re.sub(r"<[^>]*>", "none", path)


def test_of_the_own_account_only_the_listed_pages_open_without_signing_in(db: None) -> None:
    opened = {one.name for one in of_group("account/") if answers_anybody(Client().get(filled(one.path)))}
    assert opened <= set(OPEN_ACCOUNT)
    names = {one.name for one in of_group("account/")}
    assert set(OPEN_ACCOUNT) <= names


def test_the_administration_opens_nothing_without_signing_in(db: None) -> None:
    for one in of_group("admin/"):
        if one.name in {"admin:jsi18n"}:
            continue
        answer = Client().get(filled(one.path))
        assert answer.status_code in {301, 302, 404}, one.name


@pytest.mark.parametrize("name", ["case", "case_victims", "home", "search", "summary_download"])
def test_pages_are_not_kept_and_not_shared(specimen: Specimen, name: str) -> None:
    answer = specimen.clients["practitioner"].get(path_to(name, specimen))
    assert answer["Cache-Control"] == "no-store"
    assert {header: answer[header] for header in EVERYWHERE} == EVERYWHERE
    assert "camera=()" in answer["Permissions-Policy"]
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(policy.split("; "))


def test_an_answer_given_early_has_the_same_headers(specimen: Specimen, settings: Any) -> None:
    settings.IDLE_SECONDS = 0
    client = client_of(specimen.world.practitioner)
    for answer in (client.get("/"), Client().get("/"), Client().get("/nothing/here/"), Client().post("/", {})):
        assert answer["Cache-Control"] == "no-store"
        assert {header: answer[header] for header in EVERYWHERE} == EVERYWHERE


def test_cookies_are_for_this_host_alone_and_out_of_reach_of_scripts(specimen: Specimen, settings: Any) -> None:
    from mappa.settings import base

    assert base.SESSION_COOKIE_NAME.startswith("__Host-")
    assert base.CSRF_COOKIE_NAME.startswith("__Host-")
    assert base.SESSION_COOKIE_SECURE and base.CSRF_COOKIE_SECURE
    answer = Client().get(reverse("account_login"))
    cookie = answer.cookies[settings.CSRF_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")


def test_a_disabled_account_opens_nothing(specimen: Specimen) -> None:
    client = client_of(specimen.world.practitioner)
    User.objects.filter(pk=specimen.world.practitioner.pk).update(is_active=False)
    assert signs_in_first(client.get("/"))
