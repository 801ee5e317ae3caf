"""Likelihood of reoffending: the band of a YOGRS percentage, and the assessor's own judgement beside it."""

from dataclasses import dataclass

from assessments.rules.ordered import OrderedChoice
from audit.refusals import Effect, Finding


class Likelihood(OrderedChoice):
    """Likelihood of reoffending. There is no Very High."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def label(self) -> str:
        """The band as the screens print it."""
        return self.value.capitalize()


BANDS: tuple[tuple[int, int, Likelihood], ...] = (
    (0, 43, Likelihood.LOW),
    (44, 76, Likelihood.MEDIUM),
    (77, 100, Likelihood.HIGH),
)
"""Lowest and highest percentage of each band (Enfield YJS Risk Management Guidance 5.5)."""


@dataclass(frozen=True, slots=True)
class Band:
    """The band of a YOGRS percentage, with the sum in words."""

    likelihood: Likelihood
    words: str
    rule: str = "YJ-01"


def yogrs_band(percentage: int) -> Band:
    """The band: 0 to 43 Low, 44 to 76 Medium, 77 to 100 High (YJ-01). ValueError outside 0 to 100."""
    if not 0 <= percentage <= 100:
        raise ValueError("a YOGRS percentage is between 0 and 100")
    lowest, highest, likelihood = next(band for band in BANDS if percentage <= band[1])
    return Band(likelihood, f"YOGRS {percentage}% lies in {lowest} to {highest}, which is {likelihood.label}.")


def reoffending_findings(percentage: int | None, judged: Likelihood | None, reason: str) -> list[Finding]:
    """What stops recording the percentage and the judgement beside it (YJ-01 to YJ-03)."""
    found = []
    if judged is None:
        message = "The likelihood of reoffending is not judged."
        found.append(Finding("YJ-03", Effect.REQUIRE, message, "reoffending", "Choose Low, Medium or High."))
    if percentage is None:
        message = "The YOGRS percentage is not recorded."
        return [*found, Finding("YJ-01", Effect.REQUIRE, message, "yogrs", "Enter a whole number from 0 to 100.")]
    if not 0 <= percentage <= 100:
        message = f"{percentage} is not a YOGRS percentage."
        return [*found, Finding("YJ-01", Effect.REFUSE, message, "yogrs", "Enter a whole number from 0 to 100.")]
    band = yogrs_band(percentage)
    if judged is not None and judged is not band.likelihood and not reason.strip():
        message = f"The judgement is {judged.label}, but {band.words}"
        step = "Say which dynamic factors lead you to differ."
        found.append(Finding("YJ-02", Effect.REQUIRE, message, "reoffending_reason", step))
    return found


def integrated_offender_management_findings(judged: Likelihood | None) -> list[Finding]:
    """A prompt to consider Youth Integrated Offender Management for a High likelihood of reoffending (YJ-21)."""
    if judged is not Likelihood.HIGH:
        return []
    message = "A High likelihood of reoffending makes the child eligible for Youth Integrated Offender Management."
    return [Finding("YJ-21", Effect.PROMPT, message, None, "Consider a referral.")]
