"""Recording what somebody who must notify did, and visits to their home."""

import datetime as dt
from uuid import UUID

from accounts.models import User
from audit.refusals import Effect, Finding, NotPermitted
from notification.models import NotificationEvent
from notification.rules.entries import check
from notification.rules.facts import without_errors
from offenders.models import Case
from offenders.writing import accept, writing

ACTION = "record_notification"
POLICE = "police"


def is_police(user: User) -> bool:
    """Whether somebody works for the police, who alone keep this record (NOT-15)."""
    return user.agency is not None and user.agency.kind_id == POLICE


def record_event(
    *,
    actor: User,
    case: Case,
    kind: str,
    on: dt.date,
    today: dt.date,
    until: dt.date | None = None,
    changed: str = "",
    about: UUID | None = None,
    note: str = "",
) -> NotificationEvent:
    """Add an entry to the notification record of a case; what is due follows from it.

    Raises: NotPermitted, also for whoever is not of the police; RuleRefused (NOT-15).
    """
    with writing(case, actor=actor, may=ACTION, verb="notification.recorded", rules=["NOT-15"]) as entry:
        if not is_police(actor):
            raise NotPermitted(ACTION, case_id=case.pk)
        row = NotificationEvent(
            case=entry.case,
            kind=kind,
            on=on,
            until=until,
            changed=changed,
            about_id=about,
            note=note,
            recorded_by=actor,
            recorded_as=actor.audit_role[:200],
        )
        rows = list(NotificationEvent.objects.filter(case=entry.case))
        earlier = {str(one.pk): one.as_fact for one in rows}
        accept(entry, [*check(row.as_fact, earlier, today), *_repeated(row, rows)], frozenset())
        return entry.add(row)


def _repeated(row: NotificationEvent, rows: list[NotificationEvent]) -> list[Finding]:
    """A refusal of an entry that says just what another says; what was recorded in error may be recorded again."""
    standing = {one.id for one in without_errors(one.as_fact for one in rows)}
    rows = [one for one in rows if str(one.pk) in standing]
    said = (row.kind, row.on, row.until, row.changed, row.about_id, row.note)
    if all((one.kind, one.on, one.until, one.changed, one.about_id, one.note) != said for one in rows):
        return []
    return [Finding("OFF-21", Effect.REFUSE, "There is already this entry.", "kind", "Look at the one recorded.")]
