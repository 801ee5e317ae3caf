"""How the caseload and the single case behave with many cases: ratios to hand-written SQL, measured in one run.

Run it on a throw-away database:
    python -m mappa.embedded run --temporary -- python -m benchmarks.caseload --cases 100000
"""

import argparse
import datetime as dt
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mappa.settings.test")
django.setup()

from django.core.management import call_command  # noqa: E402 - Django has to be set up first
from django.db import connection  # noqa: E402 - likewise

from mappa.reference import load_reference  # noqa: E402 - likewise
from offenders import selectors  # noqa: E402 - likewise
from offenders.access import Detail, can_see  # noqa: E402 - likewise
from offenders.models import Assignment, Case, Involvement  # noqa: E402 - likewise
from tests import factories  # noqa: E402 - likewise

HAND_WRITTEN = """
SELECT c.*, a.name, g.name FROM offenders_case c
JOIN accounts_area a ON a.slug = c.area_id JOIN accounts_agency g ON g.id = c.lead_agency_id
WHERE c.area_id = %s AND NOT c.restricted ORDER BY c.sort_name, c.id LIMIT 50
"""


def fill(world: factories.World, number: int) -> None:
    """Cases in both areas, each with an involved agency and an owner."""
    rows = [
        Case(
            reference=f"B-{index}",
            family_name=f"Bulk{index}",
            given_names="Invented",
            sort_name=f"bulk{index:07} invented",
            date_of_birth=dt.date(1980, 1, 1),
            area=world.area if index % 2 else world.other_area,
            lead_agency=world.probation if index % 2 else world.other_probation,
            team=world.team if index % 200 == 1 else None,
            restricted=index % 100 == 0,
        )
        for index in range(number)
    ]
    Case.objects.all().in_bulk_with_own_audit().bulk_create(rows, batch_size=5000)
    Involvement.objects.all().in_bulk_with_own_audit().bulk_create(
        [Involvement(case=row, agency=world.police) for row in rows[::3]], batch_size=5000
    )
    Assignment.objects.all().in_bulk_with_own_audit().bulk_create(
        [Assignment(case=row, user=world.practitioner, capacity="owner") for row in rows[::500]], batch_size=5000
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def median_ms(work: Callable[[], Any], times: int = 9) -> float:
    """Median of several runs in milliseconds, after one that is not counted."""
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def hand_written(area: str) -> None:
    """The same page by one hand-written statement without any access rule but the area."""
    with connection.cursor() as cursor:
        cursor.execute(HAND_WRITTEN, [area])
        cursor.fetchall()


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=100_000)
    number = parser.parse_args().cases
    call_command("migrate", verbosity=0)
    load_reference()
    world = factories.make_world()
    fill(world, number)
    one = Case.objects.values_list("pk", flat=True)[0]
    base = median_ms(lambda: hand_written("hampshire"))
    print(f"{number} cases; hand-written page {base:.1f} ms")
    for who in ("coordinator", "practitioner", "colleague", "manager", "police_officer", "stranger"):
        user = world.people[who]
        page = median_ms(lambda user=user: list(selectors.caseload(viewer=user)[:50]))
        count = median_ms(lambda user=user: selectors.caseload(viewer=user).count())
        single = median_ms(lambda user=user: can_see(user, one, Detail.FULL))
        print(f"{who:15} page {page:7.1f} ms ({page / base:5.1f}x)  count {count:7.1f} ms  one case {single:5.1f} ms")


if __name__ == "__main__":
    main()
