"""How long a term is, in the unit the court used."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offenders.rules.terms import Reach, Term, Unit, span_in_days
from tests.marks import rule


@rule("CAT-10")
@pytest.mark.parametrize(
    ("term", "qualifies"),
    [
        (Term(11, Unit.MONTHS), False),
        (Term(12, Unit.MONTHS), True),
        (Term(1, Unit.YEARS), True),
        (Term(51, Unit.WEEKS), False),
        (Term(52, Unit.WEEKS), False),
        (Term(53, Unit.WEEKS), True),
        (Term(364, Unit.DAYS), False),
        (Term(365, Unit.DAYS), False),
        (Term(366, Unit.DAYS), True),
    ],
    ids=str,
)
def test_twelve_months_are_reached_only_when_certain(term: Term, qualifies: bool) -> None:
    assert (term.reaches(12) is Reach.YES) is qualifies


@rule("CAT-10")
def test_365_days_are_for_a_person_because_a_leap_year_decides() -> None:
    assert Term(365, Unit.DAYS).reaches(12) is Reach.UNSURE


@pytest.mark.parametrize(("months", "span"), [(1, (28, 31)), (6, (181, 184)), (12, (365, 366)), (24, (730, 731))])
def test_months_span_their_fewest_and_most_days(months: int, span: tuple[int, int]) -> None:
    assert span_in_days(months) == span


@pytest.mark.parametrize(
    ("term", "more_than_12"),
    [
        (Term(12, Unit.MONTHS), False),
        (Term(13, Unit.MONTHS), True),
        (Term(1, Unit.YEARS), False),
        (Term(366, Unit.DAYS), False),
        (Term(367, Unit.DAYS), True),
    ],
    ids=str,
)
def test_more_than_twelve_months_is_strict(term: Term, more_than_12: bool) -> None:
    assert term.exceeds(12) is more_than_12


@rule("OFF-17")
@pytest.mark.parametrize(
    ("part", "whole", "longer"),
    [
        (Term(6, Unit.MONTHS), Term(12, Unit.MONTHS), False),
        (Term(13, Unit.MONTHS), Term(12, Unit.MONTHS), True),
        (Term(12, Unit.MONTHS), Term(1, Unit.YEARS), False),
        (Term(52, Unit.WEEKS), Term(12, Unit.MONTHS), False),
        (Term(53, Unit.WEEKS), Term(12, Unit.MONTHS), True),
        (Term(12, Unit.MONTHS), Term(365, Unit.DAYS), False),
    ],
)
def test_a_term_is_longer_only_when_certain(part: Term, whole: Term, longer: bool) -> None:
    assert part.longer_than(whole) is longer


@rule("CAT-10")
@given(value=st.integers(1, 400), unit=st.sampled_from(Unit), months=st.integers(1, 60))
def test_a_longer_term_never_reaches_less(value: int, unit: Unit, months: int) -> None:
    order = [Reach.NO, Reach.UNSURE, Reach.YES]
    shorter, longer = Term(value, unit).reaches(months), Term(value + 1, unit).reaches(months)
    assert order.index(shorter) <= order.index(longer)


@pytest.mark.parametrize(("term", "words"), [(Term(1, Unit.YEARS), "1 year"), (Term(52, Unit.WEEKS), "52 weeks")])
def test_a_term_reads_as_the_court_said_it(term: Term, words: str) -> None:
    assert str(term) == words


@rule("DAY-03")
@pytest.mark.parametrize(
    ("term", "start", "end"),
    [
        (Term(10, Unit.DAYS), date(2026, 2, 25), date(2026, 3, 7)),
        (Term(2, Unit.WEEKS), date(2026, 2, 25), date(2026, 3, 11)),
        (Term(1, Unit.MONTHS), date(2026, 1, 31), date(2026, 2, 28)),
        (Term(12, Unit.MONTHS), date(2024, 2, 29), date(2025, 2, 28)),
        (Term(4, Unit.YEARS), date(2024, 2, 29), date(2028, 2, 29)),
    ],
    ids=str,
)
def test_a_term_is_over_so_long_after_its_first_day(term: Term, start: date, end: date) -> None:
    assert term.after(start) == end
