"""What this app adds to the overview and the timeline of a case."""

from offenders.access import Viewer
from offenders.models import Case
from offenders.overview import Panel
from offenders.overview import register as register_panel
from offenders.timeline import register as register_events
from ui.components import Event
from youthjustice import pictures, selectors
from youthjustice.rules.countersigning import SignState

TITLES = {
    SignState.DRAFT: "Youth assessment started",
    SignState.SUBMITTED: "Youth assessment submitted",
    SignState.RETURNED: "Youth assessment returned",
    SignState.COUNTERSIGNED: "Youth assessment countersigned",
}


def overview(viewer: Viewer, case: Case) -> Panel | None:
    """The three risks of the assessment in force, or of the one being written; nothing for an adult without one."""
    standing = selectors.standing(viewer=viewer, case_id=case.pk)
    if standing.shown is None:
        return None
    context = {
        "case_id": case.pk,
        "state": pictures.state_tag(standing.shown),
        "risks": pictures.three_risks(standing.shown),
        "flag": pictures.flag(standing.shown, case.level),
        "opened": standing.opened if standing.in_force else None,
    }
    return Panel("Youth justice", "youthjustice/_overview.html", context)


def events(viewer: Viewer, case: Case) -> list[Event]:
    """The steps of each assessment, the decisions on the High Risk Panel and on passing to adult services."""
    told = []
    for step in selectors.steps(viewer=viewer, case_id=case.pk):
        by = f"{step.taken_by.full_name}, {step.taken_as}"
        stage = step.assessment.get_stage_display()
        title, recorded = TITLES[SignState(step.state)], step.recorded_at
        told.append(Event(title, step.taken_on, by=by, text=stage, rule="YJ-18", recorded=recorded))
    for decision in selectors.panel_decisions(viewer=viewer, case_id=case.pk):
        title = "Referred to the High Risk Panel" if decision.referred else "Not referred to the High Risk Panel"
        by = f"{decision.decided_by.full_name}, {decision.decided_as}"
        text, recorded = decision.reason, decision.recorded_at
        told.append(Event(title, decision.decided_on, by=by, text=text, rule="YJ-09", recorded=recorded))
    for transition in selectors.transitions(viewer=viewer, case_id=case.pk):
        by, recorded = f"{transition.decided_by.full_name}, {transition.decided_as}", transition.recorded_at
        title = f"Passing to adult services: {transition.get_outcome_display()}"
        told.append(Event(title, transition.decided_on, by=by, text=transition.reason, rule="YJ-24", recorded=recorded))
    return told


def register_all() -> None:
    """Register both."""
    register_panel("youth", overview, order=35)
    register_events(events)
