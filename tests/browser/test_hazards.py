"""What an ordinary week brings besides work: two editors, no scripts, a forgotten screen, a first day."""

import base64
import hashlib
import hmac
import struct
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP

from offenders.models import Case
from tests import factories
from tests.browser.conftest import Browse
from tests.browser.person import Person, typed
from tests.browser_tools import faults
from tests.factories import PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERIOD = 30  # seconds for which a code of an authenticator app holds


@pytest.fixture
def case(world: World) -> Case:
    return factories.make_case(world, family_name="Quorndonsby", given_names="Alaric")


def test_a_second_editor_sees_both_versions_and_loses_nothing(browse: Browse, world: World, case: Case) -> None:
    first, second = Person(browse(world.practitioner)), Person(browse(world.team_mate, bypass_csp=True))
    for editor in (first, second):
        editor.goes_to("Cases")
        editor.follows("Quorndonsby, Alaric")
        editor.follows("Correct the identity")
    first.types("Given names", "Alaric John")
    first.presses("Save")
    first.is_told("The identity is corrected.")

    second.types("Ethnicity", "Cornish")
    second.presses("Save")
    second.reads_heading("Somebody else changed this while you were writing")
    assert second.cells("Given names") == ["Given names", "Alaric John", "Alaric", "Differs"]
    assert second.cells("Ethnicity") == ["Ethnicity", "None", "Cornish", "Differs"]
    assert second.box("Ethnicity").input_value() == "Cornish"
    assert faults(second.page) == []
    second.types("Given names", "Alaric John")
    second.presses("Save my version")
    second.is_told("The identity is corrected.")
    second.sees("Alaric John Quorndonsby", "Cornish")


def test_a_second_editor_may_keep_what_the_first_one_saved(browse: Browse, world: World, case: Case) -> None:
    first, second = Person(browse(world.practitioner)), Person(browse(world.team_mate))
    for editor, name in ((first, "Alaric John"), (second, "Alaric Jim")):
        editor.page.goto(f"/cases/{case.pk}/identity/")
        editor.types("Given names", name)
    first.presses("Save")
    first.is_told("The identity is corrected.")
    second.presses("Save")
    second.follows("Keep theirs")
    second.sees("Alaric John Quorndonsby")


def test_a_level_1_review_is_recorded_without_scripts(browse: Browse, world: World, case: Case) -> None:
    factories.at_level_1(case, world.practitioner, today=world.today)
    me = Person(browse(world.practitioner, java_script_enabled=False))
    me.goes_to("Cases")
    me.follows("Quorndonsby, Alaric")
    me.opens_tab("Level and reviews")
    me.presses("Record a Level 1 review")
    me.presses("Record this review")
    me.is_stopped(
        "Enter what was asked of agencies and what they said",
        "Enter how far the actions of the plan are",
        "Enter whether there is anything new about victims",
        "Enter which records were looked at",
        "Say whether the plan was revised",
    )
    me.types("New information from agencies", "Police, today: nothing new.")
    me.types("Actions of the plan", "On time.")
    me.types("Victims and people at risk", "Nothing new.")
    me.types("Records looked at", "ViSOR.")
    me.chooses("Has the risk management plan been revised?", "No")
    me.types("Disclosure", "Considered; there is nobody to tell.")
    me.chooses("Outcome", "Stays at Level 1")
    me.types("Reason for the outcome", "Nothing has changed.")
    me.types("Date of the review", typed(world.today, " "))
    me.presses("Record this review")
    me.is_told("The review is recorded, and the next one is computed from it.")
    me.sees("Nothing has changed.")
    me.presses("Sign out")
    me.reads_heading("Sign in")


def test_a_forgotten_screen_is_warned_signed_out_and_told_so(
    browse: Browse, world: World, case: Case, settings: Any
) -> None:
    TOTP.activate(world.practitioner, SECRET)
    settings.IDLE_SECONDS = 6
    me = Person(browse(world.practitioner))
    me.page.goto(f"/cases/{case.pk}/")
    me.reads_heading("You will be signed out soon")
    me.sees("You were signed out because nothing had happened for a while.")
    me.sees_no("Quorndonsby")
    settings.IDLE_SECONDS = 600
    signs_in(me, world.practitioner)
    me.types("Code", code_for(SECRET))
    me.presses("Sign in")
    me.reads_heading("Overview")
    me.sees("Alaric Quorndonsby")


def test_the_first_sign_in_sets_up_the_second_factor_and_a_recovery_code_opens_the_next(
    browse: Browse, world: World
) -> None:
    me = Person(browse(bypass_csp=True))
    assert faults(me.page) == []
    signs_in(me, world.manager)
    me.reads_heading("Set up your authenticator app")
    assert faults(me.page) == []
    key = me.page.locator(".house-secret").inner_text()
    me.types("Authenticator code", "000000")
    me.presses("Turn on")
    me.is_stopped("Incorrect code")
    me.types("Authenticator code", code_for(key))
    me.presses("Turn on")
    me.reads_heading("Your recovery codes")
    assert faults(me.page) == []
    spare = me.page.locator("main li").first.inner_text()
    me.follows("Continue")
    me.reads_heading("Home")
    me.presses("Sign out")
    signs_in(me, world.manager)
    me.reads_heading("Enter your code")
    assert faults(me.page) == []
    me.types("Code", spare)
    me.presses("Sign in")
    me.reads_heading("Home")


def signs_in(me: Person, user: Any) -> None:
    me.types("Email", user.email)
    me.types("Password", PASSWORD)
    me.presses("Sign in")


def code_for(key: str) -> str:
    """What an authenticator app shows for this key (RFC 6238); waits rather than give a code about to run out."""
    left = PERIOD - time.time() % PERIOD
    if left < 5:
        time.sleep(left)
    counter = struct.pack(">Q", int(time.time()) // PERIOD)
    digest = hmac.new(base64.b32decode(key), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
