"""An agency's e-mail domains, second persons for other addresses, and its own sign-in alone."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import AgencyDomain, OutsideInvitation, ProviderBinding, SignInDecision, User
from accounts.password_reset import send_link
from accounts.roles import Role
from accounts.selectors.agency_rules import own_sign_in_only
from accounts.services import agencies, invitations, moves
from accounts.services.bindings import bind
from accounts.services.people import enable
from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from tests.accounts.test_inviting import NEW_PASSWORD, invited, link, opens
from tests.factories import PASSWORD, World
from tests.marks import rule

ELSEWHERE = {"email": "new.person@elsewhere.example", "outside_reason": "Keeps the address of their own force."}


def signs_in(person: User) -> Any:
    return Client().post(reverse("account_login"), {"login": person.email, "password": PASSWORD})


@rule("PPL-14")
class TestASecondPerson:
    @pytest.fixture
    def waiting(self, world: World, django_capture_on_commit_callbacks: Any) -> OutsideInvitation:
        person = invited(world, django_capture_on_commit_callbacks, **ELSEWHERE)
        return OutsideInvitation.objects.get(user=person)

    def test_is_waited_for_before_any_link_is_sent(self, waiting: OutsideInvitation) -> None:
        assert waiting.outcome == "waiting"
        assert mail.outbox == []
        assert not waiting.user.account_invitations.exists()

    def test_is_told_why_this_address(self, world: World, django_capture_on_commit_callbacks: Any) -> None:
        with pytest.raises(RuleRefused) as refused:
            invited(world, django_capture_on_commit_callbacks, **(ELSEWHERE | {"outside_reason": ""}))
        assert refused.value.rules == ("PPL-14",)
        assert not User.objects.filter(email=ELSEWHERE["email"]).exists()

    def test_lets_the_link_go_out(
        self, world: World, waiting: OutsideInvitation, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            invitations.decide_outside(actor=world.coordinator, outside=waiting, confirm=True, reason="Rang them.")
        assert opens(link()).status_code == 302
        waiting.refresh_from_db()
        assert (waiting.outcome, waiting.decided_by) == ("confirmed", world.coordinator)
        assert AuditEvent.objects.filter(verb="invitation.confirmed", actor_id=world.coordinator.pk).exists()

    def test_is_somebody_else(self, world: World, waiting: OutsideInvitation) -> None:
        with pytest.raises(RuleRefused) as refused:
            invitations.decide_outside(
                actor=world.agency_administrator, outside=waiting, confirm=True, reason="It is fine."
            )
        assert refused.value.rules == ("PPL-14",)
        assert mail.outbox == []

    @pytest.mark.parametrize("who", ["practitioner", "manager", "other_coordinator", "auditor"])
    def test_keeps_accounts_there(self, world: World, waiting: OutsideInvitation, who: str) -> None:
        with pytest.raises(NotPermitted):
            invitations.decide_outside(actor=world.people[who], outside=waiting, confirm=True, reason="Fine.")

    def test_who_refuses_closes_the_account_for_good(self, world: World, waiting: OutsideInvitation) -> None:
        invitations.decide_outside(actor=world.coordinator, outside=waiting, confirm=False, reason="Not known there.")
        person = User.objects.get(pk=waiting.user_id)
        assert (person.is_active, person.off_because) == (False, User.Off.REMOVED)
        assert person.current_holdings() == []
        with pytest.raises(RuleRefused) as refused:
            enable(actor=world.agency_administrator, person=person, version=person.version, reason="Try it so.")
        assert "PPL-14" in refused.value.rules
        with pytest.raises(NotPermitted):
            invitations.decide_outside(actor=world.coordinator, outside=waiting, confirm=True, reason="After all.")

    def test_is_not_passed_by_with_a_new_link(self, world: World, waiting: OutsideInvitation) -> None:
        with pytest.raises(RuleRefused) as refused:
            invitations.invite_again(actor=world.agency_administrator, person=waiting.user)
        assert refused.value.rules == ("PPL-14",)

    def test_is_needed_for_a_domain_that_the_inviter_registered(
        self, world: World, django_capture_on_commit_callbacks: Any
    ) -> None:
        agencies.register_domain(
            actor=world.coordinator, agency=world.probation, domain="elsewhere.example", reason="Their new name."
        )
        mine = invited(world, django_capture_on_commit_callbacks, actor=world.coordinator, **ELSEWHERE)
        assert OutsideInvitation.objects.filter(user=mine).exists()
        theirs = invited(world, django_capture_on_commit_callbacks, email="second@elsewhere.example")
        assert not OutsideInvitation.objects.filter(user=theirs).exists()

    @pytest.mark.parametrize("changes", [{"full_name": "Agency Administrator Example"}, {"email": None}])
    def test_is_needed_for_a_second_address_of_ones_own(
        self, world: World, django_capture_on_commit_callbacks: Any, changes: dict[str, Any]
    ) -> None:
        me = world.agency_administrator
        if "email" in changes:
            changes = {"email": me.email.replace("@", "+second@")}
        person = invited(world, django_capture_on_commit_callbacks, outside_reason="A second one.", **changes)
        assert OutsideInvitation.objects.get(user=person).outcome == "waiting"
        assert mail.outbox == []

    def test_decides_about_a_move_to_an_agency_of_another_domain(self, world: World) -> None:
        AgencyDomain.objects.filter(agency=world.police).update(domain="police.example")
        move = moves.propose(
            actor=world.coordinator, person=world.colleague, to_agency=world.police, reason="Takes up a post."
        )
        taken = {
            "move": move,
            "job_title": "Officer",
            "roles": [Role.PRACTITIONER],
            "area": world.area,
            "teams": [],
            "reason": "Comes.",
        }
        with pytest.raises(RuleRefused) as refused:
            moves.accept(actor=world.coordinator, **taken)
        assert refused.value.rules == ("PPL-14",)
        taken["roles"] = [Role.AGENCY_ADMINISTRATOR]
        assert moves.accept(actor=world.sysadmin, **taken).agency == world.police

    def test_sees_the_invitation_on_the_page_and_the_inviter_does_not(
        self, world: World, waiting: OutsideInvitation, sign_in: Any
    ) -> None:
        path = reverse("people_outside", args=[waiting.pk])
        assert sign_in(world.agency_administrator).get(path).status_code == 404
        client = sign_in(world.coordinator)
        assert path in client.get(reverse("people")).content.decode()
        page = client.get(path).content.decode()
        assert ELSEWHERE["email"] in page and ELSEWHERE["outside_reason"] in page
        assert client.post(path, {"answer": "confirm", "reason": "Rang them."}).status_code == 302
        waiting.refresh_from_db()
        assert waiting.outcome == "confirmed"


@rule("PPL-14")
class TestDomains:
    @pytest.mark.parametrize("who", ["agency_administrator", "practitioner", "other_coordinator"])
    def test_are_registered_by_the_areas_coordinator_and_system_administrators_only(
        self, world: World, who: str
    ) -> None:
        with pytest.raises(NotPermitted):
            agencies.register_domain(
                actor=world.people[who], agency=world.probation, domain="elsewhere.example", reason="Ours."
            )
        assert AuditEvent.objects.filter(verb="agency.domain_registered", refused=True).exists()

    @pytest.mark.parametrize("domain", ["example", "@", "a b.example", "EXAMPLE.test"])
    def test_that_are_none_or_are_there_already_are_refused(self, world: World, domain: str) -> None:
        with pytest.raises(RuleRefused):
            agencies.register_domain(actor=world.coordinator, agency=world.probation, domain=domain, reason="Theirs.")

    def test_that_are_ended_speak_for_nobody(self, world: World, django_capture_on_commit_callbacks: Any) -> None:
        row = world.probation.domains.get()
        agencies.end_domain(actor=world.coordinator, domain=row, reason="Sold.")
        with pytest.raises(RuleRefused):
            invited(world, django_capture_on_commit_callbacks)
        row.refresh_from_db()
        assert (row.ended_by, row.end_reason) == (world.coordinator, "Sold.")

    def test_stand_on_the_agencys_page(self, world: World, sign_in: Any) -> None:
        client, path = sign_in(world.coordinator), reverse("people_agency", args=[world.probation.pk])
        form = reverse("people_agency_domain", args=[world.probation.pk])
        assert client.post(form, {"domain": "Elsewhere.example", "reason": "Their new name."})["Location"] == path
        assert "elsewhere.example" in client.get(path).content.decode()
        assert form not in sign_in(world.agency_administrator).get(path).content.decode()


@rule("PPL-13")
class TestOwnSignInAlone:
    @pytest.fixture(autouse=True)
    def provider(self, world: World, settings: Any) -> None:
        settings.IDENTITY_PROVIDERS = [
            {
                "key": "probation",
                "name": "Invented Probation",
                "issuer": "https://sign-in.example",
                "client_id": "x",
                "client_secret": "y",
                "agency": str(world.probation.pk),
                "domains": ["example.test"],
            }
        ]
        bind(user=world.agency_administrator, issuer="https://sign-in.example", subject="a")

    def decide(self, world: World, *, own_only: bool = True, in_days: int = 0, **changes: Any) -> SignInDecision:
        starts = world.today + dt.timedelta(days=in_days)
        values = {"actor": world.coordinator, "agency": world.probation, "reason": "Agreed with the agency."}
        return agencies.decide_sign_in(**{**values, "own_only": own_only, "starts": starts, **changes})

    def test_refuses_passwords_and_says_where_to_sign_in(self, world: World) -> None:
        assert signs_in(world.practitioner).status_code == 302
        self.decide(world)
        client = Client()
        answer = client.post(reverse("account_login"), {"login": world.practitioner.email, "password": PASSWORD})
        assert answer.status_code == 403
        assert "has its people sign in by its own sign-in" in answer.content.decode()
        assert reverse("agency_sign_in", args=["probation"]) in answer.content.decode()
        assert "_auth_user_id" not in client.session
        event = AuditEvent.objects.filter(verb="session.refused").latest("pk")
        assert (event.subject_id, event.rules) == (str(world.practitioner.pk), ["PPL-13"])

    def test_a_wrong_password_is_told_nothing_of_it(self, world: World) -> None:
        self.decide(world)
        answer = Client().post(reverse("account_login"), {"login": world.practitioner.email, "password": "wrong"})
        assert "own sign-in" not in answer.content.decode()

    def test_concerns_nobody_of_other_agencies(self, world: World) -> None:
        self.decide(world)
        assert signs_in(world.police_officer).status_code == 302
        assert not own_sign_in_only(world.sysadmin)

    def test_begins_and_ends_on_its_day(self, world: World) -> None:
        self.decide(world, in_days=1)
        assert not own_sign_in_only(world.practitioner)
        self.decide(world)
        assert own_sign_in_only(world.practitioner)
        self.decide(world, own_only=False)
        assert not own_sign_in_only(world.practitioner)

    def test_sends_no_link_for_a_password(self, world: World) -> None:
        self.decide(world)
        assert send_link(world.practitioner.email) is False
        (message,) = mail.outbox
        assert "/key/" not in str(message.body) and "Sign in by way of your agency" in str(message.body)

    def test_takes_no_password_to_confirm(self, world: World, sign_in: Any) -> None:
        client = sign_in(world.practitioner)
        self.decide(world)
        answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        assert "confirm by that instead" in answer.content.decode()

    def test_a_new_account_is_opened_without_a_password(
        self, world: World, django_capture_on_commit_callbacks: Any
    ) -> None:
        self.decide(world)
        person = invited(world, django_capture_on_commit_callbacks)
        client = Client()
        client.get(link())
        page = client.get(reverse("welcome")).content.decode()
        assert 'type="password"' not in page
        assert client.post(reverse("welcome"), {"password": NEW_PASSWORD, "again": NEW_PASSWORD}).status_code == 302
        person.refresh_from_db()
        assert person.is_active and not person.has_usable_password()

    @pytest.mark.parametrize("who", ["agency_administrator", "practitioner", "other_coordinator"])
    def test_is_decided_by_nobody_else(self, world: World, who: str) -> None:
        with pytest.raises(NotPermitted):
            self.decide(world, actor=world.people[who])
        assert not SignInDecision.objects.exists()

    def test_is_refused_without_a_provider_and_for_the_past(self, world: World, settings: Any) -> None:
        with pytest.raises(RuleRefused):
            self.decide(world, in_days=-1)
        settings.IDENTITY_PROVIDERS = []
        with pytest.raises(RuleRefused):
            self.decide(world, acknowledged=frozenset({"PPL-13"}))

    def test_warns_before_the_last_administrator_is_locked_out(self, world: World) -> None:
        ProviderBinding.objects.update(ended_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        with pytest.raises(RuleRefused) as refused:
            self.decide(world)
        assert "could be locked out" in str(refused.value)
        self.decide(world, acknowledged=frozenset({"PPL-13"}))

    def test_warns_when_every_system_administrator_is_of_the_agency(self, world: World) -> None:
        User.objects.filter(pk=world.sysadmin.pk).update(agency=world.probation)
        with pytest.raises(RuleRefused) as refused:
            self.decide(world)
        assert "nobody can switch this back" in str(refused.value)

    def test_is_decided_on_the_page_and_stands_there(self, world: World, sign_in: Any) -> None:
        client, path = sign_in(world.coordinator), reverse("people_agency_sign_in", args=[world.probation.pk])
        day = world.today
        typed = {"own_only": "yes", "starts": f"{day.day}/{day.month}/{day.year}", "reason": "Agreed."}
        assert client.post(path, typed).status_code == 302
        page = client.get(reverse("people_agency", args=[world.probation.pk])).content.decode()
        assert "passwords are refused" in page and "Agreed." in page
        row = SignInDecision.objects.get()
        assert AuditEvent.objects.get(verb="agency.sign_in_decided").subject_id == str(row.pk)


class TestTheCommand:
    """System administrators are made by the operator alone."""

    def appoint(self) -> User:
        call_command(
            "system_administrator", "root@example.test", "Rooda Example", "--area", "hampshire", "--reason", "Duty."
        )
        return User.objects.get(email="root@example.test")

    def test_appoints_and_ends_one(self, world: World) -> None:
        person = self.appoint()
        assert person.is_superuser and not person.has_usable_password()
        assert [held.role for held in person.current_holdings()] == [Role.SYSTEM_ADMINISTRATOR]
        assert AuditEvent.objects.filter(verb="role.given", actor_id=None, via="command").exists()
        call_command("system_administrator", "root@example.test", "--end", "--reason", "Leaves.")
        person = User.objects.get(pk=person.pk)
        assert not person.is_staff and person.current_holdings() == []

    def test_refuses_an_address_that_has_an_account(self, world: World) -> None:
        self.appoint()
        with pytest.raises(CommandError):
            self.appoint()
        with pytest.raises(CommandError):
            call_command("system_administrator", "nobody@example.test", "--end", "--reason", "Leaves.")
