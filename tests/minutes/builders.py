"""Copies of the plan for the person, made through the services."""

import datetime as dt

from accounts.models import User
from assessments.models import RiskPlan
from minutes.facts_person import known_of_case, offered, plan_in_force
from minutes.models import PlanCopy, PlanCopyGiven
from minutes.rules.person import stops
from minutes.services import person
from offenders.models import Case
from tests.assessments.builders import add, plan

CONDITION = "Live only where the supervising officer approves."


def in_force(case: Case, actor: User, *, today: dt.date, conditions: tuple[str, ...] = (CONDITION,)) -> RiskPlan:
    """A plan in force without risks, with one agreed action and these licence conditions."""
    add(case, actor)
    return plan(case, actor, today=today, new_risks=[], licence_conditions=conditions, in_force=True)


def made(case: Case, actor: User, *, today: dt.date) -> PlanCopy:
    """A plan in force and a copy of all its lines."""
    in_force(case, actor, today=today)
    return copied(case, actor)


def copied(case: Case, actor: User) -> PlanCopy:
    """A copy of every line in which nothing is found."""
    version = plan_in_force(case)
    lines = offered(case, version)
    found = stops(lines, known_of_case(case))
    keys = [line.key for line in lines if line.key not in found]
    return person.make_copy(actor=actor, case=case, based_on=str(version.pk if version else ""), chosen=keys)


def given(copy: PlanCopy, actor: User, *, today: dt.date) -> PlanCopyGiven:
    """That it was given today."""
    return person.give_copy(actor=actor, copy=copy, on=today, how="Read together at the office.", today=today)
