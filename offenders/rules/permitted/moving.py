"""Custody, handing over, transfers, and children: who may do what."""

from collections.abc import Mapping

from offenders.rules.permitted.words import (
    INVOLVED_WORKERS,
    OVERSEERS,
    UNIT,
    Permission,
    Relation,
    Role,
    row,
)

ROWS: Mapping[str, Permission] = {
    "record_custody": row(
        INVOLVED_WORKERS | UNIT,
        "CUS-21",
        "MAPPA Guidance 2.5 and 15.7",
        "Prison, probation, other agencies that work with the person, and the Unit record custody and release.",
    ),
    "hand_over": row(
        {Role.YJS_MANAGER: Relation.LEAD},
        "ACC-64",
        "MAPPA Guidance 23; access policy of the product",
        "A manager of the youth justice service that leads a case hands it over to probation.",
    ),
    "request_transfer": row(
        OVERSEERS,
        "TRF-03",
        "MAPPA Guidance 17.1 and 17.4 to 17.6; Hampshire protocol 2008, Transfers",
        "Managers of the lead agency and the Co-ordinator ask another area to take a case over.",
    ),
    "answer_transfer": row(
        {Role.COORDINATOR: Relation.RECEIVING},
        "TRF-12",
        "MAPPA Guidance 17.3 to 17.6",
        "The Co-ordinator of the area that is to take a case over accepts it, or says why not.",
    ),
    "assess_child": row(
        {Role.YJS_CASE_MANAGER: Relation.INVOLVED, Role.YJS_MANAGER: Relation.INVOLVED},
        "ACC-05",
        "MAPPA Guidance 23.4",
        "The youth justice service assesses the child.",
    ),
    "countersign": row(
        {Role.MANAGER: Relation.INVOLVED, Role.YJS_MANAGER: Relation.INVOLVED},
        "ACC-10",
        "Enfield YJS Risk Management Guidance 8.3",
        "A manager of the same agency countersigns, never their own work.",
    ),
}
