"""Audit events about victims and people at risk, as far as somebody may meet them: an event tells that there is one."""

from uuid import UUID

from django.db.models import Q

from offenders.access import NOTHING, Viewer, can_see_victims

SUBJECTS = ("protectedperson", "representation", "roshgroupperson")
ROOMS = ("protected_person.", "case_victims.", "case_victims_form.", "case_release.")
"""How verbs begin that write and read them."""

CHANGES = frozenset({"people_at_risk"})
"""What events about something else say of them."""


def hidden_events(viewer: Viewer, case_id: UUID) -> Q:
    """Events about victims and people at risk of the case, for a viewer who may not see them (ACC-27). One query."""
    if can_see_victims(viewer, case_id):
        return NOTHING
    found = Q(subject_type__in=SUBJECTS)
    for room in ROOMS:
        found |= Q(verb__startswith=room)
    return found
