"""What this app shows on the first page of a case: the latest meetings, to everybody who sees their papers."""

from meetings import selectors
from offenders import overview
from offenders.access import Detail, Viewer
from offenders.models import Case


def latest_meetings(viewer: Viewer, case: Case) -> overview.Panel | None:
    """The meeting to come and those before it; nothing while there is none whose papers are open to the viewer."""
    rows = selectors.latest_meetings(viewer=viewer, case_id=case.pk)
    if not rows:
        return None
    shown = [(row, *selectors.state_words(row)) for row in rows]
    return overview.Panel("Meetings", "meetings/_overview.html", {"rows": shown})


def register_all() -> None:
    """Register the panel."""
    overview.register("meetings", latest_meetings, order=30, at_least=Detail.PACK)
