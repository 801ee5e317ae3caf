"""Categories 3 and 4: what people judge, and what the terrorist offences bring by themselves."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offenders.rules.categories import PRECEDENCE, categorise
from offenders.rules.facts import (
    Answer,
    CaseFacts,
    CategoryThreeJudgement,
    DiscretionaryFour,
    Disposal,
    DisposalKind,
    NotificationFacts,
    OffenceFacts,
    Outcome,
    Route,
    Schedule15,
)
from offenders.rules.terms import Term, Unit
from tests.marks import rule
from tests.offenders.rules.builders import SENTENCED, TODAY, disposal, hospital, months, offence, prison, violent

THEFT = offence("Theft", prison(months(3)))
NEEDED = {"capable_of_serious_harm": True, "needs_level_2_or_3": True, "decided_on": SENTENCED}


def judged(**changes: object) -> CaseFacts:
    """Somebody with a theft, and the Unit's judgement on Category 3."""
    return CaseFacts((THEFT,), category_3=CategoryThreeJudgement(**{"offence_id": THEFT.id, **NEEDED, **changes}))


class TestCategory3:
    @rule("CAT-14")
    @pytest.mark.parametrize("outcome", Outcome)
    def test_rests_on_any_offence_with_a_recorded_outcome(self, outcome: Outcome) -> None:
        facts = CaseFacts(
            (offence("Offence", outcome=outcome),), category_3=CategoryThreeJudgement("Offence", **NEEDED)
        )
        assert categorise(facts, TODAY).category == 3

    @pytest.mark.parametrize(
        ("changes", "found"),
        [
            pytest.param({"offence_id": "not recorded"}, "CAT-14", marks=rule("CAT-14")),
            pytest.param({"capable_of_serious_harm": False}, "CAT-14", marks=rule("CAT-14")),
            pytest.param({"needs_level_2_or_3": False}, "CAT-15", marks=rule("CAT-15")),
            pytest.param({"decided_by_unit": False}, "CAT-29", marks=rule("CAT-29")),
        ],
    )
    def test_needs_every_part_of_its_test(self, changes: dict[str, object], found: str) -> None:
        assert categorise(judged(), TODAY).category == 3
        result = categorise(judged(**changes), TODAY)
        assert result.category is None
        assert found in [one.rule for one in result.tests if one.route is Route.RA_DISCR]

    @rule("CAT-26")
    def test_lasts_until_a_meeting_ends_it(self) -> None:
        ended = judged(ended_on=date(2026, 1, 20))
        assert categorise(ended, date(2026, 1, 20)).category == 3
        assert categorise(ended, date(2026, 1, 21)).category is None

    @rule("CAT-16")
    @pytest.mark.parametrize("flag", ["domestic_abuse", "stalking"])
    def test_has_to_be_considered_for_domestic_abuse_and_stalking(self, flag: str) -> None:
        assert _asked(offence("Damage", **{flag: True})) == ["CAT-16"]
        assert _asked(violent(prison(months(24)), **{flag: True})) == []

    @rule("CAT-17")
    @pytest.mark.parametrize(
        "facts", [{"armed_forces_s42": True}, {"overseas_sexual": True}, {"outcome": Outcome.CONVICTION_ABROAD}]
    )
    def test_should_be_considered_for_offences_abroad_and_in_the_armed_forces(self, facts: dict[str, object]) -> None:
        assert _asked(offence("Offence", **facts)) == ["CAT-17"]


def _asked(one: OffenceFacts) -> list[str]:
    return [question.rule for question in categorise(CaseFacts((one,)), TODAY).questions]


TERRORIST = {"schedule_19za": True, "maximum_sentence": Term(10, Unit.YEARS)}


class TestCategory4:
    @rule("CAT-19")
    @pytest.mark.parametrize("flag", ["schedule_19za", "terrorist_connection"])
    @pytest.mark.parametrize(
        ("passed", "category"),
        [
            (prison(months(11)), None),
            (prison(months(12)), 4),
            (prison(Term(52, Unit.WEEKS)), None),
            (disposal(DisposalKind.SUSPENDED, months(12)), 4),
            (disposal(DisposalKind.DTO, months(12)), 4),
            (disposal(DisposalKind.COMMUNITY_ORDER), None),
        ],
        ids=str,
    )
    def test_follows_a_relevant_conviction_with_a_qualifying_sentence(
        self, flag: str, passed: Disposal, category: int | None
    ) -> None:
        result = categorise(CaseFacts((offence("Terrorist offence", passed, **{flag: True}),)), TODAY)
        assert result.category == category

    @rule("CAT-22")
    def test_is_for_a_person_after_a_hospital_order_on_conviction(self) -> None:
        result = categorise(CaseFacts((offence("Terrorist offence", hospital(), schedule_19za=True),)), TODAY)
        assert result.category is None
        assert [question.rule for question in result.questions] == ["CAT-22"]

    @rule("CAT-20")
    @pytest.mark.parametrize(
        ("facts", "answer"),
        [
            ({"maximum_sentence": months(12)}, Answer.NOT_MET),
            ({"maximum_sentence": months(13)}, Answer.MET),
            ({"maximum_is_life": True}, Answer.MET),
            ({}, Answer.ASK),
        ],
    )
    @pytest.mark.parametrize("outcome", [Outcome.UNFIT_AND_DID_ACT, Outcome.NOT_GUILTY_INSANITY])
    def test_follows_a_hospital_order_where_the_maximum_is_over_twelve_months(
        self, outcome: Outcome, facts: dict[str, object], answer: Answer
    ) -> None:
        case = offence("Terrorist offence", hospital(), outcome=outcome, schedule_19za=True, **facts)
        result = categorise(CaseFacts((case,)), TODAY)
        assert [one.answer for one in result.tests if one.route is Route.TERR_MH] == [answer]
        assert (result.category == 4) is (answer is Answer.MET)

    @rule("CAT-18")
    @pytest.mark.parametrize(
        ("born", "answer"),
        [
            (SENTENCED.replace(year=2009), Answer.MET),
            (SENTENCED.replace(year=2009) + timedelta(days=1), Answer.NOT_MET),
            (None, Answer.ASK),
        ],
        ids=str,
    )
    def test_brings_notification_from_the_16th_birthday(self, born: date | None, answer: Answer) -> None:
        case = offence("Terrorist offence", prison(months(12)), cta_s41_42=True)
        result = categorise(CaseFacts((case,), date_of_birth=born), TODAY)
        assert [one.answer for one in result.tests if one.route is Route.CTA2008_P4] == [answer]

    @rule("CAT-18")
    @pytest.mark.parametrize(
        ("passed", "met"), [(prison(months(11)), False), (prison(months(12)), True), (hospital(), True)]
    )
    def test_brings_notification_with_a_qualifying_disposal(self, passed: Disposal, met: bool) -> None:
        case = offence("Terrorist offence", passed, cta_s41_42=True)
        result = categorise(CaseFacts((case,), date_of_birth=date(1990, 1, 1)), TODAY)
        assert (result.category == 4) is met

    @rule("CAT-27")
    def test_by_notification_ends_with_its_period(self) -> None:
        record = NotificationFacts(required=True, starts_on=date(2016, 1, 1), ends_on=date(2026, 3, 1))
        facts = CaseFacts(terrorism_notifications=(record,))
        assert categorise(facts, date(2026, 3, 1)).category == 4
        assert categorise(facts, date(2026, 3, 2)).category is None

    @rule("CAT-27")
    def test_by_sentence_ends_with_the_licence(self) -> None:
        case = CaseFacts((offence("Terrorist offence", prison(months(12), licence_ends_on=TODAY), schedule_19za=True),))
        result = categorise(case, TODAY)
        assert (result.category, result.ends_on) == (4, TODAY)
        assert any("(CAT-27)" in step for step in result.steps)
        assert categorise(case, TODAY + timedelta(days=1)).category is None

    @rule("CAT-21")
    @pytest.mark.parametrize(
        ("changes", "category"),
        [
            ({}, 4),
            ({"believed_at_risk": False}, None),
            ({"identified_nationally": False}, None),
            ({"offence_id": "not recorded"}, None),
            ({"ended_on": TODAY}, 4),
            ({"ended_on": TODAY - timedelta(days=1)}, None),
            ({"decided_on": TODAY + timedelta(days=1)}, None),
        ],
        ids=str,
    )
    def test_discretionary_rests_on_any_offence_and_the_belief(
        self, changes: dict[str, object], category: int | None
    ) -> None:
        belief = {"offence_id": THEFT.id, "believed_at_risk": True, "decided_on": SENTENCED, **changes}
        facts = CaseFacts((THEFT,), discretionary_4=DiscretionaryFour(**belief))
        assert categorise(facts, TODAY).category == category


DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))
TERMS = st.builds(Term, st.integers(1, 60), st.sampled_from(Unit))
DISPOSALS = st.builds(
    Disposal,
    kind=st.sampled_from(DisposalKind),
    term=st.none() | TERMS,
    indeterminate=st.booleans(),
    custodial_part=st.none() | TERMS,
    imposed_on=st.none() | DAYS,
    licence_ends_on=st.none() | DAYS,
    sentence_ends_on=st.none() | DAYS,
    supervision_ends_on=st.none() | DAYS,
)
OFFENCES = st.builds(
    OffenceFacts,
    id=st.sampled_from(["A", "B", "C"]),
    title=st.just("Offence"),
    outcome=st.sampled_from(Outcome),
    disposal=st.none() | DISPOSALS,
    outcome_on=st.none() | DAYS,
    schedule_15=st.none() | st.sampled_from(Schedule15),
    schedule_3=st.booleans(),
    schedule_3_threshold_months=st.none() | st.sampled_from([6, 12]),
    murder=st.booleans(),
    schedule_19za=st.booleans(),
    cta_s41_42=st.booleans(),
    domestic_abuse=st.booleans(),
)
RECORDS = st.builds(NotificationFacts, st.booleans(), st.none() | DAYS, st.none() | DAYS, st.booleans(), st.booleans())
CASES = st.builds(
    CaseFacts,
    offences=st.lists(OFFENCES, max_size=4).map(tuple),
    date_of_birth=st.none() | st.dates(date(1950, 1, 1), date(2012, 12, 31)),
    sexual_notifications=st.lists(RECORDS, max_size=3).map(tuple),
    terrorism_notifications=st.lists(RECORDS, max_size=2).map(tuple),
    category_3=st.none()
    | st.builds(CategoryThreeJudgement, st.sampled_from(["A", "D"]), st.booleans(), st.booleans(), DAYS, st.booleans()),
    discretionary_4=st.none() | st.builds(DiscretionaryFour, st.sampled_from(["A", "D"]), st.booleans(), DAYS),
)


@rule("CAT-01")
@given(facts=CASES, on=DAYS)
def test_everybody_has_one_category_or_none_and_it_is_the_first_in_order(facts: CaseFacts, on: date) -> None:
    result = categorise(facts, on)
    met = {one.category for one in result.tests if one.met}
    expected = [category for category in PRECEDENCE if category in met]
    assert [result.category, *result.also_met] == (expected or [None])
    assert (result.route is None) == (result.category is None)


@rule("CAT-01")
@given(facts=CASES, on=DAYS)
def test_a_category_begins_by_the_day_asked_about_and_ends_no_earlier(facts: CaseFacts, on: date) -> None:
    result = categorise(facts, on)
    assert result.begins_on is None or result.begins_on <= on
    assert result.ends_on is None or result.ends_on >= on
    assert not (result.lifelong and result.ends_on is not None)


@rule("CAT-15")
@given(facts=CASES, on=DAYS)
def test_category_3_never_stands_beside_another(facts: CaseFacts, on: date) -> None:
    result = categorise(facts, on)
    assert 3 not in result.also_met
    assert result.category != 3 or result.also_met == ()
