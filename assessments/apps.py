"""App configuration."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """RoSH judgements, risk management plans, actions."""

    name = "assessments"
    verbose_name = "Risk and plans"

    def ready(self) -> None:
        """Register the clocks of this app and what it tells on the timeline."""
        from assessments import clocks, timeline
        from offenders import timeline as timelines

        clocks.register_all()
        timelines.register(timeline.events)
