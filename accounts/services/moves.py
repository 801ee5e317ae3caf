"""Somebody goes to another agency: proposed by who keeps the account, accepted by who keeps accounts there."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from accounts.models import Agency, AgencyMove, Area, Team, TeamMembership, User
from accounts.rules import people as rules
from accounts.rules.people import Place, keeps
from accounts.rules.sign_in import accepting_outside, domain_of
from accounts.selectors.agency_rules import domains_for
from accounts.services.bindings import end_bindings
from accounts.services.keeping import KEEP, held_by, keeping, place_of
from accounts.services.people import add_role, before_removal, decide, end_everything
from audit.refusals import Effect, Finding, NotPermitted


def propose(
    *, actor: User, person: User, to_agency: Agency, reason: str, acknowledged: frozenset[str] = frozenset()
) -> AgencyMove:
    """Propose that somebody goes to another agency. Nothing of theirs changes until it accepts them.

    Raises: NotPermitted; RuleRefused (PPL-03 oneself; PPL-04, PPL-05 unless acknowledged; PPL-07 proposed already, or
    that agency is theirs).
    """
    with keeping(person, actor=actor, verb="move.proposed", reason=reason) as entry:
        entry.accept(rules.not_oneself(actor.pk == person.pk))
        if to_agency.pk == entry.person.agency_id:
            entry.accept([Finding("PPL-07", Effect.REFUSE, "The person works there already.", "to_agency")])
        if AgencyMove.objects.filter(user=entry.person, outcome=AgencyMove.Outcome.WAITING).exists():
            message = "A move of this person waits to be decided."
            entry.accept([Finding("PPL-07", Effect.REFUSE, message, None, "Withdraw it first.")])
        entry.accept(before_removal(actor=actor, person=entry.person), acknowledged)
        return entry.add(
            AgencyMove(
                user=entry.person,
                from_agency=entry.person.agency,
                to_agency=to_agency,
                reason=reason,
                proposed_by=actor,
            )
        )


def receives(actor: User, agency: Agency) -> bool:
    """Whether somebody keeps accounts at the agency that a person is to go to (PPL-01)."""
    there = Place(str(agency.pk), agency.kind_id, agency.area_id)
    return keeps(held_by(actor), place_of(actor), there, frozenset())


def _waiting(move: AgencyMove, person: User) -> AgencyMove:
    """The move, locked, while it waits and the person is still where it began; NotPermitted otherwise."""
    row = AgencyMove.objects.select_for_update(of=("self",)).select_related("to_agency").get(pk=move.pk)
    if row.outcome != AgencyMove.Outcome.WAITING or row.from_agency_id != person.agency_id:
        raise NotPermitted(KEEP)
    return row


def accept(
    *,
    actor: User,
    move: AgencyMove,
    job_title: str,
    roles: Sequence[str],
    area: Area,
    teams: Sequence[Team],
    reason: str,
    ends: dt.date | None = None,
) -> User:
    """Take somebody in: everything at the former agency ends today, and the roles and teams here begin.

    Raises: NotPermitted (also when the move is decided already, or a team is another agency's); RuleRefused
    (PPL-02, PPL-03, PPL-14 for who proposed it, when the address is in none of this agency's domains).

    The tie to the former agency's provider ends too (PPL-12).
    """
    today = timezone.localdate()
    with keeping(move.user, actor=actor, verb="move.accepted", reason=reason, anyone=True) as entry:
        row = _waiting(move, entry.person)
        if not receives(actor, row.to_agency) or any(team.agency_id != row.to_agency_id for team in teams):
            raise NotPermitted(KEEP)
        entry.accept(rules.not_oneself(actor.pk == entry.person.pk))
        outside = domain_of(entry.person.email) not in domains_for(row.to_agency, actor)
        entry.accept(accepting_outside(outside, actor.pk == row.proposed_by_id))
        end_everything(entry, today)
        end_bindings(entry)
        entry.change(entry.person, agency=row.to_agency, job_title=job_title)
        for role in roles:
            add_role(entry, actor=actor, role=role, area=area, starts=today, ends=ends)
        for team in teams:
            entry.add(TeamMembership(user=entry.person, team=team, starts=today, ends=ends), "team.joined")
        decide(entry, row, AgencyMove.Outcome.ACCEPTED)
    return entry.person


def refuse(*, actor: User, move: AgencyMove, reason: str) -> AgencyMove:
    """Do not take somebody in; they stay where they are. Raises: NotPermitted."""
    with keeping(move.user, actor=actor, verb="move.refused", reason=reason, anyone=True) as entry:
        row = _waiting(move, entry.person)
        if not receives(actor, row.to_agency):
            raise NotPermitted(KEEP)
        return decide(entry, row, AgencyMove.Outcome.REFUSED)


def withdraw(*, actor: User, move: AgencyMove, reason: str) -> AgencyMove:
    """Take the proposal back. Raises: NotPermitted."""
    with keeping(move.user, actor=actor, verb="move.withdrawn", reason=reason) as entry:
        return decide(entry, _waiting(move, entry.person), AgencyMove.Outcome.WITHDRAWN)
