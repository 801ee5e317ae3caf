"""The administration: staff with a second factor, no case content anywhere, and no way round the rules for accounts."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse, reverse_lazy

from accounts.models import RoleHolding, User
from accounts.roles import Role
from accounts.services import staff
from audit.models import AuditEvent
from offenders.models import Case
from tests.factories import World
from tests.house.specimen import into_staff_mode
from tests.marks import rule

ACCOUNTS = reverse_lazy("admin:accounts_user_changelist")


def page_of(person: User) -> str:
    return reverse("admin:accounts_user_change", args=[person.pk])


def in_staff_mode(client: Client, person: User) -> Client:
    """The same client after its user has entered staff mode."""
    into_staff_mode(client, staff.enter(actor=person, reason="Ticket 4711.").pk)
    return client


@rule("ACC-12")
def test_neither_the_pages_nor_the_history_of_an_account_name_a_case(world: World, case: Case, sign_in: Any) -> None:
    client = in_staff_mode(sign_in(world.sysadmin), world.sysadmin)
    for path in (
        reverse("admin:index"),
        reverse("admin:accounts_user_changelist"),
        page_of(world.practitioner),
        reverse("admin:accounts_user_history", args=[world.practitioner.pk]),
    ):
        page = client.get(path)
        assert page.status_code == 200
        assert case.family_name not in page.content.decode() and case.reference not in page.content.decode()


@rule("PPL-03")
def test_nobody_changes_their_own_account(world: World, sign_in: Any) -> None:
    client = in_staff_mode(sign_in(world.sysadmin), world.sysadmin)
    typed = {"email": world.sysadmin.email, "full_name": "Another"}
    assert client.post(page_of(world.sysadmin), typed).status_code == 403


@rule("PPL-11")
def test_no_account_is_shown_outside_staff_mode(world: World, sign_in: Any) -> None:
    client = sign_in(world.sysadmin)
    for path in (ACCOUNTS, page_of(world.colleague), reverse("admin:accounts_user_add")):
        assert client.get(path).status_code == 403
        assert client.post(path, {"email": "x@example.test"}).status_code == 403
    for path in ("admin:index", "admin:app_list", "admin:oauth2_provider_application_add"):
        page = client.get(reverse(path, args=["accounts"] if path == "admin:app_list" else [])).content.decode()
        assert str(ACCOUNTS) not in page and world.colleague.full_name not in page
    page = client.get(reverse("admin:accounts_partnersystem_add")).content.decode()
    assert world.colleague.full_name not in page
    in_staff_mode(client, world.sysadmin)
    assert world.colleague.full_name in client.get(ACCOUNTS).content.decode()
    assert AuditEvent.objects.filter(verb="staff.request").exists()
    client.post(reverse("staff_leave"), {})
    assert client.get(ACCOUNTS).status_code == 403


def test_nobody_makes_superusers_roles_or_members_of_teams_here(world: World, sign_in: Any) -> None:
    client = in_staff_mode(sign_in(world.sysadmin), world.sysadmin)
    person, before = world.colleague, RoleHolding.objects.count()
    page = client.get(page_of(person)).content.decode()
    assert "is_superuser" not in page and "holdings-0" not in page and "memberships-0" not in page
    typed = {"email": person.email, "full_name": "Anew Example", "is_superuser": "on", "is_staff": "on"}
    typed |= {"holdings-TOTAL_FORMS": "1", "holdings-INITIAL_FORMS": "0", "holdings-0-role": "coordinator"}
    client.post(page_of(person), {**typed, "holdings-0-area": "hampshire", "holdings-0-starts": "2026-01-01"})
    now = User.objects.get(pk=person.pk)
    assert (now.is_superuser, now.is_staff, RoleHolding.objects.count()) == (False, False, before)


@rule("PPL-14")
def test_what_is_added_is_a_partner_systems_account_and_nobodys_second_one(world: World, sign_in: Any) -> None:
    client = in_staff_mode(sign_in(world.sysadmin), world.sysadmin)
    typed = {"email": "system@example.test", "full_name": "A system", "agency": str(world.police.pk), "is_active": "on"}
    assert client.post(reverse("admin:accounts_user_add"), typed).status_code == 302
    made = User.objects.get(email="system@example.test")
    assert [held.role for held in made.holdings.all()] == [Role.PARTNER_SYSTEM]
    assert not made.has_usable_password()
    client.post(reverse("staff_leave"), {})
    assert client.get(reverse("person_role", args=[made.pk])).status_code == 404


@rule("PPL-14")
@pytest.mark.parametrize(("address", "status"), [("anew@example.test", 302), ("mine@elsewhere.example", 200)])
def test_an_address_is_not_changed_to_one_outside_the_agencys_domains(
    world: World, sign_in: Any, address: str, status: int
) -> None:
    client = in_staff_mode(sign_in(world.sysadmin), world.sysadmin)
    typed = {"email": address, "full_name": world.colleague.full_name, "job_title": "Officer"}
    assert client.post(page_of(world.colleague), typed).status_code == status
    assert (User.objects.get(pk=world.colleague.pk).email == address) is (status == 302)


def test_people_are_not_moved_or_switched_off_here(world: World, sign_in: Any) -> None:
    person = world.colleague
    typed = {"email": person.email, "full_name": "Anew Example", "agency": str(world.police.pk)}
    client = in_staff_mode(sign_in(world.sysadmin), world.sysadmin)
    assert client.post(page_of(person), typed).status_code == 302
    now = User.objects.get(pk=person.pk)
    assert (now.full_name, now.agency, now.is_active) == ("Anew Example", world.probation, True)
    assert now.version == person.version + 1
    assert AuditEvent.objects.filter(verb="user.changed", subject_id=str(person.pk)).exists()


@pytest.mark.parametrize("who", ["coordinator", "agency_administrator", "practitioner"])
def test_nobody_else_opens_it(world: World, sign_in: Any, who: str) -> None:
    assert sign_in(world.people[who]).get(page_of(world.colleague)).status_code in {302, 404}
