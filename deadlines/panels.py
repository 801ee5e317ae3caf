"""What this room tells on the timeline of a case: decisions on deadlines."""

from deadlines import selectors
from deadlines.forms import KINDS
from deadlines.rules.decisions import Kind
from offenders import timeline
from offenders.access import Viewer
from offenders.models import Case
from ui.components import Event


def decisions(viewer: Viewer, case: Case) -> list[Event]:
    """Each decision on a deadline and each answer to one."""
    told = []
    for row in selectors.decisions_of_case(viewer=viewer, case_id=case.pk):
        title = f"Deadline decided on: {row.label}"
        by = f"{row.decided_by.full_name} ({row.decided_as})"
        text = f"{KINDS[Kind(row.kind)][0]}. {row.reason}"
        told.append(Event(title, row.decided_on, by, text, rule=row.rule, recorded=row.recorded_at))
        answer = getattr(row, "approval", None)
        if answer is not None:
            title = f"More time {'approved' if answer.approved else 'refused'}: {row.label}"
            by = f"{answer.decided_by.full_name} ({answer.decided_as})"
            told.append(Event(title, answer.decided_on, by, answer.reason, rule="DUE-03", recorded=answer.recorded_at))
    return told


def register_all() -> None:
    """Register everything above."""
    timeline.register(decisions)
