"""What the timeline of a case tells about disclosure."""

from disclosure import selectors
from offenders.access import Viewer
from offenders.models import Case
from ui.components import Event


def events(viewer: Viewer, case: Case) -> list[Event]:
    """Each time disclosure was considered or made. Whom somebody told stays on the disclosure page."""
    told = [
        Event(
            f"Disclosure considered: {'to disclose' if row.disclose else 'not to disclose'}",
            row.decided_on,
            by=row.decided_as,
            text=row.reason,
            rule="DIS-04",
            recorded=row.recorded_at,
        )
        for row in selectors.decisions(viewer=viewer, case_id=case.pk)
    ]
    told += [
        Event("Disclosure made", row.made_on, recorded=row.recorded_at)
        for row in selectors.disclosures_made(viewer=viewer, case_id=case.pk)
    ]
    return told
