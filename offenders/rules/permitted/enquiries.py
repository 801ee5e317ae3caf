"""Serious cases, requests for minutes, reports, and referrals that concern no case yet: who may do what."""

from collections.abc import Mapping

from offenders.rules.permitted.words import (
    CASE_WORKERS,
    CHAIR,
    INVOLVED_WORKERS,
    OVERSEERS,
    UNIT,
    UNIT_IN_FULL,
    Permission,
    Relation,
    Role,
    row,
)

ROWS: Mapping[str, Permission] = {
    "view_review": row(
        OVERSEERS | {Role.AUDITOR: Relation.OVERSIGHT},
        "SCR-17",
        "MAPPA Guidance 20.14, 20.18 and 20.21; access policy of the product",
        "Managers of the lead agency, the Co-ordinator and an auditor see what concerns a serious case review.",
    ),
    "record_review": row(
        {Role.COORDINATOR: Relation.OVERSIGHT},
        "SCR-18",
        "MAPPA Guidance 20.7 and 20.14; access policy of the product",
        "The Co-ordinator records what the Board's Chair and the lead of a serious case review decide and do.",
    ),
    "record_critical": row(
        OVERSEERS,
        "CPC-06",
        "MAPPA Guidance 19.1; access policy of the product",
        "Managers of the lead agency, and the Co-ordinator, record what becomes of a critical case.",
    ),
    "record_enquiry": row(
        dict.fromkeys((*CASE_WORKERS, *UNIT, Role.CHAIR, Role.SPOC, Role.VLO), Relation.ANY),
        "ENQ-01",
        "MAPPA Guidance 13b.13",
        "Whichever agency receives a request for minutes records it for the Co-ordinator.",
    ),
    "view_enquiry": row(
        UNIT_IN_FULL | CHAIR | {Role.AUDITOR: Relation.OVERSIGHT},
        "ENQ-24",
        "MAPPA Guidance 13b.13 and 13b.24; access policy of the product",
        "The Unit, the chair of the most recent meeting and an auditor see requests for minutes.",
    ),
    "handle_enquiry": row(
        UNIT_IN_FULL | CHAIR,
        "ENQ-24",
        "MAPPA Guidance 13b.13 and 13b.24",
        "The Unit, and the chair of the most recent meeting, deal with requests for minutes.",
    ),
    "view_loose_enquiry": row(
        dict.fromkeys((*UNIT, Role.AUDITOR), Relation.ANY),
        "ENQ-24",
        "MAPPA Guidance 13b.13; access policy of the product",
        "The Unit, and an auditor, see requests of their area that concern no case.",
    ),
    "handle_loose_enquiry": row(
        dict.fromkeys(UNIT, Relation.ANY),
        "ENQ-24",
        "MAPPA Guidance 13b.13",
        "The Unit deals with requests of its area that concern no case.",
    ),
    "send_referral": row(
        dict.fromkeys((*CASE_WORKERS, *UNIT, Role.CHAIR, Role.SPOC, Role.VLO), Relation.ANY),
        "REF-19",
        "MAPPA Guidance 6.22 and 7.16",
        "Any agency that deals with somebody refers them to the Unit, whether it sees their case or not.",
    ),
    "view_sent_referral": row(
        dict.fromkeys((*UNIT, Role.AUDITOR), Relation.ANY),
        "REF-20",
        "MAPPA Guidance 6.22; access policy of the product",
        "The Unit, and an auditor, see referrals sent to their area that are not on a case yet.",
    ),
    "take_referral": row(
        {Role.COORDINATOR: Relation.ANY},
        "REF-21",
        "MAPPA Guidance 6.22 and 7.19",
        "The Co-ordinator takes a referral that was sent on, or refuses it with reasons.",
    ),
    "decide_reply": row(
        CHAIR,
        "ENQ-15",
        "MAPPA Guidance 13b.25",
        "The chair of the most recent meeting decides what is given of its minutes, and clears reports.",
    ),
    "record_report": row(
        INVOLVED_WORKERS | UNIT_IN_FULL | CHAIR,
        "ENQ-19",
        "MAPPA Guidance 13b.33",
        "Who writes reports records what an agency agreed to have in them.",
    ),
}
