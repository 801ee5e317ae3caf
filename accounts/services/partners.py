"""The accounts of partner systems."""

from django.db import transaction

from accounts.models import RoleHolding, User
from accounts.roles import Role
from audit.services import record


def give_role(*, actor: User, account: User) -> RoleHolding:
    """Give a new account of a system its one role, in the area of its agency; recorded. Returns what it holds."""
    if account.agency is None:
        raise ValueError("The account of a partner system belongs to an agency.")
    with transaction.atomic():
        held = RoleHolding.objects.create(user=account, role=Role.PARTNER_SYSTEM, area=account.agency.area)
        changes = {"role": (None, held.role), "area": (None, held.area_id), "user": (None, account.pk)}
        record(actor=actor, verb="role.given", subject=held, changes=changes)
    return held
