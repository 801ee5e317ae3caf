"""App configuration."""

from django.apps import AppConfig


class VisorConfig(AppConfig):
    """The record of a case on ViSOR: who owns it, who works on it, whether it is made and kept in time."""

    name = "visor"
    verbose_name = "ViSOR record"

    def ready(self) -> None:
        """Register the clocks of this app, its part of the overview and what the timeline tells."""
        from offenders import timeline as timelines
        from visor import clocks, panels, timeline

        clocks.register_all()
        panels.register_all()
        timelines.register(timeline.events)
