"""What the database must hold to protect the record: these triggers and functions as they are, and nothing beside them.

The expected form is kept here, outside the database, so that whoever rules the database cannot change both.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from audit import stepping_aside

TABLES = ("audit_event", "audit_link", "audit_check")
UPDATE_OR_DELETE = 27  # pg_trigger.tgtype: before, for each row
TRUNCATE = 34  # before, for the statement
AFTER_INSERT = 5  # for each row
TRIGGERS = {
    "audit_event.append_link": ("audit_append_link", AFTER_INSERT),
    "audit_event.pgtrigger_append_only_00dfa": ("pgtrigger_append_only_00dfa", UPDATE_OR_DELETE),
    "audit_event.pgtrigger_refuse_truncate_1d5b7": ("pgtrigger_refuse_truncate_1d5b7", TRUNCATE),
    "audit_link.pgtrigger_append_only_a3e08": ("pgtrigger_append_only_a3e08", UPDATE_OR_DELETE),
    "audit_link.pgtrigger_refuse_truncate_49f32": ("pgtrigger_refuse_truncate_49f32", TRUNCATE),
    "audit_check.pgtrigger_append_only_5504a": ("pgtrigger_append_only_5504a", UPDATE_OR_DELETE),
    "audit_check.pgtrigger_refuse_truncate_beff4": ("pgtrigger_refuse_truncate_beff4", TRUNCATE),
}
"""Triggers -> the function that each calls, and when."""

REFUSES_CHANGES = "b1e5c2e1069f4cf0df34de501dba3b2ece04ae05be40780f0949fc68e09e0fbc"
REFUSES_TRUNCATE = "a64a611f6170ee25820caeb36050eaae724f31748ce93032c13244244ac32278"
FUNCTIONS = {
    "audit_hash": "782dda431d8faacf25bdf27dd366c8a91f6a1e7907a373d9c4bdae9ad355790f",
    "audit_append_link": "ed93b593e47b5f347ce66d94adae1d66b575a55b4b1d1a328c5e0fc3313828f7",
    stepping_aside.NAME: hashlib.sha256(stepping_aside.BODY.encode()).hexdigest(),
    "pgtrigger_append_only_00dfa": REFUSES_CHANGES,
    "pgtrigger_append_only_a3e08": REFUSES_CHANGES,
    "pgtrigger_append_only_5504a": REFUSES_CHANGES,
    "pgtrigger_refuse_truncate_1d5b7": REFUSES_TRUNCATE,
    "pgtrigger_refuse_truncate_49f32": REFUSES_TRUNCATE,
    "pgtrigger_refuse_truncate_beff4": REFUSES_TRUNCATE,
}
"""Every function that a trigger of the record calls -> SHA-256 of its body, as `migrate` installs it."""

FOUND_TRIGGERS = """
SELECT tgrelid::regclass::text || '.' || tgname, tgenabled IN ('O', 'A'), p.proname, tgtype,
       tgqual IS NULL AND tgattr::text = '' AND tgnargs = 0
FROM pg_trigger JOIN pg_proc p ON p.oid = tgfoid WHERE tgrelid = ANY(%s::regclass[]) ORDER BY 1
"""
FOUND_FUNCTIONS = """
SELECT proname, encode(sha256(convert_to(prosrc, 'UTF8')), 'hex') FROM pg_proc WHERE proname = ANY(%s)
"""
FOUND_BESIDE = """
SELECT format('rule %%s on %%s was added', rulename, ev_class::regclass) FROM pg_rewrite
WHERE ev_class = ANY(%s::regclass[])
UNION ALL
SELECT format('row security on %%s was switched on', oid::regclass) FROM pg_class
WHERE oid = ANY(%s::regclass[]) AND relrowsecurity
ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Found:
    """One trigger as the database holds it; `plain` says that it has no condition, columns or arguments."""

    name: str
    on: bool
    function: str
    kind: int
    plain: bool


def wrong() -> list[str]:
    """What is missing, switched off, changed or added, in words, the worst first. Three queries (AUD-02)."""
    tables = list(TABLES)
    with connection.cursor() as cursor:
        cursor.execute(FOUND_TRIGGERS, [tables])
        triggers = {row[0]: Found(*row) for row in cursor.fetchall()}
        cursor.execute(FOUND_FUNCTIONS, [list(FUNCTIONS)])
        bodies: dict[str, set[str]] = {}
        for name, body in cursor.fetchall():
            bodies.setdefault(name, set()).add(body)
        cursor.execute(FOUND_BESIDE, [tables, tables])
        beside = [row[0] for row in cursor.fetchall()]
    # A second function of the same name, in another schema, may be the one that is called.
    replaced = [f"function {name} was replaced" for name, body in FUNCTIONS.items() if bodies.get(name) != {body}]
    return [*_wrong_triggers(triggers), *replaced, *beside]


def _wrong_triggers(found: dict[str, Found]) -> Iterator[str]:
    for name, (function, kind) in sorted(TRIGGERS.items()):
        trigger = found.get(name)
        if trigger is None or not trigger.on:
            yield f"trigger {name} is missing or switched off"
        elif (trigger.function, trigger.kind, trigger.plain) != (function, kind, True):
            yield f"trigger {name} was changed"
    for name in sorted(found.keys() - TRIGGERS.keys()):
        yield f"trigger {name} was added"
