"""App configuration."""

from django.apps import AppConfig


class SeriousConfig(AppConfig):
    """Serious further offences and the reviews that follow them."""

    name = "serious"
    verbose_name = "Serious case reviews"

    def ready(self) -> None:
        """Register the clocks of this app, its panel, what the timeline tells, and what a meeting's closing begins."""
        from meetings import elsewhere
        from offenders import timeline as timelines
        from serious import clocks, panels, timeline
        from serious.services.critical import start_at_meeting

        clocks.register_all()
        panels.register_all()
        timelines.register(timeline.events)
        elsewhere.on_closing(start_at_meeting)
