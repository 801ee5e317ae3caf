"""Five people take one case from the referral to the issued summary; then what each of them, and others, may see."""

import datetime as dt
import re
from dataclasses import dataclass

import pytest
from django.urls import reverse

from levels.services import screen_case
from meetings.models import Meeting
from minutes.models import MinutesCopy
from referrals.models import Referral
from tests import factories
from tests.browser.chairing import (
    closes_and_approves,
    issues_it_and_gets_the_file_of_the_ledger,
    records_every_item_of_the_agenda,
)
from tests.browser.conftest import Browse
from tests.browser.person import Person, typed
from tests.factories import World
from tests.meetings.conftest import named
from tests.referrals import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = {
    "practitioner": "Ferelith Umberstone",
    "coordinator": "Barnaby Kestlewick",
    "administrator": "Ottoline Brackwater",
    "spoc": "Iolanthe Dreckmann",
    "chair": "Quilla Vantongeren",
}
CASE = "Quorndonsby, Alaric"
REFERRAL = "Management at Level 2 or 3"
KNOWN = "He came to every appointment, and sleeps badly."
CAMERAS = "The hostel is under video surveillance."
DECISIONS = "Updates, discussion and decisions"


@dataclass
class Five:
    """The five, each at a screen of their own."""

    practitioner: Person
    coordinator: Person
    administrator: Person
    spoc: Person
    chair: Person


@pytest.fixture
def referral(world: World) -> Referral:
    """A screened case in Category 2 whose referral to Level 2 is filled in and not sent."""
    for key, name in NAMES.items():
        named(world.people[key], name)
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
        on=world.today,
        today=world.today,
    )
    return builders.complete(builders.started(case, world.practitioner, today=world.today), world.practitioner)


def test_five_people_take_a_case_from_the_referral_to_the_issued_summary(
    browse: Browse, world: World, referral: Referral
) -> None:
    people = Five(**{key: Person(browse(world.people[key], accept_downloads=True)) for key in NAMES})
    sends_the_referral(people.practitioner)
    accepts_it(people.coordinator, world.today)
    plans_an_emergency_meeting(people.administrator, world.today)
    returns_what_the_trust_knows(people.spoc)
    holds_the_meeting(people.chair, world.today)
    sends_the_copies(people.administrator)
    confirms_the_minutes(people.spoc)
    writes_a_summary_that_is_stopped(people.chair)
    lets_one_hit_stand(people.coordinator)
    issues_the_summary(people.chair)
    each_sees_their_own_part(browse, world, people)


def sends_the_referral(me: Person) -> None:
    opens_the_case(me)
    me.opens_tab("Referrals")
    me.opens(REFERRAL)
    me.presses("Check and submit")
    me.presses("Submit the referral")
    me.is_told("The referral is submitted.")


def accepts_it(me: Person, today: dt.date) -> None:
    opens_the_case(me)
    me.opens_tab("Referrals")
    me.opens(REFERRAL)
    me.presses("Decide on the referral")
    me.chooses("Decision", "Accept the referral")
    me.chooses("Level", "Level 2")
    me.types("Date of the meeting", typed(today))
    me.ticks("Level 2: the risk of serious harm is high or very high")
    me.types("Reasons", "Agencies have to act together at once.")
    me.presses("Record the decision")
    me.is_told("The decision is recorded.")


def plans_an_emergency_meeting(me: Person, today: dt.date) -> None:
    opens_the_case(me)
    me.opens_tab("Meetings")
    me.presses("Plan a meeting")
    me.chooses("Kind of meeting", "Initial meeting")
    me.types("Date", typed(today))
    me.types("Time", "9.30")
    me.types("Place", "Invented House, room 2")
    me.picks("Chair", "Quilla Vantongeren, Chair, Invented Police Hampshire")
    me.picks("Minute-taker", "Ottoline Brackwater, Administrator, Invented Police Hampshire")
    me.ticks("This is an emergency meeting")
    me.types("If an emergency, why it cannot wait", "He is released tomorrow.")
    me.presses("Plan this meeting")
    me.ticks_every_warning()
    me.presses("Plan this meeting")
    me.is_told("The meeting is planned.")
    me.presses("Invite")
    me.picks("Agency", "Invented NHS Trust")
    me.types("Post", "Community nurse")
    me.picks("Person, if they have an account", "Iolanthe Dreckmann, Spoc, Invented NHS Trust")
    me.presses("Invite")
    me.is_told("The invitation is recorded.")
    me.follows("Send the invitations")
    me.presses("Send or record")
    me.is_told("The invitations are sent. Who was told stands under who must be there.")


def returns_what_the_trust_knows(me: Person) -> None:
    me.goes_to("Meetings")
    me.follows("Requests to my agency before meetings")
    me.row("Alaric Quorndonsby").get_by_role("link", name="Return information").click()
    me.chooses("What did the search of your records find?", "Gave information")
    me.types("What your agency knows", KNOWN)
    me.chooses("What kind of information is it?", "Ordinary information")
    me.presses("Send this return")
    me.is_told("The return is recorded.")


def holds_the_meeting(me: Person, today: dt.date) -> None:
    me.goes_to("Meetings")
    me.opens("Alaric Quorndonsby")
    me.presses("Record attendance")
    for box in me.page.get_by_role("combobox", name="Attendance: ").all():
        box.select_option(label="Attended")
    for agency, grade in (("Police", "Inspector"), ("Probation", "Senior probation officer or equivalent")):
        for box in me.page.get_by_role("combobox", name=re.compile(f"Grade of who came: .*{agency}")).all():
            box.select_option(label=grade)
    me.presses("Save")
    me.is_told("Attendance is recorded.")
    records_every_item_of_the_agenda(me, today)
    closes_and_approves(me)


def sends_the_copies(me: Person) -> None:
    me.goes_to("Meetings")
    me.opens("Alaric Quorndonsby")
    me.presses("Read the minutes")
    me.presses("Copies and receipts")
    me.presses("Make the copies")
    me.presses("Make the copies")
    me.sees("copies are made. Record when each is sent.")
    me.presses("Send to those who read here")
    me.presses("Send the copies")
    me.is_told("sent.")


def confirms_the_minutes(me: Person) -> None:
    opens_the_case(me)
    me.page.get_by_role("link", name="Read and confirm the minutes").click()
    me.chooses("What do you confirm?", "They arrived safely and I have read them")
    me.presses("Confirm")
    me.is_told("Your confirmation is recorded.")


def writes_a_summary_that_is_stopped(me: Person) -> None:
    me.presses("Executive summary")
    me.follows("Prepare it")
    me.types(DECISIONS, f"He has kept every appointment, said Ferelith Umberstone. {CAMERAS}")
    me.ticks("Nothing to record: actions in place, and whether they were completed", "Nothing to record: other actions")
    me.presses("Save the wording")
    me.follows("Issue the summary")
    me.sees("It cannot be issued until this is settled.", '"Ferelith Umberstone" names, or may name, a person known')
    me.follows("Change the wording")
    me.types(DECISIONS, f"He has kept every appointment. {CAMERAS}")
    me.presses("Save the wording")
    me.follows("Check for what may not leave")
    me.types(f"{DECISIONS}: \u201csurveillance\u201d", "I know that it is harmless.")
    me.presses("Let these stand")
    me.is_stopped("You wrote to this summary: somebody else decides what stands in it.")


def lets_one_hit_stand(me: Person) -> None:
    """Not the writer, but somebody else, says why words that look like intelligence may leave."""
    opens_the_meeting(me)
    me.presses("Executive summary")
    me.follows("Check for what may not leave")
    me.types(f"{DECISIONS}: \u201csurveillance\u201d", "The landlord's own cameras; a sign at the door says so.")
    me.presses("Let these stand")
    me.is_told("What you gave a reason for may stand as it is.")


def issues_the_summary(me: Person) -> None:
    opens_the_meeting(me)
    me.presses("Executive summary")
    issues_it_and_gets_the_file_of_the_ledger(me)


def each_sees_their_own_part(browse: Browse, world: World, people: Five) -> None:
    """A second reader asks for every page by its address: as each of the five, and as some who have no part in it."""
    meeting = Meeting.objects.get()
    copy = MinutesCopy.objects.get(invitation__person=world.spoc)
    of_case, of_meeting = [meeting.case_id], [meeting.case_id, meeting.pk]
    pages = {
        "the case": reverse("case", args=of_case),
        "the risk": reverse("case_risk", args=of_case),
        "the meeting": reverse("meeting_detail", args=of_meeting),
        "the minutes": reverse("minutes_detail", args=of_meeting),
        "the copies": reverse("minutes_copies", args=of_meeting),
        "the summary": reverse("summary_overview", args=of_meeting),
        "the Trust's own copy": reverse("minutes_copy_pdf", args=[meeting.case_id, copy.pk]),
    }
    everything = set(pages) - {"the Trust's own copy"}
    sees = {
        "practitioner": everything,
        "coordinator": everything,
        "administrator": everything,
        "chair": everything,
        "spoc": {"the case", "the meeting", "the minutes"},
        "stranger": set(),
        "yjs_case_manager": set(),
        "sysadmin": set(),
    }
    for who, expected in sees.items():
        me = getattr(people, who, None) or Person(browse(world.people[who]))
        shown = {name for name in everything if me.status_of(pages[name]) == 200}
        assert (who, shown) == (who, expected)
        assert who in NAMES or me.page.request.get(pages["the Trust's own copy"]).status == 404
    own = people.spoc.page.request.get(pages["the Trust's own copy"])
    assert (own.status, own.headers["content-type"]) == (200, "application/pdf")


def opens_the_case(me: Person) -> None:
    me.goes_to("Cases")
    me.follows(CASE)


def opens_the_meeting(me: Person) -> None:
    me.goes_to("Meetings")
    me.opens("Alaric Quorndonsby")
