"""What this app shows beside the offences of a case: further offences that were charged since, to the few."""

from offenders import overview
from offenders.access import Viewer
from offenders.models import Case
from serious import selectors


def beside_offences(viewer: Viewer, case: Case) -> overview.Panel | None:
    """The serious further offences that are linked to one of them (SCR-17, SCR-23); nothing where there is none."""
    rows = list(selectors.linked(viewer=viewer, case_id=case.pk))
    told = [(row, selectors.sentence_of(row)) for row in rows]
    return overview.Panel("Serious further offences", "serious/_linked.html", {"rows": told}) if told else None


def register_all() -> None:
    """Register the panel."""
    overview.register("serious", beside_offences, order=10, page=overview.OFFENCES)
