"""A meeting at Level 3 that agrees on referring a case as critical begins its record when it is closed."""

import datetime as dt

import pytest

from meetings.services import closing, planning
from offenders.models import Case
from serious import facts
from serious.models import CriticalEvent
from tests.factories import World
from tests.marks import rule
from tests.meetings.conftest import all_came, answered, at_level, plan_for, those_asked
from tests.serious.builders import critical

DAY = dt.timedelta(days=1)


@rule("CPC-09")
class TestAMeetingThatAgrees:
    def closed(self, case: Case, people: World, referred: str) -> None:
        at_level(case, people, 3)
        case.refresh_from_db()
        today = people.today
        plan = plan_for(people, today, kind="review")
        meeting = planning.schedule_meeting(
            actor=people.coordinator, case=case, plan=plan, asked=those_asked(people), today=today - 21 * DAY
        )
        papers = "Senior probation officer" if referred == "yes" else ""
        answered(meeting, people, cppc={"referred": referred, "reason": "National interest.", "papers": papers})
        all_came(meeting, people)
        closing.close_meeting(
            actor=people.chair, meeting=meeting, today=today, acknowledged=frozenset({"MTR-16", "MTG-91", "MTG-41"})
        )

    @pytest.mark.parametrize(("referred", "begins"), [("yes", True), ("no", False)])
    def test_begins_the_record_with_its_closing(
        self, people: World, level_2_case: Case, referred: str, begins: bool
    ) -> None:
        self.closed(level_2_case, people, referred)
        rows = list(CriticalEvent.objects.filter(case=level_2_case))
        assert [row.kind for row in rows] == ["agreed"][:begins]
        assert facts.critical_of(level_2_case).state == ("Referral agreed at a meeting" if begins else "")
        for row in rows:
            assert row.happened_on == people.today and row.recorded_by == people.chair
            assert "Senior probation officer" in row.details and row.rules == ["CPC-09"]

    def test_does_not_begin_it_again_where_the_case_is_referred(self, people: World, level_2_case: Case) -> None:
        critical(level_2_case, people.manager, today=people.today)
        self.closed(level_2_case, people, "yes")
        assert not CriticalEvent.objects.filter(kind="agreed").exists()
