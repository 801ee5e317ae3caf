"""The administration: staff with a second factor, no case content anywhere, and no way round the rules for accounts."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import RoleHolding, User
from audit.models import AuditEvent
from offenders.models import Case
from tests.factories import World
from tests.marks import rule

NO_MANAGEMENT = {
    f"{prefix}-{end}": value
    for prefix in ("holdings", "memberships")
    for end, value in (("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0"))
}


def page_of(person: User) -> str:
    return reverse("admin:accounts_user_change", args=[person.pk])


@rule("ACC-12")
def test_neither_the_pages_nor_the_history_of_an_account_name_a_case(world: World, case: Case, sign_in: Any) -> None:
    client = sign_in(world.sysadmin)
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
    client = sign_in(world.sysadmin)
    typed = {"email": world.sysadmin.email, "full_name": "Another", "is_superuser": "on", **NO_MANAGEMENT}
    typed |= {"holdings-TOTAL_FORMS": "1", "holdings-0-role": "coordinator", "holdings-0-area": "hampshire"}
    assert client.post(page_of(world.sysadmin), {**typed, "holdings-0-starts": "2026-01-01"}).status_code == 403
    assert not RoleHolding.objects.filter(user=world.sysadmin, role="coordinator").exists()


def test_people_are_not_moved_or_switched_off_here(world: World, sign_in: Any) -> None:
    person = world.colleague
    typed = {"email": person.email, "full_name": "Anew Example", "agency": str(world.police.pk), **NO_MANAGEMENT}
    assert sign_in(world.sysadmin).post(page_of(person), typed).status_code == 302
    now = User.objects.get(pk=person.pk)
    assert (now.full_name, now.agency, now.is_active) == ("Anew Example", world.probation, True)
    assert now.version == person.version + 1
    assert AuditEvent.objects.filter(verb="user.changed", subject_id=str(person.pk)).exists()


@pytest.mark.parametrize("who", ["coordinator", "agency_administrator", "practitioner"])
def test_nobody_else_opens_it(world: World, sign_in: Any, who: str) -> None:
    assert sign_in(world.people[who]).get(page_of(world.colleague)).status_code in {302, 404}
