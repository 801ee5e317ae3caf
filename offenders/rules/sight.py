"""Who sees what: the access policy as plain data (ACC-20 to ACC-46).

One row for each way in which somebody comes to see a case. `offenders.access` turns rows into SQL and knows no other
source. What a dated amendment makes of the table is in `offenders.rules.amendments`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType

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
    INVITED = "invited"  # the same; on a restricted case only with an invitation that names them
    GRANT = "grant"  # an exception with reason, approver and end
    RECEIVING_AREA = "receiving_area"  # the case is being transferred to an area in which they hold the role
    RECEIVING_AGENCY = "receiving_agency"  # the same, and their agency is to lead the case there
    EMERGENCY = "emergency"  # emergency access, for some hours
    AGREEMENT = "agreement"  # the filter of a partner system's data-sharing agreement
    NONE = "none"  # no case at all


class Victims(StrEnum):
    """When a row opens victims' items."""

    NO = "no"
    YES = "yes"
    MANAGED = "managed"  # once the case is at Level 2 or 3, is referred to it, or a meeting was called about it
    LEADS = "leads"  # when the viewer's agency leads, or holds victim contact
    SCOPE = "scope"  # when the engagement's scope, or the agreement, covers them


VICTIMS_WORDS: Mapping[Victims, str] = MappingProxyType(
    {
        Victims.NO: "No",
        Victims.YES: "Yes",
        Victims.MANAGED: "Once the case is at Level 2 or 3 or referred to it, or a meeting was called",
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
COUNTED_FOR = (Role.SMB_MEMBER, Role.LAY_ADVISER, Role.COORDINATOR)
"""Who is given an area's counts, small numbers left out (ACC-63): people who see no case, and who answers for them."""
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
        "receiving_unit",
        "MAPPA Co-ordinator or administrator: cases that are being transferred to their area",
        Tie.RECEIVING_AREA,
        Detail.FULL,
        "TRF-11",
        f"MAPPA Guidance 17.4; {POLICY}",
        roles=(Role.COORDINATOR, Role.ADMINISTRATOR),
        victims=Victims.MANAGED,
        note="From the request until the case has moved, or the transfer is refused or withdrawn. To be read.",
    ),
    SightRow(
        "receiving_manager",
        "Manager of the agency that is to lead a case that is being transferred",
        Tie.RECEIVING_AGENCY,
        Detail.FULL,
        "TRF-11",
        f"MAPPA Guidance 17.4; {POLICY}",
        roles=_MANAGERS,
        note="The same window, without victims until their agency leads.",
    ),
    SightRow(
        "receiving_restricted",
        "MAPPA Co-ordinator: restricted cases that are being transferred to their area",
        Tie.RECEIVING_AREA,
        Detail.PRESENCE,
        "TRF-11",
        f"MAPPA Guidance 13a.45 to 13a.47; {POLICY}",
        roles=(Role.COORDINATOR,),
        ordinary=False,
        restricted=True,
        note="The Co-ordinator who is named for the transfer sees it in full by that.",
    ),
    SightRow(
        "chair",
        "Meeting chair",
        Tie.PART,
        Detail.FULL,
        "ACC-66",
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
        "ACC-66",
        f"MAPPA Guidance 13b.4 to 13b.8; {POLICY}",
        capacities=("minute_taker",),
        restricted=True,
        note="The same window as the chair. Of victims only what is minuted.",
    ),
    SightRow(
        "invitee",
        "Single point of contact, or anybody invited to a meeting",
        Tie.INVITED,
        Detail.PACK,
        "ACC-28",
        f"MAPPA Guidance 13b.4 to 13b.8; {POLICY}",
        capacities=("invitee",),
        restricted=True,
        note="From invitation until the minutes are confirmed; ends at once when the invitation is withdrawn "
        "or their agency leaves the information-sharing agreement. "
        "A restricted case opens only to who is invited by name.",
    ),
    SightRow(
        "action_points",
        "Invited for an agency outside the information-sharing agreement",
        Tie.NONE,
        Detail.NOTHING,
        "ACC-60",
        f"MAPPA Guidance 13b.4; {POLICY}",
        note="The agreed action points of that meeting, for as long as others read its papers; nothing of the case.",
    ),
    SightRow(
        "own_actions",
        "Invited to a meeting that is over",
        Tie.NONE,
        Detail.NOTHING,
        "ACC-61",
        f"MAPPA Guidance 13b.4 to 13b.8; {POLICY}",
        note="The actions of their own agency and what it gave on an ordinary case, and nothing else of the case.",
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
        note="Reads only, always. Otherwise counts (ACC-63).",
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
        note="With licence conditions, release and recall (ACC-62). Minutes never go to the victim's file.",
    ),
    SightRow(
        "handed_over",
        "Youth justice service that handed a case over, once the case is closed to it",
        Tie.NONE,
        Detail.NOTHING,
        "ACC-65",
        POLICY,
        note="What it handed over: the day, to whom, and what; nothing else of the case. Until then as before.",
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
        note="Counts only, small numbers left out (ACC-63).",
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
