"""How long notification lasts: the table at each of its edges, halves, readings in doubt, and what is typed."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.refusals import Effect
from offenders.rules.facts import Disposal, DisposalKind, Outcome
from offenders.rules.notification import Period, check_period, expected, period_for, under_18_at
from offenders.rules.terms import Term, Unit
from tests.marks import rule
from tests.offenders.rules.builders import SENTENCED, disposal, months, offence, prison

ADULT = dt.date(1980, 1, 1)
TEN, SEVEN, FIVE, TWO = (Term(years, Unit.YEARS) for years in (10, 7, 5, 2))


def period(passed: Disposal | None, *, under_18: bool = False, **facts: Any) -> Period:
    """The period of a Schedule 3 offence with this disposal."""
    return period_for(offence("Sexual offence", passed, schedule_3=True, **facts), under_18=under_18)


@rule("NOT-01")
@pytest.mark.parametrize(
    ("passed", "term"),
    [
        (prison(months(6)), SEVEN),
        (prison(months(7)), TEN),
        (prison(months(29)), TEN),
        (prison(months(30)), None),
        (prison(Term(3, Unit.YEARS)), None),
        (disposal(DisposalKind.IMPRISONMENT, indeterminate=True), None),
        (disposal(DisposalKind.SUSPENDED, months(12)), TEN),
        (disposal(DisposalKind.COMMUNITY_ORDER), FIVE),
        (disposal(DisposalKind.FINE), FIVE),
        (disposal(DisposalKind.GUARDIANSHIP), FIVE),
        (disposal(DisposalKind.CONDITIONAL_DISCHARGE, months(18)), months(18)),
    ],
)
def test_the_period_follows_from_the_disposal(passed: Disposal, term: Term | None) -> None:
    found = period(passed)
    assert (found.term, found.indefinite, found.doubt) == (term, term is None, "")


@rule("NOT-01")
def test_a_caution_lasts_two_years_and_one_for_a_child() -> None:
    cautioned = disposal(DisposalKind.CAUTION_ONLY)
    assert period(cautioned, outcome=Outcome.CAUTION).term == TWO
    assert period(cautioned, outcome=Outcome.CAUTION, under_18=True).term == months(12)


@rule("NOT-02")
def test_a_hospital_order_lasts_seven_years_and_for_life_with_a_restriction_order() -> None:
    assert period(disposal(DisposalKind.HOSPITAL_ORDER)).term == SEVEN
    assert period(disposal(DisposalKind.HOSPITAL_ORDER_RESTRICTED)).indefinite


@rule("NOT-03")
@pytest.mark.parametrize(
    ("passed", "term"),
    [
        (prison(months(29)), months(60)),
        (prison(months(6)), months(42)),
        (disposal(DisposalKind.COMMUNITY_ORDER), months(30)),
        (disposal(DisposalKind.CONDITIONAL_DISCHARGE, months(18)), months(18)),
        (prison(months(30)), None),
    ],
)
def test_only_fixed_periods_are_halved_under_18(passed: Disposal, term: Term | None) -> None:
    found = period(passed, under_18=True)
    assert (found.term, found.indefinite) == (term, term is None)


@rule("NOT-03")
@pytest.mark.parametrize(
    ("born", "young"),
    [(dt.date(2007, 3, 4), True), (dt.date(2007, 3, 3), False), (dt.date(2007, 3, 2), False)],
)
def test_somebody_is_no_longer_under_18_on_the_birthday(born: dt.date, young: bool) -> None:
    assert under_18_at(offence("Sexual offence"), born) is young  # convicted on 3 March 2025


@rule("NOT-03")
def test_a_leap_day_child_turns_18_on_28_february() -> None:
    convicted = offence("Sexual offence", outcome_on=dt.date(2026, 2, 28))
    assert not under_18_at(convicted, dt.date(2008, 2, 29))
    assert under_18_at(offence("Sexual offence", outcome_on=dt.date(2026, 2, 27)), dt.date(2008, 2, 29))


@rule("NOT-04")
@pytest.mark.parametrize(
    ("term", "longer", "sure"),
    [
        (Term(26, Unit.WEEKS), TEN, False),
        (Term(25, Unit.WEEKS), SEVEN, True),
        (Term(27, Unit.WEEKS), TEN, True),
        (Term(180, Unit.DAYS), SEVEN, True),
        (Term(130, Unit.WEEKS), TEN, True),
        (Term(913, Unit.DAYS), None, False),
        (Term(915, Unit.DAYS), None, True),
    ],
)
def test_a_term_that_only_the_calendar_could_place_takes_the_longer_period(
    term: Term, longer: Term | None, sure: bool
) -> None:
    found = period(prison(term))
    assert (found.term, found.indefinite) == (longer, longer is None)
    assert bool(found.doubt) is not sure


@rule("NOT-04")
def test_a_detention_and_training_order_counts_whole_until_somebody_settles_it() -> None:
    found = period(disposal(DisposalKind.DTO, months(12), custodial_part=months(6)))
    assert found.term == TEN
    assert "custodial part" in found.doubt
    assert not period(disposal(DisposalKind.DTO, months(24), custodial_part=months(12))).doubt


@rule("NOT-04")
def test_the_longest_of_several_offences_of_one_day_binds_and_only_those_of_schedule_3() -> None:
    offences = [
        offence("Fined", disposal(DisposalKind.FINE), schedule_3=True),
        offence("Imprisoned", prison(months(12)), schedule_3=True),
        offence("Not listed", prison(months(60))),
        offence("Earlier", prison(months(24)), schedule_3=True, outcome_on=dt.date(2020, 1, 6)),
        offence("Later", prison(months(60)), schedule_3=True, outcome_on=dt.date(2026, 1, 6)),
    ]
    found = expected(offences, born=ADULT, starts_on=SENTENCED)
    assert found is not None
    assert found.last_day(SENTENCED) == dt.date(2035, 3, 3)
    assert expected([], born=ADULT, starts_on=SENTENCED) is None


@rule("NOT-05")
@pytest.mark.parametrize(
    ("ends_on", "lifelong", "warned"),
    [
        (dt.date(2035, 3, 3), False, False),
        (dt.date(2035, 3, 2), False, True),
        (dt.date(2035, 3, 4), False, True),
        (None, True, True),
        (None, False, True),
    ],
)
def test_a_period_that_differs_from_the_table_is_confirmed(
    ends_on: dt.date | None, lifelong: bool, warned: bool
) -> None:
    found = check_period(period(prison(months(12))), starts_on=SENTENCED, ends_on=ends_on, lifelong=lifelong)
    assert [(one.rule, one.effect) for one in found] == ([("NOT-05", Effect.WARN)] if warned else [])


@rule("NOT-05")
@pytest.mark.parametrize(
    "passed", [None, disposal(DisposalKind.IMPRISONMENT), disposal(DisposalKind.CONDITIONAL_DISCHARGE)]
)
def test_a_period_that_nobody_can_tell_yet_asks_for_what_is_missing(passed: Disposal | None) -> None:
    found = check_period(period(passed), starts_on=SENTENCED, ends_on=dt.date(2030, 3, 3), lifelong=False)
    assert "Record" in found[0].message


@rule("NOT-01")
@given(st.integers(1, 120), st.integers(1, 120))
def test_a_longer_term_never_brings_a_shorter_period(one: int, other: int) -> None:
    start = dt.date(2024, 2, 29)
    first, second = (period(prison(months(length))) for length in sorted((one, other)))
    assert second.indefinite or (not first.indefinite and second.last_day(start) >= first.last_day(start))  # type: ignore[operator]  # both have terms


@rule("NOT-01")
def test_a_caution_counts_as_one_by_its_outcome_or_by_its_disposal() -> None:
    assert period(None, outcome=Outcome.CAUTION).term == TWO
    assert period(disposal(DisposalKind.CAUTION_ONLY), outcome=Outcome.CONVICTION).term == TWO


@rule("NOT-03")
def test_the_longest_period_of_a_child_is_halved() -> None:
    listed = [offence("Imprisoned", prison(months(12)), schedule_3=True)]
    child = dt.date(SENTENCED.year - 15, 1, 1)
    found = expected(listed, born=child, starts_on=SENTENCED)
    assert found is not None
    assert found.last_day(SENTENCED) == dt.date(2030, 3, 3)


@rule("NOT-05")
def test_nothing_is_compared_before_there_is_an_offence_and_a_first_day() -> None:
    assert check_period(None, starts_on=SENTENCED, ends_on=None, lifelong=False) == []


@rule("NOT-05")
@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (prison(months(12)), "By the table it lasts 10 years after imprisonment of 12 months"),
        (prison(months(30)), "without end. You entered something else."),
        (disposal(DisposalKind.IMPRISONMENT), "Record the term: the period depends on it."),
    ],
)
def test_the_warning_says_what_the_table_gives_or_what_is_missing(passed: Disposal, said: str) -> None:
    (found,) = check_period(period(passed), starts_on=SENTENCED, ends_on=dt.date(2030, 1, 1), lifelong=False)
    assert said in found.message


@rule("NOT-05")
def test_the_warning_names_the_last_day_that_the_table_gives() -> None:
    (found,) = check_period(period(prison(months(12))), starts_on=SENTENCED, ends_on=None, lifelong=True)
    assert "until 3 March 2035" in found.message
