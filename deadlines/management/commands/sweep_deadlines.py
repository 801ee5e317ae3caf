"""`manage.py sweep_deadlines --today DATE`: what Celery beat does, by hand."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from deadlines.services import sweep


class Command(BaseCommand):
    """Raise the alerts that have fallen due. A second run adds nothing."""

    help = "Raise every alert that has fallen due by a day (today in London unless --today says otherwise)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", help="A date like 2026-03-31, Europe/London.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            today = dt.date.fromisoformat(options["today"]) if options["today"] else timezone.localdate()
        except ValueError:
            raise CommandError(f"{options['today']} is not a date. Write it like 2026-03-31.") from None
        self.stdout.write(f"Raised {sweep(today=today)} alerts for {today}.")
