"""Rows of an assessment as the rules read them, and what the rules make of them. Nothing is written here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessments.rules.levels import Imminence, RoshLevel
from audit.refusals import Effect, Finding
from youthjustice.models import AdverseOutcome, PanelDecision, PlottedBehaviour, YouthAssessment
from youthjustice.rules.assessment import ThreeRisks, completeness_findings, home_visit_findings
from youthjustice.rules.contacts import FREQUENCIES, ContactPlan, InterventionLevel, contact_plan, level_findings
from youthjustice.rules.judgement import HarmFacts, harm_findings
from youthjustice.rules.matrix import Behaviour, Chance, Impact, Suggestion, plot
from youthjustice.rules.panel import PanelFacts, panel_flag
from youthjustice.rules.reoffending import (
    Likelihood,
    integrated_offender_management_findings,
    reoffending_findings,
    yogrs_band,
)
from youthjustice.rules.wellbeing import Outcome, WellbeingFacts, wellbeing_findings


def level_of(stored: str) -> RoshLevel | None:
    """A stored level, or None while it is not judged."""
    return RoshLevel(stored) if stored else None


def likelihood_of(stored: str) -> Likelihood | None:
    """A stored likelihood of reoffending, or None while it is not judged."""
    return Likelihood(stored) if stored else None


def as_behaviour(row: PlottedBehaviour) -> Behaviour:
    """A plotted behaviour as the rules read it."""
    return Behaviour(
        label=row.description,
        impact=Impact(row.impact),
        chance=Chance(row.likelihood),
        imminence=Imminence(row.imminence) if row.imminence else None,
        in_custody=row.setting == "custody",
    )


def as_outcome(row: AdverseOutcome) -> Outcome:
    """An adverse outcome as the rules read it."""
    return Outcome(
        label=row.name,
        impact=Impact(row.impact),
        chance=Chance(row.likelihood),
        imminence=Imminence(row.imminence),
        concern=level_of(row.concern),
        in_custody=row.setting == "custody",
    )


def behaviours(assessment: YouthAssessment, setting: str | None = None) -> list[Behaviour]:
    """The behaviours plotted, in one setting or in both."""
    return [as_behaviour(row) for row in assessment.behaviours.all() if setting in (None, row.setting)]


def suggestion(assessment: YouthAssessment, setting: str | None = None) -> Suggestion:
    """What the matrix suggests for one setting, or over both."""
    return plot(behaviours(assessment, setting))


def harm_facts(assessment: YouthAssessment, previous: RoshLevel | None) -> HarmFacts:
    """The judgement of serious harm as it stands on the row."""
    return HarmFacts(
        behaviours=behaviours(assessment),
        judged=level_of(assessment.rosh),
        reason=assessment.rosh_reason,
        manager_discussion=assessment.manager_discussion,
        manager_informed=assessment.manager_informed,
        urgent_meeting=assessment.urgent_meeting,
        previous=previous,
        manager_agrees_low=assessment.manager_agrees_low,
    )


def wellbeing_facts(assessment: YouthAssessment) -> WellbeingFacts:
    """The judgement of safety and well-being as it stands on the row."""
    return WellbeingFacts(
        concerns=assessment.wellbeing_concerns,
        judged=level_of(assessment.wellbeing),
        outcomes=[as_outcome(row) for row in assessment.outcomes.all()],
        reason=assessment.wellbeing_reason,
        child_protection_referral=bool(assessment.child_protection_referral.strip()),
    )


def panel_facts(
    assessment: YouthAssessment, mappa_level: int | None, decision: PanelDecision | None = None
) -> PanelFacts:
    """What decides a referral to the High Risk Panel."""
    return PanelFacts(
        harm=level_of(assessment.rosh),
        wellbeing=level_of(assessment.wellbeing),
        mappa_level=mappa_level,
        referred=decision.referred if decision else None,
        manager_reason=decision.reason if decision else "",
    )


def suggested_contacts(assessment: YouthAssessment) -> ContactPlan | None:
    """The contacts that the two risks give, or None while one of them is not judged (YJ-13)."""
    harm, reoffending = level_of(assessment.rosh), likelihood_of(assessment.reoffending)
    return contact_plan(harm, reoffending) if harm and reoffending else None


def chosen_level(assessment: YouthAssessment, plan: ContactPlan) -> InterventionLevel:
    """The intervention level chosen, or else the one that the risks give."""
    return InterventionLevel(assessment.intervention_level) if assessment.intervention_level else plan.level


def intervention_findings(assessment: YouthAssessment) -> list[Finding]:
    """What questions the intervention level on the row (YJ-13, YJ-14); nothing while the risks are not judged."""
    plan = suggested_contacts(assessment)
    if plan is None:
        return []
    return level_findings(
        plan,
        chosen_level(assessment, plan),
        reason=assessment.intervention_reason,
        wellbeing_is_the_only_reason=assessment.intervention_for_wellbeing,
    )


@dataclass(frozen=True, slots=True)
class Sections:
    """The findings about an assessment, section by section."""

    reoffending: Sequence[Finding]
    rosh: Sequence[Finding]
    wellbeing: Sequence[Finding]
    intervention: Sequence[Finding]
    information: Sequence[Finding]

    @property
    def all(self) -> list[Finding]:
        """Every finding, in the order of the sections."""
        return [*self.reoffending, *self.rosh, *self.wellbeing, *self.intervention, *self.information]

    @property
    def prompts(self) -> list[Finding]:
        """What is only to be shown."""
        return [finding for finding in self.all if finding.effect is Effect.PROMPT]


def sections(assessment: YouthAssessment, previous: RoshLevel | None) -> Sections:
    """Everything that the rules have to say about an assessment as it stands (YJ-01 to YJ-14, YJ-20 to YJ-22)."""
    reoffending = likelihood_of(assessment.reoffending)
    missing = {
        finding.field: [finding]
        for finding in completeness_findings(
            ThreeRisks(reoffending, level_of(assessment.rosh), level_of(assessment.wellbeing))
        )
    }
    return Sections(
        reoffending=missing.get("reoffending")
        or [
            *reoffending_findings(assessment.yogrs, reoffending, assessment.reoffending_reason),
            *integrated_offender_management_findings(reoffending),
        ],
        rosh=missing.get("rosh") or harm_findings(harm_facts(assessment, previous)),
        wellbeing=missing.get("wellbeing") or wellbeing_findings(wellbeing_facts(assessment)),
        intervention=intervention_findings(assessment),
        information=home_visit_findings(assessment.home_visit_on),
    )


def computed(assessment: YouthAssessment, mappa_level: int | None) -> dict[str, Any]:
    """The columns of the row that repeat what the rules make of the others."""
    suggested, plan = suggestion(assessment), suggested_contacts(assessment)
    frequency = FREQUENCIES[chosen_level(assessment, plan)] if plan else None
    return {
        "yogrs_band": "" if assessment.yogrs is None else yogrs_band(assessment.yogrs).likelihood.value,
        "rosh_suggested_low": suggested.cell.low.value,
        "rosh_suggested_high": suggested.cell.high.value,
        "intervention_suggested": plan.level.value if plan else "",
        "contacts_first": frequency.first_three_months if frequency else None,
        "contacts_remainder": frequency.remainder if frequency else None,
        "panel_consider": panel_flag(panel_facts(assessment, mappa_level)).consider,
    }
