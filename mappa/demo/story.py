"""Loads the demonstration once: everything in one transaction, so that a broken load leaves nothing behind."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from accounts.models import User
from audit.context import working
from deadlines.services import sweep
from mappa.demo import cases
from mappa.demo.people import AREAS, make_cast, make_shared_accounts
from mappa.demo.specimens import SPECIMENS
from offenders.models import Case


class NotADemonstration(RuntimeError):
    """The settings do not allow demonstration data."""


def is_loaded() -> bool:
    """True when the demonstration's accounts are there."""
    return User.objects.filter(email="sysadmin@example.test").exists()


def load(today: dt.date) -> int:
    """Make the invented people; returns how many cases there are. Raises NotADemonstration outside development."""
    if not settings.DEMONSTRATION:
        raise NotADemonstration("Demonstration data is loaded under development settings only.")
    with working("command"), transaction.atomic():
        casts = {slug: make_cast(slug, today) for slug in AREAS}
        make_shared_accounts(casts["hampshire"], today)
        made = []
        for number, specimen in enumerate(SPECIMENS, start=1):
            made.append(cases.make_case(specimen, casts[specimen.area], number, today))
        for case, specimen in zip(made, SPECIMENS, strict=True):
            cases.finish(specimen, case, casts[specimen.area], today)
        sweep(today=today)
    return Case.objects.count()
