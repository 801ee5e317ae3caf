"""Reads of the notification record."""

from uuid import UUID

from django.db.models import QuerySet

from deadlines import selectors as deadlines
from deadlines.models import Deadline
from notification.models import NotificationEvent
from notification.rules.facts import ABOUT, Kind
from offenders import selectors as offenders
from offenders.access import Viewer
from offenders.models import Order

RULES = ("NOT-07", "NOT-08", "NOT-09", "NOT-10", "NOT-11", "NOT-12", "NOT-13", "NOT-14")
REQUIREMENTS = (Order.Kind.NOTIFICATION, Order.Kind.NOTIFICATION_ORDER)


def entries(*, viewer: Viewer, case_id: UUID) -> QuerySet[NotificationEvent]:
    """Every entry of a case, newest first, with who recorded it and what it is about."""
    rows = NotificationEvent.objects.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("recorded_by", "about").order_by("-on", "-recorded_at")


def to_be_answered(*, viewer: Viewer, case_id: UUID) -> QuerySet[NotificationEvent]:
    """The entries that a further one can be about; those recorded in error are left out."""
    kinds = frozenset().union(*ABOUT.values())
    wrong = NotificationEvent.objects.filter(case_id=case_id, kind=Kind.ERROR).values("about")
    return entries(viewer=viewer, case_id=case_id).filter(kind__in=kinds).exclude(pk__in=wrong)


def requirements(*, viewer: Viewer, case_id: UUID) -> QuerySet[Order]:
    """The notification requirements of a case, newest first."""
    return offenders.orders(viewer=viewer, case_id=case_id).filter(kind__in=REQUIREMENTS)


def due(*, viewer: Viewer, case_id: UUID) -> QuerySet[Deadline]:
    """What is due by these rules, soonest first."""
    return deadlines.deadlines_of_case(viewer=viewer, case_id=case_id).filter(rule__in=RULES)
