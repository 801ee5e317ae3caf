"""Who takes part in a case: assignments, explicit grants, denials, restriction."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db.models import Q

from accounts.models import User
from accounts.roles import Role
from accounts.standing import standing_of
from audit.refusals import Effect, Finding, RuleRefused
from offenders.access import FULL_CAPACITIES, may_be_named
from offenders.models import AccessDenial, AccessGrant, Assignment, Case, CaseUserObjectPermission
from offenders.writing import Entry, writing


def assign(
    *, actor: User, case: Case, user: User, capacity: str, starts: dt.date, ends: dt.date | None = None
) -> Assignment:
    """Give somebody a part in the case; a new owner takes over from the old one on the same day.

    Raises: NotPermitted; RuleRefused (ACC-25: a denied person cannot be given a part).
    """
    with writing(case, actor=actor, may="manage_access", verb="person.assigned") as entry:
        if capacity == Assignment.Capacity.OWNER:
            for former in Assignment.objects.filter(case=case, capacity=capacity, ends__isnull=True):
                entry.change(former, ends=max(starts, former.starts))
        row = open_window(entry, user=user, capacity=capacity, starts=starts, ends=ends)
    return row


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

    Raises: RuleRefused for a denied person (ACC-25) and for somebody whose roles see no case (ACC-12).
    """
    _stop_roles_without_cases(user)
    if capacity == Assignment.Capacity.VICTIM_LIAISON:
        _stop_unless_victim_liaison(entry.case, user)
    if AccessDenial.objects.filter(case=entry.case, user=user, ends__isnull=True).exists():
        raise RuleRefused(
            [
                Finding(
                    "ACC-25",
                    Effect.REFUSE,
                    "This person must not have access to this case, so they cannot be given a part in it.",
                    "user",
                    "Choose somebody else.",
                )
            ]
        )
    return entry.add(
        Assignment(case=entry.case, user=user, capacity=capacity, starts=starts, ends=ends, meeting_id=meeting_id),
        verb="person.assigned",
    )


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


def grant(*, actor: User, case: Case, user: User, reason: str, starts: dt.date, ends: dt.date) -> AccessGrant:
    """Open the case to somebody by exception, approved by the actor, until the day before `ends`.

    Raises: NotPermitted; RuleRefused when the actor grants it to themselves (ACC-24), or to somebody whose roles see
    no case (ACC-12).
    """
    with writing(case, actor=actor, may="manage_access", verb="access.granted", reason=reason) as entry:
        _stop_roles_without_cases(user)
        if actor.pk == user.pk:
            raise RuleRefused(
                [Finding("ACC-24", Effect.REFUSE, "Nobody approves their own access.", "user", "Ask somebody else.")]
            )
        permission = Permission.objects.get(codename="see_case_in_full", content_type__app_label="offenders")
        guarded, _ = CaseUserObjectPermission.objects.get_or_create(
            user=user, permission=permission, content_object=entry.case
        )
        for former in AccessGrant.objects.filter(permission=guarded):
            entry.change(former, permission=None, ends=max(starts, former.starts))
        row = entry.add(
            AccessGrant(
                case=entry.case,
                user=user,
                reason=reason,
                approved_by=actor,
                starts=starts,
                ends=ends,
                permission=guarded,
            )
        )
    return row


def deny(*, actor: User, case: Case, user: User, reason: str, starts: dt.date) -> AccessDenial:
    """Bar somebody from the case, whatever else they hold. Raises: NotPermitted."""
    with writing(case, actor=actor, may="manage_access", verb="access.denied", reason=reason) as entry:
        row = entry.add(AccessDenial(case=entry.case, user=user, reason=reason, decided_by=actor, starts=starts))
    return row


def restrict(*, actor: User, case: Case, restricted: bool, reason: str) -> Case:
    """Restrict the case to named people, or lift the restriction. The actor is named so that somebody still sees it."""
    with writing(case, actor=actor, may="manage_access", verb="case.restricted", reason=reason) as entry:
        if (
            restricted
            and not Assignment.objects.filter(case=case, ends__isnull=True, capacity=Assignment.Capacity.OWNER).exists()
        ):
            raise RuleRefused(
                [
                    Finding(
                        "ACC-23", Effect.REFUSE, "A restricted case needs a named owner first.", None, "Name an owner."
                    )
                ]
            )
        named = Assignment.objects.filter(case=case, user=actor, ends__isnull=True, capacity__in=FULL_CAPACITIES)
        if restricted and not named.exists():
            naming = Assignment(case=entry.case, user=actor, capacity=Assignment.Capacity.WORKER)
            entry.add(naming, verb="person.assigned")
        entry.change(entry.case, restricted=restricted)
    return case


def _stop_roles_without_cases(user: User) -> None:
    if may_be_named(user):
        return
    message = "This person's roles see no case, so they cannot be given a part in one."
    raise RuleRefused([Finding("ACC-12", Effect.REFUSE, message, "user", "Choose somebody else.")])
