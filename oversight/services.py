"""Writes of oversight: what needs an explanation, what somebody else found about it, and long chronologies."""

import datetime as dt
from uuid import UUID
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
from offenders.access import can_see_victims, may
from offenders.models import Case
from offenders.writing import writing
from oversight import paper
from oversight.access import reviews_in
from oversight.models import OPEN, Anomaly, AnomalyReview, AnomalyScan, ChronologyFile
from oversight.reconstruction.chronology import Period, chronology
from oversight.sql import FIND

LONDON = ZoneInfo("Europe/London")
ATTEMPTS = 4
"""So often drawing a chronology is begun; one that cannot be drawn must not be tried for ever."""
STUCK = dt.timedelta(minutes=15)  # longer than a worker may take: its message was lost, or it was killed
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
        "list_cases": settings.BULK_READING["list"]["alarm"],
        "agency_only_cases": limits["agency_only_cases"],
        "justified_weeks": limits["justified_weeks"],
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


def ask_for_chronology(*, actor: User, case: Case, period: Period) -> ChronologyFile:
    """Have a chronology drawn in the background, for the actor alone (AUD-44). The same that waits already is returned.

    Raises: NotPermitted (recorded).
    """
    with writing(case, actor=actor, may="view_access", verb="case_chronology.asked", rules=["AUD-44"]) as entry:
        same = ChronologyFile.objects.filter(case=entry.case, asked_by=actor, first=period.first, last=period.last)
        waiting = same.filter(state=ChronologyFile.State.WAITING).first()
        if waiting is not None:
            return waiting
        now = timezone.now()
        file = entry.add(
            ChronologyFile(
                case=entry.case,
                asked_by=actor,
                asked_as=actor.audit_role[:200],
                asked_at=now,
                first=period.first,
                last=period.last,
                remove_at=now + dt.timedelta(hours=settings.CHRONOLOGY_KEPT_HOURS),
            )
        )
        # A queue that cannot be reached loses nothing: what waits is given out again (see `forgotten`).
        transaction.on_commit(lambda: _draw_later(file.pk), robust=True)
    return file


def _draw_later(file_id: UUID) -> None:
    from oversight.tasks import draw_chronology  # the task calls this module

    draw_chronology.delay(str(file_id))


def draw_chronology(*, file_id: UUID, now: dt.datetime) -> bool:
    """Draw a chronology that waits; whether it was drawn now. May run twice at once: the row is locked, one draws.

    A worker that is killed leaves it waiting, to be begun again, up to ATTEMPTS times. Raises: what drawing raises.
    """
    if not _begin(file_id, now):
        return False
    with transaction.atomic():
        file = _locked(file_id)
        if file is None:
            return False
        if not may(file.asked_by, "view_access", file.case):
            _failed(file, "not permitted any more")
            return False
        period = Period(file.first, file.last)
        found = chronology(viewer=file.asked_by, case=file.case, period=period)
        made = paper.drawn(file.case, period, found, drawn_for=file.asked_by, as_role=file.asked_as)
        file.with_victims = can_see_victims(file.asked_by, file.case_id)
        file.pdf, file.sha256, file.pages, file.entries = made.content, made.sha256, made.pages, len(found)
        file.state = ChronologyFile.State.READY
        file.remove_at = timezone.now() + dt.timedelta(hours=settings.CHRONOLOGY_KEPT_HOURS)
        file.save()
        changes = paper.told(period, file.entries, file.sha256)
        record(actor=None, verb="case_chronology.drawn", case_id=file.case_id, subject=file, changes=changes)
    return True


def _locked(file_id: UUID) -> ChronologyFile | None:
    """The row, if it waits and nobody else is at it."""
    rows = ChronologyFile.objects.select_for_update(of=("self",), skip_locked=True).select_related("case", "asked_by")
    return rows.filter(pk=file_id, state=ChronologyFile.State.WAITING).first()


def _begin(file_id: UUID, now: dt.datetime) -> bool:
    """Count the attempt, in a transaction of its own, so that one that kills its worker is counted too."""
    with transaction.atomic():
        file = _locked(file_id)
        if file is None:
            return False
        if file.attempts >= ATTEMPTS:
            _failed(file, f"begun {file.attempts} times")
            return False
        file.attempts, file.begun_at = file.attempts + 1, now
        file.save(update_fields=["attempts", "begun_at"])
    return True


def _failed(file: ChronologyFile, reason: str) -> None:
    file.state = ChronologyFile.State.FAILED
    file.save(update_fields=["state"])
    record(actor=None, verb="case_chronology.failed", case_id=file.case_id, subject=file, reason=reason)


def forgotten(*, now: dt.datetime) -> list[UUID]:
    """The chronologies that wait although nobody can be at them any more."""
    before = now - STUCK
    waiting = ChronologyFile.objects.filter(state=ChronologyFile.State.WAITING, asked_at__lt=before)
    return list(waiting.exclude(begun_at__gte=before).values_list("pk", flat=True))


def export_chronology(*, actor: User, file: ChronologyFile) -> bytes | None:
    """The PDF for who asked for it, the export recorded with its SHA-256; None while there is none.

    Raises: NotPermitted (recorded) when it is somebody else's, past its time, or shows more than the actor may see now.
    """
    open_still = file.asked_by_id == actor.pk and timezone.now() < file.remove_at
    seen_still = may(actor, "view_access", file.case) and (
        not file.with_victims or can_see_victims(actor, file.case_id)
    )
    if not (open_still and seen_still):
        verb, reason = "case_chronology.exported", "not permitted: export_chronology"
        record(actor=actor, verb=verb, case_id=file.case_id, subject=file, refused=True, reason=reason)
        raise NotPermitted("export_chronology", case_id=file.case_id)
    if file.state != ChronologyFile.State.READY:
        return None
    changes = paper.told(Period(file.first, file.last), file.entries, file.sha256)
    with transaction.atomic():
        record(actor=actor, verb="case_chronology.exported", case_id=file.case_id, subject=file, changes=changes)
    return bytes(file.pdf or b"")


def print_chronology(*, actor: User, case: Case, period: Period) -> bytes:
    """The PDF of a short chronology, drawn while somebody waits; the export is recorded with its SHA-256 (AUD-42)."""
    found = chronology(viewer=actor, case=case, period=period)
    made = paper.drawn(case, period, found, drawn_for=actor, as_role=actor.audit_role)
    changes = paper.told(period, len(found), made.sha256)
    record(actor=actor, verb="case_chronology.exported", case_id=case.pk, changes=changes)
    return made.content


def remove_old_chronologies(*, now: dt.datetime) -> int:
    """Remove the chronologies whose time is over; how many. That they were there stays on record."""
    with transaction.atomic():
        over = ChronologyFile.objects.filter(remove_at__lte=now).defer("pdf")
        rows = list(over.select_for_update(skip_locked=True))
        for file in rows:
            record(actor=None, verb="case_chronology.removed", case_id=file.case_id, subject=file)
            file.delete()
    return len(rows)
