"""App configuration."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings, minutes, executive summaries."""

    name = "meetings"
    verbose_name = "Meetings"

    def ready(self) -> None:
        """Register the clocks of this app, what it shows on a case and its timeline, and the e-mails it sends."""
        from meetings import clocks, panels, timeline
        from meetings.services import returns, sending
        from offenders import timeline as timelines

        timelines.register(timeline.events)
        clocks.register_all()
        panels.register_all()
        sending.register_letters()
        returns.register_letters()
