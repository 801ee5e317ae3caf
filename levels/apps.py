"""App configuration."""

from django.apps import AppConfig


class LevelsConfig(AppConfig):
    """Category and level: screening, decisions, the ledger, Level 1 reviews."""

    name = "levels"
    verbose_name = "Categories and levels"

    def ready(self) -> None:
        """Register the clocks of this app, and what it shows on the first page of a case."""
        from levels import clocks, panels

        clocks.register_all()
        panels.register_all()
