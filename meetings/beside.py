"""What other rooms show beside a meeting's minutes, to those who see the case in full. Nothing is stored here."""

from collections.abc import Callable

from meetings.models import Meeting
from offenders.access import Viewer
from offenders.overview import Panel

Provider = Callable[[Viewer, Meeting], Panel | None]

BESIDE_MINUTES: list[Provider] = []
"""Filled from AppConfig.ready(). A provider gives None to stay away."""


def beside_minutes(*, viewer: Viewer, meeting: Meeting) -> list[Panel]:
    """The parts that other rooms add to the minutes of a meeting, for somebody who sees the case in full."""
    made = (provider(viewer, meeting) for provider in BESIDE_MINUTES)
    return [panel for panel in made if panel is not None]
