"""Recording what victims ask for about licence conditions, and what came of it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from audit.refusals import NotPermitted
from offenders.access import can_see_victims
from offenders.models import Case, ProtectedPerson, Representation
from offenders.rules import representations as rules
from offenders.victims import victim_contact
from offenders.writing import accept, recorded_already, writing

ACTION = "record_victims"
GIVEN = ("asked", "through", "received_on", "stage", "sentence", "statement")


def record(
    *,
    actor: User,
    person: ProtectedPerson,
    given: Mapping[str, Any],
    today: dt.date,
) -> Representation:
    """Record what a victim asks for; the decision-maker follows from the rule.

    Raises: NotPermitted, also when the actor may not see victims (ACC-27); RuleRefused (VIC-03, VIC-05; OFF-21 for one
    that is recorded).
    """
    verb = "protected_person.representation_recorded"
    with writing(person.case, actor=actor, may=ACTION, verb=verb) as entry:
        _must_see(actor, entry.case)
        stage, sentence = rules.Stage(given["stage"]), rules.Sentence(given["sentence"])
        asked = rules.Asked(
            stage=stage,
            sentence=sentence,
            received_on=given["received_on"],
            statement=given["statement"],
            in_scheme=person.victim_contact,
            found=victim_contact(viewer=actor, case_id=entry.case.pk).standing,
        )
        same = Representation.objects.filter(person=person, received_on=given["received_on"], stage=stage)
        found = [*rules.asked_findings(asked, today=today)]
        if any(row.asked == given["asked"] for row in same):
            found.append(recorded_already("a representation of this person with this day and these words", "asked"))
        accept(entry, found, frozenset())
        said = {name: given[name] for name in GIVEN}
        maker = rules.decision_maker(stage, sentence)
        row = Representation(case=entry.case, person=person, maker=maker.value, recorded_by=actor, **said)
        return entry.add(row)


def follow(
    *, actor: User, representation: Representation, version: int, course: rules.Course, today: dt.date
) -> Representation:
    """Record what happened with it. Raises: NotPermitted; RuleRefused (VIC-04); Conflict."""
    verb = "protected_person.representation_followed"
    with writing(representation.case, actor=actor, may=ACTION, verb=verb) as entry:
        _must_see(actor, entry.case)
        found = [*rules.course_findings(course, received_on=representation.received_on, today=today)]
        accept(entry, found, frozenset())
        return entry.change(
            representation,
            version=version,
            response=course.response.value,
            response_text=course.response_text,
            sent_on=course.sent_on,
            outcome=course.outcome.value if course.outcome else "",
            decided_on=course.decided_on,
            outcome_text=course.outcome_text,
            told_on=course.told_on,
        )


def _must_see(actor: User, case: Case) -> None:
    if not can_see_victims(actor, case.pk):
        raise NotPermitted(ACTION, case_id=case.pk)
