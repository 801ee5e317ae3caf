"""Judgements, plans and actions made the way the product makes them, with plainly invented content."""

import datetime as dt
from dataclasses import replace
from typing import Any

from accounts.models import Agency, User
from assessments.models import PlanAction, RiskPlan, RoshJudgement
from assessments.rules.levels import Imminence, RiskGroup, RoshLevel
from assessments.rules.plan import Pillar
from assessments.rules.rosh import GroupJudgement
from assessments.selectors import current_judgement, latest_plan
from assessments.services import Judgement, NewAction, PlanVersion, add_action, judge_rosh, record_plan
from offenders.models import Case


def judgement_of(
    overall: str | None = None, reason: str = "Nothing new since the interview.", **levels: str
) -> Judgement:
    """A judgement with these levels, Low for every other group, saying what High and Very High must say."""
    groups = []
    for group in RiskGroup:
        level = RoshLevel(levels.get(group.value, "low"))
        serious = level >= RoshLevel.HIGH
        groups.append(
            GroupJudgement(
                group=group,
                level=level,
                nature="Assault when drunk" if serious else "",
                imminence=Imminence.IMMINENT if serious else None,
                circumstances="Losing the tenancy" if serious else "",
            )
        )
    others = [row.level for row in groups if row.group is not RiskGroup.SELF and row.level is not None]
    return Judgement(groups=groups, overall=RoshLevel(overall) if overall else max(others), reason=reason, people={})


def judge(
    case: Case, actor: User, *, today: dt.date, on: dt.date | None = None, given: Judgement | None = None, **levels: str
) -> RoshJudgement:
    """Record a judgement on top of the one in force."""
    current = current_judgement(case)
    return judge_rosh(
        actor=actor,
        case=case,
        judgement=given or judgement_of(**levels),
        on=on or today,
        today=today,
        based_on=str(current.pk) if current else "",
    )


def new_action(agency: Agency, **changes: Any) -> NewAction:
    """A weekly appointment at `agency`, due in four weeks, covering no named risk unless `changes` say otherwise."""
    action = NewAction(
        pillar=Pillar.SUPERVISION.value,
        description="Weekly office appointment",
        how_it_manages_risk="Changes in drinking are noticed early",
        agency=agency,
        owner_role="A. Practitioner",
        due_on=dt.date(2030, 1, 31),
    )
    return replace(action, **changes)


def add(case: Case, actor: User, **changes: Any) -> PlanAction:
    """Add an action to the plan of the case."""
    return add_action(actor=actor, case=case, action=new_action(case.lead_agency, **changes))


def version_of_plan(today: dt.date, **changes: Any) -> PlanVersion:
    """A version with one new risk, a contingency and a review in three months."""
    version = PlanVersion(
        review_on=today + dt.timedelta(days=91),
        reason="First version.",
        contingency="Recall is considered if he moves without approval.",
        new_risks=["Violence when drunk"],
        pillar_reasons={pillar.value: "None needed at present." for pillar in Pillar},
    )
    return replace(version, **changes)


def plan(case: Case, actor: User, *, today: dt.date, **changes: Any) -> RiskPlan:
    """Record a version of the plan on top of the newest one."""
    latest = latest_plan(case)
    return record_plan(
        actor=actor,
        case=case,
        version=version_of_plan(today, **changes),
        today=today,
        based_on=str(latest.pk) if latest else "",
    )


def rosh_form(today: dt.date, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a first judgement: High to the public, Low otherwise."""
    sent: dict[str, Any] = {f"{group}_level": "low" for group in RiskGroup}
    sent |= {
        "assessed_on": today.strftime("%d/%m/%Y"),
        "public_level": "high",
        "public_nature": "Assault when drunk",
        "public_imminence": "any_time",
        "public_circumstances": "Losing the tenancy",
        "overall": "high",
        "change_reason": "First judgement.",
        "version": "",
    }
    return {**sent, **changes}


def plan_form(today: dt.date, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a first draft of the plan."""
    sent: dict[str, Any] = {
        "new_risks": "Violence when drunk\nContact with the victim",
        "contingency": "Recall is considered.",
        "review_on": (today + dt.timedelta(days=91)).strftime("%d/%m/%Y"),
        "reason": "First version.",
        "in_force": "no",
        "version": "",
    }
    return {**sent, **changes}


def action_form(agency: Agency, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a new action."""
    sent: dict[str, Any] = {
        "pillar": "supervision",
        "description": "Weekly office appointment",
        "how_it_manages_risk": "Changes in drinking are noticed early",
        "agency": str(agency.pk),
        "owner_role": "A. Practitioner",
        "due_on": "31/1/2030",
        "status": "open",
    }
    return {**sent, **changes}
