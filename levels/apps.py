"""App configuration."""

from django.apps import AppConfig


class LevelsConfig(AppConfig):
    """Category and level: screening, decisions, the ledger, Level 1 reviews."""

    name = "levels"
    verbose_name = "Categories and levels"

    def ready(self) -> None:
        """Register the clocks of this app."""
        from levels import clocks

        clocks.register_all()
