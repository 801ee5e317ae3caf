"""What a policy would change, worked out before it is applied: deadlines and lateness of an area's cases (DUE-07).

Nothing is written. Decisions on single deadlines are left aside: they lapse where the sum behind them changes.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from deadlines.clocks import CLOCKS, KEPT_TO_VIEWERS, Facts, Gather
from deadlines.policies import CasePolicy, Policies, read_policies
from deadlines.rules.days import Due
from deadlines.rules.policies import PolicyValues
from offenders.access import Detail, Viewer
from offenders.models import Case

BATCH = 500
WEEKS = 12
NAMED = 50
Sums = dict[tuple[UUID, str, str], Due]
"""What is due, by case, clock and key."""


@dataclass
class Difference:
    """What changes in one area: counts of deadlines, what falls due week by week, and which cases become late.

    `weeks` holds the Monday of each week with the number due before and after; `late` the cases whose deadline passes
    on or before the day, with the sum in words, each of them one that the viewer sees in full.
    """

    cases: int = 0
    opened: int = 0
    closed: int = 0
    earlier: int = 0
    later: int = 0
    becoming_late: int = 0
    weeks: list[tuple[dt.date, int, int]] = field(default_factory=list)
    late: list[tuple[Case, Due]] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        """Whether anything changes at all."""
        return bool(self.opened or self.closed or self.earlier or self.later)


def difference(*, viewer: Viewer | None, area: str, after: Sequence[PolicyValues], day: dt.date) -> Difference:
    """What the policies `after` would change for the cases of an area against those stored, from `day` on.

    Without a viewer no case is named. The number of queries depends on the number of clocks for each batch of cases,
    not on the cases.
    """
    stored = read_policies(day)
    old, new = stored.of_area(area), Policies(tuple(after), stored.holidays, day).of_area(area)
    found, weeks_old, weeks_new = Difference(), Counter[dt.date](), Counter[dt.date]()
    late: dict[UUID, Due] = {}
    for cases in _batches(area):
        found.cases += len(cases)
        facts = _facts([case.pk for case in cases])
        before, then = _sums(facts, old), _sums(facts, new)
        weeks_old.update(_monday(due.due_on) for due in before.values())
        weeks_new.update(_monday(due.due_on) for due in then.values())
        _compare(found, before, then, day, late)
    mondays = [_monday(day) + dt.timedelta(weeks=number) for number in range(WEEKS)]
    found.weeks = [(monday, weeks_old[monday], weeks_new[monday]) for monday in mondays]
    if viewer is not None:
        seen = Case.objects.visible_to(viewer, Detail.FULL).filter(pk__in=list(late)).order_by("sort_name", "pk")
        found.late = [(case, late[case.pk]) for case in seen[:NAMED]]
    return found


def areas_with_cases() -> list[str]:
    """The areas that have cases which have not ended, by key."""
    rows = Case.objects.filter(ended_on__isnull=True).order_by("area")
    return list(rows.values_list("area", flat=True).distinct())


def _batches(area: str) -> Iterator[list[Case]]:
    last = UUID(int=0)
    while True:
        rows = Case.objects.filter(area=area, ended_on__isnull=True, pk__gt=last).order_by("pk")
        batch = list(rows[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1].pk


def _facts(case_ids: Sequence[UUID]) -> dict[Gather, Mapping[UUID, Facts]]:
    gathered: dict[Gather, Mapping[UUID, Facts]] = {}
    for clock in CLOCKS.values():
        if clock.gather not in gathered:
            gathered[clock.gather] = clock.gather(case_ids)
    return gathered


def _sums(gathered: Mapping[Gather, Mapping[UUID, Facts]], policy: CasePolicy) -> Sums:
    return {
        (case_id, clock.name, key): due
        for clock in CLOCKS.values()
        for case_id, facts in gathered[clock.gather].items()
        for key, due in clock.compute(facts, policy)
        if due.rule not in KEPT_TO_VIEWERS
    }


def _compare(found: Difference, before: Sums, then: Sums, day: dt.date, late: dict[UUID, Due]) -> None:
    found.opened += len(then.keys() - before.keys())
    found.closed += len(before.keys() - then.keys())
    for identity, due in then.items():
        was = before.get(identity)
        if was is not None:
            found.earlier += due.due_on < was.due_on
            found.later += due.due_on > was.due_on
        if due.due_on < day and (was is None or was.due_on >= day):
            found.becoming_late += 1
            late.setdefault(identity[0], due)


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())
