"""Screening, category, level and lead: who may do what."""

from collections.abc import Mapping

from offenders.rules.permitted.words import (
    CASE_WORKERS,
    CHAIR,
    COORDINATOR,
    INVOLVED_WORKERS,
    LEAD_MANAGERS,
    OVERSEERS,
    UNIT,
    Permission,
    Relation,
    Role,
    row,
)

ROWS: Mapping[str, Permission] = {
    "screen_case": row(
        CASE_WORKERS,
        "ACC-01",
        "MAPPA Guidance 7.6 and 7.8",
        "The lead agency screens its cases and proposes the level.",
    ),
    "dispute_level": row(
        INVOLVED_WORKERS | COORDINATOR,
        "LVL-33",
        "MAPPA Guidance 7.8 and 7.20",
        "Agencies that work with the person, and the Co-ordinator, may dispute a level.",
    ),
    "settle_dispute": row(
        OVERSEERS,
        "LVL-35",
        "MAPPA Guidance 7.8 and 7.20",
        "Managers of the lead agency, and the Co-ordinator, settle a dispute, never their own.",
    ),
    "approve_lowering": row(
        OVERSEERS,
        "LVL-18",
        "MAPPA Guidance 7.25; access policy of the product",
        "Managers of the lead agency, and the Co-ordinator, give the second approval of a lower level.",
    ),
    "change_lead": row(
        OVERSEERS,
        "LIFE-09",
        "MAPPA Guidance 2.3; access policy of the product",
        "Managers of the lead agency, and the Co-ordinator, decide that another agency leads.",
    ),
    "review_retention": row(
        UNIT,
        "LIFE-10",
        "MAPPA Guidance chapter 6; access policy of the product",
        "The Co-ordination Unit reviews how long a record is kept.",
    ),
    "ask_agency": row(
        CASE_WORKERS | UNIT,
        "LVL-31",
        "MAPPA Guidance 7.8 and 9.4",
        "The lead agency, and the Co-ordination Unit, ask agencies and the prison for information.",
    ),
    "decide_level_1": row(
        CASE_WORKERS,
        "ACC-01",
        "MAPPA Guidance 7.6 and 7.10",
        "The lead agency sets Level 1.",
    ),
    "check_level_1": row(
        LEAD_MANAGERS | {Role.COORDINATOR: Relation.OVERSIGHT},
        "LVL-29",
        "MAPPA Guidance 4 and 7.27",
        "Managers of the lead agency, and the Co-ordinator, check the sample of its cases at Level 1.",
    ),
    "decide_level": row(
        CHAIR | COORDINATOR,
        "ACC-02",
        "MAPPA Guidance 7.16, 7.19 and 13a.38",
        "Level 2 and 3 are decided by the Co-ordination Unit on a referral, and by the chair at a meeting.",
    ),
    "decide_category": row(
        CASE_WORKERS | UNIT,
        "ACC-03",
        "MAPPA Guidance 6.30 to 6.31",
        "The agency that manages the case, or the Co-ordination Unit, records the category.",
    ),
    "decide_category_3": row(
        COORDINATOR,
        "CAT-29",
        "MAPPA Guidance 6.22",
        "Only the Co-ordination Unit decides that a person is in Category 3.",
    ),
    "decide_category_4_discretionary": row(
        COORDINATOR,
        "CAT-29",
        "MAPPA Guidance 6.28",
        "Counter-Terrorism Police and the National Security Division identify the case; the Unit records it.",
    ),
}
