"""What a meeting writes down besides where it is about a child, terrorism or domestic abuse (MTR-18 to MTR-20)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit.refusals import Effect, Finding


@dataclass(frozen=True, slots=True)
class Particular:
    """What the case is about, and what the meeting said under the item on risk, by question."""

    child: bool = False
    terrorism: bool = False
    domestic_abuse: bool = False
    said: Mapping[str, str] = field(default_factory=dict)


def particular_findings(case: Particular) -> list[Finding]:
    """What is not written although the case asks for it: it stops the closing for a child, and is warned of else."""
    wanted = [
        (
            case.child,
            "child",
            "MTR-18",
            Effect.BLOCK,
            "This meeting is about a child. It is not written how the child is safeguarded and what the child says.",
            "Write it under the item on risk, with why any extra licence conditions are proportionate.",
        ),
        (
            case.terrorism,
            "extremism",
            "MTR-19",
            Effect.WARN,
            "Terrorism is part of this case. It is not written what the Extremism Risk Guidance says.",
            "Write it under the item on risk, or why it is not there yet.",
        ),
        (
            case.domestic_abuse,
            "domestic_abuse",
            "MTR-20",
            Effect.WARN,
            "Domestic abuse is part of this case. It is not written what SARA and the agencies near the victim say.",
            "Write it under the item on risk, or why it is not known yet.",
        ),
    ]
    return [
        Finding(rule, effect, message, f"agenda_risk.{key}", step)
        for applies, key, rule, effect, message, step in wanted
        if applies and not case.said.get(key, "").strip()
    ]
