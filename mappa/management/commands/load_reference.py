"""`manage.py load_reference`: bring the reference data in line with the project's files."""

from typing import Any

from django.core.management.base import BaseCommand

from mappa.reference import load_reference


class Command(BaseCommand):
    """Load areas, agency types, offences, periods and policies."""

    help = "Load the versioned reference data. Can be run again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, number in load_reference().items():
            self.stdout.write(f"{number} {name}")
