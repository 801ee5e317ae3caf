"""The intervention level and the contacts each month that follow from risk of serious harm and of reoffending."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assessments.rules.levels import RoshLevel
from assessments.rules.ordered import OrderedChoice
from audit.refusals import Effect, Finding
from deadlines.rules.days import add_months, in_words
from youthjustice.rules.reoffending import Likelihood

FIRST_MONTHS = 3


class InterventionLevel(OrderedChoice):
    """How much support an order carries, least first."""

    STANDARD = "standard"
    ENHANCED = "enhanced"
    INTENSIVE = "intensive"

    @property
    def label(self) -> str:
        """The level as the screens print it."""
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Frequency:
    """The least number of contacts a month, at first and for the remainder of the order."""

    first_three_months: int
    remainder: int


FREQUENCIES: Mapping[InterventionLevel, Frequency] = {
    InterventionLevel.STANDARD: Frequency(2, 1),
    InterventionLevel.ENHANCED: Frequency(4, 2),
    InterventionLevel.INTENSIVE: Frequency(8, 4),
}

BY_HARM: Mapping[RoshLevel, InterventionLevel] = {
    RoshLevel.LOW: InterventionLevel.STANDARD,
    RoshLevel.MEDIUM: InterventionLevel.ENHANCED,
    RoshLevel.HIGH: InterventionLevel.INTENSIVE,
    RoshLevel.VERY_HIGH: InterventionLevel.INTENSIVE,
}
"""The table stops at High; Very High is read as intensive."""

BY_REOFFENDING: Mapping[Likelihood, InterventionLevel] = {
    Likelihood.LOW: InterventionLevel.STANDARD,
    Likelihood.MEDIUM: InterventionLevel.ENHANCED,
    Likelihood.HIGH: InterventionLevel.INTENSIVE,
}


@dataclass(frozen=True, slots=True)
class ContactPlan:
    """The intervention level with its contacts and the steps in words."""

    level: InterventionLevel
    frequency: Frequency
    steps: tuple[str, ...]
    rule: str = "YJ-13"


def contact_plan(harm: RoshLevel, reoffending: Likelihood) -> ContactPlan:
    """The higher of the two levels sets the contacts (YJ-13); safety and well-being is no part of it (YJ-14)."""
    level = max(BY_HARM[harm], BY_REOFFENDING[reoffending])
    frequency = FREQUENCIES[level]
    return ContactPlan(
        level=level,
        frequency=frequency,
        steps=(
            f"Risk of serious harm {harm.label} gives {BY_HARM[harm].label}.",
            f"Likelihood of reoffending {reoffending.label} gives {BY_REOFFENDING[reoffending].label}.",
            f"The higher is {level.label}: {frequency.first_three_months} contacts a month for three months, "
            f"then {frequency.remainder}.",
        ),
    )


def level_findings(
    suggested: ContactPlan, chosen: InterventionLevel, *, reason: str, wellbeing_is_the_only_reason: bool
) -> list[Finding]:
    """What questions an intervention level other than the suggested one (YJ-13, YJ-14)."""
    if chosen is suggested.level:
        return []
    message = f"{chosen.label} was chosen; the risks of serious harm and reoffending give {suggested.level.label}."
    if chosen > suggested.level and wellbeing_is_the_only_reason:
        step = "Meet the child's own needs with other services, outside the contacts that can be breached."
        return [Finding("YJ-14", Effect.REFUSE, message, "intervention_level", step)]
    if not reason.strip():
        return [Finding("YJ-13", Effect.REQUIRE, message, "intervention_reason", "Say why the level differs.")]
    if chosen < suggested.level:
        step = "Confirm that a manager authorises fewer contacts than the table."
        return [Finding("YJ-13", Effect.WARN, message, "intervention_level", step)]
    return []


def lower_frequency_from(order_starts_on: date) -> str:
    """The day from which the lower number of contacts applies, in words."""
    return in_words(add_months(order_starts_on, FIRST_MONTHS))
