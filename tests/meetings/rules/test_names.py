"""Known names are found in a text in every form in which people write them, and ordinary words are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.rules.names import KnownName, NameForm, names_found
from tests.marks import rule

pytestmark = rule("EXS-03")

INVENTED = KnownName("Zoë Anne", "O'Testcase-Łukasik")
PLAIN = KnownName("Testina", "Samplewright")
PARTICLED = KnownName("Imaginus", "van der Testberg")
ARABIC = KnownName("مثال", "اختباري")
WORDLIKE = KnownName("May", "Young")
SHORT = KnownName("Lí", "Ng")


def forms(text: str, *names: KnownName) -> list[tuple[str, NameForm, bool]]:
    return [(hit.found, hit.form, hit.certain) for hit in names_found(text, names)]


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("Testina Samplewright", NameForm.FULL),
        ("TESTINA SAMPLEWRIGHT", NameForm.FULL),
        ("testina  samplewright", NameForm.FULL),
        ("Samplewright, Testina", NameForm.FULL),
        ("T Samplewright", NameForm.INITIALS),
        ("T. Samplewright", NameForm.INITIALS),
        ("Samplewright T", NameForm.INITIALS),
        ("Samplewright", NameForm.SURNAME),
        ("samplewright", NameForm.SURNAME),
        ("Sámplewríght", NameForm.SURNAME),
        ("Sample\u00adwright", NameForm.SURNAME),
        ("Sample\u200bwright", NameForm.SURNAME),
    ],
)
def test_a_name_is_found_whole_reversed_by_initial_and_by_surname(typed: str, form: NameForm) -> None:
    assert forms(f"We heard that {typed} was there.", PLAIN) == [(typed, form, True)]


@pytest.mark.parametrize("typed", ["Samplewright's", "Samplewright’s", "SAMPLEWRIGHT'S"])
def test_a_possessive_does_not_hide_a_name(typed: str) -> None:
    assert [hit.form for hit in names_found(f"{typed} car", [PLAIN])] == [NameForm.SURNAME]


@pytest.mark.parametrize(
    "typed",
    [
        "Zoë Anne O'Testcase-Łukasik",
        "Zoe Anne OTestcase Lukasik",
        "zoe o’testcase-lukasik",
        "ZA O'Testcase-Lukasik",
        "Z.A. O'Testcase-Łukasik",
        "Z O'Testcase-Lukasik",
        "O'Testcase-Łukasik",
        "OTestcaseLukasik",
        "Lukasik",
    ],
)
def test_accents_apostrophes_and_hyphens_do_not_hide_a_name(typed: str) -> None:
    assert [(hit.found, hit.certain) for hit in names_found(f"Seen: {typed}; noted.", [INVENTED])] == [(typed, True)]


@pytest.mark.parametrize("typed", ["I. van der Testberg", "van der Testberg", "Testberg"])
def test_particles_belong_to_the_surname_but_do_not_count_alone(typed: str) -> None:
    assert [hit.found for hit in names_found(f"with {typed}, then", [PARTICLED])] == [typed]
    assert names_found("The van was parked; Der Spiegel reported it.", [PARTICLED]) == ()


def test_a_name_in_another_script_is_found() -> None:
    assert [hit.form for hit in names_found("شوهد مثال اختباري أمس", [ARABIC])] == [NameForm.FULL]


@pytest.mark.parametrize("text", ["", "Samplewrights of Exampleton", "Resamplewright", "wright", "T. Other", "Sample"])
def test_part_of_another_word_is_not_a_name(text: str) -> None:
    assert names_found(text, [PLAIN]) == ()


def test_a_forename_alone_is_left_for_a_person_to_judge() -> None:
    assert forms("Testina rang", PLAIN) == [("Testina", NameForm.FORENAME, False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the meeting of 3 May 2026", []),
        ("May 2026", []),
        ("she may return", []),
        ("in May they met", [("May", NameForm.FORENAME, False)]),
        ("a young person", [("young", NameForm.SURNAME, False)]),
        ("Miss Young said", [("Young", NameForm.SURNAME, True)]),
        ("May Young said", [("May Young", NameForm.FULL, True)]),
        ("M Young said", [("M Young", NameForm.INITIALS, True)]),
    ],
)
def test_a_name_that_is_also_a_word_is_certain_only_where_nothing_else_fits(
    text: str, expected: list[tuple[str, NameForm, bool]]
) -> None:
    assert forms(text, WORDLIKE) == expected


@pytest.mark.parametrize(
    ("text", "found"), [("Ng came", ["Ng"]), ("NG came", ["NG"]), ("columns ng and li", []), ("L Ng", ["L Ng"])]
)
def test_a_two_letter_name_counts_when_it_is_written_as_a_name(text: str, found: list[str]) -> None:
    assert [hit.found for hit in names_found(text, [SHORT])] == found


def test_the_place_and_the_words_around_are_given() -> None:
    (hit,) = names_found("Police spoke to Samplewright on Tuesday.", [PLAIN])
    assert (hit.start, hit.end) == (16, 28)
    assert hit.around == "Police spoke to Samplewright on Tuesday."


def test_the_longest_reading_is_reported_once() -> None:
    assert len(names_found("Testina Samplewright and T. Samplewright", [PLAIN, PLAIN])) == 2


class TestNamesThatMayAppear:
    subject = KnownName("Fictus", "Samplewright")

    def test_the_persons_own_name_is_not_reported(self) -> None:
        assert names_found("Fictus Samplewright (F. Samplewright)", [PLAIN], allowed=[self.subject]) == ()

    def test_a_shared_surname_alone_is_not_reported_but_the_relatives_name_is(self) -> None:
        text = "Samplewright met Testina Samplewright."
        hits = names_found(text, [PLAIN], allowed=[self.subject])
        assert [hit.found for hit in hits] == ["Testina Samplewright"]


@given(
    given=st.text("abcdefghijklmnopqrstuvwxyzéöñ", min_size=3, max_size=10),
    family=st.text("abcdefghijklmnopqrstuvwxyzåüç", min_size=3, max_size=10),
    before=st.text("0123456789 .,;!?()", max_size=8),
    after=st.text("0123456789 .,;!?()", max_size=8),
)
def test_any_full_name_is_found_wherever_it_stands(given: str, family: str, before: str, after: str) -> None:
    typed = f"{given.title()} {family.upper()}"
    text = f"{before} {typed} {after}"
    (hit,) = names_found(text, [KnownName(given, family)])
    assert text[hit.start : hit.end] == typed
    assert hit.certain
