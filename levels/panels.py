"""What this room shows on the overview and the timeline of a case: category, level and what is due."""

from typing import Any

from django.utils import timezone

from deadlines import selectors as deadlines
from levels import selectors
from levels.facts import escalation_facts
from levels.rules.escalation import another_look_findings
from levels.selectors import apart, asking, checks, considering, disputes
from offenders import overview, timeline
from offenders.access import Viewer
from offenders.models import Case
from offenders.overview import Panel
from offenders.projection import shows
from offenders.words import CATEGORY_WORDS
from ui.components import Event, Row


def present_state(viewer: Viewer, case: Case) -> Panel:
    """Category and level as recorded, each with the rule behind it."""
    category = selectors.category_history(viewer=viewer, case_id=case.pk).first()
    level = selectors.ledger(viewer=viewer, case_id=case.pk).first()
    rows = [
        Row("Category", CATEGORY_WORDS.get(case.category, "Not decided"), rule=_rule_of(category)),
        Row("Level", str(case.level) if case.level else "Not decided", rule="LVL-01"),
        Row("Why this level", level.reason if level and case.level else None),
        Row("Category ends", _end_of(category)),
    ]
    return Panel("Category and level", "levels/_present_state.html", {"rows": rows, "case": case})


def another_look(viewer: Viewer, case: Case) -> Panel | None:
    """Signs that the risk of abuse has risen since the last look at the level (LVL-37); nothing without any."""
    findings = another_look_findings(escalation_facts(viewer=viewer, case=case)) if case.level in (1, 2) else []
    if not findings:
        return None
    return Panel("The risk has risen", "levels/_another_look.html", {"findings": findings, "case": case})


def what_is_due(viewer: Viewer, case: Case) -> Panel:
    """Every open deadline with its sum in words."""
    rows = deadlines.deadlines_of_case(viewer=viewer, case_id=case.pk)
    linked = case.pk if shows(case.detail).everything else None
    return Panel("What is due", "levels/_due.html", {"due": rows, "today": timezone.localdate(), "case_pk": linked})


def decisions(viewer: Viewer, case: Case) -> list[Event]:
    """Category and level decisions, screenings and reviews."""
    told = []
    for category in selectors.category_history(viewer=viewer, case_id=case.pk):
        title = f"Category {category.category}" if category.category else "In no category"
        rule, recorded = _rule_of(category), category.recorded_at
        told.append(Event(title, category.decided_on, _by(category), category.reason, rule=rule, recorded=recorded))
    for level in selectors.ledger(viewer=viewer, case_id=case.pk):
        title = f"Level {level.level}" if level.level else "No longer managed at a level"
        told.append(Event(title, level.decided_on, _by(level), level.reason, recorded=level.recorded_at))
    for screening in selectors.screenings(viewer=viewer, case_id=case.pk):
        title = f"Screened, Level {screening.proposed_level} proposed"
        by, recorded = screening.screened_by.full_name, screening.recorded_at
        told.append(Event(title, screening.screened_on, by, screening.rationale, recorded=recorded))
    for review in selectors.level_one_reviews(viewer=viewer, case_id=case.pk):
        title = f"Level 1 review: {review.get_outcome_display().lower()}"
        by, recorded = review.reviewed_by.full_name, review.recorded_at
        told.append(Event(title, review.reviewed_on, by, review.reason, recorded=recorded))
    told += [
        Event(f"Level {meeting.level} meeting held", meeting.held_on, recorded=meeting.recorded_at)
        for meeting in selectors.held_meetings(viewer=viewer, case_id=case.pk)
    ]
    return told


def life(viewer: Viewer, case: Case) -> list[Event]:
    """Who took the lead, what was decided to follow the category, what agencies were asked, and supervisors' checks."""
    told = []
    for change in selectors.leads_of(viewer=viewer, case_id=case.pk):
        title, recorded = f"{change.to_agency.name} takes the lead", change.recorded_at
        told.append(Event(title, change.decided_on, _by(change), change.reason, rule="LIFE-09", recorded=recorded))
    for review in asking.end_reviews(viewer=viewer, case_id=case.pk):
        title, recorded = f"What follows Category {review.category}: {review.get_outcome_display()}", review.recorded_at
        told.append(Event(title, review.decided_on, _by(review), review.reason, rule="LIFE-06", recorded=recorded))
    for looked in considering.reviews(viewer=viewer, case_id=case.pk):
        title, recorded = f"Considered for Category 3: {looked.get_outcome_display()}", looked.recorded_at
        told.append(Event(title, looked.decided_on, _by(looked), looked.reason, rule="CAT-16", recorded=recorded))
    for danger in apart.danger_decisions(viewer=viewer, case_id=case.pk):
        title = f"Potentially dangerous person: {danger.get_outcome_display().lower()}"
        by, recorded = _by(danger), danger.recorded_at
        told.append(Event(title, danger.decided_on, by, danger.reason, rule="LIFE-12", recorded=recorded))
    for kept in apart.retention_reviews(viewer=viewer, case_id=case.pk):
        title = f"Review of retention: {kept.get_outcome_display().lower()}"
        told.append(Event(title, kept.decided_on, _by(kept), kept.reason, rule="LIFE-10", recorded=kept.recorded_at))
    for dispute in disputes.disputes(viewer=viewer, case_id=case.pk):
        title = f"Level {dispute.disputed_level} disputed, Level {dispute.wanted_level} wanted"
        told.append(Event(title, dispute.raised_on, dispute.raised_as, dispute.reason, rule="LVL-33"))
        if dispute.settled_on:
            settled = f"Dispute settled at Level {dispute.outcome_level}"
            told.append(Event(settled, dispute.settled_on, dispute.settled_as, dispute.outcome_reason, rule="LVL-35"))
    for request in asking.requests(viewer=viewer, case_id=case.pk):
        by, asked = request.asked_as, f"{request.agency.name} asked for information"
        told.append(Event(asked, request.asked_on, by, request.asked_for, rule="LVL-31", recorded=request.recorded_at))
        if request.answered_on:
            answered = f"{request.agency.name} answered: {request.get_answer_display().lower()}"
            told.append(Event(answered, request.answered_on, text=request.note, rule="LVL-31"))
    for check in checks.of_case(viewer=viewer, case_id=case.pk):
        if check.checked_on:
            found = f"Level 1 checked: {check.get_outcome_display().lower()}"
            told.append(Event(found, check.checked_on, check.checked_as, check.found, rule="LVL-28"))
    return told


def register_all() -> None:
    """Register everything above."""
    overview.register("present_state", present_state, order=10)
    overview.register("another_look", another_look, order=11)
    overview.register("due", what_is_due, order=20)
    timeline.register(decisions)
    timeline.register(life)


def _by(decision: Any) -> str:
    return f"{decision.decided_by.full_name} ({decision.decided_as})"


def _rule_of(decision: Any) -> str | None:
    return selectors.leading_rule(decision) if decision else None


def _end_of(decision: Any) -> Any:
    if decision is None or decision.category is None:
        return None
    return "For life" if decision.lifelong else decision.ends_on
