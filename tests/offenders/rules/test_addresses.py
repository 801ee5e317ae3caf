"""Where somebody lives, or can be found."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from audit.refusals import Effect
from offenders.models import Address
from offenders.rules.addresses import (
    CURRENT,
    REGULAR_PLACE,
    Accommodation,
    accommodation_prompts,
    assessment_findings,
    home,
)
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


DAY = date(2026, 3, 2)
SOUND = Accommodation(DAY, "Two streets from a school", "Alone", "yes", "He watches the school gate")


@rule("OFF-29")
class TestAccommodation:
    @pytest.mark.parametrize(
        ("changes", "fields"),
        [
            ({}, []),
            ({"staff": "He threatened a warden"}, []),
            ({"linked": "no", "how": ""}, []),
            ({"how": " "}, ["linked_how"]),
            ({"location": ""}, ["location_risk"]),
            ({"residents": " "}, ["residents_risk"]),
            ({"linked": ""}, ["linked"]),
            ({"assessed_on": None}, ["assessed_on"]),
            ({"assessed_on": DAY + timedelta(days=1)}, ["assessed_on"]),
            ({"assessed_on": DAY - timedelta(days=1)}, []),
        ],
    )
    def test_says_where_it_lies_who_lives_there_and_how_it_is_linked(
        self, changes: dict[str, Any], fields: list[str]
    ) -> None:
        found = assessment_findings(replace(SOUND, **changes), today=DAY)
        assert [one.field for one in found] == fields
        assert all(one.stops for one in found)

    @pytest.mark.parametrize("kind", list(Address.Kind))
    def test_is_asked_for_where_a_managed_person_lives_or_will_live(self, kind: str) -> None:
        asked = kind in ("current", "proposed")
        assert bool(accommodation_prompts(kind, Accommodation(), managed=True)) is asked
        assert accommodation_prompts(kind, Accommodation(), managed=False) == []
        assert accommodation_prompts(kind, SOUND, managed=True) == []

    def test_a_risk_to_housing_staff_goes_into_the_plan_and_to_them(self) -> None:
        (found,) = accommodation_prompts("current", replace(SOUND, staff="He threatened a warden"), managed=True)
        assert found.effect is Effect.PROMPT
        assert "disclosure" in found.next_step and "plan" in found.next_step
