"""App configuration."""

from django.apps import AppConfig


class YouthjusticeConfig(AppConfig):
    """AssetPlus-style assessments of children."""

    name = "youthjustice"
    verbose_name = "Youth justice"

    def ready(self) -> None:
        """Register the clocks of this app."""
        from youthjustice import clocks

        clocks.register_all()
