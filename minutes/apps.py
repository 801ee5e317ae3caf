"""App configuration."""

from django.apps import AppConfig


class MinutesConfig(AppConfig):
    """What leaves a meeting: copies of its minutes, its executive summary, and who has them."""

    name = "minutes"
    verbose_name = "Minutes and summaries"

    def ready(self) -> None:
        """Register the clocks of this app, what it shows on the first page of a case, and what the timeline tells."""
        from minutes import clocks, panels, timeline
        from offenders import timeline as timelines

        clocks.register_all()
        panels.register_all()
        timelines.register(timeline.events)
