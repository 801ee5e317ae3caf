"""Who lets agencies and people into a case: never oneself; contact with victims is given by who decides on access."""

import datetime as dt
from typing import Any

import pytest

from audit.refusals import NotPermitted, RuleRefused
from offenders.access import can_see, can_see_victims, may, where_may
from offenders.models import Assignment, Case, Involvement
from offenders.rules.sight import Detail
from offenders.services import access, cases
from tests.factories import World
from tests.marks import rule

VICTIMS = "victim_contact"


def again(person: Any) -> Any:
    """The person as the next request finds them."""
    return type(person).objects.get(pk=person.pk)


@pytest.fixture
def shared(case: Case, world: World) -> Case:
    """The case with the police involved."""
    cases.involve_agency(actor=world.practitioner, case=case, agency=world.police, part="involved", starts=world.today)
    return case


@rule("ACC-67")
class TestAgencies:
    def test_are_brought_in_by_the_lead_agency_and_not_by_one_merely_involved(self, shared: Case, world: World) -> None:
        involve = {"case": shared, "agency": world.mental_health, "part": "involved", "starts": world.today}
        with pytest.raises(NotPermitted):
            cases.involve_agency(actor=again(world.police_manager), **involve)
        row = cases.involve_agency(actor=world.practitioner, **involve)
        with pytest.raises(NotPermitted):
            cases.end_involvement(actor=again(world.police_manager), involvement=row, on=world.today)
        assert cases.end_involvement(actor=world.practitioner, involvement=row, on=world.today).ends

    @pytest.mark.parametrize(("who", "allowed"), [("practitioner", False), ("manager", True), ("coordinator", True)])
    def test_get_contact_with_victims_from_who_decides_about_access(
        self, shared: Case, world: World, who: str, allowed: bool
    ) -> None:
        given = {"case": shared, "agency": world.mental_health, "part": VICTIMS, "starts": world.today}
        if allowed:
            assert cases.involve_agency(actor=world.people[who], **given).pk
        else:
            with pytest.raises(NotPermitted):
                cases.involve_agency(actor=world.people[who], **given)

    def test_do_not_give_it_to_themselves(self, shared: Case, world: World) -> None:
        own = {"case": shared, "agency": world.coordinator.agency, "part": VICTIMS, "starts": world.today}
        with pytest.raises(RuleRefused) as refusal:
            cases.involve_agency(actor=world.coordinator, **own)
        assert [one.rule for one in refusal.value.findings] == ["ACC-67"]
        assert not can_see_victims(again(world.police_manager), shared.pk)


@rule("ACC-26")
class TestTheEndOfAnAgencySPart:
    """Ends what its people see by being named, too; an agency that still leads keeps them."""

    @pytest.fixture
    def named(self, shared: Case, world: World) -> Assignment:
        """A police officer who is named as working on the case."""
        return Assignment.objects.create(
            case=shared, user=world.police_officer, capacity="worker", starts=world.today - dt.timedelta(days=9)
        )

    def end(self, case: Case, world: World, part: str, on: dt.date) -> None:
        row = Involvement.objects.get(case=case, agency=world.police, part=part, ends=None)
        cases.end_involvement(actor=world.manager, involvement=row, on=on)

    def test_closes_the_case_to_who_is_named_there(self, named: Assignment, shared: Case, world: World) -> None:
        liaison = Assignment.objects.create(case=shared, user=world.police_officer, capacity="victim_liaison")
        kept = Assignment.objects.create(case=shared, user=world.colleague, capacity="worker")
        assert can_see(again(world.police_officer), shared.pk, Detail.FULL)
        self.end(shared, world, "involved", world.today)
        for row in (named, liaison, kept):
            row.refresh_from_db()
        assert (named.ends, liaison.ends, kept.ends) == (world.today, None, None)
        assert not can_see(again(world.police_officer), shared.pk, Detail.FULL)

    def test_on_the_day_that_was_named(self, named: Assignment, shared: Case, world: World) -> None:
        ends = world.today + dt.timedelta(days=5)
        self.end(shared, world, "involved", ends)
        named.refresh_from_db()
        assert named.ends == ends and can_see(again(world.police_officer), shared.pk, Detail.FULL)

    def test_leaves_them_while_their_agency_leads(self, named: Assignment, shared: Case, world: World) -> None:
        shared.lead_agency = world.police
        shared.save()
        row = Involvement.objects.get(case=shared)
        cases.end_involvement(actor=again(world.police_manager), involvement=row, on=world.today)
        named.refresh_from_db()
        assert named.ends is None

    def test_leaves_them_while_it_has_another_part(self, named: Assignment, shared: Case, world: World) -> None:
        victims = Involvement.objects.create(case=shared, agency=world.police, part=VICTIMS, starts=world.today)
        last = world.today + dt.timedelta(days=9)
        Involvement.objects.create(case=shared, agency=world.police, part="involved", starts=world.today, ends=last)
        cases.end_involvement(actor=world.manager, involvement=victims, on=world.today)
        named.refresh_from_db()
        assert named.ends is None
        self.end(shared, world, "involved", world.today)
        named.refresh_from_db()
        assert named.ends == last


@rule("ACC-68")
class TestNobody:
    @pytest.mark.parametrize(
        ("who", "capacity", "allowed"),
        [
            ("coordinator", "worker", False),
            ("coordinator", "owner", False),
            ("manager", "worker", False),
            ("manager", "owner", True),
        ],
    )
    def test_gives_themselves_a_part_but_a_lead_manager_may_take_the_case_over(
        self, case: Case, world: World, who: str, capacity: str, allowed: bool
    ) -> None:
        me = world.people[who]
        if allowed:
            assert access.assign(actor=me, case=case, user=me, capacity=capacity, starts=world.today).pk
        else:
            with pytest.raises(RuleRefused) as refusal:
                access.assign(actor=me, case=case, user=me, capacity=capacity, starts=world.today)
            assert [one.rule for one in refusal.value.findings] == ["ACC-68"]
        assert Assignment.objects.filter(case=case, user=me).exists() is allowed

    def test_keeps_the_part_by_which_they_restricted_the_case_once_that_is_lifted(
        self, case: Case, world: World
    ) -> None:
        access.restrict(actor=world.coordinator, case=case, restricted=True, reason="High profile.")
        assert can_see_victims(again(world.coordinator), case.pk)
        access.restrict(actor=again(world.coordinator), case=case, restricted=False, reason="No longer.")
        assert not can_see_victims(again(world.coordinator), case.pk)


@rule("ACC-11")
class TestDecidingAboutAccess:
    @pytest.mark.parametrize(("restricted", "decides"), [(False, True), (True, False)])
    def test_needs_full_sight_and_not_the_papers_of_one_meeting(
        self, case: Case, world: World, restricted: bool, decides: bool
    ) -> None:
        Assignment.objects.create(case=case, user=world.coordinator, capacity="minute_taker", starts=world.today)
        case.restricted = restricted
        case.save()
        for action in ("manage_access", "review_emergency_access", "view_access"):
            assert may(again(world.coordinator), action, case) is decides
            rows = Case.objects.filter(where_may(again(world.coordinator), action), pk=case.pk)
            assert rows.exists() is decides
