"""Where somebody lives, or can be found."""

import pytest

from offenders.models import Address
from offenders.rules.addresses import CURRENT, REGULAR_PLACE, home
from tests.marks import rule

FOUND = "No fixed home. Can regularly be found at:\nImaginary Day Centre"


@rule("OFF-25")
@pytest.mark.parametrize(
    ("at", "printed"),
    [
        ({}, ""),
        ({"previous": "2 Invented Street"}, ""),
        ({CURRENT: "1 Invented Street"}, "1 Invented Street"),
        ({CURRENT: "1 Invented Street", REGULAR_PLACE: "Imaginary Day Centre"}, "1 Invented Street"),
        ({REGULAR_PLACE: "Imaginary Day Centre"}, FOUND),
        ({CURRENT: "", REGULAR_PLACE: "Imaginary Day Centre"}, FOUND),
    ],
)
def test_without_a_home_the_place_where_they_are_found_is_printed(at: dict[str, str], printed: str) -> None:
    assert home(at) == printed


def test_the_kinds_are_those_of_the_record() -> None:
    assert {CURRENT, REGULAR_PLACE} <= set(Address.Kind.values)
