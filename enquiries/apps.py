"""App configuration."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    """Requests for minutes, replies to them, and reports that use what a meeting heard."""

    name = "enquiries"
    verbose_name = "Requests for minutes"

    def ready(self) -> None:
        """Register the clock of this app and what the timeline tells."""
        from enquiries import clocks, timeline
        from offenders import timeline as timelines

        clocks.register_all()
        timelines.register(timeline.events)
