"""Restricting a case and lifting that, barring somebody and lifting that, and ending parts and exceptions."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from assessments.services import update_action
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from levels.services.approving import approve_lowering
from offenders.access import Detail, can_see
from offenders.models import AccessDenial, AccessGrant, AccessNotice, Assignment, Case, DenialEnd, Restriction
from offenders.services import access, cases
from offenders.services.parts import drop_ended_grants
from tests import factories
from tests.assessments.builders import add
from tests.factories import World
from tests.marks import rule

SOON = dt.timedelta(days=30)


def again(person: Any) -> Any:
    """The person as the next request finds them."""
    return type(person).objects.get(pk=person.pk)


def sees(person: Any, case: Case, at_least: Detail = Detail.FULL) -> bool:
    return can_see(again(person), case.pk, at_least)


def restrict(world: World, case: Case, **changes: Any) -> Restriction:
    access.restrict(**{"actor": world.manager, "case": case, "restricted": True, "reason": "High profile."} | changes)
    return Restriction.objects.filter(case=case).latest("recorded_at")


@rule("ACC-23")
class TestRestricting:
    def test_is_a_decision_that_names_people_until_beyond_its_review(self, world: World, case: Case) -> None:
        review = world.today + SOON
        decision = restrict(
            world, case, kind="staff", people=[world.colleague, world.practitioner], review_on=review, based_on=""
        )
        assert (decision.restricted, decision.kind, decision.review_on) == (True, "staff", review)
        named = AccessGrant.objects.get(restriction=decision)
        assert (named.user, named.kind, named.ends) == (world.colleague, "named", review + dt.timedelta(weeks=4))
        assert sees(world.colleague, case) and sees(world.practitioner, case) and sees(world.manager, case)
        assert not sees(world.team_mate, case, Detail.PRESENCE)
        assert sees(world.coordinator, case, Detail.PRESENCE)

    def test_may_hide_the_case_even_from_co_ordinators(self, world: World, case: Case) -> None:
        restrict(world, case, coordinators_know=False)
        assert not sees(world.coordinator, case, Detail.PRESENCE)
        assert not AccessNotice.objects.filter(recipient=world.coordinator).exists()

    def test_tells_managers_and_the_co_ordinator_and_not_those_who_lose_sight(self, world: World, case: Case) -> None:
        decision = restrict(world, case, actor=world.coordinator)
        told = AccessNotice.objects.filter(kind="case_restricted", about=decision.pk)
        assert {notice.recipient for notice in told} == {world.manager}

    def test_decided_anew_shuts_out_who_is_no_longer_named(self, world: World, case: Case) -> None:
        first = restrict(world, case, people=[world.colleague, world.police_officer])
        second = restrict(world, case, people=[world.police_officer], reason="Reviewed.", based_on=str(first.pk))
        assert second.supersedes == first
        assert not sees(world.colleague, case)
        assert sees(world.police_officer, case)

    def test_is_lifted_by_a_decision_too(self, world: World, case: Case) -> None:
        first = restrict(world, case, people=[world.police_officer], coordinators_know=False)
        lifted = restrict(world, case, restricted=False, reason="No longer needed.", based_on=str(first.pk))
        case.refresh_from_db()
        assert (case.restricted, case.presence_hidden, lifted.review_on) == (False, False, None)
        assert sees(world.team_mate, case) and not sees(world.police_officer, case)
        assert [row.restricted for row in Restriction.objects.filter(case=case)] == [False, True]

    def test_the_second_of_two_editors_sees_a_conflict(self, world: World, case: Case) -> None:
        restrict(world, case, based_on="")
        with pytest.raises(Conflict):
            restrict(world, case, actor=world.manager, based_on="")

    @pytest.mark.parametrize(
        "changes", [{"kind": ""}, {"review_on": dt.date(2020, 1, 1)}, {"review_on": dt.date(2099, 1, 1)}]
    )
    def test_needs_a_kind_and_a_review_within_a_year(self, world: World, case: Case, changes: dict[str, Any]) -> None:
        with pytest.raises(RuleRefused):
            restrict(world, case, **changes)
        assert not Restriction.objects.exists()

    def test_the_database_keeps_the_decision_as_it_was(self, world: World, case: Case) -> None:
        decision = restrict(world, case)
        decision.reason = "Something else."
        with pytest.raises(DatabaseError), transaction.atomic():
            decision.save()

    def test_what_is_not_restricted_is_not_lifted(self, world: World, case: Case) -> None:
        with pytest.raises(RuleRefused):
            restrict(world, case, restricted=False)


@rule("ACC-35")
@pytest.mark.parametrize("ended", [False, True])
def test_a_restriction_is_due_on_its_review_day_until_it_is_lifted(world: World, case: Case, ended: bool) -> None:
    if ended:
        Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(ended_on=world.today)
        case.refresh_from_db()
    restrict(world, case, review_on=world.today + SOON)
    due = Deadline.objects.get(case=case, rule="ACC-35", closed_at__isnull=True)
    assert due.due_on == world.today + SOON
    restrict(world, case, restricted=False)
    assert not Deadline.objects.filter(case=case, rule="ACC-35", closed_at__isnull=True).exists()


@rule("ACC-25")
class TestBarring:
    def bar(self, world: World, case: Case, **changes: Any) -> AccessDenial:
        basic = {"actor": world.manager, "case": case, "user": world.team_mate, "reason": "Knows the victim."}
        return access.deny(**basic | {"starts": world.today, "review_on": world.today + SOON} | changes)

    def test_ends_parts_and_exceptions(self, world: World, case: Case) -> None:
        access.assign(actor=world.manager, case=case, user=world.team_mate, capacity="worker", starts=world.today)
        ends = world.today + SOON
        access.grant(actor=world.manager, case=case, user=world.team_mate, reason="x", starts=world.today, ends=ends)
        self.bar(world, case)
        assert not sees(world.team_mate, case, Detail.PRESENCE)
        assert Assignment.objects.get(case=case, user=world.team_mate).ends == world.today
        assert AccessGrant.objects.get(case=case).ends == world.today

    def test_nobody_bars_themselves_nor_the_owner_nor_twice(self, world: World, case: Case) -> None:
        for person in (world.manager, world.practitioner):
            with pytest.raises(RuleRefused) as refused:
                self.bar(world, case, user=person)
            assert refused.value.rules == ("ACC-25",)
        self.bar(world, case)
        with pytest.raises(RuleRefused):
            self.bar(world, case)

    def test_every_door_is_shut_with_one_sentence_that_does_not_say_why(self, world: World, case: Case) -> None:
        self.bar(world, case)
        day, person = world.today, again(world.team_mate)
        doors = [
            lambda: access.assign(actor=world.manager, case=case, user=person, capacity="owner", starts=day),
            lambda: access.assign(actor=world.manager, case=case, user=person, capacity="worker", starts=day),
            lambda: access.grant(actor=world.manager, case=case, user=person, reason="x", starts=day, ends=day + SOON),
            lambda: restrict(world, case, people=[person]),
        ]
        for door in doors:
            with pytest.raises(RuleRefused) as refused:
                door()
            assert str(refused.value) == "This person cannot be given a part in this case or access to it."

    def test_is_lifted_by_a_decision_that_stays(self, world: World, case: Case) -> None:
        denial = self.bar(world, case)
        access.end_denial(actor=world.coordinator, denial=denial, reason="It was a namesake.", on=world.today)
        assert sees(world.team_mate, case)
        end = DenialEnd.objects.get(denial=denial)
        assert (end.decided_by, end.reason) == (world.coordinator, "It was a namesake.")
        with pytest.raises(RuleRefused):
            access.end_denial(actor=world.coordinator, denial=denial, reason="Again.", on=world.today)

    def test_the_barred_manager_does_not_lift_it(self, world: World, case: Case) -> None:
        denial = self.bar(world, case, actor=world.coordinator, user=world.manager)
        with pytest.raises(NotPermitted):
            access.end_denial(actor=again(world.manager), denial=denial, reason="x", on=world.today)

    def test_a_barred_person_owns_no_action_and_approves_no_level(self, world: World, case: Case) -> None:
        factories.at_level_1(case, world.practitioner, today=world.today)
        action = add(case, world.practitioner)
        self.bar(world, case, actor=world.coordinator, user=world.manager)
        doors = [
            lambda: add(case, world.practitioner, owner=world.manager),
            lambda: update_action(
                actor=world.practitioner, action=action, version=action.version, changes={"owner": world.manager}
            ),
        ]
        for door in doors:
            with pytest.raises(RuleRefused) as refused:
                door()
            assert refused.value.rules == ("ACC-25",)
        with pytest.raises(NotPermitted):
            approve_lowering(
                actor=again(world.manager), case=case, to="1", accepts=["LVL-24"], reason="Yes.",
                today=world.today, based_on="",
            )  # fmt: skip


@rule("ACC-26")
class TestEnding:
    @pytest.fixture
    def part(self, world: World, case: Case) -> Assignment:
        return access.assign(
            actor=world.manager, case=case, user=world.colleague, capacity="worker", starts=world.today
        )

    def test_a_part_ends_with_the_next_request_and_what_was_done_stays(
        self, world: World, case: Case, part: Assignment
    ) -> None:
        cases.add_alias(actor=again(world.colleague), case=case, name="Ray Invented", kind="alias")
        access.end_assignment(actor=world.manager, assignment=part, version=1, on=world.today, reason="Has moved.")
        assert not sees(world.colleague, case)
        event = AuditEvent.objects.get(verb="alias.added", case_id=case.pk)
        assert event.actor_id == world.colleague.pk

    def test_two_editors_meet(self, world: World, case: Case, part: Assignment) -> None:
        ends = world.today + SOON
        Assignment.objects.filter(pk=part.pk).in_bulk_with_own_audit().update(version=2, ends=ends)
        with pytest.raises(Conflict):
            access.end_assignment(actor=world.manager, assignment=part, version=1, on=world.today, reason="Moved.")

    @rule("ACC-30")
    def test_an_owner_is_replaced_and_not_ended(self, world: World, case: Case) -> None:
        owner = case.assignments.get(capacity="owner")
        with pytest.raises(RuleRefused) as refused:
            access.end_assignment(actor=world.manager, assignment=owner, version=1, on=world.today, reason="Left.")
        assert refused.value.rules == ("ACC-30",)

    def test_an_exception_ends_before_its_day(self, world: World, case: Case) -> None:
        ends = world.today + SOON
        granted = access.grant(
            actor=world.manager, case=case, user=world.colleague, reason="x", starts=world.today, ends=ends
        )
        assert sees(world.colleague, case)
        access.end_grant(actor=world.manager, granted=granted, version=1, on=world.today, reason="Done.")
        assert not sees(world.colleague, case)

    def test_an_agency_s_part_has_a_version(self, world: World, case: Case) -> None:
        part = cases.involve_agency(
            actor=world.practitioner, case=case, agency=world.police, part="involved", starts=world.today
        )
        with pytest.raises(Conflict):
            cases.end_involvement(actor=world.practitioner, involvement=part, version=7, on=world.today)
        cases.end_involvement(actor=world.practitioner, involvement=part, version=1, on=world.today)
        assert not sees(world.police_officer, case, Detail.SUMMARY)


@rule("ACC-30")
class TestOwning:
    def test_the_second_of_two_who_name_an_owner_sees_a_conflict(self, world: World, case: Case) -> None:
        seen = str(case.assignments.get(capacity="owner").pk)
        new = {"actor": world.manager, "case": case, "capacity": "owner", "starts": world.today, "owner_seen": seen}
        access.assign(user=world.team_mate, **new)
        with pytest.raises(Conflict):
            access.assign(user=world.colleague, **new)

    def test_who_manages_no_cases_owns_none(self, world: World, case: Case) -> None:
        with pytest.raises(RuleRefused) as refused:
            access.assign(actor=world.manager, case=case, user=world.coordinator, capacity="owner", starts=world.today)
        assert refused.value.rules == ("ACC-30",)

    def test_a_case_recorded_by_the_unit_waits_for_an_owner(self, world: World) -> None:
        case = factories.make_case(world, actor=world.coordinator)
        assert not case.assignments.exists()
        told = AccessNotice.objects.filter(kind="owner_wanted", about=case.pk)
        assert {notice.recipient for notice in told} == {world.manager}


@rule("ACC-24")
def test_the_clean_up_of_ended_grants_finds_each_once_and_nothing_waits_for_it(world: World, case: Case) -> None:
    ends = world.today + dt.timedelta(days=1)
    access.grant(actor=world.manager, case=case, user=world.colleague, reason="x", starts=world.today, ends=ends)
    AccessGrant.objects.all().in_bulk_with_own_audit().update(starts=world.today - SOON, ends=world.today)
    assert AccessGrant.objects.get().permission is not None
    assert not sees(world.colleague, case)
    now = dt.datetime.now(dt.UTC)
    assert [drop_ended_grants(today=world.today, now=now) for _ in range(2)] == [1, 0]
    assert AccessGrant.objects.get().permission is None
