"""Typing while a meeting is held, and the connection is lost: what the page says, and what the record then holds."""

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from audit.models import AuditEvent
from levels.services import screen_case
from meetings.models import AgendaEntry, Meeting
from tests import factories
from tests.browser.conftest import Browse
from tests.browser.person import Person
from tests.factories import World
from tests.marks import rule
from tests.meetings.conftest import at_level, schedule

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), rule("MTR-17")]

MEDIA = "What else was said"
BOARD = "Good practice, gaps and difficulties; or that there is nothing to report"
LOST = "The connection is lost. We try again by ourselves. What you typed is still on this page"
WORDS = "A local paper has asked."


@pytest.fixture
def meeting(world: World) -> Meeting:
    """A planned Level 2 meeting."""
    case = factories.make_case(world)
    factories.in_category_2(case, world.practitioner, today=world.today)
    screen_case(
        actor=world.practitioner,
        case=case,
        proposed_level=2,
        rationale="Several agencies have to act together.",
        history="One earlier conviction, every appointment kept.",
        information="Police and Probation records.",
        sources=2,
        on=world.today - dt.timedelta(days=60),
        today=world.today,
    )
    at_level(case, world, 2)
    return schedule(case, world)


def at_item(page: Page, meeting: Meeting, item: str = "media") -> Person:
    """Somebody with an agenda item before them."""
    page.goto(reverse("meeting_item", args=[meeting.case_id, meeting.pk, item]))
    return Person(page)


def stored(item: str = "media") -> AgendaEntry:
    return AgendaEntry.objects.get(item=item)


def is_saved(me: Person) -> None:
    me.sees("Saved at")
    expect(me.page.get_by_text(LOST)).to_be_hidden()


def loses_the_next_answer(page: Page) -> None:
    """The service gets what is sent next and writes it; the page never hears of it."""

    def answer_lost(route: Route) -> None:
        assert route.fetch().ok
        route.abort("internetdisconnected")

    page.route("**/agenda/**", answer_lost, times=1)


def test_what_is_typed_without_a_connection_is_saved_once_when_it_is_back(
    browse: Browse, world: World, meeting: Meeting
) -> None:
    me = at_item(browse(world.administrator), meeting)
    me.page.context.set_offline(True)
    me.types(MEDIA, WORDS)
    me.sees("Not saved since", LOST)
    assert not AgendaEntry.objects.exists()
    me.page.context.set_offline(False)
    is_saved(me)
    assert (stored().answers["note"], stored().version) == (WORDS, 1)
    me.presses("Save")
    me.is_told("The item is saved.")
    assert AuditEvent.objects.filter(verb="agenda.written").count() == 1


@pytest.mark.parametrize("then", ["waits", "leaves", "saves"])
def test_words_erased_after_the_answer_to_their_saving_was_lost_are_not_kept(
    browse: Browse, world: World, meeting: Meeting, then: str
) -> None:
    me = at_item(browse(world.administrator), meeting)
    loses_the_next_answer(me.page)
    me.types(MEDIA, WORDS)
    me.sees("Not saved since", LOST)
    assert stored().answers["note"] == WORDS
    me.types(MEDIA, "")
    if then == "waits":
        is_saved(me)
    elif then == "leaves":
        me.follows("Back to the meeting")
        me.page.wait_for_url(f"**/meetings/{meeting.pk}/")
    else:
        me.presses("Save")
        me.is_told("The item is saved.")
    assert (stored().answers["note"], stored().version) == ("", 2)


def test_words_typed_on_after_a_lost_answer_meet_no_other_editor(
    browse: Browse, world: World, meeting: Meeting
) -> None:
    me = at_item(browse(world.administrator), meeting)
    loses_the_next_answer(me.page)
    me.types(MEDIA, WORDS)
    me.sees("Not saved since", LOST)
    me.types(MEDIA, f"{WORDS} Nobody answers it.")
    is_saved(me)
    me.sees_no("meanwhile")
    assert stored().answers["note"] == f"{WORDS} Nobody answers it."


def test_two_people_in_different_items_are_both_kept_though_one_loses_the_connection(
    browse: Browse, world: World, meeting: Meeting
) -> None:
    her, him = at_item(browse(world.administrator), meeting), at_item(browse(world.chair), meeting, "smb")
    her.page.context.set_offline(True)
    her.types(MEDIA, WORDS)
    her.sees("Not saved since", LOST)
    him.types(BOARD, "Nothing to report.")
    is_saved(him)
    her.page.context.set_offline(False)
    is_saved(her)
    assert (stored().answers["note"], stored("smb").answers["note"]) == (WORDS, "Nothing to report.")
    assert stored().edited_by == world.administrator and stored("smb").edited_by == world.chair
