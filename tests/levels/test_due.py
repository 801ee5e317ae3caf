"""What is due on a case from its sentences and its times in custody, as the services record them."""

import datetime as dt
import logging
from collections.abc import Callable

import pytest

from custody.rules.kinds import Kind
from deadlines.models import Deadline
from deadlines.rules.days import Due
from deadlines.services import Wanted, apart
from levels import rules
from levels.facts import inside_since, present_custody
from levels.rules import ProposedLevel
from levels.selectors import current_category, level_facts
from levels.services import decide_category, screen_case
from offenders.models import Case, CustodyPeriod, Offence
from offenders.services.sentences import record_release
from tests import factories
from tests.custody.builders import inside, recorded
from tests.factories import World
from tests.marks import rule

Day = Callable[[int], dt.date]


def open_on(case: Case, *rules: str) -> set[tuple[str, dt.date]]:
    """Rule and start of what is due under these rules."""
    rows = Deadline.objects.filter(case=case, rule__in=rules, closed_at__isnull=True)
    return set(rows.values_list("rule", "start_on"))


@pytest.fixture
def day(world: World) -> Day:
    """The day so many days from today."""
    return lambda days: world.today + dt.timedelta(days=days)


@rule("CUS-05")
def test_the_limits_before_release_and_before_parole_stand_side_by_side(world: World, case: Case, day: Day) -> None:
    me, today = world.practitioner, world.today
    factories.conviction(case, me, today=today, schedule_19za=True, outcome_on=day(-900))
    inside(case, me, today=today, days=800, release_due_on=day(300))
    recorded(case, me, Kind.PAROLE_REVIEW, day(600), today=today, told_on=today, source="Ada Testperson")
    assert open_on(case, "CUS-05") == {("CUS-05", day(300)), ("CUS-05", day(600))}


@rule("REV-16")
@pytest.mark.parametrize("days", [0, 1], ids=["the same day", "the next day"])
def test_a_recall_asks_for_the_level_from_the_day_of_the_release_on(
    world: World, case: Case, day: Day, days: int
) -> None:
    me, today = world.practitioner, world.today
    factories.at_level_1(case, me, today=today, on=day(-50))
    period = inside(case, me, today=today, days=300)
    record_release(actor=me, custody=period, version=1, released_on=day(-5 - days), today=today)
    again = inside(case, me, today=today, days=5, recall=True)
    assert open_on(case, "REV-16") == {("REV-16", day(-5))}
    record_release(actor=me, custody=again, version=1, released_on=day(-5), today=today)
    assert not open_on(case, "REV-16")


@rule("CUS-27")
def test_who_is_recalled_and_not_taken_back_keeps_a_review(world: World, case: Case, day: Day) -> None:
    me, today = world.practitioner, world.today
    factories.at_level_1(case, me, today=today, on=day(-50))
    period = inside(case, me, today=today, days=300)
    record_release(actor=me, custody=period, version=1, released_on=day(-40), today=today)
    before = open_on(case, "REV-01", "REV-11")
    recorded(case, me, Kind.RECALL, day(-20), today=today, choice="standard")
    assert open_on(case, "REV-01", "REV-11") == before != set()
    recorded(case, me, Kind.RETURNED, day(-1), today=today, place="HMP Invented")
    assert not open_on(case, "REV-01", "REV-11")


def test_the_time_in_custody_that_lasts_is_the_present_one(day: Day) -> None:
    lasting = CustodyPeriod(starts_on=day(-300))
    later = CustodyPeriod(starts_on=day(-200), released_on=day(-100))
    assert present_custody([lasting, later]) is lasting
    assert present_custody([later]) is later
    assert present_custody([]) is None


@pytest.mark.parametrize(
    ("earlier", "recall", "since"),
    [((-300, -100), False, -300), ((-300, -101), False, -100), ((-300, -100), True, -100)],
    ids=["moved on the same day", "out for a day", "recalled on the day of the release"],
)
def test_the_present_time_in_custody_begins_on_its_first_day_wherever_it_is_spent(
    day: Day, earlier: tuple[int, int], recall: bool, since: int
) -> None:
    before = CustodyPeriod(starts_on=day(earlier[0]), released_on=day(earlier[1]))
    now = CustodyPeriod(starts_on=day(-100), place="hospital", recall=recall)
    assert inside_since([before, now]) == day(since)
    assert inside_since([]) is None


@rule("REV-05")
@rule("CUS-04")
def test_a_level_that_is_overdue_is_put_off_by_no_later_outcome(world: World, case: Case, day: Day) -> None:
    me, today = world.practitioner, world.today
    factories.conviction(case, me, today=today, outcome_on=day(-400))
    inside(case, me, today=today, days=400, release_due_on=day(20))
    recorded(case, me, Kind.PAROLE_ELIGIBILITY, day(10), today=today, told_on=today, source="Ada Testperson")
    rows = Deadline.objects.filter(case=case, rule__in=("REV-05", "CUS-04"), closed_at__isnull=True).order_by("rule")
    before = list(rows.values_list("rule", "due_on"))
    assert len(before) == 2
    fine = {"disposal": "fine", "term_value": None, "term_unit": ""}
    factories.conviction(case, me, today=today, outcome_on=day(-30), **fine)
    assert list(rows.values_list("rule", "due_on")) == before


def test_two_clocks_of_one_name_leave_the_earlier_and_say_so(
    case: Case, day: Day, caplog: pytest.LogCaptureFixture
) -> None:
    found = [
        Wanted(case.pk, clock, "", Due(day(days), day(0), "REV-05", "In words"), day(days))
        for clock, days in (("late", 9), ("early", 3), ("later", 20))
    ]
    with caplog.at_level(logging.ERROR):
        (kept,) = apart(found).values()
    assert kept.clock == "early"
    assert "Two clocks under REV-05: late and early." in caplog.text


@rule("LVL-38")
def test_a_managed_case_without_a_level_has_a_due_date_in_the_community(world: World, case: Case, day: Day) -> None:
    me, today = world.practitioner, world.today
    assert not open_on(case, "LVL-38")
    factories.in_category_2(case, me, today=today)
    assert open_on(case, "LVL-38") == {("LVL-38", today)}
    period = inside(case, me, today=today, days=30)
    assert not open_on(case, "LVL-38")
    record_release(actor=me, custody=period, version=1, released_on=day(-1), today=today)
    assert open_on(case, "LVL-38") == {("LVL-38", today)}
    other = factories.make_case(world)
    factories.at_level_1(other, me, today=today)
    assert not open_on(other, "LVL-38")


@rule("LVL-11")
def test_a_screening_from_before_the_present_management_is_no_basis(world: World, case: Case, day: Day) -> None:
    me, today = world.practitioner, world.today
    factories.at_level_1(case, me, today=today)
    assert not level_facts(case).screened_before

    def decided() -> None:
        current = current_category(case)
        decide_category(actor=me, case=case, reason="Again.", on=today, today=today, based_on=str(current.pk))
        case.refresh_from_db()

    ends = {"licence_ends_on": day(-1), "sentence_ends_on": day(-1)}
    Offence.objects.filter(case=case).in_bulk_with_own_audit().update(**ends)
    decided()
    assert case.ended_on == today
    factories.conviction(case, me, today=today, outcome_on=day(-2))
    decided()
    known = level_facts(case)
    assert (known.category, known.screened_before) == (2, True)
    found = rules.findings(known, ProposedLevel(1, today, "As before."), today=today)
    assert "LVL-11" in [one.rule for one in found if one.stops]
    screen_case(
        actor=me, case=case, proposed_level=1, rationale="One agency.", history="None.", information="Police.",
        sources=1, on=today, today=today,
    )  # fmt: skip
    assert not level_facts(case).screened_before
