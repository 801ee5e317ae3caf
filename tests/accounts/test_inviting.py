"""Inviting somebody: the account, the e-mail, the link that opens it once."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccountInvitation, User
from accounts.roles import Role
from accounts.services import invitations
from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from tests.factories import World
from tests.marks import rule

NEW_PASSWORD = "a quite different horse entirely"
Captured = Any


def invited(world: World, captured: Captured, **changes: Any) -> User:
    values: dict[str, Any] = {
        "actor": world.agency_administrator,
        "agency": world.probation,
        "email": "New.Person@example.test",
        "full_name": "Nova Inventwell",
        "job_title": "Probation officer",
        "roles": [Role.PRACTITIONER],
        "area": world.area,
        "teams": [world.team],
        "starts": world.today,
    }
    with captured(execute=True):
        return invitations.invite(**{**values, **changes})


def link() -> str:
    found = re.search(r"http://testserver(/welcome/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found.group(1)


def opens(path: str, password: str = NEW_PASSWORD) -> Any:
    client = Client()
    client.get(path)
    return client.post(reverse("welcome"), {"password": password, "again": password})


@rule("PPL-08")
def test_who_is_invited_opens_the_account_with_the_link(
    world: World, django_capture_on_commit_callbacks: Captured
) -> None:
    person = invited(world, django_capture_on_commit_callbacks)
    assert (person.is_active, person.email) == (False, "new.person@example.test")
    assert [holding.role for holding in person.holdings.all()] == [Role.PRACTITIONER]
    assert [membership.team for membership in person.memberships.all()] == [world.team]
    assert mail.outbox[0].to == [person.email]
    assert person.full_name not in str(mail.outbox[0].body) + mail.outbox[0].subject

    client = Client()
    page = client.get(link(), follow=True)
    assert page.status_code == 200
    assert page.redirect_chain == [(reverse("welcome"), 302)]  # the token stands in no address
    answer = client.post(reverse("welcome"), {"password": NEW_PASSWORD, "again": NEW_PASSWORD})
    assert answer["Location"] == reverse("account_login")
    person.refresh_from_db()
    assert person.is_active and person.check_password(NEW_PASSWORD) and person.off_because == ""
    assert AuditEvent.objects.filter(verb="account.opened", actor_id=person.pk).exists()


@rule("PPL-08")
def test_the_link_works_once(world: World, django_capture_on_commit_callbacks: Captured) -> None:
    person = invited(world, django_capture_on_commit_callbacks)
    assert opens(link()).status_code == 302
    assert opens(link(), "yet another very long password").status_code == 404
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)


@rule("PPL-08")
@pytest.mark.parametrize(("hours", "status"), [(71.9, 302), (72, 404)])
def test_the_link_lapses_after_72_hours(
    world: World, django_capture_on_commit_callbacks: Captured, hours: float, status: int
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        invited(world, django_capture_on_commit_callbacks)
        clock.shift(hours * 3600)
        assert opens(link()).status_code == status


@rule("PPL-08")
def test_a_newer_link_replaces_the_one_before(world: World, django_capture_on_commit_callbacks: Captured) -> None:
    person = invited(world, django_capture_on_commit_callbacks)
    former = link()
    with django_capture_on_commit_callbacks(execute=True):
        invitations.invite_again(actor=world.agency_administrator, person=person)
    assert opens(former).status_code == 404
    assert opens(link()).status_code == 302
    with pytest.raises(RuleRefused) as refused:
        invitations.invite_again(actor=world.agency_administrator, person=person)
    assert refused.value.rules == ("PPL-08",)


def test_only_the_hash_of_the_link_is_kept(world: World, django_capture_on_commit_callbacks: Captured) -> None:
    person = invited(world, django_capture_on_commit_callbacks)
    token = link().split("/")[2]
    kept = AccountInvitation.objects.get(user=person)
    assert token not in str(vars(kept))
    written = " ".join(str(event.changes) for event in AuditEvent.objects.filter(verb__startswith="invitation"))
    assert token not in written and kept.token_hash not in written


@pytest.mark.parametrize("forged", ["x", "a:b", "a" * 500, "AAAA:" + "b" * 43])
def test_a_forged_link_opens_nothing(db: None, forged: str) -> None:
    assert opens(reverse("welcome_link", args=[forged])).status_code == 404


@pytest.mark.parametrize(
    ("password", "again"),
    [("short", "short"), (NEW_PASSWORD, "another"), ("", ""), ("nova inventwell", "nova inventwell")],
)
def test_a_weak_or_mistyped_password_is_asked_for_again(
    world: World, django_capture_on_commit_callbacks: Captured, password: str, again: str
) -> None:
    person = invited(world, django_capture_on_commit_callbacks)
    client = Client()
    client.get(link())
    assert client.post(reverse("welcome"), {"password": password, "again": again}).status_code == 422
    person.refresh_from_db()
    assert not person.is_active


def test_nobody_signs_in_or_resets_a_password_before_the_account_is_open(
    world: World, django_capture_on_commit_callbacks: Captured
) -> None:
    person = invited(world, django_capture_on_commit_callbacks)
    mail.outbox.clear()
    Client().post(reverse("account_reset_password"), {"email": person.email})
    assert not any("/key/" in str(message.body) for message in mail.outbox)


@rule("PPL-07")
def test_an_address_that_has_an_account_is_refused(world: World, django_capture_on_commit_callbacks: Captured) -> None:
    with pytest.raises(RuleRefused) as refused:
        invited(world, django_capture_on_commit_callbacks, email=world.colleague.email.upper())
    assert refused.value.rules == ("PPL-07",)
    assert mail.outbox == []


@rule("PPL-01")
@pytest.mark.parametrize("who", ["practitioner", "manager", "other_coordinator", "auditor", "police_manager"])
def test_nobody_else_invites(world: World, django_capture_on_commit_callbacks: Captured, who: str) -> None:
    before = User.objects.count()
    with pytest.raises(NotPermitted):
        invited(world, django_capture_on_commit_callbacks, actor=world.people[who])
    assert User.objects.count() == before
    assert AuditEvent.objects.filter(verb="account.invited", refused=True, actor_id=world.people[who].pk).exists()


@rule("PPL-02")
def test_a_role_beyond_the_remit_makes_no_account(world: World, django_capture_on_commit_callbacks: Captured) -> None:
    with pytest.raises(RuleRefused):
        invited(world, django_capture_on_commit_callbacks, roles=[Role.PRACTITIONER, Role.COORDINATOR])
    assert not User.objects.filter(email="new.person@example.test").exists()


def test_when_the_mail_server_is_away_the_account_says_so(
    world: World, django_capture_on_commit_callbacks: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: Any, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
    person = invited(world, django_capture_on_commit_callbacks)
    assert AccountInvitation.objects.get(user=person).sent_at is None


class TestThePage:
    def fill(self, world: World, **changes: Any) -> dict[str, Any]:
        day = world.today
        return {
            "email": "new.person@example.test",
            "full_name": "Nova Inventwell",
            "job_title": "Probation officer",
            "roles": ["practitioner"],
            "area": "hampshire",
            "starts": f"{day.day}/{day.month}/{day.year}",
            **changes,
        }

    def test_makes_the_account(self, world: World, sign_in: Any) -> None:
        client, path = sign_in(world.agency_administrator), reverse("people_invite", args=[world.probation.pk])
        answer = client.post(path, self.fill(world))
        person = User.objects.get(email="new.person@example.test")
        assert answer["Location"] == reverse("person", args=[person.pk])
        page = client.get(answer["Location"]).content.decode()
        assert "Invited" in page and "Send a new link" in page

    def test_does_not_offer_what_is_not_theirs_to_give(self, world: World, sign_in: Any) -> None:
        client, path = sign_in(world.agency_administrator), reverse("people_invite", args=[world.probation.pk])
        page = client.get(path).content.decode()
        assert "Practitioner" in page and "MAPPA Co-ordinator" not in page and "Meeting chair" not in page
        assert client.post(path, self.fill(world, roles=["coordinator"])).status_code == 422
        assert client.post(path, self.fill(world, area="kent")).status_code == 422
        assert not User.objects.filter(email="new.person@example.test").exists()

    def test_keeps_what_was_typed_when_something_is_missing(self, world: World, sign_in: Any) -> None:
        client, path = sign_in(world.agency_administrator), reverse("people_invite", args=[world.probation.pk])
        answer = client.post(path, self.fill(world, email="not an address"))
        assert answer.status_code == 422
        assert "Nova Inventwell" in answer.content.decode()
        assert "Enter an e-mail address, like name@example.org" in answer.content.decode()

    def test_lets_a_coordinator_invite_a_lay_adviser_of_no_agency(self, world: World, sign_in: Any) -> None:
        client = sign_in(world.coordinator)
        chosen = client.get(reverse("people_choose_agency"), {"agency": ""})
        assert chosen["Location"] == reverse("people_invite_adviser")
        client.post(chosen["Location"], self.fill(world, roles=["lay_adviser"], outside_reason="A volunteer."))
        assert User.objects.get(email="new.person@example.test").agency is None


def test_an_invitation_that_starts_later_gives_no_role_before(
    world: World, django_capture_on_commit_callbacks: Captured
) -> None:
    later = world.today + dt.timedelta(days=7)
    person = invited(world, django_capture_on_commit_callbacks, starts=later)
    assert person.current_holdings() == []
