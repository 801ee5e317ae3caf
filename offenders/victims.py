"""Reads about victims beyond who they are: the victim contact scheme, and what they ask for. Each takes the viewer."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from offenders.access import Detail, Viewer, can_see_victims
from offenders.facts import offence_facts
from offenders.models import Offence, Representation
from offenders.rules.victim_contact import Contact, contact


def victim_contact(*, viewer: Viewer, case_id: UUID) -> Contact:
    """What the rule finds of the victim contact scheme for the victims of the index offences, or of all where none is
    marked (VIC-01); Http404 for who does not see victims.

    The grounds name offences: a page prints them only to who sees the whole case.
    """
    _must_see(viewer, case_id)
    rows = (
        Offence.objects.visible_to(viewer, Detail.SUMMARY)
        .filter(case_id=case_id)
        .select_related("specified", "activation")
    )
    every = list(rows)
    index = [row for row in every if row.is_index]
    return contact(offence_facts(row) for row in index or every)


def representations(*, viewer: Viewer, case_id: UUID) -> QuerySet[Representation]:
    """What victims asked for, newest first; Http404 for who does not see victims (ACC-27)."""
    _must_see(viewer, case_id)
    return Representation.objects.visible_to(viewer).filter(case_id=case_id).select_related("person")


def representation(*, viewer: Viewer, case_id: UUID, pk: UUID) -> Representation:
    """One of them; Http404 when it is not visible."""
    rows = representations(viewer=viewer, case_id=case_id).select_related("case", "person")
    return get_object_or_404(rows, pk=pk)


def _must_see(viewer: Viewer, case_id: UUID) -> None:
    if not can_see_victims(viewer, case_id):
        raise Http404
