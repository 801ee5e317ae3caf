"""Reads for Home and the dashboard of the Co-ordination Unit. Every number opens the list it counts."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count

from accounts.models import Area, User
from accounts.standing import standing_of
from deadlines import selectors as due
from deadlines.models import Alert
from enquiries import selectors as enquiries
from meetings import selectors as meetings
from minutes import selectors as minutes
from offenders import awaited, ownerless, successors
from offenders import selectors as offenders
from offenders.models import Case
from offenders.rules.sight import COUNTED_FOR
from offenders.words import CATEGORY_WORDS, ROSH_WORDS
from referrals import selectors as referrals
from referrals.selectors import sent as sent_referrals
from reporting.rules.small_numbers import publish_all
from serious import selectors as serious
from transfers import selectors as transfers
from youthjustice import selectors as youth

SHOWN = 15
LEVELS: tuple[int | None, ...] = (3, 2, 1, None)
STAGE_WORDS = {
    "due_soon": "Due within 14 days",
    "due_very_soon": "Due within 7 days",
    "due_today": "Due today",
    "overdue": "Overdue",
    "manager_told": "Overdue: manager told",
    "coordinator_told": "Overdue: Co-ordinator told",
}


@dataclass(frozen=True, slots=True)
class HomeBoard:
    """What needs somebody today."""

    overdue: int
    due_soon: int
    alerts: list[Alert]
    meetings: list[Any]
    to_approve: list[Any]
    to_countersign: list[Any]
    to_confirm: list[Any]
    caseload: list[Case]
    names_owners: bool
    without_owner: int
    without_decider: int
    approvals: int
    meetings_ahead: int
    requests: int
    emergencies: int
    emergencies_on_mine: int

    @property
    def cases(self) -> list[UUID]:
        """The cases named, as the record keeps them."""
        own = [case.pk for case in self.caseload]
        rows = [*self.meetings, *self.to_approve, *self.to_countersign, *self.to_confirm]
        return [alert.deadline.case_id for alert in self.alerts] + [row.case_id for row in rows] + own


def home_board(*, viewer: User, today: dt.date) -> HomeBoard:
    """What needs somebody today: a query each. The lists are cut at 15, the numbers are of all."""
    approvals = meetings.minutes_for_me_to_approve(viewer=viewer)
    ahead = _coming(viewer, today, days=7)
    return HomeBoard(
        overdue=due.my_deadlines(viewer=viewer, today=today).count(),
        due_soon=due.my_deadlines(viewer=viewer, today=today, within=due.DUE_SOON_DAYS).count(),
        alerts=_furthest(due.first_alerts(viewer=viewer, number=200))[:SHOWN],
        meetings=list(ahead[:SHOWN]),
        to_approve=list(approvals[:SHOWN]),
        to_countersign=list(youth.awaiting_countersignature(viewer=viewer)[:SHOWN]),
        to_confirm=list(minutes.to_confirm(viewer=viewer)[:SHOWN]),
        caseload=list(offenders.my_cases(viewer=viewer)[:SHOWN]),
        names_owners=ownerless.decides(viewer),
        without_owner=ownerless.number(viewer=viewer),
        without_decider=successors.number(viewer=viewer),
        approvals=approvals.count(),
        meetings_ahead=ahead.count(),
        requests=offenders.requests_to_decide(viewer=viewer).count(),
        emergencies=offenders.emergencies_to_review(viewer=viewer).count(),
        emergencies_on_mine=offenders.emergencies_on_my_cases(viewer=viewer).count(),
    )


def _coming(viewer: User, today: dt.date, days: int) -> Any:
    return meetings.meetings_between(viewer=viewer, first=today, last=today + dt.timedelta(days=days))


def _furthest(alerts: Iterable[Alert]) -> list[Alert]:
    """One alert for each deadline: the furthest stage, latest deadline first."""
    order = list(STAGE_WORDS)
    best: dict[Any, Alert] = {}
    for alert in alerts:
        known = best.get(alert.deadline_id)
        if known is None or order.index(alert.stage) > order.index(known.stage):
            best[alert.deadline_id] = alert
    return sorted(best.values(), key=lambda alert: (alert.deadline.due_on, alert.pk))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a dashboard table: overdue, due soon and later, with the addresses of their lists' filters."""

    label: str
    key: str
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return self.counts.get("overdue", 0)

    @property
    def due_soon(self) -> int:
        """How many are due in the coming days."""
        return self.counts.get("due_soon", 0)

    @property
    def later(self) -> int:
        """How many are due later."""
        return self.counts.get("later", 0)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The board of the Co-ordination Unit."""

    by_level: list[Row]
    by_agency: list[Row]
    totals: Row
    escalated: list[Alert]
    meetings: list[Any]
    to_approve: list[Any]
    approvals: int
    requests: int
    referrals: int
    sent: int
    transfers: int
    reviews: int
    sentences: int
    enquiries: enquiries.Waiting
    emergencies: int

    @property
    def cases(self) -> list[UUID]:
        """The cases named, as the record keeps them."""
        return [alert.deadline.case_id for alert in self.escalated] + [
            row.case_id for row in [*self.meetings, *self.to_approve]
        ]


def dashboard(*, viewer: User, today: dt.date) -> Dashboard:
    """Overdue and due by level and agency, in one grouped query, and what is coming or stuck."""
    counted = list(due.standing_of_deadlines(viewer=viewer, today=today))
    levels = {level: Row(_level_words(level), str(level or 0)) for level in LEVELS}
    agencies: dict[Any, Row] = {}
    totals = Row("All", "")
    for group in counted:
        agency = agencies.setdefault(group["agency_id"], Row(group["agency"], str(group["agency_id"])))
        for row in (levels[group["level"]], agency, totals):
            row.counts[group["state"]] = row.counts.get(group["state"], 0) + group["number"]
    return Dashboard(
        by_level=list(levels.values()),
        by_agency=sorted(agencies.values(), key=lambda row: (-row.overdue, -row.due_soon, row.label)),
        totals=totals,
        escalated=[
            alert
            for alert in _furthest(due.first_alerts(viewer=viewer, number=500))
            if alert.stage == "coordinator_told"
        ][:SHOWN],
        meetings=list(_coming(viewer, today, days=28)[:SHOWN]),
        to_approve=list(meetings.minutes_to_approve(viewer=viewer)[:SHOWN]),
        approvals=meetings.minutes_to_approve(viewer=viewer).count(),
        requests=offenders.requests_to_decide(viewer=viewer).count(),
        referrals=referrals.waiting(viewer=viewer).count(),
        sent=sent_referrals.waiting(viewer=viewer).count(),
        transfers=transfers.to_answer(viewer=viewer).count(),
        reviews=serious.running(viewer=viewer).count(),
        sentences=awaited.number(viewer=viewer),
        enquiries=enquiries.counted(viewer=viewer, today=today),
        emergencies=offenders.emergencies_to_review(viewer=viewer).count(),
    )


def _level_words(level: int | None) -> str:
    return f"Level {level}" if level else "Level not decided"


@dataclass(frozen=True, slots=True)
class Counted:
    """One list of counts of an area: its title, and a number for each line, None where it is left out."""

    title: str
    lines: list[tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """The counts of one area; `total` is None when there are too few people to show any."""

    area: str
    total: int | None
    lists: list[Counted]


COUNTED_BY: tuple[tuple[str, str, dict[Any, str]], ...] = (
    (
        "By category",
        "category",
        {key: f"Category {words}" for key, words in CATEGORY_WORDS.items()} | {None: "Not decided"},
    ),
    ("By level", "level", {level: _level_words(level) for level in LEVELS}),
    ("By risk of serious harm", "rosh", {**ROSH_WORDS, "": "Not judged"}),
)


def small_below() -> int:
    """Numbers below this one are left out of counts."""
    return int(settings.SMALL_NUMBERS_BELOW)


def counts(*, viewer: User) -> list[AreaCounts]:
    """How many people are managed in each area whose counts the viewer is given; none for other roles (ACC-63).

    Two queries. Restricted cases are not counted, since nobody but those named learns of them (ACC-23).
    """
    held = standing_of(viewer).areas(*COUNTED_FOR)  # type: ignore[arg-type]  # equal by value
    areas = Area.objects.filter(pk__in=held)
    names = dict(areas.values_list("pk", "name"))
    if not names:
        return []
    managed = Case.objects.filter(area__in=names, restricted=False, ended_on__isnull=True)
    columns = [column for _, column, _ in COUNTED_BY]
    rows = list(managed.order_by().values("area", *columns).annotate(number=Count("pk")))
    return [_counts_of(name, [row for row in rows if row["area"] == pk]) for pk, name in names.items()]


def _counts_of(area: str, rows: Sequence[dict[str, Any]]) -> AreaCounts:
    found: list[Counter[Any]] = [Counter() for _ in COUNTED_BY]
    for row in rows:
        for counter, (_, column, _) in zip(found, COUNTED_BY, strict=True):
            counter[row[column]] += row["number"]
    numbers = [[counter[key] for key in words] for counter, (_, _, words) in zip(found, COUNTED_BY, strict=True)]
    published = publish_all(numbers, small_below())
    lists = [
        Counted(title, list(zip(words.values(), one.cells, strict=True)))
        for one, (title, _, words) in zip(published, COUNTED_BY, strict=True)
    ]
    return AreaCounts(area, published[0].total, lists)
