"""Passing to adult services in the picture of a case on a day."""

from oversight.reconstruction.naming import Names, Told, decided, joined
from oversight.reconstruction.past import Reader
from ui.words import day
from youthjustice.models import YouthTransition


def adult_services(reader: Reader, names: Names) -> Told:
    """The decision that stood."""
    row = reader.decision(YouthTransition)
    if row is None:
        return {}
    planned = f"planned for {day(row.planned_on)}" if row.planned_on else ""
    until = f"until {day(row.stays_until)}" if row.stays_until else ""
    return {"is": ("Decision", joined(row.get_outcome_display(), planned, until)), **decided(row, names)}
