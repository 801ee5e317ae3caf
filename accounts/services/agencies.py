"""An agency's e-mail domains and its own sign-in: decided by the area's Co-ordinator or a system administrator."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from accounts import identity_providers
from accounts.models import Agency, AgencyDomain, SignInDecision, User
from accounts.rules import sign_in as rules
from accounts.selectors import agency_rules as selectors
from audit.refusals import Effect, Finding, NotPermitted, RuleRefused
from audit.services import record

DECIDE = "decide_for_agency"


@contextmanager
def _deciding(agency: Agency, *, actor: User, verb: str, reason: str) -> Iterator[Agency]:
    """Lock the agency for somebody who decides on it. Raises: NotPermitted; what the body raises; both recorded."""
    try:
        with transaction.atomic():
            locked = Agency.objects.select_for_update().get(pk=agency.pk)
            if not selectors.decides_for(actor, locked):
                raise NotPermitted(DECIDE)
            yield locked
    except (NotPermitted, RuleRefused) as refusal:
        rules_named = refusal.rules if isinstance(refusal, RuleRefused) else ()
        record(actor=actor, verb=verb, subject=agency, refused=True, reason=str(refusal), rules=rules_named)
        raise


def before_own_sign_in(agency: Agency) -> list[Finding]:
    """What the rules will say about refusing the passwords of an agency's people (PPL-13)."""
    administrators = selectors.administrators_of(agency)
    return rules.own_sign_in_only(
        provider=identity_providers.provider_of_agency(agency.pk) is not None,
        administrators=administrators.count(),
        tried=selectors.with_binding(administrators).count(),
        everybody_who_runs_it=not selectors.system_administrators_outside(agency).exists(),
    )


def decide_sign_in(
    *,
    actor: User,
    agency: Agency,
    own_only: bool,
    starts: dt.date,
    reason: str,
    acknowledged: frozenset[str] = frozenset(),
) -> SignInDecision:
    """Decide whether an agency's people sign in by its own provider only, from a day on.

    Raises: NotPermitted; RuleRefused (PPL-13: no provider, a day in the past; who could be locked out, unless
    acknowledged).
    """
    with _deciding(agency, actor=actor, verb="agency.sign_in_decided", reason=reason) as locked:
        found = before_own_sign_in(locked) if own_only else []
        if starts < timezone.localdate():
            found.append(Finding("PPL-13", Effect.REFUSE, "A decision holds from today at the earliest.", "starts"))
        _stop(found, acknowledged)
        row = SignInDecision.objects.create(
            agency=locked, own_only=own_only, starts=starts, decided_by=actor, reason=reason
        )
        changes = {"own_only": (None, own_only), "starts": (None, starts), "agency": (None, locked.pk)}
        record(
            actor=actor, verb="agency.sign_in_decided", subject=row, changes=changes, reason=reason, rules=["PPL-13"]
        )
    return row


def register_domain(*, actor: User, agency: Agency, domain: str, reason: str) -> AgencyDomain:
    """Register an e-mail domain of an agency. It does not count for the actor's own invitations (PPL-14).

    Raises: NotPermitted; RuleRefused (PPL-14: not a domain, or registered already).
    """
    name = domain.strip().lower().lstrip("@")
    with _deciding(agency, actor=actor, verb="agency.domain_registered", reason=reason) as locked:
        if not rules.is_domain(name):
            message = "This is not an e-mail domain, such as example.org."
            _stop([Finding("PPL-14", Effect.REFUSE, message, "domain")])
        if AgencyDomain.objects.filter(agency=locked, domain=name, ended_at__isnull=True).exists():
            _stop([Finding("PPL-14", Effect.REFUSE, "This domain is registered already.", "domain")])
        row = AgencyDomain.objects.create(agency=locked, domain=name, registered_by=actor, reason=reason)
        changes = {"domain": (None, name), "agency": (None, locked.pk)}
        record(
            actor=actor, verb="agency.domain_registered", subject=row, changes=changes, reason=reason, rules=["PPL-14"]
        )
    return row


def end_domain(*, actor: User, domain: AgencyDomain, reason: str) -> AgencyDomain:
    """A domain is not the agency's any more; accounts stay as they are. Raises: NotPermitted."""
    with _deciding(domain.agency, actor=actor, verb="agency.domain_ended", reason=reason):
        row = AgencyDomain.objects.select_for_update().get(pk=domain.pk)
        if row.ended_at is None:
            row.ended_at, row.ended_by, row.end_reason = timezone.now(), actor, reason
            row.save(update_fields=["ended_at", "ended_by", "end_reason"])
            changes = {"ended_at": (None, row.ended_at), "agency": (None, row.agency_id)}
            record(
                actor=actor, verb="agency.domain_ended", subject=row, changes=changes, reason=reason, rules=["PPL-14"]
            )
    return row


def _stop(found: Sequence[Finding], acknowledged: frozenset[str] = frozenset()) -> None:
    """Raise RuleRefused for what stops the step, and for warnings that were not acknowledged."""
    blocking = [one for one in found if one.stops or (one.effect is Effect.WARN and one.rule not in acknowledged)]
    if blocking:
        raise RuleRefused(blocking)
