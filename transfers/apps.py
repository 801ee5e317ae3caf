"""App configuration."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Transfers of a case to another area, and moves across a border of the jurisdiction."""

    name = "transfers"
    verbose_name = "Transfers"

    def ready(self) -> None:
        """Register the clocks of this app, what the timeline tells, and for meetings whether a case may move."""
        from meetings import elsewhere
        from offenders import timeline as timelines
        from transfers import clocks, facts, timeline

        clocks.register_all()
        timelines.register(timeline.events)
        elsewhere.on_area(facts.is_in_progress)
