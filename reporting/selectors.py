"""Reads for Home and the dashboard of the Co-ordination Unit. Every number opens the list it counts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from deadlines import selectors as due
from deadlines.models import Alert
from meetings import selectors as meetings
from offenders import ownerless
from offenders import selectors as offenders
from offenders.models import Case
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
    caseload: list[Case]
    names_owners: bool
    without_owner: int
    approvals: int
    meetings_ahead: int
    requests: int
    emergencies: int
    emergencies_on_mine: int


def home_board(*, viewer: User, today: dt.date) -> HomeBoard:
    """What needs somebody today: a query each. The lists are cut at 15, the numbers are of all."""
    approvals = meetings.minutes_to_approve(viewer=viewer).filter(chair=viewer)
    ahead = _coming(viewer, today, days=7)
    return HomeBoard(
        overdue=due.my_deadlines(viewer=viewer, today=today).count(),
        due_soon=due.my_deadlines(viewer=viewer, today=today, within=due.DUE_SOON_DAYS).count(),
        alerts=_furthest(due.open_alerts(viewer=viewer)[:200])[:SHOWN],
        meetings=list(ahead[:SHOWN]),
        to_approve=list(approvals[:SHOWN]),
        to_countersign=list(youth.awaiting_countersignature(viewer=viewer)[:SHOWN]),
        caseload=list(offenders.my_cases(viewer=viewer)[:SHOWN]),
        names_owners=ownerless.decides(viewer),
        without_owner=ownerless.number(viewer=viewer),
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
    emergencies: int


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
            alert for alert in _furthest(due.open_alerts(viewer=viewer)[:500]) if alert.stage == "coordinator_told"
        ][:SHOWN],
        meetings=list(_coming(viewer, today, days=28)[:SHOWN]),
        to_approve=list(meetings.minutes_to_approve(viewer=viewer)[:SHOWN]),
        approvals=meetings.minutes_to_approve(viewer=viewer).count(),
        requests=offenders.requests_to_decide(viewer=viewer).count(),
        emergencies=offenders.emergencies_to_review(viewer=viewer).count(),
    )


def _level_words(level: int | None) -> str:
    return f"Level {level}" if level else "Level not decided"
