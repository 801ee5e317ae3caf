"""App configuration."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Transfers of a case to another area, and moves across a border of the jurisdiction."""

    name = "transfers"
    verbose_name = "Transfers"

    def ready(self) -> None:
        """Register the clocks of this app and what the timeline tells."""
        from offenders import timeline as timelines
        from transfers import clocks, timeline

        clocks.register_all()
        timelines.register(timeline.events)
