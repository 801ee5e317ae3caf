"""App configuration."""

from django.apps import AppConfig


class SeriousConfig(AppConfig):
    """Serious further offences and the reviews that follow them."""

    name = "serious"
    verbose_name = "Serious case reviews"

    def ready(self) -> None:
        """Register the clock of this app, its panel, and what the timeline tells."""
        from offenders import timeline as timelines
        from serious import clocks, panels, timeline

        clocks.register_all()
        panels.register_all()
        timelines.register(timeline.events)
