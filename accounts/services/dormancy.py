"""Accounts that nobody uses: their owner is warned, then they are switched off (PPL-09). May run twice or late."""

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.selectors.kept import switched_off_on, unused_for
from accounts.services.keeping import keeping
from accounts.services.people import switch_off
from audit.services import record
from ui.words import day


def retire(*, now: dt.datetime) -> tuple[int, int]:
    """Warn about accounts that will soon be switched off, and switch off those that are due; how many of each.

    An account is never switched off before a warning has had its time: DORMANT_DAYS - DORMANT_WARNING_DAYS.
    """
    warned = sum(
        _warn(person, now) for person in unused_for(settings.DORMANT_WARNING_DAYS, now=now).filter(_unwarned())
    )
    grace = now - dt.timedelta(days=settings.DORMANT_DAYS - settings.DORMANT_WARNING_DAYS)
    due = unused_for(settings.DORMANT_DAYS, now=now).filter(
        dormancy_warned_at__gte=F("used_at"), dormancy_warned_at__lte=grace
    )
    return warned, sum(_switch_off(person) for person in due)


def _unwarned() -> Q:
    return Q(dormancy_warned_at__isnull=True) | Q(dormancy_warned_at__lt=F("used_at"))


def _warn(person: User, now: dt.datetime) -> int:
    """Marked only after the mail server took the message: after a failure somebody may be told twice, never not."""
    until = switched_off_on(person.used_at, now)  # type: ignore[attr-defined]  # annotated above
    EmailMessage(
        subject="Your account will be switched off",
        body=(
            f"You have not signed in for {settings.DORMANT_WARNING_DAYS} days or more.\n\n"
            f"Sign in before {day(until)} to keep your account: {settings.SITE_ADDRESS}/\n"
        ),
        to=[person.email],
    ).send()
    person.dormancy_warned_at = now
    person.save(update_fields=["dormancy_warned_at"])
    record(actor=None, verb="account.dormancy_warned", subject=person, rules=["PPL-09"])
    return 1


def _switch_off(person: User) -> int:
    """Switch off unless it is the last system administrator's, without whom nobody could switch anything on."""
    with keeping(person, actor=None, verb="account.dormant", reason="Not used for too long.") as entry:
        if not entry.person.is_active or _is_last_system_administrator(entry.person):
            return 0
        entry.rules.append("PPL-09")
        switch_off(entry, User.Off.DORMANT)
    return 1


def _is_last_system_administrator(person: User) -> bool:
    if not any(holding.role == Role.SYSTEM_ADMINISTRATOR for holding in person.current_holdings()):
        return False
    today = timezone.localdate()
    held = Q(holdings__role=Role.SYSTEM_ADMINISTRATOR, holdings__starts__lte=today)
    held &= Q(holdings__ends__isnull=True) | Q(holdings__ends__gt=today)
    return not User.objects.filter(held, is_active=True).exclude(pk=person.pk).exists()
