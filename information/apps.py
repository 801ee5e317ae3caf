"""App configuration."""

from django.apps import AppConfig


class InformationConfig(AppConfig):
    """Information given on a case: ordinary, intelligence, third-party, restricted, legal."""

    name = "information"
    verbose_name = "Information"

    def ready(self) -> None:
        """Register the clock of this app, what it tells on timeline and overview, and what it keeps to itself."""
        from information import clocks, panels, timeline, trail
        from offenders import sensitivity
        from offenders import timeline as timelines

        clocks.register_all()
        panels.register_all()
        timelines.register(timeline.events)
        sensitivity.register_hidden_events(trail.hidden_events)
