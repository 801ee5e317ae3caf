"""The leak check finds numbers, codes and names whatever stands, or does not stand, between their parts."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.rules.names import KnownName
from minutes.rules.leaks import Kind, Known, leak_findings, leaks
from tests.marks import rule

UNA = KnownName("Una", "Thrupp")


def kinds(text: str, known: Known) -> list[Kind]:
    return [hit.kind for hit in leaks({"discussion": text}, known)]


@rule("EXS-09")
@pytest.mark.parametrize("contact", ["020 7946 0018", "02079460018", "Ring 020-7946-0018 after 6pm."])
@pytest.mark.parametrize("text", ["7946 0018", "79460018", "946-001", "7946\n0018", "ext. 7946/0018", "794 6OO18"])
def test_part_of_a_withheld_number_is_found_whatever_stands_between_its_digits(contact: str, text: str) -> None:
    assert kinds(f"her number, {text} again", Known(withheld=(contact,))) == [Kind.WITHHELD]


@rule("EXS-09")
@pytest.mark.parametrize(
    "text",
    [
        "her number, 46 001",
        "her number, 7946 1018",
        "It was 46 and 0018 of them",
        "He appeared on 03/06/2026 at 10:30 and owes £794,600.18",
    ],
)
def test_fewer_digits_or_others_are_none(text: str) -> None:
    assert kinds(text, Known(withheld=("020 7946 0018; dated 03/06/2026; at about 10:30; it cost £794,600.18",))) == []


@rule("EXS-09")
def test_the_years_of_withheld_convictions_may_be_said() -> None:
    known = Known(withheld=("he was convicted in 2001, 2003 and 2008",))
    assert kinds("There were sentences of 2001, 2003, 2008.", known) == []


@rule("EXS-09")
@pytest.mark.parametrize("withheld", ["AB12 CDE", "He drives AB12 CDE now.", "AB12CDE", "a van, ab12 cde", "AB 12 CDE"])
@pytest.mark.parametrize("text", ["AB12CDE", "AB12 CDE", "ab12cde", "AB 12 CDE", "ab12-cde"])
def test_a_withheld_code_is_found_in_one_piece_or_several(withheld: str, text: str) -> None:
    assert set(kinds(f"a van, {text} again", Known(withheld=(withheld,)))) == {Kind.WITHHELD}


@rule("EXS-09")
@pytest.mark.parametrize(
    "text",
    [
        "Level 2 stays.",
        "He is seen at 10am on Monday, the 21st of May, for 12 weeks.",
        "Category 1, 3 times a week by the M25 to work.",
        "OVP 48, medium; OGRS 40/58.",
    ],
)
def test_ordinary_words_with_digits_of_what_is_withheld_may_be_said(text: str) -> None:
    withheld = (
        "it was Level 2 then; he came at 10am now and on the 21st once; it took 12 weeks then; in Category 1 or 3 now",
        "the m25 east; an OVP 48 or OGRS 40/58 then",
    )
    assert not [hit for hit in leaks({"discussion": text}, Known(withheld=withheld)) if re.search(r"\d", hit.found)]


@rule("EXS-09")
def test_the_subject_s_own_numbers_may_be_said_although_a_withheld_text_has_them() -> None:
    known = Known(withheld=("he is pnc 01/1234567a, a1234bc",), public=frozenset({"1234567a", "a1234bc"}))
    assert kinds("PNC ID 2001/1234567A. Prison number A1234BC.", known) == []


@rule("EXS-06")
@pytest.mark.parametrize(
    "text", ["UnaThrupp", "unathrupp", "ThruppUna", "uthrupp", "unathrupp87", "1987thrupp", "thrupp2", "una_thrupp"]
)
def test_a_name_written_in_one_word_is_found(text: str) -> None:
    assert set(kinds(f"He follows {text} there", Known(protected=(UNA,)))) <= {Kind.NEAR_NAME, Kind.NAME}
    assert kinds(f"He follows {text} there", Known(protected=(UNA,)))


@rule("EXS-06")
def test_words_that_a_name_only_happens_to_make_may_be_said() -> None:
    known = Known(
        protected=(KnownName("Amy", "Long"), KnownName("Ann", "Way"), KnownName("Jane", "Smith")),
        subject=(KnownName("John", "Smith"),),
    )
    assert kinds("He came along, went away, and is jsmith and johnsmith online.", known) == []
    assert kinds("He is in touch with janesmith there.", known) == [Kind.NEAR_NAME]


@rule("EXS-07")
@pytest.mark.parametrize("line", ["14 Acacia Row", "Flat 2, 14 Acacia Row", "14a Acacia Row, Inventown"])
@pytest.mark.parametrize("text", ["Acacia Row", "acacia row", "14 Acacia Row"])
def test_a_known_address_is_found_without_its_number(line: str, text: str) -> None:
    known = Known(addresses=(f"{line}\nZZ9 9ZZ",))
    if "Inventown" not in line:
        assert kinds(f"He was seen in {text} again", known) == [Kind.ADDRESS]


@rule("EXS-07")
def test_the_end_of_an_address_that_is_no_name_is_none() -> None:
    known = Known(addresses=("12 The Way\nInventown\nZZ9 9ZZ",))
    assert kinds("He goes the way he always went.", known) == []


@rule("EXS-10")
@pytest.mark.parametrize(
    ("text", "before", "since"),
    [
        ("Seen near 7946 0018 there.", "02079460018", "call 020 7946 0018 at night"),
        ("Seen near AB12CDE there.", "AB12CDE", "the car AB12 CDE is hers"),
    ],
)
def test_what_is_let_stand_is_asked_again_when_another_text_holds_it_otherwise_written(
    text: str, before: str, since: str
) -> None:
    first = leaks({"risk": text}, Known(withheld=(before,)))
    assert first
    let_stand = {hit.key for hit in first}
    assert leak_findings(leaks({"risk": text}, Known(withheld=(before, since))), let_stand, {})


@rule("EXS-09")
@settings(max_examples=150, deadline=None)
@given(
    digits=st.text("123456789", min_size=11, max_size=11),
    first=st.integers(0, 5),
    gaps=st.lists(st.sampled_from(["", " ", "_", ",", "\u200b", " / ", "--", "\n"]), min_size=2, max_size=2),
)
def test_no_generated_part_of_a_withheld_number_passes(digits: str, first: int, gaps: list[str]) -> None:
    part = digits[first : first + 6]
    typed = part[:2] + gaps[0] + part[2:4] + gaps[1] + part[4:]
    known = Known(withheld=(f"0{digits[:4]} {digits[4:]}",))
    assert Kind.WITHHELD in kinds(f"on {typed} there", known)


def test_hostile_texts_take_little_time_against_what_is_withheld() -> None:
    known = Known(
        protected=(UNA,),
        withheld=("020 7946 0018 AB12 CDE " * 500, "1 2 3 4 5 6 7 8 9 " * 500),
        addresses=("14 Acacia Row",) * 50,
    )
    for text in ("0 " * 10_000, "A1 " * 7_000, "1234567890" * 2_000, "7946 0018 " * 2_000, "ab12 cde " * 2_000):
        began = time.process_time()
        leaks({"discussion": text}, known)
        assert time.process_time() - began < 3
