"""A chair in a live meeting: attendance, agenda, what stands in the way, minutes, and the summary that may leave."""

import datetime as dt

import pytest

from levels.services import screen_case
from meetings.models import Meeting
from tests import factories
from tests.browser.chairing import (
    closes_and_approves,
    issues_it_and_gets_the_file_of_the_ledger,
    records_every_item_of_the_agenda,
)
from tests.browser.conftest import Browse
from tests.browser.person import Person
from tests.factories import World
from tests.meetings.conftest import at_level, named, schedule
from ui.words import day, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = {
    "chair": "Quilla Vantongeren",
    "administrator": "Ottoline Brackwater",
    "practitioner": "Ferelith Umberstone",
    "spoc": "Iolanthe Dreckmann",
    "coordinator": "Barnaby Kestlewick",
    "colleague": "Zebedee Farthingcote",
}


@pytest.fixture
def meeting_today(world: World) -> Meeting:
    """A Level 2 meeting of today, planned three weeks ago, among people whose names are no ordinary words."""
    for key, name in NAMES.items():
        named(world.people[key], name)
    before = world.today - dt.timedelta(days=60)
    case = factories.make_case(world, family_name="Quorndonsby", given_names="Alaric")
    factories.in_category_2(case, world.practitioner, today=world.today)
    screen_case(
        actor=world.practitioner,
        case=case,
        proposed_level=2,
        rationale="Several agencies have to act together.",
        history="One earlier conviction, every appointment kept.",
        information="Police and Probation records.",
        sources=2,
        on=before,
        today=world.today,
    )
    at_level(case, world, 2)
    return schedule(case, world, on=world.today, today=world.today - dt.timedelta(days=21))


def test_a_chair_takes_a_meeting_from_attendance_to_the_issued_summary(
    browse: Browse, world: World, meeting_today: Meeting
) -> None:
    me = Person(browse(world.chair, accept_downloads=True))
    me.goes_to("Meetings")
    me.opens("Alaric Quorndonsby")
    is_told_what_stands_in_the_way_of_closing(me)
    records_attendance(me)
    records_every_item_of_the_agenda(me, world.today)
    closes_and_approves(me)
    prepares_a_summary_that_names_nobody(me)
    issues_it_and_gets_the_file_of_the_ledger(me)
    an_invitee_reads_the_minutes_and_nothing_else(Person(browse(world.spoc)), meeting_today)


def is_told_what_stands_in_the_way_of_closing(me: Person) -> None:
    me.presses("Close the meeting")
    me.sees("Nothing is recorded until this is settled.")
    for wrong, rule in {
        "attendance is not recorded": "MTG-08",
        "Agenda item 1, Confidentiality statement, is not answered": "MTG-15",
        "The risk summary does not say who is at risk": "MTG-16",
        "has not recorded whether information is to be disclosed": "MTG-17",
        "has not recorded the level from now on": "MTG-18",
    }.items():
        assert rule in me.row(wrong).first.inner_text()
    assert not me.page.get_by_role("main").get_by_role("button").all()
    me.follows("Back to the meeting")


def records_attendance(me: Person) -> None:
    me.presses("Record attendance")
    for number, who in enumerate(
        [
            "Community nurse, Invented NHS Trust",
            "Chair of the meeting, Invented Police Hampshire",
            "Offender manager, Invented Police Hampshire",
            "Probation practitioner, Invented Probation Hampshire",
            "Senior probation officer, Invented Probation Hampshire",
        ],
        start=1,
    ):
        me.picks(f"Attendance: {who} (row {number})", "Apologies" if number == 1 else "Attended")
    for who, grade in {
        "Offender manager, Invented Police Hampshire (row 3)": "Inspector",
        "Senior probation officer, Invented Probation Hampshire (row 5)": "Senior probation officer or equivalent",
    }.items():
        me.picks(f"Grade of who came: {who}", grade)
    me.presses("Save")
    me.is_told("Attendance is recorded.")


def prepares_a_summary_that_names_nobody(me: Person) -> None:
    me.presses("Executive summary")
    me.follows("Prepare it")
    me.types("Updates, discussion and decisions", "He has kept every appointment, said Ferelith Umberstone.")
    me.ticks("Nothing to record: actions in place, and whether they were completed", "Nothing to record: other actions")
    me.presses("Save the wording")
    me.follows("Issue the summary")
    me.sees("It cannot be issued until this is settled.", '"Ferelith Umberstone" names, or may name, a person known')
    assert not me.page.get_by_role("button", name="Issue the summary").all()
    me.follows("Change the wording")
    me.types("Updates, discussion and decisions", "He has kept every appointment.")
    me.presses("Save the wording")


def an_invitee_reads_the_minutes_and_nothing_else(invitee: Person, meeting: Meeting) -> None:
    invitee.goes_to("Cases")
    invitee.follows("Quorndonsby, Alaric")
    invitee.follows(f"Level 2 meeting, {moment(meeting.starts_at)}")
    invitee.presses("Read the minutes")
    invitee.reads_heading(f"Minutes, Level 2 meeting of {day(meeting.starts_at)}")
    assert invitee.status_of(f"/cases/{meeting.case_id}/risk/") == 404
    assert invitee.status_of(f"/cases/{meeting.case_id}/meetings/{meeting.pk}/summary/") == 404
