"""A YJS case manager assesses a child, the YJS manager countersigns: grid, suggestion, contacts, two pairs of eyes."""

import pytest
from playwright.sync_api import expect

from offenders.models import Case
from tests import factories
from tests.browser.conftest import Browse
from tests.browser.person import Person, typed
from tests.factories import World
from tests.youthjustice import conftest as youth

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def child(world: World) -> Case:
    return factories.make_child_case(world, family_name="Pemberlyn", given_names="Tamsin")


def test_a_child_is_assessed_by_one_person_and_countersigned_by_another(
    browse: Browse, world: World, child: Case
) -> None:
    me = Person(browse(world.yjs_case_manager))
    starts_an_assessment(me)
    plots_behaviours(me)
    judges_reoffending_and_serious_harm(me)
    judges_safety_and_well_being(me)
    finds_the_contacts_a_month(me)
    submits(me, typed(world.today))
    assert me.status_of(f"{me.page.url}countersign/") == 404

    manager = Person(browse(world.yjs_manager))
    manager.reads_heading("Assessments waiting for my countersignature")
    manager.follows("Tamsin Pemberlyn")
    manager.presses("Countersign")
    manager.sees("Consider a referral to the High Risk Panel")
    manager.presses("Countersign")
    manager.is_stopped("Nothing is saved yet")
    manager.ticks_every_warning()
    manager.presses("Countersign")
    manager.is_told("Assessment countersigned.")
    manager.opens_tab("Overview")
    assert "(suggested: High or Very High)" in manager.page.get_by_role("main").inner_text()
    manager.sees("Youth assessment countersigned")


def starts_an_assessment(me: Person) -> None:
    me.goes_to("Cases")
    me.follows("Pemberlyn, Tamsin")
    me.opens_tab("Youth")
    me.presses("Start an assessment")
    me.chooses("What the assessment is for", "Referral order report")
    me.types("Why it is started", "A referral order was made.")
    me.presses("Start")
    me.is_told("Assessment started.")


def plots_behaviours(me: Person) -> None:
    me.follows("Behaviours on the grid")
    for name, impact, likelihood in (
        ("Carrying a knife to school", "Critical", "Likely"),
        ("Fights in the park", "Medium", "Very likely"),
    ):
        me.types("Behaviour or offence of concern", name)
        me.chooses("Impact", impact)
        me.chooses("Likelihood", likelihood)
        me.chooses("How near it is", "Could happen at any time")
        me.presses("Plot this behaviour")
        me.is_told("Behaviour plotted.")
    grid = me.page.get_by_role("table", name="Risk of serious harm: community")
    expect(grid.get_by_role("cell", name="High or Very High")).to_contain_text("Carrying a knife to school")
    fights = grid.get_by_role("row").filter(has_text="Fights in the park")
    assert fights.get_by_role("rowheader").inner_text().endswith("Medium")
    me.reads_heading("Community: the grid suggests High or Very High Why? YJ-04")
    me.follows("Back to the sections")


def judges_reoffending_and_serious_harm(me: Person) -> None:
    me.follows("Likelihood of reoffending")
    me.types("YOGRS percentage", "55")
    me.chooses("Your judgement of the likelihood of reoffending", "Medium")
    me.presses("Save")
    me.follows("Risk of serious harm")
    me.chooses("Your judgement", "Medium")
    me.presses("Save")
    me.is_stopped("The judgement is Medium; the matrix suggests High or Very High.")
    me.chooses("Your judgement", "High")
    me.types("Reason", "The knife is carried on most days, with the will to use it.")
    me.types("Discussion with a manager", "Today, with the team manager, who agrees.")
    me.presses("Save")
    me.is_told("Risk of serious harm saved.")


def judges_safety_and_well_being(me: Person) -> None:
    me.follows("Adverse outcomes for the child")
    me.types("What may happen to the child", "Stabbed in a fight")
    me.chooses("Impact", "Critical")
    me.chooses("Likelihood", "Possible")
    me.chooses("How near it is", "Could happen at any time")
    me.chooses("Your rating of this concern", "High")
    me.presses("Add this outcome")
    me.follows("Back to the sections")
    me.follows("Safety and well-being")
    me.chooses("Are there concerns about the child's safety and well-being?", "Yes")
    me.chooses("Your judgement", "High")
    me.types("Reason", "Others look for a fight.")
    me.presses("Save")


def finds_the_contacts_a_month(me: Person) -> None:
    me.follows("Intervention level and contacts")
    me.sees("Risk of serious harm High gives Intensive.")
    assert "8" in me.row("First three months").inner_text().split("\t")
    me.presses("Save")
    me.is_told("Intervention level saved.")


def submits(me: Person, today: str) -> None:
    me.follows("Sources, home visit and sharing")
    me.ticks("Education", "Police records and intelligence")
    me.types("Home visit", today)
    me.presses("Save")
    me.presses("Submit for countersigning")
    me.presses("Submit")
    me.is_told("Assessment submitted for countersigning.")


def test_nobody_countersigns_their_own_work(browse: Browse, world: World, child: Case) -> None:
    own = youth.start(world, child, actor=world.yjs_manager)
    youth.hand_in(world, youth.fill_in(world, own, actor=world.yjs_manager), actor=world.yjs_manager)
    me = Person(browse(world.yjs_manager))
    me.goes_to("Cases")
    me.follows("Pemberlyn, Tamsin")
    me.opens_tab("Youth")
    me.follows("Go on with this assessment")
    me.presses("Countersign")
    me.sees("The assessment was written by the person who would have it countersigned. Ask another manager.")
    me.ticks_every_warning()
    me.presses("Countersign")
    me.is_stopped("The assessment was written by the person who would have it countersigned.")
    me.asks_why("YJ-19")
    me.reads_heading("YJ-19")
