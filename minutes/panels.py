"""What this app shows on pages of lower floors: a recipient's copies on a case, and exceptions beside the minutes."""

from meetings.beside import BESIDE_MINUTES
from meetings.models import Meeting
from minutes import selectors
from offenders import overview
from offenders.access import Detail, Viewer
from offenders.models import Case


def own_copies(viewer: Viewer, case: Case) -> overview.Panel | None:
    """The viewer's own copies, those that wait for their word first; nothing where there is none."""
    rows = selectors.own_copies(viewer=viewer, case=case)
    return overview.Panel("Minutes for you", "minutes/_own_copies.html", {"rows": rows}) if rows else None


def exceptions(viewer: Viewer, meeting: Meeting) -> overview.Panel:
    """Who is left out of the minutes and who has a copy beyond the invitations (MIN-18)."""
    lines = selectors.exceptions(viewer=viewer, meeting=meeting)
    return overview.Panel("Distribution", "minutes/_exceptions.html", {"lines": lines})


def register_all() -> None:
    """Register the panels."""
    BESIDE_MINUTES.append(exceptions)
    overview.register("minutes", own_copies, order=31, at_least=Detail.PACK)
