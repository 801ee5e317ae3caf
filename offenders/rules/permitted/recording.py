"""The record of a person, referrals and set forms: who may do what."""

from collections.abc import Mapping

from offenders.rules.permitted.words import (
    CASE_WORKERS,
    COORDINATOR,
    INVOLVED_WORKERS,
    UNIT,
    Permission,
    Relation,
    Role,
    row,
)

ROWS: Mapping[str, Permission] = {
    "record_case": row(
        INVOLVED_WORKERS | UNIT,
        "ACC-04",
        "MAPPA Guidance 2.5 and 6.31",
        "Agencies that work with the person, and the Co-ordination Unit, keep the record.",
    ),
    "involve_agency": row(
        CASE_WORKERS | UNIT,
        "ACC-67",
        "MAPPA Guidance 2.5 and 9.10; access policy of the product",
        "The lead agency, and the Co-ordination Unit, decide which agencies take part.",
    ),
    "record_notification": row(
        {Role.PRACTITIONER: Relation.INVOLVED, Role.MANAGER: Relation.INVOLVED} | UNIT,
        "NOT-15",
        "Sexual Offences Act 2003 sections 83 to 87",
        "The police record what somebody who must notify did, and visits to their home.",
    ),
    "record_visor": row(
        {Role.PRACTITIONER: Relation.INVOLVED, Role.MANAGER: Relation.INVOLVED} | UNIT,
        "VIS-11",
        "MAPPA Guidance chapter 8",
        "Police, probation and prison staff who work with the person, and the Unit, record what is on ViSOR.",
    ),
    "record_victims": row(
        CASE_WORKERS | {Role.VLO: Relation.ASSIGNED},
        "ACC-04",
        "MAPPA Guidance 13a.12",
        "The lead agency, or the victim liaison officer assigned to the case, records victims.",
    ),
    "assess_rosh": row(
        CASE_WORKERS,
        "ACC-05",
        "MAPPA Guidance 11.15 and 7.27",
        "The lead agency records the risk of serious harm.",
    ),
    "plan_risk": row(
        CASE_WORKERS,
        "ACC-05",
        "MAPPA Guidance 12.7",
        "The lead agency keeps the one risk management plan.",
    ),
    "refer": row(
        INVOLVED_WORKERS | {Role.SPOC: Relation.PART},
        "ACC-06",
        "MAPPA Guidance 7.16 and 6.22",
        "The lead agency refers; another agency may, after it has spoken to the lead agency.",
    ),
    "decide_referral": row(
        COORDINATOR,
        "REF-11",
        "MAPPA Guidance 7.16, 7.19 and 6.22",
        "The Co-ordination Unit decides on referrals to Level 2 or 3 and to Category 3.",
    ),
    "write_form": row(
        INVOLVED_WORKERS | UNIT,
        "FRM-01",
        "MAPPA Guidance 6.37, 14.22, 15.19, 21.16, 21.23 and 26.57",
        "Agencies that work with the person, and the Unit, draw up and send the forms that are their duty.",
    ),
    "answer_form": row(
        UNIT,
        "FRM-14",
        "MAPPA Guidance 20.14 and 26.57",
        "The Co-ordination Unit answers notifications, and passes on a serious further offence.",
    ),
}
