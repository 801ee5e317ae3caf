"""Who sees what: the access policy as plain data, and what a dated amendment makes of it (ACC-20 to ACC-46).

One row for each way in which somebody comes to see a case. `offenders.access` turns rows into SQL and knows no other
source. An amendment lowers what a row opens, in one area or in all; nothing raises it above this table.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import TypeVar

from audit.refusals import Effect, Finding
from offenders.rules.permissions import Role


class Detail(IntEnum):
    """How much of a case somebody sees. Each level includes those below it."""

    NOTHING = 0
    PRESENCE = 1
    SUMMARY = 2
    PACK = 3
    FULL = 4


DETAIL_WORDS: Mapping[Detail, str] = MappingProxyType(
    {
        Detail.NOTHING: "Nothing",
        Detail.PRESENCE: "Presence: that there is a case, and whom to contact",
        Detail.SUMMARY: "Summary: identity, category, level, lead agency, next review",
        Detail.PACK: "Pack: the summary and the papers of one meeting",
        Detail.FULL: "Full",
    }
)


class Tie(StrEnum):
    """How somebody must stand to a case for a row to open it to them."""

    AREA = "area"  # the case is of an area in which they hold the role
    AGENCY = "agency"  # the same, and their agency leads or is involved, or handed the case over
    TEAM = "team"  # the case is worked by a team they belong to
    PART = "part"  # they are named on the case in one of the row's capacities
    GRANT = "grant"  # an exception with reason, approver and end
    EMERGENCY = "emergency"  # emergency access, for some hours
    AGREEMENT = "agreement"  # the filter of a partner system's data-sharing agreement
    NONE = "none"  # no case at all


class Victims(StrEnum):
    """When a row opens victims' items."""

    NO = "no"
    YES = "yes"
    MANAGED = "managed"  # once the case is at Level 2 or 3, or a meeting was called about it
    LEADS = "leads"  # when the viewer's agency leads, or holds victim contact
    SCOPE = "scope"  # when the engagement's scope, or the agreement, covers them


VICTIMS_WORDS: Mapping[Victims, str] = MappingProxyType(
    {
        Victims.NO: "No",
        Victims.YES: "Yes",
        Victims.MANAGED: "Once the case is at Level 2 or 3, or a meeting was called",
        Victims.LEADS: "If their agency leads, or holds victim contact",
        Victims.SCOPE: "Only if the engagement or the agreement covers them",
    }
)


@dataclass(frozen=True, slots=True)
class SightRow:
    """One row: who, by which tie, on ordinary and restricted cases, how much, and victims' items.

    `capacities` are values of Assignment.Capacity, for the ties that name somebody. The row holds from `since` until
    the day before `until`, where those are given.
    """

    key: str
    who: str
    tie: Tie
    detail: Detail
    rule: str
    source: str
    roles: tuple[Role, ...] = ()
    capacities: tuple[str, ...] = ()
    ordinary: bool = True
    restricted: bool = False
    victims: Victims = Victims.NO
    note: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Whether the row is part of the table on this day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    @property
    def by_area(self) -> bool:
        """Whether the row asks for a role held in the case's own area."""
        return self.tie in (Tie.AREA, Tie.AGENCY)


POLICY = "Access policy of the product"
_PRACTITIONERS = (Role.PRACTITIONER, Role.YJS_CASE_MANAGER)
_MANAGERS = (Role.MANAGER, Role.YJS_MANAGER)

TABLE: tuple[SightRow, ...] = (
    SightRow(
        "worker",
        "Case owner, and people named as working on the case",
        Tie.PART,
        Detail.FULL,
        "ACC-20",
        f"MAPPA Guidance 9.10; {POLICY}",
        capacities=("owner", "worker"),
        restricted=True,
        victims=Victims.YES,
    ),
    SightRow(
        "team",
        "Practitioner or case manager: cases of their team",
        Tie.TEAM,
        Detail.FULL,
        "ACC-20",
        f"MAPPA Guidance 9.10; {POLICY}",
        roles=_PRACTITIONERS,
        note="Membership of the team is dated.",
    ),
    SightRow(
        "practitioner_agency",
        "Practitioner or case manager: cases their agency leads or is involved in",
        Tie.AGENCY,
        Detail.SUMMARY,
        "ACC-20",
        f"MAPPA Guidance 9.10; {POLICY}",
        roles=_PRACTITIONERS,
    ),
    SightRow(
        "manager",
        "Manager or countersigner: cases their agency leads or is involved in",
        Tie.AGENCY,
        Detail.FULL,
        "ACC-21",
        POLICY,
        roles=_MANAGERS,
        victims=Victims.LEADS,
        note="Countersigns the work of their own agency only, never their own.",
    ),
    SightRow(
        "coordinator",
        "MAPPA Co-ordinator: cases of their area",
        Tie.AREA,
        Detail.FULL,
        "ACC-22",
        f"MAPPA Guidance 6.34 and 6.35; {POLICY}",
        roles=(Role.COORDINATOR,),
        victims=Victims.MANAGED,
    ),
    SightRow(
        "administrator",
        "MAPPA administrator: cases of their area",
        Tie.AREA,
        Detail.FULL,
        "ACC-22",
        f"MAPPA Guidance 6.34 and 6.35; {POLICY}",
        roles=(Role.ADMINISTRATOR,),
        victims=Victims.MANAGED,
    ),
    SightRow(
        "coordinator_restricted",
        "MAPPA Co-ordinator: restricted cases of their area",
        Tie.AREA,
        Detail.PRESENCE,
        "ACC-23",
        f"MAPPA Guidance 13a.45 to 13a.47; {POLICY}",
        roles=(Role.COORDINATOR,),
        ordinary=False,
        restricted=True,
    ),
    SightRow(
        "chair",
        "Meeting chair",
        Tie.PART,
        Detail.FULL,
        "ACC-28",
        f"MAPPA Guidance 13b.4 to 13b.8; {POLICY}",
        capacities=("chair",),
        restricted=True,
        victims=Victims.YES,
        note="From appointment until the minutes of that meeting are confirmed, and while the most recent chair.",
    ),
    SightRow(
        "minute_taker",
        "Minute-taker",
        Tie.PART,
        Detail.PACK,
        "ACC-28",
        f"MAPPA Guidance 13b.4 to 13b.8; {POLICY}",
        capacities=("minute_taker",),
        restricted=True,
        note="The same window as the chair. Of victims only what is minuted.",
    ),
    SightRow(
        "invitee",
        "Single point of contact, or anybody invited to a meeting",
        Tie.PART,
        Detail.PACK,
        "ACC-28",
        f"MAPPA Guidance 13b.4 to 13b.8; {POLICY}",
        capacities=("invitee",),
        restricted=True,
        note="From invitation until the minutes are confirmed; ends at once when the invitation is withdrawn.",
    ),
    SightRow(
        "observer",
        "Lay adviser, or anybody recorded as observing a meeting",
        Tie.PART,
        Detail.PACK,
        "ACC-44",
        f"MAPPA Guidance 5.4; {POLICY}",
        capacities=("observer",),
        restricted=True,
        note="Reads only, always. Otherwise counts.",
    ),
    SightRow(
        "victim_liaison",
        "Victim liaison officer assigned to the case",
        Tie.PART,
        Detail.SUMMARY,
        "ACC-29",
        f"MAPPA Guidance 13a.12; {POLICY}",
        capacities=("victim_liaison",),
        restricted=True,
        victims=Victims.YES,
        note="With licence conditions, release, recall and escape. Minutes never go to the victim's file.",
    ),
    SightRow(
        "auditor",
        "Auditor: cases of the area of the engagement",
        Tie.AREA,
        Detail.FULL,
        "ACC-45",
        POLICY,
        roles=(Role.AUDITOR,),
        victims=Victims.SCOPE,
        note="Time-limited, with a purpose. Every read is flagged in the record.",
    ),
    SightRow(
        "grant",
        "Somebody let in by exception",
        Tie.GRANT,
        Detail.FULL,
        "ACC-24",
        POLICY,
        restricted=True,
        note="With a reason, approved by somebody else, until a date.",
    ),
    SightRow(
        "emergency",
        "Practitioner upward, in an emergency",
        Tie.EMERGENCY,
        Detail.FULL,
        "ACC-33",
        POLICY,
        note="To be read, for some hours, after a reason and a fresh confirmation; reviewed by somebody else.",
    ),
    SightRow(
        "partner_system",
        "Partner system: what its agreement names",
        Tie.AGREEMENT,
        Detail.SUMMARY,
        "ACC-46",
        POLICY,
        roles=(Role.PARTNER_SYSTEM,),
        victims=Victims.SCOPE,
        note="Endpoints, filter and redactions of the agreement; no filter, no case.",
    ),
    SightRow(
        "smb_member",
        "Strategic Management Board member",
        Tie.NONE,
        Detail.NOTHING,
        "ACC-12",
        f"MAPPA Guidance 5.4; {POLICY}",
        roles=(Role.SMB_MEMBER,),
        note="Counts only, small numbers suppressed.",
    ),
    SightRow(
        "agency_administrator",
        "Agency administrator",
        Tie.NONE,
        Detail.NOTHING,
        "ACC-12",
        POLICY,
        roles=(Role.AGENCY_ADMINISTRATOR,),
        note="The people of their own agency; nothing of any case.",
    ),
    SightRow(
        "system_administrator",
        "System administrator, superuser, staff mode",
        Tie.NONE,
        Detail.NOTHING,
        "ACC-12",
        POLICY,
        roles=(Role.SYSTEM_ADMINISTRATOR,),
        note="Reference data, accounts and jobs; nothing of any case.",
    ),
)

ROWS: Mapping[str, SightRow] = MappingProxyType({row.key: row for row in TABLE})


@dataclass(frozen=True, slots=True)
class Amendment:
    """A lower ceiling on one row, in one area (None: in all), on the day that was asked about."""

    id: str
    row: str
    area: str | None
    detail: Detail
    closes_victims: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """Areas: those in `only`, or, where that is None, all but those in `but`."""

    only: frozenset[str] | None = None
    but: frozenset[str] = frozenset()

    def within(self, areas: frozenset[str]) -> frozenset[str]:
        """Those of `areas` that are in the scope."""
        return areas - self.but if self.only is None else areas & self.only


V = TypeVar("V")


def _scopes(usual: V, apart: Mapping[str, V]) -> dict[V, Scope]:
    """The areas by value: `usual` everywhere but where `apart` says otherwise."""
    found = {usual: Scope(but=frozenset(area for area, value in apart.items() if value != usual))}
    for value in set(apart.values()) - {usual}:
        found[value] = Scope(only=frozenset(area for area, held in apart.items() if held == value))
    return found


@dataclass(frozen=True, slots=True)
class Policy:
    """The table with the amendments of one day."""

    day: dt.date
    amendments: tuple[Amendment, ...] = ()

    @property
    def rows(self) -> tuple[SightRow, ...]:
        """The rows that hold on the day."""
        return tuple(row for row in TABLE if row.holds_on(self.day))

    def detail(self, row: SightRow, area: str | None = None) -> Detail:
        """The most that `row` opens in `area`; without an area, where no area's own amendment holds."""
        ceilings = [one.detail for one in self._on(row, area)]
        return min([row.detail, *ceilings])

    def opens_victims(self, row: SightRow, area: str | None = None) -> bool:
        """Whether `row` opens victims' items in `area` at all; how far is the row's `victims`."""
        if row.victims is Victims.NO or self.detail(row, area) < min(row.detail, Detail.SUMMARY):
            return False
        return not any(one.closes_victims for one in self._on(row, area))

    def reach(self, row: SightRow) -> dict[Detail, Scope]:
        """In which areas `row` opens which level of detail: each area stands in exactly one scope."""
        return _scopes(self.detail(row), {area: self.detail(row, area) for area in self.areas_of(row)})

    def victims_reach(self, row: SightRow) -> Scope | None:
        """In which areas `row` opens victims' items; None for nowhere."""
        apart = {area: self.opens_victims(row, area) for area in self.areas_of(row)}
        return _scopes(self.opens_victims(row), apart).get(True)

    def areas_of(self, row: SightRow) -> frozenset[str]:
        """The areas that have an amendment of their own for `row`."""
        return frozenset(one.area for one in self.amendments if one.row == row.key and one.area is not None)

    def plus(self, amendment: Amendment) -> "Policy":
        """The same with one more amendment."""
        return Policy(self.day, (*self.amendments, amendment))

    def without(self, amendment_id: str) -> "Policy":
        """The same without one amendment."""
        return Policy(self.day, tuple(one for one in self.amendments if one.id != amendment_id))

    def fingerprint(self) -> str:
        """What tells two policies of a day apart: a preview is applied to the very policy it was made from."""
        lines = sorted(
            f"{one.id} {one.row} {one.area} {one.detail:d} {one.closes_victims:d}" for one in self.amendments
        )
        return sha256("\n".join([self.day.isoformat(), *lines]).encode()).hexdigest()

    def _on(self, row: SightRow, area: str | None) -> Iterable[Amendment]:
        return (one for one in self.amendments if one.row == row.key and one.area in (None, area))


def amendment_findings(
    *, row: str, detail: Detail, closes_victims: bool, starts: dt.date, ends: dt.date | None, today: dt.date
) -> list[Finding]:
    """What is wrong with a proposed amendment: above the table, no change at all, or in the past (ACC-40)."""
    found = []
    known = ROWS.get(row)
    if known is None or known.tie is Tie.NONE:
        return [Finding("ACC-40", Effect.REFUSE, "This row opens no case, so it cannot be made stricter.", "row")]
    if detail > known.detail:
        message = "The policy of an area may be stricter than the table, never laxer."
        found.append(Finding("ACC-40", Effect.REFUSE, message, "detail", "Choose a lower level of detail."))
    elif detail == known.detail and not (closes_victims and known.victims is not Victims.NO):
        message = "This would change nothing: the table already says so."
        found.append(Finding("ACC-40", Effect.REFUSE, message, "detail", "Choose a lower level, or close victims."))
    if starts < today:
        message = "An amendment cannot start in the past: what was seen was seen."
        found.append(Finding("ACC-40", Effect.REFUSE, message, "starts", "Enter today or a later day."))
    if ends is not None and ends <= starts:
        found.append(Finding("ACC-40", Effect.REFUSE, "The amendment ends before it starts.", "ends"))
    return found
