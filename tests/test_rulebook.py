"""The rulebook is whole: every rule is tested and used, and nothing cites a rule that is not in it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from deadlines.rulebook import ENFORCEMENTS, FOLDER, STRENGTHS, RulebookError, load, rule, rules, search

ROOT = Path(__file__).parents[1]
APPS = (
    "accounts",
    "assessments",
    "audit",
    "custody",
    "deadlines",
    "disclosure",
    "enquiries",
    "information",
    "circumstances",
    "levels",
    "mappa",
    "meetings",
    "minutes",
    "notification",
    "offenders",
    "oversight",
    "papers",
    "referrals",
    "reporting",
    "serious",
    "transfers",
    "ui",
    "visor",
    "youthjustice",
)
CITED = re.compile(
    r"\b(?:CAT|OFF|CUS|CIR|NOT|LVL|REV|DAY|ALT|ROSH|RMP|MTG|MTR|MIN|EXS|DIS|INF|YJ|ACC|LIFE|AUD|PPL|DUE|REF|TRF|FRM|SCR|CPC|ENQ|VIS|VIC)-\d{2}\b"
)
ENTRY = """
[[rule]]
id = "LVL-99"
title = "A title"
sentence = "One plain sentence."
strength = "must"
source = "MAPPA Guidance 1.1"
refs = ["G1-X-01"]
room = "levels"
enforcement = "enforced"
"""


def product_code() -> Iterator[Path]:
    """Every Python file of the apps and every template, migrations left aside."""
    for app in APPS:
        yield from (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
    yield from (ROOT / "templates").rglob("*.html")
    yield from (ROOT / "templates").rglob("*.txt")


def cited_in(path: Path) -> set[str]:
    """The rule ids that stand in a file, in its code or in what explains it."""
    return set(CITED.findall(path.read_text(encoding="utf-8")))


def marks(path: Path) -> Iterator[str]:
    """The ids given to the mark `rule` in a test file, on a test, a class or one parameter."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0]
        if name == "rule" and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def marked_ids() -> set[str]:
    """Every rule id that some test carries."""
    return {
        rule_id for path in (ROOT / "tests").rglob("test_*.py") for rule_id in marks(path) if path != Path(__file__)
    }


def test_every_rule_has_a_test_that_carries_its_id() -> None:
    assert sorted({one.id for one in rules()} - marked_ids()) == []


def test_no_test_carries_the_id_of_an_unknown_rule() -> None:
    assert sorted(marked_ids() - {one.id for one in rules()}) == []


def test_no_product_code_cites_an_unknown_rule() -> None:
    known = {one.id for one in rules()}
    unknown = {str(path.relative_to(ROOT)): sorted(cited_in(path) - known) for path in product_code()}
    assert {path: ids for path, ids in unknown.items() if ids} == {}


def test_every_enforced_or_warned_rule_is_cited_by_product_code() -> None:
    cited = set().union(*(cited_in(path) for path in product_code()))
    applied = {one.id for one in rules() if one.enforcement in {"enforced", "warned"}}
    assert sorted(applied - cited) == []


def test_every_rule_lives_in_an_app() -> None:
    assert sorted({one.room for one in rules()} - set(APPS)) == []


def test_every_rule_is_one_sentence_with_a_source() -> None:
    for one in rules():
        assert re.fullmatch(r"[A-Z]{2,4}-\d{2}", one.id), one.id
        assert one.sentence.endswith("."), one.id
        assert not re.search(r"\d{3}:\d", one.source), one.id
        assert one.strength in STRENGTHS
        assert one.enforcement in ENFORCEMENTS


class TestReading:
    def test_finds_a_rule_by_its_id(self) -> None:
        assert rule("LVL-02").source == "MAPPA Guidance 6.13"

    def test_says_when_there_is_no_such_rule(self) -> None:
        with pytest.raises(KeyError):
            rule("LVL-99")

    def test_lists_rules_in_the_order_of_their_ids(self) -> None:
        ids = [one.id for one in rules()]
        assert ids == sorted(ids)

    @pytest.mark.parametrize("text", ["lvl-02", "CATEGORY 3 level 1", "g1-cat3-01 level", "  guidance   6.13 level  "])
    def test_searches_every_word_whatever_the_case(self, text: str) -> None:
        assert "LVL-02" in [one.id for one in search(text)]

    def test_finds_nothing_when_one_word_is_missing(self) -> None:
        assert search("level zebra") == ()

    def test_finds_everything_with_a_blank_search(self) -> None:
        assert search("  ") == rules()


class TestLoading:
    @staticmethod
    def written(folder: Path, text: str, name: str = "levels.toml") -> Path:
        (folder / name).write_text(text, encoding="utf-8")
        return folder

    def test_reads_an_entry(self, tmp_path: Path) -> None:
        assert load(self.written(tmp_path, ENTRY))["LVL-99"].refs == ("G1-X-01",)

    def test_reads_every_file_of_the_folder(self) -> None:
        assert len(load(FOLDER)) == len(rules())

    @pytest.mark.parametrize(
        ("old", "new", "complaint"),
        [
            ('title = "A title"', 'title = " "', "LVL-99 has no title"),
            ('title = "A title"\n', "", "LVL-99 has no title"),
            ('id = "LVL-99"\n', "", "an entry without an id has no id"),
            ('strength = "must"', 'strength = "maybe"', "unknown strength: maybe"),
            ('enforcement = "enforced"', 'enforcement = "hoped"', "unknown enforcement: hoped"),
            ('refs = ["G1-X-01"]', "refs = []", "LVL-99 has no refs"),
            ('refs = ["G1-X-01"]', 'refs = "G1-X-01"', "LVL-99 has no list of refs"),
            ('room = "levels"', 'room = "levels"\nmood = "glad"', "unknown fields: mood"),
            ("[[rule]]", "[[regel]]", r"only \[\[rule\]\] entries"),
            ("[[rule]]", "[[rule", "levels.toml: "),
        ],
    )
    def test_refuses_an_entry_that_is_not_whole(self, tmp_path: Path, old: str, new: str, complaint: str) -> None:
        with pytest.raises(RulebookError, match=complaint):
            load(self.written(tmp_path, ENTRY.replace(old, new)))

    def test_lets_a_rule_of_the_product_s_own_have_no_refs(self, tmp_path: Path) -> None:
        own = ENTRY.replace('refs = ["G1-X-01"]', "refs = []").replace('"must"', '"system"')
        assert load(self.written(tmp_path, own))["LVL-99"].refs == ()

    def test_refuses_the_same_id_twice(self, tmp_path: Path) -> None:
        self.written(tmp_path, ENTRY)
        with pytest.raises(RulebookError, match="LVL-99 is already in the rulebook"):
            load(self.written(tmp_path, ENTRY, "more.toml"))
