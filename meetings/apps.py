"""App configuration."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings, minutes, executive summaries."""

    name = "meetings"
    verbose_name = "Meetings"

    def ready(self) -> None:
        """Register the clocks of this app, and what it shows on the first page of a case."""
        from meetings import clocks, panels

        clocks.register_all()
        panels.register_all()
