"""For whom each assessment tool is valid. Scores are recorded by a person trained in the tool, not worked out here."""

from dataclasses import dataclass
from enum import StrEnum

from audit.refusals import Effect, Finding

ADULT = 18


class Tool(StrEnum):
    """Tools whose results may be recorded."""

    OASYS = "oasys"
    RM2000 = "rm2000"
    ARMS = "arms"
    SARA = "sara"
    OSP = "osp"
    ASSETPLUS = "assetplus"

    @property
    def label(self) -> str:
        """The tool as the screens print it."""
        return TOOL_LABELS[self]


TOOL_LABELS: dict[Tool, str] = {
    Tool.OASYS: "OASys",
    Tool.RM2000: "Risk Matrix 2000",
    Tool.ARMS: "ARMS",
    Tool.SARA: "SARA",
    Tool.OSP: "OSP",
    Tool.ASSETPLUS: "AssetPlus",
}

RULES: dict[Tool, str] = {
    Tool.OASYS: "ROSH-10",
    Tool.RM2000: "ROSH-11",
    Tool.ARMS: "ROSH-12",
    Tool.SARA: "ROSH-13",
    Tool.ASSETPLUS: "ROSH-14",
}
"""OSP has no entry: the texts name it as an outcome and give no condition for its use."""


@dataclass(frozen=True, slots=True)
class ToolFacts:
    """A tool result about to be recorded. None means unknown, which is not the same as no."""

    tool: Tool
    age: int | None
    male: bool | None
    sexual_offender: bool | None
    domestic_abuse: bool | None
    under_yjs_supervision: bool = False


def tool_findings(facts: ToolFacts) -> list[Finding]:
    """A refusal for each reason why the tool is not valid for this person (ROSH-10 to ROSH-14)."""
    if facts.tool not in RULES:
        return []
    return [
        Finding(RULES[facts.tool], Effect.REFUSE, f"{facts.tool.label} {problem}", "tool", step)
        for problem, step in _problems(facts)
    ]


def _problems(facts: ToolFacts) -> list[tuple[str, str]]:
    problems: list[tuple[str, str]] = []
    if facts.tool is Tool.ASSETPLUS:
        if facts.age is None:
            problems.append(("needs a date of birth, and none is recorded.", "Record the date of birth."))
        elif facts.age >= ADULT and not facts.under_yjs_supervision:
            problems.append(
                (f"is for children; this person is {facts.age} and not under youth justice supervision.", "Use OASys.")
            )
        return problems
    if facts.tool in (Tool.OASYS, Tool.RM2000, Tool.ARMS):
        if facts.age is None:
            problems.append(("needs a date of birth, and none is recorded.", "Record the date of birth."))
        elif facts.age < ADULT:
            problems.append((f"is for people aged 18 or over; this person is {facts.age}.", "Use AssetPlus."))
    if facts.tool in (Tool.RM2000, Tool.ARMS) and facts.male is not True:
        known = (
            "is valid for males only." if facts.male is False else "is valid for males only, and sex is not recorded."
        )
        problems.append((known, "Use another tool, or record the sex if it is missing."))
    if facts.tool is Tool.RM2000 and facts.sexual_offender is not True:
        problems.append(("is for people with a sexual offence; none is recorded.", "Record the offence or use OASys."))
    if facts.tool is Tool.SARA and facts.domestic_abuse is not True:
        problems.append(
            ("is for offending linked to domestic abuse; no such link is recorded.", "Mark the offence or use OASys.")
        )
    return problems
