"""The forms of PNC ID, prison number and ViSOR reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offenders.rules.numbers import CHECK_LETTERS, check_pnc, check_prison_number, check_visor_reference, pnc_letter
from tests.marks import rule


@rule("OFF-13")
@pytest.mark.parametrize(
    ("typed", "standard"),
    [
        ("2012/0052494Q", "2012/0052494Q"),
        ("2012/52494q", "2012/0052494Q"),
        ("20120052494Q", "2012/0052494Q"),
        (" 2012 / 0052494 Q ", "2012/0052494Q"),
        ("79/163001B", "79/0163001B"),
    ],
)
def test_a_pnc_id_comes_back_in_its_standard_form(typed: str, standard: str) -> None:
    checked = check_pnc(typed)
    assert (checked.value, checked.findings) == (standard, ())


@rule("OFF-13")
@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2012/0052494",
        "2012/0052494R",
        "2012/0052495Q",
        "12345678Q",
        "2012/00524941Q",
        "2012/ABCDEFGQ",
        "２０１２/0052494Q",
    ],
)
def test_a_pnc_id_of_another_form_or_with_a_slip_is_refused_as_typed(typed: str) -> None:
    checked = check_pnc(typed)
    assert checked.value == typed
    assert [(one.rule, one.field) for one in checked.findings] == [("OFF-13", "pnc_id")]


@rule("OFF-13")
@given(year=st.integers(1950, 2049).map(str), serial=st.integers(1, 9_999_999).map(lambda n: f"{n:07}"))
def test_exactly_one_letter_fits_a_number(year: str, serial: str) -> None:
    fitting = [letter for letter in CHECK_LETTERS if not check_pnc(f"{year}/{serial}{letter}").findings]
    assert fitting == [pnc_letter(year, serial)]


@rule("OFF-14")
@pytest.mark.parametrize(
    ("typed", "standard"), [("A1234AA", "A1234AA"), ("a1234aa", "A1234AA"), (" A1234 AA", "A1234AA")]
)
def test_a_prison_number_is_a_letter_four_digits_and_two_letters(typed: str, standard: str) -> None:
    assert (check_prison_number(typed).value, check_prison_number(typed).findings) == (standard, ())


@rule("OFF-14")
@pytest.mark.parametrize("typed", ["", "A123AA", "A12345A", "1A234AA", "A1234AAA"])
def test_another_prison_number_is_refused(typed: str) -> None:
    assert [(one.rule, one.field) for one in check_prison_number(typed).findings] == [("OFF-14", "prison_number")]


@rule("OFF-15")
@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("V12", True),
        ("V123", False),
        ("12-3456/789", False),
        ("VISOR", True),
        ("V" * 20, True),
        ("9" * 20, False),
        ("9" * 21, True),
    ],
)
def test_a_visor_reference_is_loose_but_has_a_digit(typed: str, refused: bool) -> None:
    assert [one.rule for one in check_visor_reference(typed).findings] == (["OFF-15"] if refused else [])
