"""App configuration."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """RoSH judgements, risk management plans, actions."""

    name = "assessments"
    verbose_name = "Risk and plans"
