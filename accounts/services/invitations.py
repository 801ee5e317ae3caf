"""Inviting somebody: the account, and a link that opens it once within INVITATION_HOURS."""

import datetime as dt
import hashlib
import logging
import secrets
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccountInvitation, Agency, Area, OutsideInvitation, Team, TeamMembership, User
from accounts.rules.people import Place, keeps, not_oneself, scoping
from accounts.rules.sign_in import by_somebody_else, needs_second_person, second_person
from accounts.selectors.agency_rules import domains_for
from accounts.services.keeping import KEEP, Entry, held_by, keeping, place_of
from accounts.services.people import add_role, end_everything, not_confirmed, switch_off, withdraw_invitations
from audit.refusals import Effect, Finding, NotPermitted, RuleRefused
from audit.services import record

logger = logging.getLogger(__name__)
_signer = Signer(salt="accounts.invitation")


def invite(
    *,
    actor: User,
    agency: Agency | None,
    email: str,
    full_name: str,
    job_title: str,
    roles: Sequence[str],
    area: Area,
    teams: Sequence[Team] = (),
    starts: dt.date,
    ends: dt.date | None = None,
    purpose: str = "",
    scope: Sequence[str] = (),
    outside_reason: str = "",
) -> User:
    """Make an account that is off, with its roles, and send its owner the link that opens it.

    Where a second person is needed (PPL-14) the link waits for them, and `outside_reason` says why this address.
    Raises: NotPermitted when the actor keeps no accounts there (PPL-01); RuleRefused when the address has an account
    (PPL-07), a role is not theirs to give (PPL-02) or that reason is missing (PPL-14).
    """
    there = Place(str(agency.pk), agency.kind_id, agency.area_id) if agency else Place()
    if not keeps(held_by(actor), place_of(actor), there, frozenset({area.pk})):
        record(actor=actor, verb="account.invited", subject=agency, refused=True, reason=f"not permitted: {KEEP}")
        raise NotPermitted(KEEP)
    address = email.strip().lower()
    person = User(email=address, full_name=full_name, job_title=job_title, agency=agency, is_active=False)
    try:
        with transaction.atomic():
            _stop_known(address)
            why = needs_second_person(
                address,
                full_name,
                domains=domains_for(agency, actor),
                inviter_address=actor.email,
                inviter_name=actor.full_name,
            )
            entry = _new_account(person, actor)
            entry.accept([*scoping(roles, scope), *second_person(why, outside_reason)])
            for role in roles:
                add_role(
                    entry, actor=actor, role=role, area=area, starts=starts, ends=ends, purpose=purpose, scope=scope
                )
            for team in teams:
                entry.add(TeamMembership(user=person, team=team, starts=starts, ends=ends), "team.joined")
            if why is None:
                _issue(entry, actor)
            else:
                _hold_back(entry, actor, why, outside_reason)
            for verb, row, changes in entry.events:
                record(actor=actor, verb=verb, subject=row, changes=changes, rules=entry.rules)
    except RuleRefused as refusal:
        record(actor=actor, verb="account.invited", refused=True, reason=str(refusal), rules=refusal.rules)
        raise
    return person


def _new_account(person: User, actor: User) -> Entry:
    """The account, off until its owner opens it."""
    person.off_since, person.off_because = timezone.now(), User.Off.INVITED
    person.set_unusable_password()
    entry = Entry(person, actor, "account.invited")
    entry.add(person, silent=("password", "email", "full_name"))
    return entry


def _hold_back(entry: Entry, actor: User, why: str, reason: str) -> None:
    """The link waits for a second person (PPL-14)."""
    asked = OutsideInvitation(user=entry.person, why=why, asked_by=actor, reason=reason)
    entry.add(asked, "invitation.to_be_confirmed")
    entry.rules.append("PPL-14")


def _stop_known(address: str) -> None:
    if User.objects.filter(email=address).exists():
        message = "There is already an account with this e-mail address."
        step = "Ask for the person to be moved to your agency, or for their account to be switched on again."
        raise RuleRefused([Finding("PPL-07", Effect.REFUSE, message, "email", step)])


def invite_again(*, actor: User, person: User) -> AccountInvitation:
    """Send a new link; the one before opens nothing any more.

    Raises: NotPermitted; RuleRefused when the account was opened already (PPL-08), or a second person has not
    confirmed the invitation (PPL-14).
    """
    with keeping(person, actor=actor, verb="account.invited_again") as entry:
        if entry.person.off_because != User.Off.INVITED:
            message = "This account was opened already."
            entry.accept([Finding("PPL-08", Effect.REFUSE, message, None, "The person can ask for a new password.")])
        entry.accept(not_confirmed(entry.person))
        return _issue(entry, actor)


def decide_outside(*, actor: User, outside: OutsideInvitation, confirm: bool, reason: str) -> OutsideInvitation:
    """As the second person, let an invitation go out, or refuse it, which closes the account for good (PPL-14).

    Raises: NotPermitted (also when it is decided already); RuleRefused for who sent the invitation.
    """
    verb = "invitation.confirmed" if confirm else "invitation.refused"
    with keeping(outside.user, actor=actor, verb=verb, reason=reason) as entry:
        row = OutsideInvitation.objects.select_for_update().get(pk=outside.pk)
        if row.outcome != OutsideInvitation.Outcome.WAITING or entry.person.off_because != User.Off.INVITED:
            raise NotPermitted(KEEP)
        entry.accept([*not_oneself(actor.pk == entry.person.pk), *by_somebody_else(row.asked_by_id == actor.pk)])
        entry.rules.append("PPL-14")
        outcomes = OutsideInvitation.Outcome
        outcome = outcomes.CONFIRMED if confirm else outcomes.REFUSED
        entry.change(row, outcome=outcome, decided_by=actor, decided_at=timezone.now(), decision_reason=reason)
        if confirm:
            _issue(entry, actor)
        else:
            end_everything(entry, timezone.localdate())
            switch_off(entry, User.Off.REMOVED)
        return row


def _issue(entry: Entry, actor: User) -> AccountInvitation:
    """A new link in place of those before; the e-mail goes out once everything is kept."""
    withdraw_invitations(entry)
    token = _signer.sign(secrets.token_urlsafe(32))
    now = timezone.now()
    invitation = AccountInvitation(
        user=entry.person,
        token_hash=_hash(token),
        invited_by=actor,
        created_at=now,
        expires_at=now + dt.timedelta(hours=settings.INVITATION_HOURS),
    )
    entry.add(invitation, "invitation.made", silent=("token_hash",))
    transaction.on_commit(lambda: _send(invitation, entry.person.email, token))
    return invitation


def _send(invitation: AccountInvitation, address: str, token: str) -> None:
    """The e-mail. When the mail server is away the page says so, and a new link can be sent."""
    link = f"{settings.SITE_ADDRESS}{reverse('welcome_link', args=[token])}"
    body = (
        "An account has been made for you.\n\n"
        f"Open this link within {settings.INVITATION_HOURS} hours to choose your password:\n\n{link}\n\n"
        "It works once. If you expected no account, do nothing.\n"
    )
    try:
        EmailMessage(subject="Your new account", body=body, to=[address]).send()
    except OSError as error:  # smtplib's errors are OSErrors too
        logger.error("invitation %s was not sent: %s", invitation.pk, type(error).__name__)
        return
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["sent_at"])
    record(actor=None, verb="invitation.sent", subject=invitation, changes={"to": (None, invitation.user_id)})


def invitation_of(token: str) -> AccountInvitation | None:
    """The invitation that this link opens now; None when it is forged, used, replaced or too old."""
    try:
        _signer.unsign(token)
    except BadSignature:
        return None
    waiting = Q(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())
    rows = AccountInvitation.objects.select_related("user").filter(waiting, user__off_because=User.Off.INVITED)
    return rows.filter(token_hash=_hash(token)).first()


def accept(*, token: str, password: str | None) -> User | None:
    """Open the account with this password and switch it on; None when the link opens nothing (any more).

    No password where the agency demands its own sign-in (PPL-13).
    """
    with transaction.atomic():
        found = invitation_of(token)
        if found is None:
            return None
        person = User.objects.select_for_update().get(pk=found.user_id)
        invitation = AccountInvitation.objects.select_for_update().get(pk=found.pk)
        if invitation.accepted_at or invitation.withdrawn_at:
            return None
        now = timezone.now()
        person.set_password(password)
        person.save(update_fields=["password"])
        entry = Entry(person, person, "account.opened")
        entry.change(person, is_active=True, enabled_at=now, off_since=None, off_because="")
        entry.change(invitation, "invitation.accepted", accepted_at=now)
        for verb, row, changes in entry.events:
            record(actor=person, verb=verb, subject=row, changes=changes)
    return person


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
