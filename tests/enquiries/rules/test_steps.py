"""The steps of a request in their order, and what each asks for."""

from datetime import date, timedelta

import pytest

from enquiries.rules.routing import Response
from enquiries.rules.steps import (
    AFTER,
    FROM,
    TOLD,
    State,
    Step,
    StepFacts,
    clarified_findings,
    closing_findings,
    destroying_findings,
    out_of_turn,
    step_findings,
)
from tests.marks import rule

TODAY = date(2026, 3, 20)
RECEIVED = date(2026, 3, 2)
DAY = timedelta(days=1)


def at(state: State, response: Response | None = None, **more: object) -> StepFacts:
    days = {Step.CLARIFIED: date(2026, 3, 4)} if state is not State.REQUESTED else {}
    return StepFacts(state, RECEIVED, days, response, **more)  # type: ignore[arg-type]


@rule("ENQ-10")
class TestTheOrder:
    @pytest.mark.parametrize("step", list(Step))
    @pytest.mark.parametrize("state", list(State))
    def test_a_step_is_taken_from_its_own_states_and_refused_with_a_sentence_elsewhere(
        self, state: State, step: Step
    ) -> None:
        found = out_of_turn(at(state, Response.NCND), step)
        assert bool(found) == (state not in FROM[step])
        assert all(one.rule == "ENQ-10" and one.stops and one.message.endswith(".") for one in found)

    def test_leads_through_every_state(self) -> None:
        order = [Step.CLARIFIED, Step.DRAFTED, Step.CIRCULATED, Step.APPROVED, Step.SENT, Step.CLOSED, Step.DESTROYED]
        state = State.REQUESTED
        for step in order:
            assert not out_of_turn(at(state, Response.SUMMARY), step)
            state = AFTER[step]
        assert state is State.DESTROYED

    def test_what_comes_from_minutes_is_circulated_first(self) -> None:
        assert out_of_turn(at(State.DRAFTED, Response.SUMMARY), Step.APPROVED)
        assert out_of_turn(at(State.DRAFTED, Response.FULL), Step.APPROVED)
        assert not out_of_turn(at(State.DRAFTED, Response.NCND), Step.APPROVED)
        assert not out_of_turn(at(State.CIRCULATED, Response.SUMMARY), Step.APPROVED)

    def test_has_its_days_in_order(self) -> None:
        facts = at(State.CLARIFIED)
        assert step_findings(facts, Step.WITHDRAWN, on=date(2026, 3, 3), said="So.", today=TODAY)
        assert step_findings(facts, Step.WITHDRAWN, on=TODAY + DAY, said="So.", today=TODAY)
        assert not step_findings(facts, Step.WITHDRAWN, on=date(2026, 3, 4), said="So.", today=TODAY)
        assert not step_findings(facts, Step.WITHDRAWN, on=TODAY, said="So.", today=TODAY)

    @pytest.mark.parametrize("step", [Step.APPROVED, Step.SENT, Step.DESTROYED, Step.WITHDRAWN, Step.CIRCULATED])
    def test_says_what_it_has_to_say(self, step: Step) -> None:
        facts = at(sorted(FROM[step])[0], Response.NCND)
        (found,) = step_findings(facts, step, on=TODAY, said=" ", today=TODAY)
        assert found.field == "said" and found.message == f"{TOLD[step].ask}."
        assert not step_findings(facts, step, on=TODAY, said="So.", today=TODAY)


@rule("ENQ-09")
def test_what_goes_through_the_data_protection_team_is_passed_on_before_it_is_sent() -> None:
    waiting = at(State.APPROVED, Response.SUMMARY, passes_on=True)
    (found,) = out_of_turn(waiting, Step.SENT)
    assert found.rule == "ENQ-09"
    passed = StepFacts(State.APPROVED, RECEIVED, {Step.PASSED_ON: RECEIVED}, Response.SUMMARY, passes_on=True)
    assert not out_of_turn(passed, Step.SENT)
    assert out_of_turn(passed, Step.PASSED_ON)


@rule("ENQ-08")
class TestClarifying:
    def test_asks_some_in_writing(self) -> None:
        (found,) = clarified_findings(asks=True, question="", answer="", clear_because="It is clear.")
        assert (found.rule, found.field) == ("ENQ-08", "question")
        assert not clarified_findings(asks=True, question="Which?", answer="The last.", clear_because="")

    def test_has_a_reason_where_nobody_has_to_be_asked(self) -> None:
        (found,) = clarified_findings(asks=False, question="", answer="", clear_because=" ")
        assert found.field == "clear_because"
        assert not clarified_findings(asks=False, question="", answer="", clear_because="It names one meeting.")

    def test_keeps_question_and_answer_together(self) -> None:
        (found,) = clarified_findings(asks=False, question="Which?", answer="", clear_because="Clear.")
        assert found.field == "answer"
        (found,) = clarified_findings(asks=False, question="", answer="The last.", clear_because="Clear.")
        assert found.field == "question"


@rule("ENQ-18")
class TestClosing:
    def test_needs_the_copy_and_a_day_to_come(self) -> None:
        both = closing_findings(copied_on=None, destroy_on=None, sent_on=TODAY, today=TODAY)
        assert [one.field for one in both] == ["copied_on", "destroy_on"]
        assert not closing_findings(copied_on=TODAY, destroy_on=TODAY + DAY, sent_on=TODAY, today=TODAY)

    @pytest.mark.parametrize(
        ("copied", "destroy", "field"),
        [
            (TODAY + DAY, TODAY + DAY, "copied_on"),
            (TODAY - 2 * DAY, TODAY + DAY, "copied_on"),
            (TODAY, TODAY, "destroy_on"),
        ],
    )
    def test_has_both_days_where_they_belong(self, copied: date, destroy: date, field: str) -> None:
        (found,) = closing_findings(copied_on=copied, destroy_on=destroy, sent_on=TODAY - DAY, today=TODAY)
        assert found.field == field

    def test_asks_about_destroying_early(self) -> None:
        assert destroying_findings(TODAY + DAY, on=TODAY)
        assert not destroying_findings(TODAY, on=TODAY)
        assert not destroying_findings(None, on=TODAY)
