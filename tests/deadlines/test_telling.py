"""Who is told of which alert by e-mail, when and how often; and what somebody puts off for themselves."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from deadlines import selectors
from deadlines.mail import send_alert_emails
from deadlines.models import Alert, AlertDigest, AlertMail, AlertPreference, AlertSnooze, Deadline
from deadlines.services import sweep, telling
from offenders.models import Assignment
from offenders.services import access
from tests import factories
from tests.factories import World
from tests.marks import rule

DUE = dt.date(2027, 6, 15)


@pytest.fixture(autouse=True)
def _long_before() -> Iterator[None]:
    """The people of the world have worked there since March."""
    with time_machine.travel(dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def deadline(world: World) -> Deadline:
    """Due on 15 June 2027, on a case that the practitioner owns; the only one."""
    case = factories.make_case(world)
    Deadline.objects.in_bulk_with_own_audit().update(closed_at=timezone.now())
    row = Deadline(case=case, rule="RMP-02", label="A step", start_on=DUE, due_on=DUE, words="Because.", is_review=True)
    row.save(force_insert=True)
    return row


def london(day: dt.date, hour: int, minute: int = 15) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def day(offset: int) -> dt.date:
    return DUE + dt.timedelta(days=offset)


def told(on: dt.date, hour: int) -> list[str]:
    """Sweep and send as the tasks do on a day at an hour; to whom e-mails went."""
    mail.outbox.clear()
    with time_machine.travel(london(on, hour), tick=False):
        sweep(today=on)
        send_alert_emails(now=london(on, hour))
    return sorted(message.to[0] for message in mail.outbox)


def chosen(user: User, way: str, hour: int = 9) -> None:
    telling.choose_way(actor=user, way=way, hour=hour)


@rule("ALT-05")
class TestEMails:
    def test_who_chose_nothing_hears_of_what_is_ahead_once_a_day(self, world: World, deadline: Deadline) -> None:
        assert told(day(-14), 5) == []
        assert told(day(-14), 6) == [world.practitioner.email]
        assert told(day(-14), 7) == told(day(-13), 6) == []

    def test_and_of_what_is_overdue_at_once(self, world: World, deadline: Deadline) -> None:
        told(day(0), 6)
        assert told(day(1), 0) == [world.practitioner.email]
        assert "- 1 overdue" in str(mail.outbox[0].body)

    def test_who_wants_each_hears_at_once(self, world: World, deadline: Deadline) -> None:
        chosen(world.practitioner, "each")
        assert told(day(-14), 0) == [world.practitioner.email]
        assert told(day(-14), 9) == []

    def test_who_wants_one_a_day_hears_of_what_is_overdue_then(self, world: World, deadline: Deadline) -> None:
        chosen(world.practitioner, "digest", 9)
        assert told(day(1), 0) == []
        assert told(day(1), 9) == [world.practitioner.email]
        body = str(mail.outbox[0].body)
        assert "You have 4 new alerts." in body  # those of the days that were missed are in it
        assert "/alerts/" in body and deadline.case.family_name not in body and "A step" not in body

    @rule("ALT-06")
    def test_an_escalation_reaches_its_addressee_at_once_whatever_they_chose(
        self, world: World, deadline: Deadline
    ) -> None:
        chosen(world.manager, "digest", 21)
        assert world.manager.email not in told(day(2), 0)
        assert world.manager.email in told(day(3), 0)
        assert world.coordinator.email in told(day(7), 0)

    @rule("ALT-02")
    @rule("ALT-06")
    def test_an_escalation_on_a_restricted_case_waits_for_somebody_named_on_it(
        self, world: World, deadline: Deadline
    ) -> None:
        def restrict(*people: User) -> None:
            terms = {"actor": world.manager, "case": deadline.case, "restricted": True, "reason": "High profile."}
            with time_machine.travel(london(day(-20), 9), tick=False):
                access.restrict(**terms, people=people, review_on=DUE + dt.timedelta(days=20))
            deadline.closed_at = None  # no clock computes this one
            deadline.save(update_fields=["closed_at"])

        restrict()
        assert world.coordinator.email not in told(day(7), 0)
        waiting = Alert.objects.get(deadline=deadline, audience="coordinator")
        assert waiting.mailed_at is None
        restrict(world.coordinator)
        assert world.coordinator.email in told(day(7), 1)
        told(day(7), 2)
        waiting.refresh_from_db()
        assert waiting.mailed_at is not None

    @rule("ALT-02")
    @rule("ALT-06")
    def test_who_comes_to_the_case_hears_of_what_is_late_already(self, world: World, deadline: Deadline) -> None:
        assert told(day(1), 6) == [world.practitioner.email]
        told(day(1), 7)
        assert not Alert.objects.filter(mailed_at__isnull=True).exists()
        with time_machine.travel(london(day(1), 8), tick=False):
            access.assign(
                actor=world.manager, case=deadline.case, user=world.colleague, capacity="owner", starts=day(1)
            )
        deadline.closed_at = None  # no clock computes this one
        deadline.save(update_fields=["closed_at"])
        assert told(day(1), 9) == [world.colleague.email]
        assert told(day(1), 10) == []
        assert not Alert.objects.filter(mailed_at__isnull=True).exists()

    @rule("ALT-07")
    def test_however_often_it_runs_one_goes_out(self, world: World, deadline: Deadline) -> None:
        assert told(day(-14), 6) == [world.practitioner.email]
        for hour in (6, 7, 23):
            assert told(day(-14), hour) == []
        digest = AlertDigest.objects.get()
        assert (digest.user, digest.day, digest.alerts) == (world.practitioner, day(-14), 1)
        assert AlertMail.objects.count() == 1

    @rule("ALT-07")
    def test_a_missed_day_is_caught_up(self, world: World, deadline: Deadline) -> None:
        with time_machine.travel(london(day(-14), 0), tick=False):
            sweep(today=day(-14))
        assert told(day(-10), 15) == [world.practitioner.email]

    @rule("ALT-07")
    def test_it_goes_out_once_on_the_days_on_which_the_clocks_change(self, world: World, deadline: Deadline) -> None:
        for change in (dt.date(2027, 3, 28), dt.date(2027, 10, 31)):
            AlertMail.objects.all().delete()
            Alert.objects.all().delete()
            deadline.due_on = change + dt.timedelta(days=14)
            deadline.save(update_fields=["due_on"])
            begins = dt.datetime.combine(change, dt.time(0, 15), tzinfo=dt.UTC)
            sweep(today=change)
            mail.outbox.clear()
            for hour in range(24):
                send_alert_emails(now=begins + dt.timedelta(hours=hour))
            assert len(mail.outbox) == 1

    @rule("ALT-07")
    def test_two_runs_at_once_do_not_overlap(self, world: World, deadline: Deadline, monkeypatch: Any) -> None:
        sweep(today=day(1))
        monkeypatch.setattr("deadlines.mail.telling.alone", lambda: _taken())
        assert send_alert_emails(now=london(day(1), 9)) == 0
        assert mail.outbox == []

    def test_one_refused_address_keeps_nobody_else_from_theirs(
        self, world: World, deadline: Deadline, monkeypatch: Any
    ) -> None:
        sent = mail.EmailMessage.send

        def send(self: Any, fail_silently: bool = False) -> int:
            if self.to == [world.practitioner.email]:
                raise ConnectionRefusedError
            return int(sent(self, fail_silently))

        sweep(today=day(3))
        with monkeypatch.context() as patched, pytest.raises(OSError):  # noqa: PT011 - any of the mail server's
            patched.setattr("django.core.mail.EmailMessage.send", send)
            send_alert_emails(now=london(day(3), 9))
        assert world.manager.email in [message.to[0] for message in mail.outbox]
        mail.outbox.clear()
        send_alert_emails(now=london(day(3), 10))
        assert [message.to[0] for message in mail.outbox] == [world.practitioner.email]

    def test_what_everybody_was_told_is_not_looked_at_again(self, world: World, deadline: Deadline) -> None:
        told(day(-14), 6)
        told(day(-14), 7)
        assert Alert.objects.get().mailed_at is not None

    def test_a_run_costs_the_same_however_many_alerts_wait(self, world: World, deadline: Deadline) -> None:
        def cost() -> int:
            chosen(world.practitioner, "digest", 21)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                send_alert_emails(now=london(day(-14), 8))
            return len(queries)

        sweep(today=day(-14))
        few = cost()
        for number in range(30):
            row = Deadline(case=deadline.case, rule="RMP-02", key=str(number), label="A step", start_on=DUE, due_on=DUE)
            row.save(force_insert=True)
        sweep(today=day(-14))
        assert Alert.objects.count() == 31
        assert cost() == few


def _taken() -> Any:
    from contextlib import nullcontext

    return nullcontext(False)


@rule("ALT-08")
@rule("ALT-09")
class TestPuttingOff:
    def alert(self, stage: str = "due_soon") -> Alert:
        return Alert.objects.select_related("deadline__case").get(stage=stage)

    def put_off(
        self, world: World, *, until: dt.date, on: dt.date, stage: str = "due_soon", **who: User
    ) -> AlertSnooze:
        actor = User.objects.get(pk=who.get("actor", world.practitioner).pk)
        with time_machine.travel(london(on, 9), tick=False):
            return telling.put_off(actor=actor, alert=self.alert(stage), until=until, reason="Asked for.", today=on)

    def waits(self, user: User, on: dt.date) -> bool:
        with time_machine.travel(london(on, 9), tick=False):
            return selectors.open_alerts(viewer=User.objects.get(pk=user.pk)).exists()

    def test_it_comes_back_by_itself_on_its_day(self, world: World, deadline: Deadline) -> None:
        told(day(-14), 6)
        row = self.put_off(world, until=day(-5), on=day(-13))
        assert not self.waits(world.practitioner, day(-6))
        assert self.waits(world.practitioner, day(-5))
        event = AuditEvent.objects.get(verb="alerts.put_off")
        assert (event.case_id, event.subject_id, event.reason) == (deadline.case_id, str(row.pk), "Asked for.")
        assert Deadline.objects.get(pk=deadline.pk).closed_at is None

    def test_a_nearer_stage_waits_with_it_also_for_the_e_mail(self, world: World, deadline: Deadline) -> None:
        chosen(world.practitioner, "each")
        told(day(-14), 6)
        self.put_off(world, until=day(-5), on=day(-13))
        assert told(day(-7), 6) == []
        assert told(day(-5), 6) == [world.practitioner.email]

    def test_nobody_elses_alert_changes(self, world: World, deadline: Deadline) -> None:
        part = Assignment(case=deadline.case, user=world.team_mate, capacity="worker", starts=world.today)
        part.save(force_insert=True)
        told(day(-14), 6)
        self.put_off(world, until=day(-5), on=day(-13))
        assert self.waits(world.team_mate, day(-6))

    @pytest.mark.parametrize(("until", "on"), [(1, -13), (-13, -13), (-14, -13)])
    def test_it_is_put_off_to_the_due_date_at_the_latest_and_to_tomorrow_at_the_earliest(
        self, world: World, deadline: Deadline, until: int, on: int
    ) -> None:
        told(day(-14), 6)
        with pytest.raises(RuleRefused) as refused:
            self.put_off(world, until=day(until), on=day(on))
        assert refused.value.rules == ("ALT-08",)
        assert not AlertSnooze.objects.exists()
        assert AuditEvent.objects.filter(verb="alerts.put_off", refused=True).exists()

    def test_one_that_was_escalated_is_never_put_off(self, world: World, deadline: Deadline) -> None:
        told(day(3), 6)
        for actor, stage in ((world.manager, "manager_told"), (world.practitioner, "overdue")):
            with pytest.raises(RuleRefused):
                self.put_off(world, until=day(9), on=day(3), stage=stage, actor=actor)

    def test_one_that_is_escalated_meanwhile_comes_back_at_once(self, world: World, deadline: Deadline) -> None:
        told(day(1), 6)
        self.put_off(world, until=day(3), on=day(1), stage="overdue")
        assert not self.waits(world.practitioner, day(2))
        Alert.objects.create(deadline=deadline, stage="manager_told", audience="manager", raised_on=day(2))
        assert self.waits(world.practitioner, day(2))

    @pytest.mark.parametrize("who", ["stranger", "manager", "sysadmin"])
    def test_only_its_addressee_puts_it_off(self, world: World, deadline: Deadline, who: str) -> None:
        told(day(-14), 6)
        with pytest.raises(NotPermitted):
            self.put_off(world, until=day(-5), on=day(-13), actor=world.people[who])

    def test_on_the_page(self, world: World, deadline: Deadline, sign_in: Any) -> None:
        with time_machine.travel(london(day(-13), 9), tick=False):
            sweep(today=day(-13))
            client = sign_in(world.practitioner)
            page, form = reverse("my_alerts"), reverse("alert_put_off", args=[self.alert().pk])
            shown = client.get(page).content.decode()
            assert form in shown and "Nothing is closed by ticking" in shown
            assert client.post(form, {"until": "16 6 2027", "reason": "Leave."}).status_code == 422
            assert client.post(form, {"until": "10 6 2027", "reason": ""}).status_code == 422
            assert client.post(form, {"until": "10 6 2027", "reason": "Leave."})["Location"] == page
            shown = client.get(page).content.decode()
            assert form not in shown and "Comes back on" in shown
            assert client.get(form).status_code == 404

    @rule("ALT-05")
    def test_the_way_is_chosen_on_the_page(self, world: World, sign_in: Any) -> None:
        client = sign_in(world.manager)
        assert client.post(reverse("my_alerts"), {"way": "digest", "hour": "8"}).status_code == 302
        row = AlertPreference.objects.get(user=world.manager)
        assert (row.way, row.hour) == ("digest", 8)
        for wrong in ({"way": "never", "hour": "8"}, {"way": "digest", "hour": "3"}, {}):
            assert client.post(reverse("my_alerts"), wrong).status_code == 422
