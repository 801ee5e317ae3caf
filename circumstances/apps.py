"""App configuration."""

from django.apps import AppConfig


class CircumstancesConfig(AppConfig):
    """Facts about a person that decide who else is told or comes, such as a nationality."""

    name = "circumstances"
    verbose_name = "Circumstances"

    def ready(self) -> None:
        """Register the clocks of this app, what the timeline tells and what the first page of a case shows."""
        from circumstances import clocks, panels, timeline
        from offenders import timeline as timelines

        clocks.register_all()
        panels.register_all()
        timelines.register(timeline.events)
