"""When a case may be handed over, and when it then closes."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offenders.rules.handing_over import HandingFacts, closes_on, handing_findings
from tests.marks import rule

ON = dt.date(2026, 11, 22)
SOUND = HandingFacts("youth_offending_team", "probation", ON, owner_is_theirs=True, on=ON, today=ON)


@rule("ACC-64")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"from_kind": "probation"}, [None]),
        ({"to_kind": "police"}, ["to_agency"]),
        ({"covers_since": None}, ["to_agency"]),
        ({"covers_since": ON + dt.timedelta(days=1)}, ["to_agency"]),
        ({"on": ON + dt.timedelta(days=1)}, ["on"]),
        ({"owner_is_theirs": False}, ["owner"]),
    ],
)
def test_what_stands_against_it(changes: dict, fields: list[str | None]) -> None:
    assert [finding.field for finding in handing_findings(replace(SOUND, **changes))] == fields


@rule("ACC-65")
@pytest.mark.parametrize(
    ("on", "months", "closes"),
    [
        (dt.date(2026, 11, 22), 12, dt.date(2027, 11, 22)),
        (dt.date(2028, 2, 29), 12, dt.date(2029, 2, 28)),
        (dt.date(2026, 12, 31), 2, dt.date(2027, 2, 28)),
        (dt.date(2026, 1, 31), 0, dt.date(2026, 1, 31)),
    ],
)
def test_the_day_on_which_it_closes(on: dt.date, months: int, closes: dt.date) -> None:
    assert closes_on(on, months) == closes


@rule("ACC-65")
@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 60))
def test_it_never_closes_before_and_never_sooner_for_later_days(on: dt.date, months: int) -> None:
    assert on <= closes_on(on, months) <= closes_on(on + dt.timedelta(days=1), months)
