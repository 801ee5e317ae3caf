"""When passing to adult services is considered, and what it needs at Level 1, at each boundary."""

import datetime as dt
from dataclasses import replace

import pytest

from audit.refusals import Effect
from tests.marks import rule
from youthjustice.rules.adulthood import (
    AdulthoodFacts,
    counts,
    eighteen,
    handing_findings,
    transfer_due,
    transition_findings,
)

BORN = dt.date(2009, 8, 31)
ADULT = dt.date(2027, 8, 31)
DAY = dt.timedelta(days=1)
CHILD = AdulthoodFacts(BORN, 2)


@rule("YJ-24")
class TestAtLevel2And3:
    @pytest.mark.parametrize("level", [2, 3])
    @pytest.mark.parametrize(
        ("born", "due_on"),
        [
            (BORN, dt.date(2027, 2, 28)),
            (dt.date(2009, 9, 1), dt.date(2027, 3, 1)),
            (dt.date(2008, 2, 29), dt.date(2025, 8, 28)),
        ],
    )
    def test_is_due_half_a_year_before_the_birthday(self, born: dt.date, due_on: dt.date, level: int) -> None:
        [(key, due)] = transfer_due(AdulthoodFacts(born, level))
        assert (key, due.due_on, due.start_on, due.rule) == ("", due_on, eighteen(born), "YJ-24")

    def test_is_met_by_a_decision_and_not_by_mappa_q(self) -> None:
        assert list(transfer_due(replace(CHILD, considered=True))) == []
        assert len(list(transfer_due(replace(CHILD, screened_on=ADULT)))) == 1
        assert list(transfer_due(replace(CHILD, level=None))) == []

    @pytest.mark.parametrize(
        ("changes", "effect"),
        [
            ({}, None),
            ({"planned_on": None}, Effect.REQUIRE),
            ({"planned_on": None, "transfers": False}, None),
            ({"planned_on": BORN}, Effect.REFUSE),
            ({"on": ADULT, "today": ADULT - DAY}, Effect.REFUSE),
        ],
    )
    def test_says_for_when_a_transfer_is_planned(self, changes: dict[str, object], effect: Effect | None) -> None:
        given = {"planned_on": ADULT, "transfers": True, "on": ADULT - DAY, "today": ADULT - DAY} | changes
        found = transition_findings(**given)  # type: ignore[arg-type]  # changed one at a time
        assert [one.effect for one in found] == ([effect] if effect else [])


@rule("YJ-25")
class TestAtLevel1:
    def test_is_due_the_same_day_and_met_by_a_recent_mappa_q_alone(self) -> None:
        facts = replace(CHILD, level=1, considered=True)
        [(_, due)] = transfer_due(facts)
        assert (due.due_on, due.rule) == (dt.date(2027, 2, 28), "YJ-25")
        assert list(transfer_due(replace(facts, screened_on=dt.date(2026, 8, 31)))) == []
        assert len(list(transfer_due(replace(facts, screened_on=dt.date(2026, 8, 30))))) == 1

    @pytest.mark.parametrize(
        ("level", "screened_on", "refused"),
        [
            (1, None, True),
            (1, dt.date(2026, 8, 30), True),
            (1, dt.date(2026, 8, 31), False),
            (1, ADULT, False),
            (1, ADULT + DAY, True),
            (2, None, False),
            (None, None, False),
        ],
    )
    def test_nothing_is_handed_over_without_it(
        self, level: int | None, screened_on: dt.date | None, refused: bool
    ) -> None:
        found = handing_findings(level=level, screened_on=screened_on, on=ADULT)
        assert [one.effect for one in found] == ([Effect.REFUSE] if refused else [])
        assert counts(ADULT, ADULT)
