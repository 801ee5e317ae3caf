"""When a child is referred to the High Risk Panel (HRP)."""

from dataclasses import dataclass

from assessments.rules.levels import RoshLevel
from audit.refusals import Effect, Finding


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """What decides a referral. `referred` is None while undecided; `mappa_level` is None when MAPPA does not apply."""

    harm: RoshLevel | None
    wellbeing: RoshLevel | None
    mappa_level: int | None
    referred: bool | None = None
    manager_reason: str = ""


@dataclass(frozen=True, slots=True)
class PanelFlag:
    """Whether referral is to be considered, with the sentence that says why."""

    consider: bool
    words: str
    rule: str


def panel_flag(facts: PanelFacts) -> PanelFlag:
    """Consider for High or Very High harm or well-being (YJ-09), never at MAPPA Level 2 or 3 (YJ-10)."""
    if facts.mappa_level in (2, 3):
        words = f"The case is at MAPPA Level {facts.mappa_level}, so it is not discussed at the High Risk Panel."
        return PanelFlag(False, words, "YJ-10")
    risks = [
        f"{name} is {level.label}"
        for name, level in (("risk of serious harm", facts.harm), ("safety and well-being", facts.wellbeing))
        if level is not None and level >= RoshLevel.HIGH
    ]
    if not risks:
        return PanelFlag(False, "Neither risk is High or Very High, so no panel referral is called for.", "YJ-09")
    return PanelFlag(True, f"Consider a referral to the High Risk Panel: {' and '.join(risks)}.", "YJ-09")


def panel_findings(facts: PanelFacts) -> list[Finding]:
    """What stops or questions the decision to refer, or not to (YJ-09, YJ-10)."""
    flag = panel_flag(facts)
    if flag.rule == "YJ-10":
        if not facts.referred:
            return []
        return [Finding("YJ-10", Effect.REFUSE, flag.words, "referred", "Take it to the MAPPA meeting.")]
    if not flag.consider:
        return []
    if facts.referred is None:
        step = "Discuss the case with a manager and record whether it is referred."
        return [Finding("YJ-09", Effect.WARN, flag.words, "referred", step)]
    if facts.referred is False and not facts.manager_reason.strip():
        message = f"{flag.words} It was not referred and no manager's reason is recorded."
        return [Finding("YJ-09", Effect.REQUIRE, message, "manager_reason", "Record the manager's reason.")]
    return []
