"""Tasks of core groups have a clock, and a group is not ended over open ones."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from assessments.models import PlanAction
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Alert, Deadline
from deadlines.selectors import open_alerts
from deadlines.services import sweep
from meetings.models import CoreGroup, CoreGroupTask, Meeting
from meetings.services import groups, keeping_out
from meetings.services.group_tasks import Onward
from offenders.models import AccessDenial
from tests.factories import World
from tests.marks import rule
from tests.meetings.conftest import core_group, core_group_task, schedule

pytestmark = rule("MTG-79")
DAY = dt.timedelta(days=1)


@pytest.fixture
def group(meeting_today: Meeting, people: World) -> CoreGroup:
    return core_group(people, meeting_today)


@pytest.fixture
def task(group: CoreGroup, people: World) -> CoreGroupTask:
    return core_group_task(people, group)


@pytest.fixture
def other(meeting_today: Meeting, people: World) -> CoreGroup:
    return groups.set_up(
        actor=people.chair,
        meeting=meeting_today,
        purpose="Housing.",
        formed_on=people.today,
        today=people.today,
    )


def due(task: CoreGroupTask) -> list[dt.date]:
    rows = Deadline.objects.filter(case=task.case_id, rule="MTG-79", key=str(task.pk), closed_at=None)
    return list(rows.values_list("due_on", flat=True))


def end(people: World, group: CoreGroup, onward: Onward | None = None) -> CoreGroup:
    return groups.end_group(
        actor=people.chair,
        group=group,
        version=group.version,
        ended_on=people.today,
        reason="Its work is done.",
        today=people.today,
        **({"onward": onward} if onward else {}),
    )


def finish(people: World, task: CoreGroupTask, **changes):
    values = {
        "actor": people.practitioner,
        "task": task,
        "version": task.version,
        "done_on": people.today,
        "outcome": "Visited twice.",
        "today": people.today,
    }
    return groups.finish_task(**{**values, **changes})


def as_action(meeting: Meeting) -> Onward:
    return Onward(
        becomes="action",
        words="The meeting takes it over.",
        to_meeting=meeting,
        pillar="supervision",
        how="Somebody sees where he lives.",
    )


def refused(call, *arguments, **named) -> set[str | None]:
    with pytest.raises(RuleRefused) as caught:
        call(*arguments, **named)
    assert set(caught.value.rules) == {"MTG-79"}
    return {finding.field for finding in caught.value.findings}


class TestTheClock:
    def test_runs_to_the_day_of_the_task_until_its_outcome_is_recorded(self, task: CoreGroupTask, people: World):
        assert due(task) == [task.due_on]
        finish(people, task)
        assert due(task) == []

    @pytest.mark.parametrize(
        ("days", "stages"),
        [
            (-15, set()),
            (-14, {"due_soon"}),
            (0, {"due_soon", "due_very_soon", "due_today"}),
            (1, {"due_soon", "due_very_soon", "due_today", "overdue"}),
        ],
    )
    def test_tells_as_that_of_an_action_does(self, task: CoreGroupTask, days: int, stages: set[str]):
        sweep(today=task.due_on + days * DAY)
        told = Alert.objects.filter(deadline__rule="MTG-79")
        assert set(told.values_list("stage", flat=True)) == stages

    def test_tells_manager_and_co_ordinator_when_it_is_late(self, task: CoreGroupTask):
        sweep(today=task.due_on + 8 * DAY)
        told = Alert.objects.filter(deadline__rule="MTG-79").values_list("audience", flat=True)
        assert {"practitioner", "manager", "coordinator"} == set(told)

    def test_raises_any_number_in_the_same_statements(
        self, task: CoreGroupTask, people: World, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(6) as few:
            sweep(today=task.due_on)
        for number in range(5):
            core_group_task(people, task.group, description=f"Visit number {number}.")
        with django_assert_max_num_queries(len(few)):
            sweep(today=task.due_on)
        assert Alert.objects.filter(deadline__rule="MTG-79", stage="due_today").count() == 6

    @rule("ACC-73")
    def test_tells_nothing_to_whoever_is_kept_out(self, task: CoreGroupTask, people: World):
        sweep(today=task.due_on)
        with time_machine.travel(dt.datetime.combine(task.due_on, dt.time(12), dt.UTC), tick=False):
            assert open_alerts(viewer=people.practitioner).filter(deadline__rule="MTG-79").exists()
            AccessDenial(
                case=task.case,
                user=people.practitioner,
                reason="A relative.",
                decided_by=people.coordinator,
                starts=people.today,
            ).save(force_insert=True)
            assert not open_alerts(viewer=people.practitioner).filter(deadline__rule="MTG-79").exists()
        assert not open_alerts(viewer=people.spoc).exists()


class TestEndingAGroup:
    def test_with_open_tasks_asks_what_becomes_of_them(self, task: CoreGroupTask, people: World):
        assert refused(end, people, task.group) == {"becomes"}
        assert CoreGroup.objects.get(pk=task.group_id).ended_on is None and due(task)

    def test_asks_nothing_once_each_has_its_outcome(self, task: CoreGroupTask, people: World):
        finish(people, task)
        assert end(people, task.group).ended_on == people.today

    @pytest.mark.parametrize("becomes", ["elsewhere", "not_needed"])
    def test_says_where_they_were_done_or_why_they_are_not(self, task: CoreGroupTask, people: World, becomes: str):
        assert refused(end, people, task.group, Onward(becomes=becomes)) == {"words"}
        end(people, task.group, Onward(becomes=becomes, words="The police visit now."))
        task.refresh_from_db()
        assert (task.became, task.done_on, task.outcome) == (becomes, people.today, "The police visit now.")
        assert due(task) == []

    def test_carries_them_to_another_group_with_their_day(self, task: CoreGroupTask, other: CoreGroup, people: World):
        assert refused(end, people, task.group, Onward(becomes="group", words="It goes on.")) == {"to_group"}
        same = Onward(becomes="group", words="It goes on.", to_group=task.group)
        assert refused(end, people, task.group, same) == {"to_group"}
        end(people, task.group, Onward(becomes="group", words="It goes on.", to_group=other))
        carried = other.tasks.get()
        task.refresh_from_db()
        assert task.carried_to == carried and (carried.description, carried.due_on) == (task.description, task.due_on)
        assert due(task) == [] and due(carried) == [task.due_on]

    def test_carries_them_to_a_meeting_as_actions(self, task: CoreGroupTask, people: World):
        later = schedule(task.case, people)
        missing = Onward(becomes="action", words="It goes on.")
        assert refused(end, people, task.group, missing) == {"to_meeting", "pillar", "how"}
        end(people, task.group, as_action(later))
        action = PlanAction.objects.get(meeting_id=later.pk)
        task.refresh_from_db()
        assert task.action == action and (action.description, action.due_on) == (task.description, task.due_on)
        assert due(task) == []
        assert Deadline.objects.filter(rule="RMP-02", key=str(action.pk), closed_at=None).exists()

    def test_carries_nothing_to_a_meeting_that_is_over(self, task: CoreGroupTask, people: World):
        later = schedule(task.case, people)
        Meeting.objects.filter(pk=later.pk).in_bulk_with_own_audit().update(status="cancelled", status_reason="Ill.")
        with pytest.raises(RuleRefused) as caught:
            end(people, task.group, as_action(later))
        assert caught.value.rules == ("MIN-03",)
        assert due(task) and not PlanAction.objects.filter(meeting_id=later.pk).exists()

    @rule("ACC-73")
    def test_carries_nothing_for_an_agency_that_is_kept_out(self, group: CoreGroup, other: CoreGroup, people: World):
        task = core_group_task(people, group, agency=people.mental_health)
        keeping_out.keep_out(
            actor=people.coordinator,
            case=task.case,
            agency=task.agency,
            person_name="",
            reason="A conflict of interest.",
            today=people.today,
        )
        with pytest.raises(RuleRefused) as caught:
            end(people, task.group, Onward(becomes="group", words="It goes on.", to_group=other))
        assert caught.value.rules == ("ACC-73",)
        end(people, task.group, Onward(becomes="not_needed", words="Another way was found."))
        assert due(task) == []


class TestOneTask:
    def test_is_carried_on_by_who_gives_groups_tasks_alone(self, task: CoreGroupTask, other: CoreGroup, people: World):
        onward = Onward(becomes="group", words="It goes on.", to_group=other)
        with pytest.raises(NotPermitted):
            finish(people, task, onward=onward)
        carried = finish(people, task, onward=onward, actor=people.chair, outcome="It goes on.")
        assert carried.carried_to.group == other and carried.version == task.version + 1
        with pytest.raises(Conflict):
            finish(people, task)

    def test_is_not_needed_any_more_with_the_reason(self, task: CoreGroupTask, people: World):
        finish(people, task, onward=Onward(becomes="not_needed", words="He moved."), outcome="He moved.")
        task.refresh_from_db()
        assert (task.became, task.outcome) == ("not_needed", "He moved.")


class TestThePages:
    def sent(self, client, address: str, **typed):
        hidden = {field.html_name: field.value() for field in client.get(address).context["form"].hidden_fields()}
        return client.post(address, {**hidden, **typed})

    def test_ask_and_keep_what_was_typed(self, task: CoreGroupTask, other: CoreGroup, people: World, sign_in):
        client, today = sign_in(people.chair), people.today.strftime("%d/%m/%Y")
        address = reverse("core_group_end", args=[task.case_id, task.group_id])
        page = client.get(address).content.decode()
        assert task.description in page and "What becomes of the open task" in page
        typed = {"ended_on": today, "reason": "Its work is done."}
        answer = self.sent(client, address, **typed)
        assert answer.status_code == 422
        assert "1 task of this group is still open." in answer.content.decode()
        assert "Its work is done." in answer.content.decode()
        carried = {"becomes": "group", "words": "It goes on.", "to_group": other.pk}
        assert self.sent(client, address, **typed, **carried).status_code == 302
        shown = client.get(reverse("core_group", args=[task.case_id, task.group_id])).content.decode()
        assert "Carried to another core group" in shown

    def test_ask_nothing_of_a_group_without_open_tasks(self, group: CoreGroup, people: World, sign_in):
        page = sign_in(people.chair).get(reverse("core_group_end", args=[group.case_id, group.pk]))
        assert "becomes" not in page.context["form"].fields

    def test_offer_carrying_on_to_those_who_may(self, task: CoreGroupTask, other: CoreGroup, people: World, sign_in):
        address = reverse("core_group_task_done", args=[task.case_id, task.group_id, task.pk])
        assert "to_group" in sign_in(people.coordinator).get(address).context["form"].fields
        form = sign_in(people.practitioner).get(address).context["form"]
        assert "to_group" not in form.fields
        assert [value for value, _ in form.fields["becomes"].choices] == ["", "elsewhere", "not_needed"]
