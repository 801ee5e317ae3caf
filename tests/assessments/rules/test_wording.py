"""Words that stand in for a date: found when they do, left alone when they only look like it."""

import pytest

from assessments.rules.wording import vague_timing
from tests.marks import rule

pytestmark = rule("RMP-03")


@pytest.mark.parametrize(
    "text",
    [
        "Refer to Housing as soon as possible",
        "Refer to Housing AS SOON AS POSSIBLE.",
        "as-soon-as-possible",
        "as soon  as\u00a0possible",
        "as soon\nas possible",
        "as soon as is reasonably practicable",
        "as soon as posible",
        "As soon as they can",
        "ASAP",
        "Visit asap, then report",
        "a.s.a.p.",
        "A.S.A.P",
        "Visit when possible",
        "whenever practicable",
        "at the earliest opportunity",
        "in due course",
        "By: TBC",
        "t.b.a.",
        "Visit immediately",
        "Visit straight away.",
        "Visit immediately, with a colleague",
    ],
)
def test_a_description_that_puts_words_in_place_of_a_date_is_found(text: str) -> None:
    assert vague_timing(text) is not None
    assert vague_timing(text, is_date=True) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Place him as AP resident",
        "Review the Asaphs' tenancy",
        "Enquire with Casapark",
        "Tell the officer as soon as he is released from HMP Exampleton",
        "Call 999 immediately if he is seen near the school",
        "If he misses curfew, recall him immediately.",
        "Any contact with the family: report immediately.",
        "The flat immediately next to the school is excluded",
        "Visit immediately after release",
        "A female worker where possible",
        "Check the TBCs club list",
        "Possible grooming: check his phone as soon as it is seized",
        "Supervise ongoing work with the family",
        "Address to be confirmed by Housing on 3 March 2026",
    ],
)
def test_a_description_that_only_resembles_it_is_left_alone(text: str) -> None:
    assert vague_timing(text) is None


@pytest.mark.parametrize(
    "text", ["immediately", "immediate", "Ongoing", "on-going", "soon", "urgent", "to be agreed", "shortly", "TBD"]
)
def test_in_a_date_field_every_such_word_counts(text: str) -> None:
    assert vague_timing(text, is_date=True) is not None


@pytest.mark.parametrize("text", ["3 March 2026", "31/12/2026", "", "Monsoon 2026"])
def test_a_date_field_with_something_else_is_left_to_the_date_check(text: str) -> None:
    assert vague_timing(text, is_date=True) is None
