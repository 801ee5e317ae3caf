"""The list of what is due: filters kept in the address, pages by key."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from deadlines.models import Deadline
from deadlines.selectors import DUE_SOON_DAYS, every_open_deadline, first_seen, mine

PAGE = 50
STATES = {"overdue": "Overdue", "due_soon": f"Due in {DUE_SOON_DAYS} days", "later": "Due later"}


@dataclass(frozen=True, slots=True)
class DueFilter:
    """What the list shows. Built from the address; anything not understood is left out."""

    state: str = ""
    level: str = ""
    agency: str = ""
    mine: bool = False
    after: str = ""

    @classmethod
    def from_query(cls, query: dict[str, str]) -> "DueFilter":
        """The filter that an address asks for."""
        return cls(
            state=query.get("state", "") if query.get("state", "") in STATES else "",
            level=query.get("level", "") if query.get("level", "") in {"0", "1", "2", "3"} else "",
            agency=query.get("agency", "") if _is_uuid(query.get("agency", "")) else "",
            mine=query.get("mine") == "1",
            after=query.get("after", ""),
        )

    def address(self, after: str = "") -> str:
        """The query string that keeps this filter, at the page after a key."""
        parts = {"state": self.state, "level": self.level, "agency": self.agency, "mine": "1" if self.mine else ""}
        kept = {name: value for name, value in {**parts, "after": after}.items() if value}
        return urlencode(kept)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and the key at which the next one starts."""

    rows: list[Deadline]
    next_key: str


def due_list(*, viewer: User, wanted: DueFilter, today: dt.date) -> Page:
    """A page of open deadlines, soonest first; one statement whatever the number of rows."""
    rows = _filtered(every_open_deadline(), viewer, wanted, today)
    key = _key(wanted.after)
    if key is not None:
        due_on, last = key
        rows = rows.filter(Q(due_on__gt=due_on) | Q(due_on=due_on, id__gt=last))
    found = list(first_seen(rows, PAGE + 1, viewer=viewer))
    following = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], f"{following.due_on}_{following.pk}" if following else "")


def _filtered(rows: QuerySet[Deadline], viewer: User, wanted: DueFilter, today: dt.date) -> QuerySet[Deadline]:
    soon = today + dt.timedelta(days=DUE_SOON_DAYS)
    if wanted.state == "overdue":
        rows = rows.filter(due_on__lt=today)
    elif wanted.state == "due_soon":
        rows = rows.filter(due_on__range=(today, soon))
    elif wanted.state == "later":
        rows = rows.filter(due_on__gt=soon)
    if wanted.level:
        rows = rows.filter(case__level=int(wanted.level)) if wanted.level != "0" else rows.filter(case__level=None)
    if wanted.agency:
        rows = rows.filter(case__lead_agency=UUID(wanted.agency))
    return rows.filter(mine(viewer)) if wanted.mine else rows


def _key(text: str) -> tuple[dt.date, UUID] | None:
    day, _, pk = text.partition("_")
    try:
        return dt.date.fromisoformat(day), UUID(pk)
    except ValueError:
        return None


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
