"""Offences of children that always lead to notification: the list, and what is said where it is left out."""

import csv
from pathlib import Path
from typing import Any

import pytest

from audit.refusals import Effect
from offenders.rules.always_notified import ALWAYS, always_notified, notification_findings
from offenders.rules.facts import Outcome
from tests.marks import rule

REFERENCE = Path(__file__).parents[3] / "offenders" / "reference" / "schedule15.csv"
MARKED: dict[str, Any] = {"outcome": Outcome.CONVICTION, "under_18": True, "schedule_3": False, "threshold": None}
RAPE = 102


def said(entry: int | None = RAPE, **changes: Any) -> list[str | None]:
    return [one.field for one in notification_findings(entry, **{**MARKED, **changes})]


@rule("NOT-16")
class TestTheList:
    def test_names_the_entries_that_the_reference_data_hold_for_it(self) -> None:
        rows = {int(row["number"]): row for row in csv.DictReader(REFERENCE.open())}
        wanted = {
            "rape": "rape",
            "assault by penetration": "penetration",
            "meeting a child following sexual grooming": "grooming",
            "causing sexual activity without consent": "without consent",
            "administering a substance with intent": "administering a substance",
        }
        for words, title in wanted.items():
            for entry in ALWAYS[words]:
                assert title in rows[entry]["offence"], entry
        disorder = {number for number, row in rows.items() if "mental disorder" in row["offence"]}
        care_workers = {number for number, row in rows.items() if row["offence"].startswith("care workers")}
        assert ALWAYS["an offence specifically against a person with a mental disorder"] == disorder | care_workers

    def test_holds_each_entry_once_and_only_sexual_offences(self) -> None:
        entries = [entry for some in ALWAYS.values() for entry in some]
        assert len(entries) == len(set(entries))
        assert all(66 <= entry <= 153 for entry in entries)

    @pytest.mark.parametrize(("entry", "listed"), [(RAPE, True), (104, False), (1, False), (None, False)])
    def test_other_offences_are_not_on_it(self, entry: int | None, listed: bool) -> None:
        assert (always_notified(entry) is not None) is listed
        assert bool(said(entry)) is listed


@rule("NOT-16")
class TestWhatIsSaid:
    @pytest.mark.parametrize(
        ("changes", "fields"),
        [
            ({}, ["schedule_3"]),
            ({"schedule_3": True}, []),
            ({"schedule_3": True, "threshold": 12}, ["schedule_3_threshold_months"]),
            ({"under_18": False}, []),
            ({"outcome": Outcome.CAUTION}, ["schedule_3"]),
            ({"outcome": Outcome.NOT_GUILTY_INSANITY}, ["schedule_3"]),
            ({"outcome": Outcome.CONVICTION_ABROAD}, []),
        ],
    )
    def test_where_a_child_is_recorded_as_if_they_need_not_notify(
        self, changes: dict[str, Any], fields: list[str]
    ) -> None:
        assert said(**changes) == fields

    def test_it_may_be_confirmed_otherwise(self) -> None:
        (found,) = notification_findings(RAPE, **MARKED)
        assert (found.rule, found.effect, found.stops) == ("NOT-16", Effect.WARN, False)
        assert found.message == "Under 18, too, rape always leads to notification to the police."
