"""The person and everything that hangs on them. Managers give `visible_to(viewer)`, the only way out of this app."""

from offenders.models.access import (
    AccessDenial,
    AccessGrant,
    Assignment,
    CaseUserObjectPermission,
    Involvement,
)
from offenders.models.case import Address, Alias, Case, CaseName
from offenders.models.people import ProtectedPerson
from offenders.models.policy import PolicyAmendment
from offenders.models.reference import GravityFactor, GravityOffence, NotificationPeriod, SpecifiedOffence
from offenders.models.sentence import CustodyPeriod, Offence, Order

__all__ = [
    "AccessDenial",
    "AccessGrant",
    "Address",
    "Alias",
    "Assignment",
    "Case",
    "CaseName",
    "CaseUserObjectPermission",
    "CustodyPeriod",
    "GravityFactor",
    "GravityOffence",
    "Involvement",
    "NotificationPeriod",
    "Offence",
    "Order",
    "PolicyAmendment",
    "ProtectedPerson",
    "SpecifiedOffence",
]
