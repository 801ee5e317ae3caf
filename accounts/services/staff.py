"""Staff mode: support staff look at how accounts stand, for a limited time and with a reason, and see no case."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import StaffUse, User
from accounts.roles import Role
from accounts.standing import standing_of
from audit.refusals import NotPermitted
from audit.services import record

ENTER = "enter_staff_mode"


def may_enter(user: User) -> bool:
    """Whether somebody may use staff mode: system administrators."""
    return standing_of(user).holds(Role.SYSTEM_ADMINISTRATOR)


def enter(*, actor: User, reason: str) -> StaffUse:
    """Begin; it ends by itself after STAFF_MODE_MINUTES. Raises: NotPermitted (PPL-11)."""
    if not may_enter(actor):
        record(actor=actor, verb="staff.entered", refused=True, reason=f"not permitted: {ENTER}", rules=["PPL-11"])
        raise NotPermitted(ENTER)
    now = timezone.now()
    with transaction.atomic():
        use = StaffUse.objects.create(
            user=actor,
            reason=reason,
            started_at=now,
            ends_at=now + dt.timedelta(minutes=settings.STAFF_MODE_MINUTES),
        )
        record(actor=actor, verb="staff.entered", subject=use, reason=reason, rules=["PPL-11"])
    return use


def leave(*, actor: User, use: StaffUse) -> None:
    """End it before its time; nothing happens when it has ended."""
    with transaction.atomic():
        row = StaffUse.objects.select_for_update().get(pk=use.pk, user=actor)
        if row.left_at is None and row.ends_at > timezone.now():
            row.left_at = timezone.now()
            row.save(update_fields=["left_at"])
            record(actor=actor, verb="staff.left", subject=row, rules=["PPL-11"])


def note_request(*, actor: User, use: StaffUse, method: str, address: str, ids: dict[str, str]) -> None:
    """Record one request in staff mode: the address's pattern and the ids in it, never what was typed."""
    record(
        actor=actor,
        verb="staff.request",
        subject=use,
        changes={"method": (None, method), "address": (None, address), "ids": (None, ids)},
        rules=["PPL-11"],
    )
