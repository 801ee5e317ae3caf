"""App configuration."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """The dashboard of the Co-ordination Unit."""

    name = "reporting"
    verbose_name = "Reporting"
