"""What the rules on the person's copy of the plan are asked about, read under the caller's lock or for the page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from accounts.models import Agency
from assessments import selectors as assessments
from assessments.models import PlanAction, RiskPlan
from assessments.rules.plan import Pillar
from circumstances.models import Marac
from disclosure.models import DisclosureDecision, DisclosureMade
from meetings.content import names_of_case
from meetings.models import Meeting
from minutes.facts_known import known_in
from minutes.models import PlanCopy
from minutes.rules.leaks import Known
from minutes.rules.person import Line, may_be_offered
from offenders.models import Case

LICENCE = "Licence conditions"


def plan_in_force(case: Case) -> RiskPlan | None:
    """The version of the plan in force; None while none is."""
    plan = assessments.current_plan(case)
    return plan if plan is not None and plan.in_force else None


def offered(case: Case, plan: RiskPlan | None) -> list[Line]:
    """The lines of the plan that may be chosen at all, before they are looked at: one query (RMP-14)."""
    if plan is None:
        return []
    lines = [Line(f"licence-{at}", LICENCE, text) for at, text in enumerate(plan.licence_conditions)]
    for row in PlanAction.objects.filter(case=case):
        if may_be_offered(
            heading=row.pillar, status=row.status, sensitive=row.sensitive, safeguarding=row.safeguarding
        ):
            lines.append(Line(str(row.pk), Pillar(row.pillar).label, row.description, row.runs_to))
    return lines


def known_of_case(case: Case) -> Known:
    """Everything the case knows that the person must not read: as for a summary, and what others were told."""
    meetings = Meeting.objects.filter(case=case).select_related("chair", "co_chair", "minute_taker")
    staff = [user for row in meetings for user in (*row.chairs, row.minute_taker)]
    told = DisclosureDecision.objects.filter(case=case).values_list("recipient", "details", "purpose", "risks")
    made = DisclosureMade.objects.filter(case=case).values_list("person", "details", "agreement")
    marac = Marac.objects.filter(case=case).values_list(
        "adviser", "mappa_chair", "marac_chair", "left_out_why", "reason"
    )
    return known_in(
        case,
        others=names_of_case(case, staff),
        organisations=Agency.objects.filter(area=case.area_id).values_list("name", flat=True),
        further=[text for rows in (told, made, marac) for row in rows for text in row],
    )


def lines_of(copy: PlanCopy) -> list[Line]:
    """The lines of a copy as they were checked."""
    return [
        Line(one["key"], one["heading"], one["text"], date.fromisoformat(one["by"]) if one["by"] else None)
        for one in copy.content["lines"]
    ]


def as_content(case: Case, lines: Sequence[Line]) -> dict[str, Any]:
    """What a copy keeps: whose plan it is, who answers for it, and its lines."""
    return {
        "name": f"{case.given_names} {case.family_name}".strip(),
        "agency": case.lead_agency.name,
        "lines": [
            {"key": one.key, "heading": one.heading, "text": one.text, "by": one.by.isoformat() if one.by else ""}
            for one in lines
        ],
    }
