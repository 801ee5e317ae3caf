"""A chair in a live meeting: attendance, agenda, what stands in the way, minutes, and the summary that may leave."""

import datetime as dt
import hashlib
import re

import pytest

from levels.services import screen_case
from meetings.models import Meeting
from tests import factories
from tests.browser.conftest import Browse
from tests.browser.person import Person, typed
from tests.factories import World
from tests.meetings.conftest import at_level, named, schedule
from ui.words import day, moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEXT = "Save and go to the next item"
SMB = "Good practice, gaps and difficulties; or that there is nothing to report"
PLAN = {
    "Each action since the last meeting: done, or not and why": "All actions are under way.",
    "Safety of victims, others at risk and staff: what is in place": "The former partner has a safety plan.",
    "Approved Premises and restrictive orders: considered, and what follows": "Neither is needed.",
}
RISK = {
    "Updates since the last meeting, and discussion": "He has kept every appointment.",
    "Outcomes of risk assessments": "OASys: high likelihood of violence.",
    "Who is at risk": "A former partner.",
    "Nature of the risk": "Physical violence.",
    "When the risk is greatest": "When he has been drinking.",
    "What would raise the risk": "Contact with the former partner.",
    "What protects against it": "Work and a stable home.",
}
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
    me.presses("Save")
    me.is_told("Attendance is recorded.")


def records_every_item_of_the_agenda(me: Person, today: dt.date) -> None:
    me.follows("1. Confidentiality statement")
    me.chooses("Was the statement read out or displayed, and did everybody accept it?", "Yes")
    writes(me, {})
    me.chooses(
        "Were the minutes of the previous meeting received and read, and are they correct?",
        "There is no previous meeting",
    )
    writes(me, {})
    me.chooses("Agreed risk of serious harm", "High")
    me.chooses("Is there a real and immediate threat to life that is not managed?", "No")
    writes(me, RISK)
    me.chooses("Is information to be disclosed to anyone?", "No")
    writes(
        me,
        {
            "What disclosure is, or would be, for": "To protect a new partner.",
            "Reasons for the decision, either way": "There is no new partner.",
        },
    )
    me.chooses("Is the person told that they are managed under MAPPA?", "Yes")
    writes(me, PLAN)
    me.chooses("Is interest expected?", "No")
    writes(me, {})
    owner = "Offender manager, police"
    writes(me, {"Owner of the ViSOR record, by role": owner, "Who adds what was said today, by role": owner})
    me.chooses("Are the decisions lawful, necessary and proportionate?", "Yes")
    writes(me, {"Why": "The public are protected by nothing more than needed."})
    me.ticks("All nine were considered, and none makes a difference here")
    writes(me, {})
    me.chooses("Level from now on", "Level 2")
    me.chooses("Who decided", "The meeting agreed")
    writes(
        me,
        {
            "Why, and on what information": "Formal meetings still add value.",
            "Date of the next meeting": typed(today + dt.timedelta(weeks=10)),
        },
    )
    writes(me, {SMB: "Nothing to report."}, button="Save")
    assert me.page.get_by_text("Completed", exact=True).count() == 11


def writes(me: Person, answers: dict[str, str], *, button: str = NEXT) -> None:
    for label, text in answers.items():
        me.types(label, text)
    me.presses(button)
    me.is_told("The item is saved.")


def closes_and_approves(me: Person) -> None:
    me.presses("Close the meeting")
    me.presses("Close the meeting")
    me.is_told("The meeting is closed and its minutes are drafted.")
    me.presses("Approve the minutes")
    me.presses("Approve the minutes")
    me.is_told("The minutes are approved.")


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


def issues_it_and_gets_the_file_of_the_ledger(me: Person) -> None:
    me.follows("Issue the summary")
    me.types("Recipient", "The clerk of the Invented Crown Court")
    me.types("Why they receive it", "The court asked for it before sentence.")
    me.ticks_every_warning()
    me.presses("Issue the summary")
    me.is_told("The summary is issued.")
    with me.page.expect_download() as downloading:
        me.page.get_by_role("link", name=re.compile("^Download the copy")).click()
    content = downloading.value.path().read_bytes()
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() in me.row("The clerk of the Invented Crown Court").inner_text()


def an_invitee_reads_the_minutes_and_nothing_else(invitee: Person, meeting: Meeting) -> None:
    invitee.goes_to("Cases")
    invitee.follows("Quorndonsby, Alaric")
    invitee.follows(f"Level 2 meeting, {moment(meeting.starts_at)}")
    invitee.presses("Read the minutes")
    invitee.reads_heading(f"Minutes, Level 2 meeting of {day(meeting.starts_at)}")
    assert invitee.status_of(f"/cases/{meeting.case_id}/risk/") == 404
    assert invitee.status_of(f"/cases/{meeting.case_id}/meetings/{meeting.pk}/summary/") == 404
