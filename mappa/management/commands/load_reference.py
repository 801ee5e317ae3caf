"""`manage.py load_reference`: bring the reference data in line with the project's files, or show first what changes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from mappa.reference import load_reference, preview_policies


class Command(BaseCommand):
    """Load areas, agency types, offences, periods and policies."""

    help = "Load the versioned reference data. Can be run again at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--preview", action="store_true", help="Show what the policies would change in each area; write nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["preview"]:
            self._preview()
            return
        for name, number in load_reference().items():
            self.stdout.write(f"{number} {name}")

    def _preview(self) -> None:
        for area, change in preview_policies(timezone.localdate()):
            if change.anything:
                self.stdout.write(
                    f"{area}: of the deadlines of {change.cases} open cases {change.earlier} fall sooner, "
                    f"{change.later} later, {change.opened} are new, {change.closed} go, "
                    f"{change.becoming_late} become overdue"
                )
            else:
                self.stdout.write(f"{area}: nothing would fall due on another day")
