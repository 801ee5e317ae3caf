"""Parts that people hold in a case and explicit grants: how services open and end them inside an entry of theirs."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.standing import standing_of
from audit.refusals import Effect, Finding, RuleRefused
from audit.services import record
from offenders.access import MANAGERS, PRACTITIONERS, may_be_named
from offenders.models import AccessDenial, AccessGrant, Assignment, Case, CaseUserObjectPermission, Restriction
from offenders.models.access import in_force
from offenders.writing import Entry

Capacity = Assignment.Capacity
Kind = AccessGrant.Kind
DENIED = "This person cannot be given a part in this case or access to it."
PERMISSION_OF = {Kind.EMERGENCY: "see_case_in_emergency"}
ORDINARY_PERMISSION = "see_case_in_full"


def owner_of(case: Case) -> Assignment | None:
    """The open part of the owner, if the case has one."""
    rows = Assignment.objects.filter(case=case, capacity=Capacity.OWNER, ends__isnull=True)
    return rows.select_related("user").first()


def open_window(
    entry: Entry,
    *,
    user: User,
    capacity: str,
    starts: dt.date,
    ends: dt.date | None = None,
    meeting_id: UUID | None = None,
) -> Assignment:
    """Inside another service: give somebody a part in its case.

    Raises: RuleRefused for a denied person (ACC-25), somebody whose roles see no case (ACC-12), a victim liaison
    officer who is none (ACC-29), and an owner who neither manages cases nor leads those who do (ACC-30).
    """
    stop_roles_without_cases(user)
    if capacity == Capacity.VICTIM_LIAISON:
        _stop_unless_victim_liaison(entry.case, user)
    if capacity == Capacity.OWNER:
        _stop_unless_can_own(entry.case, user)
    stop_denied(entry.case, user)
    return entry.add(
        Assignment(case=entry.case, user=user, capacity=capacity, starts=starts, ends=ends, meeting_id=meeting_id),
        verb="person.assigned",
    )


def stop_denied(case: Case, user: User, field: str | None = "user") -> None:
    """Raise RuleRefused when `user` is barred from the case today or from a coming day; it does not say why (ACC-25).

    For every door through which somebody is given a part, an action, access or papers.
    """
    today = timezone.localdate()
    rows = AccessDenial.objects.filter(Q(ends__isnull=True) | Q(ends__gt=today), case=case, user=user)
    if rows.exists():
        raise RuleRefused([Finding("ACC-25", Effect.REFUSE, DENIED, field, "Choose somebody else.")])


def can_own(user: User, area: str) -> bool:
    """Whether somebody may own cases of this area: who manages cases there, or leads those who do (ACC-30)."""
    return area in standing_of(user).areas(*PRACTITIONERS, *MANAGERS)


def _stop_unless_can_own(case: Case, user: User) -> None:
    if not can_own(user, case.area_id):
        message = "Only a practitioner or a manager of this area can own a case."
        raise RuleRefused([Finding("ACC-30", Effect.REFUSE, message, "user", "Choose somebody who manages cases.")])


def _stop_unless_victim_liaison(case: Case, user: User) -> None:
    if case.area_id not in standing_of(user).areas(Role.VLO):
        message = "Only a victim liaison officer of this area can be given this part."
        raise RuleRefused([Finding("ACC-29", Effect.REFUSE, message, "user", "Choose a victim liaison officer.")])


def close_windows(entry: Entry, *, meeting_id: UUID, capacities: Sequence[str], on: dt.date) -> None:
    """Inside another service: end the parts that a meeting opened; sight ends with the next request."""
    rows = Assignment.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=on), case=entry.case, meeting_id=meeting_id, capacity__in=capacities
    )
    for row in rows:
        entry.change(row, verb="person.unassigned", ends=max(on, row.starts))


def end_workers(entry: Entry, *, whose: Q, on: dt.date) -> None:
    """Inside another service: end the parts of those of `whose` (a condition on Assignment) named as working on a case.

    From `on` they see it by that no more (ACC-26); owner, victim liaison and meetings have services of their own.
    """
    goes_on = Q(ends__isnull=True) | Q(ends__gt=on)
    for row in Assignment.objects.filter(goes_on, whose, case=entry.case, capacity=Capacity.WORKER):
        entry.change(row, verb="person.unassigned", ends=max(on, row.starts))


def open_grant(
    entry: Entry,
    *,
    approver: User,
    user: User,
    reason: str,
    starts: dt.date,
    ends: dt.date,
    kind: str = Kind.EXCEPTION,
    restriction: Restriction | None = None,
) -> AccessGrant:
    """Inside another service: open its case to somebody. A former grant of theirs ends when this one starts.

    Raises: RuleRefused (ACC-24, ACC-25, ACC-12).
    """
    stop_roles_without_cases(user)
    if approver.pk == user.pk:
        message = "Nobody approves their own access."
        raise RuleRefused([Finding("ACC-24", Effect.REFUSE, message, "user", "Ask somebody else.")])
    stop_denied(entry.case, user)
    guarded = guardian_row(entry.case, user, kind)
    for former in AccessGrant.objects.filter(permission=guarded):
        entry.change(former, permission=None, ends=min(former.ends, max(starts, former.starts)))
    return entry.add(
        AccessGrant(
            case=entry.case,
            user=user,
            kind=kind,
            reason=reason,
            approved_by=approver,
            starts=starts,
            ends=ends,
            permission=guarded,
            restriction=restriction,
        ),
        verb="access.granted",
    )


def guardian_row(case: Case, user: User, kind: str) -> CaseUserObjectPermission:
    """guardian's row that a grant of this kind owns; made when there is none."""
    codename = PERMISSION_OF.get(Kind(kind), ORDINARY_PERMISSION)
    permission = Permission.objects.get(codename=codename, content_type__app_label="offenders")
    guarded, _ = CaseUserObjectPermission.objects.get_or_create(user=user, permission=permission, content_object=case)
    return guarded


def close_grant(entry: Entry, row: AccessGrant, *, on: dt.date, version: int | None = None) -> None:
    """Inside another service: end a grant and take guardian's row away when the day has come. Raises: Conflict."""
    guarded, changes = row.permission, {"ends": min(row.ends, max(on, row.starts))}
    if on > timezone.localdate():
        entry.change(row, verb="access.ended", version=version, **changes)
        return
    if row.expires_at is not None:
        changes["expires_at"] = min(row.expires_at, timezone.now())
    entry.change(row, verb="access.ended", version=version, permission=None, **changes)
    if guarded is not None:
        guarded.delete()


def drop_ended_grants(*, today: dt.date, now: dt.datetime) -> int:
    """Take guardian's rows of ended grants away; returns how many. A second run finds none.

    Nothing waits for it: who sees a case asks the grant itself for its day and its hour (ACC-24).
    """
    over = Q(ends__lte=today) | Q(expires_at__lte=now)
    rows = AccessGrant.objects.filter(over, permission__isnull=False)
    owned = [pk for pk in rows.values_list("permission", flat=True) if pk is not None]
    if owned:
        # The database empties the grant's pointer: the grant itself stays as it was decided.
        CaseUserObjectPermission.objects.filter(pk__in=owned).delete()
        record(actor=None, verb="grants.dropped", changes={"ended": (None, len(owned))})
    return len(owned)


def named_people(case: Case) -> set[UUID]:
    """Who holds a part today that opens the case in full."""
    rows = Assignment.objects.filter(in_force(), case=case, capacity__in=[Capacity.OWNER, Capacity.WORKER])
    return set(rows.values_list("user", flat=True))


def stop_roles_without_cases(user: User) -> None:
    """Raise RuleRefused for somebody whose roles see no case (ACC-12)."""
    if may_be_named(user):
        return
    message = "This person's roles see no case, so they cannot be given a part in one."
    raise RuleRefused([Finding("ACC-12", Effect.REFUSE, message, "user", "Choose somebody else.")])
