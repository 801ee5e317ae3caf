"""Who takes part in a case and who sees it: parts, exceptions, bars, restriction, and how each of them ends."""

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from audit.refusals import Conflict, Effect, Finding, RuleRefused, stop
from offenders.access import FULL_CAPACITIES
from offenders.models import AccessDenial, AccessGrant, AccessNotice, Assignment, Case, DenialEnd, Restriction
from offenders.models.access import in_force
from offenders.rules.bars import check_bar
from offenders.rules.restriction import NAMED_BEYOND_REVIEW, check_restriction, usual_review
from offenders.services.notices import coordinators, deciders, lead_managers, oversees, tell
from offenders.services.parts import close_grant, open_grant, open_window, owner_of
from offenders.writing import Entry, recorded_already, writing

Capacity = Assignment.Capacity
OPENED_BY_HAND = (Capacity.OWNER, Capacity.WORKER, Capacity.VICTIM_LIAISON)
Named = AccessGrant.Kind.NAMED
ON_RESTRICTION: list[Callable[[Entry, dt.date], None]] = []
"""What else ends when a case opens to named people only, within the same entry, from the given day on."""


def on_restriction(end: Callable[[Entry, dt.date], None]) -> None:
    """Have a room above end what it opened to people by their office; called from AppConfig.ready() (ACC-23)."""
    if end not in ON_RESTRICTION:
        ON_RESTRICTION.append(end)


def assign(
    *,
    actor: User,
    case: Case,
    user: User,
    capacity: str,
    starts: dt.date,
    ends: dt.date | None = None,
    owner_seen: str | None = None,
) -> Assignment:
    """Give somebody a part in the case; a new owner takes over from the old one on the same day.

    `owner_seen` is the id of the owner's part as the actor saw it, empty for none; None asks no such question.
    Raises: NotPermitted; RuleRefused (ACC-68 oneself, ACC-25 barred, ACC-12, ACC-29, ACC-30); Conflict when a new
    owner is named and the present one is not the one that was seen.
    """
    with writing(case, actor=actor, may="manage_access", verb="person.assigned") as entry:
        stop(_against_oneself(actor, entry.case, user, capacity))
        if capacity == Capacity.OWNER:
            former = owner_of(entry.case)
            if owner_seen is not None and owner_seen != (str(former.pk) if former else ""):
                yours = {"user": user.full_name, "capacity": Capacity(capacity).label, "starts": starts}
                raise Conflict(
                    "owner", theirs=_as_typed(former), yours=yours, current_version=str(former.pk) if former else ""
                )
            if former is not None:
                entry.change(former, ends=max(starts, former.starts))
        row = open_window(entry, user=user, capacity=capacity, starts=starts, ends=ends)
    return row


def _against_oneself(actor: User, case: Case, user: User, capacity: str) -> list[Finding]:
    """Nobody lets themselves in; a manager of the lead agency, who sees as much already, may take a case over."""
    takes_over = capacity == Capacity.OWNER and case.lead_agency_id == actor.agency_id
    if user.pk != actor.pk or takes_over:
        return []
    message = "Nobody gives themselves a part in a case."
    return [Finding("ACC-68", Effect.REFUSE, message, "user", "Ask another manager or the Co-ordinator.")]


def _as_typed(owner: Assignment | None) -> dict[str, Any]:
    if owner is None:
        return {}
    return {"user": owner.user.full_name, "capacity": Capacity.OWNER.label, "starts": owner.starts}


def end_assignment(*, actor: User, assignment: Assignment, version: int, on: dt.date, reason: str) -> Assignment:
    """End somebody's part: they stop seeing the case by it from `on`. What they did stays theirs.

    Raises: NotPermitted; RuleRefused (an owner is replaced, not ended; a meeting's part ends with the meeting);
    Conflict.
    """
    with writing(assignment.case, actor=actor, may="manage_access", verb="person.unassigned", reason=reason) as entry:
        current = Assignment.objects.get(pk=assignment.pk)
        if current.capacity == Capacity.OWNER:
            message = "A case is not left without an owner."
            stop([Finding("ACC-30", Effect.REFUSE, message, None, "Name another owner, who takes over.")])
        if current.capacity not in OPENED_BY_HAND:
            message = "This part belongs to a meeting and ends with it."
            stop([Finding("ACC-28", Effect.REFUSE, message, None, "Change the meeting or withdraw the invitation.")])
        _stop_ended(current.ends)
        entry.change(current, version=version, ends=max(on, current.starts))
    return current


def grant(
    *,
    actor: User,
    case: Case,
    user: User,
    reason: str,
    starts: dt.date,
    ends: dt.date,
) -> AccessGrant:
    """Open the case to somebody by exception, approved by the actor, until the day before `ends`.

    Raises: NotPermitted; RuleRefused when the actor grants it to themselves (ACC-24), to somebody barred (ACC-25) or
    to somebody whose roles see no case (ACC-12).
    """
    with writing(case, actor=actor, may="manage_access", verb="access.granted", reason=reason) as entry:
        row = open_grant(entry, approver=actor, user=user, reason=reason, starts=starts, ends=ends)
    return row


def end_grant(*, actor: User, granted: AccessGrant, version: int, on: dt.date, reason: str) -> AccessGrant:
    """End an exception before its day: they stop seeing the case by it with their next request once `on` has come.

    Raises: NotPermitted; RuleRefused (it has ended already); Conflict.
    """
    with writing(granted.case, actor=actor, may="manage_access", verb="access.ended", reason=reason) as entry:
        current = AccessGrant.objects.get(pk=granted.pk)
        _stop_ended(current.ends, current.expires_at)
        close_grant(entry, current, on=on, version=version)
    return current


def _stop_ended(ends: dt.date | None, expires_at: dt.datetime | None = None) -> None:
    over = ends is not None and ends <= timezone.localdate()
    if over or (expires_at is not None and expires_at <= timezone.now()):
        raise RuleRefused([Finding("ACC-26", Effect.REFUSE, "This has ended already.", None)])


def restrict(
    *,
    actor: User,
    case: Case,
    restricted: bool,
    reason: str,
    kind: str = Restriction.Kind.OTHER,
    people: Collection[User] = (),
    coordinators_know: bool = True,
    review_on: dt.date | None = None,
    based_on: str | None = None,
) -> Case:
    """Open the case to named people only, decide so anew, or lift it. A decision, whichever it is.

    The actor is named so that somebody still sees it, and each of `people` gets a grant that lasts some weeks beyond
    the review. `review_on` None means the usual time. `based_on` is the decision the actor looked at, empty for none;
    None asks no such question. Raises: NotPermitted; RuleRefused (ACC-23); Conflict.
    """
    with writing(case, actor=actor, may="manage_access", verb="case.restricted", reason=reason) as entry:
        today = timezone.localdate()
        if restricted:
            review_on = review_on or usual_review(today)
            stop([*_owned(entry.case), *check_restriction(kind=kind, review_on=review_on, today=today)])
        elif not entry.case.restricted:
            stop([Finding("ACC-23", Effect.REFUSE, "This case is not restricted.", "restricted")])
        decision = entry.decide(
            Restriction(
                case=entry.case,
                decided_on=today,
                reason=reason,
                restricted=restricted,
                kind=kind if restricted else "",
                coordinators_know=coordinators_know or not restricted,
                review_on=review_on if restricted else None,
            ),
            based_on=based_on,
            check_base=based_on is not None,
        )
        entry.project(restricted=restricted, presence_hidden=restricted and not decision.coordinators_know)
        _name(entry, actor, people if restricted else (), decision, today)
        for end in ON_RESTRICTION if restricted else ():
            end(entry, today)
        told = lead_managers(entry.case) | (coordinators(entry.case) if decision.coordinators_know else set())
        tell(told - {actor.pk}, kind=AccessNotice.Kind.CASE_RESTRICTED, about=decision.pk)
    return case


def _owned(case: Case) -> list[Finding]:
    if owner_of(case) is not None:
        return []
    return [Finding("ACC-23", Effect.REFUSE, "A restricted case needs a named owner first.", None, "Name an owner.")]


def _name(entry: Entry, actor: User, people: Collection[User], decision: Restriction, today: dt.date) -> None:
    """Open the case to those named and to nobody else whom an earlier decision had named."""
    case, wanted = entry.case, {person.pk for person in people}
    for row in AccessGrant.objects.filter(case=case, kind=Named, ends__gt=today):
        if row.user_id not in wanted:
            close_grant(entry, row, on=today)
    if not decision.restricted or decision.review_on is None:
        _end_parts_of_deciders(entry, today)
        return
    parts = Assignment.objects.filter(in_force(), case=case, capacity__in=FULL_CAPACITIES)
    named = set(parts.values_list("user", flat=True))
    if actor.pk not in named:
        entry.add(Assignment(case=case, user=actor, capacity=Assignment.Capacity.WORKER), verb="person.assigned")
    ends = decision.review_on + NAMED_BEYOND_REVIEW
    for person in people:
        if person.pk == actor.pk or person.pk in named or _granted_for_longer(case, person, ends):
            continue
        open_grant(
            entry,
            approver=actor,
            user=person,
            reason=decision.reason,
            starts=today,
            ends=ends,
            kind=Named,
            restriction=decision,
        )


def _end_parts_of_deciders(entry: Entry, today: dt.date) -> None:
    """End the parts by which those who restricted the case were named on it: they were for the restriction (ACC-68)."""
    deciders = Restriction.objects.filter(case=entry.case, decided_by=OuterRef("user"), decided_on=OuterRef("starts"))
    parts = Assignment.objects.filter(in_force(), Exists(deciders), case=entry.case, capacity=Capacity.WORKER)
    for part in parts:
        entry.change(part, verb="person.unassigned", ends=max(today, part.starts))


def _granted_for_longer(case: Case, person: User, ends: dt.date) -> bool:
    rows = AccessGrant.objects.filter(in_force(), case=case, user=person, ends__gte=ends, permission__isnull=False)
    return rows.exclude(kind=AccessGrant.Kind.EMERGENCY).exists()


def deny(
    *, actor: User, case: Case, user: User, reason: str, starts: dt.date, review_on: dt.date | None = None
) -> AccessDenial:
    """Bar somebody from the case, whatever else they hold; their parts in it and their grants end with that day.

    When it is somebody who oversees the case, the others who decide about it are told, and it is decided anew by
    `review_on`. Raises: NotPermitted; RuleRefused (ACC-25): nobody bars themselves, an owner is replaced first, once is
    enough; (ACC-36): no review day, or none within six months.
    """
    with writing(case, actor=actor, may="manage_access", verb="access.denied", reason=reason) as entry:
        stop(_against_denying(actor, entry.case, user))
        oversees_it = oversees(user, entry.case)
        stop(check_bar(oversees=oversees_it, review_on=review_on, today=timezone.localdate()))
        row = entry.add(
            AccessDenial(
                case=entry.case, user=user, reason=reason, decided_by=actor, starts=starts, review_on=review_on
            )
        )
        if oversees_it:
            told = deciders(entry.case) - {actor.pk, user.pk}
            tell(told, kind=AccessNotice.Kind.OVERSEER_BARRED, about=row.pk)
        open_still = Q(ends__isnull=True) | Q(ends__gt=starts)
        for part in Assignment.objects.filter(open_still, case=case, user=user):
            entry.change(part, verb="person.unassigned", ends=max(starts, part.starts))
        for granted in AccessGrant.objects.filter(case=case, user=user, ends__gt=starts):
            close_grant(entry, granted, on=starts)
    return row


def _against_denying(actor: User, case: Case, user: User) -> list[Finding]:
    if actor.pk == user.pk:
        message = "Nobody bars themselves."
        return [Finding("ACC-25", Effect.REFUSE, message, "user", "Ask another manager or the Co-ordinator.")]
    owner = owner_of(case)
    if owner is not None and owner.user_id == user.pk:
        message = "This person owns the case, which would be left without an owner."
        return [Finding("ACC-25", Effect.REFUSE, message, "user", "Name another owner first.")]
    today = timezone.localdate()
    if AccessDenial.objects.filter(Q(ends__isnull=True) | Q(ends__gt=today), case=case, user=user).exists():
        return [recorded_already("a bar on this person", "user")]
    return []


def keep_denial(*, actor: User, denial: AccessDenial, reason: str, review_on: dt.date) -> AccessDenial:
    """Decide anew that a bar stands, until it is looked at again on `review_on`.

    Raises: NotPermitted, also for the barred person; RuleRefused (ACC-36; it is lifted already).
    """
    with writing(denial.case, actor=actor, may="manage_access", verb="denial.kept", reason=reason) as entry:
        current = AccessDenial.objects.get(pk=denial.pk)
        if current.ends is not None:
            raise RuleRefused([recorded_already("an end to this bar")])
        stop(check_bar(oversees=True, review_on=review_on, today=timezone.localdate()))
        entry.change(current, review_on=review_on)
    return current


def end_denial(*, actor: User, denial: AccessDenial, reason: str, on: dt.date) -> DenialEnd:
    """Lift a bar from `on`. They see again what the facts open to them; parts they held before do not come back.

    Raises: NotPermitted, also for the barred person; RuleRefused when it is lifted already.
    """
    with writing(denial.case, actor=actor, may="manage_access", verb="denial.ended", reason=reason) as entry:
        current = AccessDenial.objects.get(pk=denial.pk)
        if current.ends is not None:
            raise RuleRefused([recorded_already("an end to this bar")])
        day = max(on, current.starts)
        end = entry.add(
            DenialEnd(
                case=entry.case,
                denial=current,
                decided_on=day,
                decided_by=actor,
                decided_as=actor.audit_role,
                reason=reason,
            )
        )
        entry.change(current, ends=day)
    return end
