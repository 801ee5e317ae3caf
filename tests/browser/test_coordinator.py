"""A MAPPA Co-ordinator: what is late, who belongs in Category 3, and a meeting with those it needs."""

import datetime as dt

import pytest

from deadlines.services import sweep
from offenders.models import Case
from tests import factories
from tests.browser.conftest import Browse
from tests.browser.person import Person, typed
from tests.factories import World
from ui.words import day, weekday

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def late_case(world: World) -> Case:
    """A case at Level 1 whose review is long overdue, after the night's sweep."""
    case = factories.make_case(world, family_name="Latecomer")
    factories.at_level_1(case, world.practitioner, today=world.today, on=world.today - dt.timedelta(days=200))
    sweep(today=world.today)
    return case


@pytest.fixture
def stalker(world: World) -> Case:
    """Somebody convicted of stalking, whom the rules place in no category."""
    case = factories.make_case(world, family_name="Thistledown")
    factories.conviction(
        case,
        world.practitioner,
        today=world.today,
        title="Stalking",
        specified=None,
        stalking=True,
        disposal="community_order",
        term_value=None,
        term_unit="",
        licence_ends_on=None,
        sentence_ends_on=None,
    )
    return case


def test_a_number_on_the_dashboard_opens_the_list_behind_it(browse: Browse, world: World, late_case: Case) -> None:
    me = Person(browse(world.coordinator))
    me.goes_to("Dashboard")
    assert "Co-ordinator told" in me.row("Latecomer").inner_text()
    me.follows("1 overdue, Level 1", within=me.row("Level 1"))
    me.reads_heading("What is due")
    line = me.row("Latecomer").inner_text()
    assert "Overdue by 88 days" in line  # 200 days since the decision, 16 weeks allowed
    assert "16 weeks from the level decision" in line
    me.follows("Testcase Latecomer")
    me.sees("Overdue by 88 days")


def test_category_3_is_placed_by_the_unit_and_never_at_level_1(browse: Browse, world: World, stalker: Case) -> None:
    unit = Person(browse(world.coordinator))
    unit.goes_to("Cases")
    unit.follows("Thistledown, Testcase")
    unit.opens_tab("Level and reviews")
    unit.sees("consider Category 3 and record the outcome")
    unit.presses("Place in Category 3")
    unit.picks("Offence it rests on", "Stalking, conviction")
    unit.chooses("Level", "Level 2")
    unit.types("Reason", "The stalking shows a capability of serious harm.")
    unit.presses("Place in Category 3")
    unit.is_told("Category 3 and its level are recorded.")

    lead = Person(browse(world.practitioner))
    lead.goes_to("Cases")
    lead.follows("Thistledown, Testcase")
    lead.opens_tab("Level and reviews")
    lead.presses("Set Level 1")
    lead.types("Reason", "Quieter now.")
    lead.presses("Record this level")
    lead.is_stopped("Category 3 is managed at Level 2 or 3 only; Level 1 is not possible.")
    assert lead.box("Reason").input_value() == "Quieter now."
    lead.asks_why("LVL-02")
    lead.sees("MAPPA Guidance")


def test_a_level_2_decision_is_followed_by_a_meeting_with_those_it_needs(
    browse: Browse, world: World, late_case: Case
) -> None:
    me = Person(browse(world.coordinator))
    me.goes_to("Cases")
    me.follows("Latecomer, Testcase")
    decides_level_2(me)
    plans_a_meeting(me, world)
    address = invites_a_nurse_by_name(me)

    nurse = Person(browse(world.spoc))
    nurse.goes_to("Cases")
    nurse.follows("Latecomer, Testcase")
    nurse.sees("You see the summary of this case.")
    nurse.follows(f"Level 2 meeting, {day(world.today + dt.timedelta(days=21))} at 9:30am")
    nurse.sees("Community nurse", "1. Confidentiality statement")

    me.follows("Withdraw the invitation of Community nurse, Invented NHS Trust")
    me.types("Reason", "Another colleague will come.")
    me.presses("Withdraw the invitation")
    me.is_told("The invitation is withdrawn")
    assert nurse.status_of(address) == 404


def decides_level_2(me: Person) -> None:
    me.opens_tab("Level and reviews")
    me.presses("Decide the level")
    me.chooses("Level", "Level 2")
    me.ticks("Level 2: the risk of serious harm is high or very high")
    me.types("Reason", "Several agencies have to act together.")
    me.presses("Record this level")
    me.is_told("The level is recorded, and the review date is computed again from it.")


def plans_a_meeting(me: Person, world: World) -> None:
    me.opens_tab("Meetings")
    me.presses("Plan a meeting")
    me.chooses("Kind of meeting", "Initial meeting")
    me.types("Date", typed(world.today))
    me.types("Time", "9.30")
    me.types("Place", "Invented House, room 2")
    me.picks("Chair", "Chair Example, Chair, Invented Police Hampshire")
    me.picks("Minute-taker", "Administrator Example, Administrator, Invented Police Hampshire")
    me.presses("Plan this meeting")
    me.is_stopped("give 0 days' notice; 14 are needed")
    me.types("Date", typed(world.today + dt.timedelta(days=21)))
    me.presses("Plan this meeting")
    me.is_told("The meeting is planned.")
    me.reads_heading(f"Level 2 meeting, {weekday(world.today + dt.timedelta(days=21))}")


def invites_a_nurse_by_name(me: Person) -> str:
    me.presses("Invite")
    me.picks("Agency", "Invented NHS Trust")
    me.types("Post", "Community nurse")
    me.picks("Person, if they have an account", "Spoc Example, Spoc, Invented NHS Trust")
    me.presses("Invite")
    me.is_told("The invitation is recorded.")
    return me.page.url
