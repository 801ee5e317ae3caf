"""`manage.py system_administrator ADDRESS NAME --area hampshire`: appoint one, or end one with --end.

The operator's own act: no page and no administration gives this role. Make two: one confirms what the other does.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.selectors import account_of_email, areas
from accounts.services import system_administrators
from audit.context import working


class Command(BaseCommand):
    """Appoints or ends a system administrator; recorded without an actor, through the door of commands."""

    help = "Make the account of a system administrator, who then asks for a password by e-mail; --end takes it away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")
        parser.add_argument("name", nargs="?", default="")
        parser.add_argument("--area", help="Key of the area in whose name the role stands; it holds everywhere.")
        parser.add_argument("--reason", required=True)
        parser.add_argument("--end", action="store_true", help="End the role and the access to the administration.")

    def handle(self, *args: Any, **options: Any) -> None:
        person = account_of_email(options["address"])
        with working("command"):
            if options["end"]:
                if person is None:
                    raise CommandError("There is no account with this address.")
                system_administrators.end(person=person, reason=options["reason"])
                self.stdout.write("The role is ended, and the sessions with it.")
                return
            area = areas({options["area"]}).first()
            if area is None or not options["name"] or person is not None:
                raise CommandError("Give a name, the key of an area, and an address that has no account yet.")
            system_administrators.appoint(
                email=options["address"], full_name=options["name"], area=area, reason=options["reason"]
            )
        self.stdout.write("The account is made. Its owner now asks for a password on the sign-in page.")
