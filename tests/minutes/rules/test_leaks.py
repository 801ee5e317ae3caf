"""The leak check: what it finds, where, under which rule; and what it lets pass."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.refusals import Effect
from mappa.demo import texts
from meetings.content import split_name
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


MARK, ANNA = KnownName("Mark", "Taylor"), KnownName("Anna", "Taylor")


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


@rule("EXS-07")
@pytest.mark.parametrize(
    "text",
    [
        "07700 900123/07700 900124",
        "Tel/07700 900123",
        "Mob07700900123",
        "44 7700 900123",
        "07700,900,123",
        "07700\u00b7900123",
        "07700_900123",
        "07700\u200b900123",
        "07700 900123x4",
        "7700 900123",
        "O7700 9OO123",
        "07700 / 900123",
    ],
)
def test_a_number_is_found_whatever_stands_between_its_digits(text: str) -> None:
    assert kinds(f"It is {text} and") == [Kind.TELEPHONE]


@rule("EXS-07")
@pytest.mark.parametrize(
    "text",
    [
        "12 St. Mary's Road",
        "Rose Cottage, Mill Lane",
        "twelve Acacia Avenue",
        "12 Acacia Boulevard",
        "12 Acacia Cres",
        "12 Acacia Ct",
        "12 The Broadway",
        "12 Acacia  \n Avenue",
        "Apt 3",
        "SO14-7DU",
        "SO 14 7DU",
        "so14.7du",
    ],
)
def test_an_address_is_found_however_it_is_written(text: str) -> None:
    assert set(kinds(f"It is {text} and")) == {Kind.ADDRESS}


ONE_LINE = [
    "14 Acacia Row, Invented Town",
    "Flat 3, Beech House, Acacia Row",
    "14 Acacia Row, Flat B",
    "The Old Rectory, Acacia Row",
    "14 Acacia Row; Inventown",
    "flat b, acacia row, inventown",
]


@rule("EXS-07")
@pytest.mark.parametrize("address", [*ONE_LINE, *(address.replace(", ", "\n") for address in ONE_LINE)])
def test_a_street_is_found_whether_its_address_is_typed_on_one_line_or_on_several(address: str) -> None:
    known = Known(addresses=(f"{address}\nZZ9 9ZZ",))
    assert kinds("He moved to Acacia Row in May.", known) == [Kind.ADDRESS]
    assert kinds(f"He moved to {address} in May.", known)[0] is Kind.ADDRESS
    assert not kinds("He likes acacia and sat in the first row.", known)


@rule("EXS-07")
@pytest.mark.parametrize("between", [", ", "\n", "; "])
@pytest.mark.parametrize(
    "text",
    [
        "He moved to Inventown.",
        "He may not enter West Yorkshire.",
        "He viewed a flat a week ago.",
        "He is seen there every morning and evening.",
    ],
)
def test_a_town_or_a_county_or_a_remark_alone_is_no_address(text: str, between: str) -> None:
    address = between.join(["14 Acacia Row", "Inventown", "West Yorkshire"])
    known = Known(addresses=(f"{address}\nZZ9 9ZZ", "Flat A, 14 Acacia Row, every morning"))
    assert not kinds(text, known)


@rule("EXS-07")
@pytest.mark.parametrize("text", ["a.b (at) c.uk", "a.b AT c dot uk", "a.b @ c.uk", "a.b\u200b@c.uk"])
def test_an_e_mail_address_is_found_however_it_is_written(text: str) -> None:
    assert kinds(f"Write to {text}") == [Kind.EMAIL]


@rule("EXS-08")
@pytest.mark.parametrize(
    "text",
    [
        "Intel says",
        "A source said",
        "sources have told",
        "C.H.I.S.",
        "crime stoppers",
        "graded B2",
        "E41 grading",
        "5*5*5",
        "a human source",
        "a tip-off",
        "a phone tap",
        "his car was bugged",
        "a test purchase",
        "in\u200btelligence",
    ],
)
def test_other_wordings_of_intelligence_are_found(text: str) -> None:
    assert kinds(f"{text} today") == [Kind.INTELLIGENCE]


@rule("EXS-08")
@pytest.mark.parametrize(
    "text", ["intelligence", "an informant", "a CHIS", "covert", "3x5x2", "confidential source", "under surveillance"]
)
def test_the_wording_of_intelligence_is_found(text: str) -> None:
    assert kinds(f"It came from {text} today") == [Kind.INTELLIGENCE]


@rule("EXS-06")
@pytest.mark.parametrize(
    ("given", "family", "text"),
    [
        ("Mary-Jane", "Petrov", "Maryjane rang"),
        ("Maryjane", "Petrov", "Mary Jane rang"),
        ("Maryjane", "Petrov", "Mary-Jane rang"),
        ("Anne Marie", "Petrov", "Annemarie rang"),
        ("Amy", "Petrov", "Aimee rang"),
        ("Lee", "Petrov", "Leigh rang"),
        ("Ada", "Kay", "Ms Kaye rang"),
        ("Una", "Thrupp", "Met Thr-\nupp"),
        ("Una", "Thrupp", "met thr-\nupp"),
        ("Una", "Thrupp", "Met T h r u p p"),
        ("Elizabeth", "Petrov", "liz rang"),
    ],
)
def test_a_name_in_pieces_or_in_another_spelling_is_found(given: str, family: str, text: str) -> None:
    assert kinds(text, Known(protected=(KnownName(given, family),)))


@rule("EXS-09")
def test_a_name_that_opens_a_withheld_sentence_is_found() -> None:
    known = Known(withheld=("Karen told us that he drinks. Concerns were raised, and the concerns stand.",))
    assert kinds("Karen is afraid", known) == [Kind.WITHHELD]
    assert kinds("Concerns remain.", known) == []


@rule("EXS-03")
@pytest.mark.parametrize(
    "text", ["Mrs Smith", "MRS SMITH", "Ms J Smith", "Mrs J. Smith", "Smith's wife", "Smith’s former partner", "Jane"]
)
def test_a_victim_of_the_same_surname_is_found(text: str) -> None:
    known = Known(
        protected=(KnownName("Jane", "Smith"),),
        subject=(KnownName("John", "Smith"),),
        titles_of_others=frozenset({"mrs", "ms", "miss"}),
    )
    assert kinds(f"He was seen with {text} today", known) == [Kind.NAME]
    assert kinds("Mr Smith and J Smith are he; Smith's wishes were heard, and John Smith's, too.", known) == []


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


@rule("EXS-10")
@pytest.mark.parametrize(
    ("text", "before", "since"),
    [
        ("He found work at Taylor and keeps it.", Known(others=(MARK,)), Known(others=(MARK,), protected=(ANNA,))),
        ("He found work at Taylor and keeps it.", Known(others=(ANNA,)), Known(protected=(ANNA,))),
        ("He meets Tailor on Mondays.", Known(others=(MARK,)), Known(others=(MARK, ANNA))),
        ("He meets T A Y L O R there.", Known(others=(MARK,)), Known(others=(MARK, ANNA))),
        (
            "He owes 4,000 pounds to Quillby.",
            Known(withheld=("The man said Quillby is owed.",)),
            Known(withheld=("The man said Quillby is owed.", "A woman heard that Quillby lends.")),
        ),
    ],
)
def test_what_is_let_stand_is_asked_again_when_somebody_else_becomes_known(
    text: str, before: Known, since: Known
) -> None:
    let_stand = {hit.key for hit in leaks({"risk": text}, before)}
    assert let_stand
    assert leak_findings(leaks({"risk": text}, before), let_stand, {}) == []
    assert leak_findings(leaks({"risk": text}, since), let_stand, {})


@rule("EXS-10")
def test_what_is_let_stand_stays_when_somebody_of_quite_another_name_becomes_known() -> None:
    text = {"risk": "He found work at Taylor and keeps it."}
    let_stand = {hit.key for hit in leaks(text, Known(others=(MARK,)))}
    stranger = KnownName("Ottoline", "Brackwater")
    assert leak_findings(leaks(text, Known(others=(stranger, MARK))), let_stand, {}) == []


@rule("EXS-03", "EXS-09")
@settings(max_examples=60, deadline=None)
@given(names=st.lists(NAMES, min_size=1, max_size=4), secret=st.lists(WORDS, min_size=5, max_size=12), before=WORDS)
def test_no_generated_name_or_withheld_sentence_passes(names: list[KnownName], secret: list[str], before: str) -> None:
    known = Known(protected=tuple(names), withheld=(" ".join(secret),))
    for planted in (f"{names[0].given} {names[0].family}", " ".join(secret)):
        assert leaks({"discussion": f"He said: {planted}."}, known)


ORDINARY = """
He was offered a room in approved premises and a flat with support, and goes there 3 times a week on the way home.
Convicted in 2001, 2003, 2008, 2011 and 2014; sentenced on 03/06/2026 10:30 and seen on 2026-06-03 at 09:00-17:00.
He appeared 3 times in Crown Court. The Road Traffic Act applies. He owes £1,200.50, and £10,000 - £12,000 in all.
A source of income and a source of support; he has grown in confidence. He is seen at 10am, and on 21st by 5pm.
Same day visits. Time was set aside. Done. Home visits go on. OVP 48, medium; OGRS 40/58. 2 visits to his house.
12 weeks in a hostel. Section 327(3)(b) of the Act. Here and there he is late; more was made of it than it was.
"""


def test_ordinary_notes_have_no_hit() -> None:
    short = (KnownName("Tim", "Ng"), KnownName("Sam", "Doyle"), KnownName("Amy", "Kay"), KnownName("Lee", "Hall"))
    known = Known(protected=(*KNOWN.protected, *short), withheld=KNOWN.withheld, subject=KNOWN.subject)
    assert leaks({"discussion": ORDINARY}, known) == ()


NOT_OF_A_SUMMARY = re.compile("intelligence|surveillance", re.IGNORECASE)


def test_the_notes_of_the_demonstration_have_no_hit() -> None:
    groups = (
        texts.SCREENING,
        texts.HISTORY,
        texts.ROSH_REASONS,
        texts.CIRCUMSTANCES,
        texts.PROTECTIVE,
        texts.CONTINGENCY,
    )
    notes = [note for group in (*groups, texts.LICENCE, *texts.LEVEL_REASONS.values()) for note in group]
    notes += [note for harm in texts.HARM.values() for note in (harm.known, harm.public, *harm.risks)]
    victims = tuple(split_name(name) for name, _, _ in texts.VICTIMS)
    for note in notes:
        if not NOT_OF_A_SUMMARY.search(note):
            assert leaks({"discussion": note}, Known(protected=victims)) == (), note


def test_twenty_kilobytes_of_hits_take_little_time() -> None:
    texts_of_hits = ("07700 900123 ", "Flat 3 SO14 7DU ", "Thrupp Thripp ", "T h r u p p ", "A source said intel. ")
    for text in texts_of_hits:
        began = time.process_time()
        assert leaks({"discussion": text * (20_000 // len(text))}, KNOWN)
        assert time.process_time() - began < 3


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


SEPARATORS = st.sampled_from(["", " ", "-", ".", "/", ",", "_", "*", "\u00b7", "\u200b", " / ", "\n", "--", ":", "|"])


@rule("EXS-07")
@settings(max_examples=150, deadline=None)
@given(
    digits=st.text("0123456789", min_size=8, max_size=8),
    gaps=st.lists(SEPARATORS, min_size=3, max_size=3),
    before=st.sampled_from(["Ring ", "Tel/", "Mob", "no.", "(", "on:"]),
    after=st.sampled_from(["", ".", "x4", " or so", "/", ")"]),
)
def test_no_generated_number_passes(digits: str, gaps: list[str], before: str, after: str) -> None:
    typed = "077" + gaps[0] + digits[:3] + gaps[1] + digits[3:6] + gaps[2] + digits[6:]
    assert Kind.TELEPHONE in kinds(f"{before}{typed}{after}")


@rule("EXS-06")
@settings(max_examples=100, deadline=None)
@given(
    name=st.text("bcdfghjklmnprstvwz", min_size=3, max_size=5).map(lambda word: f"{word}anda"),
    cut=st.integers(2, 5),
    how=st.sampled_from(["{0}-\n{1}", "{0} {1}", "{0}-{1}", "{0}\u200b{1}", "{0}\u00ad{1}"]),
)
def test_no_generated_name_in_two_pieces_passes(name: str, cut: int, how: str) -> None:
    known = Known(protected=(KnownName("", name.capitalize()),))
    assert kinds("Seen by " + how.format(name[:cut].capitalize(), name[cut:]), known)
