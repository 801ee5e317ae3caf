"""The reference data that comes with the product: whole, sourced, and readable without the documents beside it."""

import csv
import re
from pathlib import Path

import pytest

from tests.deadlines.rules.test_policies import POLICIES

ROOT = Path(__file__).parents[3]


def read(name: str) -> list[dict[str, str]]:
    """The rows of a reference file."""
    with (ROOT / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("offenders/reference/schedule15.csv", 153),
        ("offenders/reference/gravity_offences.csv", 205),
        ("offenders/reference/gravity_factors.csv", 29),
        ("offenders/reference/notification_periods.csv", 8),
        ("accounts/reference/areas.csv", 42),
    ],
)
def test_a_file_is_complete(name: str, rows: int) -> None:
    assert len(read(name)) == rows


@pytest.mark.parametrize("path", sorted(ROOT.glob("*/reference/*.csv")), ids=lambda path: path.name)
def test_every_row_names_a_source_that_can_be_looked_up(path: Path) -> None:
    rows = read(str(path.relative_to(ROOT)))
    assert all(row["source"].strip() for row in rows)
    assert [row for row in rows if re.search(r"\b\d{3}:\d", " ".join(row.values()))] == []


def test_schedule_15_counts_its_parts_and_serious_entries() -> None:
    rows = read("offenders/reference/schedule15.csv")
    assert [int(row["number"]) for row in rows] == list(range(1, 154))
    assert sum(row["part"] == "violent" for row in rows) == 65
    assert sum(row["serious"] == "true" for row in rows) == 97


def test_the_gravity_matrix_scores_all_but_three_rows() -> None:
    scores = [row["gravity_score"] for row in read("offenders/reference/gravity_offences.csv")]
    assert {score: scores.count(score) for score in ("1", "2", "3", "4", "")} == {
        "1": 6,
        "2": 62,
        "3": 70,
        "4": 64,
        "": 3,
    }


def test_areas_are_known_once_and_hold_the_areas_of_local_policies() -> None:
    areas = read("accounts/reference/areas.csv")
    slugs = [row["slug"] for row in areas]
    assert len(set(slugs)) == len(slugs)
    assert sum(row["country"] == "Wales" for row in areas) == 4
    assert {slug for policy in POLICIES.values() for slug in policy.areas} <= set(slugs)


def test_the_responsible_authority_is_police_probation_and_prison() -> None:
    rows = read("accounts/reference/agency_types.csv")
    assert {row["key"] for row in rows if row["standing"] == "RA"} == {"police", "probation", "prison"}
    assert {row["standing"] for row in rows} == {"RA", "DTC", "associate"}
    assert len({row["key"] for row in rows}) == len(rows)
