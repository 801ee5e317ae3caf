"""A case at Level 2 whose meeting was held, closed and minuted."""

from tests.meetings.conftest import approved, closed, level_2_case, meeting, meeting_today, people, recorded

__all__ = ["approved", "closed", "level_2_case", "meeting", "meeting_today", "people", "recorded"]
