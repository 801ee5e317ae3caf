"""Keeping accounts: roles, jobs, removal, switching on again, moves. What ends, ends at once, and nothing is lost."""

import datetime as dt
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import AgencyMove, RoleHolding, TeamMembership, User
from accounts.roles import Role
from accounts.services import moves, people
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from offenders.access import Detail, can_see
from offenders.models import Assignment, Case, CaseUserObjectPermission
from offenders.services import access
from tests import factories
from tests.factories import World
from tests.marks import rule

ALL = frozenset({"PPL-04", "PPL-05"})


def again(user: User) -> User:
    """The person as the next request reads them."""
    return User.objects.get(pk=user.pk)


def remove(world: World, who: str = "practitioner", actor: str = "agency_administrator", **more: Any) -> Any:
    person = again(world.people[who])
    return people.remove(
        actor=again(world.people[actor]), person=person, version=person.version, reason="Has left.", **more
    )


class TestRoles:
    def give(self, world: World, role: str = Role.MANAGER, **changes: Any) -> RoleHolding:
        values = {
            "actor": world.agency_administrator,
            "person": world.colleague,
            "role": role,
            "area": world.area,
            "starts": world.today,
            "reason": "Promoted.",
        }
        return people.give_role(**{**values, **changes})

    @rule("PPL-02")
    def test_a_role_is_given_from_a_day_and_recorded_with_its_reason(self, world: World) -> None:
        holding = self.give(world)
        assert Role.MANAGER in {one.role for one in again(world.colleague).current_holdings()}
        event = AuditEvent.objects.get(verb="role.given", subject_id=str(holding.pk))
        assert (event.reason, event.actor_id) == ("Promoted.", world.agency_administrator.pk)

    @rule("ACC-45")
    def test_the_scope_of_an_auditor_s_engagement_is_given_with_the_role(self, world: World) -> None:
        ends, scope = world.today + dt.timedelta(days=30), ["victims", "legal", "intelligence"]
        terms = {"actor": world.sysadmin, "ends": ends, "purpose": "Thematic audit", "scope": scope}
        holding = self.give(world, Role.AUDITOR, **terms)
        assert (holding.victims_in_scope, holding.kinds_in_scope) == (True, ["intelligence", "legal"])
        assert holding.scope_words == "Victims and people at risk, Police intelligence, Legal advice"
        event = AuditEvent.objects.get(verb="role.given", subject_id=str(holding.pk))
        assert event.changes["kinds_in_scope"] == [None, ["intelligence", "legal"]]

    @rule("PPL-02")
    @rule("ACC-45")
    def test_no_other_role_comes_with_a_scope(self, world: World) -> None:
        with pytest.raises(RuleRefused):
            self.give(world, scope=["intelligence"])
        holding = self.give(world)
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleHolding.objects.filter(pk=holding.pk).update(kinds_in_scope=["legal"])

    @rule("ACC-45")
    def test_the_page_asks_for_the_scope_where_an_auditor_can_be_made(self, world: World, sign_in: Any) -> None:
        path, keeper = reverse("person_role", args=[world.colleague.pk]), sign_in(world.sysadmin)
        assert "scope" not in sign_in(world.agency_administrator).get(path).content.decode()
        form = keeper.get(path).context["form"]
        sent = {
            "once": form["once"].value(),
            "role": Role.AUDITOR.value,
            "area": world.area.pk,
            "starts": world.today.strftime("%d/%m/%Y"),
            "ends": (world.today + dt.timedelta(days=30)).strftime("%d/%m/%Y"),
            "purpose": "Thematic audit",
            "scope": ["victims", "third_party"],
            "reason": "Asked for by the board.",
        }
        assert keeper.post(path, sent).status_code == 302
        holding = RoleHolding.objects.get(user=world.colleague, role=Role.AUDITOR)
        assert (holding.victims_in_scope, holding.kinds_in_scope) == (True, ["third_party"])
        assert (
            "Also covers: Victims and people at risk, Third-party information"
            in keeper.get(reverse("person", args=[world.colleague.pk])).content.decode()
        )

    @rule("PPL-02")
    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CHAIR, Role.AUDITOR, Role.AGENCY_ADMINISTRATOR])
    def test_a_role_beyond_the_remit_is_refused_and_that_is_recorded(self, world: World, role: Role) -> None:
        with pytest.raises(RuleRefused):
            self.give(world, role)
        assert AuditEvent.objects.filter(verb="role.given", refused=True, rules=["PPL-02"]).exists()

    @rule("PPL-03")
    def test_nobody_gives_themselves_a_role(self, world: World) -> None:
        with pytest.raises(RuleRefused) as refused:
            self.give(world, person=world.agency_administrator)
        assert refused.value.rules == ("PPL-03",)

    @rule("PPL-07")
    def test_a_role_is_not_given_twice(self, world: World) -> None:
        self.give(world)
        with pytest.raises(RuleRefused) as refused:
            self.give(world)
        assert refused.value.rules == ("PPL-07",)

    @rule("PPL-02")
    def test_a_coordinator_makes_a_trained_chair(self, world: World) -> None:
        self.give(world, Role.CHAIR, actor=world.coordinator, person=world.police_manager, trained=True)
        assert again(world.police_manager).may_chair

    @rule("PPL-01")
    def test_the_account_of_a_system_administrator_is_kept_by_another_one_only(self, world: World) -> None:
        helper = factories.make_user(
            "Helper", agency=world.probation, area=world.area, roles=(Role.SYSTEM_ADMINISTRATOR,)
        )
        for actor in (world.agency_administrator, world.coordinator):
            with pytest.raises(NotPermitted):
                self.give(world, actor=actor, person=helper)

    @rule("ACC-26")
    def test_a_role_that_ends_today_opens_nothing_any_more(self, world: World, case: Case) -> None:
        assert can_see(again(world.manager), case.pk)
        holding = world.manager.holdings.get()
        people.end_role(actor=world.agency_administrator, holding=holding, on=world.today, reason="Steps down.")
        assert not can_see(again(world.manager), case.pk, Detail.PRESENCE)

    def test_a_role_given_today_can_end_today(self, world: World) -> None:
        ended = people.end_role(
            actor=world.agency_administrator, holding=self.give(world), on=world.today, reason="A mistake."
        )
        assert ended.ends == ended.starts == world.today

    @rule("PPL-02")
    @pytest.mark.parametrize(("role", "ends"), [(Role.PRACTITIONER, True), (Role.COORDINATOR, False)])
    def test_a_role_is_ended_only_by_who_could_give_it(self, world: World, role: Role, ends: bool) -> None:
        person = factories.make_user("Held By", agency=world.probation, area=world.area, roles=(role,))
        end = {"holding": person.holdings.get(), "on": world.today, "reason": "Not wanted."}
        if ends:
            assert people.end_role(actor=world.agency_administrator, **end).ends == world.today
        else:
            with pytest.raises(RuleRefused) as refused:
                people.end_role(actor=world.agency_administrator, **end)
            assert refused.value.rules == ("PPL-02",)
            assert again(person).holdings.get().ends is None

    @rule("PPL-04")
    def test_the_last_administrator_goes_only_after_a_warning(self, world: World) -> None:
        end = {"holding": world.agency_administrator.holdings.get(), "on": world.today, "reason": "Retires."}
        with pytest.raises(RuleRefused) as refused:
            people.end_role(actor=world.sysadmin, **end)
        assert refused.value.rules == ("PPL-04",)
        factories.make_user("Second", agency=world.probation, area=world.area, roles=(Role.AGENCY_ADMINISTRATOR,))
        people.end_role(actor=world.sysadmin, **end)
        assert again(world.agency_administrator).current_holdings() == []


class TestJobs:
    def change(self, world: World, **changes: Any) -> User:
        person = again(world.practitioner)
        values: dict[str, Any] = {
            "actor": world.agency_administrator,
            "person": person,
            "version": person.version,
            "full_name": person.full_name,
            "job_title": "Senior practitioner",
            "teams": [],
            "reason": "New post.",
        }
        return people.change_job(**{**values, **changes})

    def test_a_team_that_is_left_closes_its_cases(self, world: World) -> None:
        case = factories.make_case(world, actor=world.team_mate)
        assert can_see(again(world.practitioner), case.pk)
        self.change(world)
        assert not can_see(again(world.practitioner), case.pk)
        assert TeamMembership.objects.get(user=world.practitioner).ends == world.today

    def test_a_team_of_another_agency_is_refused(self, world: World) -> None:
        with pytest.raises(NotPermitted):
            self.change(world, teams=[world.yjs_team])

    def test_two_editors_do_not_overwrite_each_other(self, world: World) -> None:
        seen = again(world.practitioner).version
        self.change(world)
        with pytest.raises(Conflict):
            self.change(world, version=seen, job_title="Something else")
        assert again(world.practitioner).job_title == "Senior practitioner"


class TestRemoval:
    def test_everything_ends_at_once_and_each_case_records_it(self, world: World, case: Case, sign_in: Any) -> None:
        client = sign_in(world.practitioner)
        client.get("/")
        access.grant(
            actor=world.coordinator,
            case=factories.make_child_case(world),
            user=world.practitioner,
            reason="Joint work.",
            starts=world.today,
            ends=world.today + dt.timedelta(days=30),
        )
        cases = remove(world)
        person = again(world.practitioner)
        assert not person.is_active and person.off_because == User.Off.REMOVED
        assert not RoleHolding.objects.filter(user=person, ends__isnull=True).exists()
        assert not TeamMembership.objects.filter(user=person, ends__isnull=True).exists()
        assert not Assignment.objects.filter(user=person, ends__isnull=True).exists()
        assert not CaseUserObjectPermission.objects.filter(user=person).exists()
        assert not UserSession.objects.filter(user=person).exists()
        assert len(cases) == 2
        event = AuditEvent.objects.get(verb="person.unassigned", case_id=case.pk)
        assert (event.reason, event.actor_id) == ("Has left.", world.agency_administrator.pk)
        assert client.get("/cases/").status_code == 302
        assert not can_see(person, case.pk, Detail.PRESENCE)

    def test_what_they_did_stays_in_their_name(self, world: World, case: Case) -> None:
        remove(world)
        assert Assignment.objects.get(case=case, capacity="owner").user == world.practitioner
        assert AuditEvent.objects.filter(case_id=case.pk, actor_id=world.practitioner.pk).exists()

    @rule("PPL-03")
    def test_nobody_removes_themselves(self, world: World) -> None:
        with pytest.raises(RuleRefused):
            remove(world, "agency_administrator", acknowledged=ALL)
        assert again(world.agency_administrator).is_active

    @rule("PPL-04")
    @rule("PPL-05")
    def test_warnings_come_first(self, world: World) -> None:
        with pytest.raises(RuleRefused) as refused:
            remove(world, "agency_administrator", "coordinator")
        assert refused.value.rules == ("PPL-04", "PPL-05")
        remove(world, "agency_administrator", "coordinator", acknowledged=ALL)
        assert not again(world.agency_administrator).is_active

    @rule("PPL-01")
    @pytest.mark.parametrize("actor", ["manager", "police_manager", "other_coordinator", "auditor", "practitioner"])
    def test_nobody_else_removes_anybody(self, world: World, actor: str) -> None:
        with pytest.raises(NotPermitted):
            remove(world, "colleague", actor)
        assert again(world.colleague).is_active

    def test_a_waiting_move_is_withdrawn(self, world: World) -> None:
        move = moves.propose(
            actor=world.agency_administrator, person=world.colleague, to_agency=world.police, reason="Secondment."
        )
        remove(world, "colleague")
        move.refresh_from_db()
        assert move.outcome == AgencyMove.Outcome.WITHDRAWN

    def test_a_page_sent_twice_is_a_conflict_and_not_a_second_removal(self, world: World, sign_in: Any) -> None:
        client, path = sign_in(world.agency_administrator), reverse("person_remove", args=[world.colleague.pk])
        typed = {"reason": "Has left.", "version": "1"}
        assert client.post(path, typed).status_code == 302
        assert client.post(path, typed).status_code == 409


class TestSwitchingOn:
    def enable(self, world: World, actor: str = "agency_administrator", who: str = "colleague") -> User:
        person = again(world.people[who])
        return people.enable(actor=world.people[actor], person=person, version=person.version, reason="Is back.")

    def test_a_removed_person_comes_back_without_roles(self, world: World) -> None:
        remove(world, "colleague")
        person = self.enable(world)
        assert person.is_active and again(person).current_holdings() == []

    @rule("PPL-06")
    def test_roles_that_are_not_theirs_to_give_keep_the_account_off(self, world: World) -> None:
        world.coordinator.is_active = False
        world.coordinator.off_because = User.Off.DORMANT
        world.coordinator.save()
        admin = factories.make_user(
            "Police admin", agency=world.police, area=world.area, roles=(Role.AGENCY_ADMINISTRATOR,)
        )
        world.people["police_administrator"] = admin
        with pytest.raises(RuleRefused) as refused:
            self.enable(world, "police_administrator", "coordinator")
        assert refused.value.rules == ("PPL-06",)
        self.enable(world, "sysadmin", "coordinator")
        assert again(world.coordinator).is_active

    @rule("PPL-08")
    def test_an_account_that_is_on_is_not_switched_on_again(self, world: World) -> None:
        with pytest.raises(RuleRefused) as refused:
            self.enable(world)
        assert refused.value.rules == ("PPL-08",)


class TestMoves:
    @pytest.fixture
    def move(self, world: World) -> AgencyMove:
        """The practitioner is to go from probation to the police."""
        return moves.propose(
            actor=world.agency_administrator, person=world.practitioner, to_agency=world.police, reason="New employer."
        )

    def accept(self, world: World, move: AgencyMove, actor: str = "coordinator", **changes: Any) -> User:
        values: dict[str, Any] = {
            "actor": world.people[actor],
            "move": move,
            "job_title": "Offender manager",
            "roles": [Role.PRACTITIONER],
            "area": world.area,
            "teams": [],
            "reason": "Agreed.",
        }
        return moves.accept(**{**values, **changes})

    def test_nothing_changes_until_the_other_agency_accepts(self, world: World, case: Case, move: AgencyMove) -> None:
        assert can_see(again(world.practitioner), case.pk)
        self.accept(world, move)
        person = again(world.practitioner)
        assert (person.agency, person.job_title) == (world.police, "Offender manager")
        assert not can_see(person, case.pk, Detail.PRESENCE)
        assert [holding.role for holding in person.current_holdings()] == [Role.PRACTITIONER]
        assert not Assignment.objects.filter(user=person, ends__isnull=True).exists()

    @rule("PPL-01")
    @pytest.mark.parametrize("actor", ["agency_administrator", "other_coordinator", "manager", "police_manager"])
    def test_only_who_keeps_accounts_there_decides(self, world: World, move: AgencyMove, actor: str) -> None:
        with pytest.raises(NotPermitted):
            self.accept(world, move, actor)
        with pytest.raises(NotPermitted):
            moves.refuse(actor=world.people[actor], move=move, reason="No.")
        assert again(world.practitioner).agency == world.probation

    def test_who_is_refused_stays(self, world: World, case: Case, move: AgencyMove) -> None:
        moves.refuse(actor=world.coordinator, move=move, reason="No post.")
        assert again(world.practitioner).agency == world.probation
        assert can_see(again(world.practitioner), case.pk)
        with pytest.raises(NotPermitted):
            self.accept(world, move)

    @rule("PPL-07")
    def test_one_move_waits_at_a_time(self, world: World, move: AgencyMove) -> None:
        with pytest.raises(RuleRefused) as refused:
            moves.propose(
                actor=world.agency_administrator, person=world.practitioner, to_agency=world.yjs, reason="Again."
            )
        assert refused.value.rules == ("PPL-07",)
        moves.withdraw(actor=world.agency_administrator, move=move, reason="Changed their mind.")
        moves.propose(actor=world.agency_administrator, person=world.practitioner, to_agency=world.yjs, reason="Again.")

    def test_the_page_that_withdraws_exists_while_a_move_waits(
        self, world: World, move: AgencyMove, sign_in: Any
    ) -> None:
        client = sign_in(world.agency_administrator)
        path = reverse("person_move_withdraw", args=[world.practitioner.pk])
        assert client.get(path).status_code == 200
        assert client.post(path, {"reason": "Changed their mind."}).status_code == 302
        assert client.get(path).status_code == 404
        move.refresh_from_db()
        assert move.outcome == AgencyMove.Outcome.WITHDRAWN

    @rule("PPL-02")
    def test_a_role_beyond_the_remit_leaves_everything_as_it_was(self, world: World, move: AgencyMove) -> None:
        with pytest.raises(RuleRefused):
            self.accept(world, move, roles=[Role.YJS_MANAGER])
        assert again(world.practitioner).agency == world.probation
        assert world.practitioner.holdings.filter(ends__isnull=True).exists()

    def test_the_page_accepts_and_refuses(self, world: World, move: AgencyMove, sign_in: Any) -> None:
        client, path = sign_in(world.coordinator), reverse("people_move", args=[move.pk])
        assert "New employer." in client.get(path).content.decode()
        assert client.post(path, {"answer": "accept", "reason": "Yes."}).status_code == 422
        typed = {"answer": "accept", "reason": "Yes.", "job_title": "Officer", "roles": ["spoc"], "area": "hampshire"}
        assert client.post(path, typed).status_code == 302
        assert again(world.practitioner).agency == world.police
        assert client.get(path).status_code == 404


@rule("PPL-01")
def test_the_list_and_the_rule_agree_for_everybody(world: World) -> None:
    from accounts.selectors.kept import kept_people
    from accounts.services.keeping import keeps_account

    everybody = [again(person) for person in world.people.values()]
    for keeper in everybody:
        listed = set(kept_people(viewer=keeper).values_list("pk", flat=True))
        assert listed == {person.pk for person in everybody if keeps_account(keeper, person)}, keeper.job_title


def test_the_list_goes_on_by_key_and_finds_by_words(world: World, sign_in: Any) -> None:
    User.objects.bulk_create(
        User(email=f"many.{number}@example.test", full_name=f"Zed {number:03}", agency=world.probation)
        for number in range(60)
    )
    client, seen, path = sign_in(world.agency_administrator), [], reverse("people")
    while path:
        page = client.get(path)
        seen += [person.pk for person, _ in page.context["rows"]]
        path = page.context["next"]
    assert len(seen) == len(set(seen)) == User.objects.filter(agency=world.probation).count()
    back = client.get(page.context["previous"])
    assert [person.pk for person, _ in back.context["rows"]] == seen[25:50]
    found = client.post(reverse("people"), {"text": "zed 017"})
    assert [person.full_name for person, _ in found.context["rows"]] == ["Zed 017"]
    assert client.post(reverse("people"), {"text": world.police_officer.full_name}).context["rows"] == []
    event = AuditEvent.objects.filter(verb="people.searched").latest("id")
    assert "zed" not in str(event.changes).lower()
    assert client.get(reverse("people"), {"after": "nonsense", "state": "nonsense"}).status_code == 200


@rule("ACC-12")
def test_an_agency_administrator_sees_no_case(world: World, case: Case, sign_in: Any) -> None:
    client = sign_in(world.agency_administrator)
    assert not can_see(again(world.agency_administrator), case.pk, Detail.PRESENCE)
    assert client.get(reverse("case", args=[case.pk])).status_code == 404
    with pytest.raises(RuleRefused) as refused:
        access.assign(
            actor=world.manager, case=case, user=world.agency_administrator, capacity="worker", starts=world.today
        )
    assert refused.value.rules == ("ACC-12",)
