"""What events do to times in custody, at each boundary: one is opened, closed or left as somebody typed it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from custody.rules.events import Around, Given, Known, Stay
from custody.rules.kinds import FIXED_TERM, STANDARD, Kind
from custody.rules.periods import Closing, Opening, as_before, meets, move_of, shift_findings
from tests.marks import rule

DAY = date(2026, 3, 2)
ONE = timedelta(days=1)
OPEN = Stay("prison", date(2025, 1, 6), key="k")
OVER = replace(OPEN, until=date(2026, 2, 2))
WARD = Stay("hospital", date(2025, 1, 6), key="k")
RECEIVED = Given(Kind.RECEIVED, DAY, choice="youth", place="HMYOI Invented")
RETURNED = Given(Kind.RETURNED, DAY, place="HMP Invented")
RELEASED = Given(Kind.RELEASED, DAY)
RECALL = Known(Kind.RECALL, DAY - ONE, choice=STANDARD)


def said(given: Given, around: Around) -> list[str]:
    move, findings = move_of(given, around)
    assert move is None
    return [one.rule for one in findings]


@rule("CUS-22")
@pytest.mark.parametrize("stays", [[], [OVER], [replace(OVER, until=DAY)]], ids=["first", "after another", "same day"])
def test_a_reception_opens_a_time_of_the_kind_of_place_that_was_chosen(stays: list[Stay]) -> None:
    assert move_of(RECEIVED, Around(stays)) == (Opening("youth", DAY), [])


@rule("CUS-23")
@pytest.mark.parametrize(
    ("stay", "rules"),
    [
        (replace(OPEN, since=DAY), []),
        (replace(OPEN, since=DAY, until=DAY + 9 * ONE), []),
        (replace(OPEN, since=DAY - ONE), ["CUS-23"]),
        (replace(OVER, until=DAY + ONE), ["CUS-23"]),
        (replace(OPEN, since=DAY + ONE), ["CUS-23"]),
        (replace(OVER, since=DAY + ONE, until=DAY + 9 * ONE), ["CUS-23"]),
    ],
    ids=["the same, open", "the same, over", "open since before", "over since", "open later", "over later"],
)
def test_a_time_that_was_typed_stands_and_a_sentence_says_so(stay: Stay, rules: list[str]) -> None:
    assert said(RECEIVED, Around([stay])) == rules


@rule("CUS-22")
@pytest.mark.parametrize(
    ("before", "is_child", "opening"),
    [
        (RECALL, False, Opening("prison", DAY, recall=True)),
        (RECALL, True, Opening("youth", DAY, recall=True)),
        (
            replace(RECALL, choice=FIXED_TERM, until=DAY),
            False,
            Opening("prison", DAY, recall=True, release_due_on=DAY),
        ),
        (replace(RECALL, choice=FIXED_TERM, until=DAY - ONE), False, Opening("prison", DAY, recall=True)),
        (Known(Kind.PATIENT_RECALL, DAY), False, Opening("hospital", DAY)),
        (Known(Kind.AT_LARGE, OVER.until or DAY), False, Opening("prison", DAY)),
    ],
)
def test_a_return_opens_a_time_by_what_it_is_a_return_from(before: Known, is_child: bool, opening: Opening) -> None:
    assert move_of(RETURNED, Around([OVER], [before], is_child=is_child)) == (opening, [])


@rule("CUS-22")
def test_a_return_from_an_escape_goes_on_with_the_time_that_was_not_closed() -> None:
    left = Known(Kind.AT_LARGE, DAY - ONE)
    assert said(RETURNED, Around([OPEN], [left])) == []
    assert said(RETURNED, Around([OPEN], [replace(left, kind=Kind.RECALL)])) == ["CUS-23"]


@rule("CUS-22")
@pytest.mark.parametrize("since", [DAY, DAY - ONE])
def test_a_release_closes_the_time_that_goes_on(since: date) -> None:
    assert move_of(RELEASED, Around([replace(OPEN, since=since)])) == (Closing("k", DAY), [])


@rule("CUS-23")
@pytest.mark.parametrize(("until", "rules"), [(DAY, []), (DAY + ONE, ["CUS-23"]), (DAY - ONE, [])])
def test_a_release_that_was_typed_stands(until: date, rules: list[str]) -> None:
    assert said(RELEASED, Around([replace(OVER, until=until)])) == rules


@rule("CUS-22")
@pytest.mark.parametrize("kind", [Kind.CONDITIONAL_DISCHARGE, Kind.ABSOLUTE_DISCHARGE])
def test_a_discharge_closes_a_time_in_hospital_and_no_other(kind: Kind) -> None:
    assert move_of(Given(kind, DAY), Around([WARD])) == (Closing("k", DAY), [])
    assert said(Given(kind, DAY), Around([OPEN])) == []


def test_other_events_move_nothing() -> None:
    for kind in (Kind.RECALL, Kind.AT_LARGE, Kind.TEMPORARY_RELEASE, Kind.RELEASE_DATE):
        assert move_of(Given(kind, DAY), Around([OPEN])) == (None, [])


@rule("CUS-22")
@pytest.mark.parametrize(
    ("since", "until", "meeting"),
    [
        (DAY, None, False),
        (date(2026, 2, 2), None, False),
        (date(2026, 2, 1), None, True),
        (date(2024, 1, 1), date(2025, 1, 6), False),
        (date(2024, 1, 1), date(2025, 1, 7), True),
        (date(2024, 1, 1), None, True),
    ],
)
def test_times_meet_when_they_share_more_than_a_day_of_change(since: date, until: date | None, meeting: bool) -> None:
    assert (meets(since, until, [OVER]) is OVER) is meeting


@rule("CUS-22")
def test_a_correction_looks_at_the_times_as_they_were_before_the_event() -> None:
    assert as_before([OVER], Kind.RECEIVED, "k") == []
    assert as_before([OVER], Kind.RELEASED, "k") == [OPEN]
    assert as_before([OVER], Kind.RELEASED, "another") == [OVER]


class TestACorrection:
    LATER = Stay("prison", date(2026, 5, 1), key="later")

    def found(self, made: Stay, kind: Kind, wrong: date, right: date, *, withdrawn: bool = False) -> list[str]:
        around = Around([self.LATER, made])
        found = shift_findings(made, Known(kind, wrong), Given(kind, right), around, withdrawn)
        return [one.rule for one in found]

    @rule("CUS-22")
    def test_moves_the_time_up_to_the_next_one_and_the_release(self) -> None:
        made = Stay("prison", DAY, date(2026, 4, 1), key="k")
        assert self.found(made, Kind.RECEIVED, DAY, date(2026, 4, 1)) == []
        assert self.found(made, Kind.RECEIVED, DAY, date(2026, 4, 2)) == ["CUS-22"]
        assert self.found(made, Kind.RELEASED, date(2026, 4, 1), self.LATER.since) == []
        assert self.found(made, Kind.RELEASED, date(2026, 4, 1), self.LATER.since + ONE) == ["CUS-22"]

    @rule("CUS-23")
    def test_leaves_what_was_changed_since(self) -> None:
        made = Stay("prison", DAY, date(2026, 4, 1), key="k")
        assert self.found(made, Kind.RECEIVED, DAY - ONE, DAY + ONE) == ["CUS-23"]
        assert self.found(made, Kind.RELEASED, DAY, DAY + ONE) == ["CUS-23"]

    @rule("CUS-23")
    def test_takes_back_a_reception_only_while_nothing_rests_on_it(self) -> None:
        made = Stay("prison", DAY, key="k")
        assert self.found(made, Kind.RECEIVED, DAY, DAY, withdrawn=True) == []
        over = replace(made, until=date(2026, 4, 1))
        assert self.found(over, Kind.RECEIVED, DAY, DAY, withdrawn=True) == ["CUS-23"]

    @rule("CUS-23")
    def test_takes_back_a_release_only_while_no_later_time_is_recorded(self) -> None:
        over = Stay("prison", DAY, date(2026, 4, 1), key="k")
        wrong, right = Known(Kind.RELEASED, date(2026, 4, 1)), Given(Kind.RELEASED, date(2026, 4, 1))
        assert shift_findings(over, wrong, right, Around([over]), True) == []
        assert self.found(over, Kind.RELEASED, date(2026, 4, 1), date(2026, 4, 1), withdrawn=True) == ["CUS-23"]
