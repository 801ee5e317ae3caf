"""What the timeline of a case tells about risk and plan."""

from assessments import selectors
from offenders.access import Viewer
from offenders.models import Case
from ui.components import Event


def events(viewer: Viewer, case: Case) -> list[Event]:
    """Judgements, results of tools and versions of the plan, as far as the viewer may see them."""
    told = [
        Event(
            f"Risk of serious harm judged: {judgement.get_overall_display()}",
            judgement.decided_on,
            by=judgement.decided_as,
            text=judgement.reason,
            rule="ROSH-02",
            recorded=judgement.recorded_at,
        )
        for judgement in selectors.judgements(viewer=viewer, case_id=case.pk)
    ]
    told += [
        Event(f"{result.get_tool_display()}: {result.result}", result.assessed_on, recorded=result.recorded_at)
        for result in selectors.tool_results(viewer=viewer, case_id=case.pk)
    ]
    told += [
        Event(
            f"Risk management plan, version {plan.number}: {'put in force' if plan.in_force else 'draft'}",
            plan.decided_on,
            by=plan.decided_as,
            text=plan.reason,
            recorded=plan.recorded_at,
        )
        for plan in selectors.plans(viewer=viewer, case_id=case.pk)
    ]
    return told
