"""The actions of a review's Action Plan: agreed, told about, ended, opened again, changed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import Agency, User
from audit.refusals import Effect, Finding, stop
from serious import facts
from serious.models import ReviewAction, ReviewStep, SeriousOffence
from serious.rules import actions
from serious.rules.actions import LEADS_TO, ActionState, Turn
from serious.services.common import Standing, taking


@dataclass(frozen=True, slots=True)
class Planned:
    """An action as the Board agreed it."""

    what: str
    agency: Agency
    person: str
    agreed_on: dt.date
    due_on: dt.date

    def columns(self) -> dict[str, Any]:
        """Its columns by name."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Said:
    """What is recorded of an action: the day, and the progress, the evidence or the reason in words."""

    on: dt.date
    said: str


def add_action(*, actor: User, offence: SeriousOffence, version: int, planned: Planned, today: dt.date) -> ReviewAction:
    """Record an action of the review's Action Plan.

    Raises: NotPermitted; RuleRefused (SCR-15, SCR-24); Conflict.
    """
    with taking(offence, actor=actor, verb="review.action_added") as standing:
        _check(standing, planned, today)
        standing.moves(version)
        number = max((row.number for row in standing.read.actions), default=0) + 1
        row = ReviewAction(case=standing.entry.case, offence=standing.offence, number=number, recorded_by=actor)
        for name, value in planned.columns().items():
            setattr(row, name, value)
        standing.entry.add(row)
        _note(standing, actions.ADDED, row, planned.agreed_on, planned.what)
    return row


def change_action(
    *, actor: User, action: ReviewAction, version: int, planned: Planned, reason: str, today: dt.date
) -> ReviewAction:
    """Record an open action otherwise: what, whose, by when; what it was stays in the record.

    Raises: NotPermitted; RuleRefused (SCR-15, SCR-24); Conflict.
    """
    with taking(action.offence, actor=actor, verb="review.action_changed", reason=reason) as standing:
        row = standing.action(action.pk)
        stop(actions.changed_findings(ActionState(row.state), reason=reason))
        _check(standing, planned, today)
        standing.moves(version)
        standing.entry.change(row, **planned.columns())
        _note(standing, actions.CHANGED, row, today, planned.what)
    action.refresh_from_db()
    return action


def record_action(
    *, actor: User, action: ReviewAction, version: int, turn: Turn, said: Said, today: dt.date
) -> ReviewStep:
    """Record how an action goes, what shows that it was done, why the Board refused it, or that it is open again.

    Raises: NotPermitted; RuleRefused (SCR-15, SCR-24); Conflict.
    """
    with taking(action.offence, actor=actor, verb=f"review.{turn.step}") as standing:
        row = standing.action(action.pk)
        stop(_under_way(standing))
        stop(actions.turn_findings(facts.facts_of(row), turn, said=said.said, on=said.on, today=today))
        standing.moves(version)
        standing.entry.change(row, state=LEADS_TO[turn].value)
        step = _note(standing, turn.step, row, said.on, said.said)
    action.refresh_from_db()
    return step


def _check(standing: Standing, planned: Planned, today: dt.date) -> None:
    stop(_under_way(standing))
    since = standing.facts.decided_on or today
    days = {"agreed_on": planned.agreed_on, "due_on": planned.due_on, "since": since, "today": today}
    stop(actions.action_findings(what=planned.what, person=planned.person, **days))


def _under_way(standing: Standing) -> list[Finding]:
    if standing.facts.goes_on:
        return []
    return [Finding("SCR-15", Effect.REFUSE, "There is no review under way.", None, "Record the decision first.")]


def _note(standing: Standing, kind: str, row: ReviewAction, on: dt.date, details: str) -> ReviewStep:
    standing.entry.rules.append("SCR-24")
    who = f"Action {row.number}: {row.agency.name}, {row.person}"
    return standing.note(kind, on, action=row, who=who, details=details)
