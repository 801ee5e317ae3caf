"""Suspended sentences that were activated, for pages. Each read takes the viewer."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from offenders.access import Viewer
from offenders.models import Activation, Case, CustodyPeriod, Offence
from offenders.rules.activation import Served


def standing(*, viewer: Viewer, case_id: UUID, pk: UUID) -> Activation:
    """One activation of a case that stands; Http404 when it is not visible, or was recorded in error."""
    rows = _of(viewer, case_id).filter(withdrawn=False, superseded_by__isnull=True, offence__wrong_entry=False)
    return get_object_or_404(rows.select_related("offence", "case"), pk=pk)


def taken_back(*, viewer: Viewer, case_id: UUID, offences: Iterable[Offence]) -> Mapping[UUID, list[Activation]]:
    """What says that an activation was recorded in error, by offence, newest first; one query if any was suspended."""
    if not any(row.disposal == Offence.Disposal.SUSPENDED for row in offences):
        return {}
    found: dict[UUID, list[Activation]] = {}
    for row in _of(viewer, case_id).filter(withdrawn=True).select_related("supersedes"):
        found.setdefault(row.offence_id, []).append(row)
    return found


def served(viewer: Viewer, case: Case, offences: Iterable[Offence]) -> list[Served]:
    """What is known of the time served for those of these offences whose sentence was activated; one query if any."""
    rows = [(row, row.activation) for row in offences if row.activation is not None]
    if not rows:
        return []
    periods = CustodyPeriod.objects.visible_to(viewer).filter(case=case)
    inside = list(periods.exclude(place=CustodyPeriod.Place.HOSPITAL).values_list("starts_on", "released_on"))
    return [
        Served(
            title=row.title,
            on=made.decided_on,
            end_known=row.licence_ends_on is not None or row.sentence_ends_on is not None,
            in_custody_since=any(
                begun >= made.decided_on or until is None or until > made.decided_on for begun, until in inside
            ),
        )
        for row, made in rows
    ]


def _of(viewer: Viewer, case_id: UUID) -> QuerySet[Activation]:
    return Activation.objects.visible_to(viewer).filter(case_id=case_id)
