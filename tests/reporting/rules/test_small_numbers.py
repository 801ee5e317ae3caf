"""Small numbers are left out, and what is left out cannot be worked out from what is shown."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.rules.small_numbers import Published, publish, publish_all
from tests.marks import rule

pytestmark = rule("ACC-63")


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ([5, 6, 0], (5, 6, 0), 11),
        ([0, 0, 0], (0, 0, 0), 0),
        ([4, 9, 12], (None, None, 12), 25),
        ([12, 9, 4], (None, 9, None), 25),
        ([3, 4, 20], (None, None, 20), 27),
        ([1, 2, 20], (None, None, None), 23),
        ([4, 4, 20], (None, None, None), 28),
        ([4, 0, 0], (None, None, None), None),
        ([1, 1, 1, 1, 1], (None,) * 5, None),
        ([5], (5,), 5),
        ([], (), 0),
    ],
    ids=[
        "none is small",
        "none at all",
        "a second goes with a single one",
        "the second is the first in the list, not the smallest",
        "two small ones hide one another",
        "two whose sum is small need a third",
        "two that are as large as small ones get need a third",
        "a small total",
        "nothing to hide them among",
        "just large enough",
        "an empty list",
    ],
)
def test_what_is_shown(counts: list[int], cells: tuple[int | None, ...], total: int | None) -> None:
    assert publish(counts, 5) == Published(cells, total)


@pytest.mark.parametrize("number", [4, 5, 6])
def test_the_threshold_itself_is_shown(number: int) -> None:
    assert (publish([number, 50, 50], 5).cells[0] is None) is (number < 5)


@given(st.lists(st.integers(0, 60), max_size=8), st.integers(5, 12))
def test_no_small_number_is_ever_shown_or_left_over(counts: list[int], threshold: int) -> None:
    shown = publish(counts, threshold)
    assert not any(cell is not None and 0 < cell < threshold for cell in shown.cells)
    hidden = [number for number, cell in zip(counts, shown.cells, strict=True) if cell is None]
    assert len(hidden) != 1 or shown.total is None
    if shown.total is not None and hidden:
        assert shown.total - sum(cell for cell in shown.cells if cell is not None) == sum(hidden) >= threshold


@pytest.mark.parametrize(
    ("length", "highest", "threshold"), [(2, 14, 5), (2, 14, 7), (3, 11, 5), (3, 13, 6), (4, 8, 5)]
)
def test_whoever_knows_the_rule_still_cannot_tell_a_hidden_number(length: int, highest: int, threshold: int) -> None:
    """Every list that would be shown alike is made: no hidden number is the same in all of them."""
    alike = defaultdict(list)
    for counts in product(range(highest * 2), repeat=length):
        alike[publish(counts, threshold)].append(counts)
    for shown, possible in alike.items():
        if max(map(max, possible)) >= highest:
            continue  # lists beyond those made here would look the same
        hidden = [place for place, cell in enumerate(shown.cells) if cell is None]
        assert all(len({counts[place] for counts in possible}) > 1 for place in hidden), shown


def test_a_lower_threshold_is_no_threshold() -> None:
    with pytest.raises(ValueError, match="below 5"):
        publish([50], 4)


def test_when_one_list_is_withheld_none_gives_its_total_away() -> None:
    assert all(one.withheld for one in publish_all([[1, 1, 1, 1, 1], [5, 0]], 5))
    assert [one.total for one in publish_all([[5, 6], [11, 0]], 5)] == [11, 11]
