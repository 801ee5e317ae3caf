"""Home and the dashboard: what needs me, who is late, and every number opens its list."""

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from audit.services import note_check
from deadlines.models import Alert, Deadline, Policy
from deadlines.services import sweep
from offenders.models import Case
from offenders.services.emergency import open_in_emergency
from offenders.services.requests import ask
from tests import factories
from tests.factories import World
from tests.marks import rule


@pytest.fixture
def overdue_case(world: World, case: Case) -> Case:
    """At Level 1 since 120 days ago: in Hampshire the review was due after 112."""
    on = world.today - dt.timedelta(days=120)
    return factories.at_level_1(case, world.practitioner, today=world.today, on=on)


def page(sign_in: Callable, user: object, address: str) -> str:
    response = sign_in(user).get(address)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


class TestHome:
    def test_shows_the_owner_what_is_overdue_with_the_sum(
        self, world: World, overdue_case: Case, sign_in: Callable
    ) -> None:
        sweep(today=world.today)
        shown = page(sign_in, world.practitioner, "/")
        assert "Overdue by 8 days" in shown
        assert "16 weeks from the level decision" in shown

    def test_says_so_when_nothing_is_due(self, world: World, sign_in: Callable) -> None:
        assert "No alert is addressed to you." in page(sign_in, world.practitioner, "/")

    def test_shows_a_stranger_nothing_of_it(self, world: World, overdue_case: Case, sign_in: Callable) -> None:
        sweep(today=world.today)
        shown = page(sign_in, world.stranger, "/")
        assert overdue_case.family_name not in shown
        assert overdue_case.reference not in shown


@rule("AUD-03")
@pytest.mark.parametrize(
    ("who", "address", "verb"),
    [
        ("practitioner", "/", "home.viewed"),
        ("coordinator", "/dashboard/", "dashboard.viewed"),
        ("practitioner", "/due/", "due_list.viewed"),
    ],
)
def test_each_list_records_which_cases_it_named(
    world: World, overdue_case: Case, sign_in: Callable, who: str, address: str, verb: str
) -> None:
    sweep(today=world.today)
    shown = page(sign_in, world.people[who], address)
    kept = AuditEvent.objects.filter(verb=verb).latest("pk").changes["cases"][1]
    assert (str(overdue_case.pk) in kept) == (overdue_case.reference in shown)
    assert len(kept) == len(set(kept))


class TestWhatWaitsForADecision:
    @pytest.fixture
    def waiting(self, world: World, case: Case) -> int:
        """Seventeen requests and an emergency access."""
        for number in range(17):
            person = factories.make_user(
                f"Asker {number}", agency=world.police, area=world.area, roles=(factories.Role.PRACTITIONER,)
            )
            ask(
                actor=person,
                reference=case.reference,
                part="sight",
                need="We supervise his brother and plan a visit.",
                until=world.today + dt.timedelta(days=9),
                today=world.today,
            )
        why = "He was seen outside the school of the children."
        open_in_emergency(actor=world.police_officer, reference=case.reference, reason=why, now=timezone.now())
        return 17

    @pytest.mark.parametrize("role", ["manager", "coordinator"])
    def test_is_counted_in_full_and_leads_to_its_list(
        self, world: World, waiting: int, sign_in: Callable, role: str
    ) -> None:
        response = sign_in(world.people[role]).get("/")
        assert (response.context["board"].requests, response.context["board"].emergencies) == (waiting, 1)
        shown = response.content.decode()
        assert "Requests to decide" in shown and "Emergency access to review" in shown
        listed = page(sign_in, world.people[role], "/requests/waiting/")
        assert listed.count("/decide/") == waiting
        assert "/access/emergency/" in page(sign_in, world.people[role], "/emergency/uses/?state=open")

    def test_the_owner_is_told_on_home(self, world: World, waiting: int, sign_in: Callable) -> None:
        shown = page(sign_in, world.practitioner, "/")
        assert "Somebody opened a case of yours in an emergency." in shown
        assert "Requests to decide" not in shown

    def test_nobody_else_learns_of_it(self, world: World, waiting: int, sign_in: Callable) -> None:
        board = sign_in(world.police_manager).get("/").context["board"]
        assert (board.requests, board.emergencies, board.emergencies_on_mine) == (0, 0, 0)


class TestDashboard:
    def test_counts_by_level_and_agency_and_links_to_the_list(
        self, world: World, overdue_case: Case, sign_in: Callable
    ) -> None:
        shown = page(sign_in, world.coordinator, "/dashboard/")
        assert "?state=overdue&amp;level=1" in shown
        assert f"?state=overdue&amp;agency={world.probation.pk}" in shown
        listed = page(sign_in, world.coordinator, f"/due/?state=overdue&agency={world.probation.pk}")
        assert overdue_case.reference in listed

    def test_does_not_exist_for_a_practitioner(self, world: World, sign_in: Callable) -> None:
        assert sign_in(world.practitioner).get("/dashboard/").status_code == 404

    def test_does_not_count_another_area(self, world: World, overdue_case: Case, sign_in: Callable) -> None:
        assert "?state=overdue" not in page(sign_in, world.other_coordinator, "/dashboard/").replace(
            '/due/?state=overdue"', ""
        )


@rule("ALT-04")
class TestTheSweep:
    def test_raises_each_alert_once_however_often_it_runs(self, world: World, overdue_case: Case) -> None:
        first = sweep(today=world.today)
        assert first > 0
        assert sweep(today=world.today) == 0
        assert Alert.objects.count() == first

    def test_catches_up_after_nights_that_were_missed(self, world: World, overdue_case: Case) -> None:
        sweep(today=world.today)
        stages = set(Alert.objects.values_list("stage", flat=True))
        assert {"due_soon", "due_very_soon", "due_today", "overdue", "manager_told", "coordinator_told"} == stages

    def test_raises_nothing_the_day_before_the_first_stage(self, world: World, case: Case) -> None:
        factories.at_level_1(case, world.practitioner, today=world.today)
        due_on = Deadline.objects.get(case=case, is_review=True, closed_at=None).due_on
        assert sweep(today=due_on - dt.timedelta(days=15)) == 0
        assert sweep(today=due_on - dt.timedelta(days=14)) == 1

    def test_goes_by_the_days_of_the_area(self, world: World, case: Case) -> None:
        elsewhere = factories.make_case(world)
        for one in (case, elsewhere):
            factories.at_level_1(one, world.practitioner, today=world.today)
        Case.objects.filter(pk=elsewhere.pk).in_bulk_with_own_audit().update(area=world.other_area)
        local = Policy.objects.get(key="hampshire-2008")
        local.values |= {"remind_first_days": 28}
        local.save()
        due_on = Deadline.objects.get(case=case, is_review=True, closed_at=None).due_on
        assert sweep(today=due_on - dt.timedelta(days=29)) == 0
        assert sweep(today=due_on - dt.timedelta(days=28)) == 1
        assert Alert.objects.get().deadline.case_id == case.pk
        assert sweep(today=due_on - dt.timedelta(days=14)) == 1

    def test_costs_the_same_statements_for_many_cases(
        self, world: World, overdue_case: Case, django_assert_num_queries: Callable
    ) -> None:
        for _ in range(3):
            factories.at_level_1(
                factories.make_case(world),
                world.practitioner,
                today=world.today,
                on=world.today - dt.timedelta(days=130),
            )
        with django_assert_num_queries(6):  # policies and bank holidays, savepoint, insert, audit event, release
            sweep(today=world.today)


class TestAlertEmails:
    def test_carry_a_count_and_a_link_and_never_a_name(
        self, world: World, overdue_case: Case, mailoutbox: list
    ) -> None:
        from deadlines.mail import send_alert_emails

        sweep(today=world.today)
        assert send_alert_emails() == 3  # owner, manager of the lead agency, Co-ordinator
        for message in mailoutbox:
            text = message.subject + message.body
            assert overdue_case.family_name not in text
            assert overdue_case.reference not in text
            assert "http://testserver/" in text
        assert {address for message in mailoutbox for address in message.to} == {
            world.practitioner.email,
            world.manager.email,
            world.coordinator.email,
        }

    def test_are_sent_once(self, world: World, overdue_case: Case, mailoutbox: list) -> None:
        from deadlines.mail import send_alert_emails

        sweep(today=world.today)
        send_alert_emails()
        mailoutbox.clear()
        assert send_alert_emails() == 0
        assert mailoutbox == []

    @rule("ACC-23")
    def test_of_a_restricted_case_reach_its_named_people_only(
        self, world: World, overdue_case: Case, mailoutbox: list
    ) -> None:
        from deadlines.mail import send_alert_emails
        from offenders.services import access

        access.restrict(actor=world.manager, case=overdue_case, restricted=True, reason="Protected person.")
        sweep(today=world.today)
        send_alert_emails()
        told = {address for message in mailoutbox for address in message.to}
        assert world.practitioner.email in told
        assert world.coordinator.email not in told

    @rule("ACC-25")
    def test_never_reach_a_barred_person(self, world: World, overdue_case: Case, mailoutbox: list) -> None:
        from deadlines.mail import send_alert_emails
        from offenders.services import access

        access.deny(
            actor=world.coordinator,
            case=overdue_case,
            user=world.manager,
            reason="A relative.",
            starts=world.today,
            review_on=world.today + dt.timedelta(days=90),
        )
        sweep(today=world.today)
        send_alert_emails()
        assert world.manager.email not in {address for message in mailoutbox for address in message.to}


@rule("AUD-02")
@pytest.mark.parametrize(
    ("viewer", "address", "told"),
    [
        ("sysadmin", "home", True),
        ("coordinator", "dashboard", True),
        ("practitioner", "home", False),
        ("administrator", "dashboard", False),
    ],
)
def test_a_broken_audit_record_is_told_to_those_who_act_on_it(
    world: World, sign_in: Callable, viewer: str, address: str, told: bool
) -> None:
    client = sign_in(world.people[viewer])
    assert "The audit record does not hold" not in client.get(reverse(address)).content.decode()
    note_check(
        run=uuid4(),
        whole=True,
        finished=True,
        upto_seq=0,
        links=0,
        last_event=0,
        broken_at="link 7 (event 9): hash differs",
    )
    answer = client.get(reverse(address)).content.decode()
    assert ("link 7 (event 9): hash differs" in answer) is told
