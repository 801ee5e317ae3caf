"""A text enumeration whose members compare by the order in which they are written. Nothing about risk lives here."""

from enum import StrEnum


class OrderedChoice(StrEnum):
    """Stored as text, compared by rank: `LOW < HIGH` holds although "high" sorts before "low"."""

    @property
    def rank(self) -> int:
        """Position in the enumeration, 0 for the first member."""
        return list(type(self)).index(self)

    def _rank_of(self, other: str) -> int:
        if type(other) is not type(self):
            raise TypeError(f"{type(self).__name__} cannot be compared with {type(other).__name__}")
        return other.rank

    def __lt__(self, other: str) -> bool:
        return self.rank < self._rank_of(other)

    def __le__(self, other: str) -> bool:
        return self.rank <= self._rank_of(other)

    def __gt__(self, other: str) -> bool:
        return self.rank > self._rank_of(other)

    def __ge__(self, other: str) -> bool:
        return self.rank >= self._rank_of(other)
