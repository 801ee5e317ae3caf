"""`manage.py verify_audit`: recompute the hash chain."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.selectors import chain_state


class Command(BaseCommand):
    """Exit with an error that names the first broken link."""

    help = "Recompute the audit chain; fails naming the first broken link."

    def handle(self, *args: Any, **options: Any) -> None:
        state = chain_state()
        if state.broken_at:
            raise CommandError(f"The audit chain is broken at {state.broken_at}.")
        self.stdout.write(f"The audit chain holds: {state.links} links.")
