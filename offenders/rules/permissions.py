"""Who may do what: the permission table as plain data (rules ACC-01 to ACC-12).

Each action names the roles that may do it and how each must stand to the case. Holding the role is never enough
without the relation. What a person may see is decided elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """The roles a user can hold."""

    PRACTITIONER = "practitioner"
    MANAGER = "manager"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    CHAIR = "chair"
    SPOC = "spoc"
    YJS_CASE_MANAGER = "yjs_case_manager"
    YJS_MANAGER = "yjs_manager"
    VLO = "vlo"
    SMB_MEMBER = "smb_member"
    LAY_ADVISER = "lay_adviser"
    AUDITOR = "auditor"
    AGENCY_ADMINISTRATOR = "agency_administrator"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    PARTNER_SYSTEM = "partner_system"


class Relation(StrEnum):
    """How a user must stand to the case: from the closest tie to the widest."""

    ASSIGNED = "assigned"  # the case is assigned to this user
    LEAD = "lead"  # the user's agency is the lead agency, in the case's area
    INVOLVED = "involved"  # the user's agency leads, or is recorded as involved
    PART = "part"  # as involved, and seeing some of the case is enough
    MEETING = "meeting"  # the user holds that office at the meeting concerned
    OVERSIGHT = "oversight"  # the case is in the user's area, and they see it in full
    AREA = "area"  # the case is in the user's area
    RECEIVING = "receiving"  # a Co-ordinator of the area to which the case is being transferred, seeing it in full
    ANY = "any"  # no tie: what is done concerns no case


@dataclass(frozen=True, slots=True)
class Permission:
    """One row of the table: which roles, by which relation each, by which rule, and the sentence for the user."""

    relations: Mapping[Role, Relation]
    rule: str
    source: str
    sentence: str

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that may do it at all."""
        return frozenset(self.relations)

    def relation_for(self, role: str) -> Relation | None:
        """Return the relation this role needs, or None when it may not do it whatever its relation."""
        return next((relation for known, relation in self.relations.items() if known == role), None)


_CASE_WORKERS = {
    Role.PRACTITIONER: Relation.LEAD,
    Role.MANAGER: Relation.LEAD,
    Role.YJS_CASE_MANAGER: Relation.LEAD,
    Role.YJS_MANAGER: Relation.LEAD,
}
_INVOLVED_WORKERS = dict.fromkeys(_CASE_WORKERS, Relation.INVOLVED)
_UNIT = {Role.COORDINATOR: Relation.AREA, Role.ADMINISTRATOR: Relation.AREA}
_COORDINATOR = {Role.COORDINATOR: Relation.AREA}
_LEAD_MANAGERS = {Role.MANAGER: Relation.LEAD, Role.YJS_MANAGER: Relation.LEAD}
_OVERSEERS = _LEAD_MANAGERS | {Role.COORDINATOR: Relation.OVERSIGHT}
_CHAIR = {Role.CHAIR: Relation.MEETING}
_UNIT_IN_FULL = dict.fromkeys(_UNIT, Relation.OVERSIGHT)


def _row(relations: Mapping[Role, Relation], rule: str, source: str, sentence: str) -> Permission:
    return Permission(MappingProxyType(dict(relations)), rule, source, sentence)


PERMISSIONS: Mapping[str, Permission] = MappingProxyType(
    {
        "screen_case": _row(
            _CASE_WORKERS,
            "ACC-01",
            "MAPPA Guidance 7.6 and 7.8",
            "The lead agency screens its cases and proposes the level.",
        ),
        "dispute_level": _row(
            _INVOLVED_WORKERS | _COORDINATOR,
            "LVL-33",
            "MAPPA Guidance 7.8 and 7.20",
            "Agencies that work with the person, and the Co-ordinator, may dispute a level.",
        ),
        "settle_dispute": _row(
            _OVERSEERS,
            "LVL-35",
            "MAPPA Guidance 7.8 and 7.20",
            "Managers of the lead agency, and the Co-ordinator, settle a dispute, never their own.",
        ),
        "approve_lowering": _row(
            _OVERSEERS,
            "LVL-18",
            "MAPPA Guidance 7.25; access policy of the product",
            "Managers of the lead agency, and the Co-ordinator, give the second approval of a lower level.",
        ),
        "change_lead": _row(
            _OVERSEERS,
            "LIFE-09",
            "MAPPA Guidance 2.3; access policy of the product",
            "Managers of the lead agency, and the Co-ordinator, decide that another agency leads.",
        ),
        "review_retention": _row(
            _UNIT,
            "LIFE-10",
            "MAPPA Guidance chapter 6; access policy of the product",
            "The Co-ordination Unit reviews how long a record is kept.",
        ),
        "ask_agency": _row(
            _CASE_WORKERS | _UNIT,
            "LVL-31",
            "MAPPA Guidance 7.8 and 9.4",
            "The lead agency, and the Co-ordination Unit, ask agencies and the prison for information.",
        ),
        "decide_level_1": _row(
            _CASE_WORKERS,
            "ACC-01",
            "MAPPA Guidance 7.6 and 7.10",
            "The lead agency sets Level 1.",
        ),
        "check_level_1": _row(
            _LEAD_MANAGERS | {Role.COORDINATOR: Relation.OVERSIGHT},
            "LVL-29",
            "MAPPA Guidance 4 and 7.27",
            "Managers of the lead agency, and the Co-ordinator, check the sample of its cases at Level 1.",
        ),
        "decide_level": _row(
            _CHAIR | _COORDINATOR,
            "ACC-02",
            "MAPPA Guidance 7.16, 7.19 and 13a.38",
            "Level 2 and 3 are decided by the Co-ordination Unit on a referral, and by the chair at a meeting.",
        ),
        "decide_category": _row(
            _CASE_WORKERS | _UNIT,
            "ACC-03",
            "MAPPA Guidance 6.30 to 6.31",
            "The agency that manages the case, or the Co-ordination Unit, records the category.",
        ),
        "decide_category_3": _row(
            _COORDINATOR,
            "CAT-29",
            "MAPPA Guidance 6.22",
            "Only the Co-ordination Unit decides that a person is in Category 3.",
        ),
        "decide_category_4_discretionary": _row(
            _COORDINATOR,
            "CAT-29",
            "MAPPA Guidance 6.28",
            "Counter-Terrorism Police and the National Security Division identify the case; the Unit records it.",
        ),
        "record_case": _row(
            _INVOLVED_WORKERS | _UNIT,
            "ACC-04",
            "MAPPA Guidance 2.5 and 6.31",
            "Agencies that work with the person, and the Co-ordination Unit, keep the record.",
        ),
        "involve_agency": _row(
            _CASE_WORKERS | _UNIT,
            "ACC-67",
            "MAPPA Guidance 2.5 and 9.10; access policy of the product",
            "The lead agency, and the Co-ordination Unit, decide which agencies take part.",
        ),
        "record_notification": _row(
            {Role.PRACTITIONER: Relation.INVOLVED, Role.MANAGER: Relation.INVOLVED} | _UNIT,
            "NOT-15",
            "Sexual Offences Act 2003 sections 83 to 87",
            "The police record what somebody who must notify did, and visits to their home.",
        ),
        "record_visor": _row(
            {Role.PRACTITIONER: Relation.INVOLVED, Role.MANAGER: Relation.INVOLVED} | _UNIT,
            "VIS-11",
            "MAPPA Guidance chapter 8",
            "Police, probation and prison staff who work with the person, and the Unit, record what is on ViSOR.",
        ),
        "record_victims": _row(
            _CASE_WORKERS | {Role.VLO: Relation.ASSIGNED},
            "ACC-04",
            "MAPPA Guidance 13a.12",
            "The lead agency, or the victim liaison officer assigned to the case, records victims.",
        ),
        "assess_rosh": _row(
            _CASE_WORKERS,
            "ACC-05",
            "MAPPA Guidance 11.15 and 7.27",
            "The lead agency records the risk of serious harm.",
        ),
        "plan_risk": _row(
            _CASE_WORKERS,
            "ACC-05",
            "MAPPA Guidance 12.7",
            "The lead agency keeps the one risk management plan.",
        ),
        "refer": _row(
            _INVOLVED_WORKERS | {Role.SPOC: Relation.PART},
            "ACC-06",
            "MAPPA Guidance 7.16 and 6.22",
            "The lead agency refers; another agency may, after it has spoken to the lead agency.",
        ),
        "decide_referral": _row(
            _COORDINATOR,
            "REF-11",
            "MAPPA Guidance 7.16, 7.19 and 6.22",
            "The Co-ordination Unit decides on referrals to Level 2 or 3 and to Category 3.",
        ),
        "write_form": _row(
            _INVOLVED_WORKERS | _UNIT,
            "FRM-01",
            "MAPPA Guidance 6.37, 14.22, 15.19, 21.16, 21.23 and 26.57",
            "Agencies that work with the person, and the Unit, draw up and send the forms that are their duty.",
        ),
        "answer_form": _row(
            _UNIT,
            "FRM-14",
            "MAPPA Guidance 20.14 and 26.57",
            "The Co-ordination Unit answers notifications, and passes on a serious further offence.",
        ),
        "schedule_meeting": _row(
            _UNIT | _CHAIR,
            "ACC-07",
            "MAPPA Guidance 13a.37",
            "The Co-ordination Unit arranges meetings; moving or cancelling one needs the chair.",
        ),
        "chair_meeting": _row(
            _CHAIR,
            "ACC-07",
            "MAPPA Guidance 13a.2",
            "The appointed chair, from police or probation, chairs the meeting.",
        ),
        "record_meeting": _row(
            _CHAIR | _UNIT,
            "ACC-07",
            "MAPPA Guidance 13a.33",
            "The chair, or the Unit's minute-taker, records the meeting.",
        ),
        "approve_minutes": _row(
            _CHAIR,
            "ACC-08",
            "MAPPA Guidance 13b.3 and 13b.6",
            "Only the chair approves minutes and amendments to them.",
        ),
        "release_summary": _row(
            _CHAIR,
            "ACC-08",
            "MAPPA Guidance 13b.32",
            "The chair has the final say on an executive summary.",
        ),
        "review_leaks": _row(
            _CHAIR | _UNIT,
            "EXS-10",
            "MAPPA Guidance 13b.31 and 13b.32",
            "The chair, or the Unit, decides what of a summary's leak check may stand, never of their own words.",
        ),
        "confirm_minutes": _row(
            dict.fromkeys((*_CASE_WORKERS, *_UNIT, Role.CHAIR, Role.SPOC, Role.VLO), Relation.AREA),
            "MIN-06",
            "MAPPA Guidance 13b.4",
            "Whoever received minutes confirms it themselves, whatever their agency.",
        ),
        "comment_on_summary": _row(
            _INVOLVED_WORKERS | {Role.SPOC: Relation.AREA} | _UNIT | _CHAIR,
            "EXS-11",
            "MAPPA Guidance 13b.32",
            "Those who attended, reported or contributed comment on a draft summary; the Unit may record it for them.",
        ),
        "decide_disclosure": _row(
            _CASE_WORKERS | _CHAIR,
            "ACC-09",
            "MAPPA Guidance 7.30 and 10.7",
            "The lead agency decides at Level 1; at Level 2 and 3 the meeting does.",
        ),
        "add_information": _row(
            _INVOLVED_WORKERS | {Role.SPOC: Relation.AREA} | _COORDINATOR,
            "INF-01",
            "MAPPA Guidance 9.4",
            "Agencies that work with the person, and the Co-ordinator, record what agencies give.",
        ),
        "decide_information": _row(
            _INVOLVED_WORKERS | {Role.SPOC: Relation.AREA} | _COORDINATOR,
            "INF-03",
            "MAPPA Guidance 9.2 and 10.7",
            "The agency that owns an item decides about it: its managers, or who recorded it.",
        ),
        "return_information": _row(
            _INVOLVED_WORKERS | {Role.SPOC: Relation.AREA} | _COORDINATOR,
            "MTG-62",
            "MAPPA Guidance 9.2 and 13a.29",
            "Invited agencies return what they know before a meeting; the Co-ordinator may record it for them.",
        ),
        "record_custody": _row(
            _INVOLVED_WORKERS | _UNIT,
            "CUS-21",
            "MAPPA Guidance 2.5 and 15.7",
            "Prison, probation, other agencies that work with the person, and the Unit record custody and release.",
        ),
        "hand_over": _row(
            {Role.YJS_MANAGER: Relation.LEAD},
            "ACC-64",
            "MAPPA Guidance 23; access policy of the product",
            "A manager of the youth justice service that leads a case hands it over to probation.",
        ),
        "request_transfer": _row(
            _OVERSEERS,
            "TRF-03",
            "MAPPA Guidance 17.1 and 17.4 to 17.6; Hampshire protocol 2008, Transfers",
            "Managers of the lead agency and the Co-ordinator ask another area to take a case over.",
        ),
        "answer_transfer": _row(
            {Role.COORDINATOR: Relation.RECEIVING},
            "TRF-12",
            "MAPPA Guidance 17.3 to 17.6",
            "The Co-ordinator of the area that is to take a case over accepts it, or says why not.",
        ),
        "assess_child": _row(
            {Role.YJS_CASE_MANAGER: Relation.INVOLVED, Role.YJS_MANAGER: Relation.INVOLVED},
            "ACC-05",
            "MAPPA Guidance 23.4",
            "The youth justice service assesses the child.",
        ),
        "countersign": _row(
            {Role.MANAGER: Relation.INVOLVED, Role.YJS_MANAGER: Relation.INVOLVED},
            "ACC-10",
            "Enfield YJS Risk Management Guidance 8.3",
            "A manager of the same agency countersigns, never their own work.",
        ),
        "manage_access": _row(
            _OVERSEERS,
            "ACC-11",
            "Access policy of the product",
            "Managers of the lead agency and the co-ordinator decide who takes part in a case.",
        ),
        "name_successor": _row(
            dict.fromkeys((Role.MANAGER, Role.YJS_MANAGER, Role.COORDINATOR), Relation.ANY),
            "ACC-37",
            "Access policy of the product",
            "The Co-ordinator, or a manager of the lead agency, names who decides about a case left to nobody.",
        ),
        "ask_to_be_involved": _row(
            dict.fromkeys((*_CASE_WORKERS, *_UNIT, Role.CHAIR, Role.SPOC, Role.VLO), Relation.ANY),
            "ACC-31",
            "Access policy of the product",
            "Whoever takes part in cases may ask to be involved in one.",
        ),
        "use_emergency_access": _row(
            dict.fromkeys((*_CASE_WORKERS, *_UNIT), Relation.ANY),
            "ACC-33",
            "Access policy of the product",
            "Practitioners, managers and the Unit may open a case in an emergency.",
        ),
        "review_emergency_access": _row(
            _OVERSEERS,
            "ACC-34",
            "Access policy of the product",
            "Managers of the lead agency and the co-ordinator review emergency access, never their own.",
        ),
        "decide_deadline": _row(
            _OVERSEERS,
            "DUE-01",
            "Deadline policy of the product",
            "Managers of the lead agency and the Co-ordinator decide on deadlines; more time needs two of them.",
        ),
        "view_review": _row(
            _OVERSEERS | {Role.AUDITOR: Relation.OVERSIGHT},
            "SCR-17",
            "MAPPA Guidance 20.14, 20.18 and 20.21; access policy of the product",
            "Managers of the lead agency, the Co-ordinator and an auditor see what concerns a serious case review.",
        ),
        "record_review": _row(
            {Role.COORDINATOR: Relation.OVERSIGHT},
            "SCR-18",
            "MAPPA Guidance 20.7 and 20.14; access policy of the product",
            "The Co-ordinator records what the Board's Chair and the lead of a serious case review decide and do.",
        ),
        "record_critical": _row(
            _OVERSEERS,
            "CPC-06",
            "MAPPA Guidance 19.1; access policy of the product",
            "Managers of the lead agency, and the Co-ordinator, record what becomes of a critical case.",
        ),
        "record_enquiry": _row(
            dict.fromkeys((*_CASE_WORKERS, *_UNIT, Role.CHAIR, Role.SPOC, Role.VLO), Relation.ANY),
            "ENQ-01",
            "MAPPA Guidance 13b.13",
            "Whichever agency receives a request for minutes records it for the Co-ordinator.",
        ),
        "view_enquiry": _row(
            _UNIT_IN_FULL | _CHAIR | {Role.AUDITOR: Relation.OVERSIGHT},
            "ENQ-24",
            "MAPPA Guidance 13b.13 and 13b.24; access policy of the product",
            "The Unit, the chair of the most recent meeting and an auditor see requests for minutes.",
        ),
        "handle_enquiry": _row(
            _UNIT_IN_FULL | _CHAIR,
            "ENQ-24",
            "MAPPA Guidance 13b.13 and 13b.24",
            "The Unit, and the chair of the most recent meeting, deal with requests for minutes.",
        ),
        "view_loose_enquiry": _row(
            dict.fromkeys((*_UNIT, Role.AUDITOR), Relation.ANY),
            "ENQ-24",
            "MAPPA Guidance 13b.13; access policy of the product",
            "The Unit, and an auditor, see requests of their area that concern no case.",
        ),
        "handle_loose_enquiry": _row(
            dict.fromkeys(_UNIT, Relation.ANY),
            "ENQ-24",
            "MAPPA Guidance 13b.13",
            "The Unit deals with requests of its area that concern no case.",
        ),
        "send_referral": _row(
            dict.fromkeys((*_CASE_WORKERS, *_UNIT, Role.CHAIR, Role.SPOC, Role.VLO), Relation.ANY),
            "REF-19",
            "MAPPA Guidance 6.22 and 7.16",
            "Any agency that deals with somebody refers them to the Unit, whether it sees their case or not.",
        ),
        "view_sent_referral": _row(
            dict.fromkeys((*_UNIT, Role.AUDITOR), Relation.ANY),
            "REF-20",
            "MAPPA Guidance 6.22; access policy of the product",
            "The Unit, and an auditor, see referrals sent to their area that are not on a case yet.",
        ),
        "take_referral": _row(
            {Role.COORDINATOR: Relation.ANY},
            "REF-21",
            "MAPPA Guidance 6.22 and 7.19",
            "The Co-ordinator takes a referral that was sent on, or refuses it with reasons.",
        ),
        "decide_reply": _row(
            _CHAIR,
            "ENQ-15",
            "MAPPA Guidance 13b.25",
            "The chair of the most recent meeting decides what is given of its minutes, and clears reports.",
        ),
        "record_report": _row(
            _INVOLVED_WORKERS | _UNIT_IN_FULL | _CHAIR,
            "ENQ-19",
            "MAPPA Guidance 13b.33",
            "Who writes reports records what an agency agreed to have in them.",
        ),
        "view_access": _row(
            _OVERSEERS | {Role.AUDITOR: Relation.OVERSIGHT},
            "ACC-11",
            "Access policy of the product",
            "Managers of the lead agency, the co-ordinator and an auditor may see who has read a case.",
        ),
    }
)


READ_ONLY_ROLES = frozenset({Role.SMB_MEMBER, Role.LAY_ADVISER, Role.AUDITOR, Role.PARTNER_SYSTEM})
"""Rule ACC-12: these roles never change a case."""

NO_CASE_ROLES = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.AGENCY_ADMINISTRATOR, Role.SMB_MEMBER})
"""Rule ACC-12: somebody who holds nothing but these roles never sees a case, not even one they were named on."""
