"""What this app shows on the first page of a case: the latest items open to the viewer."""

from information import selectors
from offenders import overview
from offenders.access import Detail, Viewer
from offenders.models import Case


def latest_items(viewer: Viewer, case: Case) -> overview.Panel | None:
    """The latest items; nothing when none is open to the viewer."""
    rows = selectors.latest(viewer=viewer, case_id=case.pk)
    return overview.Panel("Information", "information/_overview.html", {"rows": rows}) if rows else None


def register_all() -> None:
    """Register the panel."""
    overview.register("information", latest_items, order=40, at_least=Detail.PACK)
