"""`manage.py demo_sign_ins`: print the sample sign-ins of the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand

from mappa.demo.people import PARTNER_CLIENT_ID, PARTNER_CLIENT_SECRET, PASSWORD, STAFF


class Command(BaseCommand):
    """Print addresses, roles and the one password."""

    help = "Print the sample sign-ins of the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Sample sign-ins, all with the password {PASSWORD}")
        for key, _, title, _, _ in STAFF:
            self.stdout.write(f"  {key}.hampshire@example.test".ljust(42) + title)
        self.stdout.write("  the same in the other area: practitioner.kent@example.test and so on")
        self.stdout.write("  sysadmin@example.test".ljust(42) + "System administrator (sees no case)")
        self.stdout.write(f"Partner API: client {PARTNER_CLIENT_ID}, secret {PARTNER_CLIENT_SECRET}")
