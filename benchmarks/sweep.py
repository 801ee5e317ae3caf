"""What the sweep of due dates costs beside one hand-written INSERT .. SELECT: the ratio of rounds that alternate.

Run it on a throw-away database, whose rows it makes and leaves there:
    python -m mappa.embedded run --temporary -- python -m benchmarks.sweep --cases 100000 --deadlines 4

Each round starts without alerts and raises all of them; then the sweep runs once more, which must raise none.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mappa.settings.test")
django.setup()

from django.core.management import call_command  # noqa: E402 - Django has to be set up first
from django.db import connection, transaction  # noqa: E402 - likewise
from django.test.utils import CaptureQueriesContext  # noqa: E402 - likewise
from django.utils import timezone  # noqa: E402 - likewise

from benchmarks import population  # noqa: E402 - likewise
from deadlines.services import sweep  # noqa: E402 - likewise
from mappa.reference import load_reference  # noqa: E402 - likewise

MOST = 1.5
MOST_STATEMENTS = 10
DEADLINES = """
INSERT INTO deadlines_deadline (
    id, case_id, rule, key, label, is_review, start_on, due_on, words, basis, policy, opened_at)
SELECT gen_random_uuid(), c.id, 'REV-0' || n, 'many ' || n, 'Review of the level', n = 1, %(today)s::date - 112,
       %(today)s::date - 30 + (hashtext(c.reference || n) & 1023) %% 90, 'sixteen weeks from some day', 'national', '',
       now()
FROM offenders_case c, generate_series(1, %(each)s) n
WHERE NOT EXISTS (SELECT FROM deadlines_deadline d WHERE d.case_id = c.id AND d.key = 'many ' || n)
"""
BY_HAND = """
INSERT INTO deadlines_alert (deadline_id, stage, audience, raised_on)
SELECT d.id, t.stage, t.audience, %(today)s::date
FROM deadlines_deadline d JOIN offenders_case c ON c.id = d.case_id
JOIN (VALUES ('due_soon', -14, 'practitioner'), ('due_very_soon', -7, 'practitioner'), ('due_today', 0, 'practitioner'),
             ('overdue', 1, 'practitioner'), ('manager_told', 3, 'manager'), ('coordinator_told', 7, 'coordinator'))
     AS t(stage, days, audience)
  ON d.due_on + CASE WHEN c.level = 3 AND t.stage = 'manager_told' THEN 1
                     WHEN c.level = 3 AND t.stage = 'coordinator_told' THEN 2 ELSE t.days END <= %(today)s::date
WHERE d.closed_at IS NULL AND d.due_on <= %(today)s::date + 14
"""


def run(sql: str, **values: Any) -> int:
    """Carry out one statement; the rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return int(cursor.rowcount)


def without_alerts() -> None:
    """An empty table of alerts, its statistics fresh, and nothing else going on."""
    with transaction.atomic():
        run("SET LOCAL session_replication_role = replica")
        run("TRUNCATE deadlines_alert RESTART IDENTITY CASCADE")
    run("ANALYZE deadlines_alert")


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Seconds, and the alerts raised."""
    without_alerts()
    began = time.perf_counter()
    raised = work()
    return time.perf_counter() - began, raised


def main() -> None:
    """Fill, measure in alternating rounds, print; SystemExit when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--deadlines", type=int, default=4, help="open deadlines for each case")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    load_reference()
    today = timezone.localdate()
    population.fill(options.cases)
    with transaction.atomic():
        run("SET LOCAL session_replication_role = replica")
        run(DEADLINES, today=today, each=options.deadlines)
    run("ANALYZE deadlines_deadline")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM deadlines_deadline WHERE closed_at IS NULL")
        number = cursor.fetchone()[0]
    ratios, by_sweep, by_hand = [], [], []
    for _ in range(options.rounds):
        hand, expected = timed(lambda: run(BY_HAND, today=today))
        swept, raised = timed(lambda: sweep(today=today))
        assert raised == expected, f"{raised} alerts, {expected} by hand"
        ratios.append(swept / hand)
        by_sweep.append(swept)
        by_hand.append(hand)
    with CaptureQueriesContext(connection) as asked:
        again = sweep(today=today)
    ratio = statistics.median(ratios)
    print(f"{options.cases} cases, {number} open deadlines, {raised} alerts")
    print(f"sweep {statistics.median(by_sweep):.2f} s, by hand {statistics.median(by_hand):.2f} s, ratio {ratio:.2f}")
    print(f"a second sweep raised {again} in {len(asked)} statements")
    if ratio > MOST or again or len(asked) > MOST_STATEMENTS:
        raise SystemExit("missed a target")


if __name__ == "__main__":
    main()
