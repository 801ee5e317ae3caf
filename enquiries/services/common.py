"""What the services of a request share: it is read under a lock, its own or its case's, and takes a step."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from enquiries import facts
from enquiries.access import HANDLE, HANDLE_LOOSE, may_handle
from enquiries.facts import Read
from enquiries.models import MinutesRequest, Reply, RequestStep
from enquiries.rules.routing import Route
from enquiries.rules.steps import AFTER, Step
from offenders.loose import loose_writing
from offenders.models import Case
from offenders.writing import Entry, writing


@dataclass(frozen=True, slots=True)
class Standing:
    """One request as it stands under the lock."""

    entry: Entry
    read: Read

    @property
    def request(self) -> MinutesRequest:
        """Its row."""
        return self.read.request

    @property
    def route(self) -> Route:
        """Where the table sends it."""
        return self.read.route

    @property
    def case(self) -> Case | None:
        """Its case; None where it concerns nobody on record here."""
        return self.read.request.case

    def moves(self, version: int, step: Step | None = None, **changes: Any) -> None:
        """Take the version that the user looked at, and come to the state after a step. Raises: Conflict."""
        if step is not None and step in AFTER:
            changes["state"] = AFTER[step].value
        self.entry.change(self.request, version=version, **changes)

    def note(self, step: Step, on: dt.date, *, reply: Reply | None = None, **said: Any) -> RequestStep:
        """Add the row that says that a step was taken."""
        row = RequestStep(request=self.request, kind=step.value, happened_on=on, reply=reply, **said)
        row.rules = list(dict.fromkeys(self.entry.rules))
        row.taken_by, row.taken_as = signed(self.entry)
        return self.entry.add(row)


def signed(entry: Entry) -> tuple[User, str]:
    """Who writes, and in which role."""
    if entry.actor is None:
        raise TypeError("a request is dealt with by somebody")
    return entry.actor, entry.actor.audit_role[:200]


@contextmanager
def handling(request: MinutesRequest, *, actor: User, verb: str, reason: str = "") -> Iterator[Standing]:
    """Write to a request as it stands now. Raises: NotPermitted (ENQ-24); whatever the body raises.

    A `reason` goes into the audit record and stays there: what is destroyed with the request is not handed over
    (ENQ-27).
    """
    case = request.case
    if case is not None:
        opened: Any = writing(case, actor=actor, may=HANDLE, verb=verb, reason=reason)
    else:
        permitted = may_handle(actor, None, request.area_id)
        opened = loose_writing(actor=actor, permitted=permitted, may=HANDLE_LOOSE, verb=verb, reason=reason)
    with opened as entry:
        current = MinutesRequest.objects.select_for_update(of=("self",)).select_related("agency").get(pk=request.pk)
        current.case = entry.case
        yield Standing(entry, facts.read(current))
    request.refresh_from_db()
