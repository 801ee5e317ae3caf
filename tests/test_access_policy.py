"""Who sees what: the default access policy, row by row, and that lists and single cases agree."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import PartnerSystem, RoleHolding, User
from accounts.standing import standing_of
from audit.refusals import RuleRefused
from offenders.access import Detail, can_see, can_see_victims, may
from offenders.models import Assignment, Case, Involvement
from offenders.services import access, cases
from tests import factories
from tests.factories import World
from tests.house.partners import partner_of, register
from tests.marks import rule


def detail(world: World, who: str, case: Case) -> Detail:
    """How much somebody sees, asked afresh as the next request would."""
    user = type(world.people[who]).objects.get(pk=world.people[who].pk)
    found = Case.objects.seen_by(user).filter(pk=case.pk).first()
    return Detail(found.detail) if found else Detail.NOTHING


ORDINARY = {
    "practitioner": Detail.FULL,
    "team_mate": Detail.FULL,
    "colleague": Detail.SUMMARY,
    "police_officer": Detail.NOTHING,
    "manager": Detail.FULL,
    "police_manager": Detail.NOTHING,
    "coordinator": Detail.FULL,
    "administrator": Detail.FULL,
    "chair": Detail.NOTHING,
    "spoc": Detail.NOTHING,
    "vlo": Detail.NOTHING,
    "yjs_case_manager": Detail.NOTHING,
    "yjs_manager": Detail.NOTHING,
    "smb_member": Detail.NOTHING,
    "lay_adviser": Detail.NOTHING,
    "auditor": Detail.FULL,
    "sysadmin": Detail.NOTHING,
    "stranger": Detail.NOTHING,
    "other_coordinator": Detail.NOTHING,
}


@rule("ACC-20")
@rule("ACC-21")
@rule("ACC-22")
@pytest.mark.parametrize(("who", "expected"), ORDINARY.items())
def test_an_ordinary_case_is_seen_by_its_people(world: World, case: Case, who: str, expected: Detail) -> None:
    assert detail(world, who, case) is expected


@rule("ACC-20")
def test_the_caseload_and_the_single_case_agree_for_everybody(world: World, case: Case) -> None:
    others = [factories.make_case(world), factories.make_child_case(world)]
    for person in world.people.values():
        for level in (Detail.PRESENCE, Detail.SUMMARY, Detail.PACK, Detail.FULL):
            listed = set(Case.objects.visible_to(person, level).values_list("pk", flat=True))
            assert listed == {one.pk for one in (case, *others) if can_see(person, one.pk, level)}


@rule("ACC-21")
def test_a_manager_sees_the_case_once_their_agency_is_involved(world: World, case: Case) -> None:
    cases.involve_agency(actor=world.practitioner, case=case, agency=world.police, part="involved", starts=world.today)
    assert detail(world, "police_manager", case) is Detail.FULL
    assert detail(world, "police_officer", case) is Detail.SUMMARY


@rule("ACC-26")
def test_sight_ends_with_the_involvement(world: World, case: Case) -> None:
    involvement = cases.involve_agency(
        actor=world.practitioner,
        case=case,
        agency=world.police,
        part=Involvement.Part.INVOLVED,
        starts=world.today - dt.timedelta(days=30),
    )
    cases.end_involvement(actor=world.practitioner, involvement=involvement, on=world.today)
    assert detail(world, "police_manager", case) is Detail.NOTHING


@rule("ACC-26")
def test_sight_ends_with_the_role(world: World, case: Case) -> None:
    holding = RoleHolding.objects.get(user=world.coordinator)
    holding.ends = world.today
    holding.save()
    assert detail(world, "coordinator", case) is Detail.NOTHING


@rule("ACC-26")
def test_an_account_that_is_switched_off_sees_nothing(world: World, case: Case) -> None:
    world.practitioner.is_active = False
    world.practitioner.save()
    assert detail(world, "practitioner", case) is Detail.NOTHING


@pytest.fixture
def restricted(world: World, case: Case) -> Case:
    return access.restrict(actor=world.manager, case=case, restricted=True, reason="Protected person.")


@rule("ACC-23")
@pytest.mark.parametrize("who", [who for who in ORDINARY if who not in {"practitioner", "manager", "coordinator"}])
def test_a_restricted_case_does_not_exist_for_people_who_are_not_named(
    world: World, restricted: Case, who: str
) -> None:
    assert detail(world, who, restricted) is Detail.NOTHING


@rule("ACC-23")
def test_a_restricted_case_is_open_to_its_owner_and_present_to_the_coordinator(world: World, restricted: Case) -> None:
    assert detail(world, "practitioner", restricted) is Detail.FULL
    assert detail(world, "coordinator", restricted) is Detail.PRESENCE


@rule("ACC-23")
def test_a_case_without_an_owner_cannot_be_restricted(world: World, case: Case) -> None:
    assignment = case.assignments.get()
    assignment.ends = world.today
    assignment.save()
    with pytest.raises(RuleRefused) as refused:
        access.restrict(actor=world.coordinator, case=case, restricted=True, reason="Protected person.")
    assert refused.value.rules == ("ACC-23",)


@rule("ACC-24")
class TestAccessByException:
    def grant(self, world: World, case: Case, ends: dt.date) -> None:
        access.grant(
            actor=world.coordinator,
            case=case,
            user=world.stranger,
            reason="Moves to Kent next month.",
            starts=world.today - dt.timedelta(days=10),
            ends=ends,
        )

    def test_opens_the_case_in_full(self, world: World, case: Case) -> None:
        self.grant(world, case, world.today + dt.timedelta(days=1))
        assert detail(world, "stranger", case) is Detail.FULL

    def test_guardian_agrees_while_it_runs(self, world: World, case: Case) -> None:
        from guardian.shortcuts import get_objects_for_user

        self.grant(world, case, world.today + dt.timedelta(days=1))
        permitted = get_objects_for_user(
            world.stranger,
            "offenders.see_case_in_full",
            klass=Case,
            accept_global_perms=False,
            with_superuser=False,
            use_groups=False,
        )
        assert set(permitted) == set(Case.objects.visible_to(world.stranger, Detail.FULL)) == {case}

    def test_ends_on_its_day(self, world: World, case: Case) -> None:
        self.grant(world, case, world.today)
        assert detail(world, "stranger", case) is Detail.NOTHING

    def test_nobody_approves_their_own(self, world: World, case: Case) -> None:
        with pytest.raises(RuleRefused) as refused:
            access.grant(
                actor=world.coordinator,
                case=case,
                user=world.coordinator,
                reason="x",
                starts=world.today,
                ends=world.today,
            )
        assert refused.value.rules == ("ACC-24",)


@rule("ACC-25")
class TestADeniedPerson:
    @pytest.fixture
    def denied(self, world: World, case: Case) -> Case:
        access.deny(
            actor=world.coordinator,
            case=case,
            user=world.team_mate,
            reason="Related to the person.",
            starts=world.today,
        )
        return case

    def test_sees_nothing_whatever_else_they_hold(self, world: World, denied: Case) -> None:
        assert detail(world, "team_mate", denied) is Detail.NOTHING

    def test_cannot_be_given_a_part(self, world: World, denied: Case) -> None:
        with pytest.raises(RuleRefused) as refused:
            access.assign(actor=world.manager, case=denied, user=world.team_mate, capacity="worker", starts=world.today)
        assert refused.value.rules == ("ACC-25",)


@rule("ACC-12")
@pytest.mark.parametrize("who", ["sysadmin", "smb_member"])
class TestSomebodyWhoseRolesSeeNoCase:
    def test_cannot_be_given_a_part(self, world: World, case: Case, who: str) -> None:
        user = getattr(world, who)
        with pytest.raises(RuleRefused) as refused:
            access.assign(actor=world.coordinator, case=case, user=user, capacity="worker", starts=world.today)
        assert refused.value.rules == ("ACC-12",)

    def test_cannot_be_let_in_by_exception(self, world: World, case: Case, who: str) -> None:
        until = world.today + dt.timedelta(days=9)
        with pytest.raises(RuleRefused) as refused:
            access.grant(
                actor=world.coordinator,
                case=case,
                user=getattr(world, who),
                reason="Asked.",
                starts=world.today,
                ends=until,
            )
        assert refused.value.rules == ("ACC-12",)

    def test_sees_nothing_of_a_case_they_once_worked_on(self, world: World, case: Case, who: str) -> None:
        Assignment(case=case, user=getattr(world, who), capacity="worker", starts=world.today).save(force_insert=True)
        assert detail(world, who, case) is Detail.NOTHING


VICTIMS = {
    "practitioner": True,
    "team_mate": False,
    "manager": True,
    "coordinator": False,
    "auditor": False,
    "sysadmin": False,
    "stranger": False,
}


@rule("ACC-27")
@pytest.mark.parametrize(("who", "expected"), VICTIMS.items())
def test_victims_need_a_permission_of_their_own(world: World, case: Case, who: str, expected: bool) -> None:
    assert can_see_victims(world.people[who], case.pk) is expected


@rule("ACC-27")
def test_the_unit_sees_victims_once_the_case_is_at_level_2(world: World, category_2_case: Case) -> None:
    Case.objects.filter(pk=category_2_case.pk).in_bulk_with_own_audit().update(level=2)
    assert can_see_victims(world.coordinator, category_2_case.pk)


@rule("OFF-20")
def test_a_person_is_not_recorded_without_a_search(world: World) -> None:
    with pytest.raises(RuleRefused) as refused:
        factories.make_case(world, dismissed=None)
    assert refused.value.rules == ("OFF-20",)
    assert not Case.objects.exists()


def test_seeing_a_case_is_not_enough_to_write_to_it(world: World, case: Case) -> None:
    assert can_see(world.auditor, case.pk)
    assert not may(world.auditor, "record_case", case)
    assert may(world.practitioner, "record_case", case)


def test_a_standing_costs_no_more_queries_for_more_roles(world: World, django_assert_num_queries: Callable) -> None:
    user = type(world.coordinator).objects.select_related("agency").get(pk=world.coordinator.pk)
    with django_assert_num_queries(2):
        standing_of(user)
        standing_of(user)
    with django_assert_num_queries(2):  # the policy of the day, once; then the case each time
        can_see(user, uuid4())
    with django_assert_num_queries(1):
        can_see(user, uuid4())


@rule("ACC-29")
@pytest.mark.parametrize(("who", "allowed"), [("vlo", True), ("colleague", False)])
def test_only_a_victim_liaison_officer_is_given_that_part(world: World, case: Case, who: str, allowed: bool) -> None:
    def give() -> None:
        access.assign(
            actor=world.manager, case=case, user=world.people[who], capacity="victim_liaison", starts=world.today
        )

    if allowed:
        give()
        assert can_see_victims(world.vlo, case.pk)
    else:
        with pytest.raises(RuleRefused) as refused:
            give()
        assert refused.value.rules == ("ACC-29",)


@rule("ACC-44")
def test_a_lay_adviser_sees_the_papers_of_what_they_observe_and_no_other_case(world: World, case: Case) -> None:
    factories.make_case(world)
    Assignment(case=case, user=world.lay_adviser, capacity="observer", starts=world.today).save(force_insert=True)
    assert detail(world, "lay_adviser", case) is Detail.PACK
    assert list(Case.objects.visible_to(world.lay_adviser, Detail.PRESENCE)) == [case]
    assert not may(world.lay_adviser, "record_meeting", case)


@rule("ACC-45")
@pytest.mark.parametrize("covered", [True, False])
def test_an_auditor_sees_victims_only_within_the_scope_and_every_read_says_what_for(
    world: World, case: Case, covered: bool
) -> None:
    RoleHolding.objects.filter(user=world.auditor).update(victims_in_scope=covered)
    assert detail(world, "auditor", case) is Detail.FULL
    assert can_see_victims(world.auditor, case.pk) is covered
    assert world.auditor.audit_role.startswith("Auditor for: Test audit")


@rule("ACC-46")
class TestAPartnerSystem:
    def agreement(self, world: World, **terms: Any) -> User:
        account = partner_of(world, world.police)
        register(account, world, "cases:read")
        PartnerSystem.objects.filter(account=account).update(**terms)
        return account

    @pytest.mark.parametrize(
        ("terms", "seen"),
        [
            ({}, True),
            ({"areas": []}, False),
            ({"areas": ["kent"]}, False),
            ({"categories": [2, 3]}, True),
            ({"categories": [1]}, False),
            ({"levels": [2]}, True),
            ({"levels": [3]}, False),
            ({"agency_involved": False}, True),
            ({"expires_on": dt.date(2020, 1, 1)}, False),
        ],
    )
    def test_sees_what_the_filter_of_its_agreement_names(
        self, world: World, category_2_case: Case, terms: dict[str, Any], seen: bool
    ) -> None:
        Case.objects.filter(pk=category_2_case.pk).in_bulk_with_own_audit().update(level=2)
        Involvement(case=category_2_case, agency=world.police).save(force_insert=True)
        other = factories.make_case(world)
        account = self.agreement(world, **terms)
        assert can_see(account, category_2_case.pk, Detail.SUMMARY) is seen
        assert can_see(account, other.pk, Detail.SUMMARY) is (terms == {"agency_involved": False})
        assert not can_see_victims(account, category_2_case.pk)

    def test_sees_victims_only_if_the_agreement_covers_them(self, world: World, case: Case) -> None:
        Involvement(case=case, agency=world.police).save(force_insert=True)
        assert can_see_victims(self.agreement(world, victims=True), case.pk)

    def test_without_an_agreement_sees_nothing(self, world: World, case: Case) -> None:
        Involvement(case=case, agency=world.police).save(force_insert=True)
        assert not can_see(partner_of(world, world.police), case.pk, Detail.PRESENCE)
