"""Copies of the plan for the person: made after the check, and recorded as given."""

import datetime as dt
from collections.abc import Collection

from django.utils import timezone

from accounts.models import User
from audit.refusals import Conflict, stop
from minutes import facts_person as facts
from minutes.models import PlanCopy, PlanCopyGiven
from minutes.rules import person
from offenders.models import Case
from offenders.writing import writing


def make_copy(*, actor: User, case: Case, based_on: str, chosen: Collection[str]) -> PlanCopy:
    """Make a copy of the plan in force with the lines chosen; `based_on` is the id of the version that was looked at.

    Raises: NotPermitted; RuleRefused (RMP-14 to RMP-16: no plan in force, nothing chosen, something found in a line);
    Conflict when another version is in force by now.
    """
    with writing(case, actor=actor, may="plan_risk", verb="plan.copied_for_the_person") as entry:
        plan = facts.plan_in_force(entry.case)
        if plan is not None and str(plan.pk) != based_on:
            raise Conflict("risk management plan", theirs={}, yours={}, current_version=str(plan.pk))
        lines = [line for line in facts.offered(entry.case, plan) if line.key in chosen]
        found = person.stops(lines, facts.known_of_case(entry.case))
        stop(person.copy_findings(in_force=plan is not None, chosen=lines, found=found))
        entry.rules.extend(("RMP-14", "RMP-15", "RMP-16"))
        last = PlanCopy.objects.filter(case=entry.case).order_by("-number").first()
        return entry.add(
            PlanCopy(
                case=entry.case,
                plan=plan,
                number=last.number + 1 if last else 1,
                content=facts.as_content(entry.case, lines),
                recorded_by=actor,
                recorded_as=actor.audit_role[:200],
            )
        )


def give_copy(*, actor: User, copy: PlanCopy, on: dt.date, how: str, today: dt.date) -> PlanCopyGiven:
    """Record that the person was given a copy. It is checked against what the case knows by now.

    Raises: NotPermitted; RuleRefused (RMP-14).
    """
    with writing(copy.case, actor=actor, may="plan_risk", verb="plan.given_to_the_person") as entry:
        stop(
            person.given_findings(
                stands=stands(copy),
                clean=is_clean(copy),
                given=PlanCopyGiven.objects.filter(copy=copy).exists(),
                on=on,
                made_on=timezone.localdate(copy.recorded_at),
                today=today,
            )
        )
        entry.rules.append("RMP-14")
        row = PlanCopyGiven(case=entry.case, copy=copy, given_on=on, how=how.strip())
        row.recorded_by, row.recorded_as = actor, actor.audit_role[:200]
        return entry.add(row)


def stands(copy: PlanCopy) -> bool:
    """Whether the version of the plan that a copy was made of is still in force."""
    plan = facts.plan_in_force(copy.case)
    return plan is not None and plan.pk == copy.plan_id


def is_clean(copy: PlanCopy) -> bool:
    """Whether the check still finds nothing in a copy."""
    return not person.stops(facts.lines_of(copy), facts.known_of_case(copy.case))
