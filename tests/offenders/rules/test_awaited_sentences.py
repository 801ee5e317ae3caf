"""Conviction and sentence on two days: what begins with which, and what is asked while the sentence is awaited."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from audit.refusals import Effect
from offenders.rules.categories import categorise
from offenders.rules.data_checks import (
    CustodyEntry,
    OffenceEntry,
    awaited_findings,
    check_custody,
    check_offence,
)
from offenders.rules.facts import (
    Answer,
    CaseFacts,
    CategoryResult,
    DisposalKind,
    NotificationFacts,
    OffenceFacts,
    Outcome,
    Route,
)
from offenders.rules.notification import expected, period_for, under_18_at
from offenders.rules.routes import relevant_on
from offenders.rules.terms import Unit
from offenders.rules.victim_contact import Standing, ground
from tests.marks import rule
from tests.offenders.rules.builders import TODAY, disposal, hospital, months, offence, prison, violent

DAY = timedelta(days=1)
CONVICTED, PASSED = date(2026, 1, 5), date(2026, 2, 16)
BORN = date(1990, 1, 1)
AWAITING: dict[str, Any] = {"outcome_on": CONVICTED, "awaiting_sentence": True}
LATER: dict[str, Any] = {"outcome_on": CONVICTED}


def of(one: OffenceFacts, on: date = TODAY, **facts: Any) -> CategoryResult:
    return categorise(CaseFacts((one,), **{"date_of_birth": BORN, **facts}), on)


def passed(term: int = 12) -> Any:
    return prison(months(term), imposed_on=PASSED)


class TestTheCategory:
    @rule("CAT-08")
    def test_2_begins_with_the_sentence(self) -> None:
        case = violent(passed(), **LATER)
        assert of(case).begins_on == PASSED
        assert of(case, PASSED - DAY).category is None
        assert of(case, PASSED).category == 2

    @rule("CAT-04")
    def test_1_begins_with_the_conviction_where_no_term_is_named(self) -> None:
        case = offence("Sexual offence", passed(), schedule_3=True, **LATER)
        assert of(case).begins_on == CONVICTED
        assert of(case, CONVICTED).category == 1
        assert of(case, CONVICTED - DAY).category is None
        assert of(offence("Sexual offence", schedule_3=True, **AWAITING), CONVICTED).category == 1

    @rule("CAT-04")
    @pytest.mark.parametrize(("term", "category"), [(11, None), (12, 1)])
    def test_1_waits_for_the_sentence_where_a_term_is_named(self, term: int, category: int | None) -> None:
        listed: dict[str, Any] = {"schedule_3": True, "schedule_3_threshold_months": 12}
        waiting = of(offence("Sexual offence", **listed, **AWAITING))
        assert waiting.category is None
        assert [(one.rule, one.field) for one in waiting.questions] == [("CAT-04", None)]
        case = offence("Sexual offence", passed(term), **listed, **LATER)
        assert of(case).category == category
        assert of(case, PASSED - DAY).category is None
        assert relevant_on(case) == PASSED

    @rule("CAT-04")
    def test_an_earlier_requirement_does_not_answer_for_a_sentence_that_is_awaited(self) -> None:
        record = NotificationFacts(required=True, starts_on=CONVICTED + DAY, ends_on=TODAY - DAY)
        case = offence("Sexual offence", schedule_3=True, schedule_3_threshold_months=6, **AWAITING)
        found = of(case, sexual_notifications=(record,))
        assert [one.rule for one in found.questions] == ["CAT-04"]

    @rule("CAT-18")
    @pytest.mark.parametrize(("late", "category"), [(0, 4), (1, None)])
    def test_4_looks_at_the_age_on_the_day_of_the_sentence(self, late: int, category: int | None) -> None:
        case = offence("Terrorist offence", passed(), cta_s41_42=True, **LATER)
        found = of(case, date_of_birth=PASSED.replace(year=2010) + late * DAY)
        assert (found.category, found.begins_on) == (category, PASSED if category else None)

    @rule("CAT-18")
    @rule("CAT-19")
    def test_4_waits_for_the_sentence(self) -> None:
        for listed in ({"cta_s41_42": True}, {"schedule_19za": True}):
            found = of(offence("Terrorist offence", **listed, **AWAITING))
            assert found.category is None
            assert {one.answer for one in found.tests} == {Answer.NOT_MET}

    @rule("OFF-28")
    def test_asks_for_the_sentence_once(self) -> None:
        found = of(violent(**AWAITING))
        assert found.category is None
        assert [(one.rule, one.field) for one in found.questions] == [("OFF-28", "disposal")]
        assert found.questions[0].sentence == "Violent offence: the sentence is awaited. Record it once it is passed."
        assert of(violent(passed(), **LATER), CONVICTED).questions[0].rule == "OFF-28"
        assert of(violent(passed(), **LATER), PASSED).questions == ()


class TestNotification:
    @rule("CAT-04")
    def test_is_expected_from_the_conviction_or_from_the_sentence(self) -> None:
        without = offence("Without", passed(), schedule_3=True, **LATER)
        with_term = offence("With", passed(), schedule_3=True, schedule_3_threshold_months=12, **LATER)
        assert expected([without], born=BORN, starts_on=CONVICTED) is not None
        assert expected([with_term], born=BORN, starts_on=PASSED - DAY) is None
        assert expected([with_term], born=BORN, starts_on=PASSED) is not None

    @rule("NOT-03")
    def test_is_halved_by_the_age_at_the_conviction(self) -> None:
        case = offence("Sexual offence", passed(), schedule_3=True, **LATER)
        assert under_18_at(case, CONVICTED.replace(year=2008) + DAY)
        assert not under_18_at(case, CONVICTED.replace(year=2008))

    @rule("NOT-04")
    def test_has_no_length_before_the_sentence(self) -> None:
        found = period_for(offence("Sexual offence", schedule_3=True, **AWAITING), under_18=False)
        assert (found.term, found.indefinite) == (None, False)
        assert "Record the sentence" in found.doubt


@rule("VIC-01")
def test_victims_wait_for_the_sentence_and_patients_count_from_it() -> None:
    assert ground(violent(**AWAITING)).standing is Standing.ASK
    older = violent(hospital(imposed_on=date(2009, 1, 5)), outcome_on=date(2008, 12, 1), committed_on=date(2008, 1, 5))
    assert ground(older).standing is Standing.STATUTORY


ENTRY = OffenceEntry(outcome=Outcome.CONVICTION, outcome_on=CONVICTED, disposal=DisposalKind.AWAITING)


def found(entry: OffenceEntry) -> list[tuple[str, str | None]]:
    return [(one.rule, one.field) for one in check_offence(entry, date_of_birth=BORN, today=TODAY)]


class TestWhatIsTyped:
    @rule("OFF-28")
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"imposed_on": CONVICTED}, "imposed_on"),
            ({"term_value": 12, "term_unit": Unit.MONTHS}, "term_value"),
            ({"custodial_value": 6, "custodial_unit": Unit.MONTHS}, "custodial_value"),
        ],
    )
    def test_a_sentence_that_is_awaited_says_nothing_yet(self, changes: dict[str, Any], field: str) -> None:
        assert found(ENTRY) == []
        assert found(replace(ENTRY, **changes)) == [("OFF-28", field)]
        assert ("OFF-28", "indeterminate") in found(replace(ENTRY, indeterminate=True))

    @rule("OFF-28")
    @pytest.mark.parametrize("outcome", [Outcome.UNFIT_AND_DID_ACT, Outcome.NOT_GUILTY_INSANITY])
    def test_an_order_after_a_finding_may_be_awaited_too(self, outcome: Outcome) -> None:
        assert found(replace(ENTRY, outcome=outcome)) == []

    @rule("OFF-28")
    @pytest.mark.parametrize("outcome", [Outcome.CAUTION, Outcome.REPRIMAND_OR_WARNING])
    def test_a_caution_has_no_sentence(self, outcome: Outcome) -> None:
        cautioned = replace(ENTRY, outcome=outcome, disposal=DisposalKind.CAUTION_ONLY)
        assert found(cautioned) == []
        assert found(replace(cautioned, imposed_on=CONVICTED)) == [("OFF-28", "imposed_on")]
        assert found(replace(cautioned, disposal=DisposalKind.AWAITING)) == [("OFF-06", "disposal")]

    @rule("OFF-03")
    @rule("OFF-04")
    @pytest.mark.parametrize(
        ("on", "refused"),
        [(CONVICTED - DAY, ["OFF-04"]), (CONVICTED, []), (PASSED, []), (TODAY, []), (TODAY + DAY, ["OFF-03"])],
    )
    def test_the_sentence_lies_between_the_outcome_and_today(self, on: date, refused: list[str]) -> None:
        fined = replace(ENTRY, disposal=DisposalKind.FINE, imposed_on=on)
        assert [one for one, _ in found(fined)] == refused

    @rule("OFF-28")
    @pytest.mark.parametrize(
        "field", ["licence_ends_on", "sentence_ends_on", "supervision_ends_on", "cto_ends_on", "discharged_on"]
    )
    def test_nothing_ends_before_there_is_a_sentence(self, field: str) -> None:
        assert check_custody(CustodyEntry(awaiting_sentence=True)) == []
        refused = check_custody(CustodyEntry(awaiting_sentence=True, **{field: TODAY}))
        assert [(one.rule, one.field, one.stops) for one in refused] == [("OFF-28", field, True)]

    @rule("OFF-08")
    def test_ends_are_held_against_the_sentence(self) -> None:
        assert [one.rule for one in check_custody(CustodyEntry(PASSED, licence_ends_on=PASSED - DAY))] == ["OFF-08"]
        assert check_custody(CustodyEntry(PASSED, licence_ends_on=PASSED)) == []

    @rule("OFF-27")
    @pytest.mark.parametrize(("life", "number", "refused"), [(True, None, False), (False, 6, False), (True, 6, True)])
    def test_the_longest_sentence_is_life_or_months(self, life: bool, number: int | None, refused: bool) -> None:
        entry = replace(ENTRY, maximum_is_life=life, maximum_months=number)
        assert found(entry) == ([("OFF-27", "maximum_sentence_months")] if refused else [])


@rule("OFF-28")
def test_a_prompt_names_each_offence() -> None:
    first, second = awaited_findings(["Arson", "Assault"])
    assert (first.effect, first.message[:6], second.message[:8]) == (Effect.PROMPT, "Arson:", "Assault:")


@rule("CAT-24")
def test_a_route_is_met_and_ended_by_the_dates_of_the_sentence() -> None:
    case = violent(disposal(DisposalKind.SUSPENDED, months(12), imposed_on=PASSED, licence_ends_on=PASSED), **LATER)
    assert of(case, PASSED).route is Route.CJA_S15
    assert of(case, PASSED + DAY).category is None
