"""Tells the Co-ordinators of requests that have no case: what has one is watched by the alerts of its deadline."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from django.db.models import OuterRef, Subquery

from enquiries.models import MinutesRequest, RequestStep
from enquiries.rules.reminders import Loose, Reminder, reminders
from enquiries.rules.steps import KEPT, OPEN, State, Step
from offenders.models import Case
from offenders.services.notices import coordinators, coordinators_by_area, tell, tell_each

BATCH = 2000


def remind(*, today: dt.date) -> int:
    """Note for the Co-ordinators of each area what waits by `today` (Europe/London); of how many requests (ENQ-26).

    A second run on a day adds nothing. Statements do not grow with the requests.
    """
    states = [state.value for state in (*OPEN, *KEPT)]
    rows = MinutesRequest.objects.filter(case__isnull=True, state__in=states).only(
        "id", "area", "about", "state", "due_on", "destroy_on"
    )
    sent = RequestStep.objects.filter(request=OuterRef("pk"), kind=Step.SENT.value).order_by("-recorded_at")
    rows = rows.annotate(sent_on=Subquery(sent.values("happened_on")[:1]))
    return _tell(rows.iterator(chunk_size=BATCH), today)


def told_at_once(row: MinutesRequest, *, today: dt.date) -> None:
    """Inside the service that records a request: note it for the Co-ordinators of its area, but for who records it."""
    people = coordinators_by_area().get(row.area_id, set()) - {row.recorded_by_id}
    tell_each([(person, _about(row, Reminder.LOOK_UP, today)) for person in people], kind=Reminder.LOOK_UP.value)


def told_to_answer_again(row: MinutesRequest, case: Case, *, today: dt.date) -> None:
    """Inside the service that ties a request to its case: note that it waits for another answer (ENQ-31)."""
    late = row.due_on is not None and row.due_on < today
    kind = Reminder.LATE if late else Reminder.DUE
    tell(coordinators(case), kind=kind.value, about=uuid5(row.pk, f"answered wrongly {today}"))


def _tell(rows: Iterable[Any], today: dt.date) -> int:
    people = coordinators_by_area()
    told: dict[Reminder, list[tuple[UUID, UUID]]] = {}
    number = 0
    for row in rows:
        known = Loose(State(row.state), row.about != MinutesRequest.About.OPEN, row.due_on, row.destroy_on, row.sent_on)
        found = list(reminders(known, today))
        number += bool(found)
        for reminder, day in found:
            about = _about(row, reminder, day)
            told.setdefault(reminder, []).extend((person, about) for person in people.get(row.area_id, ()))
    for reminder, pairs in told.items():
        tell_each(pairs, kind=reminder.value)
    return number


def _about(row: MinutesRequest, reminder: Reminder, day: dt.date) -> UUID:
    """One id for one reminder of one day: the same reminder is not noted twice."""
    return uuid5(row.pk, f"{reminder.value} {day}")
