"""Reads about convictions that a court quashed. Each takes the viewer."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from offenders import selectors
from offenders.access import Viewer
from offenders.models import Offence, Quashing


def happened(*, viewer: Viewer, case_id: UUID) -> QuerySet[Offence]:
    """Offences that count today and those quashed since, newest first; `quashed_on` tells them apart (CAT-35)."""
    return Offence.happened.visible_to(viewer).filter(case_id=case_id).select_related("specified", "activation")


def recorded_offence(*, viewer: Viewer, case_id: UUID, pk: UUID) -> Offence:
    """One offence of a case, whether it counts or not; Http404 when it is not visible."""
    rows = selectors.recorded_offences(viewer=viewer, case_id=case_id).select_related("case")
    return get_object_or_404(rows, pk=pk)


def standing(*, viewer: Viewer, case_id: UUID) -> dict[UUID, Quashing]:
    """The quashing of each offence, by the offence, without those recorded in error."""
    rows = Quashing.objects.visible_to(viewer).filter(case_id=case_id, mistake__isnull=True)
    return {row.offence_id: row for row in rows}


def quashing(*, viewer: Viewer, case_id: UUID, pk: UUID) -> Quashing:
    """One quashing of a case, whether it stands or not; Http404 when it is not visible."""
    rows = Quashing.objects.visible_to(viewer).filter(case_id=case_id).select_related("case", "offence")
    return get_object_or_404(rows, pk=pk)
