"""Recomputing what is due, and the sweep that turns due dates into alerts."""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from audit.services import record
from deadlines.clocks import CLOCKS, Facts, Gather
from deadlines.models import Alert, Deadline, DeadlineDecision
from deadlines.policies import Policies, read_policies
from deadlines.rules.days import Due
from deadlines.rules.decisions import applied
from deadlines.selectors import decisions_in_force
from offenders.models import Case

logger = logging.getLogger(__name__)
BATCH = 500
MARGIN = dt.timedelta(days=14)
"""How far beyond its first and last day a count in working days may look, for the last working day before a limit."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What should be open on a case: which clock says so, under which key, and the decision that moved it, if any.

    `by_rule_on` is the last day by the rule alone.
    """

    case_id: UUID
    clock: str
    key: str
    due: Due
    by_rule_on: dt.date
    decision: DeadlineDecision | None = None


def recompute(case: Case) -> None:
    """Bring the open deadlines of one case in line with its facts. Called whenever a case was written to."""
    recompute_cases([case], read_policies(timezone.localdate()))
    case.refresh_from_db(fields=["next_review_on"])


def recompute_cases(cases: Sequence[Case], policies: Policies) -> int:
    """Bring the open deadlines of these cases in line with their facts; returns how many rows had to change.

    The number of queries depends on the number of clocks, not of cases.
    """
    wanted = apart(_wanted(cases, policies))
    stale, new = differing(Deadline.objects.filter(case__in=cases, closed_at__isnull=True), wanted)
    now = timezone.now()
    if stale:
        Deadline.objects.filter(pk__in=[row.pk for row in stale]).in_bulk_with_own_audit().update(closed_at=now)
    if new:
        Deadline.objects.all().in_bulk_with_own_audit().bulk_create(new)
    _project_next_review(cases)
    return len(stale) + len(new)


def differing(
    opened: Iterable[Deadline], wanted: Mapping[tuple[UUID, str, str], Wanted]
) -> tuple[list[Deadline], list[Deadline]]:
    """The open rows that are not wanted as they are, and the rows to open: none of either once that was done."""
    kept, stale = set(), []
    for row in opened:
        item = wanted.get((row.case_id, row.rule, row.key))
        if item and _same(row, item):
            kept.add((row.case_id, row.rule, row.key))
        else:
            stale.append(row)
    return stale, [_row(item) for identity, item in wanted.items() if identity not in kept]


def apart(found: Iterable[Wanted]) -> dict[tuple[UUID, str, str], Wanted]:
    """What should be open, by case, rule and key.

    Where two clocks say the same rule and key, which is a mistake in the product, the earlier day stands and the log
    says so: nothing falls away silently.
    """
    wanted: dict[tuple[UUID, str, str], Wanted] = {}
    for item in found:
        identity = (item.case_id, item.due.rule, item.key)
        other = wanted.get(identity)
        if other is not None:
            logger.error("Two clocks under %s: %s and %s.", item.due.rule, other.clock, item.clock)
        if other is None or item.due.due_on < other.due.due_on:
            wanted[identity] = item
    return wanted


def _wanted(cases: Sequence[Case], policies: Policies) -> Iterator[Wanted]:
    ids = [case.pk for case in cases]
    binding = {slug: policies.of_area(slug) for slug in {case.area_id for case in cases}}
    decided = decisions_in_force(ids)
    gathered: dict[Gather, Mapping[UUID, Facts]] = {}  # several clocks read the same facts
    for clock in CLOCKS.values():
        if clock.gather not in gathered:
            gathered[clock.gather] = clock.gather(ids)
        facts = gathered[clock.gather]
        for case in cases:
            if case.pk not in facts or (case.ended_on is not None and not clock.after_end):
                continue
            for key, due in clock.compute(facts[case.pk], binding[case.area_id]):
                # A decision is looked for under the deadline as computed now: other facts let it lapse (DUE-04).
                decision = decided.get((case.pk, due.rule, key, due.start_on, due.due_on))
                now_due = applied(due, decision.as_decided) if decision else due
                if now_due is not None:
                    yield Wanted(case.pk, clock.name, key, now_due, due.due_on, decision)


def _same(row: Deadline, item: Wanted) -> bool:
    return (row.due_on, row.start_on, row.words) == (item.due.due_on, item.due.start_on, item.due.words)


def _row(item: Wanted) -> Deadline:
    clock, due = CLOCKS[item.clock], item.due
    return Deadline(
        case_id=item.case_id,
        rule=due.rule,
        key=item.key,
        label=clock.label,
        is_review=clock.is_review,
        start_on=due.start_on,
        due_on=due.due_on,
        computed_on=item.by_rule_on if item.by_rule_on != due.due_on else None,
        decision=item.decision,
        words=due.words,
        basis=due.basis.value,
        policy=due.policy,
    )


PROJECT = """
UPDATE offenders_case c SET next_review_on = d.due_on
FROM (SELECT c2.id, min(d2.due_on) AS due_on FROM offenders_case c2
      LEFT JOIN deadlines_deadline d2 ON d2.case_id = c2.id AND d2.closed_at IS NULL AND d2.is_review
      WHERE c2.id = ANY(%s) GROUP BY c2.id) d
WHERE c.id = d.id AND c.next_review_on IS DISTINCT FROM d.due_on
"""


def _project_next_review(cases: Sequence[Case]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(PROJECT, [[case.pk for case in cases]])


def check_deadlines(*, today: dt.date) -> int:
    """Recompute every case in batches; returns how many rows were not as they should have been."""
    return _recompute_all(Q(), today)


def recompute_over(*, day: dt.date, today: dt.date) -> int:
    """Recompute the cases on which some time runs over `day`, whose standing as a working day changed (DUE-06).

    Returns how many rows had to change. `day` is a date in Europe/London.
    """
    near, after = day - MARGIN, day + MARGIN
    forward = Q(start_on__lte=after, due_on__gte=near)
    back = Q(due_on__lte=after, start_on__gte=near)
    running = Deadline.objects.filter(forward | back, closed_at__isnull=True)
    return _recompute_all(Q(pk__in=running.values("case")), today)


def recompute_area(*, area: str, today: dt.date) -> int:
    """Recompute the cases of an area whose policy changed; the number of rows that had to change."""
    return _recompute_all(Q(area=area), today)


def _recompute_all(wanted: Q, today: dt.date) -> int:
    """Recompute the cases that fit, a batch in each transaction; the number of rows that had to change."""
    policies = read_policies(today)
    changed, last = 0, UUID(int=0)
    while True:
        with transaction.atomic():
            batch = list(Case.objects.select_for_update().filter(wanted, pk__gt=last).order_by("pk")[:BATCH])
            if not batch:
                return changed
            changed += recompute_cases(batch, policies)
            last = batch[-1].pk


SWEEP = """
INSERT INTO deadlines_alert (deadline_id, stage, audience, raised_on)
SELECT d.id, t.stage, t.audience, %(today)s::date
FROM deadlines_deadline d
JOIN offenders_case c ON c.id = d.case_id
JOIN unnest(%(areas)s::text[], %(levels)s::int[], %(stages)s::text[], %(days)s::int[], %(audiences)s::text[])
     AS t(area, level, stage, days, audience)
  ON t.area = CASE WHEN c.area_id = ANY(%(own)s) THEN c.area_id ELSE '' END
     AND t.level = coalesce(c.level, 0) AND d.due_on + t.days <= %(today)s::date
WHERE d.closed_at IS NULL AND d.due_on <= %(today)s::date + %(horizon)s
ON CONFLICT (deadline_id, stage, audience) DO NOTHING
"""


def sweep(*, today: dt.date) -> int:
    """Raise every alert that has fallen due by `today` (Europe/London) and was not raised yet; returns how many.

    One statement, however many deadlines, by the figures of each area; a missed night is caught up, a second run adds
    nothing (ALT-01 to ALT-04).
    """
    tables = read_policies(today).escalations()
    rows = [(area, row) for area, table in tables.items() for row in table]
    parameters: dict[str, Any] = {
        "today": today,
        "own": [area for area in tables if area],
        "areas": [area for area, _ in rows],
        "levels": [row.level for _, row in rows],
        "stages": [row.stage.value for _, row in rows],
        "days": [row.days for _, row in rows],
        "audiences": [row.audience.value for _, row in rows],
        "horizon": -min(row.days for _, row in rows),
    }
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(SWEEP, parameters)
            raised = cursor.rowcount
        if raised:
            record(actor=None, verb="alerts.raised", changes={"raised": (None, raised), "today": (None, today)})
    return raised


def tell_anew(case: Case) -> None:
    """Let the alerts on open deadlines of a case be mailed to those who came to it; nobody is told twice (ALT-07)."""
    Alert.objects.filter(deadline__case=case, deadline__closed_at__isnull=True).update(mailed_at=None)


def mark_mailed(*, alert_ids: Sequence[int]) -> None:
    """Note that these alerts have gone out by e-mail."""
    Alert.objects.filter(pk__in=alert_ids, mailed_at__isnull=True).update(mailed_at=timezone.now())
