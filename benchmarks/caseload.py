"""What it costs to list cases and to ask about one, for every kind of viewer: against the same without access rules.

Run it on a throw-away database:
    python -m mappa.embedded run --temporary -- python -m benchmarks.caseload --cases 100000 [--plans benchmarks/plans]

Each round asks for the page of one area by name, without any access rule, and for the page as the product makes it, in
turn; the figures are milliseconds, building the statement and making the rows included: the median, and the least,
which other work on the machine touches little. `--plans` writes
down how the database goes about the first page of each viewer, without times and costs.
"""

import argparse
import os
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mappa.settings.test")
django.setup()

from django.core.management import call_command  # noqa: E402 - Django has to be set up first
from django.db import connection  # noqa: E402 - likewise

from accounts.models import User  # noqa: E402 - likewise
from accounts.standing import standing_of  # noqa: E402 - likewise
from benchmarks.population import Population, fill  # noqa: E402 - likewise
from mappa.reference import load_reference  # noqa: E402 - likewise
from offenders import caseload, listing, selectors  # noqa: E402 - likewise
from offenders.access import Detail, can_see, may, relations_to  # noqa: E402 - likewise
from offenders.models import Case  # noqa: E402 - likewise

SIZE = caseload.PAGE_SIZE + 1
FILTERS = {"level 3": {"level": 3}, "no category": {"category": None}, "ended": {"ended_on__isnull": False}}
OPEN = {"ended_on__isnull": True}
NOISE = re.compile(r" \((cost|actual).*\)|Memory Usage: .*|Batches: .*")
UNUSED = re.compile(
    r"(Planning|Execution|JIT|Buffers|Heap |Storage|Sort Method|Buckets|Rows Removed|Index Searches|Filter: \(\(starts)"
)
NAMES = re.compile(r"'[0-9a-f]{8}-[0-9a-f-]{27}'::uuid|'\d{4}-\d\d-\d\d[^']*'::(date|timestamp with time zone)")


class Taken(NamedTuple):
    """Milliseconds."""

    median: float
    least: float

    def __str__(self) -> str:
        return f"{self.median:.1f} (least {self.least:.1f})"

    def more_than(self, other: "Taken") -> str:
        """What this takes more, by median and by least."""
        return f"{self.median - other.median:+.1f} (least {self.least - other.least:+.1f})"


def by_name(**narrowed: Any) -> Any:
    """Cases by name with what a row of the list shows."""
    rows = Case.objects.filter(**narrowed).select_related("area", "lead_agency")
    return rows.order_by("sort_name", "id")


def alternating(rounds: int, *work: Callable[[], Any]) -> list["Taken"]:
    """What each takes in milliseconds, asked in turn, after a round that is not counted."""
    taken: list[list[float]] = [[] for _ in work]
    for number in range(rounds + 1):
        for place, one in enumerate(work):
            began = time.perf_counter()
            one()
            if number:
                taken[place].append((time.perf_counter() - began) * 1000)
    return [Taken(statistics.median(times), min(times)) for times in taken]


def pages(population: Population, who: str, rounds: int) -> None:
    """First page, a page further on, and filtered pages: what they take more than those of an area alone."""
    viewer = known(population, who)
    area = {"area": population.world.area, "restricted": False}
    further = {"sort_name__gte": "8"}
    told = [f"{who:38}"]
    for words, narrowed in {"first": {}, "further": further, **FILTERS}.items():
        wanted = narrowed if "ended_on__isnull" in narrowed else {**OPEN, **narrowed}
        alone, page = alternating(
            rounds,
            lambda wanted=wanted: list(by_name(**area, **wanted)[:SIZE]),
            lambda wanted=wanted: list(listing.first(by_name(**wanted), SIZE, viewer=viewer)),
        )
        told.append(f"{words}: {alone} and {page.more_than(alone)}")
    print("  ".join(told), flush=True)


def in_the_database(population: Population, who: str, rounds: int) -> None:
    """The first page's planning and execution by the database's own clock, beside those of the page of an area."""
    viewer = known(population, who)
    alone = by_name(area=population.world.area, restricted=False, **OPEN)[:SIZE]
    page = listing.first(by_name(**OPEN), SIZE, viewer=viewer)
    if not standing_of(viewer).areas_by_role:
        return
    taken = [[own_clock(rows) for rows in (alone, page)] for _ in range(rounds + 1)][1:]
    one, other = (Taken(statistics.median(times), min(times)) for times in zip(*taken, strict=True))
    print(f"{who:38}  area alone {one}, page {other}, {other.more_than(one)}", flush=True)


def own_clock(rows: Any) -> float:
    """What the database says planning and running these rows took, in milliseconds."""
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF, SUMMARY ON) {sql}", params)
        lines = [line for (line,) in cursor.fetchall()[-2:]]
    return sum(float(line.split()[-2]) for line in lines)


def whole(population: Population, who: str, rounds: int) -> None:
    """The page of the product with its count, and the lists that go over all cases, before and now."""
    viewer = known(population, who)
    kept = caseload.Filters()
    page, total, plain, api = alternating(
        rounds,
        lambda: caseload.page(viewer=viewer, filters=kept),
        lambda: listing.count(by_name(**OPEN), caseload.COUNTED + 1, viewer=viewer),
        lambda: list(by_name(**OPEN).visible_to(viewer)[:SIZE]),
        lambda: selectors.cases_for_api(viewer=viewer)[0:51],
    )
    print(
        f"{who:38}  page of the product {page}  count {total}  all ways at once {plain}  API {api}",
        flush=True,
    )


def single(population: Population, who: str, rounds: int) -> None:
    """Questions about one case, beside fetching its key."""
    viewer = known(population, who)
    case = Case.objects.filter(area=population.world.area).order_by("id")[0]
    key, sees, does, stands = alternating(
        rounds,
        lambda: Case.objects.filter(pk=case.pk).exists(),
        lambda: can_see(viewer, case.pk, Detail.SUMMARY),
        lambda: may(viewer, "manage_access", case),
        lambda: relations_to(viewer, case),
    )
    print(f"{who:38}  key {key}  can_see {sees}  may {does}  relations_to {stands}", flush=True)


def known(population: Population, who: str) -> User:
    """The viewer with what a request reads of them once."""
    viewer = population.again(who)
    standing_of(viewer)
    return viewer


def plan(population: Population, who: str) -> str:
    """How the database makes a viewer's first page: without times, costs and keys, which differ from run to run."""
    rows = listing.first(by_name(**OPEN), SIZE, viewer=known(population, who))
    if not standing_of(known(population, who)).areas_by_role:
        return "No statement: somebody without a role sees no case.\n"
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF, SUMMARY OFF) {sql}", params)
        lines = [NAMES.sub("...", NOISE.sub("", line)) for (line,) in cursor.fetchall()]
    return "\n".join(line.rstrip() for line in lines if not UNUSED.match(line.strip())) + "\n"


def write_plans(population: Population, folder: Path) -> None:
    """One small file for each viewer."""
    for who in population.viewers:
        (folder / f"{who.replace(' ', '_')}.txt").write_text(plan(population, who))


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--plans", type=Path)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    load_reference()
    population = fill(options.cases)
    print(f"{options.cases} cases, {options.rounds} rounds; the area alone, and what the viewer's page takes more")
    for measure in (in_the_database, pages, whole, single):
        for who in population.viewers:
            measure(population, who, options.rounds)
    if options.plans:
        write_plans(population, options.plans)


if __name__ == "__main__":
    main()
