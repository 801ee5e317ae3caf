"""Which due dates somebody sees: at less than full sight the reviews of the level alone."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from deadlines import selectors
from deadlines.lists import DueFilter, due_list
from deadlines.models import Alert, Deadline
from deadlines.services import sweep
from offenders.models import Case
from offenders.services.emergency import open_in_emergency
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
WHY = "He was seen outside the school of the children whom he had threatened."
PLAN = "Action of the plan by a solicitor"


@pytest.fixture
def case(world: World) -> Case:
    """A case at Level 1 with its review due, and one further due date that is no review."""
    case = factories.make_case(world)
    factories.at_level_1(case, world.practitioner, today=world.today)
    review = Deadline.objects.get(case=case, is_review=True, closed_at=None)
    row = Deadline(case=case, rule="RMP-02", label=PLAN, start_on=world.today, due_on=review.due_on, words=PLAN)
    row.save(force_insert=True)
    return case


def listed(world: World, who: str) -> set[bool]:
    """Whether each due date on the list is a review, which must be those of `open_deadlines`."""
    viewer = world.people[who]
    rows = due_list(viewer=viewer, wanted=DueFilter(), today=world.today).rows
    assert list(rows) == list(selectors.open_deadlines(viewer=viewer))
    return {row.is_review for row in rows}


@rule("ACC-72")
@pytest.mark.usefixtures("case")
class TestBelowFullSight:
    def test_the_list_shows_the_reviews_alone(self, world: World, sign_in: SignIn) -> None:
        assert listed(world, "colleague") == {True}
        assert listed(world, "team_mate") == {True, False}
        assert listed(world, "stranger") == set()
        assert PLAN not in sign_in(world.colleague).get("/due/").content.decode()
        assert PLAN in sign_in(world.team_mate).get("/due/").content.decode()

    def test_and_so_do_counts(self, world: World) -> None:
        def number(who: str) -> int:
            counted = selectors.standing_of_deadlines(viewer=world.people[who], today=world.today)
            return sum(row["number"] for row in counted)

        assert 0 < number("colleague") < number("team_mate")
        assert number("colleague") == Deadline.objects.filter(is_review=True, closed_at=None).count()

    def test_alerts_are_those_of_the_due_dates(self, world: World) -> None:
        sweep(today=max(Deadline.objects.values_list("due_on", flat=True)))
        assert Alert.objects.filter(deadline__is_review=False).exists()
        for who in ("practitioner", "manager", "colleague"):
            viewer = world.people[who]
            assert list(selectors.first_alerts(viewer=viewer, number=50)) == list(selectors.open_alerts(viewer=viewer))


@rule("ACC-72")
def test_the_review_of_emergency_access_is_due_to_those_who_may_review_it(world: World, case: Case) -> None:
    open_in_emergency(actor=world.police_officer, reason=WHY, now=timezone.now(), reference=case.reference)
    for who, seen in (("manager", 1), ("coordinator", 1), ("practitioner", 0), ("team_mate", 0), ("auditor", 0)):
        viewer = world.people[who]
        assert selectors.open_deadlines(viewer=viewer).filter(rule="ACC-34").count() == seen, who
        assert True in listed(world, who), who
