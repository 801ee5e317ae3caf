"""The page on OWASP ASVS has every requirement of levels 1 and 2 once, and names only what exists."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
STATES = {"met", "part", "no", "operator", "n/a"}

BY_CHAPTER = dict(enumerate([27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7], start=1))
"""How many requirements of levels 1 and 2 each chapter of version 5.0.0 has."""

ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| V")]
REQUIREMENTS = re.findall(r"^V(\d+)\.\d+\.\d+$", "\n".join(re.findall(r"V\d+\.\d+\.\d+(?= \(L[12]\))", PAGE)), re.M)
NAMED = sorted({name for row in ROWS for name in re.findall(r"`([^`]+)`", row[3])})


def test_every_requirement_stands_on_the_page_once() -> None:
    ids = Counter(re.findall(r"(V\d+\.\d+\.\d+) \(L[12]\)", PAGE))
    assert [one for one, times in ids.items() if times > 1] == []
    assert Counter(int(chapter) for chapter in REQUIREMENTS) == BY_CHAPTER


def test_each_has_a_state_and_says_how() -> None:
    assert [row for row in ROWS if row[1] not in STATES or not row[2]] == []


def test_what_is_met_is_shown_by_something() -> None:
    assert [row[0] for row in ROWS if row[1] in {"met", "part"} and "`" not in row[3]] == []


@pytest.mark.parametrize("name", NAMED)
def test_what_is_named_exists(name: str) -> None:
    is_setting = name.isupper() and hasattr(settings, name)
    assert is_setting or (ROOT / name).exists()
