"""App configuration."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings, minutes, executive summaries."""

    name = "meetings"
    verbose_name = "Meetings"

    def ready(self) -> None:
        """Register the clocks of this app, what it shows on the first page of a case, and what the timeline tells."""
        from meetings import clocks, panels, timeline
        from offenders import timeline as timelines

        timelines.register(timeline.events)
        clocks.register_all()
        panels.register_all()
