"""What the timeline of a case tells of notification and home visits."""

from notification import selectors
from offenders.access import Viewer
from offenders.models import Case
from ui.components import Event


def events(viewer: Viewer, case: Case) -> list[Event]:
    """Each entry of the notification record."""
    return [
        Event(
            f"{row.get_kind_display()}{f': {row.get_changed_display().lower()}' if row.changed else ''}",
            row.on,
            f"{row.recorded_by.full_name} ({row.recorded_as})",
            row.note or None,
            rule="NOT-15",
            recorded=row.recorded_at,
        )
        for row in selectors.entries(viewer=viewer, case_id=case.pk)
    ]
