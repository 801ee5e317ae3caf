"""App configuration."""

from django.apps import AppConfig


class MinutesConfig(AppConfig):
    """What leaves a meeting: its executive summary, and who has a copy."""

    name = "minutes"
    verbose_name = "Minutes and summaries"
