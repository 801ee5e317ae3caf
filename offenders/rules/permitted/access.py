"""Who takes part, access in an emergency, and deadlines: who may do what."""

from collections.abc import Mapping

from offenders.rules.permitted.words import (
    CASE_WORKERS,
    OVERSEERS,
    UNIT,
    Permission,
    Relation,
    Role,
    row,
)

ROWS: Mapping[str, Permission] = {
    "manage_access": row(
        OVERSEERS,
        "ACC-11",
        "Access policy of the product",
        "Managers of the lead agency and the co-ordinator decide who takes part in a case.",
    ),
    "name_successor": row(
        dict.fromkeys((Role.MANAGER, Role.YJS_MANAGER, Role.COORDINATOR), Relation.ANY),
        "ACC-37",
        "Access policy of the product",
        "The Co-ordinator, or a manager of the lead agency, names who decides about a case left to nobody.",
    ),
    "ask_to_be_involved": row(
        dict.fromkeys((*CASE_WORKERS, *UNIT, Role.CHAIR, Role.SPOC, Role.VLO), Relation.ANY),
        "ACC-31",
        "Access policy of the product",
        "Whoever takes part in cases may ask to be involved in one.",
    ),
    "use_emergency_access": row(
        dict.fromkeys((*CASE_WORKERS, *UNIT), Relation.ANY),
        "ACC-33",
        "Access policy of the product",
        "Practitioners, managers and the Unit may open a case in an emergency.",
    ),
    "review_emergency_access": row(
        OVERSEERS,
        "ACC-34",
        "Access policy of the product",
        "Managers of the lead agency and the co-ordinator review emergency access, never their own.",
    ),
    "decide_deadline": row(
        OVERSEERS,
        "DUE-01",
        "Deadline policy of the product",
        "Managers of the lead agency and the Co-ordinator decide on deadlines; more time needs two of them.",
    ),
    "view_access": row(
        OVERSEERS | {Role.AUDITOR: Relation.OVERSIGHT},
        "ACC-11",
        "Access policy of the product",
        "Managers of the lead agency, the co-ordinator and an auditor may see who has read a case.",
    ),
}
