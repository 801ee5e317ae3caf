"""Areas, agencies, teams, accounts and the roles they hold; how agencies let their people in."""

from accounts.models.agency_rules import AgencyDomain, OutsideInvitation, ProviderBinding, SignInDecision
from accounts.models.people import (
    AccountInvitation,
    Agency,
    AgencyMove,
    AgencyType,
    Area,
    PartnerSystem,
    RoleHolding,
    StaffUse,
    Team,
    TeamMembership,
    TermsAcceptance,
    User,
)

__all__ = [
    "AccountInvitation",
    "Agency",
    "AgencyDomain",
    "AgencyMove",
    "AgencyType",
    "Area",
    "OutsideInvitation",
    "PartnerSystem",
    "ProviderBinding",
    "RoleHolding",
    "SignInDecision",
    "StaffUse",
    "Team",
    "TeamMembership",
    "TermsAcceptance",
    "User",
]
