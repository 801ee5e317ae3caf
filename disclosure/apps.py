"""App configuration."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Disclosure considered, decided, made."""

    name = "disclosure"
    verbose_name = "Disclosure"

    def ready(self) -> None:
        """Register the clocks of this app."""
        from disclosure import clocks

        clocks.register_all()
