"""`manage.py make_field_key`: a new key for sealed fields."""

from typing import Any

from cryptography.fernet import Fernet
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Prints one key and keeps nothing."""

    help = "Print a new key for FIELD_KEYS."
    requires_system_checks: list[str] = []  # runs before there is a key

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(Fernet.generate_key().decode())
