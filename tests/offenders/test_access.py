"""The list, the single case and the level of detail say the same whatever the facts; who may restrict and record."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.refusals import NotPermitted, RuleRefused
from offenders import access
from offenders.access import Detail, can_see, can_see_victims, may
from offenders.models import AccessDenial, Assignment, Case, Involvement
from offenders.selectors import cases_for_api
from offenders.services.access import assign, restrict
from offenders.services.people import record_protected_person
from tests import factories
from tests.factories import World
from tests.marks import rule

ROLES = (
    *("practitioner", "team_mate", "colleague", "police_officer", "manager", "police_manager", "coordinator"),
    *("administrator", "chair", "spoc", "vlo", "yjs_manager", "smb_member", "lay_adviser", "auditor", "sysadmin"),
    *("stranger", "other_coordinator"),
)
LEVELS = (Detail.PRESENCE, Detail.SUMMARY, Detail.PACK, Detail.FULL)


def fresh(world: World, role: str) -> Any:
    """The person as the next request finds them: without what an earlier request kept on the instance."""
    return type(world.people[role]).objects.get(pk=world.people[role].pk)


def detail_of(viewer: Any, case: Case) -> Detail:
    row = Case.objects.seen_by(viewer).filter(pk=case.pk).first()
    return Detail.NOTHING if row is None else Detail(row.detail)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    role=st.sampled_from(ROLES),
    restricted=st.booleans(),
    denied=st.booleans(),
    capacity=st.sampled_from([None, *(capacity.value for capacity in Assignment.Capacity if capacity != "owner")]),
    involved=st.booleans(),
    ended=st.booleans(),
)
def test_the_list_the_case_and_the_level_of_detail_agree_whatever_the_facts(
    case: Case,
    world: World,
    role: str,
    restricted: bool,
    denied: bool,
    capacity: str | None,
    involved: bool,
    ended: bool,
) -> None:
    Assignment.objects.filter(case=case).exclude(capacity="owner").in_bulk_with_own_audit().delete()
    for model in (AccessDenial, Involvement):
        model.objects.filter(case=case).in_bulk_with_own_audit().delete()
    user, yesterday = world.people[role], world.today - dt.timedelta(days=1)
    Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(restricted=restricted)
    ends = world.today if ended else None
    if capacity:
        Assignment.objects.create(case=case, user=user, capacity=capacity, starts=yesterday, ends=ends)
    if involved and user.agency:
        Involvement.objects.create(case=case, agency=user.agency, starts=yesterday, ends=ends)
    if denied:
        AccessDenial.objects.create(case=case, user=user, reason="x", decided_by=world.manager, starts=yesterday)
    viewer = fresh(world, role)
    detail = detail_of(viewer, case)
    for level in LEVELS:
        listed = Case.objects.visible_to(viewer, level).filter(pk=case.pk).exists()
        assert listed == can_see(viewer, case.pk, level) == (detail >= level)
    if denied:
        assert detail is Detail.NOTHING
    if role in {"stranger", "sysadmin", "smb_member"} and not capacity:
        assert detail is Detail.NOTHING
    if detail < Detail.SUMMARY:
        assert not any(may(viewer, action, case) for action in access.PERMISSIONS)


@rule("ACC-23")
class TestRestriction:
    def test_names_whoever_restricts_so_that_somebody_can_lift_it(self, case: Case, world: World) -> None:
        restrict(actor=world.manager, case=case, restricted=True, reason="High profile.")
        assert detail_of(fresh(world, "manager"), case) is Detail.FULL
        assert detail_of(fresh(world, "team_mate"), case) is Detail.NOTHING
        assert detail_of(fresh(world, "coordinator"), case) is Detail.PRESENCE

    def test_needs_a_named_owner(self, case: Case, world: World) -> None:
        Assignment.objects.filter(case=case).in_bulk_with_own_audit().update(ends=world.today)
        with pytest.raises(RuleRefused) as refused:
            restrict(actor=world.manager, case=case, restricted=True, reason="High profile.")
        assert refused.value.rules == ("ACC-23",)


@rule("ACC-27")
class TestVictims:
    def test_are_seen_by_the_owner_the_lead_manager_and_the_assigned_officer_only(
        self, case: Case, world: World
    ) -> None:
        assign(actor=world.manager, case=case, user=world.vlo, capacity="victim_liaison", starts=world.today)
        seen = {role for role in ROLES if can_see_victims(fresh(world, role), case.pk)}
        assert seen == {"practitioner", "manager", "vlo"}

    def test_are_recorded_by_the_officer_once_assigned(self, case: Case, world: World) -> None:
        person = {"kind": "victim", "name": "Ada Invented"}
        with pytest.raises(NotPermitted):
            record_protected_person(actor=world.vlo, case=case, person=person)
        assign(actor=world.manager, case=case, user=world.vlo, capacity="victim_liaison", starts=world.today)
        record_protected_person(actor=fresh(world, "vlo"), case=case, person=person)
        assert case.protectedpersons.count() == 1


def test_an_account_that_is_off_sees_nothing(case: Case, world: World) -> None:
    owner = fresh(world, "practitioner")
    owner.is_active = False
    assert detail_of(owner, case) is Detail.NOTHING
    assert cases_for_api(viewer=owner)[0:9] == []


def test_a_superuser_sees_no_case(world: World) -> None:
    case = factories.make_case(world)
    assert world.sysadmin.is_superuser
    assert detail_of(world.sysadmin, case) is Detail.NOTHING
