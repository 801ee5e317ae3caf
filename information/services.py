"""Recording, correcting, sharing, keeping and withdrawing items of information. All writes of this app.

Audit events name the item and what was done to it; what an item says is kept in its versions and nowhere else.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from accounts.models import Agency, User
from audit.refusals import Conflict, Effect, Finding, NotPermitted, stop
from information.models import InformationItem, InformationShare, InformationVersion
from information.rules.recording import (
    ItemFacts,
    ShareFacts,
    agreed_findings,
    correction_findings,
    item_findings,
    naming_findings,
    review_findings,
    share_findings,
)
from information.selectors import decides
from offenders.access import Detail, can_see
from offenders.models import Assignment, Case, Involvement
from offenders.models.access import in_force
from offenders.rules.sensitivity import Sensitivity, shareable
from offenders.sensitivity import may_be_named
from offenders.writing import Entry, accept, recorded_already, writing

DECIDE = "decide_information"


@dataclass(frozen=True, slots=True)
class Given:
    """What an item says, as typed."""

    sensitivity: str
    dated_on: dt.date
    text: str
    review_on: dt.date
    source: str = ""
    source_evaluation: str = ""
    assessment: str = ""
    handling: str = ""
    conditions: str = ""


def record_item(*, actor: User, case: Case, owner: Agency, given: Given, today: dt.date) -> InformationItem:
    """Record information that `owner` gave. It is open to the recorder at once, and to their agency as if shared.

    Raises: NotPermitted; RuleRefused (INF-02, INF-06, INF-07, INF-09, INF-12; OFF-21 when it is recorded already).
    """
    with writing(case, actor=actor, may="add_information", verb="information.recorded") as entry:
        of_owner = actor.agency_id == owner.pk
        found = item_findings(_facts(given, today=today, of_owner=of_owner))
        accept(entry, found, frozenset())
        _stop_repeated(entry.case, actor, owner, given)
        item = InformationItem(
            case=entry.case,
            sensitivity=given.sensitivity,
            owner_agency=owner,
            review_on=given.review_on,
            recorded_by=actor,
        )
        item.save(force_insert=True)
        _add_version(entry, item, given, number=1, reason="", found=found)
        entry.note(item, {"sensitivity": (None, given.sensitivity), "owner_agency": (None, owner)})
        if item.kind is Sensitivity.RESTRICTED:
            _open_to(entry, item, person=actor, agreed_by=_post(actor), reason="Recorded it.", starts=today)
        elif item.is_shareable and not of_owner and actor.agency is not None:
            reason = "The owner gave it to this agency, which recorded it."
            _open_to(entry, item, agency=actor.agency, agreed_by=owner.name, reason=reason, starts=today)
    return item


def correct_item(
    *, actor: User, item: InformationItem, given: Given, reason: str, version: int, today: dt.date
) -> InformationVersion:
    """Add a further version with the reason for it; the ones before stay as they were.

    An item that is made restricted or legal advice is closed to the agencies it was shared with. Raises: NotPermitted
    (INF-03); RuleRefused (INF-02, INF-06 to INF-10, INF-12); Conflict when it was changed since `version`.
    """
    with _deciding(item, actor, "information.corrected", reason) as (entry, present):
        newest = present.versions.order_by("-number")[0]
        if version != present.version:
            raise Conflict(
                "information", theirs=_as_typed(newest), yours=_as_typed(given), current_version=present.version
            )
        _stop_withdrawn(present)
        found = [
            *correction_findings(present.kind, Sensitivity(given.sensitivity)),
            *item_findings(_facts(given, today=today, of_owner=actor.agency_id == present.owner_agency_id)),
        ]
        accept(entry, found, frozenset())
        row = _add_version(entry, present, given, number=newest.number + 1, reason=reason, found=found)
        changes = {"version": (newest.number, row.number), "sensitivity": (present.sensitivity, given.sensitivity)}
        before = present.kind
        _change(present, sensitivity=given.sensitivity, review_on=given.review_on)
        entry.note(present, changes)
        if before is not present.kind:
            _close_to_agencies(entry, present, today=today)
            if present.kind is Sensitivity.RESTRICTED:
                _name_again(entry, present, actor, today=today)
    return row


def share_with_agency(
    *,
    actor: User,
    item: InformationItem,
    agency: Agency,
    reason: str,
    today: dt.date,
    agreed_by: str = "",
    ends: dt.date | None = None,
    acknowledged: frozenset[str] = frozenset(),
) -> InformationShare:
    """Open an item to another agency from today until the day before `ends`; the owner decides (INF-03).

    Raises: NotPermitted; RuleRefused (INF-03 to INF-05, INF-07, INF-10 to INF-12).
    """
    with _deciding(item, actor, "information.shared", reason) as (entry, present):
        of_owner = actor.agency_id == present.owner_agency_id
        facts = _share_facts(present, today=today, ends=ends, open_already=_is_open(present, agency=agency))
        found = share_findings(
            replace(
                facts,
                is_owner=agency.pk == present.owner_agency_id,
                has_part=_has_part(entry.case, agency),
                signed_agreement=agency.shares_information,
            )
        )
        accept(entry, [*found, *agreed_findings(of_owner=of_owner, agreed_by=agreed_by)], acknowledged)
        who = agreed_by.strip() or _post(actor)
        return _open_to(entry, present, agency=agency, agreed_by=who, reason=reason, starts=today, ends=ends)


def share_with_person(
    *,
    actor: User,
    item: InformationItem,
    person: User,
    reason: str,
    today: dt.date,
    agreed_by: str = "",
    ends: dt.date | None = None,
    acknowledged: frozenset[str] = frozenset(),
) -> InformationShare:
    """Open a restricted item to somebody by name (INF-11).

    Raises: NotPermitted; RuleRefused (INF-03, INF-04, INF-07, INF-10, INF-11).
    """
    with _deciding(item, actor, "information.shared", reason) as (entry, present):
        of_owner = actor.agency_id == present.owner_agency_id
        facts = _share_facts(present, today=today, ends=ends, open_already=_is_open(present, person=person))
        fitting = may_be_named(person, entry.case.area_id) and can_see(person, entry.case.pk, Detail.PACK)
        found = naming_findings(facts, may_be_named=fitting)
        accept(entry, [*found, *agreed_findings(of_owner=of_owner, agreed_by=agreed_by)], acknowledged)
        who = agreed_by.strip() or _post(actor)
        return _open_to(entry, present, person=person, agreed_by=who, reason=reason, starts=today, ends=ends)


def end_share(*, actor: User, share: InformationShare, reason: str, today: dt.date) -> InformationShare:
    """Close an item again to whom it was shared with, from today. Raises: NotPermitted; RuleRefused (INF-04)."""
    with _deciding(share.item, actor, "information.unshared", reason) as (entry, present):
        row = InformationShare.objects.select_for_update().get(pk=share.pk)
        if row.ends is not None and row.ends <= today:
            stop([Finding("INF-04", Effect.REFUSE, "This has ended already.", None, "Look at the item.")])
        _end(entry, present, row, reason=reason, today=today)
    return row


def keep_item(
    *, actor: User, item: InformationItem, review_on: dt.date, reason: str, version: int, today: dt.date
) -> InformationItem:
    """Record that an item was looked at and is kept until a further date.

    Raises: NotPermitted; RuleRefused (INF-09, INF-10); Conflict.
    """
    with _deciding(item, actor, "information.kept", reason) as (entry, present):
        _stop_changed(present, version, {"review_on": review_on})
        _stop_withdrawn(present)
        found = review_findings(review_on, today)
        accept(entry, found, frozenset())
        entry.note(present, {"review_on": (present.review_on, review_on)})
        _change(present, review_on=review_on)
    return present


def withdraw_item(*, actor: User, item: InformationItem, reason: str, version: int, today: dt.date) -> InformationItem:
    """Withdraw an item: nothing of it is lost, it is marked, and closed to the agencies it was shared with.

    Raises: NotPermitted; RuleRefused (INF-10); Conflict.
    """
    with _deciding(item, actor, "information.withdrawn", reason) as (entry, present):
        _stop_changed(present, version, {"reason": reason})
        _stop_withdrawn(present)
        _change(present, withdrawn_on=today, withdrawn_reason=reason)
        entry.note(present, {"withdrawn_on": (None, today)})
        _close_to_agencies(entry, present, today=today)
    return present


@contextmanager
def _deciding(item: InformationItem, actor: User, verb: str, reason: str) -> Iterator[tuple[Entry, InformationItem]]:
    """Write to the item as it stands now, as somebody who may see it and decides about it (INF-03)."""
    with writing(item.case, actor=actor, may=DECIDE, verb=verb, reason=reason) as entry:
        seen = InformationItem.objects.visible_to(actor).filter(pk=item.pk).exists()
        present = InformationItem.objects.select_for_update().get(pk=item.pk)
        present.case = entry.case
        if not seen or not decides(actor, present):
            raise NotPermitted(DECIDE, case_id=entry.case.pk)
        yield entry, present
    item.refresh_from_db()


def _facts(given: Given, *, today: dt.date, of_owner: bool) -> ItemFacts:
    return ItemFacts(
        today=today,
        sensitivity=Sensitivity(given.sensitivity),
        dated_on=given.dated_on,
        review_on=given.review_on,
        text=given.text,
        source_evaluation=given.source_evaluation,
        assessment=given.assessment,
        handling=given.handling,
        conditions=given.conditions,
        recorder_is_of_owner=of_owner,
    )


def _add_version(
    entry: Entry, item: InformationItem, given: Given, *, number: int, reason: str, found: list[Finding]
) -> InformationVersion:
    actor = _known(entry.actor)
    row = InformationVersion(
        case=entry.case,
        item=item,
        number=number,
        sensitivity=given.sensitivity,
        source=given.source,
        dated_on=given.dated_on,
        text=given.text,
        source_evaluation=given.source_evaluation,
        assessment=given.assessment,
        handling=given.handling,
        conditions=given.conditions,
        reason=reason,
        rules=[finding.rule for finding in found],
        recorded_by=actor,
        recorded_as=actor.audit_role[:200],
    )
    row.save(force_insert=True)
    return row


def _change(item: InformationItem, **new: Any) -> None:
    for name, value in new.items():
        setattr(item, name, value)
    item.version += 1
    item.save(update_fields=[*new, "version"])


def _stop_repeated(case: Case, actor: User, owner: Agency, given: Given) -> None:
    """A form that is sent twice records one item (OFF-21)."""
    same = InformationVersion.objects.filter(
        item__case=case,
        item__recorded_by=actor,
        item__owner_agency=owner,
        item__sensitivity=given.sensitivity,
        item__withdrawn_on__isnull=True,
        dated_on=given.dated_on,
        text=given.text,
    )
    if same.exists():
        stop([recorded_already("an item of yours that says the same", "text")])


def _stop_withdrawn(item: InformationItem) -> None:
    if item.withdrawn_on is not None:
        message = "The item was withdrawn, so it stays as it is."
        stop([Finding("INF-10", Effect.REFUSE, message, None, "Record it anew if it holds after all.")])


def _stop_changed(item: InformationItem, version: int, yours: dict[str, Any]) -> None:
    if version != item.version:
        theirs = {"review_on": item.review_on, "reason": item.withdrawn_reason}
        raise Conflict("item of information", theirs=theirs, yours=yours, current_version=item.version)


def _share_facts(item: InformationItem, *, today: dt.date, ends: dt.date | None, open_already: bool) -> ShareFacts:
    newest = item.versions.order_by("-number").first()
    return ShareFacts(
        sensitivity=item.kind,
        today=today,
        ends=ends,
        withdrawn=item.withdrawn_on is not None,
        open_already=open_already,
        conditions=newest.conditions if newest else "",
    )


def _is_open(item: InformationItem, **to: Any) -> bool:
    return InformationShare.objects.filter(in_force(), item=item, **to).exists()


def _has_part(case: Case, agency: Agency) -> bool:
    """Whether the agency leads, is involved, or has somebody with a part in the case today."""
    if case.lead_agency_id == agency.pk:
        return True
    involved = Involvement.objects.filter(in_force(), case=case, agency=agency)
    named = Assignment.objects.filter(in_force(), case=case, user__agency=agency)
    return involved.exists() or named.exists()


def _open_to(
    entry: Entry,
    item: InformationItem,
    *,
    agreed_by: str,
    reason: str,
    starts: dt.date,
    agency: Agency | None = None,
    person: User | None = None,
    ends: dt.date | None = None,
) -> InformationShare:
    row = InformationShare(
        case=entry.case,
        item=item,
        agency=agency,
        person=person,
        agreed_by=agreed_by[:200],
        reason=reason,
        recorded_by=_known(entry.actor),
        starts=starts,
        ends=ends,
    )
    row.save(force_insert=True)
    entry.note(item, {"open_to": (None, agency or person), "ends": (None, ends)}, verb="information.shared")
    return row


def _end(entry: Entry, item: InformationItem, row: InformationShare, *, reason: str, today: dt.date) -> None:
    row.ends, row.ended_because = max(today, row.starts), reason
    row.save(update_fields=["ends", "ended_because"])
    entry.note(item, {"open_to": (row.agency_id or row.person_id, None)}, verb="information.unshared")


def _close_to_agencies(entry: Entry, item: InformationItem, *, today: dt.date) -> None:
    """End what was shared with agencies, once the item is withdrawn or of a kind that is not shared."""
    if item.withdrawn_on is None and shareable(item.kind):
        return
    for row in InformationShare.objects.filter(in_force(), item=item, agency__isnull=False):
        _end(entry, item, row, reason=entry.reason, today=today)


def _name_again(entry: Entry, item: InformationItem, actor: User, *, today: dt.date) -> None:
    """Name who made the item restricted, so that somebody still sees it."""
    if not _is_open(item, person=actor):
        _open_to(entry, item, person=actor, agreed_by=_post(actor), reason=entry.reason, starts=today)


def _as_typed(row: Given | InformationVersion) -> dict[str, Any]:
    names = ("sensitivity", "source", "dated_on", "text", "source_evaluation", "assessment", "handling", "conditions")
    return {name: getattr(row, name) for name in names}


def _post(user: User) -> str:
    return f"{user.full_name}, {user.audit_role}"[:200]


def _known(actor: User | None) -> User:
    if actor is None:
        raise NotPermitted(DECIDE)
    return actor
