"""From which day a new date is counted when meetings are cancelled or moved one after another."""

from datetime import date
from uuid import UUID

import pytest

from meetings.rules.chain import Link, counted_from, owed, unbroken
from tests.marks import rule

A, B = UUID(int=1), UUID(int=2)
FIRST = Link(A, was_on=date(2026, 3, 2), made_on=date(2026, 2, 20), cancelled=True)
SECOND = Link(B, was_on=date(2026, 3, 12), made_on=date(2026, 3, 6), cancelled=True)
MOVED = Link(B, was_on=date(2026, 3, 12), made_on=date(2026, 3, 6), cancelled=False)


@rule("REV-07")
class TestChain:
    @pytest.mark.parametrize(
        ("held", "left"),
        [
            ([], [FIRST, SECOND]),
            ([date(2026, 2, 19)], [FIRST, SECOND]),
            ([date(2026, 2, 20)], [SECOND]),
            ([date(2026, 3, 5)], [SECOND]),
            ([date(2026, 3, 6)], []),
        ],
        ids=["none held", "before the first", "on the day of cancelling", "between the two", "after both"],
    )
    def test_is_broken_by_a_meeting_held(self, held: list[date], left: list[Link]) -> None:
        assert unbroken([SECOND, FIRST], held=held, level_ended=()) == left

    def test_counts_a_meeting_held_on_the_day_itself_when_it_was_cancelled_later(self) -> None:
        late = Link(A, was_on=date(2026, 3, 2), made_on=date(2026, 3, 4), cancelled=True)
        assert unbroken([late], held=[date(2026, 3, 1)], level_ended=()) == [late]
        assert unbroken([late], held=[date(2026, 3, 2)], level_ended=()) == []

    @pytest.mark.parametrize(("on", "left"), [(date(2026, 3, 5), [SECOND]), (date(2026, 3, 6), [])])
    def test_is_broken_by_the_end_of_the_level(self, on: date, left: list[Link]) -> None:
        assert unbroken([FIRST, SECOND], held=(), level_ended=[on]) == left

    def test_is_owed_from_the_first_that_was_cancelled(self) -> None:
        assert owed([FIRST, SECOND]) == FIRST
        assert owed([MOVED]) is None

    @pytest.mark.parametrize(
        ("links", "in_place", "first"),
        [
            ([], False, date(2026, 3, 20)),
            ([MOVED], False, date(2026, 3, 12)),
            ([FIRST, MOVED], True, date(2026, 3, 2)),
            ([FIRST, MOVED], False, date(2026, 3, 12)),
        ],
        ids=["never moved", "moved before", "in place of a cancelled one", "beside it"],
    )
    def test_carries_the_first_day_to_the_meeting_in_its_place(
        self, links: list[Link], in_place: bool, first: date
    ) -> None:
        assert counted_from(links, B, date(2026, 3, 20), in_place=in_place) == first
