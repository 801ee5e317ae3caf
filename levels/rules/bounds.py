"""For whom Level 1 is never possible (rules LVL-02 and LVL-03). Pure."""

from audit.refusals import Effect, Finding
from offenders.rules.facts import Route


def never_level_1(category: int | None, route: Route | None) -> tuple[str, str] | None:
    """Return the rule that bars Level 1 and whom it bars, in words; None where Level 1 is possible.

    Category 3 is barred by LVL-02 and discretionary Category 4 by LVL-03: both are there to be managed together.
    """
    if category == 3:
        return "LVL-02", "Category 3"
    if category == 4 and route is Route.DISCR:
        return "LVL-03", "discretionary Category 4"
    return None


def level_1_findings(
    level: int | None, *, category: int | None, route: Route | None, field: str, may_end: bool = False
) -> list[Finding]:
    """Return the refusal of Level 1 for somebody whom it is never possible for; `may_end` names ending it as a way."""
    barred = never_level_1(category, route) if level == 1 else None
    if barred is None:
        return []
    rule, whom = barred
    message = f"{whom[0].upper()}{whom[1:]} is managed at Level 2 or 3 only; Level 1 is not possible."
    step = f"Choose Level 2 or 3, or end {whom}." if may_end else "Choose Level 2 or 3."
    return [Finding(rule, Effect.REFUSE, message, field, step)]
