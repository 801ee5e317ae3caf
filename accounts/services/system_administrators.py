"""System administrators: appointed and ended by the operator's command alone, an account that does nothing else."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Area, RoleHolding, User
from accounts.roles import Role
from accounts.sessions import end_sessions_of
from audit.services import record


def appoint(*, email: str, full_name: str, area: Area, reason: str) -> User:
    """A new account of no agency with the role and the administration; its owner asks for a password by e-mail."""
    with transaction.atomic():
        person: User = User.objects.create_superuser(email, None, full_name=full_name)
        held = RoleHolding.objects.create(user=person, role=Role.SYSTEM_ADMINISTRATOR, area=area)
        changes = {"role": (None, held.role), "user": (None, person.pk), "area": (None, area.pk)}
        record(actor=None, verb="role.given", subject=held, changes=changes, reason=reason)
    return person


def end(*, person: User, reason: str) -> None:
    """End the role, the access to the administration, and every session; the account and its other roles stay."""
    today = timezone.localdate()
    with transaction.atomic():
        account = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
        for held in account.holdings.filter(role=Role.SYSTEM_ADMINISTRATOR).exclude(ends__lte=today):
            before, held.ends = held.ends, max(today, held.starts)
            held.save(update_fields=["ends"])
            record(actor=None, verb="role.ended", subject=held, changes={"ends": (before, held.ends)}, reason=reason)
        account.is_staff = account.is_superuser = False
        account.version += 1
        account.save(update_fields=["is_staff", "is_superuser", "version"])
        record(actor=None, verb="account.changed", subject=account, changes={"is_staff": (True, False)}, reason=reason)
        end_sessions_of(account, reason="system administrator ended")
