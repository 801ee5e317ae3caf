"""Standing members: kept, changed and ended by the Unit of their area."""

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Agency, Area, User
from accounts.standing import standing_of
from audit.refusals import Conflict, Effect, Finding, NotPermitted, RuleRefused, stop
from audit.services import record
from meetings.facts import party_of
from meetings.models import StandingMember
from meetings.models_days import PLANNERS
from meetings.rules.standing import MemberFacts, ending_findings, member_findings

ACTION = "keep_standing_members"
COLUMNS = ("post", "person", "name", "deputy", "deputy_name", "grade", "at_level_2", "at_level_3", "starts_on")


@dataclass(frozen=True, slots=True)
class Member:
    """A standing member as typed: a `person` with an account or a `name`, and the same of the deputy.

    `starts_on` is the first day, a date in Europe/London.
    """

    agency: Agency
    post: str
    grade: str
    levels: Collection[int]
    starts_on: dt.date
    person: User | None = None
    name: str = ""
    deputy: User | None = None
    deputy_name: str = ""

    def columns(self) -> dict[str, object]:
        """The columns of the row."""
        typed = {name: getattr(self, name) for name in COLUMNS if not name.startswith("at_level")}
        return {**typed, "at_level_2": 2 in self.levels, "at_level_3": 3 in self.levels}


def add_member(*, actor: User, area: Area, member: Member) -> StandingMember:
    """Keep a standing member. Raises: NotPermitted; RuleRefused (MTG-88; OFF-21 for somebody who is one already)."""
    with _keeping(actor, area, "standing_member.added"):
        stop([*_findings(member, area), *_kept_already(member)])
        row = StandingMember(area=area, agency=member.agency, kept_by=actor, **member.columns())
        row.save(force_insert=True)
        told = {name: (None, getattr(row, name)) for name in ("agency_id", *COLUMNS)}
        record(actor=actor, verb="standing_member.added", subject=row, changes=told, rules=["MTG-88"])
    return row


def change_member(*, actor: User, row: StandingMember, version: int, member: Member) -> StandingMember:
    """Change what is kept of a standing member; as it was stays in the history.

    Raises: NotPermitted; RuleRefused (MTG-88; OFF-21; one that was ended); Conflict.
    """
    with _keeping(actor, row.area, "standing_member.changed"):
        current = _locked(row)
        new = member.columns()
        _stop_overtaken(current, version, theirs={name: getattr(current, name) for name in new}, yours=new)
        stop([*_standing(current), *_findings(member, row.area), *_kept_already(member, beside=current)])
        told = {name: (getattr(current, name), value) for name, value in new.items() if getattr(current, name) != value}
        _save(current, new)
        record(actor=actor, verb="standing_member.changed", subject=current, changes=told, rules=["MTG-88"])
    return current


def end_member(*, actor: User, row: StandingMember, version: int, ends_on: dt.date, reason: str) -> StandingMember:
    """End a standing membership with its last day. Raises: NotPermitted; RuleRefused (MTG-88); Conflict."""
    with _keeping(actor, row.area, "standing_member.ended"):
        current = _locked(row)
        stop(ending_findings(ends_on=ends_on, starts_on=current.starts_on, ended=current.ends_on is not None))
        _stop_overtaken(current, version, theirs={}, yours={"ends_on": ends_on, "reason": reason})
        _save(current, {"ends_on": ends_on, "ended_reason": reason})
        told = {"ends_on": (None, ends_on)}
        record(actor=actor, verb="standing_member.ended", subject=current, changes=told, reason=reason)
    return current


def _findings(member: Member, area: Area) -> list[Finding]:
    if member.agency.area_id != area.pk:
        message = "This agency works in another area."
        return [Finding("MTG-88", Effect.REFUSE, message, "agency", "Choose an agency of the area.")]
    person, deputy = member.person, member.deputy
    return member_findings(
        MemberFacts(
            party=party_of(member.agency),
            kind=member.agency.kind_id,
            agency=member.agency.pk,
            grade=member.grade,
            levels=member.levels,
            starts_on=member.starts_on,
            person=person.pk if person else None,
            person_agency=person.agency_id if person else None,
            name=member.name,
            deputy=deputy.pk if deputy else None,
            deputy_agency=deputy.agency_id if deputy else None,
            deputy_name=member.deputy_name,
        )
    )


def _standing(row: StandingMember) -> list[Finding]:
    if row.ends_on is None:
        return []
    return [Finding("MTG-88", Effect.REFUSE, "This standing membership was ended.", None, "Add the member anew.")]


def _kept_already(member: Member, beside: StandingMember | None = None) -> list[Finding]:
    rows = StandingMember.objects.filter(agency=member.agency, ends_on__isnull=True)
    same = rows.filter(person=member.person, name="" if member.person else member.name)
    if not (same.exclude(pk=beside.pk) if beside else same).exists():
        return []
    field = "person" if member.person else "name"
    message = "This person is a standing member already."
    return [Finding("OFF-21", Effect.REFUSE, message, field, "Change what is kept of them instead.")]


def _locked(row: StandingMember) -> StandingMember:
    rows = StandingMember.objects.select_for_update(of=("self",)).select_related("agency", "person", "deputy")
    found: StandingMember = rows.get(pk=row.pk)
    return found


def _stop_overtaken(
    current: StandingMember, version: int, *, theirs: dict[str, object], yours: dict[str, object]
) -> None:
    if current.version != version:
        raise Conflict("standing member", theirs=theirs, yours=yours, current_version=current.version)


def _save(row: StandingMember, new: dict[str, object]) -> None:
    for name, value in new.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*new, "version"])


@contextmanager
def _keeping(actor: User, area: Area, verb: str) -> Iterator[None]:
    """One transaction for somebody of the area's Unit, one at a time in an area, so that nobody is kept twice.

    Raises: NotPermitted; what the body raises; both recorded.
    """
    try:
        with transaction.atomic():
            if area.pk not in standing_of(actor).areas(*PLANNERS):
                raise NotPermitted(ACTION)
            Area.objects.select_for_update().get(pk=area.pk)
            yield
    except (NotPermitted, RuleRefused) as refusal:
        rules = refusal.rules if isinstance(refusal, RuleRefused) else ()
        record(actor=actor, verb=verb, subject=area, refused=True, reason=str(refusal), rules=rules)
        raise
