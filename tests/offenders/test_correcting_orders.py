"""An order recorded wrongly is corrected, ended or marked as recorded in error: with a reason, and nothing is lost."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from levels.selectors import computed_category
from notification.selectors import requirements
from offenders.facts import notification_facts
from offenders.models import Case, Order
from offenders.services.sentences import correct_order, record_order
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[[User], Client]
WHY = "It was typed on the wrong case."


@pytest.fixture
def for_life(case: Case, world: World) -> Order:
    """Notification for life, typed in error."""
    order = {"kind": "notification", "starts_on": world.today - dt.timedelta(days=30), "indefinite": True}
    return record_order(actor=world.practitioner, case=case, order=order)


def sent(order: Order, **changes: str) -> dict[str, str]:
    start = order.starts_on
    typed = {"kind": order.kind, "starts_on": f"{start.day}/{start.month}/{start.year}", "reason": WHY}
    return {**typed, "version": str(order.version), **changes}


@rule("OFF-26")
class TestCorrecting:
    def test_an_order_recorded_in_error_counts_for_nothing_and_stays_in_the_record(
        self, for_life: Order, case: Case, world: World
    ) -> None:
        assert computed_category(case=case, today=world.today).lifelong
        assert Deadline.objects.filter(case=case, rule__startswith="NOT-", closed_at=None).exists()
        changes = {"wrong_entry": True}
        correct_order(actor=world.practitioner, order=for_life, version=1, changes=changes, reason=WHY)
        assert computed_category(case=case, today=world.today).category is None
        assert not requirements(viewer=world.practitioner, case_id=case.pk).exists()
        assert not Deadline.objects.filter(case=case, rule__startswith="NOT-", closed_at=None).exists()
        event = AuditEvent.objects.get(verb="order.corrected")
        assert (event.reason, event.changes) == (WHY, {"wrong_entry": [False, True]})
        again = {"wrong_entry": False}
        correct_order(actor=world.practitioner, order=for_life, version=2, changes=again, reason="It was right.")
        assert computed_category(case=case, today=world.today).category == 1

    def test_an_order_ends_on_another_day(self, for_life: Order, case: Case, world: World) -> None:
        changes = {"indefinite": False, "ends_on": world.today}
        correct_order(actor=world.practitioner, order=for_life, version=1, changes=changes, reason=WHY)
        (found,) = notification_facts(case, Order.Kind.NOTIFICATION)
        assert (found.ends_on, found.lifelong) == (world.today, False)

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_it_has_a_reason(self, for_life: Order, world: World, reason: str) -> None:
        with pytest.raises(RuleRefused) as refused:
            correct_order(
                actor=world.practitioner, order=for_life, version=1, changes={"wrong_entry": True}, reason=reason
            )
        assert refused.value.rules == ("OFF-26",)
        assert not Order.objects.get(pk=for_life.pk).wrong_entry

    def test_it_does_not_go_over_somebody_elses(self, for_life: Order, world: World) -> None:
        correct_order(actor=world.practitioner, order=for_life, version=1, changes={"details": "Mine."}, reason=WHY)
        with pytest.raises(Conflict):
            correct_order(
                actor=world.practitioner, order=for_life, version=1, changes={"details": "Theirs."}, reason=WHY
            )

    def test_it_is_for_who_records_the_case(self, for_life: Order, world: World) -> None:
        with pytest.raises(NotPermitted):
            correct_order(actor=world.colleague, order=for_life, version=1, changes={"wrong_entry": True}, reason=WHY)


@rule("OFF-10", "NOT-05")
def test_a_correction_is_checked_like_a_new_order(case: Case, world: World) -> None:
    offence = factories.conviction(case, world.practitioner, today=world.today, schedule_3=True, term_value=1)
    start = offence.outcome_on
    order = {"kind": "notification", "starts_on": start, "ends_on": start.replace(year=start.year + 10)}
    row = record_order(actor=world.practitioner, case=case, order=order)
    for ends_on, rules in ((start - dt.timedelta(days=1), "OFF-10"), (start.replace(year=start.year + 5), "NOT-05")):
        with pytest.raises(RuleRefused) as refused:
            correct_order(actor=world.practitioner, order=row, version=1, changes={"ends_on": ends_on}, reason=WHY)
        assert refused.value.rules == (rules,)
    shorter = {"ends_on": start.replace(year=start.year + 5)}
    known = frozenset({"NOT-05"})
    correct_order(actor=world.practitioner, order=row, version=1, changes=shorter, reason=WHY, acknowledged=known)
    assert Order.objects.get(pk=row.pk).ends_on == shorter["ends_on"]


@rule("OFF-26")
class TestThePage:
    def test_it_corrects_and_the_tab_says_so(self, for_life: Order, case: Case, world: World, sign_in: SignIn) -> None:
        client, address = sign_in(world.practitioner), reverse("order_correct", args=[case.pk, for_life.pk])
        assert client.get(address).status_code == 200
        refused = client.post(address, sent(for_life, reason="", wrong_entry="on", indefinite="on"))
        assert refused.status_code == 422
        assert "Say why the order is corrected" in refused.content.decode()
        assert client.post(address, sent(for_life, wrong_entry="on", indefinite="on")).status_code == 302
        page = client.get(reverse("case_offences", args=[case.pk])).content.decode()
        assert "Recorded in error" in page
        assert "Decide the category again if it is another one now." in page
        assert (
            "Sexual offender notification (SOA 2003) begins"
            not in client.get(reverse("case_timeline", args=[case.pk])).content.decode()
        )

    def test_two_editors_meet(self, for_life: Order, case: Case, world: World, sign_in: SignIn) -> None:
        client, address = sign_in(world.practitioner), reverse("order_correct", args=[case.pk, for_life.pk])
        assert client.post(address, sent(for_life, indefinite="on", details="First.")).status_code == 302
        assert client.post(address, sent(for_life, indefinite="on", details="Second.")).status_code == 409
        assert Order.objects.get(pk=for_life.pk).details == "First."

    def test_it_is_not_there_for_others_nor_on_another_case(
        self, for_life: Order, case: Case, world: World, sign_in: SignIn
    ) -> None:
        address = reverse("order_correct", args=[case.pk, for_life.pk])
        assert sign_in(world.stranger).get(address).status_code == 404
        assert sign_in(world.colleague).get(address).status_code == 404
        other = factories.make_case(world)
        elsewhere = reverse("order_correct", args=[other.pk, for_life.pk])
        assert sign_in(world.practitioner).get(elsewhere).status_code == 404
