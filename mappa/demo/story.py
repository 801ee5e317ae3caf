"""Loads the demonstration once: everything in one transaction, so that a broken load leaves nothing behind."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from accounts.models import User
from audit.context import working
from deadlines.services import sweep
from levels.services.sampling import draw_samples
from mappa.demo import (
    cases,
    children,
    circumstances,
    custody,
    days,
    disclosures,
    enquiries,
    files,
    grades,
    information,
    meetings,
    notifications,
    papers,
    persons_plan,
    referrals,
    risk,
    serious,
    standing,
    transfers,
    visor,
)
from mappa.demo.people import AREAS, make_cast, make_comings_and_goings, make_shared_accounts
from mappa.demo.scene import Scene
from mappa.demo.specimens import SPECIMENS
from offenders.writing import deferred_announcements

PAST = (
    risk.record_tools,
    risk.first_judgement,
    cases.set_level,
    risk.make_plan,
    meetings.hold_first,
    risk.second_judgement,
    cases.review_level_1,
    cases.ask_agencies,
    meetings.hold_last,
    disclosures.consider,
    children.assess,
    meetings.arrange_next,
    files.send_files,
    days.plan_ahead,
    standing.keep_members,
    grades.agree,
    days.form_group,
    custody.confirm,
    information.gather,
    notifications.record,
    referrals.refer,
    referrals.send_in,
    papers.notify,
    serious.review,
    circumstances.record,
    enquiries.ask,
    persons_plan.hand_over,
    cases.finish,
    visor.keep,
)
"""What happened in a case, in the order in which it happened."""


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
        with deferred_announcements():
            casts = {slug: make_cast(slug, today) for slug in AREAS}
            make_shared_accounts(casts["hampshire"], today)
            for cast in casts.values():
                make_comings_and_goings(cast, today)
            numbered = enumerate(SPECIMENS, start=1)
            scenes = [cases.open_case(specimen, casts[specimen.area], number, today) for number, specimen in numbered]
            for scene in scenes:
                tell(scene)
            transfers.move(scenes, casts)
        draw_samples(today=today)
        sweep(today=today)
    return len(SPECIMENS)


def tell(scene: Scene) -> None:
    """Everything that happened in one case."""
    for happen in PAST:
        happen(scene)
