"""Keeping accounts: roles given and ended, job and teams, removal, switching on again."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts import leaving
from accounts.models import (
    AccountInvitation,
    AgencyMove,
    Area,
    OutsideInvitation,
    RoleHolding,
    Team,
    TeamMembership,
    User,
)
from accounts.roles import Role, Scope
from accounts.rules import people as rules
from accounts.services.keeping import Entry, held_by, holds_now, keeping, place_of
from audit.refusals import Effect, Finding, NotPermitted

NOT_ENDED = Q(ends__isnull=True)


def _goes_on(on: dt.date) -> Q:
    """The condition on a dated row under which it holds on that day or begins later."""
    return NOT_ENDED | Q(ends__gt=on)


def add_role(
    entry: Entry,
    *,
    actor: User,
    role: str,
    area: Area,
    starts: dt.date,
    ends: dt.date | None = None,
    purpose: str = "",
    scope: Sequence[str] = (),
    trained: bool = False,
) -> RoleHolding:
    """Inside another service: give a role; `scope` counts for an auditor. Raises: RuleRefused (PPL-02, PPL-07)."""
    found = rules.giving(held_by(actor), place_of(actor), place_of(entry.person), role, area.pk)
    found = found or rules.auditing(role, purpose, has_end=ends is not None)
    if RoleHolding.objects.filter(_goes_on(starts), user=entry.person, role=role, area=area).exists():
        message = f"The person is {Role(role).label} in this area already."
        found.append(Finding("PPL-07", Effect.REFUSE, message, "role", "End the role first to give it anew."))
    entry.accept(found)
    if role == Role.CHAIR and trained and not entry.person.may_chair:
        entry.change(entry.person, may_chair=True)
    holding = RoleHolding(user=entry.person, role=role, area=area, starts=starts, ends=ends, purpose=purpose)
    if role == Role.AUDITOR:
        holding.victims_in_scope = Scope.VICTIMS in scope
        holding.kinds_in_scope = [kind.value for kind in Scope if kind in scope and kind is not Scope.VICTIMS]
    return entry.add(holding, "role.given")


def give_role(
    *,
    actor: User,
    person: User,
    role: str,
    area: Area,
    starts: dt.date,
    ends: dt.date | None = None,
    purpose: str = "",
    scope: Sequence[str] = (),
    trained: bool = False,
    reason: str,
) -> RoleHolding:
    """Give somebody a role in an area from one day to another.

    Raises: NotPermitted; RuleRefused (PPL-02 beyond the actor's remit, PPL-03 to oneself, PPL-07 held already).
    """
    with keeping(person, actor=actor, verb="role.given", reason=reason) as entry:
        entry.accept([*rules.not_oneself(actor.pk == person.pk), *rules.scoping([role], scope)])
        return add_role(
            entry,
            actor=actor,
            role=role,
            area=area,
            starts=starts,
            ends=ends,
            purpose=purpose,
            scope=scope,
            trained=trained,
        )


def end_role(
    *, actor: User, holding: RoleHolding, on: dt.date, reason: str, acknowledged: frozenset[str] = frozenset()
) -> RoleHolding:
    """End a role: `on` is the first day without it. Sight ends with the next request of that day.

    Raises: NotPermitted; RuleRefused (PPL-02 not the actor's to give, PPL-03 one's own, PPL-04 the last administrator
    unless acknowledged).
    """
    with keeping(holding.user, actor=actor, verb="role.ended", reason=reason) as entry:
        row = RoleHolding.objects.select_for_update().get(pk=holding.pk)
        entry.accept(rules.not_oneself(actor.pk == entry.person.pk))
        entry.accept(rules.ending(held_by(actor), place_of(actor), place_of(entry.person), row.role, row.area_id))
        if row.role == Role.AGENCY_ADMINISTRATOR:
            entry.accept(rules.last_administrator(other_administrators(entry.person)), acknowledged)
        if row.ends is None or row.ends > on:
            entry.change(row, ends=max(on, row.starts))
        return row


def other_administrators(person: User) -> int:
    """How many others administer this person's agency today."""
    today = timezone.localdate()
    held = RoleHolding.objects.filter(
        _goes_on(today),
        role=Role.AGENCY_ADMINISTRATOR,
        starts__lte=today,
        user__agency=person.agency_id,
        user__is_active=True,
    )
    return held.exclude(user=person.pk).values("user").distinct().count()


def change_job(
    *, actor: User, person: User, version: int, full_name: str, job_title: str, teams: Sequence[Team], reason: str
) -> User:
    """Name, job title and teams within the agency. Teams that are not named end today.

    Raises: NotPermitted (also for a team of another agency); Conflict; RuleRefused (PPL-03).
    """
    today = timezone.localdate()
    with keeping(person, actor=actor, verb="account.changed", reason=reason, version=version) as entry:
        entry.accept(rules.not_oneself(actor.pk == person.pk))
        if any(team.agency_id != entry.person.agency_id for team in teams):
            raise NotPermitted("join_team")
        entry.change(entry.person, full_name=full_name, job_title=job_title)
        held = TeamMembership.objects.filter(_goes_on(today), user=entry.person)
        kept = {membership.team_id: membership for membership in held}
        for team_id, membership in kept.items():
            if team_id not in {team.pk for team in teams}:
                entry.change(membership, "team.left", ends=max(today, membership.starts))
        for team in teams:
            if team.pk not in kept:
                entry.add(TeamMembership(user=entry.person, team=team, starts=today), "team.joined")
        return entry.person


def remove(
    *, actor: User, person: User, version: int, reason: str, acknowledged: frozenset[str] = frozenset()
) -> list[UUID]:
    """End everything somebody holds and switch their account off, at once; the cases they are off.

    Raises: NotPermitted; Conflict; RuleRefused (PPL-03 oneself; PPL-04, PPL-05 unless acknowledged).
    """
    today = timezone.localdate()
    with keeping(person, actor=actor, verb="account.removed", reason=reason, version=version) as entry:
        entry.accept(rules.not_oneself(actor.pk == person.pk))
        entry.accept(_before_removal(actor, entry.person), acknowledged)
        cases = end_everything(entry, today)
        for move in AgencyMove.objects.filter(user=entry.person, outcome=AgencyMove.Outcome.WAITING):
            decide(entry, move, AgencyMove.Outcome.WITHDRAWN)
        switch_off(entry, User.Off.REMOVED)
    return cases


def before_removal(*, actor: User, person: User) -> list[Finding]:
    """What the rules will say about removing somebody: for the page that asks."""
    return _before_removal(actor, person)


def _before_removal(actor: User, person: User) -> list[Finding]:
    held = holds_now(person)
    found: list[Finding] = []
    if Role.AGENCY_ADMINISTRATOR in held:
        found += rules.last_administrator(other_administrators(person))
    return found + rules.beyond_remit(not_to_give(actor, person, held))


def not_to_give(actor: User, person: User, held: dict[str, frozenset[str]]) -> list[str]:
    """The roles among `held` that `actor` could not give to `person`, in words."""
    mine, own, theirs = held_by(actor), place_of(actor), place_of(person)
    return sorted(
        Role(role).label
        for role, areas in held.items()
        if not all(rules.may_give(mine, own, theirs, role, area) for area in areas)
    )


def not_confirmed(person: User) -> list[Finding]:
    """An invitation that a second person has not confirmed opens nothing (PPL-14)."""
    confirmed = OutsideInvitation.Outcome.CONFIRMED
    if not OutsideInvitation.objects.filter(user=person).exclude(outcome=confirmed).exists():
        return []
    message = "A second person has not confirmed this invitation."
    return [Finding("PPL-14", Effect.REFUSE, message, None, "Ask another administrator to confirm it.")]


def end_everything(entry: Entry, on: dt.date) -> list[UUID]:
    """Inside another service: end roles, teams, and parts in cases; the cases concerned."""
    for holding in RoleHolding.objects.filter(_goes_on(on), user=entry.person):
        entry.change(holding, "role.ended", ends=max(on, holding.starts))
    for membership in TeamMembership.objects.filter(_goes_on(on), user=entry.person):
        entry.change(membership, "team.left", ends=max(on, membership.starts))
    cases = leaving.tell(person=entry.person, actor=entry.actor, on=on, reason=entry.reason)
    entry.note(entry.person, {"cases": (cases, None)}, "account.off_cases")
    return cases


def switch_off(entry: Entry, why: User.Off) -> None:
    """Inside another service: nobody signs in to the account any more, and its links open nothing.

    Its sessions and tokens end with the change, wherever an account is disabled (accounts.sessions).
    """
    entry.change(entry.person, is_active=False, off_since=timezone.now(), off_because=why)
    withdraw_invitations(entry)


def withdraw_invitations(entry: Entry) -> None:
    """Inside another service: the links that wait open nothing any more."""
    waiting = AccountInvitation.objects.filter(user=entry.person, accepted_at__isnull=True, withdrawn_at__isnull=True)
    for invitation in waiting:
        entry.change(invitation, "invitation.withdrawn", withdrawn_at=timezone.now())


def decide(entry: Entry, move: AgencyMove, outcome: AgencyMove.Outcome) -> AgencyMove:
    """Inside another service: what became of a move, by whom and why."""
    return entry.change(
        move, outcome=outcome, decided_by=entry.actor, decided_at=timezone.now(), decision_reason=entry.reason
    )


def enable(*, actor: User, person: User, version: int, reason: str) -> User:
    """Switch an account on again: what it still holds applies from now on.

    Raises: NotPermitted; Conflict; RuleRefused (PPL-03; PPL-06 when it holds roles the actor could not give;
    PPL-08 for an account that was never opened, or is on; PPL-14 for one that a second person has not confirmed).
    """
    with keeping(person, actor=actor, verb="account.enabled", reason=reason, version=version) as entry:
        entry.accept(rules.not_oneself(actor.pk == person.pk))
        if entry.person.is_active or entry.person.off_because == User.Off.INVITED:
            message = "This account is on already, or was never opened."
            entry.accept([Finding("PPL-08", Effect.REFUSE, message, None, "Send a new invitation instead.")])
        entry.accept(not_confirmed(entry.person))
        entry.accept(rules.enabling(not_to_give(actor, entry.person, holds_now(entry.person))))
        entry.change(entry.person, is_active=True, enabled_at=timezone.now(), off_since=None, off_because="")
        return entry.person
