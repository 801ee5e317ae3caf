"""Two ways into a case: asking its lead agency, and opening it in an emergency, each to its end."""

import datetime as dt

import pytest

from offenders.models import AccessNotice, Case
from offenders.tasks import pass_on_notices
from tests import factories
from tests.browser.conftest import Browse
from tests.browser.person import Person, typed
from tests.browser_tools import faults
from tests.factories import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(world: World) -> Case:
    return factories.make_case(world, family_name="Quorndonsby", given_names="Alaric")


def test_somebody_asks_to_be_involved_and_is_accepted(browse: Browse, world: World, case: Case) -> None:
    officer = Person(browse(world.police_officer, bypass_csp=True))
    officer.follows("My requests to be involved in cases")
    officer.presses("Ask to be involved")
    officer.presses("Send the request")
    officer.is_stopped("Enter the case reference", "Choose what you ask for", "Say why you need to know")
    assert faults(officer.page) == []
    officer.types("Case reference", case.reference.lower())
    officer.chooses("What you ask for", "I work on the case")
    officer.types("Why you need to know", "We supervise his brother, who lives at the same address.")
    officer.types("Until", typed(world.today + dt.timedelta(days=30)))
    officer.presses("Send the request")
    officer.is_told("If there is such a case, its lead agency decides.")
    officer.sees("Waits for an answer")
    officer.sees_no("Quorndonsby")
    assert faults(officer.page) == []

    manager = Person(browse(world.manager, bypass_csp=True))
    manager.page.get_by_role("link", name="Requests to decide").click()
    manager.opens(world.police_officer.full_name)
    manager.sees("We supervise his brother")
    assert faults(manager.page) == []
    manager.chooses("Your answer", "Ask for more")
    manager.presses("Record the answer")
    manager.is_stopped("Say what you need to know")
    manager.types("Reason, or what you need to know", "From which team do you ask?")
    manager.presses("Record the answer")
    manager.is_told("Your answer is recorded")

    officer.follows("All my requests")
    officer.opens("More is wanted")
    officer.chooses("What to do", "Answer the question")
    officer.types("Your answer", "The public protection unit.")
    officer.presses("Send")
    officer.is_told("Your answer is sent.")

    manager.opens(world.police_officer.full_name)
    manager.sees("The public protection unit.")
    manager.chooses("Your answer", "Accept: give what is asked for, until the day asked for")
    manager.presses("Record the answer")
    manager.sees("No request waits for your answer.")

    officer.page.reload()
    officer.sees("Accepted")
    officer.presses("Open the case")
    officer.reads_heading("Overview")
    officer.sees("Alaric Quorndonsby")


def test_a_case_is_opened_in_an_emergency_and_that_is_reviewed(browse: Browse, world: World, case: Case) -> None:
    officer = Person(browse(world.police_officer, bypass_csp=True))
    officer.follows("Emergency access to a case")
    assert faults(officer.page) == []
    officer.types("Case reference", "MC-0")
    why = "He was seen outside the school of the children whom he had threatened."
    officer.types("What has happened, and why it cannot wait", why)
    officer.presses("Open the case now")
    officer.is_stopped("No case was opened.")
    officer.types("Case reference", case.reference)
    officer.presses("Open the case now")
    officer.is_told("The case is open to you for some hours.")
    officer.sees("Alaric Quorndonsby")
    officer.opens_tab("Offences and sentences")
    pass_on_notices()
    assert set(AccessNotice.objects.filter(mailed_at__isnull=False).values_list("recipient", flat=True)) == {
        world.practitioner.pk,
        world.coordinator.pk,
    }

    owner = Person(browse(world.practitioner))
    owner.sees("Somebody opened a case of yours in an emergency.")

    coordinator = Person(browse(world.coordinator, bypass_csp=True))
    coordinator.page.get_by_role("link", name="Emergency access to review").click()
    assert faults(coordinator.page) == []
    coordinator.page.get_by_role("link", name="Review the access").click()
    coordinator.sees(why, "Looked at: offences")
    assert faults(coordinator.page) == []
    coordinator.chooses("What you found", "Justified")
    coordinator.types(
        "In your words", "The children were to leave school in ten minutes; the duty line did not answer."
    )
    coordinator.presses("Record the review")
    coordinator.is_told("The review is recorded.")
    coordinator.sees("Justified")
