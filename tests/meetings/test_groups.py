"""Core groups set up by meetings, and notes of professionals' meetings, which are no MAPPA meetings."""

import datetime as dt

import pytest
from django.urls import reverse

from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from meetings.models import CoreGroup, CoreGroupReport, CoreGroupTask, Meeting, Minutes, ProfessionalsMeeting
from meetings.services import groups
from tests.marks import rule
from tests.meetings.conftest import core_group, core_group_task, professionals_meeting, schedule


def refused(call, **arguments) -> list[str]:
    with pytest.raises(RuleRefused) as caught:
        call(**arguments)
    return [finding.rule for finding in caught.value.findings]


@pytest.fixture
def group(meeting_today, people) -> CoreGroup:
    return core_group(people, meeting_today)


@pytest.fixture
def task(group, people) -> CoreGroupTask:
    return core_group_task(people, group)


class TestCoreGroups:
    @rule("MTG-74")
    def test_are_set_up_by_a_meeting_and_not_before_it(self, meeting, people):
        arguments = {"actor": people.chair, "meeting": meeting, "purpose": "Weekly contact.", "today": people.today}
        assert refused(groups.set_up, formed_on=people.today, **arguments) == ["MTG-74"]
        assert not CoreGroup.objects.exists()

    @rule("MTG-74")
    def test_are_not_set_up_by_a_practitioner(self, meeting_today, people):
        with pytest.raises(NotPermitted):
            core_group(people, meeting_today, actor=people.practitioner)

    @rule("OFF-21")
    def test_sent_twice_are_one(self, group, people):
        assert refused(core_group, world=people, meeting=group.meeting) == ["OFF-21"]

    @rule("MTG-74")
    def test_have_members_by_agency_vetted_or_not(self, group, people):
        member = {
            "actor": people.chair,
            "group": group,
            "agency": people.mental_health,
            "name": "Imagina Nurse",
            "post": "Community nurse",
            "vetted": True,
            "joined_on": people.today,
        }
        row = groups.add_member(**member)
        assert (row.agency, row.vetted) == (people.mental_health, True)
        assert refused(groups.add_member, **member) == ["OFF-21"]

    @rule("MTG-94")
    def test_are_left_with_a_day_and_a_reason_once(self, group, people, sign_in):
        member = groups.add_member(
            actor=people.chair,
            group=group,
            agency=people.police,
            name="Imagina Sergeant",
            post="Sergeant",
            vetted=True,
            joined_on=people.today,
        )
        leave = {
            "actor": people.chair,
            "member": member,
            "version": member.version,
            "reason": "Moved to another force.",
            "today": people.today,
        }
        early = people.today - dt.timedelta(days=1)
        assert refused(groups.end_membership, left_on=early, **leave) == ["MTG-94"]
        assert refused(groups.end_membership, left_on=people.today + dt.timedelta(days=1), **leave) == ["MTG-94"]
        with pytest.raises(NotPermitted):
            groups.end_membership(left_on=people.today, **{**leave, "actor": people.practitioner})
        left = groups.end_membership(left_on=people.today, **leave)
        assert (left.left_on, left.left_reason) == (people.today, "Moved to another force.")
        with pytest.raises(Conflict):
            groups.end_membership(left_on=people.today, **leave)
        page = sign_in(people.practitioner).get(reverse("core_group", args=[group.case_id, group.pk]))
        assert "No longer in the group" in page.content.decode() and "Moved to another force." in page.content.decode()

    @rule("MTG-75")
    def test_have_no_task_of_a_cancelled_meeting_or_due_before_it(self, group, people):
        given = {
            "actor": people.chair,
            "group": group,
            "meeting": group.meeting,
            "description": "Visit once a week.",
            "agency": people.probation,
        }
        early = people.today - dt.timedelta(days=1)
        assert refused(groups.give_task, due_on=early, **given) == ["MTG-75"]
        Meeting.objects.filter(pk=group.meeting_id).in_bulk_with_own_audit().update(
            status="cancelled", status_reason="No room."
        )
        assert refused(groups.give_task, due_on=people.today, **given) == ["MTG-75"]

    @rule("MTG-75")
    def test_do_what_a_meeting_set_them_and_say_what_came_of_it(self, task, people):
        done = {
            "actor": people.practitioner,
            "task": task,
            "version": task.version,
            "done_on": people.today,
            "outcome": "Visited twice.",
            "today": people.today,
        }
        assert groups.finish_task(**done).outcome == "Visited twice."
        with pytest.raises(Conflict):
            groups.finish_task(**{**done, "outcome": "Not visited."})

    def test_whoever_records_an_outcome_second_is_shown_both(self, task, people, sign_in):
        client = sign_in(people.practitioner)
        address = reverse("core_group_task_done", args=[task.case_id, task.group_id, task.pk])
        hidden = {field.html_name: field.value() for field in client.get(address).context["form"].hidden_fields()}
        groups.finish_task(
            actor=people.coordinator,
            task=task,
            version=task.version,
            done_on=people.today,
            outcome="Visited twice.",
            today=people.today,
        )
        sent = {**hidden, "done_on": people.today.strftime("%d/%m/%Y"), "outcome": "Not at home."}
        answer = client.post(address, sent)
        assert answer.status_code == 409
        assert "Visited twice." in answer.content.decode() and "Not at home." in answer.content.decode()

    @rule("MTG-76")
    def test_report_to_a_later_meeting_and_the_brief_shows_it(self, group, task, people, sign_in):
        later = schedule(group.case, people)
        report = {
            "actor": people.practitioner,
            "group": group,
            "meeting": later,
            "reported_on": people.today,
            "text": "Contact was kept every week.",
            "today": people.today,
        }
        groups.report(**report)
        assert refused(groups.report, **report) == ["OFF-21"]
        page = sign_in(people.coordinator).get(reverse("meeting_brief", args=[later.case_id, later.pk]))
        assert "Contact was kept every week." in page.content.decode() and task.description in page.content.decode()
        assert CoreGroupReport.objects.count() == 1

    @rule("MTG-74")
    def test_take_nothing_more_once_ended(self, group, people):
        end = {"actor": people.chair, "group": group, "version": group.version, "reason": "Its work is done."}
        groups.end_group(**end, ended_on=people.today, today=people.today)
        group.refresh_from_db()
        assert refused(core_group_task, world=people, group=group) == ["MTG-74"]

    def test_are_seen_by_who_sees_the_case_in_full_and_nobody_else(self, group, task, people, sign_in):
        page = reverse("core_group", args=[group.case_id, group.pk])
        assert task.description in sign_in(people.practitioner).get(page).content.decode()
        assert sign_in(people.spoc).get(page).status_code == 404
        assert sign_in(people.stranger).get(page).status_code == 404


class TestProfessionalsMeetings:
    @rule("MTG-78")
    def test_leave_a_note_of_where_their_notes_are(self, level_2_case, people, sign_in):
        row = professionals_meeting(people, level_2_case)
        assert (row.agency, row.recorded_by) == (people.probation, people.practitioner)
        page = sign_in(people.practitioner).get(reverse("case_meetings", args=[level_2_case.pk])).content.decode()
        assert row.notes_where in page and "no MAPPA meetings" in page

    @rule("MTG-77")
    def test_are_no_meetings_have_no_minutes_and_move_no_clock(self, level_2_case, people):
        def clocks():
            rows = Deadline.objects.filter(case=level_2_case, closed_at__isnull=True)
            return sorted(rows.values_list("rule", "due_on"))

        before = clocks()
        professionals_meeting(people, level_2_case)
        assert not Meeting.objects.exists() and not Minutes.objects.exists()
        assert clocks() == before

    @rule("MTG-77")
    def test_are_held_at_any_level_by_the_lead_agency_alone(self, category_2_case, people):
        assert professionals_meeting(people, category_2_case).pk
        with pytest.raises(NotPermitted):
            professionals_meeting(people, category_2_case, actor=people.police_officer)

    @rule("MTG-77")
    def test_of_many_people_are_confirmed(self, level_2_case, people):
        many = [f"Imagina Person {number}" for number in range(6)]
        with pytest.raises(RuleRefused):
            professionals_meeting(people, level_2_case, people=many)
        assert professionals_meeting(people, level_2_case, people=many, acknowledged=frozenset({"MTG-77"})).pk

    @rule("OFF-21")
    def test_noted_twice_are_one(self, level_2_case, people):
        professionals_meeting(people, level_2_case)
        with pytest.raises(RuleRefused):
            professionals_meeting(people, level_2_case)
        assert ProfessionalsMeeting.objects.count() == 1


def test_the_pages_of_a_group_are_filled_in_and_saved(group, people, sign_in):
    client, case = sign_in(people.chair), group.case_id
    day = people.today + dt.timedelta(days=9)
    sent = {
        "core_group_member": {"agency": people.police.pk, "name": "Imagina Sergeant", "joined_on": "1/2/2024"},
        "core_group_task": {
            "meeting": group.meeting_id,
            "description": "Check the address.",
            "agency": people.police.pk,
            "due_on": f"{day.day}/{day.month}/{day.year}",
        },
    }
    for name, typed in sent.items():
        address = reverse(name, args=[case, group.pk])
        form = client.get(address).context["form"]
        hidden = {field.html_name: field.value() for field in form.hidden_fields()}
        assert (name, client.post(address, {**hidden, **typed}).status_code) == (name, 302)
    page = client.get(reverse("core_group", args=[case, group.pk])).content.decode()
    assert "Imagina Sergeant" in page and "Check the address." in page
