"""Somebody who was sentenced is identified within three days: until a category is decided, that is due."""

import datetime as dt

from deadlines.models import Deadline
from levels.services import decide_category
from offenders.models import Case
from tests import factories
from tests.factories import World
from tests.marks import rule


@rule("REV-12")
class TestIdentification:
    def open_deadline(self, case: Case) -> Deadline | None:
        return Deadline.objects.filter(case=case, rule="REV-12", closed_at=None).first()

    def test_is_due_three_days_after_the_sentence(self, world: World, case: Case) -> None:
        offence = factories.conviction(case, world.practitioner, today=world.today)
        deadline = self.open_deadline(case)
        assert deadline is not None
        assert deadline.due_on == offence.outcome_on + dt.timedelta(days=3)

    def test_is_settled_by_the_category_decision(self, world: World, case: Case) -> None:
        factories.conviction(case, world.practitioner, today=world.today)
        decide_category(
            actor=world.practitioner, case=case, reason="Computed.", on=world.today, today=world.today, based_on=""
        )
        assert self.open_deadline(case) is None

    def test_is_not_due_without_an_offence(self, case: Case) -> None:
        assert self.open_deadline(case) is None
