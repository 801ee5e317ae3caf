"""The leak check: what it finds, where, under which rule; and what it lets pass."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.refusals import Effect
from meetings.rules.names import KnownName
from minutes.rules.leaks import Kind, Known, leak_findings, leaks
from tests.marks import rule

KNOWN = Known(
    protected=(KnownName("Wilhelmina", "Thrupp"), KnownName("Muhammad", "Oldacre")),
    others=(KnownName("Barnaby", "Kestlewick"),),
    subject=(KnownName("Fictus", "Samplewright"),),
    withheld=(
        "She told the officer that the blue door is never locked at night. Seen with Zachariah Plunkett in Overbury.",
        "Refuge 44718",
    ),
    addresses=("12 Larkspur Way\nInventown\nZZ9 9ZZ",),
    public=frozenset({"invented", "police", "trust"}),
)


def kinds(text: str, known: Known = KNOWN) -> list[Kind]:
    return [hit.kind for hit in leaks({"discussion": text}, known)]


CLEAN = (
    "He kept every appointment in March 2026. Police and Probation agreed Level 2. The risk is highest when he drank. "
    "Fictus Samplewright lives with a relative. OASys: 62 per cent; reference MC-10001, PNC ID 2001/1234567A. "
    "The next meeting is on 3 June 2026 at 10:30. A former partner is at risk. He will be seen by the Invented Trust."
)


def test_an_ordinary_text_passes() -> None:
    assert leaks({"discussion": CLEAN}, KNOWN) == ()


@rule("EXS-03")
@pytest.mark.parametrize(
    "text",
    ["Wilhelmina Thrupp", "THRUPP", "Thrupp, Wilhelmina", "Mr Kestlewick's note", "W\u0456lhelmina", "Thr\u200bupp"],
)
def test_known_names_are_found_in_every_form(text: str) -> None:
    assert kinds(f"Told by {text}.") == [Kind.NAME]


@rule("EXS-06")
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Billie", Kind.NICKNAME),
        ("Minnie", Kind.NICKNAME),
        ("Mohammed", Kind.NICKNAME),
        ("Mohamet", Kind.NEAR_NAME),
        ("Thrupe", Kind.NEAR_NAME),
        ("Kestelwick", Kind.NEAR_NAME),
        ("kestlwick", Kind.NEAR_NAME),
        ("Wilhelmine", Kind.NEAR_NAME),
        ("W.T.", Kind.INITIALS),
        ("W T", Kind.INITIALS),
        ("WT", Kind.INITIALS),
    ],
)
def test_short_forms_initials_and_other_spellings_are_found(text: str, kind: Kind) -> None:
    assert kinds(f"Contact with {text} was noted") == [kind]


@rule("EXS-07")
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("07700 900123", Kind.TELEPHONE),
        ("+44 7700 900 123", Kind.TELEPHONE),
        ("(01632) 960 001", Kind.TELEPHONE),
        ("4857773456", Kind.TELEPHONE),
        ("w.nobody@example.org", Kind.EMAIL),
        ("zz9 9zz", Kind.ADDRESS),
        ("SW1A 1AA", Kind.ADDRESS),
        ("44 Great Marling Street", Kind.ADDRESS),
        ("Flat 3", Kind.ADDRESS),
        ("12 larkspur way", Kind.ADDRESS),
    ],
)
def test_numbers_and_addresses_are_found(text: str, kind: Kind) -> None:
    assert kinds(f"It is {text} and") == [kind]


@rule("EXS-08")
@pytest.mark.parametrize(
    "text", ["intelligence", "an informant", "a CHIS", "covert", "3x5x2", "confidential source", "under surveillance"]
)
def test_the_wording_of_intelligence_is_found(text: str) -> None:
    assert kinds(f"It came from {text} today") == [Kind.INTELLIGENCE]


@rule("EXS-09")
@pytest.mark.parametrize(
    "text", ["the blue door is never locked", "Met Plunkett", "He was in Overbury", "Number 44718", "refuge 44718"]
)
def test_words_names_and_numbers_of_what_is_withheld_are_found(text: str) -> None:
    assert set(kinds(f"Noted: {text} again")) == {Kind.WITHHELD}


@rule("EXS-03")
def test_each_hit_is_refused_with_field_and_place_until_it_is_let_stand() -> None:
    hits = leaks({"discussion": "Thrupp rang.", "level": "Level 2"}, KNOWN)
    (finding,) = leak_findings(hits, (), {"discussion": "Updates"})
    assert (finding.rule, finding.effect, finding.field) == ("EXS-03", Effect.REFUSE, "discussion")
    assert "Updates, character 1" in finding.message
    assert leak_findings(hits, {hits[0].key}, {}) == []


@rule("EXS-10")
def test_a_key_holds_for_one_text_of_one_field_at_one_place() -> None:
    keys = {
        hit.key
        for field, text in (
            ("discussion", "Thrupp rang."),
            ("level", "Thrupp rang."),
            ("discussion", "Thrupp rang!"),
            ("discussion", "Thrupp rang. Thrupp"),
        )
        for hit in leaks({field: text}, KNOWN)
    }
    assert len(keys) == 5


WORDS = st.text(alphabet=st.sampled_from("abcdefghijklmnopqrstuvwxyzéøñž'-"), min_size=4, max_size=12)
NAMES = st.builds(lambda given, family: KnownName(given.capitalize(), family.capitalize()), WORDS, WORDS)


@rule("EXS-03", "EXS-09")
@settings(max_examples=60, deadline=None)
@given(names=st.lists(NAMES, min_size=1, max_size=4), secret=st.lists(WORDS, min_size=5, max_size=12), before=WORDS)
def test_no_generated_name_or_withheld_sentence_passes(names: list[KnownName], secret: list[str], before: str) -> None:
    known = Known(protected=tuple(names), withheld=(" ".join(secret),))
    for planted in (f"{names[0].given} {names[0].family}", " ".join(secret)):
        assert leaks({"discussion": f"He said: {planted}."}, known)


def test_a_hundred_kilobytes_of_anything_take_little_time() -> None:
    hostile = [
        "0 " * 50_000,
        "a" * 100_000,
        "1 a " * 25_000,
        "@" * 100_000,
        "\U0001f600\u202e<b>" * 20_000,
        "A1 " * 33_000,
    ]
    for text in hostile:
        began = time.monotonic()
        leaks({"discussion": text}, KNOWN)
        assert time.monotonic() - began < 20
