"""The person and everything that hangs on them. Managers give `visible_to(viewer)`, the only way out of this app."""

from offenders.models.access import (
    AccessDenial,
    AccessGrant,
    Assignment,
    CaseUserObjectPermission,
    Involvement,
    ReceivingArea,
)
from offenders.models.case import Address, Alias, Case, CaseName
from offenders.models.handing_over import HandingOver
from offenders.models.people import ProtectedPerson
from offenders.models.policy import PolicyAmendment
from offenders.models.quashing import Quashing, QuashingMistake
from offenders.models.reference import GravityFactor, GravityOffence, NotificationPeriod, SpecifiedOffence
from offenders.models.representations import Representation
from offenders.models.requests import AccessNotice, AccessRequest, AccessRequestStep
from offenders.models.restriction import DenialEnd, EmergencyReview, Restriction
from offenders.models.sentence import PASSED_ON, Activation, CustodyPeriod, Offence, Order

__all__ = [
    "PASSED_ON",
    "AccessDenial",
    "AccessGrant",
    "AccessNotice",
    "AccessRequest",
    "AccessRequestStep",
    "Activation",
    "Address",
    "Alias",
    "Assignment",
    "Case",
    "CaseName",
    "CaseUserObjectPermission",
    "CustodyPeriod",
    "DenialEnd",
    "EmergencyReview",
    "GravityFactor",
    "GravityOffence",
    "HandingOver",
    "Involvement",
    "NotificationPeriod",
    "Offence",
    "Order",
    "PolicyAmendment",
    "ProtectedPerson",
    "Quashing",
    "QuashingMistake",
    "ReceivingArea",
    "Representation",
    "Restriction",
    "SpecifiedOffence",
]
