"""Names are taken out of a description of somebody, and a description alone gives none."""

import pytest

from meetings.rules.described import named_in
from meetings.rules.names import KnownName
from tests.marks import rule

pytestmark = rule("EXS-03")


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Amy", [KnownName("Amy", "")]),
        ("Una Thrupp", [KnownName("Una", "Thrupp")]),
        ("una thrupp", [KnownName("una", "thrupp")]),
        ("Una Thrupp (sister)", [KnownName("Una", "Thrupp")]),
        ("Una Thrupp, sister", [KnownName("Una", "Thrupp")]),
        ("his sister una", [KnownName("una", "")]),
        ("Mr Thrupp", [KnownName("", "Thrupp")]),
        ("J. Thrupp", [KnownName("J", "Thrupp")]),
        ("Una and Amy Thrupp", [KnownName("Una", ""), KnownName("Amy", "Thrupp")]),
        ("Ines van der Thrupp, uncle", [KnownName("Ines", "van der Thrupp")]),
        ("Una Thrupp of Invented Police", [KnownName("Una", "Thrupp")]),
    ],
)
def test_a_name_is_taken_out(typed: str, names: list[KnownName]) -> None:
    assert list(named_in(typed, public=frozenset({"invented"}))) == names


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "A",
        "Seen by an officer",
        "Supervision",
        "a neighbour",
        "the man in a grey van",
        "Anonymous caller",
        "Next door neighbour",
        "The victim's mother",
        "Community nurse",
        "Functional mailbox",
        "Invented Police",
        "Co-ordinator",
        "01632 960001",
    ],
)
def test_a_description_gives_none(typed: str) -> None:
    assert named_in(typed, public=frozenset({"invented"})) == ()
