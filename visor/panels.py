"""What this app shows on the first page of a case: whether it has the record that it must have."""

from django.utils import timezone

from offenders import overview
from offenders.access import Viewer
from offenders.models import Case
from visor import selectors


def record(viewer: Viewer, case: Case) -> overview.Panel | None:
    """What is missing from the record, or of it; nothing where all is there."""
    found = selectors.record_of(case, today=timezone.localdate()).reminders
    if not found:
        return None
    return overview.Panel("ViSOR", "visor/_overview.html", {"findings": found, "case_pk": case.pk})


def register_all() -> None:
    """Register the panel."""
    overview.register("visor", record, order=25)
