"""Which category applies: the guidance's own examples, and both sides of every boundary."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from offenders.rules.categories import after, categorise
from offenders.rules.facts import (
    Answer,
    CaseFacts,
    CategoryResult,
    CategoryThreeJudgement,
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
from tests.offenders.rules.builders import (
    LICENCE_ENDS,
    SENTENCED,
    TODAY,
    disposal,
    hospital,
    months,
    offence,
    prison,
    violent,
)

REGISTERED = NotificationFacts(required=True, starts_on=date(2021, 5, 4), ends_on=date(2026, 5, 3))


def of(*offences: OffenceFacts, on: date = TODAY, **facts: object) -> CategoryResult:
    """The category on a day for somebody with these offences."""
    return categorise(CaseFacts(offences=offences, **facts), on)


@rule("CAT-11")
class TestEachSentenceByItself:
    def test_twelve_months_eligible_with_six_not_eligible_is_category_2(self) -> None:
        assert of(violent(prison(months(12))), offence("Theft", prison(months(6)))).category == 2

    def test_six_months_eligible_with_twelve_not_eligible_is_not(self) -> None:
        assert of(violent(prison(months(6))), offence("Theft", prison(months(12)))).category is None

    def test_six_and_six_months_both_eligible_are_not_added_together(self) -> None:
        result = of(violent(prison(months(6)), "First"), violent(prison(months(6)), "Second"))
        assert result.category is None
        assert any("(CAT-11)" in step for step in result.steps)


@rule("CAT-08")
@rule("CAT-09")
class TestQualifyingDisposal:
    @pytest.mark.parametrize(
        ("passed", "category"),
        [
            (prison(months(11)), None),
            (prison(months(12)), 2),
            (prison(Term(1, Unit.YEARS)), 2),
            (disposal(DisposalKind.IMPRISONMENT, indeterminate=True), 2),
            (disposal(DisposalKind.YOUTH_DETENTION, months(11)), None),
            (disposal(DisposalKind.YOUTH_DETENTION, months(12)), 2),
            (disposal(DisposalKind.SUSPENDED, months(11)), None),
            (disposal(DisposalKind.SUSPENDED, months(12)), 2),
            (disposal(DisposalKind.HOSPITAL_ORDER), 2),
            (disposal(DisposalKind.HOSPITAL_ORDER_RESTRICTED), 2),
            (disposal(DisposalKind.GUARDIANSHIP), 2),
            (disposal(DisposalKind.CTO), None),
            (disposal(DisposalKind.COMMUNITY_ORDER, months(24)), None),
            (disposal(DisposalKind.YOUTH_REHABILITATION_ORDER, months(24)), None),
            (disposal(DisposalKind.REFERRAL_ORDER, months(12)), None),
            (disposal(DisposalKind.FINE), None),
            (disposal(DisposalKind.OTHER), None),
            (None, None),
        ],
        ids=str,
    )
    def test_decides_between_category_2_and_none(self, passed: object, category: int | None) -> None:
        assert of(violent(passed)).category == category

    @pytest.mark.parametrize(
        ("facts", "category"),
        [
            ({"murder": True}, 2),
            ({"schedule_15": Schedule15.VIOLENT}, 2),
            ({"schedule_15": Schedule15.SEXUAL}, 2),
            ({"section_327_4a": True}, 2),
            ({}, None),
        ],
    )
    def test_counts_for_listed_offences_only(self, facts: dict[str, object], category: int | None) -> None:
        assert of(offence("Offence", prison(months(18)), **facts)).category == category

    @pytest.mark.parametrize(
        ("outcome", "category"),
        [
            (Outcome.CONVICTION, 2),
            (Outcome.UNFIT_AND_DID_ACT, 2),
            (Outcome.NOT_GUILTY_INSANITY, 2),
            (Outcome.CAUTION, None),
            (Outcome.REPRIMAND_OR_WARNING, None),
            (Outcome.CONVICTION_ABROAD, None),
        ],
    )
    def test_counts_after_a_conviction_or_a_finding_in_its_place(self, outcome: Outcome, category: int | None) -> None:
        assert of(violent(hospital(), outcome=outcome)).category == category

    def test_without_a_recorded_length_is_for_a_person(self) -> None:
        result = of(violent(disposal(DisposalKind.IMPRISONMENT)))
        assert result.category is None
        assert [question.rule for question in result.questions] == ["CAT-09"]

    def test_passed_after_the_day_asked_about_does_not_count_yet(self) -> None:
        case = violent(prison(months(12)), outcome_on=date(2025, 1, 6))
        assert of(case, on=SENTENCED - timedelta(days=1)).category is None
        assert of(case, on=SENTENCED).category == 2


@rule("CAT-10")
@pytest.mark.parametrize(
    ("term", "category"),
    [(Term(52, Unit.WEEKS), None), (Term(53, Unit.WEEKS), 2), (Term(365, Unit.DAYS), None), (Term(366, Unit.DAYS), 2)],
    ids=str,
)
def test_fifty_two_weeks_are_not_twelve_months(term: Term, category: int | None) -> None:
    assert of(violent(prison(term))).category == category


@rule("CAT-10")
def test_365_days_are_asked_about() -> None:
    assert [question.rule for question in of(violent(prison(Term(365, Unit.DAYS)))).questions] == ["CAT-10"]


@rule("CAT-12")
def test_a_sexual_offence_without_notification_is_category_2_until_its_sentence_ends() -> None:
    case = offence("Sexual offence", prison(months(12)), schedule_15=Schedule15.SEXUAL)
    assert (of(case).category, of(case).rule) == (2, "CAT-12")
    assert of(case, on=LICENCE_ENDS + timedelta(days=1)).category is None


class TestDetentionAndTraining:
    @staticmethod
    def dto(length: int, **facts: object) -> OffenceFacts:
        return offence("Sexual offence", disposal(DisposalKind.DTO, months(length)), **facts)

    @rule("CAT-05")
    @pytest.mark.parametrize(("length", "category"), [(6, None), (11, None), (12, 1), (24, 1)])
    def test_only_its_custodial_half_counts_for_notification(self, length: int, category: int | None) -> None:
        assert of(self.dto(length, schedule_3=True, schedule_3_threshold_months=6)).category == category

    @rule("CAT-05")
    def test_the_recorded_custodial_part_counts_instead_of_half(self) -> None:
        passed = disposal(DisposalKind.DTO, months(12), custodial_part=months(5))
        case = offence("Sexual offence", passed, schedule_3=True, schedule_3_threshold_months=6)
        assert of(case).category is None

    @rule("CAT-13")
    @pytest.mark.parametrize(("length", "category"), [(11, None), (12, 2)])
    def test_its_whole_term_counts_for_category_2(self, length: int, category: int | None) -> None:
        assert of(violent(disposal(DisposalKind.DTO, months(length)))).category == category


class TestNotification:
    @rule("CAT-03")
    @pytest.mark.parametrize(
        ("outcome", "answer"),
        [
            (Outcome.CONVICTION, Answer.MET),
            (Outcome.CAUTION, Answer.MET),
            (Outcome.UNFIT_AND_DID_ACT, Answer.MET),
            (Outcome.NOT_GUILTY_INSANITY, Answer.MET),
            (Outcome.REPRIMAND_OR_WARNING, Answer.ASK),
            (Outcome.CONVICTION_ABROAD, Answer.NOT_MET),
        ],
    )
    def test_follows_a_schedule_3_offence_without_a_threshold(self, outcome: Outcome, answer: Answer) -> None:
        result = of(offence("Sexual offence", outcome=outcome, schedule_3=True))
        first = next(one for one in result.tests if one.route is Route.SOA2003_P2)
        assert first.answer is answer
        assert (result.category == 1) is (answer is Answer.MET)

    @rule("CAT-04")
    def test_begins_at_the_conviction_when_there_is_no_threshold(self) -> None:
        case = offence("Sexual offence", None, schedule_3=True, outcome_on=date(2026, 1, 5))
        assert of(case).begins_on == date(2026, 1, 5)

    @rule("CAT-04")
    @pytest.mark.parametrize(("length", "category"), [(11, None), (12, 1)])
    def test_waits_for_the_sentence_when_there_is_a_threshold(self, length: int, category: int | None) -> None:
        case = offence("Sexual offence", prison(months(length)), schedule_3=True, schedule_3_threshold_months=12)
        assert of(case).category == category

    @rule("CAT-04")
    def test_is_asked_about_between_conviction_and_sentence(self) -> None:
        result = of(offence("Sexual offence", None, schedule_3=True, schedule_3_threshold_months=12))
        assert result.category is None
        assert [question.rule for question in result.questions] == ["CAT-04"]

    @rule("CAT-04")
    @pytest.mark.parametrize(
        ("passed", "answer"),
        [
            (disposal(DisposalKind.COMMUNITY_ORDER, months(12)), Answer.ASK),
            (disposal(DisposalKind.COMMUNITY_ORDER, months(11)), Answer.NOT_MET),
            (disposal(DisposalKind.COMMUNITY_ORDER), Answer.ASK),
            (disposal(DisposalKind.YOUTH_REHABILITATION_ORDER, months(12)), Answer.ASK),
            (disposal(DisposalKind.CTO), Answer.ASK),
            (disposal(DisposalKind.FINE), Answer.NOT_MET),
        ],
        ids=str,
    )
    def test_what_some_entries_count_beside_custody_is_for_a_person(self, passed: Disposal, answer: Answer) -> None:
        case = offence("Sexual offence", passed, schedule_3=True, schedule_3_threshold_months=12)
        assert [one.answer for one in of(case).tests if one.route is Route.SOA2003_P2] == [answer]

    @rule("CAT-04")
    def test_a_caution_cannot_reach_a_threshold(self) -> None:
        case = offence("Sexual offence", outcome=Outcome.CAUTION, schedule_3=True, schedule_3_threshold_months=6)
        assert of(case).category is None

    @rule("CAT-06")
    def test_abroad_counts_only_with_a_notification_order(self) -> None:
        case = offence("Sexual offence abroad", outcome=Outcome.CONVICTION_ABROAD, overseas_sexual=True)
        order = NotificationFacts(required=True, starts_on=SENTENCED, lifelong=True, by_order=True)
        assert of(case).category is None
        assert of(case, sexual_notifications=(order,)).route is Route.NOTIF_ORDER

    @rule("CAT-03")
    def test_recorded_as_not_required_turns_the_offence_into_a_question(self) -> None:
        result = of(
            offence("Sexual offence", prison(months(12)), schedule_3=True),
            sexual_notifications=(NotificationFacts(required=False),),
        )
        assert result.category is None
        assert [question.rule for question in result.questions] == ["CAT-03"]

    @rule("CAT-23")
    @pytest.mark.parametrize(("on", "category"), [(date(2026, 5, 3), 1), (date(2026, 5, 4), None)], ids=str)
    def test_ends_with_its_period(self, on: date, category: int | None) -> None:
        old = offence("Sexual offence", schedule_3=True, outcome_on=date(2021, 5, 4))
        assert of(old, on=on, sexual_notifications=(REGISTERED,)).category == category

    @rule("CAT-23")
    def test_for_life_does_not_end(self) -> None:
        result = of(sexual_notifications=(NotificationFacts(required=True, starts_on=date(1999, 1, 4), lifelong=True),))
        assert (result.category, result.lifelong, result.ends_on, result.questions) == (1, True, None, ())

    @rule("CAT-23")
    def test_without_an_end_date_asks_for_it(self) -> None:
        result = of(sexual_notifications=(NotificationFacts(required=True, starts_on=date(2024, 1, 4)),))
        assert result.category == 1
        assert [question.field for question in result.questions] == ["notification_ends_on"]

    @rule("CAT-03")
    @pytest.mark.parametrize(
        ("starts_on", "ends_on", "answers"),
        [
            (date(2015, 1, 5), SENTENCED - timedelta(days=1), [Answer.ENDED, Answer.MET]),
            (date(2015, 1, 5), SENTENCED, [Answer.ENDED, Answer.ASK]),
            (SENTENCED - timedelta(days=1), TODAY, [Answer.MET, Answer.ASK]),
            (SENTENCED, TODAY, [Answer.MET]),
            (SENTENCED + timedelta(days=1), TODAY, [Answer.MET]),
            (date(2015, 1, 5), None, [Answer.MET]),
        ],
        ids=["after it", "on its last day", "within it", "with it", "just before it", "end not known"],
    )
    def test_a_second_offence_is_not_hidden_by_the_recorded_period(
        self, starts_on: date, ends_on: date | None, answers: list[Answer]
    ) -> None:
        record = NotificationFacts(required=True, starts_on=starts_on, ends_on=ends_on)
        result = of(offence("Second offence", schedule_3=True), sexual_notifications=(record,))
        assert [one.answer for one in result.tests if one.category == 1] == answers

    @rule("CAT-03")
    def test_for_life_covers_every_offence(self) -> None:
        record = NotificationFacts(required=True, starts_on=date(2015, 1, 5), lifelong=True)
        result = of(offence("Second offence", schedule_3=True), sexual_notifications=(record,))
        assert (result.category, result.questions) == (1, ())


class TestPrecedence:
    @rule("CAT-01")
    def test_category_1_comes_before_2(self) -> None:
        result = of(violent(prison(months(24))), sexual_notifications=(REGISTERED,))
        assert (result.category, result.also_met) == (1, (2,))

    @rule("CAT-01")
    def test_category_4_comes_before_1(self) -> None:
        terrorist = offence("Terrorist offence", prison(months(12)), schedule_19za=True)
        result = of(terrorist, violent(prison(months(12))), sexual_notifications=(REGISTERED,))
        assert (result.category, result.also_met) == (4, (1, 2))

    @rule("CAT-01")
    def test_category_3_is_not_even_tried_while_another_applies(self) -> None:
        case = violent(prison(months(24)))
        judgement = CategoryThreeJudgement(case.id, True, True, decided_on=SENTENCED)
        assert of(case, category_3=judgement).category == 2
        assert not [one for one in of(case, category_3=judgement).tests if one.route is Route.RA_DISCR]

    @rule("CAT-02")
    def test_category_1_hands_over_to_2_on_the_day_after_notification_ends(self) -> None:
        facts = CaseFacts((violent(prison(months(24))),), sexual_notifications=(REGISTERED,))
        before = categorise(facts, TODAY)
        then = after(facts, before)
        assert (before.category, before.ends_on) == (1, date(2026, 5, 3))
        assert then is not None
        assert (then.category, then.begins_on, then.ends_on) == (2, date(2026, 5, 4), LICENCE_ENDS)
        assert "(CAT-02)" in then.steps[0]

    @rule("CAT-02")
    def test_category_2_follows_for_its_last_day_alone(self) -> None:
        last = prison(months(24), licence_ends_on=date(2026, 5, 4))
        facts = CaseFacts((violent(last),), sexual_notifications=(REGISTERED,))
        then = after(facts, categorise(facts, TODAY))
        assert then is not None
        assert (then.category, then.begins_on, then.ends_on) == (2, date(2026, 5, 4), date(2026, 5, 4))

    @rule("CAT-02")
    def test_nothing_follows_a_category_for_life(self) -> None:
        facts = CaseFacts(sexual_notifications=(NotificationFacts(required=True, lifelong=True),))
        assert after(facts, categorise(facts, TODAY)) is None


class TestEnd:
    @rule("CAT-24")
    @pytest.mark.parametrize(("on", "category"), [(LICENCE_ENDS, 2), (LICENCE_ENDS + timedelta(days=1), None)], ids=str)
    def test_of_category_2_is_the_last_day_of_the_licence(self, on: date, category: int | None) -> None:
        assert of(violent(prison(months(24))), on=on).category == category

    @rule("CAT-24")
    def test_of_category_2_waits_for_the_whole_sentence(self) -> None:
        longer = date(2029, 1, 15)
        assert of(violent(prison(months(24), sentence_ends_on=longer))).ends_on == longer

    @rule("CAT-24")
    @pytest.mark.parametrize(
        ("other", "asked"),
        [
            pytest.param({}, True, id="runs on"),
            pytest.param({"licence_ends_on": None}, True, id="runs on by its term"),
            pytest.param({"licence_ends_on": None, "indeterminate": True, "term": None}, True, id="for life"),
            pytest.param({"imposed_on": LICENCE_ENDS}, True, id="passed on the last day"),
            pytest.param({"imposed_on": LICENCE_ENDS + timedelta(days=1)}, False, id="passed later"),
            pytest.param({"licence_ends_on": LICENCE_ENDS}, False, id="ends on the same day"),
            pytest.param({"kind": DisposalKind.SUSPENDED}, False, id="not custodial"),
        ],
    )
    def test_is_for_a_person_while_another_sentence_runs_on(self, other: dict[str, object], asked: bool) -> None:
        later = prison(months(72), **{"licence_ends_on": date(2031, 3, 2)})
        short, long = violent(prison(months(12))), offence("Theft", replace(later, **other))
        after_it = of(short, long, on=LICENCE_ENDS + timedelta(days=1))
        (tested,) = [one for one in after_it.tests if one.offence_id == short.id]
        assert (after_it.category, tested.answer) == (None, Answer.ASK if asked else Answer.ENDED)
        while_it_runs = of(short, long, on=LICENCE_ENDS)
        assert while_it_runs.category == 2
        fields = [(one.rule, one.field) for one in while_it_runs.questions]
        assert (("CAT-24", "sentence_ends_on") in fields) is asked

    @rule("CAT-24")
    def test_is_not_asked_about_once_the_whole_sentence_is_recorded(self) -> None:
        long = offence("Theft", prison(months(72), licence_ends_on=date(2031, 3, 2)))
        short = violent(prison(months(12), sentence_ends_on=LICENCE_ENDS))
        result = of(short, long, on=LICENCE_ENDS + timedelta(days=1))
        assert Answer.ASK not in [one.answer for one in result.tests]

    @rule("CAT-24")
    def test_of_two_qualifying_sentences_the_longer_speaks_for_itself(self) -> None:
        long = violent(prison(months(72), licence_ends_on=date(2031, 3, 2)), name="Other")
        result = of(violent(prison(months(12))), long, on=LICENCE_ENDS + timedelta(days=1))
        assert (result.category, result.questions) == (2, ())

    @rule("CAT-24")
    def test_of_a_hospital_order_is_the_absolute_discharge(self) -> None:
        discharged = date(2026, 3, 1)
        assert of(violent(hospital(discharged_on=discharged)), on=discharged).category == 2
        assert of(violent(hospital(discharged_on=discharged)), on=TODAY).category is None

    @rule("CAT-24")
    def test_of_a_hospital_order_is_open_until_it_happens(self) -> None:
        result = of(violent(hospital()))
        assert (result.category, result.ends_on, result.questions) == (2, None, ())

    @rule("CAT-24")
    def test_is_asked_for_when_a_sentence_has_none(self) -> None:
        result = of(violent(prison(months(24), licence_ends_on=None)))
        assert [(question.rule, question.field) for question in result.questions] == [("CAT-24", "licence_ends_on")]

    @rule("CAT-24")
    def test_of_an_indeterminate_sentence_does_not_come_by_itself(self) -> None:
        result = of(violent(disposal(DisposalKind.IMPRISONMENT, indeterminate=True, licence_ends_on=None)))
        assert (result.category, result.lifelong) == (2, True)

    @rule("CAT-25")
    def test_is_not_put_off_by_post_sentence_supervision(self) -> None:
        case = violent(prison(months(18), supervision_ends_on=date(2028, 6, 30)))
        result = of(case, on=LICENCE_ENDS + timedelta(days=1))
        assert result.category is None
        assert any("(CAT-25)" in step for step in result.steps)


@rule("CAT-07")
def test_a_disqualification_order_on_its_own_qualifies_nobody() -> None:
    result = of(violent(disposal(DisposalKind.DISQUALIFICATION_ORDER)))
    assert result.category is None
    assert [one.rule for one in result.tests] == ["CAT-07"]


@rule("CAT-01")
def test_nobody_without_an_offence_has_a_category() -> None:
    result = of()
    assert (result.category, result.route, result.steps) == (None, None, ("No category applies on this day. (CAT-01)",))


@rule("CAT-09")
def test_a_community_treatment_order_by_itself_is_for_a_person() -> None:
    result = of(violent(disposal(DisposalKind.CTO)))
    assert (result.category, [one.answer for one in result.tests]) == (None, [Answer.ASK])
