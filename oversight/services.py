"""Writes of oversight: what needs an explanation, and what somebody else found about it."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from audit.refusals import Effect, Finding, NotPermitted, RuleRefused
from audit.services import record
from deadlines import policies
from deadlines.rules.days import add_working_days
from offenders import names
from oversight.access import reviews_in
from oversight.models import OPEN, Anomaly, AnomalyReview, AnomalyScan
from oversight.sql import FIND

LONDON = ZoneInfo("Europe/London")
OVERLAP = dt.timedelta(hours=1)  # an event is seen when its transaction has committed, which may be after the next


def scan(*, now: dt.datetime | None = None) -> int:
    """Look through the reads since the last scan, day by day in London; the number of anomalies that are new (AUD-06).

    May run twice, late or after days without: a day is looked at as a whole, and each anomaly has one key.
    """
    until = now or timezone.now()
    last = AnomalyScan.objects.first()
    since = (last.until if last else until - dt.timedelta(days=1)) - OVERLAP
    found = 0
    day = since.astimezone(LONDON).date()
    while day <= until.astimezone(LONDON).date():
        found += _look_through(day, until)
        day += dt.timedelta(days=1)
    with transaction.atomic():
        AnomalyScan.objects.create(since=since, until=until, found=found)
        if found:
            record(actor=None, verb="anomalies.found", changes={"found": (None, found)})
    return found


def _look_through(day: dt.date, until: dt.datetime) -> int:
    start = dt.datetime.combine(day, dt.time(), LONDON)
    end = min(until, dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), LONDON))
    readers = User.objects.filter(pk__in=AuditEvent.objects.filter(at__gte=start, at__lt=end).values("actor_id"))
    surnames = {
        pk: words[-1] for pk, name in readers.values_list("pk", "full_name") if (words := names.words(name)[1:])
    }
    limits = settings.ANOMALIES
    opens, closes = limits["working_hours"] or (None, None)
    today = until.astimezone(LONDON).date()
    values = {
        "since": start,
        "until": end,
        "readers": list(surnames),
        "surnames": list(surnames.values()),
        "burst_cases": limits["burst_cases"],
        "burst_minutes": limits["burst_minutes"],
        "agency_only_cases": limits["agency_only_cases"],
        "opens": opens,
        "closes": closes,
        "review_by": add_working_days(today, limits["review_days"], policies.read_policies(today).holidays),
    }
    with connection.cursor() as cursor:
        cursor.execute(FIND, values)
        return int(cursor.fetchone()[0])


def review(*, actor: User, anomaly: Anomaly, outcome: str, reason: str) -> AnomalyReview:
    """Say what an anomaly was. The last review is its state.

    Raises: NotPermitted for whoever may not review here, and for one's own reads; RuleRefused (AUD-06) when somebody
    has already closed it. Both are recorded.
    """
    try:
        with transaction.atomic():
            locked = Anomaly.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=anomaly.pk).first()
            if locked is None or not reviews_in(actor, locked.area_id):
                raise NotPermitted("review_anomaly", case_id=anomaly.case_id)
            return _reviewed(actor, locked, outcome, reason)
    except (NotPermitted, RuleRefused) as refusal:
        case_id = anomaly.case_id
        record(
            actor=actor, verb="anomaly.reviewed", case_id=case_id, subject=anomaly, refused=True, reason=str(refusal)
        )
        raise


def _reviewed(actor: User, anomaly: Anomaly, outcome: str, reason: str) -> AnomalyReview:
    if anomaly.state not in OPEN:
        message = "Somebody else has reviewed this meanwhile."
        raise RuleRefused([Finding("AUD-06", Effect.REFUSE, message, None, "Open it again to see the outcome.")])
    row = AnomalyReview(
        anomaly=anomaly, outcome=outcome, reason=reason, reviewed_by=actor, reviewed_as=actor.audit_role
    )
    row.save(force_insert=True)
    before, anomaly.state = anomaly.state, outcome
    anomaly.save(update_fields=["state"])
    record(
        actor=actor,
        verb="anomaly.reviewed",
        case_id=anomaly.case_id,
        subject=anomaly,
        changes={"state": (before, outcome)},
        reason=reason,
        rules=["AUD-06"],
    )
    return row
