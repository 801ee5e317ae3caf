"""Plotting behaviours and adverse outcomes on the grids of an assessment, and taking them off again."""

from django.db import models

from accounts.models import User
from offenders.writing import fields_of, writing
from youthjustice.models import AdverseOutcome, PlottedBehaviour, YouthAssessment
from youthjustice.services.drafts import Draft, open_draft


def plot_behaviour(
    *,
    actor: User,
    assessment: YouthAssessment,
    version: int,
    setting: str,
    description: str,
    impact: str,
    likelihood: str,
    imminence: str,
) -> PlottedBehaviour:
    """Plot a behaviour on the grid of one setting; the suggested level follows (YJ-04, YJ-05).

    Raises: NotPermitted; RuleRefused when the assessment cannot be changed (YJ-18); Conflict.
    """
    values = {
        "setting": setting,
        "description": description,
        "impact": impact,
        "likelihood": likelihood,
        "imminence": imminence,
    }
    with writing(assessment.case, actor=actor, may="assess_child", verb="behaviour.plotted") as entry:
        draft = open_draft(entry, assessment, actor=actor, version=version, yours=values)
        behaviour = entry.add(PlottedBehaviour(case=entry.case, assessment=draft.row, **values))
        draft.save()
    return behaviour


def remove_behaviour(*, actor: User, behaviour: PlottedBehaviour, version: int) -> None:
    """Take a behaviour off the grid. `version` is the assessment's. Raises: NotPermitted; RuleRefused; Conflict."""
    with writing(behaviour.case, actor=actor, may="assess_child", verb="behaviour.removed") as entry:
        draft = open_draft(entry, behaviour.assessment, actor=actor, version=version, yours={})
        _remove(draft, behaviour)


def add_outcome(
    *,
    actor: User,
    assessment: YouthAssessment,
    version: int,
    setting: str,
    name: str,
    impact: str,
    likelihood: str,
    imminence: str,
    concern: str,
) -> AdverseOutcome:
    """Plot an adverse outcome feared for the child, with the assessor's own rating of it (YJ-11).

    Raises: NotPermitted; RuleRefused when the assessment cannot be changed (YJ-18); Conflict.
    """
    values = {
        "setting": setting,
        "name": name,
        "impact": impact,
        "likelihood": likelihood,
        "imminence": imminence,
        "concern": concern,
    }
    with writing(assessment.case, actor=actor, may="assess_child", verb="adverse_outcome.plotted") as entry:
        draft = open_draft(entry, assessment, actor=actor, version=version, yours=values)
        outcome = entry.add(AdverseOutcome(case=entry.case, assessment=draft.row, **values))
        draft.save()
    return outcome


def remove_outcome(*, actor: User, outcome: AdverseOutcome, version: int) -> None:
    """Take an adverse outcome off the grid. `version` is the assessment's. Raises as remove_behaviour."""
    with writing(outcome.case, actor=actor, may="assess_child", verb="adverse_outcome.removed") as entry:
        draft = open_draft(entry, outcome.assessment, actor=actor, version=version, yours={})
        _remove(draft, outcome)


def _remove(draft: Draft, plotted: models.Model) -> None:
    """Delete a row of a draft and keep what it said in the audit record."""
    draft.entry.note(plotted, {name: (value, None) for name, value in fields_of(plotted).items()})
    key = plotted.pk
    plotted.delete()
    plotted.pk = key  # the audit event still names it
    draft.save()
