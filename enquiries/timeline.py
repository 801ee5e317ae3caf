"""What the timeline of a case tells about requests for minutes, to the few who see them, and about reports."""

from enquiries import selectors
from offenders.access import Viewer
from offenders.models import Case
from ui.components import Event


def events(viewer: Viewer, case: Case) -> list[Event]:
    """Each request and each step of it; information agreed for a report; minutes that went astray."""
    rows = selectors.told(viewer=viewer, case_id=case.pk)
    found = []
    for request in rows.requests:
        title = f"Request for minutes: {request.get_requester_display().lower()}"
        found.append(
            Event(title, request.received_on, request.recorded_as, rule="ENQ-01", recorded=request.recorded_at)
        )
    for step in rows.steps:
        title = f"Request for minutes: {step.get_kind_display().lower()}"
        found.append(Event(title, step.happened_on, step.taken_as, step.said, rule="ENQ-10", recorded=step.recorded_at))
    for answer in rows.answers:
        title = f"Information for a report: {answer.get_said_display().lower()}"
        said = answer.wording or answer.reason or answer.recipients
        found.append(Event(title, answer.happened_on, answer.who, said, rule="ENQ-19", recorded=answer.recorded_at))
    for loss in rows.losses:
        title = "Minutes went astray"
        found.append(
            Event(title, loss.found_on, loss.recorded_as, loss.happened, rule="ENQ-23", recorded=loss.recorded_at)
        )
    return found
