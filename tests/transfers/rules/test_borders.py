"""Moves across a border of the jurisdiction."""

import datetime as dt
from dataclasses import replace

import pytest

from audit.refusals import Effect
from tests.marks import rule
from transfers.rules.borders import WITHIN_UK, Given, Jurisdiction, Kind, border_findings

TODAY = dt.date(2026, 3, 3)
GIVEN = Given(Jurisdiction.SCOTLAND, Kind.RESTRICTED, TODAY, "Cross-border protocol", "", None, None)


def rules(given: Given, *, away: bool = False) -> dict[str, Effect]:
    return {found.rule: found.effect for found in border_findings(given, today=TODAY, away=away)}


@rule("TRF-20")
def test_a_move_by_protocol_is_recorded_and_the_way_back_needs_a_move_out() -> None:
    assert rules(GIVEN) == {}
    back = replace(GIVEN, jurisdiction=Jurisdiction.BACK, protocol="")
    assert rules(back) == {"TRF-20": Effect.REFUSE}
    assert rules(back, away=True) == {}


@rule("TRF-21")
def test_an_unrestricted_transfer_is_asked_about_and_none_goes_abroad() -> None:
    assert rules(replace(GIVEN, kind=Kind.UNRESTRICTED)) == {"TRF-21": Effect.PROMPT}
    abroad = replace(GIVEN, jurisdiction=Jurisdiction.ABROAD, protocol="")
    assert rules(abroad) == {"TRF-21": Effect.REFUSE}
    assert rules(replace(abroad, kind=Kind.NONE)) == {}


@rule("TRF-22")
@pytest.mark.parametrize("where", sorted(WITHIN_UK))
def test_without_a_protocol_the_counterpart_is_told(where: Jurisdiction) -> None:
    alone = replace(GIVEN, jurisdiction=where, protocol=" ")
    assert rules(alone) == {"TRF-22": Effect.REQUIRE}
    assert rules(replace(alone, counterpart="Police Scotland")) == {"TRF-22": Effect.REQUIRE}
    assert rules(replace(alone, counterpart="Police Scotland", informed_on=TODAY)) == {}
    late = replace(GIVEN, visor_updated_on=TODAY + dt.timedelta(days=1))
    assert rules(late) == {"TRF-22": Effect.REFUSE}
