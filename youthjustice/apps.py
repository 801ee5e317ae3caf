"""App configuration."""

from django.apps import AppConfig


class YouthjusticeConfig(AppConfig):
    """AssetPlus-style assessments of children."""

    name = "youthjustice"
    verbose_name = "Youth justice"

    def ready(self) -> None:
        """Register the clocks of this app, and what it adds to the overview, the timeline and the handing over."""
        from levels.services import leading
        from offenders.services import handing_over
        from youthjustice import clocks, contributions, services

        clocks.register_all()
        contributions.register_all()
        handing_over.CHECKS.append(services.before_handing_over)
        leading.CHECKS.append(services.before_another_leads)
