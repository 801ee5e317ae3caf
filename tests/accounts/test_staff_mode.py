"""Staff mode: a reason, half an hour, every request on record, and no case at all."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import jobs
from accounts.models import StaffUse, User
from accounts.roles import Role
from accounts.services import staff
from accounts.tasks import retire_dormant
from audit.models import AuditEvent
from audit.refusals import NotPermitted
from audit.services import record
from offenders.access import Detail, can_see
from offenders.models import Case
from tests import factories
from tests.factories import World
from tests.marks import rule

REASON = {"reason": "Cannot sign in, ticket 4711."}


@pytest.fixture
def support(world: World) -> User:
    """A system administrator who is the area's Co-ordinator too."""
    return factories.make_user(
        "Support", agency=world.police, area=world.area, roles=(Role.COORDINATOR, Role.SYSTEM_ADMINISTRATOR)
    )


@pytest.fixture
def client(support: User, sign_in: Any) -> Client:
    """That person in staff mode."""
    client: Client = sign_in(support)
    assert client.post(reverse("staff"), REASON)["Location"] == reverse("staff_accounts")
    return client


@rule("PPL-11")
def test_no_case_exists_in_staff_mode_whatever_else_its_user_holds(
    client: Client, support: User, world: World, case: Case
) -> None:
    assert can_see(User.objects.get(pk=support.pk), case.pk)
    path = reverse("case", args=[case.pk])
    assert client.get(path).status_code == 404
    assert case.family_name not in client.get("/cases/").content.decode()
    found = client.post(reverse("search"), {"name": case.family_name}).content.decode()
    assert case.reference not in found
    client.post(reverse("staff_leave"))
    assert client.get(path).status_code == 200


@rule("PPL-11")
@pytest.mark.parametrize(("minutes", "runs"), [(29.9, True), (30, False)])
def test_it_ends_by_itself_after_half_an_hour(support: User, sign_in: Any, minutes: float, runs: bool) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = sign_in(support)
        client.post(reverse("staff"), REASON)
        for _ in range(2):  # so that the session itself is not idle for too long
            clock.shift(minutes * 30)
            answer = client.get(reverse("staff_accounts"))
        assert (answer.status_code == 200) is runs


@rule("PPL-11")
def test_every_request_is_recorded_by_pattern_and_ids_without_what_was_typed(
    client: Client, support: User, world: World, case: Case
) -> None:
    client.get(f"/cases/?level=2&q={world.practitioner.email}")
    client.get(reverse("case", args=[case.pk]))
    client.post(reverse("staff_accounts"), {"account": world.practitioner.email})
    events = AuditEvent.objects.filter(verb="staff.request", actor_id=support.pk).order_by("id")
    assert [event.changes["address"][1] for event in events] == ["cases/", "cases/<uuid:case_id>/", "staff/accounts/"]
    assert events[1].changes["ids"][1] == {"case_id": str(case.pk)}
    assert {event.subject_id for event in events} == {str(StaffUse.objects.get().pk)}
    assert world.practitioner.email not in str([event.changes for event in events])
    assert "(staff mode)" in events[0].actor_role


@rule("PPL-11")
def test_an_account_is_found_by_its_whole_address_or_id_and_shown_without_a_name(client: Client, world: World) -> None:
    person = world.practitioner
    path = reverse("staff_account", args=[person.pk])
    for text in (person.email.upper(), str(person.pk)):
        assert client.post(reverse("staff_accounts"), {"account": text})["Location"] == path
    page = client.get(path).content.decode()
    assert str(person.pk) in page and "Practitioner in Hampshire" in page
    assert person.full_name not in page and person.email not in page
    assert client.post(reverse("staff_accounts"), {"account": person.full_name}).status_code == 422
    assert client.get(reverse("staff_account", args=[StaffUse.objects.get().pk])).status_code == 404


def test_every_page_says_so_and_offers_the_way_out(client: Client) -> None:
    for path in ("/", reverse("staff_accounts"), reverse("terms")):
        page = client.get(path).content.decode()
        assert "You are in staff mode until" in page and "Leave staff mode" in page
    client.post(reverse("staff_leave"), "", content_type="application/x-www-form-urlencoded")  # no token on each page
    assert StaffUse.objects.get().left_at is not None
    after = client.get("/").content.decode()
    assert "You are in staff mode" not in after and "Staff mode has ended." in after
    assert client.get(reverse("staff_accounts")).status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "agency_administrator", "practitioner", "auditor"])
def test_nobody_else_enters(world: World, sign_in: Any, who: str) -> None:
    assert sign_in(world.people[who]).post(reverse("staff"), REASON).status_code == 404
    with pytest.raises(NotPermitted):
        staff.enter(actor=world.people[who], reason="Curious.")
    assert not StaffUse.objects.exists()
    assert AuditEvent.objects.filter(verb="staff.entered", refused=True).exists()


def test_it_asks_for_a_reason_and_for_who_it_is(support: User, sign_in: Any) -> None:
    assert sign_in(support).post(reverse("staff"), {"reason": ""}).status_code == 422
    unconfirmed = Client()
    unconfirmed.force_login(support)
    sign_in(support)  # has a second factor
    answer = unconfirmed.post(reverse("staff"), REASON)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not StaffUse.objects.exists()


def test_somebody_elses_use_opens_nothing(world: World, support: User, sign_in: Any) -> None:
    use = staff.enter(actor=support, reason="Ticket 4711.")
    client = sign_in(world.sysadmin)
    session = client.session
    session["staff_use"] = str(use.pk)
    session.save()
    assert client.get(reverse("staff_accounts")).status_code == 404


def test_the_list_of_uses_shows_who_when_why_and_what(
    client: Client, world: World, support: User, sign_in: Any
) -> None:
    client.get(reverse("staff_account", args=[world.practitioner.pk]))
    for who in ("coordinator", "auditor"):
        page = sign_in(world.people[who]).get(reverse("staff_uses")).content.decode()
        assert support.full_name in page and "ticket 4711" in page
    use = sign_in(world.auditor).get(reverse("staff_use", args=[StaffUse.objects.get().pk])).content.decode()
    assert "staff/accounts/&lt;uuid:account_id&gt;/" in use and str(world.practitioner.pk) in use


def test_the_list_goes_on_by_key(world: World, support: User, sign_in: Any) -> None:
    now = timezone.now()
    StaffUse.objects.bulk_create(
        StaffUse(user=support, reason=f"Reason {number}", started_at=now - dt.timedelta(days=number), ends_at=now)
        for number in range(30)
    )
    client = sign_in(world.auditor)
    first = client.get(reverse("staff_uses"))
    second = client.get(first.context["next"])
    assert (len(first.context["rows"]), len(second.context["rows"])) == (25, 5)
    assert client.get(reverse("staff_uses"), {"after": "nonsense"}).status_code == 200


def test_a_presence_is_no_exception(client: Client, world: World, support: User, case: Case) -> None:
    person = User.objects.get(pk=support.pk)
    person.in_staff_mode = StaffUse.objects.get()
    assert not can_see(person, case.pk, Detail.PRESENCE)


def test_failed_sign_ins_are_shown_as_events_and_cases_never(client: Client, world: World, case: Case) -> None:
    record(actor=None, verb="session.refused", subject=world.practitioner, refused=True, reason="wrong password")
    record(actor=world.practitioner, verb="session.case_example", case_id=case.pk)
    page = client.get(reverse("staff_account", args=[world.practitioner.pk]))
    shown = [(verb, refused) for _, verb, refused in page.context["standing"].events]
    assert ("session.refused", True) in shown
    assert "session.case_example" not in {verb for verb, _ in shown}
    assert "wrong password" not in page.content.decode()


def test_background_work_is_shown_with_its_last_end(client: Client) -> None:
    assert "retire-dormant-accounts" in client.get(reverse("staff_accounts")).content.decode()
    retire_dormant.delay()
    done = {job.name: job for job in jobs.latest()}["retire-dormant-accounts"]
    assert done.succeeded is True and done.ended_at is not None
    jobs.note("accounts.tasks.retire_dormant", succeeded=False)
    page = client.get(reverse("staff_accounts")).content.decode()
    assert "Failed" in page
