"""The category decided again: what the Unit decided stands, and a day typed wrongly ends nothing."""

import datetime as dt

import pytest

from audit.refusals import RuleRefused
from levels.models import CategoryDecision
from levels.selectors import computed_category, current_category
from levels.services import decide_category, place_in_category_3, place_in_category_4
from offenders.models import Case, Offence
from offenders.services.sentences import record_order
from tests import factories
from tests.factories import World
from tests.marks import rule

DAYS = dt.timedelta


def decide(case: Case, world: World, on: dt.date | None = None) -> CategoryDecision:
    current = current_category(case)
    return decide_category(
        actor=world.practitioner, case=case, reason="Decided again.", on=on or world.today, today=world.today,
        based_on=str(current.pk) if current else "",
    )  # fmt: skip


def place(service: object, case: Case, world: World, on: dt.date) -> CategoryDecision:
    current = current_category(case)
    return service(
        actor=world.coordinator, case=case, offence=Offence.objects.get(case=case), reason="As the Unit decided.",
        level=2, on=on, today=world.today, based_on=str(current.pk) if current else "",
    )  # fmt: skip


def notify(case: Case, world: World) -> None:
    order = {"kind": "notification", "starts_on": world.today - DAYS(5), "ends_on": world.today + DAYS(100)}
    record_order(actor=world.practitioner, case=case, order=order, acknowledged=frozenset({"NOT-05"}))


@pytest.fixture
def sentenced(case: Case, world: World) -> Case:
    """A conviction with a community order, which is in no category by itself."""
    factories.conviction(
        case, world.practitioner, today=world.today, disposal="community_order", term_value=None, term_unit="",
        licence_ends_on=None, sentence_ends_on=None,
    )  # fmt: skip
    return case


@pytest.mark.parametrize(
    ("service", "category"),
    [
        pytest.param(place_in_category_3, 3, marks=rule("CAT-26")),
        pytest.param(place_in_category_4, 4, marks=rule("CAT-27")),
    ],
)
def test_what_the_unit_decided_stands_however_often_it_is_decided_again(
    service: object, category: int, sentenced: Case, world: World
) -> None:
    placed = place(service, sentenced, world, world.today - DAYS(10))
    for _ in range(3):
        again = decide(sentenced, world)
        assert (again.category, again.route, again.offence_id) == (category, placed.route, placed.offence_id)
        assert again.begins_on == placed.decided_on
    sentenced.refresh_from_db()
    assert (sentenced.category, sentenced.level, sentenced.ended_on) == (category, 2, None)
    assert computed_category(case=sentenced, today=world.today).category == category


@rule("CAT-27")
def test_discretionary_category_4_stands_beside_notification(sentenced: Case, world: World) -> None:
    place(place_in_category_4, sentenced, world, world.today - DAYS(10))
    notify(sentenced, world)
    assert [decide(sentenced, world).category for _ in range(3)] == [4, 4, 4]


@rule("CAT-27")
def test_discretionary_category_4_outlasts_another_way_into_category_4(sentenced: Case, world: World) -> None:
    placed = place(place_in_category_4, sentenced, world, world.today - DAYS(10))
    offence = placed.offence
    Offence.objects.filter(pk=offence.pk).in_bulk_with_own_audit().update(
        schedule_19za=True, disposal="imprisonment", term_value=2, term_unit="years",
        licence_ends_on=world.today + DAYS(9),
    )  # fmt: skip
    assert decide(sentenced, world).route == "TERR_SENT"
    Offence.objects.filter(pk=offence.pk).in_bulk_with_own_audit().update(licence_ends_on=world.today - DAYS(1))
    assert (decide(sentenced, world).route, decide(sentenced, world).route) == ("DISCR", "DISCR")


@rule("LVL-03")
def test_discretionary_category_4_that_comes_back_does_not_stay_at_level_1(sentenced: Case, world: World) -> None:
    offence = place(place_in_category_4, sentenced, world, world.today - DAYS(10)).offence
    changed = {"schedule_19za": True, "disposal": "imprisonment", "term_value": 2, "term_unit": "years"}
    rows = Offence.objects.filter(pk=offence.pk).in_bulk_with_own_audit()
    rows.update(**changed, licence_ends_on=world.today + DAYS(9))
    assert decide(sentenced, world).route == "TERR_SENT"
    Case.objects.filter(pk=sentenced.pk).in_bulk_with_own_audit().update(level=1)
    rows.update(licence_ends_on=world.today - DAYS(1))
    assert decide(sentenced, world).route == "DISCR"
    sentenced.refresh_from_db()
    assert (sentenced.category, sentenced.level) == (4, None)


@rule("CAT-26")
def test_category_3_gives_way_to_notification_and_does_not_come_back_by_itself(sentenced: Case, world: World) -> None:
    place(place_in_category_3, sentenced, world, world.today - DAYS(10))
    notify(sentenced, world)
    assert [decide(sentenced, world).category for _ in range(2)] == [1, 1]
    assert computed_category(case=sentenced, today=world.today + DAYS(200)).category is None


@rule("CAT-01")
@pytest.mark.parametrize(("service", "refused"), [(place_in_category_3, True), (place_in_category_4, False)])
def test_a_placing_is_not_dated_back_to_before_notification_began(
    service: object, refused: bool, sentenced: Case, world: World
) -> None:
    notify(sentenced, world)
    if not refused:
        assert place(service, sentenced, world, world.today - DAYS(10)).category == 4
        return
    with pytest.raises(RuleRefused) as stopped:
        place(service, sentenced, world, world.today - DAYS(10))
    assert stopped.value.rules == ("CAT-01",) and "Category 1" in stopped.value.findings[0].message


@rule("CAT-01")
def test_category_3_does_not_take_the_place_of_discretionary_category_4(sentenced: Case, world: World) -> None:
    place(place_in_category_4, sentenced, world, world.today - DAYS(10))
    with pytest.raises(RuleRefused) as refused:
        place(place_in_category_3, sentenced, world, world.today)
    assert refused.value.rules == ("CAT-01",)


@rule("CAT-32")
class TestTheDay:
    def refused(self, case: Case, world: World, on: dt.date) -> None:
        before = list(CategoryDecision.objects.filter(case=case).values_list("pk", flat=True))
        with pytest.raises(RuleRefused) as refused:
            decide(case, world, on)
        assert (refused.value.rules, len(refused.value.findings)) == (("CAT-32",), 1)
        case.refresh_from_db()
        assert list(CategoryDecision.objects.filter(case=case).values_list("pk", flat=True)) == before
        assert case.ended_on is None

    @pytest.mark.parametrize("days", [1, 2000])
    def test_is_not_before_the_decision_that_stands(self, category_2_case: Case, world: World, days: int) -> None:
        self.refused(category_2_case, world, world.today - DAYS(days))
        assert (category_2_case.category, decide(category_2_case, world).category) == (2, 2)

    @pytest.mark.parametrize(("days", "stands"), [(801, False), (800, True)])
    def test_is_not_before_the_first_outcome(self, case: Case, world: World, days: int, stands: bool) -> None:
        factories.conviction(case, world.practitioner, today=world.today)
        on = world.today - DAYS(days)
        if not stands:
            self.refused(case, world, on)
            return
        assert decide(case, world, on).category == 2

    def test_is_not_before_the_offence_that_brings_the_category(self, case: Case, world: World) -> None:
        long_ago = {"committed_on": None, "outcome_on": world.today - DAYS(5000), "disposal": "fine"}
        none = {"term_value": None, "term_unit": "", "licence_ends_on": None, "sentence_ends_on": None}
        factories.conviction(case, world.practitioner, today=world.today, **long_ago, **none)
        factories.conviction(case, world.practitioner, today=world.today)
        self.refused(case, world, world.today - DAYS(2000))

    def test_is_not_in_the_future(self, category_2_case: Case, world: World) -> None:
        self.refused(category_2_case, world, world.today + DAYS(1))

    def test_may_be_any_day_while_nothing_is_recorded(self, case: Case, world: World) -> None:
        assert decide(case, world, world.today - DAYS(2000)).category is None

    @pytest.mark.parametrize("service", [place_in_category_3, place_in_category_4])
    def test_of_a_placing_is_not_before_the_outcome(self, service: object, sentenced: Case, world: World) -> None:
        with pytest.raises(RuleRefused) as refused:
            place(service, sentenced, world, world.today - DAYS(801))
        assert refused.value.rules == ("CAT-32",)
