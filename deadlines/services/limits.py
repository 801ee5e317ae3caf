"""An area's own time limits: proposed by one person, approved by another, applied from a day (rules DUE-07, REV-08)."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Area, User
from audit.refusals import Conflict, Effect, Finding, NotPermitted, RuleRefused, stop
from audit.services import record
from deadlines.models import Policy, PolicyProposal
from deadlines.policies import read_policies
from deadlines.rules.days import Basis
from deadlines.rules.policies import SETTINGS, PolicyValues, check_local_policy
from deadlines.tasks import recompute_area
from offenders.sight import may_decide

ACTION = "propose_limits"
LOCK = 7_300_122
"""The advisory lock that decisions on time limits take turns by."""

Outcome = PolicyProposal.Outcome


def in_force(area: str, on: dt.date) -> tuple[PolicyValues, PolicyValues | None]:
    """The national policy and the area's own that bind on a day, or today when that has passed.

    LookupError when there is no national one.
    """
    found = read_policies(max(on, timezone.localdate())).of_area(area)
    return found.national, found.local


def draft(*, area: Area, starts: dt.date, values: Mapping[str, int | None], source: str, key: str = "") -> PolicyValues:
    """The policy that a proposal comes to: its figures, and the sources of those that stay as they are."""
    _, local = in_force(area.pk, starts)
    figures: dict[str, Any] = {name: value for name, value in values.items() if value is not None}
    kept = {name for name, value in figures.items() if local is not None and getattr(local, name) == value}
    sources = {name: local.source_of(name) if local is not None and name in kept else source for name in figures}
    return PolicyValues(
        key=key,
        name=f"{area.name} time limits of {starts:%Y-%m-%d}",
        source=source,
        basis=Basis.LOCAL,
        effective_from=starts,
        areas=(area.pk,),
        sources=sources,
        **figures,
    )


def with_draft(one: PolicyValues) -> list[PolicyValues]:
    """Every policy, with one that is not stored yet."""
    return [*read_policies(one.effective_from).rows, one]


def fingerprint(area: str) -> str:
    """What tells two states of an area's policies apart: a proposal is applied to those it was previewed against."""
    rows = sorted(f"{row.key} {row.values}" for row in Policy.objects.all() if not row.areas or area in row.areas)
    return sha256("\n".join(rows).encode()).hexdigest()


def propose(
    *,
    actor: User,
    area: Area,
    starts: dt.date,
    values: Mapping[str, int | None],
    source: str,
    reason: str,
    base: str,
    today: dt.date,
) -> PolicyProposal:
    """Propose time limits of an area from a day. `base` is the fingerprint of the policies that were previewed.

    Raises: NotPermitted; RuleRefused (REV-08 for a figure laxer than the national one, DUE-07); Conflict.
    """
    _permit(actor, area.pk, "limits.proposed")
    one = draft(area=area, starts=starts, values=values, source=source)
    with _recorded(actor, "limits.proposed"):
        stop(against(one, area, today))
        _same(area, base)
        proposal = PolicyProposal(
            area=area,
            starts=starts,
            source=source,
            values={name: value for name, value in values.items() if value is not None},
            reason=reason,
            decided_by=actor,
            decided_as=actor.audit_role[:200],
        )
        proposal.save(force_insert=True)
        told: dict[str, tuple[Any, Any]] = {"values": (None, proposal.values), "starts": (None, starts)}
        rules = ["DUE-07", "REV-08"]
        record(actor=actor, verb="limits.proposed", subject=proposal, changes=told, reason=reason, rules=rules)
    return proposal


def decide(*, actor: User, proposal: PolicyProposal, approve: bool, base: str, today: dt.date) -> PolicyProposal:
    """Approve or refuse; approved, the limits hold from their day, or from today when that has passed.

    Raises: NotPermitted; RuleRefused (DUE-07 for whoever proposed it or when it is decided, REV-08); Conflict.
    """
    verb = "limits.approved" if approve else "limits.refused"
    _permit(actor, proposal.area_id, verb)
    with _recorded(actor, verb, proposal):
        row = PolicyProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        starts = max(row.starts, today)
        one = draft(area=row.area, starts=starts, values=row.values, source=row.source, key=_key(row, starts))
        stop(_against_answer(actor, row) or (against(one, row.area, today) if approve else []))
        if approve:
            _same(row.area, base)
            row.policy = _stored(one)
        row.starts, row.outcome = starts, Outcome.APPROVED if approve else Outcome.REFUSED
        row.approved_by, row.approved_as, row.approved_at = actor, actor.audit_role[:200], timezone.now()
        row.save()
        told: dict[str, tuple[Any, Any]] = {"outcome": ("", row.outcome), "starts": (proposal.starts, starts)}
        record(actor=actor, verb=verb, subject=row, changes=told, reason=row.reason, rules=["DUE-07"])
    if approve and starts <= today:
        # The night makes up for one that is lost.
        transaction.on_commit(lambda: recompute_area.delay(row.area_id), robust=True)
    return row


def _stored(one: PolicyValues) -> Policy:
    figures = {name: value for name in SETTINGS if (value := getattr(one, name)) is not None}
    policy = Policy(
        key=one.key,
        name=one.name,
        source=one.source,
        basis=one.basis.value,
        effective_from=one.effective_from,
        areas=list(one.areas),
        values={**figures, "sources": dict(one.sources), "product_defaults": []},
    )
    policy.save(force_insert=True)
    return policy


def _key(row: PolicyProposal, starts: dt.date) -> str:
    return f"{row.area_id[:30]}-{starts:%Y%m%d}-{row.pk.hex[:8]}"


def against(one: PolicyValues, area: Area, today: dt.date) -> list[Finding]:
    """What stands against limits of an area: laxer than the nation's, in the past, or never to hold."""
    national, local = in_force(area.pk, one.effective_from)
    found = check_local_policy(one, national)
    if one.effective_from < today:
        message = "Time limits cannot begin in the past: what was due was due."
        found.append(Finding("DUE-07", Effect.REFUSE, message, "starts", "Enter today or a later day."))
    if local is not None and all(getattr(local, name) == getattr(one, name) for name in SETTINGS):
        message = "This would change nothing: the area works to these limits already."
        found.append(Finding("DUE-07", Effect.REFUSE, message, None, "Change a limit."))
    if any(row.effective_from >= one.effective_from for row in _local(area.pk)):
        message = "Other limits of this area begin on that day or later, so these would never hold."
        found.append(Finding("DUE-07", Effect.REFUSE, message, "starts", "Enter a later day."))
    return found


def _local(area: str) -> list[PolicyValues]:
    rows = read_policies(timezone.localdate()).rows
    return [row for row in rows if row.basis is Basis.LOCAL and area in row.areas and not row.superseded]


def _against_answer(actor: User, row: PolicyProposal) -> list[Finding]:
    if row.outcome:
        message = "This proposal has been decided already."
        return [Finding("DUE-07", Effect.REFUSE, message, None, "Look at the policies as they are now.")]
    if row.decided_by_id == actor.pk:
        message = "Nobody decides on their own proposal."
        return [Finding("DUE-07", Effect.REFUSE, message, None, "Ask somebody else who may decide.")]
    return []


def _permit(actor: User, area: str, verb: str) -> None:
    if not may_decide(actor, area):
        record(actor=actor, verb=verb, refused=True, reason=f"not permitted: {ACTION}")
        raise NotPermitted(ACTION)


@contextmanager
def _recorded(actor: User, verb: str, subject: PolicyProposal | None = None) -> Iterator[None]:
    """One transaction; a refusal is recorded outside it, or it would be undone with the rest."""
    try:
        with transaction.atomic():
            _take_turns()
            yield
    except RuleRefused as refusal:
        record(actor=actor, verb=verb, subject=subject, refused=True, reason=str(refusal), rules=refusal.rules)
        raise


def _same(area: Area, base: str) -> None:
    now = fingerprint(area.pk)
    if base != now:
        raise Conflict("the time limits", theirs={}, yours={}, current_version=now)


def _take_turns() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
