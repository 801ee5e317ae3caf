"""App configuration."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings, minutes, executive summaries."""

    name = "meetings"
    verbose_name = "Meetings"

    def ready(self) -> None:
        """Register the clocks of this app."""
        from meetings import clocks

        clocks.register_all()
