"""What the rulebook makes of the guidance: every paragraph has a rule or a reason, and the page says which."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from deadlines.rulebook import Rule, RulebookError, rules
from deadlines.rulebook.coverage import GUIDANCE, Mark, counts, load, parts

SKIPPED = {"G1-CAT1": {5}, "LP": set(range(3, 10))}
"""Numbers that the references themselves leave out."""


def paragraph_ids() -> list[str]:
    return [one.id for part in parts() for one in part.paragraphs]


def test_every_paragraph_has_a_rule_or_says_why_it_has_none() -> None:
    bare = [one.id for part in parts() for one in part.paragraphs if not one.rules and not one.reason]
    assert bare == []


def test_no_reason_against_a_rule_outlives_the_rule() -> None:
    assert [one.id for part in parts() for one in part.paragraphs if one.overtaken] == []


def test_what_a_paragraph_is_about_is_one_short_phrase() -> None:
    wrong = [one.id for part in parts() for one in part.paragraphs if one.about.endswith(".") or len(one.about) > 110]
    assert wrong == []


def test_reasons_are_sentences() -> None:
    wrong = [one.id for part in parts() for one in part.paragraphs if one.reason and not one.reason.endswith(".")]
    assert wrong == []


def test_no_paragraph_of_a_family_is_forgotten() -> None:
    families: dict[str, list[int]] = {}
    for one in paragraph_ids():
        family, number = one.rsplit("-", 1)
        families.setdefault(family, []).append(int(number))
    gaps = {
        family: sorted(set(range(1, max(numbers) + 1)) - set(numbers) - SKIPPED.get(family, set()))
        for family, numbers in families.items()
    }
    assert {family: missing for family, missing in gaps.items() if missing} == {}


def test_counts_every_paragraph_once() -> None:
    assert sum(counts().values()) == len(paragraph_ids()) == len(set(paragraph_ids()))


def test_shows_one_mark_alone() -> None:
    shown = [one.mark for part in parts(Mark.OUT_OF_SCOPE) for one in part.paragraphs]
    assert set(shown) == {Mark.OUT_OF_SCOPE}
    assert len(shown) == counts()[Mark.OUT_OF_SCOPE]


def test_marks_run_from_the_strictest_to_none() -> None:
    assert list(pairwise(Mark))[0] == (Mark.ENFORCED, Mark.WARNED)
    assert list(Mark)[-1] is Mark.OUT_OF_SCOPE


class TestLoading:
    @staticmethod
    def naming(*refs: str, rule_id: str = "LVL-98", enforcement: str = "warned") -> Rule:
        return Rule(rule_id, "A title", "A sentence.", "must", "MAPPA Guidance 1.1", refs, "levels", enforcement)

    @staticmethod
    def written(folder: Path, *paragraphs: str) -> Path:
        head = '[[part]]\ntitle = "A part"\nsource = "MAPPA Guidance 1"\n[part.paragraphs]\n'
        (folder / "1.toml").write_text(head + "\n".join(paragraphs), encoding="utf-8")
        return folder

    def test_takes_the_strictest_mark_of_the_rules_that_name_it(self, tmp_path: Path) -> None:
        entries = [self.naming("G1-X-01"), self.naming("G1-X-01", rule_id="LVL-97", enforcement="enforced")]
        (part,) = load(self.written(tmp_path, 'G1-X-01 = { about = "Something" }'), entries)
        assert part.paragraphs[0].mark is Mark.ENFORCED
        assert [entry.id for entry in part.paragraphs[0].rules] == ["LVL-98", "LVL-97"]

    def test_keeps_what_a_rule_leaves_over(self, tmp_path: Path) -> None:
        folder = self.written(tmp_path, 'G1-X-01 = { about = "Something", rest = "The other half." }')
        (part,) = load(folder, [self.naming("G1-X-01")])
        assert part.paragraphs[0].reason == "The other half."

    @pytest.mark.parametrize(
        ("paragraph", "covered", "complaint"),
        [
            ('G1-X-01 = { about = "Something" }', (), "G1-X-01 has no rule"),
            ('G1-X-01 = { about = "It", not_yet = "No.", out_of_scope = "No." }', (), "G1-X-01 has no rule"),
            ('G1-X-01 = { about = "It", hoped = "No." }', (), "unknown fields: hoped"),
            ('G1-X-01 = { about = "It", not_yet = "No." }', ("G1-Y-01",), "does not have: G1-Y-01"),
        ],
    )
    def test_refuses_a_paragraph_that_is_not_whole(
        self, tmp_path: Path, paragraph: str, covered: tuple[str, ...], complaint: str
    ) -> None:
        entries = [self.naming(*covered)] if covered else []
        with pytest.raises(RulebookError, match=re.escape(complaint)):
            load(self.written(tmp_path, paragraph), entries)

    def test_refuses_a_paragraph_twice(self, tmp_path: Path) -> None:
        self.written(tmp_path, 'G1-X-01 = { about = "It", not_yet = "No." }')
        (tmp_path / "2.toml").write_text((tmp_path / "1.toml").read_text(), encoding="utf-8")
        with pytest.raises(RulebookError, match="G1-X-01 stands twice"):
            load(tmp_path, [])

    def test_reads_every_file_of_the_folder(self) -> None:
        assert load(GUIDANCE, rules()) == parts()
