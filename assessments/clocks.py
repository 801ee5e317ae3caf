"""What falls due because of judgements, plans and actions: facts read for many cases at once."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from assessments.models import PlanAction, RiskPlan, RoshJudgement
from assessments.rules.rosh import REVIEW_AGE_DAYS
from assessments.selectors import UNFINISHED
from deadlines.clocks import Clock, register
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due, add_days, in_words
from ui.words import london_date

Planned = tuple[dt.date, dt.date]
"""The day of a plan version and its review date."""


def gather_judgements(case_ids: Sequence[UUID]) -> Mapping[UUID, dt.date]:
    """The day of the judgement in force of each case: one query."""
    rows = RoshJudgement.objects.filter(case__in=case_ids, superseded_by__isnull=True)
    return dict(rows.values_list("case_id", "decided_on"))


def gather_plans(case_ids: Sequence[UUID]) -> Mapping[UUID, Planned]:
    """The plan in force (or, before one is, the newest draft) of each case: one query."""
    rows = RiskPlan.objects.filter(case__in=case_ids).order_by("case_id", "-in_force", "-number").distinct("case_id")
    return {row.case_id: (row.decided_on, row.review_on) for row in rows}


def gather_actions(case_ids: Sequence[UUID]) -> Mapping[UUID, list[PlanAction]]:
    """The unfinished actions of each case: one query."""
    found: dict[UUID, list[PlanAction]] = {}
    for row in PlanAction.objects.filter(case__in=case_ids, status__in=UNFINISHED):
        found.setdefault(row.case_id, []).append(row)
    return found


def risk_again(judged_on: dt.date, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    """Another look at the risk, 16 weeks after the judgement in force (ROSH-07)."""
    due_on = add_days(judged_on, REVIEW_AGE_DAYS)
    words = f"Judged on {in_words(judged_on)}; {REVIEW_AGE_DAYS} days later is {in_words(due_on)}."
    return [("", Due(due_on=due_on, start_on=judged_on, rule="ROSH-07", words=words))]


def plan_review(planned: Planned, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    """The formal review of the plan on the day the plan names (RMP-08)."""
    recorded_on, review_on = planned
    words = f"The plan of {in_words(recorded_on)} is to be formally reviewed on {in_words(review_on)}."
    return [("", Due(due_on=review_on, start_on=recorded_on, rule="RMP-08", words=words))]


def actions_due(actions: Sequence[PlanAction], policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    """Each unfinished action on its completion date, or an ongoing one on its milestone (RMP-02)."""
    for action in actions:
        if action.runs_to is not None:
            kind = "completion date" if action.due_on else "milestone"
            words = f"The {kind} of the action is {in_words(action.runs_to)}."
            start_on = action.starts_on or london_date(action.recorded_at)
            due = Due(due_on=action.runs_to, start_on=min(start_on, action.runs_to), rule="RMP-02", words=words)
            yield str(action.pk), due


def register_all() -> None:
    """Register every clock of this app."""
    register(Clock("risk_again", "Risk to be judged again", gather_judgements, risk_again))
    register(Clock("plan_review", "Formal review of the plan", gather_plans, plan_review))
    register(Clock("action_due", "Action due", gather_actions, actions_due))
