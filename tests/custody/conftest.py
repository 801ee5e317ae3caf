"""A case at Level 2, for what a move means to its meeting."""

from tests.meetings.conftest import level_2_case, people

__all__ = ["level_2_case", "people"]
