"""An assessment while it is being written: found, guarded against a second editor, saved with what is computed."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from assessments.rules.levels import RoshLevel
from audit.refusals import Conflict, Effect, Finding, stop
from offenders.writing import Entry, accept
from youthjustice import facts
from youthjustice.models import YouthAssessment
from youthjustice.rules.countersigning import LABELS, NEXT_STEPS, SignState


@dataclass
class Draft:
    """One assessment inside `writing()`."""

    entry: Entry
    row: YouthAssessment
    actor: User

    def after(self, new: Mapping[str, Any]) -> YouthAssessment:
        """The assessment as it would be with these values; not saved."""
        changed = copy(self.row)
        for name, value in new.items():
            setattr(changed, name, value)
        return changed

    def save(self, **new: Any) -> YouthAssessment:
        """Save these values, who wrote them, and what the rules compute from the whole."""
        writers = [*self.row.written_by]
        if self.actor.pk not in writers:
            writers.append(self.actor.pk)
        values = {**facts.computed(self.after(new), self.entry.case.level), **new}
        return self.entry.change(self.row, written_by=writers, **values)


def find(entry: Entry, assessment: YouthAssessment, version: int, yours: Mapping[str, Any]) -> YouthAssessment:
    """The assessment as it is now. Raises Conflict when it was changed since `version` was read."""
    row = YouthAssessment.objects.select_related("supersedes").get(pk=assessment.pk, case=entry.case)
    if row.version != version:
        theirs = {name: getattr(row, name) for name in yours if hasattr(row, name)}
        raise Conflict("youth assessment", theirs=theirs, yours=yours, current_version=row.version)
    return row


def writing_findings(state: SignState) -> list[Finding]:
    """A refusal to change an assessment that is submitted or countersigned (YJ-18)."""
    if state not in (SignState.SUBMITTED, SignState.COUNTERSIGNED):
        return []
    message = f"The assessment is {LABELS[state]}, so it cannot be changed."
    return [Finding("YJ-18", Effect.REFUSE, message, None, NEXT_STEPS[state])]


def open_draft(
    entry: Entry, assessment: YouthAssessment, *, actor: User, version: int, yours: Mapping[str, Any]
) -> Draft:
    """The assessment for writing. Raises RuleRefused when it is submitted or countersigned (YJ-18); Conflict."""
    state = YouthAssessment.objects.values_list("state", flat=True).get(pk=assessment.pk, case=entry.case)
    stop(writing_findings(SignState(state)))
    return Draft(entry=entry, row=find(entry, assessment, version, yours), actor=actor)


def keep(entry: Entry, found: Sequence[Finding], acknowledged: frozenset[str]) -> None:
    """Accept findings about a draft: what only blocks its completion does not stop it from being kept."""
    accept(entry, [finding for finding in found if finding.effect is not Effect.BLOCK], acknowledged)


def previous_level(assessment: YouthAssessment) -> RoshLevel | None:
    """The risk of serious harm in the assessment before this one."""
    return facts.level_of(assessment.supersedes.rosh) if assessment.supersedes else None
