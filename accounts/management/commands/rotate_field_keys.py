"""`manage.py rotate_field_keys`: bring everything that is kept sealed under the newest key."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.context import working
from audit.services import record
from audit.stepping_aside import may_step_aside
from sealed.keys import CannotOpen
from sealed.places import places


class Command(BaseCommand):
    """Seals anew what an older key sealed, batch by batch; may be cut short and run again at any time."""

    help = "Seal everything anew with the first of FIELD_KEYS; run again after an interruption, then drop the old key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="Rows in one transaction.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not may_step_aside():
            raise CommandError("Run this as the owner of the database, as migrate is: row history must step aside.")
        with working("command"):
            for place in places():
                seen = changed = 0
                try:
                    for looked_at, sealed_anew in place.reseal(batch=max(1, options["batch"])):
                        seen, changed = seen + looked_at, changed + sealed_anew
                except CannotOpen as error:
                    raise CommandError(f"{error}. Put its key into FIELD_KEYS and run this again.") from error
                finally:
                    record(actor=None, verb="field_keys.rotated", reason=f"{place}: {seen} rows, {changed} sealed anew")
                self.stdout.write(f"{place}: {seen} rows, {changed} sealed anew.")
        self.stdout.write("Everything is under the newest key; older keys may be dropped from FIELD_KEYS.")
