"""What this app shows on the first page of a case: to a recipient of minutes, that they are asked to confirm it."""

from minutes import selectors
from offenders import overview
from offenders.access import Detail, Viewer
from offenders.models import Case


def to_confirm(viewer: Viewer, case: Case) -> overview.Panel | None:
    """The viewer's own copies that wait for their word; nothing where there is none."""
    rows = list(selectors.to_confirm(viewer=viewer).filter(case=case.pk))
    return overview.Panel("Minutes for you", "minutes/_own_copies.html", {"rows": rows}) if rows else None


def register_all() -> None:
    """Register the panel."""
    overview.register("minutes", to_confirm, order=31, at_least=Detail.PACK)
