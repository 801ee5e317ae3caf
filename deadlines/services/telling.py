"""How people hear of alerts: what they chose, what they put off, what they were told by e-mail (ALT-05 to ALT-09)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from audit.refusals import Finding, NotPermitted, RuleRefused, stop
from audit.services import record
from deadlines import selectors
from deadlines.models import Alert, AlertDigest, AlertMail, AlertPreference, AlertSnooze
from deadlines.policies import read_policies
from deadlines.rules.alerts import Stage
from deadlines.rules.telling import Way, longest_snooze, snoozing

PUT_OFF = "put_off_alert"
LOCK = 711_020_401
"""The advisory lock by which runs of the task take turns."""


@contextmanager
def alone() -> Iterator[bool]:
    """Whether no other run is under way; nobody else begins one until this is left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def choose_way(*, actor: User, way: str, hour: int) -> AlertPreference:
    """How the actor wants to hear of alerts from now on (ALT-05)."""
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
        row = selectors.preference_of(actor)
        before = (None, None) if row.pk is None else (row.way, row.hour)
        row.way, row.hour = Way(way).value, hour
        row.save()
        changes = {"way": (before[0], row.way), "hour": (before[1], row.hour)}
        record(actor=actor, verb="alerts.way_chosen", subject=row, changes=changes, rules=["ALT-05", "ALT-06"])
    return row


def latest_day(alert: Alert) -> dt.date | None:
    """The last day on which an alert may come back that is put off; None when it cannot be put off (ALT-08)."""
    case = alert.deadline.case
    table = read_policies(timezone.localdate()).of_area(case.area_id).escalation
    return longest_snooze(Stage(alert.stage), alert.deadline.due_on, case.level, table)


def against_putting_off(alert: Alert, latest: dt.date | None) -> list[Finding]:
    """Why an alert, whose latest day is given, cannot be put off at all; nothing when it can (ALT-08)."""
    until = latest or alert.deadline.due_on
    return _against(alert, until, until - dt.timedelta(days=1), latest)


def _against(alert: Alert, until: dt.date, today: dt.date, latest: dt.date | None) -> list[Finding]:
    stages = [Stage(stage) for stage in selectors.stages_of(alert.deadline)]
    return snoozing(stages, until, today, latest)


def put_off(*, actor: User, alert: Alert, until: dt.date, reason: str, today: dt.date) -> AlertSnooze:
    """Put the alerts on one deadline off, for the actor alone, until a day on which they come back by themselves.

    Raises: NotPermitted for an alert that is not addressed to the actor, or put off already; RuleRefused (ALT-08).
    """
    verb = "alerts.put_off"
    try:
        with transaction.atomic():
            found = selectors.open_alerts(viewer=actor).select_for_update(of=("self",)).filter(pk=alert.pk).first()
            if found is None:
                raise NotPermitted(PUT_OFF, case_id=alert.deadline.case_id)
            deadline = found.deadline
            stop(_against(found, until, today, latest_day(found)))
            row = AlertSnooze.objects.create(deadline=deadline, user=actor, until=until, reason=reason)
            record(
                actor=actor,
                verb=verb,
                case_id=deadline.case_id,
                subject=row,
                changes={"until": (None, until), "deadline": (None, deadline.pk)},
                reason=reason,
                rules=["ALT-08", "ALT-09"],
            )
    except (NotPermitted, RuleRefused) as refusal:
        rules = refusal.rules if isinstance(refusal, RuleRefused) else ()
        case_id = alert.deadline.case_id
        record(actor=actor, verb=verb, case_id=case_id, refused=True, reason=str(refusal), rules=rules)
        raise
    return row


def note_mailed(*, person: User, alerts: Sequence[Alert], digest_of: dt.date | None) -> None:
    """Note that somebody was told of these alerts, and when it was the e-mail of a day (London), that it was sent."""
    with transaction.atomic():
        rows = [AlertMail(alert=alert, user=person) for alert in alerts]
        AlertMail.objects.bulk_create(rows, ignore_conflicts=True)
        if digest_of is not None:
            AlertDigest.objects.get_or_create(user=person, day=digest_of, defaults={"alerts": len(alerts)})
        changes = {"number": (None, len(alerts)), "digest_of": (None, digest_of)}
        record(actor=None, verb="alerts.mailed", subject=person, changes=changes, rules=["ALT-07"])


def close_mailed(*, alert_ids: Sequence[int]) -> None:
    """Note that these alerts wait for nobody any more."""
    from deadlines.services import mark_mailed

    if alert_ids:
        mark_mailed(alert_ids=alert_ids)
