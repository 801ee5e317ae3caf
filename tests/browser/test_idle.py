"""The dialog that warns before a session ends, and what becomes of typed words when it has ended, in the browser."""

import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse
from playwright.sync_api import Page, expect

from audit.models import AuditEvent
from offenders.models import Alias, Case
from tests import factories
from tests.browser.conftest import Browse
from tests.browser.person import Person
from tests.browser.test_hazards import SECRET, code_for, signs_in
from tests.browser_tools import faults
from tests.factories import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IDLE = 44  # seconds; the warning comes when half of them are left
LONG = 3_600
OUTSIDE = "!document.getElementById('idle-dialog').contains(document.activeElement) && document.activeElement.tagName"
FOCUSED = "document.activeElement.id"


@pytest.fixture
def case(world: World) -> Case:
    return factories.make_case(world, family_name="Quorndonsby", given_names="Alaric")


@pytest.fixture
def writing(browse: Browse, world: World, case: Case, settings: Any) -> Person:
    """Somebody who has begun to write down another name, a moment ago."""
    TOTP.activate(world.practitioner, SECRET)
    me = Person(browse(world.practitioner, bypass_csp=True))
    settings.IDLE_SECONDS = IDLE
    me.page.goto(reverse("alias_add", args=[case.pk]))
    me.page.get_by_label("Alias").check()
    me.page.locator("#id_name").fill("Rufus Dapplemere")
    return me


def warned(page: Page) -> None:
    """Wait for the warning."""
    expect(page.get_by_role("dialog", name="You will be signed out soon")).to_be_visible(timeout=IDLE * 1_000)


def extended(page: Page, began: float) -> None:
    """The dialog is gone, the cursor stands where it stood, and the first limit passes without harm."""
    expect(page.locator("#idle-dialog")).to_be_hidden()
    assert page.evaluate(FOCUSED) == "id_name"
    time.sleep(max(0.0, began + IDLE + 1 - time.monotonic()))


def test_the_warning_holds_the_cursor_and_gives_it_back(
    browse: Browse, world: World, case: Case, settings: Any
) -> None:
    settings.IDLE_SECONDS = LONG
    page = browse(world.practitioner, bypass_csp=True)
    page.clock.install()
    page.goto(reverse("alias_add", args=[case.pk]))
    page.locator("#id_name").fill("Rufus Dapplemere")
    page.clock.fast_forward((LONG - 60) * 1_000)
    warned(page)
    assert page.evaluate("document.activeElement.textContent.trim()") == "Stay signed in"
    for key in ("Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"):
        page.keyboard.press(key)
        assert page.evaluate(OUTSIDE) in {False, "BODY"}  # the page behind is inert; BODY is the browser's own bar
    page.get_by_role("button", name="Stay signed in").focus()
    with page.expect_response("**/session/keep/"):
        page.keyboard.press("Enter")
    expect(page.locator("#idle-dialog")).to_be_hidden()
    assert page.evaluate(FOCUSED) == "id_name"


def test_escape_stays_signed_in_too(writing: Person) -> None:
    began, page = time.monotonic(), writing.page
    warned(page)
    with page.expect_response("**/session/keep/"):
        page.keyboard.press("Escape")
    extended(page, began)
    assert page.locator("#id_name").input_value() == "Rufus Dapplemere"
    assert not AuditEvent.objects.filter(verb="session.timed_out").exists()


def test_when_the_time_is_up_typed_words_wait_behind_the_dialog(writing: Person, world: World, settings: Any) -> None:
    page = writing.page
    expect(page.get_by_role("dialog", name="You have been signed out")).to_be_visible(timeout=(IDLE + 30) * 1_000)
    assert page.evaluate(OUTSIDE) in {False, "BODY"}
    assert faults(page) == []
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in again (opens in a new tab)").click()
    again = Person(opened.value)
    again.reads_heading("Sign in")
    assert AuditEvent.objects.filter(verb="session.timed_out", actor_id=world.practitioner.pk).exists()
    settings.IDLE_SECONDS = LONG
    signs_in(again, world.practitioner)
    again.types("Code", code_for(SECRET))
    again.presses("Sign in")
    again.reads_heading("Home")
    page.get_by_role("button", name="I have signed in again").click()
    expect(page.locator("#idle-dialog")).to_be_hidden()
    assert page.locator("#id_name").input_value() == "Rufus Dapplemere"
    writing.presses("Add this name")
    expect(page.get_by_text("Rufus Dapplemere").first).to_be_visible()
    assert Alias.objects.get().name == "Rufus Dapplemere"


def test_without_scripts_what_was_sent_too_late_stands_in_the_form_again(
    browse: Browse, world: World, case: Case, settings: Any
) -> None:
    TOTP.activate(world.practitioner, SECRET)
    me = Person(browse(world.practitioner, java_script_enabled=False))
    me.page.goto(reverse("alias_add", args=[case.pk]))
    me.sees("You are signed in until")
    me.page.get_by_label("Alias").check()
    me.page.locator("#id_name").fill("Rufus Dapplemere")
    settings.IDLE_SECONDS = 2
    time.sleep(3)
    me.presses("Add this name")
    me.sees("You were signed out because nothing had happened for a while.")
    settings.IDLE_SECONDS = LONG
    signs_in(me, world.practitioner)
    me.types("Code", code_for(SECRET))
    me.presses("Sign in")
    expect(me.page.locator("#id_name")).to_have_value("Rufus Dapplemere")
    assert not Alias.objects.exists()
    me.presses("Add this name")
    expect(me.page.get_by_text("Rufus Dapplemere").first).to_be_visible()
    assert Alias.objects.get().name == "Rufus Dapplemere"
