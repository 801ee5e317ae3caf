"""Typed text for paper: every word stays, and nothing in it takes minutes to lay out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.typed import MOST_LINES, paragraphs, shortened

HOSTILE = {
    "one word": "a" * 100_000,
    "a line for each letter": "x\n" * 50_000,
    "spaces that never break": "word\u00a0" * 20_000,
    "narrow spaces that never break": "word\u202f" * 20_000,
    "joined words": "word \u2060" * 20_000,
    "from right to left": "محمد" * 25_000,
    "families": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 6_000,
    "tags": "<b>" * 33_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_there_are_few_paragraphs_and_each_can_be_broken_often(text: str) -> None:
    made = paragraphs(text)
    assert len(made) <= MOST_LINES
    for line in made:
        pieces = re.split("[ \u200b]", line)
        assert max(map(len, pieces)) < 120


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cf"]), max_size=400))
def test_every_word_stays_in_its_order(text: str) -> None:
    said = "".join(paragraphs(text)).replace("\u200b", "").replace(" / ", "")
    assert "".join(said.split()) == "".join(text.replace(" / ", "").split())


def test_lines_are_put_together_only_when_there_are_very_many() -> None:
    assert paragraphs("\n".join(map(str, range(MOST_LINES)))) == [str(number) for number in range(MOST_LINES)]
    assert paragraphs("\n".join(map(str, range(MOST_LINES + 1))))[:2] == ["0 / 1", "2 / 3"]


def test_marks_that_turn_the_direction_of_a_text_are_taken_out() -> None:
    assert paragraphs("safe\u202etxt.exe\u2066x\u2069") == ["safetxt.exex"]


def test_a_short_text_stays_and_a_long_one_says_that_it_goes_on() -> None:
    assert shortened("one\ntwo", 7) == "one two"
    assert shortened("one two three", 8) == "one two\u2026"
