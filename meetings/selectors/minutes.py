"""Reads of what the minutes of a meeting lack before they are approved."""

from audit.refusals import Effect, Finding
from meetings import facts
from meetings.rules.minutes import visor_findings
from offenders.models import Case


def before_approving(*, case: Case) -> list[Finding]:
    """What stops the approval of the minutes of a case already opened to the viewer: no ViSOR reference (MIN-19)."""
    return visor_findings(Effect.REQUIRE, missing=facts.visor_reference_missing(case))
