"""Reads of a person's circumstances for pages and other rooms. Each takes the viewer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from circumstances.models import MODELS, Circumstance
from circumstances.rules.kinds import Kind
from deadlines import selectors as deadlines
from deadlines.models import Deadline
from offenders.access import Viewer

RULES = ("CIR-02", "CIR-06", "CIR-16")
"""The rules by which something falls due."""


def records(*, viewer: Viewer, case_id: UUID, kind: Kind) -> QuerySet[Any]:
    """Every record of a kind on a case that the viewer may see, newest first: the first is how it stands."""
    rows = MODELS[kind]._default_manager.visible_to(viewer).filter(case_id=case_id)
    return rows.select_related("decided_by").order_by("-recorded_at")


def every_record(*, viewer: Viewer, case_id: UUID) -> dict[Kind, Sequence[Circumstance]]:
    """Every record that the viewer may see, by kind, newest first: one query for each kind."""
    return {kind: list(records(viewer=viewer, case_id=case_id, kind=kind)) for kind in MODELS}


def current(*, viewer: Viewer, case_id: UUID, kind: Kind) -> Circumstance | None:
    """How a fact stands; None where nothing is recorded."""
    return records(viewer=viewer, case_id=case_id, kind=kind).first()


def due(*, viewer: Viewer, case_id: UUID) -> QuerySet[Deadline]:
    """What is due by these rules, soonest first."""
    return deadlines.deadlines_of_case(viewer=viewer, case_id=case_id).filter(rule__in=RULES)
