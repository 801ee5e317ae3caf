"""Counts for people who see no case: numbers so small that they would point at somebody are left out (ACC-63).

One number left out of a list could be worked out from the total and the others, so a second one goes with it. Which
one that is follows from its place in the list and not from its size, so that the choice itself says nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 5
"""The lowest threshold: below it, two hidden numbers can follow from their sum."""


@dataclass(frozen=True, slots=True)
class Published:
    """What may be shown of one list of counts: None for a number that is left out."""

    cells: tuple[int | None, ...]
    total: int | None

    @property
    def withheld(self) -> bool:
        """Whether nothing of the list may be shown."""
        return self.total is None


def publish(counts: Sequence[int], threshold: int) -> Published:
    """The counts with what must be left out, where numbers below `threshold` (nought aside) are small (ACC-63).

    Nothing is shown at all when there are too few to hide a small number among. Raises ValueError for a threshold
    below `LEAST`.
    """
    if threshold < LEAST:
        raise ValueError(f"numbers below {LEAST} are always left out")
    total = sum(counts)
    small = {place for place, number in enumerate(counts) if 0 < number < threshold}
    if not small:
        return Published(tuple(counts), total)
    hidden = set(small)
    others = (place for place, number in enumerate(counts) if number >= threshold)
    while not _hides(hidden, small, counts, threshold):
        place = next(others, None)
        if place is None:
            return Published((None,) * len(counts), None)
        hidden.add(place)
    return Published(tuple(None if place in hidden else number for place, number in enumerate(counts)), total)


def publish_all(lists: Sequence[Sequence[int]], threshold: int) -> list[Published]:
    """Several lists that count the same people: when one of them gives its total away, none is shown (ACC-63)."""
    published = [publish(counts, threshold) for counts in lists]
    if not any(one.withheld for one in published):
        return published
    return [Published((None,) * len(counts), None) for counts in lists]


def _hides(hidden: set[int], small: set[int], counts: Sequence[int], threshold: int) -> bool:
    """Whether none of the hidden numbers follows from their sum, which is the total less what is shown."""
    together = sum(counts[place] for place in hidden)
    if len(hidden) < 2 or together < threshold or together == len(hidden):
        return False
    return hidden != small or together < len(hidden) * (threshold - 1)
