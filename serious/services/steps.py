"""The steps of a review: taken, put right, the lead named; and a review deferred, going on, discontinued."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from audit.refusals import Finding, stop
from offenders.models import Case
from offenders.writing import accept
from serious import facts
from serious.models import ReviewStep, SeriousOffence
from serious.rules import actions, decisions, steps
from serious.rules.timetable import BY_STEP, State, Step
from serious.services.common import Standing, taking


@dataclass(frozen=True, slots=True)
class Took:
    """One step as typed. `lay_adviser` is asked when the panel first meets."""

    on: dt.date
    who: str = ""
    details: str = ""
    lay_adviser: bool | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """Who is to lead a review: somebody with an account here (`person`), or whose name and post were typed."""

    on: dt.date
    person: User | None
    name: str
    post: str
    unconnected: bool
    outside_line: bool


def take(
    *,
    actor: User,
    offence: SeriousOffence,
    version: int,
    step: Step,
    took: Took,
    today: dt.date,
    acknowledged: frozenset[str] = frozenset(),
) -> ReviewStep:
    """Record that a review took a step.

    Raises: NotPermitted; RuleRefused (SCR-15, SCR-26; SCR-10, SCR-11, SCR-21, SCR-24 while not acknowledged); Conflict.
    """
    with taking(offence, actor=actor, verb="review.step_taken") as standing:
        accept(standing.entry, _step_findings(standing, step, took, today, correcting=False), acknowledged)
        return _note(standing, version, step, took)


def put_right(
    *,
    actor: User,
    offence: SeriousOffence,
    version: int,
    step: Step,
    took: Took,
    reason: str,
    today: dt.date,
    acknowledged: frozenset[str] = frozenset(),
) -> ReviewStep:
    """Record a step anew that was recorded wrongly, with the reason; the first row stays beside it.

    Raises: as `take`.
    """
    with taking(offence, actor=actor, verb="review.step_corrected", reason=reason) as standing:
        stop(steps.again_findings(reason))
        accept(standing.entry, _step_findings(standing, step, took, today, correcting=True), acknowledged)
        before = standing.standing_step(step.value)
        return _note(standing, version, step, took, supersedes=before)


def _step_findings(standing: Standing, step: Step, took: Took, today: dt.date, *, correcting: bool) -> list[Finding]:
    if step is Step.LEAD_NAMED:
        raise ValueError("the lead is named with a declaration")
    found = steps.step_findings(standing.facts, step, on=took.on, today=today, correcting=correcting)
    found += steps.said_findings(step, who=took.who, details=took.details)
    if step is Step.PANEL_MET:
        found += steps.panel_findings(lay_adviser=bool(took.lay_adviser))
    if step is Step.PLAN_AGREED:
        found += actions.plan_findings(standing.facts.actions)
    return found


def _note(standing: Standing, version: int, step: Step, took: Took, **more: Any) -> ReviewStep:
    standing.entry.rules.append(BY_STEP[step].rule)
    standing.moves(version, State.CLOSED if step is Step.CLOSED else None)
    return standing.note(step.value, took.on, who=took.who, details=took.details, yes=took.lay_adviser, **more)


def name_lead(
    *, actor: User, offence: SeriousOffence, version: int, lead: Lead, reason: str, today: dt.date
) -> ReviewStep:
    """Record who leads the review, unconnected with the case as they declare; or who does instead, and why.

    Raises: NotPermitted; RuleRefused (SCR-12, SCR-15); Conflict.
    """
    with taking(offence, actor=actor, verb="review.lead_named", reason=reason) as standing:
        before = standing.standing_step(Step.LEAD_NAMED.value)
        again = before is not None
        stop(steps.step_findings(standing.facts, Step.LEAD_NAMED, on=lead.on, today=today, correcting=again))
        stop(steps.again_findings(reason) if again else [])
        stop(_lead_findings(standing.entry.case, lead))
        standing.entry.rules.append("SCR-12")
        standing.moves(version)
        name = lead.person.full_name if lead.person else lead.name
        who = ", ".join(part for part in (name, lead.post) if part)
        return standing.note(Step.LEAD_NAMED.value, lead.on, person=lead.person, who=who, yes=True, supersedes=before)


def _lead_findings(case: Case, lead: Lead) -> list[Finding]:
    person = lead.person
    works = facts.works_on(person, case) if person else lead.name.casefold() in facts.names_of_workers(case)
    return decisions.lead_findings(
        named=person is not None or bool(lead.name),
        works_on_the_case=works,
        manages_its_staff=person is not None and facts.manages_there(person, case),
        declares=lead.unconnected and lead.outside_line,
    )


def defer(
    *,
    actor: User,
    offence: SeriousOffence,
    version: int,
    on: dt.date,
    review_on: dt.date,
    advised_by: str,
    reason: str,
    urgent: bool,
    today: dt.date,
    acknowledged: frozenset[str] = frozenset(),
) -> ReviewStep:
    """Record that the review waits on the prosecutor's advice, or goes on waiting, until it is looked at again.

    Raises: NotPermitted; RuleRefused (SCR-14); Conflict.
    """
    with taking(offence, actor=actor, verb="review.deferred", reason=reason) as standing:
        found = decisions.deferral_findings(standing.facts, on=on, review_on=review_on, urgent=urgent, today=today)
        accept(standing.entry, found, acknowledged)
        standing.entry.rules.append("SCR-14")
        standing.moves(version, State.DEFERRED)
        return standing.note("deferred", on, review_on=review_on, who=advised_by, yes=urgent)


def go_on(
    *, actor: User, offence: SeriousOffence, version: int, on: dt.date, reason: str, today: dt.date
) -> ReviewStep:
    """Record that a deferred review goes on; what was due moves by the days for which it waited.

    Raises: NotPermitted; RuleRefused (SCR-14); Conflict.
    """
    with taking(offence, actor=actor, verb="review.went_on", reason=reason) as standing:
        stop(decisions.going_on_findings(standing.facts, on=on, today=today))
        standing.entry.rules.append("SCR-14")
        standing.moves(version, State.UNDER_WAY)
        return standing.note("went_on", on)


def discontinue(
    *,
    actor: User,
    offence: SeriousOffence,
    version: int,
    on: dt.date,
    team_told_on: dt.date,
    reason: str,
    today: dt.date,
) -> ReviewStep:
    """Record that the Board discontinued the review, why, and when the National MAPPA Team was told.

    Raises: NotPermitted; RuleRefused (SCR-22); Conflict.
    """
    with taking(offence, actor=actor, verb="review.discontinued", reason=reason) as standing:
        stop(decisions.ending_findings(standing.facts, on=on, team_told_on=team_told_on, today=today))
        standing.entry.rules.append("SCR-22")
        standing.moves(version, State.DISCONTINUED)
        return standing.note("discontinued", on, team_told_on=team_told_on)
