"""`manage.py load_demo`: the invented people of the demonstration. Run again, it keeps what is there."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mappa.demo import story


class Command(BaseCommand):
    """Load the demonstration once."""

    help = "Load plainly invented demonstration data (development settings only)."

    def handle(self, *args: Any, **options: Any) -> None:
        if story.is_loaded():
            self.stdout.write("The demonstration is loaded already; its data is kept.")
            return
        try:
            number = story.load(timezone.localdate())
        except story.NotADemonstration as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Loaded {number} invented cases.")
