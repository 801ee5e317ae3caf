"""The layouts: titles, landmarks, marking, sign-out, messages, error pages, two versions side by side."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from tests.ui.demo import EveryField
from tests.ui.markup import tags, text
from ui.context import furniture

pytestmark = pytest.mark.usefixtures("kit")


def title(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page, re.S)
    assert found
    return " ".join(found[1].split())


def test_the_title_never_holds_the_name_of_a_person(client: Client) -> None:
    for address in ("/", "/form/", "/conflict/"):
        page = client.get(address).content.decode()
        assert "Zéphyrine" in page
        assert "Zéphyrine" not in title(page)


def test_the_title_says_when_there_is_an_error(client: Client) -> None:
    assert title(client.get("/form/").content.decode()) == "Decide the level – MAPPA case management"
    assert title(client.post("/form/").content.decode()) == "Error: Decide the level – MAPPA case management"


def test_errors_are_summed_up_above_the_heading(client: Client) -> None:
    page = client.post("/form/").content.decode()
    assert page.index("There is a problem") < page.index("<h1")
    assert len(tags(page, "h1")) == 1


def test_the_protective_marking_stands_on_every_page_of_a_signed_in_user(client: Client, settings) -> None:
    settings.PROTECTIVE_MARKING = "OFFICIAL-SENSITIVE: PERSONAL"
    for address in ("/", "/form/", "/errors/404/"):
        assert "OFFICIAL-SENSITIVE: PERSONAL" in text(client.get(address).content.decode())


def test_a_visitor_sees_no_marking_and_has_no_session_to_lose() -> None:
    shown = furniture(RequestFactory().get("/"))
    assert shown["marking"] is None
    assert shown["idle_seconds"] is None


def test_signing_out_is_a_form_that_is_posted(client: Client) -> None:
    forms = [attrs for attrs in tags(client.get("/").content.decode(), "form") if attrs["action"] == "/sign-out/"]
    assert [attrs["method"] for attrs in forms] == ["post"]


def test_the_idle_warning_knows_how_long_the_session_lasts(client: Client, settings) -> None:
    settings.IDLE_SECONDS = 777
    (dialog,) = tags(client.get("/").content.decode(), "dialog")
    assert dialog["data-idle-seconds"] == "777"
    assert dialog["data-keep-address"] == "/session/keep/"


def test_messages_are_told_by_kind(client: Client) -> None:
    shown = text(client.get("/").content.decode())
    assert "Done The plan was saved." in shown
    assert "Take care A review falls on a bank holiday." in shown


def test_the_current_page_is_marked_in_both_navigations(client: Client) -> None:
    current = [attrs["href"] for attrs in tags(client.get("/").content.decode(), "a") if "aria-current" in attrs]
    assert current == ["/Cases/", "/Risk/"]


def test_every_script_and_style_comes_from_this_site(client: Client) -> None:
    page = client.get("/").content.decode()
    assert [a["src"] for a in tags(page, "script")] == ["/static/js/js-enabled.js", "/static/js/init.js"]
    assert all(a["href"].startswith("/static/") for a in tags(page, "link"))


def test_two_versions_stand_side_by_side_and_nothing_typed_is_lost(client: Client) -> None:
    response = client.get("/conflict/")
    page = response.content.decode()
    assert response.status_code == 409
    shown = text(page)
    assert "Surname Example Exämple Differs" in shown
    assert "Level 2 2 Same" in shown
    assert "Theirs in two lines" in shown
    inputs = {a["name"]: a.get("value") for a in tags(page, "input")}
    assert inputs["surname"] == "Exämple"
    assert inputs["version"] == "5"
    assert "Mine</textarea>" in page


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500", "403_csrf", "503", "errors/service-unavailable"])
def test_an_error_page_can_be_drawn_when_nothing_else_works(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert len(tags(page, "h1")) == 1
    assert tags(page, "main")
    assert not tags(page, "dialog")


def test_a_missing_permission_and_a_missing_page_read_the_same() -> None:
    assert "not be open to you" in text(render_to_string("404.html"))


SIGN_IN = [
    path.relative_to(settings.BASE_DIR / "templates")
    for folder in ("account", "mfa", "usersessions")
    for path in sorted((settings.BASE_DIR / "templates" / folder).rglob("*.html"))
    if path.name not in {"house_form.html", "house_page.html", "password_reset_help_text.html"}
]


@pytest.mark.parametrize("template", SIGN_IN, ids=str)
def test_a_sign_in_page_has_a_heading_a_title_and_our_layout(template: Path, settings) -> None:
    settings.ROOT_URLCONF = "tests.ui.sign_in_urls"
    form = EveryField()
    page = render_to_string(
        str(template),
        {"form": form, "action_url": "/accounts/key/", "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"]},
    )
    assert len(tags(page, "h1")) == 1
    assert not title(page).startswith("–")
    assert "MAPPA case management" in title(page)
    posts = [attrs for attrs in tags(page, "form") if attrs.get("method") == "post"]
    assert all(attrs["action"] for attrs in posts)
