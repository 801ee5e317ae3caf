"""Who may keep whose account, and which roles they may give where (PPL-01 to PPL-08). Pure: no database.

Standings are given as role -> areas. The roles are those of accounts.roles, by value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audit.refusals import Effect, Finding

AGENCY_ADMINISTRATOR = "agency_administrator"
COORDINATOR = "coordinator"
SYSTEM_ADMINISTRATOR = "system_administrator"
KEEPERS = (AGENCY_ADMINISTRATOR, COORDINATOR, SYSTEM_ADMINISTRATOR)

YOUTH = "youth_offending_team"
ANY_AGENCY: frozenset[str] = frozenset()
CHAIRING = frozenset({"police", "probation", "prison"})
VICTIM_CONTACT = frozenset({"probation", YOUTH})
EMPTY: frozenset[str] = frozenset()

Held = Mapping[str, frozenset[str]]
"""Role -> the areas in which it is held."""


@dataclass(frozen=True, slots=True)
class Remit:
    """One row of the table: who may give the role, and in which kinds of agency it exists (none named: in any)."""

    by: frozenset[str]
    kinds: frozenset[str] = ANY_AGENCY
    not_kinds: frozenset[str] = EMPTY
    needs_agency: bool | None = True  # None: with an agency or without; False: only without


_LINE = frozenset({AGENCY_ADMINISTRATOR, COORDINATOR})
_AREA = frozenset({COORDINATOR})
_SYSTEM = frozenset({SYSTEM_ADMINISTRATOR})

REMITS: Mapping[str, Remit] = {
    "practitioner": Remit(_LINE, not_kinds=frozenset({YOUTH})),
    "manager": Remit(_LINE, not_kinds=frozenset({YOUTH})),
    "yjs_case_manager": Remit(_LINE, kinds=frozenset({YOUTH})),
    "yjs_manager": Remit(_LINE, kinds=frozenset({YOUTH})),
    "spoc": Remit(_LINE),
    "vlo": Remit(_LINE, kinds=VICTIM_CONTACT),
    "administrator": Remit(_AREA),
    "chair": Remit(_AREA, kinds=CHAIRING),
    "smb_member": Remit(_AREA),
    "lay_adviser": Remit(_AREA, needs_agency=False),  # from the public, never of an agency
    "coordinator": Remit(_SYSTEM),
    "auditor": Remit(_SYSTEM, needs_agency=None),
    "agency_administrator": Remit(_SYSTEM),
}
"""Role -> who gives it (PPL-02). A role that is not here, system administrator or partner system, is given by nobody
on these pages."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody works: their agency, its kind and its area; all empty for somebody of no agency."""

    agency: str = ""
    kind: str = ""
    area: str = ""


def keeps(keeper: Held, own: Place, theirs: Place, their_areas: frozenset[str]) -> bool:
    """Whether somebody keeps the accounts of people at `theirs`, who hold roles in `their_areas` (PPL-01).

    An agency administrator keeps those of their own agency, a co-ordinator those of the area, a system administrator
    all of them.
    """
    if SYSTEM_ADMINISTRATOR in keeper:
        return True
    if theirs.agency and theirs.agency == own.agency and keeper.get(AGENCY_ADMINISTRATOR):
        return True
    areas = {theirs.area} if theirs.agency else their_areas
    return bool(areas & keeper.get(COORDINATOR, EMPTY))


def areas_to_give(keeper: Held, own: Place, theirs: Place, role: str) -> frozenset[str] | None:
    """The areas in which the keeper may give `role` to somebody at `theirs` (PPL-02); None means any area."""
    remit = REMITS.get(role)
    if remit is None or not _fits(remit, theirs):
        return EMPTY
    if SYSTEM_ADMINISTRATOR in remit.by and SYSTEM_ADMINISTRATOR in keeper:
        return None
    areas: frozenset[str] = EMPTY
    if COORDINATOR in remit.by:
        areas |= keeper.get(COORDINATOR, EMPTY)
    if AGENCY_ADMINISTRATOR in remit.by and theirs.agency and theirs.agency == own.agency:
        areas |= keeper.get(AGENCY_ADMINISTRATOR, EMPTY) & {theirs.area}
    return areas


def _fits(remit: Remit, place: Place) -> bool:
    if not place.agency:
        return not remit.needs_agency
    return (
        remit.needs_agency is not False
        and place.kind not in remit.not_kinds
        and (not remit.kinds or place.kind in remit.kinds)
    )


def may_give(keeper: Held, own: Place, theirs: Place, role: str, area: str) -> bool:
    """Whether the keeper may give `role` in `area` to somebody at `theirs` (PPL-02)."""
    areas = areas_to_give(keeper, own, theirs, role)
    return areas is None or area in areas


def giving(keeper: Held, own: Place, theirs: Place, role: str, area: str) -> list[Finding]:
    """What stands against giving this role (PPL-02)."""
    if may_give(keeper, own, theirs, role, area):
        return []
    message = "This role, at this agency and in this area, is not yours to give."
    return [Finding("PPL-02", Effect.REFUSE, message, "role", "Ask the Co-ordinator or a system administrator.")]


def ending(keeper: Held, own: Place, theirs: Place, role: str, area: str) -> list[Finding]:
    """What stands against ending this role: who could not give it does not take it away (PPL-02)."""
    if may_give(keeper, own, theirs, role, area):
        return []
    message = "This role, at this agency and in this area, is not yours to end."
    return [Finding("PPL-02", Effect.REFUSE, message, None, "Ask the Co-ordinator or a system administrator.")]


def not_oneself(same: bool) -> list[Finding]:
    """Nobody changes their own account's roles, place or state (PPL-03)."""
    if not same:
        return []
    message = "Nobody changes their own roles, place or account."
    return [Finding("PPL-03", Effect.REFUSE, message, None, "Ask another administrator.")]


def last_administrator(others: int) -> list[Finding]:
    """Warn before an agency is left without an administrator (PPL-04); `others` are those who remain."""
    if others:
        return []
    message = "This is the agency's last administrator: afterwards only the Co-ordinator can invite or remove people."
    return [Finding("PPL-04", Effect.WARN, message, None, "Appoint another administrator first.")]


def beyond_remit(roles: list[str]) -> list[Finding]:
    """Warn before somebody is removed who holds roles that others gave (PPL-05); `roles` in words."""
    if not roles:
        return []
    message = f"This person also holds what others gave them: {', '.join(roles)}. Tell the Co-ordinator."
    return [Finding("PPL-05", Effect.WARN, message, None, None)]


def enabling(roles: list[str]) -> list[Finding]:
    """Whoever switches an account on gives its roles anew, so they must be theirs to give (PPL-06)."""
    if not roles:
        return []
    message = f"The account holds roles that are not yours to give: {', '.join(roles)}."
    return [Finding("PPL-06", Effect.REFUSE, message, None, "Ask the Co-ordinator or a system administrator.")]


def scoping(roles: Iterable[str], scope: Iterable[str]) -> list[Finding]:
    """Only an auditor's engagement has a scope: nobody else comes to sensitive information by a role (PPL-02)."""
    if "auditor" in roles or not list(scope):
        return []
    message = "Only an auditor's engagement covers sensitive information."
    return [Finding("PPL-02", Effect.REFUSE, message, "scope", "Leave it empty for other roles.")]


def auditing(role: str, purpose: str, has_end: bool) -> list[Finding]:
    """An auditor's engagement has a purpose and an end (PPL-02)."""
    if role != "auditor" or (purpose and has_end):
        return []
    message = "An auditor needs a purpose and a last day."
    return [Finding("PPL-02", Effect.REQUIRE, message, "ends" if purpose else "purpose", None)]
