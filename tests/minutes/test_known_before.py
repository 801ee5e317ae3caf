"""The check knows what is restricted by whichever column, version or former name it stands in."""

import datetime as dt

import pytest

from assessments.models import PlanAction
from information.services import correct_item
from minutes import facts_known as facts
from minutes.rules.leaks import leaks
from offenders.models import ProtectedPerson
from tests.disclosure import builders as disclosure
from tests.information import builders as information
from tests.marks import rule

SECRET = "Watch the shed behind the old mill from the lane"


def found(meeting, text):
    return leaks({"discussion": text}, facts.known_of(meeting, meeting.case))


def sensitive_action(approved, people, *, sensitive, **said):
    values = {"description": "A home visit.", "how_it_manages_risk": "It does.", "status": "open"} | said
    PlanAction(
        case=approved.case,
        pillar="supervision",
        agency=people.police,
        due_on=people.today + dt.timedelta(days=9),
        sensitive=sensitive,
        **values,
    ).save()


@rule("EXS-09")
@pytest.mark.parametrize(
    "column",
    ["description", "how_it_manages_risk", "outcome", "not_completed_reason", "refusal_reason", "alternative"],
)
@pytest.mark.parametrize("sensitive", [True, False])
def test_whatever_is_said_of_a_sensitive_action_does_not_leave(approved, people, column, sensitive):
    sensitive_action(approved, people, sensitive=sensitive, **{column: f"{SECRET}."})
    assert bool(found(approved.meeting, f"It was agreed to {SECRET.lower()} again.")) is sensitive


@rule("EXS-09")
@pytest.mark.parametrize(("kind", "hit"), [("restricted", True), ("ordinary", False)])
def test_an_item_that_was_made_restricted_is_so_in_each_of_its_versions(approved, people, kind, hit):
    item = information.recorded(
        approved.case, people.practitioner, today=people.today, sensitivity="ordinary", text=SECRET
    )
    again = information.given(people.today, kind, text="The wording was put otherwise since then.")
    correct_item(
        actor=people.practitioner, item=item, given=again, reason="It is.", version=item.version, today=people.today
    )
    assert bool(found(approved.meeting, f"He may {SECRET.lower()} soon.")) is hit


@rule("EXS-03", "EXS-06")
@pytest.mark.parametrize("text", ["Wilhelmina Thrupp is afraid.", "Met Thripp again.", "Met W.T. again."])
def test_the_former_name_of_somebody_protected_stays_one(approved, text):
    person = ProtectedPerson(case=approved.case, kind="victim", name="Wilhelmina Thrupp")
    person.save()
    person.name = "Ottoline Brackwater"
    person.save()
    assert found(approved.meeting, text)
    assert found(approved.meeting, "Ottoline Brackwater is afraid.")


class TestDisclosure:
    @rule("EXS-03", "EXS-09")
    @pytest.mark.parametrize(
        "text",
        [
            "Ada Testperson was told.",
            "Told by Quillby.",
            "He moved the grey boat to the far quay.",
            "He keeps two ferrets under the stairs.",
        ],
    )
    def test_neither_whom_nor_what_nor_by_whom_was_told_leaves(self, approved, people, text):
        decision = disclosure.decided(
            approved.case,
            people.practitioner,
            today=people.today,
            details="That he moved the grey boat to the far quay.",
        )
        disclosure.made(
            decision,
            people.practitioner,
            today=people.today,
            person="Zachariah Quillby, officer",
            details="That he keeps two ferrets under the stairs.",
        )
        assert found(approved.meeting, text)

    @rule("EXS-09")
    def test_that_something_was_disclosed_and_to_whom_by_post_may_be_said(self, approved, people):
        decision = disclosure.decided(
            approved.case,
            people.practitioner,
            today=people.today,
            recipient="Head teacher, Invented School",
            recipient_kind="organisation",
        )
        disclosure.made(decision, people.practitioner, today=people.today)
        text = (
            "Disclosure was considered, and information is to be disclosed. The head teacher of a school was told of "
            "the conviction. The school cannot protect pupils without knowing."
        )
        assert found(approved.meeting, text) == ()
