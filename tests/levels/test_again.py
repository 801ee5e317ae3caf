"""What ends a category comes in, or is corrected, after the decision: the category is decided again."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deadlines.models import Deadline
from deadlines.services import check_deadlines
from levels import again
from levels.selectors import current_category
from levels.services import decide_category
from offenders.models import Case, Offence, Order
from offenders.services.cases import NUMBERS, WHO, correct_identity
from offenders.services.sentences import correct_offence, correct_order, record_order
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
DAY = dt.timedelta(days=1)
pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def made() -> World:
    """The people and agencies, kept between transactions: what is written has its own moment."""
    return factories.make_world()


def decide(case: Case, world: World, on: dt.date | None = None) -> None:
    current = current_category(case)
    decide_category(
        actor=world.practitioner, case=case, reason="Computed.", on=on or world.today, today=world.today,
        based_on=str(current.pk) if current else "",
    )  # fmt: skip


def decided(world: World, **offence: Any) -> Case:
    """A case in Category 2 by decision, the end of the licence unknown unless it is given."""
    case = factories.make_case(world)
    ends: dict[str, Any] = {"licence_ends_on": None, "sentence_ends_on": None, **offence}
    factories.conviction(case, world.practitioner, today=world.today, **ends)
    decide(case, world)
    return case


def corrected(case: Case, world: World, **changes: Any) -> None:
    offence = Offence.objects.get(case=case)
    correct_offence(
        actor=world.practitioner, offence=offence, version=offence.version, today=world.today, changes=changes
    )


def due(case: Case) -> dt.date | None:
    found = Deadline.objects.filter(case=case, rule="LIFE-14", closed_at=None).first()
    return found.due_on if found else None


@rule("LIFE-14")
def test_an_end_that_comes_in_later_asks_for_the_decision_and_the_decision_settles_it(
    made: World, sign_in: SignIn
) -> None:
    case, page = decided(made), sign_in(made.practitioner)

    def differs() -> bool:
        body = page.get(reverse("case_level", args=[case.pk])).content.decode()
        return "What is recorded differs" in body

    assert due(case) is None and not differs()
    corrected(case, made, details="In words.")
    assert due(case) is None
    ends = made.today + 60 * DAY
    corrected(case, made, licence_ends_on=ends, sentence_ends_on=ends)
    assert due(case) == made.today + 3 * DAY and differs()
    decide(case, made)
    assert due(case) is None and not differs()
    assert Deadline.objects.filter(case=case, rule="LIFE-06", closed_at=None).get().due_on == ends
    corrected(case, made, licence_ends_on=ends - DAY, sentence_ends_on=ends - DAY)
    assert due(case) == made.today + 3 * DAY
    corrected(case, made, licence_ends_on=ends, sentence_ends_on=ends)
    assert due(case) is None


@rule("LIFE-14")
def test_orders_that_are_added_ended_or_recorded_in_error_ask_too(made: World) -> None:
    case = decided(made)

    def order(**said: Any) -> Order:
        basic = {"kind": "notification_order", "starts_on": made.today - 90 * DAY, "indefinite": True}
        return record_order(actor=made.practitioner, case=case, order={**basic, **said})

    order(kind="other")
    assert due(case) is None
    row = order()
    assert due(case) == made.today + 3 * DAY
    decide(case, made)
    assert due(case) is None
    for changes in ({"indefinite": False, "ends_on": made.today + 30 * DAY}, {"wrong_entry": True}):
        row.refresh_from_db()
        correct_order(
            actor=made.practitioner, order=row, version=row.version, changes=changes, reason="As the court said."
        )
        assert due(case) == made.today + 3 * DAY
        decide(case, made)
        assert due(case) is None


@rule("LIFE-14")
def test_an_order_counts_from_its_first_day(made: World) -> None:
    case = decided(made)
    begins = made.today + 10 * DAY
    record_order(
        actor=made.practitioner, case=case,
        order={"kind": "notification_order", "starts_on": begins, "indefinite": True},
    )  # fmt: skip
    assert due(case) is None
    assert again.gather([case.pk])[case.pk].changed_on == (begins,)


@rule("LIFE-14")
def test_an_order_that_changes_no_category_sets_no_day(made: World) -> None:
    case, earlier = factories.make_case(made), made.today - 10 * DAY
    factories.conviction(case, made.practitioner, today=made.today)
    decide(case, made, on=made.today - 30 * DAY)
    record_order(actor=made.practitioner, case=case, order={"kind": "shpo", "starts_on": earlier, "indefinite": True})
    assert again.gather([case.pk]) == {}
    later = made.today + 10 * DAY
    record_order(
        actor=made.practitioner, case=case, order={"kind": "notification_order", "starts_on": later, "indefinite": True}
    )
    assert due(case) is None
    with time_machine.travel(dt.datetime.combine(later, dt.time(12), tzinfo=dt.UTC)):
        check_deadlines(today=later)
    assert due(case) == later + 3 * DAY


@rule("LIFE-14")
def test_an_order_known_at_the_decision_that_begins_after_it_asks_from_its_first_day(made: World) -> None:
    case, begins = factories.make_case(made), made.today + 10 * DAY
    factories.conviction(case, made.practitioner, today=made.today)
    row = record_order(
        actor=made.practitioner, case=case,
        order={"kind": "notification_order", "starts_on": begins, "indefinite": True},
    )  # fmt: skip
    decide(case, made)
    assert due(case) is None
    row.refresh_from_db()
    correct_order(
        actor=made.practitioner, order=row, version=row.version, changes={"details": "In words."}, reason="As made."
    )
    for day in (begins - DAY, begins, begins + 5 * DAY):
        with time_machine.travel(dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)):
            check_deadlines(today=day)
        assert due(case) == (None if day < begins else begins + 3 * DAY)


@rule("LIFE-14")
def test_a_decision_dated_before_an_order_began_asks_from_the_day_on_which_it_was_recorded(made: World) -> None:
    case = factories.make_case(made)
    factories.conviction(case, made.practitioner, today=made.today)
    record_order(
        actor=made.practitioner, case=case,
        order={"kind": "notification_order", "starts_on": made.today - 10 * DAY, "indefinite": True},
    )  # fmt: skip
    decide(case, made, on=made.today - 19 * DAY)
    assert current_category(case).category == 2
    assert due(case) == made.today + 3 * DAY
    decide(case, made)
    assert current_category(case).category == 1 and due(case) is None


@rule("LIFE-14")
@pytest.mark.parametrize("years", [15, 16])
def test_a_birth_date_that_is_corrected_asks_where_the_age_at_the_sentence_counts(made: World, years: int) -> None:
    sentenced_on = made.today - 800 * DAY
    case = factories.make_case(made, date_of_birth=sentenced_on.replace(year=sentenced_on.year - 15, day=1))
    ends = made.today + 400 * DAY
    factories.conviction(
        case, made.practitioner, today=made.today, outcome_on=sentenced_on, cta_s41_42=True, licence_ends_on=ends,
        sentence_ends_on=ends,
    )  # fmt: skip
    decide(case, made)
    assert current_category(case).category == 2 and due(case) is None

    def born(year: int) -> None:
        case.refresh_from_db()
        who = {name: getattr(case, name) for name in (*WHO, *NUMBERS)}
        who["date_of_birth"] = sentenced_on.replace(year=year, day=2 if sentenced_on.day > 1 else 1)
        correct_identity(actor=made.practitioner, case=case, version=case.version, today=made.today, identity=who)

    born(sentenced_on.year - years)
    assert due(case) == (made.today + 3 * DAY if years == 16 else None)
    born(sentenced_on.year - 15)
    assert due(case) is None
    born(sentenced_on.year - years)
    decide(case, made)
    assert (current_category(case).category, due(case)) == (4 if years == 16 else 2, None)


@rule("LIFE-14")
def test_the_statements_do_not_grow_with_the_cases(made: World) -> None:
    counts = []
    for many in (1, 3):
        cases = [decided(made) for _ in range(many)]
        for case in cases:
            corrected(case, made, licence_ends_on=made.today + 60 * DAY, sentence_ends_on=made.today + 60 * DAY)
        with CaptureQueriesContext(connection) as captured:
            assert len(again.gather([case.pk for case in cases])) == many
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 9
