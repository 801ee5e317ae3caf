"""What the timeline of a case tells about custody, and what whoever keeps victims informed is told."""

from uuid import UUID

from custody import selectors
from custody.models import CustodyEvent
from offenders.access import Viewer
from offenders.models import Case
from ui.components import Event
from ui.words import day


def events(viewer: Viewer, case: Case) -> list[Event]:
    """Each event that stands, on its own day, and each report of the prison."""
    told = [_event(row, row.place or None) for row in selectors.standing_events(viewer=viewer, case_id=case.pk)]
    told += [
        Event(
            "Report of the prison for a meeting (MAPPA F)",
            row.countersigned_on,
            by=row.recorded_as,
            text=f"For the meeting of {day(row.meeting_on)}",
            rule="CUS-03",
            recorded=row.recorded_at,
        )
        for row in selectors.reports(viewer=viewer, case_id=case.pk)
    ]
    return told


def told_to_victims(viewer: Viewer, case_id: UUID) -> list[Event]:
    """Release, recall and escape without the place, for who sees the case's victims (ACC-62)."""
    return [_event(row, None) for row in selectors.told_to_victims(viewer=viewer, case_id=case_id)]


def _event(row: CustodyEvent, place: str | None) -> Event:
    said = [row.choice_words, f"until {day(row.until)}" if row.until else "", place or ""]
    text = ", ".join(part for part in said if part)
    return Event(row.get_kind_display(), row.day, by=row.recorded_as, text=text or None, recorded=row.recorded_at)
