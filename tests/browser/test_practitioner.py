"""A practitioner's morning: from a name that nobody knows to a case at Level 1 with its risk, plan and next review."""

import datetime as dt

import pytest

from deadlines.rules.days import in_words
from tests.browser.conftest import Browse
from tests.browser.person import Person, typed
from tests.factories import World
from ui.words import day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME = "Wilhelmina Quagmire"
SCHEDULE_15 = "6. wounding with intent to cause grievous bodily harm (Offences Against the Person Act 1861 18)"
OTHER_GROUPS = ["Prisoners", "A known adult", "Children", "Staff", "Self"]
LOCAL_WEEKS = 16  # Hampshire's own interval at Level 1


def test_a_practitioner_takes_a_new_person_from_the_search_to_the_plan(browse: Browse, world: World) -> None:
    me = Person(browse(world.practitioner))
    records_a_person_whom_nobody_knows(me, world)
    records_an_offence_with_dates_as_people_type_them(me, world.today)
    decides_the_category_that_the_rules_compute(me)
    screens_and_sets_level_1(me)
    judges_the_risk(me)
    plans_and_mends_an_action_without_a_date(me, world)
    finds_the_deadline_with_its_sum(me, world.today)
    considers_disclosure(me, world.today)


def records_a_person_whom_nobody_knows(me: Person, world: World) -> None:
    me.goes_to("Search")
    me.types("Name", NAME)
    me.presses("Search")
    me.sees("Nobody whom you may see matches.")
    me.follows("Record a new person")
    me.types("Name", NAME)
    me.types("Date of birth", "3.4.89")
    me.presses("Search")
    me.reads_heading("Nobody like this is known")
    me.presses("Go on")
    assert me.chosen("Lead agency") == world.probation.name
    me.chooses("Gender", "Female")
    me.picks("Team", f"{world.probation.name}: Team A")
    me.presses("Record this person")
    me.is_told("You are the case owner.")
    me.sees(NAME, "3 April 1989")


def records_an_offence_with_dates_as_people_type_them(me: Person, today: dt.date) -> None:
    me.opens_tab("Offences and sentences")
    me.presses("Record an offence")
    me.types("Offence", "Wounding with intent")
    me.picks("Entry in Schedule 15 (CJA 2003)", SCHEDULE_15)
    me.types("Date of the offence", typed(today - dt.timedelta(days=700), " "))
    me.ticks("This is the index offence")
    me.picks("Outcome", "Conviction")
    me.types("Date of the outcome", typed(today - dt.timedelta(days=600), "."))
    me.picks("Disposal", "Imprisonment")
    me.types("Length of the term", "3")
    me.types("Licence ends on", f"{today + dt.timedelta(days=400):%d %b %Y}")
    me.presses("Record this offence")
    me.is_stopped("Choose the unit the court used: years, months, weeks or days.")
    me.picks("Unit of the term", "years")
    me.presses("Record this offence")
    me.is_told("The offence is recorded.")
    me.sees("Imprisonment, 3 years", f"Licence {day(today + dt.timedelta(days=400))}")


def decides_the_category_that_the_rules_compute(me: Person) -> None:
    me.opens_tab("Level and reviews")
    me.sees("2: violent or other sexual")
    me.asks_why("CAT-08")
    me.reads_heading("CAT-08: Category 2: offence, outcome and disposal")
    me.goes_back()
    me.presses("Decide the category")
    me.sees("imprisonment of 3 years is 12 months or more")
    me.types("Reason", "Three years for wounding with intent, now on licence.")
    me.presses("Record this category")
    me.is_told("The category is recorded.")


def screens_and_sets_level_1(me: Person) -> None:
    me.presses("Record a screening")
    me.types("Agencies that gave information", "2")
    me.types("Information", "Police, yesterday: nothing of concern. Housing: a settled tenancy.")
    me.types("Earlier offending and compliance", "One earlier conviction, every appointment kept.")
    me.chooses("Proposed level", "Level 1")
    me.types("Why this level", "One agency can manage this.")
    me.presses("Record this screening")
    me.is_told("The screening is recorded.")
    me.presses("Set Level 1")
    me.types("Reason", "Ordinary management is enough.")
    me.presses("Record this level")
    me.is_told("The level is recorded, and the review date is computed again from it.")


def judges_the_risk(me: Person) -> None:
    me.opens_tab("Risk")
    me.presses("Record a judgement")
    me.picks("The public: level of risk", "High")
    for group in OTHER_GROUPS:
        me.picks(f"{group}: level of risk", "Low")
    me.picks("Overall level", "High")
    me.types("Reason for the judgement, and what has changed since the last one", "First judgement, from the papers.")
    me.presses("Record this judgement")
    me.is_stopped("The public is High: say what might be done and how.", "The public is High: say how near it is.")
    me.types("The public: what might be done, and how", "Assault with a weapon when drunk")
    me.picks("The public: how near", "Could happen at any time")
    me.types("The public: what would raise the risk", "Losing the tenancy; drinking")
    me.presses("Record this judgement")
    me.is_told("The judgement is recorded.")
    me.sees("The highest of the groups: The public.")


def plans_and_mends_an_action_without_a_date(me: Person, world: World) -> None:
    me.opens_tab("Plan and actions")
    me.presses("Write the plan")
    me.types("Risks to add", "Violence when drunk\nContact with the former partner")
    me.types(
        "Contingency: what happens if the plan breaks down or circumstances change",
        "Recall is considered if she moves without approval.",
    )
    me.types("Next formal review of the plan", typed(world.today + dt.timedelta(days=90)))
    me.types("What this version changes", "First plan.")
    me.presses("Record this version")
    me.sees("No action covers the risk")
    me.presses("Add an action")
    me.chooses("Heading", "Supervision")
    me.ticks("Violence when drunk")
    me.types("What will be done", "Weekly office appointment")
    me.types("How that manages the risk", "Drinking is noticed early")
    me.picks("Agency that will do it", world.probation.name)
    me.types("Done by", "as soon as possible")
    me.presses("Add this action")
    me.is_stopped('"as soon as possible" does not say when: an action needs a date.')
    assert me.box("Done by").input_value() == "as soon as possible"
    assert me.box("What will be done").input_value() == "Weekly office appointment"
    me.types("Done by", typed(world.today + dt.timedelta(days=28)))
    me.presses("Add this action")
    me.is_stopped("Nothing is saved yet")
    me.picks("Person, if they have a part in this case", world.practitioner.full_name)
    me.presses("Add this action")
    me.is_told("The action is added.")
    me.sees(f"Due {day(world.today + dt.timedelta(days=28))}")


def finds_the_deadline_with_its_sum(me: Person, today: dt.date) -> None:
    me.opens_tab("Overview")
    review = me.row("Review of the level")
    due = today + dt.timedelta(weeks=LOCAL_WEEKS)
    assert in_words(due) in review.inner_text()
    assert f"{LOCAL_WEEKS} weeks from the level decision of {in_words(today)}" in review.inner_text()
    assert "Hampshire protocol 2008" in review.inner_text()


def considers_disclosure(me: Person, today: dt.date) -> None:
    me.opens_tab("Disclosure")
    me.sees("Disclosure has never been considered in this case.")
    me.presses("Consider disclosure")
    me.types("What disclosure would be for", "To protect a new partner, should there be one.")
    me.chooses("Was the person convicted of a sexual offence against a child?", "No")
    me.chooses("Is it to be disclosed?", "No")
    me.types("Reasons for the decision, either way", "There is nobody whom it would protect today.")
    me.presses("Record this decision")
    me.is_told("The decision is recorded.")
    me.reads_heading(f"Considered on {day(today)}: To protect a new partner, should there be one.")
