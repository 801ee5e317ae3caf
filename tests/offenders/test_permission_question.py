"""Asking whether one thing may be done gives the answer that the page, which asks about many at once, gives."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offenders.access import may, permits, relations_to
from offenders.models import AccessDenial, Assignment, Case, Involvement
from offenders.rules.permissions import PERMISSIONS
from tests.factories import World
from tests.marks import rule

PEOPLE = (
    *("practitioner", "team_mate", "colleague", "police_officer", "manager", "police_manager", "coordinator"),
    *("administrator", "chair", "spoc", "vlo", "yjs_manager", "smb_member", "auditor", "sysadmin", "stranger"),
)
# One action for each set of roles and relations in the permission table.
ACTIONS = {frozenset(row.relations.items()): action for action, row in PERMISSIONS.items()}.values()


def fresh(world: World, name: str) -> Any:
    """The person as the next request finds them."""
    return type(world.people[name]).objects.get(pk=world.people[name].pk)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(PEOPLE),
    restricted=st.booleans(),
    denied=st.booleans(),
    capacity=st.sampled_from([None, *(capacity.value for capacity in Assignment.Capacity if capacity != "owner")]),
    involved=st.booleans(),
    of_a_team=st.booleans(),
)
def test_one_question_and_many_are_answered_alike(
    case: Case,
    world: World,
    name: str,
    restricted: bool,
    denied: bool,
    capacity: str | None,
    involved: bool,
    of_a_team: bool,
) -> None:
    Assignment.objects.filter(case=case).exclude(capacity="owner").in_bulk_with_own_audit().delete()
    for model in (AccessDenial, Involvement):
        model.objects.filter(case=case).in_bulk_with_own_audit().delete()
    person = fresh(world, name)
    case.restricted = restricted
    case.team = world.team if of_a_team else None
    case.save()
    if capacity:
        Assignment(case=case, user=person, capacity=capacity).save()
    if involved and person.agency:
        Involvement(case=case, agency=person.agency).save()
    if denied:
        AccessDenial(case=case, user=person, reason="Test", decided_by=world.coordinator).save()
    relations = relations_to(person, case)
    for action in ACTIONS:
        assert may(person, action, case) is permits(person, action, case, relations), action


def test_the_answer_takes_one_query_and_none_for_somebody_without_the_role(case: Case, world: World) -> None:
    for name, action, expected in (("practitioner", "record_case", 1), ("auditor", "record_case", 0)):
        person = fresh(world, name)
        relations_to(person, case)  # the standing is read once in a request
        with CaptureQueriesContext(connection) as made:
            may(person, action, case)
        assert len(made) == expected


@rule("ACC-06")
@pytest.mark.parametrize(("agency", "refers"), [("mental_health", True), ("police", False)])
def test_the_contact_of_an_agency_with_a_part_refers_once_they_see_papers(
    case: Case, world: World, agency: str, refers: bool
) -> None:
    Involvement.objects.create(case=case, agency=getattr(world, agency), starts=world.today)
    assert not may(type(world.spoc).objects.get(pk=world.spoc.pk), "refer", case)
    Assignment.objects.create(case=case, user=world.spoc, capacity="invitee", starts=world.today)
    spoc = type(world.spoc).objects.get(pk=world.spoc.pk)
    assert may(spoc, "refer", case) is refers
    assert not may(spoc, "record_case", case)
