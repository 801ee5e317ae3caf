"""What the timeline of a case tells of somebody's circumstances."""

from circumstances import selectors
from circumstances.models import Circumstance
from circumstances.rules.kinds import SPECS
from offenders.access import Viewer
from offenders.models import Case
from ui.components import Event


def events(viewer: Viewer, case: Case) -> list[Event]:
    """Each record, as it stood from its day."""
    return [
        Event(
            f"{SPECS[kind].title} recorded",
            row.decided_on,
            row.decided_as,
            in_words(row),
            rule=SPECS[kind].rule,
            recorded=row.recorded_at,
        )
        for kind, rows in selectors.every_record(viewer=viewer, case_id=case.pk).items()
        for row in rows
    ]


def in_words(row: Circumstance) -> str:
    """What a record says, on one line."""
    return "; ".join(f"{label}: {text}" for label, text in row.told)
