"""`manage.py check_deadlines`: recompute everything; there must be no difference."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from deadlines.services import check_deadlines


class Command(BaseCommand):
    """Recompute the deadlines of every case in batches."""

    help = "Recompute every deadline; reports how many rows were not as they should have been."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = check_deadlines(today=timezone.localdate())
        self.stdout.write(f"{changed} deadlines differed." if changed else "Every deadline was as it should be.")
