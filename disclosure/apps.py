"""App configuration."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Disclosure considered, decided, made."""

    name = "disclosure"
    verbose_name = "Disclosure"
