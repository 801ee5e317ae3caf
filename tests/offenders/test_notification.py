"""Notification as it is recorded: the table's period is expected, another is confirmed, and the last to end counts."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from audit.refusals import RuleRefused
from levels.selectors import computed_category
from offenders.models import Case, Offence, Order
from offenders.services.sentences import correct_offence, record_order
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[[User], Client]
KIND = Order.Kind.NOTIFICATION


@pytest.fixture
def convicted(case: Case, world: World) -> dt.date:
    """The day of a conviction for a sexual offence with a year's imprisonment."""
    row = factories.conviction(case, world.practitioner, today=world.today, schedule_3=True, term_value=1)
    day: dt.date = row.outcome_on
    return day


def typed(starts_on: dt.date, ends_on: dt.date) -> dict[str, str]:
    """The order form as somebody fills it."""
    days = {"starts_on": starts_on, "ends_on": ends_on}
    return {"kind": KIND, **{name: f"{day.day} {day.month} {day.year}" for name, day in days.items()}}


@rule("NOT-05")
class TestARecordedPeriod:
    def test_of_the_table_needs_no_acknowledgement(self, case: Case, world: World, convicted: dt.date) -> None:
        order = {"kind": KIND, "starts_on": convicted, "ends_on": convicted.replace(year=convicted.year + 10)}
        assert record_order(actor=world.practitioner, case=case, order=order).pk

    def test_that_differs_is_refused_until_it_is_acknowledged_and_then_the_record_says_so(
        self, case: Case, world: World, convicted: dt.date, sign_in: SignIn
    ) -> None:
        client, address = sign_in(world.practitioner), reverse("order_record", args=[case.pk])
        sent = typed(convicted, convicted.replace(year=convicted.year + 5))
        refused = client.post(address, sent)
        assert refused.status_code == 422
        assert "10 years after imprisonment of 1 year" in refused.content.decode()
        assert not Order.objects.filter(case=case).exists()
        assert client.post(address, {**sent, "acknowledge": "NOT-05"}).status_code == 302
        assert "NOT-05" in AuditEvent.objects.filter(verb="order.recorded", refused=False).get().rules

    def test_with_impossible_dates_is_refused_whatever_is_acknowledged(
        self, case: Case, world: World, convicted: dt.date
    ) -> None:
        order = {"kind": KIND, "starts_on": convicted, "ends_on": convicted - dt.timedelta(days=1)}
        with pytest.raises(RuleRefused) as refusal:
            record_order(actor=world.practitioner, case=case, order=order, acknowledged=frozenset({"NOT-05"}))
        assert [one.rule for one in refusal.value.findings] == ["OFF-10"]


@rule("NOT-01")
def test_the_page_of_offences_says_how_long_notification_lasts(
    case: Case, world: World, convicted: dt.date, sign_in: SignIn
) -> None:
    page = sign_in(world.practitioner).get(reverse("case_offences", args=[case.pk])).content.decode()
    assert "Notification: 10 years after imprisonment of 1 year" in page


@rule("NOT-06")
@pytest.mark.parametrize(
    ("first", "second", "lasts"),
    [
        ({"indefinite": True}, {"ends_on": dt.date(2030, 1, 1)}, (None, True)),
        ({"ends_on": dt.date(2035, 1, 1)}, {"ends_on": dt.date(2030, 1, 1)}, (dt.date(2035, 1, 1), False)),
        ({"ends_on": dt.date(2030, 1, 1)}, {"ends_on": dt.date(2035, 1, 1)}, (dt.date(2035, 1, 1), False)),
        ({"ends_on": dt.date(2035, 1, 1)}, {}, (None, False)),
    ],
)
def test_of_two_notifications_the_one_that_ends_last_counts(
    case: Case, world: World, first: dict[str, object], second: dict[str, object], lasts: tuple[dt.date | None, bool]
) -> None:
    for starts_on, order in ((dt.date(2020, 1, 1), first), (dt.date(2025, 1, 1), second)):
        record_order(actor=world.practitioner, case=case, order={"kind": KIND, "starts_on": starts_on, **order})
    found = computed_category(case=case, today=dt.date(2026, 1, 1))
    assert (found.ends_on, found.lifelong) == lasts


@rule("NOT-17")
def test_a_longer_sentence_asks_about_the_recorded_end(case: Case, world: World, convicted: dt.date) -> None:
    order = {"kind": KIND, "starts_on": convicted, "ends_on": convicted.replace(year=convicted.year + 10)}
    record_order(actor=world.practitioner, case=case, order=order)
    offence = Offence.objects.get(case=case)
    sent: dict[str, Any] = {"actor": world.practitioner, "offence": offence, "version": 1, "today": world.today}
    with pytest.raises(RuleRefused) as refusal:
        correct_offence(**sent, changes={"term_value": 3})
    assert refusal.value.rules == ("NOT-17",)
    assert "for life" in refusal.value.findings[0].message
    correct_offence(**sent, changes={"term_value": 3}, acknowledged=frozenset({"NOT-17"}))
    asked = [one.rule for one in computed_category(case=case, today=world.today).questions]
    assert "NOT-17" in asked
    correct_offence(**{**sent, "version": offence.version}, changes={"details": "Nothing new about the sentence."})


@rule("NOT-16")
def test_an_offence_of_a_child_that_always_leads_to_notification_is_confirmed_otherwise(
    world: World, sign_in: SignIn
) -> None:
    child = factories.make_case(world, date_of_birth=dt.date(world.today.year - 16, 1, 1))
    client, address = sign_in(world.practitioner), reverse("offence_record", args=[child.pk])
    day = world.today - dt.timedelta(days=20)
    sent = {
        **{"title": "Rape", "specified": "102", "liability": "itself", "outcome": "conviction"},
        **{"outcome_on": f"{day:%d/%m/%Y}", "disposal": "youth_rehabilitation_order"},
    }
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert [(one.rule, one.field) for one in refused.context["form"].warnings] == [("NOT-16", "schedule_3")]
    with_term = client.post(address, {**sent, "schedule_3": "on", "schedule_3_threshold_months": "12"})
    assert [one.field for one in with_term.context["form"].warnings] == ["schedule_3_threshold_months"]
    assert client.post(address, {**sent, "schedule_3": "on"}).status_code == 302
    page = reverse("case_offences", args=[child.pk])
    said = "Under 18, too, rape always leads to notification to the police."
    assert said not in client.get(page).content.decode()
    assert client.post(address, {**sent, "title": "Rape again", "acknowledge": "NOT-16"}).status_code == 302
    assert said in client.get(page).content.decode()
