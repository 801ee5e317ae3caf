"""App configuration."""

from django.apps import AppConfig


class NotificationConfig(AppConfig):
    """What people who must notify the police did and have to do, and the visits to their homes."""

    name = "notification"
    verbose_name = "Notification"

    def ready(self) -> None:
        """Register the clocks of this app, and what it tells on the timeline."""
        from notification import clocks, timeline
        from offenders import timeline as timelines

        clocks.register_all()
        timelines.register(timeline.events)
