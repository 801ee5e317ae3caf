"""Audit events about items, as far as somebody may meet them: an event about an item tells that there is one."""

from uuid import UUID

from django.db.models import Q

from information.models import InformationItem
from information.selectors import ids_open_to
from offenders.access import Viewer

SUBJECT = InformationItem._meta.model_name or ""
VERBS = "information."


def hidden_events(viewer: Viewer, case_id: UUID) -> Q:
    """Events about items of the case that `viewer` may not see, and refusals that do not say which item (INF-14)."""
    about_others = Q(subject_type=SUBJECT) & ~Q(subject_id__in=ids_open_to(viewer=viewer, case_id=case_id))
    unnamed = Q(verb__startswith=VERBS, subject_type="")
    return about_others | (unnamed & ~Q(actor_id=viewer.pk if viewer else None))
