"""What the chain of the audit record costs: ratios of rounds that alternate in one run.

Run it on a throw-away database that waits for the disk, as in service:
    python -m benchmarks.durable python -m benchmarks.audit --links 10000 100000

Writing: eight clients, each in transactions of their own with one event and some milliseconds of other work, with and
without the trigger that writes the link. Checking: the whole chain at each number of links, once more from a
checkpoint, and in pieces that are cut off and go on.
"""

import argparse
import os
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mappa.settings.test")
django.setup()

import psycopg2  # noqa: E402 - Django has to be set up first
from django.core.management import call_command  # noqa: E402 - likewise
from django.db import connection  # noqa: E402 - likewise

from audit.verification import verify  # noqa: E402 - likewise
from mappa.reference import load_reference  # noqa: E402 - likewise
from tests import factories  # noqa: E402 - likewise

CLIENTS = 8
MOST_OFTEN = 1.2
INSERT = """
INSERT INTO audit_event (actor_role, via, request_id, verb, refused, subject_type, subject_id, changes, reason, rules)
SELECT 'Practitioner at Invented Probation', 'page', gen_random_uuid(), 'case_overview.viewed', false, '', '', '{}', '',
       '{}'
"""
MANY = INSERT + " FROM generate_series(1, %s)"
LINK = """
DO $$ DECLARE e audit_event; previous text; BEGIN
    SELECT hash INTO previous FROM audit_link ORDER BY seq DESC LIMIT 1;
    previous := coalesce(previous, '');
    FOR e IN SELECT * FROM audit_event WHERE id > (SELECT coalesce(max(event_id), 0) FROM audit_link) ORDER BY id LOOP
        previous := audit_hash(previous, e);
        INSERT INTO audit_link (event_id, hash) VALUES (e.id, previous);
    END LOOP;
END $$
"""


def per_second(seconds: float, work: int) -> float:
    """Transactions a second by eight clients: an event and `work` milliseconds of other work in each."""
    start = threading.Barrier(CLIENTS + 1)
    stop = threading.Event()

    def client() -> int:
        done = 0
        own = psycopg2.connect(**_where())
        start.wait()
        while not stop.is_set():
            with own, own.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(%s)", [work / 1000])
                cursor.execute(INSERT)
            done += 1
        own.close()
        return done

    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = [pool.submit(client) for _ in range(CLIENTS)]
        start.wait()
        began = time.perf_counter()
        time.sleep(seconds)
        stop.set()
        done = sum(one.result() for one in clients)
        return done / (time.perf_counter() - began)


def _where() -> dict[str, Any]:
    parameters = connection.get_connection_params()
    return {name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if parameters.get(name)}


def service_ms() -> float:
    """What one write of the product takes by itself, to judge how much other work is realistic: recording a case."""
    world = factories.make_world()
    taken = []
    for _ in range(20):
        began = time.perf_counter()
        factories.make_case(world)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def writing(rounds: int, seconds: float, work: int) -> float:
    """The median of how much longer a transaction takes with the chain than without."""
    ratios = []
    for _ in range(rounds):
        chained = per_second(seconds, work)
        _chain("DISABLE")
        plain = per_second(seconds, work)
        _link()
        _chain("ENABLE")
        ratios.append(plain / chained)
        print(f"{chained:8.0f}/s with the chain {plain:8.0f}/s without  ratio {ratios[-1]:.3f}", flush=True)
    return statistics.median(ratios)


def _chain(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE audit_event {word} TRIGGER append_link")


def _link() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LINK)


def checking(links: int) -> None:
    """How long the whole chain takes with so many links, for each thousand, and from a checkpoint."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_link")
        (there,) = cursor.fetchone()
        _chain("DISABLE")
        cursor.execute(MANY, [max(0, links - there)])
        _link()
        _chain("ENABLE")
        cursor.execute("ANALYZE audit_event, audit_link")
    began = time.perf_counter()
    state = verify()
    whole = time.perf_counter() - began
    assert state.broken_at is None, state.broken_at
    began = time.perf_counter()
    verify(whole=False)
    again = time.perf_counter() - began
    pieces = 1
    while not verify(budget=timedelta(seconds=whole / 4)).finished:
        pieces += 1
    thousand = whole / state.links * 1_000_000
    print(
        f"{state.links:9} links: whole {whole:7.2f} s, {thousand:5.1f} ms a thousand; new only {again:.3f} s; "
        f"whole again in {pieces} pieces",
        flush=True,
    )


def main() -> None:
    """Print the figures; fails when writing costs more than is allowed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--links", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--work", type=int, nargs="+", default=[5, 25, 50], help="Milliseconds; the last is judged.")
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    load_reference()
    print(f"recording a case takes {service_ms():.0f} ms by itself", flush=True)
    for work in options.work:
        median = writing(options.rounds, options.seconds, work)
        print(f"with {work} ms of other work, the chain makes it {median:.3f} times as long", flush=True)
    for links in sorted(options.links):
        checking(links)
    assert median <= MOST_OFTEN


if __name__ == "__main__":
    main()
