"""Considering somebody for Category 3: who waits for it, until when, and what a record of it says."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from deadlines.rules.days import Basis
from deadlines.rules.policies import Limit
from levels.rules import considering
from levels.rules.considering import NOT_SUITABLE, REFER, ConsiderFacts
from offenders.rules.facts import CaseFacts, CategoryThreeJudgement, OffenceFacts, Outcome
from tests.marks import rule
from tests.offenders.rules.builders import SENTENCED, TODAY, months, offence, prison, violent

DAY = dt.timedelta(days=1)
RECORDED = TODAY - 10 * DAY
STALKING = offence("Stalking", stalking=True)
ABROAD = offence("Abroad", outcome=Outcome.CONVICTION_ABROAD)
THEFT = offence("Theft")


def waiting(*offences: OffenceFacts, on: dt.date = TODAY, **facts: Any) -> list[str]:
    return [str(one.offence_id) for one in considering.asks(CaseFacts(offences, **facts), on)]


@rule("CAT-36")
class TestWhoWaits:
    def test_an_offence_that_calls_for_it_until_it_was_considered(self) -> None:
        assert waiting(STALKING, ABROAD, THEFT) == [STALKING.id, ABROAD.id]
        assert waiting(STALKING, ABROAD, considered_for_3=frozenset({STALKING.id})) == [ABROAD.id]

    def test_a_further_one_that_is_recorded_later_asks_by_itself(self) -> None:
        considered = frozenset({STALKING.id})
        assert waiting(STALKING, considered_for_3=considered) == []
        assert waiting(STALKING, ABROAD, considered_for_3=considered) == [ABROAD.id]

    @pytest.mark.parametrize(("days", "asked"), [(-1, True), (0, False), (1, False)])
    def test_one_that_was_quashed_asks_nothing_from_that_day(self, days: int, asked: bool) -> None:
        quashed = replace(STALKING, quashed_on=TODAY)
        assert bool(waiting(quashed, on=TODAY + days * DAY)) is asked
        assert bool(considering.calls(CaseFacts((quashed,)), TODAY + days * DAY)) is asked

    def test_nobody_whom_another_category_covers(self) -> None:
        assert waiting(STALKING, violent(prison(months(24)))) == []
        placed = CategoryThreeJudgement(
            STALKING.id, capable_of_serious_harm=True, needs_level_2_or_3=True, decided_on=SENTENCED
        )
        assert waiting(STALKING, category_3=placed) == []

    def test_it_calls_for_it_whether_or_not_it_was_considered(self) -> None:
        known = CaseFacts((STALKING, THEFT), considered_for_3=frozenset({STALKING.id}))
        assert [one.offence_id for one in considering.calls(known, TODAY)] == [STALKING.id]

    @pytest.mark.parametrize(("days", "considered"), [(-1, False), (0, True), (1, True)])
    def test_a_decision_that_weighed_the_same_has_considered_the_offences_until_its_day(
        self, days: int, considered: bool
    ) -> None:
        on = SENTENCED + days * DAY
        late = replace(STALKING, outcome_on=SENTENCED)
        known = considering.with_considered(CaseFacts((late,)), named=(), until=on)
        assert (late.id in known.considered_for_3) is considered

    def test_what_was_named_and_is_not_there_any_more_is_left_out(self) -> None:
        known = considering.with_considered(CaseFacts((STALKING,)), named=[STALKING.id, "gone"], until=None)
        assert known.considered_for_3 == {STALKING.id}


def due(known: CaseFacts, limit: Limit | None = None, **facts: Any) -> Any:
    recorded = {one.id: RECORDED for one in known.offences}
    given = ConsiderFacts(known, **{"recorded": recorded, **facts})
    return considering.consider_due(given, limit, today=TODAY, holidays=())


class TestWhenItIsDue:
    @rule("CAT-16")
    def test_28_days_from_when_the_offence_was_recorded(self) -> None:
        found = due(CaseFacts((STALKING,)))
        assert (found.rule, found.start_on, found.due_on) == ("CAT-16", RECORDED, RECORDED + 28 * DAY)
        assert "product's own limit" in found.words

    @rule("CAT-17")
    def test_in_the_same_time_where_it_only_should_be(self) -> None:
        assert due(CaseFacts((ABROAD,))).rule == "CAT-17"
        both = due(CaseFacts((ABROAD, STALKING)), recorded={ABROAD.id: RECORDED - DAY, STALKING.id: RECORDED})
        assert (both.rule, both.start_on) == ("CAT-16", RECORDED), "what must be comes first"

    @rule("CAT-16")
    @pytest.mark.parametrize("days", [-1, 0, 1])
    def test_or_from_the_end_of_another_category_where_that_is_later(self, days: int) -> None:
        found = due(CaseFacts((STALKING,)), free_since=RECORDED + days * DAY)
        assert found.start_on == max(RECORDED, RECORDED + days * DAY)

    @rule("CAT-16")
    def test_the_area_may_give_less_time(self) -> None:
        found = due(CaseFacts((STALKING,)), Limit(14, Basis.LOCAL, "Theirs", "Their protocol"))
        assert (found.due_on, found.basis, found.policy) == (RECORDED + 14 * DAY, Basis.LOCAL, "Theirs")
        assert "Their protocol" in found.words

    @rule("CAT-16")
    def test_nothing_once_it_was_considered_or_counts_no_more(self) -> None:
        assert due(CaseFacts((STALKING,), considered_for_3=frozenset({STALKING.id}))) is None
        assert due(CaseFacts((replace(STALKING, quashed_on=TODAY),))) is None
        assert due(CaseFacts((THEFT,))) is None

    @rule("CAT-37")
    def test_a_referral_follows_within_10_days_or_as_the_area_says(self) -> None:
        found = considering.refer_due(TODAY, None, ())
        assert (found.rule, found.start_on, found.due_on) == ("CAT-37", TODAY, TODAY + 10 * DAY)
        theirs = considering.refer_due(TODAY, Limit(5, Basis.LOCAL, "Theirs", "Their protocol"), ())
        assert theirs.due_on == TODAY + 5 * DAY


@rule("CAT-36")
class TestWhatIsRecorded:
    CALLED = considering.calls(CaseFacts((STALKING,)), TODAY)

    def against(self, **changes: Any) -> list[tuple[str, str | None]]:
        given = {"outcome": NOT_SUITABLE, "reason": "MARAC alone is enough.", "on": TODAY, "today": TODAY}
        found = considering.findings(self.CALLED, **{**given, **changes})
        return [(one.rule, one.field) for one in found]

    def test_either_outcome_with_its_reason(self) -> None:
        assert self.against() == [] and self.against(outcome=REFER) == []

    @pytest.mark.parametrize("outcome", [REFER, NOT_SUITABLE])
    def test_no_outcome_without_a_reason(self, outcome: str) -> None:
        assert self.against(outcome=outcome, reason="  ") == [("CAT-36", "reason")]

    @pytest.mark.parametrize(("days", "refused"), [(-1, False), (0, False), (1, True)])
    def test_on_no_day_to_come(self, days: int, refused: bool) -> None:
        assert self.against(on=TODAY + days * DAY) == ([("CAT-36", "decided_on")] if refused else [])

    def test_one_of_the_two_outcomes(self) -> None:
        assert self.against(outcome="") == [("CAT-36", "outcome")]

    def test_nothing_where_nothing_calls_for_it(self) -> None:
        found = considering.findings([], outcome=REFER, reason="Why.", on=TODAY, today=TODAY)
        assert [(one.rule, one.field) for one in found] == [("CAT-36", None)]
