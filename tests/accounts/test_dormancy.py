"""Accounts that nobody uses: warned after 76 days, switched off after 90, at each boundary; twice does no harm."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.selectors.kept import switched_off_on
from accounts.services import dormancy
from accounts.tasks import retire_dormant
from audit.models import AuditEvent
from tests.factories import World
from tests.marks import rule

NOW = dt.datetime(2026, 6, 1, 2, 40, tzinfo=dt.UTC)


def unused(world: World, days: float, *, warned: float | None = None) -> User:
    """The practitioner, who last signed in so many days ago; nobody else is dormant."""
    User.objects.update(created_at=NOW - dt.timedelta(days=400), last_login=NOW - dt.timedelta(days=1))
    User.objects.filter(pk=world.practitioner.pk).update(
        last_login=NOW - dt.timedelta(days=days),
        dormancy_warned_at=NOW - dt.timedelta(days=warned) if warned is not None else None,
    )
    return User.objects.get(pk=world.practitioner.pk)


@rule("PPL-09")
@pytest.mark.parametrize(("days", "warned"), [(75.9, 0), (76, 1), (89, 1)])
def test_the_owner_is_warned_after_76_days(world: World, days: float, warned: int) -> None:
    person = unused(world, days)
    assert dormancy.retire(now=NOW) == (warned, 0)
    assert [message.to for message in mail.outbox] == [[person.email]] * warned
    assert User.objects.get(pk=person.pk).is_active


@rule("PPL-09")
@pytest.mark.parametrize(("days", "off"), [(89.9, False), (90, True)])
def test_the_account_is_switched_off_after_90_days(world: World, days: float, off: bool) -> None:
    person = unused(world, days, warned=days - 76)
    assert dormancy.retire(now=NOW) == (0, int(off))
    person.refresh_from_db()
    assert person.is_active is not off
    if off:
        assert person.off_because == User.Off.DORMANT
        event = AuditEvent.objects.get(verb="account.dormant", subject_id=str(person.pk))
        assert (event.actor_id, event.rules) == (None, ["PPL-09"])


@rule("PPL-09")
def test_nobody_is_switched_off_before_the_warning_had_its_time(world: World) -> None:
    person = unused(world, 200)
    assert dormancy.retire(now=NOW) == (1, 0)
    assert dormancy.retire(now=NOW + dt.timedelta(days=13)) == (0, 0)
    assert dormancy.retire(now=NOW + dt.timedelta(days=14)) == (0, 1)
    assert len(mail.outbox) == 1
    assert not User.objects.get(pk=person.pk).is_active


@rule("PPL-09")
def test_running_twice_warns_and_switches_off_once(world: World) -> None:
    unused(world, 76)
    assert [dormancy.retire(now=NOW), dormancy.retire(now=NOW)] == [(1, 0), (0, 0)]
    unused(world, 95, warned=19)
    assert [dormancy.retire(now=NOW), dormancy.retire(now=NOW)] == [(0, 1), (0, 0)]


@rule("PPL-09")
def test_who_signs_in_after_the_warning_is_warned_anew_the_next_time(world: World) -> None:
    unused(world, 76, warned=100)
    assert dormancy.retire(now=NOW) == (1, 0)


@rule("PPL-09")
def test_an_account_switched_on_again_has_its_time_anew(world: World) -> None:
    person = unused(world, 200, warned=100)
    person.enabled_at = NOW - dt.timedelta(days=1)
    person.save()
    assert dormancy.retire(now=NOW) == (0, 0)


@rule("PPL-09")
def test_the_last_system_administrator_is_warned_but_stays(world: World) -> None:
    unused(world, 1)
    User.objects.filter(pk=world.sysadmin.pk).update(
        last_login=NOW - dt.timedelta(days=200), dormancy_warned_at=NOW - dt.timedelta(days=20)
    )
    assert dormancy.retire(now=NOW) == (0, 0)
    assert User.objects.get(pk=world.sysadmin.pk).is_active


def test_the_days_are_those_of_the_settings(world: World, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DORMANT_WARNING_DAYS, settings.DORMANT_DAYS = 10, 20
    unused(world, 11)
    assert dormancy.retire(now=NOW) == (1, 0)
    assert switched_off_on(NOW - dt.timedelta(days=11), None) == (NOW + dt.timedelta(days=9)).date()


def test_the_task_runs_by_itself(world: World) -> None:
    User.objects.update(last_login=timezone.now())
    assert list(retire_dormant()) == [0, 0]


def test_the_list_shows_who_is_soon_dormant_to_who_keeps_the_account(world: World, sign_in) -> None:  # type: ignore[no-untyped-def]
    User.objects.update(created_at=timezone.now() - dt.timedelta(days=400), last_login=timezone.now())
    User.objects.filter(pk__in=[world.colleague.pk, world.police_officer.pk]).update(
        last_login=timezone.now() - dt.timedelta(days=80)
    )
    page = sign_in(world.agency_administrator).get(reverse("people_dormant")).content.decode()
    assert world.colleague.full_name in page
    assert world.police_officer.full_name not in page
