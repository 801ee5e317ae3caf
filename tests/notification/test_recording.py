"""The notification record: who keeps it, what it refuses, and what falls due from it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from audit.refusals import NotPermitted, RuleRefused
from custody.rules.kinds import Kind
from deadlines.models import Deadline
from notification.models import NotificationEvent
from notification.services import record_event
from offenders.models import Case
from offenders.services.sentences import record_order
from tests import factories
from tests.custody.builders import inside, recorded
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
DAY = dt.timedelta(days=1)


@pytest.fixture
def notifier(world: World, case: Case) -> Case:
    """Somebody who must notify since twenty days."""
    factories.conviction(case, world.practitioner, today=world.today)
    order = {"kind": "notification", "starts_on": world.today - 20 * DAY, "indefinite": True}
    record_order(actor=world.practitioner, case=case, order=order, acknowledged=frozenset({"NOT-05"}))
    return case


def entry(world: World, case: Case, kind: str, days: int = 0, **more: Any) -> NotificationEvent:
    """An entry by the Co-ordinator, who works for the police, so many days ago."""
    terms = {"actor": world.coordinator, "on": world.today - days * DAY, "today": world.today}
    return record_event(case=case, kind=kind, **terms | more)


def due(case: Case, rule_id: str) -> list[dt.date]:
    rows = Deadline.objects.filter(case=case, rule=rule_id, closed_at=None).order_by("due_on")
    return list(rows.values_list("due_on", flat=True))


class TestWhatFallsDue:
    @rule("NOT-07")
    def test_starts_with_the_requirement_and_is_settled_by_the_entry(self, world: World, notifier: Case) -> None:
        assert due(notifier, "NOT-07") == [world.today - 17 * DAY]
        entry(world, notifier, "initial", 18)
        assert due(notifier, "NOT-07") == []
        assert len(due(notifier, "NOT-10")) == len(due(notifier, "NOT-13")) == 1

    @rule("NOT-07")
    @pytest.mark.parametrize(("days_out", "missed"), [(2, False), (5, True)])
    def test_runs_for_somebody_at_large_and_waits_once_they_are_back_unless_it_was_missed(
        self, world: World, notifier: Case, days_out: int, missed: bool
    ) -> None:
        me, today = world.practitioner, world.today
        inside(notifier, me, today=today, days=19)
        assert due(notifier, "NOT-07") == []
        left = recorded(
            notifier, me, Kind.AT_LARGE, today - days_out * DAY, today=today, choice="escape", place="HMP Invented"
        )
        assert due(notifier, "NOT-07") == [left.day + 3 * DAY]
        recorded(notifier, me, Kind.RETURNED, today, today=today, place="HMP Invented")
        assert due(notifier, "NOT-07") == ([left.day + 3 * DAY] if missed else [])

    @rule("NOT-08")
    def test_follows_a_change_until_it_is_notified(self, world: World, notifier: Case) -> None:
        move = entry(world, notifier, "change", 5, changed="address")
        assert due(notifier, "NOT-08") == [world.today - 2 * DAY]
        assert due(notifier, "NOT-14") == [world.today + 9 * DAY]
        entry(world, notifier, "notified", 3, about=move.pk)
        entry(world, notifier, "visit", 1)
        assert due(notifier, "NOT-08") == due(notifier, "NOT-14") == []

    @rule("NOT-15")
    def test_ends_with_an_entry_in_error(self, world: World, notifier: Case) -> None:
        move = entry(world, notifier, "change", 5, changed="address")
        entry(world, notifier, "error", about=move.pk)
        assert due(notifier, "NOT-08") == []

    def test_is_nothing_without_a_requirement(self, world: World, case: Case) -> None:
        entry(world, case, "change", 5, changed="address")
        assert not Deadline.objects.filter(case=case, rule__startswith="NOT").exists()


@rule("NOT-15")
class TestTheRecord:
    @pytest.mark.parametrize("who", ["practitioner", "manager", "auditor", "stranger", "police_officer"])
    def test_is_kept_by_the_police_who_see_the_case(self, world: World, notifier: Case, who: str) -> None:
        with pytest.raises(NotPermitted):
            entry(world, notifier, "visit", actor=world.people[who])

    @pytest.mark.parametrize(
        "said",
        [
            {"kind": "visit", "days": -1},
            {"kind": "change"},
            {"kind": "visit", "changed": "name"},
            {"kind": "visit", "until": dt.date(2026, 1, 1)},
            {"kind": "away", "until": dt.date(2020, 1, 1)},
            {"kind": "notified"},
            {"kind": "returned"},
        ],
    )
    def test_refuses_what_cannot_be(self, world: World, notifier: Case, said: dict[str, Any]) -> None:
        with pytest.raises(RuleRefused) as refused:
            entry(world, notifier, **said)
        assert set(refused.value.rules) == {"NOT-15"}
        assert not NotificationEvent.objects.exists()

    def test_refuses_a_second_answer_one_too_early_and_one_to_the_wrong_kind(
        self, world: World, notifier: Case
    ) -> None:
        move, visit = entry(world, notifier, "change", 5, changed="address"), entry(world, notifier, "visit", 2)
        for terms in ({"days": 6, "about": move.pk}, {"about": visit.pk}):
            with pytest.raises(RuleRefused):
                entry(world, notifier, "notified", **terms)
        entry(world, notifier, "notified", 4, about=move.pk)
        with pytest.raises(RuleRefused):
            entry(world, notifier, "notified", 3, about=move.pk)

    @rule("NOT-08")
    def test_takes_again_what_was_recorded_in_error(self, world: World, notifier: Case) -> None:
        move = entry(world, notifier, "change", 10, changed="address")
        wrong = entry(world, notifier, "notified", 9, about=move.pk)
        entry(world, notifier, "error", about=wrong.pk)
        assert due(notifier, "NOT-08") == [world.today - 7 * DAY]
        for about in (wrong, NotificationEvent.objects.get(kind="error")):
            with pytest.raises(RuleRefused):
                entry(world, notifier, "error", about=about.pk)
        entry(world, notifier, "notified", 8, about=move.pk)
        assert due(notifier, "NOT-08") == []
        with pytest.raises(RuleRefused):
            entry(world, notifier, "notified", 8, about=move.pk)

    def test_takes_the_same_words_again_after_an_error(self, world: World, notifier: Case) -> None:
        move = entry(world, notifier, "change", 10, changed="address")
        for _ in range(2):
            wrong = entry(world, notifier, "notified", 9, about=move.pk)
            entry(world, notifier, "error", about=wrong.pk)
        wrong = entry(world, notifier, "visit", 2)
        entry(world, notifier, "error", about=wrong.pk)
        assert entry(world, notifier, "visit", 2)

    def test_says_nothing_twice(self, world: World, notifier: Case) -> None:
        entry(world, notifier, "visit", 2)
        with pytest.raises(RuleRefused) as refused:
            entry(world, notifier, "visit", 2)
        assert refused.value.rules == ("OFF-21",)

    def test_is_never_changed(self, world: World, notifier: Case) -> None:
        row = entry(world, notifier, "visit", 2)
        with pytest.raises(DatabaseError), transaction.atomic():
            NotificationEvent.objects.filter(pk=row.pk).in_bulk_with_own_audit().update(on=world.today)


def test_the_pages_take_an_entry_and_show_what_follows(world: World, notifier: Case, sign_in: SignIn) -> None:
    client, address = sign_in(world.coordinator), f"/cases/{notifier.pk}/notification/"
    page = client.get(address).content.decode()
    assert "First notification to the police" in page and "days in custody left out" in page
    on = world.today - 3 * DAY
    sent = {"kind": "initial", "on": f"{on.day}/{on.month}/{on.year}", "note": "At the station."}
    assert client.post(f"{address}record/", sent).status_code == 302
    page = client.get(address).content.decode()
    assert (
        "First notification made" in page
        and "At the station." in page
        and "First notification to the police" not in page
    )
    assert "First notification made" in client.get(f"/cases/{notifier.pk}/timeline/").content.decode()
    seen = sign_in(world.practitioner).get(address).content.decode()
    assert "At the station." in seen and "Record a notification" not in seen
