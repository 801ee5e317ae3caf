"""Sealed text."""

from django.apps import AppConfig
from django.core.checks import register


class SealedConfig(AppConfig):
    """Text that the database keeps only as ciphertext."""

    name = "sealed"

    def ready(self) -> None:
        """Check the keys at start-up."""
        from sealed.checks import keys_are_usable

        register(keys_are_usable)
