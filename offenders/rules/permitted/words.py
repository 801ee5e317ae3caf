"""What a row of the permission table is made of: roles, how each stands to the case, and the groups that recur."""

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


CASE_WORKERS = {
    Role.PRACTITIONER: Relation.LEAD,
    Role.MANAGER: Relation.LEAD,
    Role.YJS_CASE_MANAGER: Relation.LEAD,
    Role.YJS_MANAGER: Relation.LEAD,
}
INVOLVED_WORKERS = dict.fromkeys(CASE_WORKERS, Relation.INVOLVED)
UNIT = {Role.COORDINATOR: Relation.AREA, Role.ADMINISTRATOR: Relation.AREA}
COORDINATOR = {Role.COORDINATOR: Relation.AREA}
LEAD_MANAGERS = {Role.MANAGER: Relation.LEAD, Role.YJS_MANAGER: Relation.LEAD}
OVERSEERS = LEAD_MANAGERS | {Role.COORDINATOR: Relation.OVERSIGHT}
CHAIR = {Role.CHAIR: Relation.MEETING}
UNIT_IN_FULL = dict.fromkeys(UNIT, Relation.OVERSIGHT)


def row(relations: Mapping[Role, Relation], rule: str, source: str, sentence: str) -> Permission:
    """A row: which roles, each by which relation, by which rule, from where, and the sentence for the user."""
    return Permission(MappingProxyType(dict(relations)), rule, source, sentence)
