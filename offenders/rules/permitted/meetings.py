"""Meetings and their minutes, disclosure, and what agencies give: who may do what."""

from collections.abc import Mapping

from offenders.rules.permitted.words import (
    CASE_WORKERS,
    CHAIR,
    COORDINATOR,
    INVOLVED_WORKERS,
    UNIT,
    Permission,
    Relation,
    Role,
    row,
)

ROWS: Mapping[str, Permission] = {
    "schedule_meeting": row(
        UNIT | CHAIR,
        "ACC-07",
        "MAPPA Guidance 13a.37",
        "The Co-ordination Unit arranges meetings; moving or cancelling one needs the chair.",
    ),
    "chair_meeting": row(
        CHAIR,
        "ACC-07",
        "MAPPA Guidance 13a.2",
        "The appointed chair, from police or probation, chairs the meeting.",
    ),
    "record_meeting": row(
        CHAIR | UNIT,
        "ACC-07",
        "MAPPA Guidance 13a.33",
        "The chair, or the Unit's minute-taker, records the meeting.",
    ),
    "approve_minutes": row(
        CHAIR,
        "ACC-08",
        "MAPPA Guidance 13b.3 and 13b.6",
        "Only the chair approves minutes and amendments to them.",
    ),
    "release_summary": row(
        CHAIR,
        "ACC-08",
        "MAPPA Guidance 13b.32",
        "The chair has the final say on an executive summary.",
    ),
    "review_leaks": row(
        CHAIR | UNIT,
        "EXS-10",
        "MAPPA Guidance 13b.31 and 13b.32",
        "The chair, or the Unit, decides what of a summary's leak check may stand, never of their own words.",
    ),
    "confirm_minutes": row(
        dict.fromkeys((*CASE_WORKERS, *UNIT, Role.CHAIR, Role.SPOC, Role.VLO), Relation.AREA),
        "MIN-06",
        "MAPPA Guidance 13b.4",
        "Whoever received minutes confirms it themselves, whatever their agency.",
    ),
    "comment_on_summary": row(
        INVOLVED_WORKERS | {Role.SPOC: Relation.AREA} | UNIT | CHAIR,
        "EXS-11",
        "MAPPA Guidance 13b.32",
        "Those who attended, reported or contributed comment on a draft summary; the Unit may record it for them.",
    ),
    "decide_disclosure": row(
        CASE_WORKERS | CHAIR,
        "ACC-09",
        "MAPPA Guidance 7.30 and 10.7",
        "The lead agency decides at Level 1; at Level 2 and 3 the meeting does.",
    ),
    "add_information": row(
        INVOLVED_WORKERS | {Role.SPOC: Relation.AREA} | COORDINATOR,
        "INF-01",
        "MAPPA Guidance 9.4",
        "Agencies that work with the person, and the Co-ordinator, record what agencies give.",
    ),
    "decide_information": row(
        INVOLVED_WORKERS | {Role.SPOC: Relation.AREA} | COORDINATOR,
        "INF-03",
        "MAPPA Guidance 9.2 and 10.7",
        "The agency that owns an item decides about it: its managers, or who recorded it.",
    ),
    "return_information": row(
        INVOLVED_WORKERS | {Role.SPOC: Relation.AREA} | COORDINATOR,
        "MTG-62",
        "MAPPA Guidance 9.2 and 13a.29",
        "Invited agencies return what they know before a meeting; the Co-ordinator may record it for them.",
    ),
}
