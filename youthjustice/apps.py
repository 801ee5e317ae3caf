"""App configuration."""

from django.apps import AppConfig


class YouthjusticeConfig(AppConfig):
    """AssetPlus-style assessments of children."""

    name = "youthjustice"
    verbose_name = "Youth justice"

    def ready(self) -> None:
        """Register the clocks of this app, and what it adds to the overview and the timeline."""
        from youthjustice import clocks, contributions

        clocks.register_all()
        contributions.register_all()
