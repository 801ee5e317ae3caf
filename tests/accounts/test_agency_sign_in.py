"""Signing in by an agency's own OpenID Connect provider, against a real one that runs on this machine."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.identity_providers import settings_are_usable
from accounts.models import ProviderBinding, User
from accounts.services.bindings import bind, release
from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from tests.accounts.openid_provider import CLIENT, SECRET, Provider, new_key, running
from tests.factories import World
from tests.marks import rule

KEY = "probation"


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    with running() as provider:
        yield provider


@pytest.fixture
def provider(server: Provider, world: World, settings: Any) -> Provider:
    """A truthful provider of the probation agency, which knows the practitioner."""
    cache.clear()
    server.claims = {"email": world.practitioner.email}
    server.configuration, server.algorithm, server.signing_key = {}, "RS256", server.key
    settings.IDENTITY_PROVIDERS = [
        {
            "key": KEY,
            "name": "Invented Probation",
            "issuer": server.issuer,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "agency": str(world.probation.pk),
            "domains": ["example.test"],
        }
    ]
    return server


def leaves(client: Client, next_address: str = "") -> str:
    """Where the provider sends the browser back to."""
    start = client.get(reverse("agency_sign_in", args=[KEY]), {"next": next_address} if next_address else {})
    assert start.status_code == 302
    return requests.get(start["Location"], allow_redirects=False, timeout=5).headers["Location"]


def signs_in(client: Client, next_address: str = "") -> Any:
    back = urlsplit(leaves(client, next_address))
    return client.get(f"{back.path}?{back.query}")


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def refusal() -> str:
    return AuditEvent.objects.filter(verb="session.refused").latest("pk").reason


def test_who_has_an_account_is_in_and_comes_back_to_the_page(provider: Provider, world: World) -> None:
    client = Client()
    answer = signs_in(client, "/due/")
    assert answer["Location"] == "/due/"
    assert signed_in_as(client) == str(world.practitioner.pk)
    event = AuditEvent.objects.get(verb="session.started")
    assert (event.actor_id, event.reason) == (world.practitioner.pk, KEY)


def test_the_question_asks_for_state_nonce_and_pkce_and_nothing_more_than_the_address(provider: Provider) -> None:
    leaves(Client())
    assert provider.asked["code_challenge_method"] == "S256"
    assert provider.asked["scope"] == "openid email"
    assert min(len(provider.asked[name]) for name in ("state", "nonce", "code_challenge")) > 40


def test_the_second_step_is_still_ours(provider: Provider, world: World) -> None:
    TOTP.activate(world.practitioner, "JBSWY3DPEHPK3PXP")
    client = Client()
    assert signs_in(client)["Location"] == reverse("mfa_authenticate")
    assert signed_in_as(client) is None


def test_without_a_second_factor_one_has_to_be_set_up(provider: Provider) -> None:
    client = Client()
    signs_in(client)
    assert client.get("/cases/")["Location"] == reverse("mfa_activate_totp")


@pytest.mark.parametrize(
    ("said", "counts"),
    [({"amr": ["pwd", "mfa"]}, True), ({"acr": "loa3"}, True), ({"amr": ["pwd"]}, False), ({"acr": "loa1"}, False)],
)
def test_the_providers_second_factor_counts_where_that_is_agreed(
    provider: Provider, world: World, settings: Any, said: dict[str, Any], counts: bool
) -> None:
    settings.IDENTITY_PROVIDERS[0]["second_factor"] = {"amr": ["mfa"], "acr": ["loa3"]}
    provider.claims |= said
    TOTP.activate(world.practitioner, "JBSWY3DPEHPK3PXP")
    client = Client()
    signs_in(client)
    assert (signed_in_as(client) is not None) is counts
    assert (client.get("/cases/").status_code == 200) is counts


def test_the_providers_word_on_second_factors_does_not_count_unless_agreed(provider: Provider) -> None:
    provider.claims["amr"] = ["mfa"]
    client = Client()
    signs_in(client)
    assert client.get("/cases/").status_code == 302


def otherwise(**claims: Any) -> Callable[[Provider, World], None]:
    return lambda provider, world: provider.claims.update(claims)


def as_user(name: str) -> Callable[[Provider, World], None]:
    return lambda provider, world: provider.claims.update(email=getattr(world, name).email)


def disabled(provider: Provider, world: World) -> None:
    User.objects.filter(pk=world.practitioner.pk).update(is_active=False)


def signed_by_another(provider: Provider, world: World) -> None:
    provider.signing_key = new_key()


def signed_with(algorithm: str) -> Callable[[Provider, World], None]:
    return lambda provider, world: setattr(provider, "algorithm", algorithm)


def calling_itself_otherwise(provider: Provider, world: World) -> None:
    provider.configuration = {"issuer": "https://elsewhere.example"}


@pytest.mark.parametrize(
    ("lie", "why"),
    [
        (signed_by_another, "InvalidSignatureError"),
        (signed_with("none"), "InvalidAlgorithmError"),
        (signed_with("HS256"), "InvalidAlgorithmError"),
        (otherwise(aud="another-client"), "InvalidAudienceError"),
        (otherwise(aud=[CLIENT, "another-client"]), "another party"),
        (otherwise(azp="another-client"), "another party"),
        (otherwise(iss="https://elsewhere.example"), "InvalidIssuerError"),
        (otherwise(exp=int(time.time()) - 600), "ExpiredSignatureError"),
        (otherwise(nonce="x" * 64), "nonce"),
        (otherwise(nonce=None), "MissingRequiredClaimError"),
        (otherwise(sub=None), "MissingRequiredClaimError"),
        (otherwise(sub=""), "numbers nobody"),
        (otherwise(sub="x" * 256), "numbers nobody"),
        (otherwise(email=None), "no e-mail address"),
        (otherwise(email_verified=False), "not verified"),
        (otherwise(email_verified="true"), "not verified"),
        (otherwise(email="nobody@example.test"), "no account"),
        (otherwise(email="practitioner@elsewhere.example"), "another domain"),
        (as_user("police_officer"), "another agency"),
        (as_user("sysadmin"), "another agency"),
        (disabled, "disabled"),
    ],
)
def test_an_answer_that_does_not_hold_lets_nobody_in(
    provider: Provider, world: World, lie: Callable[[Provider, World], None], why: str
) -> None:
    lie(provider, world)
    client, accounts = Client(), User.objects.count()
    answer = signs_in(client)
    assert answer.status_code == 403
    assert signed_in_as(client) is None
    assert why in refusal()
    assert why not in answer.content.decode()
    assert User.objects.count() == accounts


def test_a_provider_that_calls_itself_otherwise_is_not_followed(provider: Provider, world: World) -> None:
    calling_itself_otherwise(provider, world)
    assert Client().get(reverse("agency_sign_in", args=[KEY])).status_code == 403


def test_an_answer_counts_once(provider: Provider) -> None:
    client = Client()
    back = urlsplit(leaves(client))
    client.get(f"{back.path}?{back.query}")
    client.logout()
    assert client.get(f"{back.path}?{back.query}").status_code == 403
    assert signed_in_as(client) is None


def test_an_answer_to_somebody_elses_question_does_not_count(provider: Provider) -> None:
    stolen = urlsplit(leaves(Client()))
    victim = Client()
    assert victim.get(f"{stolen.path}?{stolen.query}").status_code == 403
    leaves(victim)
    assert victim.get(f"{stolen.path}?{stolen.query}").status_code == 403
    assert signed_in_as(victim) is None


def test_a_late_answer_does_not_count(provider: Provider) -> None:
    client = Client()
    back = urlsplit(leaves(client))
    session = client.session
    session["agency_sign_in"]["began"] -= 601
    session["agency_sign_in"] = session["agency_sign_in"]
    session.save()
    assert client.get(f"{back.path}?{back.query}").status_code == 403
    assert "too late" in refusal()


@pytest.mark.parametrize("change", [{"error": "access_denied"}, {"code": ""}, {"iss": "https://elsewhere.example"}])
def test_a_provider_that_says_no_or_an_answer_of_another_lets_nobody_in(
    provider: Provider, change: dict[str, str]
) -> None:
    client = Client()
    back = urlsplit(leaves(client))
    sent = {name: values[0] for name, values in parse_qs(back.query).items()}
    assert client.get(back.path, {**sent, **change}).status_code == 403


def test_the_way_back_leads_nowhere_else(provider: Provider) -> None:
    assert signs_in(Client(), "https://elsewhere.example/")["Location"] == "/"


def test_who_has_nothing_but_the_agency_confirms_there_and_is_asked_again(provider: Provider, world: World) -> None:
    from accounts.reauthentication import confirm_first

    world.practitioner.set_unusable_password()
    world.practitioner.save()
    client = Client()
    signs_in(client)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    request = client.get(reverse("account_login")).wsgi_request
    request.path = "/somewhere/"
    away = confirm_first(request)
    assert away is not None
    assert away["Location"].startswith(reverse("agency_sign_in", args=[KEY]))
    answer = signs_in(client, "/due/")
    assert (provider.asked["prompt"], provider.asked["max_age"]) == ("login", "0")
    assert answer["Location"] == "/due/"
    assert client.session["account_authentication_methods"][-1]["method"] == "agency"
    provider.claims["auth_time"] = int(time.time()) - 3_600
    assert signs_in(client).status_code == 403


def test_another_persons_answer_ends_the_session(provider: Provider, world: World) -> None:
    client = Client()
    signs_in(client)
    provider.claims |= {"email": world.manager.email, "sub": "someone-8"}
    assert signs_in(client).status_code == 403
    assert signed_in_as(client) is None


@rule("PPL-12")
class TestTheNumberOfTheProvider:
    """From the first sign-in on the provider's own number for the person opens the account, not the address."""

    def test_is_tied_to_the_account_at_the_first_sign_in(self, provider: Provider, world: World) -> None:
        signs_in(Client())
        tie = ProviderBinding.objects.get()
        assert (tie.user, tie.issuer, tie.subject) == (world.practitioner, provider.issuer, "someone-7")
        assert AuditEvent.objects.get(verb="binding.made").subject_id == str(tie.pk)
        signs_in(Client())
        assert ProviderBinding.objects.count() == 1

    def test_opens_the_account_whatever_the_address_is_now(self, provider: Provider, world: World) -> None:
        signs_in(Client())
        for email in ("married@example.test", "moved@elsewhere.example", world.manager.email, None):
            provider.claims |= {"email": email, "email_verified": False}
            client = Client()
            signs_in(client)
            assert signed_in_as(client) == str(world.practitioner.pk)

    def test_another_number_with_the_same_address_is_told_whom_to_ask(self, provider: Provider, world: World) -> None:
        signs_in(Client())
        provider.claims["sub"] = "someone-8"
        client = Client()
        answer = signs_in(client)
        assert answer.status_code == 403
        assert "tied to another sign-in at your agency" in answer.content.decode()
        assert signed_in_as(client) is None
        event = AuditEvent.objects.filter(verb="session.refused").latest("pk")
        assert event.refused and event.subject_id == str(world.practitioner.pk)

    def test_is_not_tied_before_our_second_step_is_done(self, provider: Provider, world: World) -> None:
        TOTP.activate(world.practitioner, "JBSWY3DPEHPK3PXP")
        client = Client()
        signs_in(client)
        assert not ProviderBinding.objects.exists()
        code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", int(time.time()) // 30))
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert signed_in_as(client) == str(world.practitioner.pk)
        assert ProviderBinding.objects.get().user == world.practitioner

    def test_of_a_disabled_account_opens_nothing(self, provider: Provider, world: World) -> None:
        signs_in(Client())
        disabled(provider, world)
        provider.claims["email"] = world.colleague.email
        client = Client()
        assert signs_in(client).status_code == 403
        assert signed_in_as(client) is None

    def test_is_no_other_accounts_when_two_come_at_once(self, world: World) -> None:
        assert bind(user=world.practitioner, issuer="https://sign-in.example", subject="a")
        assert bind(user=world.practitioner, issuer="https://sign-in.example", subject="a")
        assert not bind(user=world.practitioner, issuer="https://sign-in.example", subject="b")
        assert not bind(user=world.colleague, issuer="https://sign-in.example", subject="a")
        assert ProviderBinding.objects.count() == 1

    def test_who_loses_the_race_is_not_signed_in(
        self, provider: Provider, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("accounts.agency_sign_in.bind", lambda **pair: False)
        client = Client()
        signs_in(client)
        assert signed_in_as(client) is None
        assert "another number" in refusal()

    def test_is_tied_when_somebody_confirms_by_the_agency_for_the_first_time(
        self, provider: Provider, world: World
    ) -> None:
        client = Client()
        client.force_login(world.practitioner)
        assert signs_in(client, "/due/")["Location"] == "/due/"
        assert ProviderBinding.objects.get().user == world.practitioner

    def test_is_released_by_an_administrator_with_a_reason(
        self, provider: Provider, world: World, sign_in: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        client = Client()
        signs_in(client)
        page = reverse("person_release", args=[world.practitioner.pk])
        keeper = sign_in(world.agency_administrator)
        assert keeper.post(page, {"reason": ""}).status_code == 422
        with django_capture_on_commit_callbacks(execute=True):
            assert keeper.post(page, {"reason": "New number after the merger."}).status_code == 302
        assert client.get("/due/").status_code == 302  # the session is ended
        tie = ProviderBinding.objects.get()
        assert (tie.ended_by, tie.reason) == (world.agency_administrator, "New number after the merger.")
        assert AuditEvent.objects.filter(verb="binding.released", subject_id=str(tie.pk)).exists()
        provider.claims["sub"] = "someone-8"
        again = Client()
        signs_in(again)
        assert signed_in_as(again) == str(world.practitioner.pk)

    @pytest.mark.parametrize("who", ["practitioner", "manager", "other_coordinator", "police_manager"])
    def test_is_released_by_nobody_else(self, provider: Provider, world: World, who: str) -> None:
        signs_in(Client())
        with pytest.raises(NotPermitted):
            release(actor=world.people[who], person=world.practitioner, reason="Wants it.")
        assert ProviderBinding.objects.get().ended_at is None

    def test_is_not_released_twice_nor_by_oneself(self, world: World) -> None:
        me = world.agency_administrator
        bind(user=me, issuer="https://sign-in.example", subject="a")
        for person in (me, world.practitioner):
            with pytest.raises(RuleRefused):
                release(actor=me, person=person, reason="Wants it.")


def test_an_unknown_provider_does_not_exist(db: None) -> None:
    assert Client().get(reverse("agency_sign_in", args=["nobody"])).status_code == 404


def test_the_sign_in_page_names_the_agencies(provider: Provider) -> None:
    assert "Invented Probation" in Client().get(reverse("account_login")).content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"issuer": "http://elsewhere.example"}, "not an https address"),
        ({"client_secret": ""}, "lacks client_secret"),
        ({"secret_question": "x"}, "unknown parts: secret_question"),
    ],
)
def test_unusable_settings_are_named_at_the_start(
    provider: Provider, settings: Any, change: dict[str, str], sentence: str
) -> None:
    assert settings_are_usable() == []
    settings.IDENTITY_PROVIDERS = [{**settings.IDENTITY_PROVIDERS[0], **change}]
    (found,) = settings_are_usable()
    assert sentence in found.msg
    assert SECRET not in found.msg
