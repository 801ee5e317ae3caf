"""What the timeline of a case tells about custody, and what whoever keeps victims informed is told."""

from uuid import UUID

from custody import selectors
from custody.models import CustodyEvent
from custody.rules.kinds import Kind
from offenders.access import Viewer
from offenders.models import Case
from ui.components import Event
from ui.words import day

TOLD_BY_THE_TIME = frozenset({Kind.RECEIVED, Kind.RELEASED})


def events(viewer: Viewer, case: Case) -> list[Event]:
    """Each event that stands, on its own day, and each report of the prison.

    A reception or release that made a time in custody is told by that time.
    """
    told = [
        Event(row.get_kind_display(), row.day, by=row.recorded_as, text=_text(row, row.place), recorded=row.recorded_at)
        for row in selectors.standing_events(viewer=viewer, case_id=case.pk)
        if row.period_key is None or row.kind not in TOLD_BY_THE_TIME
    ]
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
    """Release, recall and escape for who sees the case's victims (ACC-62): neither the place nor who recorded it.

    The agency of whoever recorded it may be the prison that holds the person.
    """
    rows = selectors.told_to_victims(viewer=viewer, case_id=case_id)
    return [Event(row.get_kind_display(), row.day, text=_text(row), recorded=row.recorded_at) for row in rows]


def _text(row: CustodyEvent, *more: str) -> str | None:
    said = [row.choice_words, f"until {day(row.until)}" if row.until else "", *more]
    return ", ".join(part for part in said if part) or None
