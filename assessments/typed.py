"""Stored judgements and plans under the names of their forms, to correct them and to show what another editor wrote."""

from typing import Any

from assessments.models import RiskPlan, RoshJudgement
from assessments.rules.plan import Pillar


def as_typed(judgement: RoshJudgement, *, with_names: bool) -> dict[str, Any]:
    """A stored judgement under the names of the form's fields, people at risk by name where they may be seen."""
    shown: dict[str, Any] = {
        "assessed_on": judgement.decided_on,
        "change_reason": judgement.reason,
        **{name: getattr(judgement, name) for name in ("overall", "overall_reason", "reoffending")},
        **{name: getattr(judgement, name) for name in ("reoffending_basis", "static_factors", "dynamic_factors")},
    }
    for row in judgement.levels.all():
        for name in ("level", "nature", "imminence", "circumstances", "protective_factors"):
            shown[f"{row.group}_{name}"] = getattr(row, name)
        if with_names:
            shown[f"{row.group}_who"] = ", ".join(link.person.name for link in row.people.all())
    return shown


def plan_as_typed(plan: RiskPlan) -> dict[str, Any]:
    """A stored plan under the names of the form's fields."""
    return {
        "review_on": plan.review_on,
        "reason": plan.reason,
        "contingency": plan.contingency,
        "contingency_triggers": plan.contingency_triggers,
        "licence_conditions": "\n".join(plan.licence_conditions),
        "in_force": "yes" if plan.in_force else "no",
        **{f"risk_{key}": label for key, label in plan.risks.items()},
        **{f"reason_{pillar.value}": plan.pillar_reasons.get(pillar.value, "") for pillar in Pillar},
    }
