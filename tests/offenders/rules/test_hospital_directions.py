"""Imprisonment with hospital and limitation directions (section 45A): what the term says, what the treatment adds."""

from datetime import date, timedelta
from typing import Any

import pytest

from audit.refusals import Effect
from offenders.rules.categories import categorise
from offenders.rules.data_checks import OffenceEntry, check_offence
from offenders.rules.disposals import describe, end_of, notification_threshold, qualifying_disposal
from offenders.rules.facts import Answer, CaseFacts, Disposal, DisposalKind, OffenceFacts, Outcome, Route
from offenders.rules.lead import who_leads
from offenders.rules.notification import period_for
from offenders.rules.terms import Term, Unit
from offenders.rules.victim_contact import Standing, ground
from tests.marks import rule
from tests.offenders.rules.builders import LICENCE_ENDS, SENTENCED, TODAY, disposal, months, offence, violent

DAY = timedelta(days=1)
BORN = date(1990, 1, 1)


def directed(term: Term | None = None, **facts: Any) -> Disposal:
    """A term of imprisonment with hospital and limitation directions."""
    return disposal(DisposalKind.HOSPITAL_DIRECTION, term, **facts)


def found(one: OffenceFacts, on: date = TODAY) -> Any:
    return categorise(CaseFacts((one,), date_of_birth=BORN), on)


@rule("CAT-33")
class TestTheTermCounts:
    @pytest.mark.parametrize(("term", "answer"), [(11, Answer.ASK), (12, Answer.MET), (13, Answer.MET)])
    def test_from_12_months_and_below_a_person_settles(self, term: int, answer: Answer) -> None:
        assert qualifying_disposal(directed(months(term))).answer is answer
        result = found(violent(directed(months(term))))
        assert result.category == (2 if answer is Answer.MET else None)
        assert [one.rule for one in result.questions] == ([] if answer is Answer.MET else ["CAT-33"])

    def test_without_an_end_whatever_its_length(self) -> None:
        result = found(violent(directed(indeterminate=True, licence_ends_on=None)))
        assert (result.category, result.lifelong) == (2, True)

    @rule("CAT-10")
    def test_52_weeks_are_too_short_and_asked_about(self) -> None:
        asked = qualifying_disposal(directed(Term(52, Unit.WEEKS)))
        assert (asked.answer, asked.rule) == (Answer.ASK, "CAT-33")
        assert "less than 12 months" in asked.phrase

    @rule("CAT-04")
    @pytest.mark.parametrize(("term", "answer"), [(11, Answer.ASK), (12, Answer.MET)])
    def test_for_the_threshold_of_schedule_3(self, term: int, answer: Answer) -> None:
        assert notification_threshold(directed(months(term)), 12).answer is answer

    @rule("CAT-19")
    @pytest.mark.parametrize(("term", "answer"), [(11, Answer.ASK), (12, Answer.MET)])
    def test_for_a_terrorist_offence(self, term: int, answer: Answer) -> None:
        tests = found(offence("Plot", directed(months(term)), schedule_19za=True)).tests
        assert [one.answer for one in tests if one.route is Route.TERR_SENT] == [answer]

    def test_in_words(self) -> None:
        assert describe(directed(months(36))) == "imprisonment of 36 months with hospital and limitation directions"


@rule("CAT-33")
class TestItEnds:
    @rule("CAT-24")
    def test_with_the_licence(self) -> None:
        case = violent(directed(months(36)))
        assert found(case).ends_on == LICENCE_ENDS
        assert found(case, LICENCE_ENDS).category == 2
        assert found(case, LICENCE_ENDS + DAY).category is None

    @pytest.mark.parametrize("ended_by", ["discharged_on", "cto_ends_on"])
    @pytest.mark.parametrize(("later", "ends"), [(-1, 0), (0, 0), (1, 1)])
    def test_with_the_treatment_only_where_that_is_later(self, ended_by: str, later: int, ends: int) -> None:
        treated = directed(months(36), **{ended_by: LICENCE_ENDS + later * DAY})
        assert end_of(treated).ends_on == LICENCE_ENDS + ends * DAY

    def test_never_by_a_discharge_alone(self) -> None:
        back = directed(months(36), licence_ends_on=None, discharged_on=TODAY - DAY)
        assert end_of(back).ends_on is None
        assert found(violent(back)).category == 2
        for_life = directed(indeterminate=True, licence_ends_on=None, discharged_on=TODAY - DAY)
        assert end_of(for_life).lifelong

    def test_other_imprisonment_is_not_lengthened_by_a_discharge(self) -> None:
        other = disposal(DisposalKind.IMPRISONMENT, months(36), discharged_on=LICENCE_ENDS + DAY)
        assert end_of(other).ends_on == LICENCE_ENDS


@rule("CAT-33", "NOT-01", "NOT-02")
@pytest.mark.parametrize(("term", "doubtful"), [(29, True), (30, False)])
def test_notification_is_for_life_with_a_doubt_below_30_months(term: int, doubtful: bool) -> None:
    period = period_for(offence(passed=directed(months(term)), schedule_3=True), under_18=False)
    assert period.indefinite
    assert bool(period.doubt) is doubtful
    assert ("10 years" in period.doubt) is doubtful


@rule("CAT-33", "LIFE-01", "LIFE-03")
@pytest.mark.parametrize(
    ("on", "treated_until", "leads"),
    [
        (LICENCE_ENDS, None, "probation"),
        (LICENCE_ENDS + DAY, None, "mental_health"),
        (LICENCE_ENDS + DAY, LICENCE_ENDS, "police"),
    ],
)
def test_probation_leads_while_the_sentence_runs_then_the_hospital(
    on: date, treated_until: date | None, leads: str
) -> None:
    one = violent(directed(months(36), discharged_on=treated_until))
    assert who_leads([one], age=35, youth_justice=False, today=on).kind == leads


@rule("CAT-33", "VIC-01")
@pytest.mark.parametrize("term", [11, 12])
def test_victims_are_in_the_scheme_by_the_term_or_by_the_direction(term: int) -> None:
    assert ground(violent(directed(months(term)))).standing is Standing.STATUTORY
    before = violent(directed(months(term), imposed_on=date(2004, 5, 1)), outcome_on=date(2004, 5, 1))
    expected = Standing.STATUTORY if term == 12 else Standing.DISCRETIONARY
    assert ground(before).standing is expected


@rule("OFF-31")
class TestWhereItCanBe:
    def entry(self, **changes: Any) -> list[tuple[str, Effect]]:
        facts: dict[str, Any] = {
            "outcome": Outcome.CONVICTION,
            "outcome_on": SENTENCED,
            "disposal": DisposalKind.HOSPITAL_DIRECTION,
            "term_value": 3,
            "term_unit": Unit.YEARS,
        }
        entry = OffenceEntry(**{**facts, **changes})
        return [(one.rule, one.effect) for one in check_offence(entry, date_of_birth=BORN, today=TODAY)]

    def test_after_a_conviction_here(self) -> None:
        assert self.entry() == []

    def test_not_for_murder(self) -> None:
        assert self.entry(murder=True) == [("OFF-31", Effect.REFUSE)]
        assert self.entry(murder=True, disposal=DisposalKind.IMPRISONMENT) == []

    def test_not_abroad(self) -> None:
        assert self.entry(outcome=Outcome.CONVICTION_ABROAD) == [("OFF-31", Effect.REFUSE)]

    @rule("OFF-06")
    @pytest.mark.parametrize("outcome", [Outcome.UNFIT_AND_DID_ACT, Outcome.NOT_GUILTY_INSANITY])
    def test_not_after_a_finding(self, outcome: Outcome) -> None:
        assert ("OFF-06", Effect.REFUSE) in self.entry(outcome=outcome)

    @rule("OFF-16")
    def test_with_its_length(self) -> None:
        assert self.entry(term_value=None, term_unit=None) == [("OFF-16", Effect.REQUIRE)]
        assert self.entry(term_value=None, term_unit=None, indeterminate=True) == []

    @rule("OFF-11")
    @pytest.mark.parametrize(("age", "warned"), [(20, True), (21, False)])
    def test_from_21(self, age: int, warned: bool) -> None:
        born = SENTENCED.replace(year=SENTENCED.year - age)
        entry = OffenceEntry(
            outcome=Outcome.CONVICTION,
            outcome_on=SENTENCED,
            disposal=DisposalKind.HOSPITAL_DIRECTION,
            term_value=3,
            term_unit=Unit.YEARS,
        )
        told = [one.rule for one in check_offence(entry, date_of_birth=born, today=TODAY)]
        assert told == (["OFF-11"] if warned else [])
