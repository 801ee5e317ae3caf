"""App configuration."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """RoSH judgements, risk management plans, actions."""

    name = "assessments"
    verbose_name = "Risk and plans"

    def ready(self) -> None:
        """Register the clocks of this app."""
        from assessments import clocks

        clocks.register_all()
