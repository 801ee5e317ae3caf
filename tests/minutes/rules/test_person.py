"""What may go into the person's copy of the plan, at its boundaries."""

from datetime import date, timedelta
from typing import Any

import pytest

from assessments.rules.plan import ActionStatus, Pillar
from minutes.rules.person import Line, Stop, copy_findings, given_findings, may_be_offered, stops
from tests.marks import rule
from tests.minutes.rules.test_leaks import KNOWN

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def rules_of(text: str) -> list[str]:
    return [one.rule for one in stops([Line("a", "Supervision", text)], KNOWN).values()]


@rule("RMP-14")
def test_only_agreed_actions_that_are_nobody_elses_are_offered() -> None:
    right: dict[str, Any] = {"heading": "supervision", "status": "open", "sensitive": False, "safeguarding": False}
    assert may_be_offered(**right)
    assert [one for one in Pillar if not may_be_offered(**right | {"heading": one.value})] == [Pillar.VICTIM_SAFETY]
    assert [one for one in ActionStatus if may_be_offered(**right | {"status": one.value})] == [ActionStatus.OPEN]
    assert not may_be_offered(**right | {"sensitive": True})
    assert not may_be_offered(**right | {"safeguarding": True})


@rule("RMP-14")
@pytest.mark.parametrize(
    "text",
    [
        "Not to contact Wilhelmina Thrupp.",
        "Not to contact W. Thrupe or her sister.",
        "Do not go to 12 Larkspur Way.",
        "Police watch as intelligence says.",
        "The blue door is never locked at night.",
        "Ring Mr Kestlewick on Mondays.",
    ],
)
def test_names_places_intelligence_and_what_is_withheld_stop_a_line(text: str) -> None:
    assert rules_of(text) == ["RMP-14"]


@rule("RMP-15")
@pytest.mark.parametrize(
    "text",
    [
        "Go on with MARAC.",
        "marac's plan",
        "the MARACs agreed",
        "M.A.R.A.C. meets",
        "M A R A C meets",
        "ＭＡＲＡＣ meets",
        "MA\u200bRAC meets",
        "Mára\u0301c meets",
        "the multi-agency risk assessment conference",
        "a risk assessment conferences chair",
        "Your IDVA rings",
        "I.D.V.A. rings",
        "the independent domestic violence adviser",
        "the domestic abuse forum",
    ],
)
def test_marac_stops_a_line_in_any_wording(text: str) -> None:
    assert rules_of(text) == ["RMP-15"]


@rule("RMP-16")
@pytest.mark.parametrize(
    "text",
    [
        "We tell the victim when you move.",
        "The victim was told of your release.",
        "The victim will be kept updated.",
        "Ask the victim liaison officer.",
        "The VLO rings.",
        "The victim contact scheme applies.",
        "Probation informs your ex-partner.",
    ],
)
def test_what_a_victim_is_told_stops_a_line(text: str) -> None:
    assert rules_of(text) == ["RMP-16"]


@rule("RMP-14", "RMP-15", "RMP-16")
@pytest.mark.parametrize(
    "text",
    [
        "Not to contact the victim, directly or through others.",
        "To live only where the supervising officer approves.",
        "Weekly office appointment",
        "Tell the supervising officer of every new relationship.",
        "The Marathon starts in March.",
        "Keep every appointment. Not to contact the victim.",
    ],
)
def test_what_the_person_is_bound_by_passes(text: str) -> None:
    assert rules_of(text) == []


@rule("RMP-14")
def test_a_copy_needs_a_plan_in_force_and_a_line_and_refuses_each_line_that_is_stopped() -> None:
    line, found = Line("a", "Supervision", "Go on with MARAC."), {"a": Stop("RMP-15", "It mentions MARAC.")}
    assert copy_findings(in_force=True, chosen=[line], found={}) == []
    assert copy_findings(in_force=False, chosen=[line], found={})[0].stops
    assert copy_findings(in_force=True, chosen=[], found={})[0].field == "lines"
    assert [(one.rule, one.stops) for one in copy_findings(in_force=True, chosen=[line], found=found)] == [
        ("RMP-15", True)
    ]
    assert copy_findings(in_force=True, chosen=[Line("b", "", "Come.")], found=found) == []


@rule("RMP-14")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"on": TODAY - DAY, "made_on": TODAY - DAY}, []),
        ({"stands": False}, [None]),
        ({"clean": False}, [None]),
        ({"given": True}, [None]),
        ({"on": TODAY + DAY}, ["on"]),
        ({"on": TODAY - DAY}, ["on"]),
    ],
)
def test_a_copy_is_given_once_while_it_holds(changes: dict[str, Any], fields: list[str | None]) -> None:
    right: dict[str, Any] = {"stands": True, "clean": True, "given": False, "on": TODAY, "made_on": TODAY}
    found = given_findings(**right | changes, today=TODAY)
    assert [one.field for one in found] == fields and all(one.stops for one in found)
