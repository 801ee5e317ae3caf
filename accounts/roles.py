"""The roles people hold. What each may see: offenders/access.py; may do: offenders/rules/permissions.py."""

from django.db import models


class Scope(models.TextChoices):
    """What an auditor's engagement may cover beyond the cases of its area (ACC-45, INF-13).

    Restricted information is not among them: it is open to people named one by one.
    """

    VICTIMS = "victims", "Victims and people at risk"
    INTELLIGENCE = "intelligence", "Police intelligence"
    THIRD_PARTY = "third_party", "Third-party information"
    LEGAL = "legal", "Legal advice"


class Role(models.TextChoices):
    """A role, held in one area from one day to another."""

    PRACTITIONER = "practitioner", "Practitioner"
    MANAGER = "manager", "Manager or countersigner"
    COORDINATOR = "coordinator", "MAPPA Co-ordinator"
    ADMINISTRATOR = "administrator", "MAPPA administrator or minute-taker"
    CHAIR = "chair", "Meeting chair"
    SPOC = "spoc", "Agency single point of contact"
    YJS_CASE_MANAGER = "yjs_case_manager", "YJS case manager"
    YJS_MANAGER = "yjs_manager", "YJS manager"
    VLO = "vlo", "Victim liaison officer"
    SMB_MEMBER = "smb_member", "Strategic Management Board member"
    LAY_ADVISER = "lay_adviser", "Lay adviser"
    AUDITOR = "auditor", "Auditor"
    AGENCY_ADMINISTRATOR = "agency_administrator", "Agency administrator"
    SYSTEM_ADMINISTRATOR = "system_administrator", "System administrator"
    PARTNER_SYSTEM = "partner_system", "Partner system"
