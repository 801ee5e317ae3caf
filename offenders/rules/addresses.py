"""Where somebody lives, or can be found when they have no sole or main home (OFF-25)."""

from collections.abc import Mapping

CURRENT = "current"
REGULAR_PLACE = "regular_place"
HOMES = frozenset({CURRENT, REGULAR_PLACE})
"""Of these kinds one holds at a time: the next takes the place of the one before."""


def home(at: Mapping[str, str]) -> str:
    """The home as a form prints it, from kind of address -> its text; empty where none is known (OFF-25)."""
    if at.get(CURRENT):
        return at[CURRENT]
    place = at.get(REGULAR_PLACE)
    return f"No fixed home. Can regularly be found at:\n{place}" if place else ""
