"""What this app shows on the first page of a case: to a recipient of minutes, their copies and what they may say."""

from minutes import selectors
from offenders import overview
from offenders.access import Detail, Viewer
from offenders.models import Case


def own_copies(viewer: Viewer, case: Case) -> overview.Panel | None:
    """The viewer's own copies, those that wait for their word first; nothing where there is none."""
    rows = selectors.own_copies(viewer=viewer, case=case)
    return overview.Panel("Minutes for you", "minutes/_own_copies.html", {"rows": rows}) if rows else None


def register_all() -> None:
    """Register the panel."""
    overview.register("minutes", own_copies, order=31, at_least=Detail.PACK)
