"""`manage.py verify_audit`: check the hash chain."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.context import working
from audit.verification import verify


class Command(BaseCommand):
    """Exit with an error that names the first break."""

    help = "Check the audit chain from where the last check ended; fails naming the first break."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--full begins at the first link, or goes on where a full check of the last twelve hours was cut off."""
        parser.add_argument("--full", action="store_true", help="Begin at the first link.")

    def handle(self, *args: Any, **options: Any) -> None:
        with working("command"):
            state = verify(whole=options["full"])
        if state.broken_at:
            raise CommandError(f"The audit chain is broken: {state.broken_at}.")
        self.stdout.write(f"The audit chain holds: {state.links} links.")
