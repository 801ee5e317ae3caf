"""What the timeline of a case tells about the person's copies of the plan."""

from django.urls import reverse

from minutes import selectors_person as selectors
from offenders.access import Viewer
from offenders.models import Case
from ui.components import Event


def events(viewer: Viewer, case: Case) -> list[Event]:
    """Each copy that the person was given: one query."""
    href = reverse("plan_copies", args=[case.pk])
    return [
        Event(
            f"The person was given copy {row.number} of the plan",
            row.given.given_on,
            row.given.recorded_as,
            row.given.how,
            rule="RMP-14",
            href=href,
            recorded=row.given.recorded_at,
        )
        for row in selectors.plan_copies(viewer=viewer, case_id=case.pk)
        if selectors.was_given(row)
    ]
