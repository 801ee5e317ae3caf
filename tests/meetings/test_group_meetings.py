"""Meetings of core groups: planned, told, changed, noted or cancelled. They are no MAPPA meetings."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from meetings.models import CoreGroup, CoreGroupAsked, CoreGroupMeeting, CoreGroupNotice, Meeting, Minutes
from meetings.services import group_meetings, group_notices, groups, keeping_out
from meetings.tasks import tell_waiting_core_groups
from offenders.models import AccessDenial
from tests.factories import World
from tests.marks import rule
from tests.meetings.conftest import (
    at,
    core_group,
    core_group_meeting,
    core_group_member,
    core_group_task,
    schedule,
)
from tests.meetings.test_invitations import committed, told

__all__ = ["committed"]

DAY = dt.timedelta(days=1)
HELD = "Two of the tasks are done."


@pytest.fixture
def group(meeting_today: Meeting, people: World) -> CoreGroup:
    """A group of the practitioner, who has an account, and a nurse, who has none."""
    group = core_group(people, meeting_today)
    core_group_member(people, group)
    core_group_member(people, group, agency=people.mental_health, name="Imagina Nurse")
    return group


@pytest.fixture
def sitting(group: CoreGroup, people: World) -> CoreGroupMeeting:
    return core_group_meeting(people, group)


@pytest.fixture
def passed(group: CoreGroup, people: World) -> CoreGroupMeeting:
    """A meeting of the group at the first minute of today, planned yesterday."""
    starts_at = at(people.today, 0)
    return core_group_meeting(people, group, starts_at=starts_at, now=starts_at - DAY)


def refused(call, *arguments, **named) -> set[str]:
    with pytest.raises(RuleRefused) as caught:
        call(*arguments, **named)
    return set(caught.value.rules)


def members(group: CoreGroup) -> list:
    return list(group.members.filter(left_on__isnull=True))


def change(people: World, sitting: CoreGroupMeeting, **changes):
    current = CoreGroupMeeting.objects.get(pk=sitting.pk)
    typed = {
        "starts_at": current.starts_at + DAY,
        "venue": current.venue,
        "remote": False,
        "members": members(current.group),
        **changes,
    }
    return group_meetings.change(
        actor=people.chair,
        meeting=current,
        version=current.version,
        plan=group_meetings.Plan(**typed),
        reason="The room is taken.",
        now=timezone.now(),
    )


def cancel(people: World, sitting: CoreGroupMeeting, actor=None):
    current = CoreGroupMeeting.objects.get(pk=sitting.pk)
    return group_meetings.cancel(
        actor=actor or people.chair,
        meeting=current,
        version=current.version,
        reason="Nobody has time.",
        now=timezone.now(),
    )


def note(people: World, sitting: CoreGroupMeeting, **changes):
    values = {
        "actor": people.practitioner,
        "meeting": sitting,
        "version": sitting.version,
        "came": members(sitting.group)[:1],
        "note": HELD,
        "now": timezone.now(),
    }
    return group_meetings.note(**{**values, **changes})


def due(sitting: CoreGroupMeeting) -> list[dt.date]:
    rows = Deadline.objects.filter(case=sitting.case_id, rule="MTG-32", key=str(sitting.pk), closed_at=None)
    return list(rows.values_list("due_on", flat=True))


@rule("MTG-31")
class TestPlanning:
    def test_asks_every_member_and_knows_the_account_of_one(self, sitting: CoreGroupMeeting, people: World) -> None:
        asked = CoreGroupAsked.objects.filter(meeting=sitting).values_list("member__name", "person")
        assert set(asked) == {(people.practitioner.full_name, people.practitioner.pk), ("Imagina Nurse", None)}

    def test_is_for_those_who_may_change_the_group(self, group: CoreGroup, people: World) -> None:
        with pytest.raises(NotPermitted):
            core_group_meeting(people, group, actor=people.practitioner)

    def test_is_refused_once_the_group_was_ended(self, group: CoreGroup, people: World) -> None:
        end(people, group)
        assert refused(core_group_meeting, people, group) == {"MTG-74"}

    def test_is_refused_at_level_1(self, group: CoreGroup, people: World) -> None:
        type(group.case).objects.filter(pk=group.case_id).in_bulk_with_own_audit().update(level=1)
        assert refused(core_group_meeting, people, group) == {"MTG-31"}

    @rule("OFF-21")
    def test_twice_for_one_time_is_one(self, sitting: CoreGroupMeeting, people: World) -> None:
        assert refused(core_group_meeting, people, sitting.group) == {"OFF-21"}

    @rule("MTG-34")
    def test_after_the_next_meeting_is_confirmed(self, group: CoreGroup, people: World) -> None:
        schedule(group.case, people, on=people.today + 21 * DAY)
        late = {"starts_at": at(people.today + 22 * DAY)}
        assert refused(core_group_meeting, people, group, **late) == {"MTG-34"}
        assert core_group_meeting(people, group, **late, acknowledged=frozenset({"MTG-34"})).pk

    @rule("ACC-73")
    def test_asks_nobody_who_is_kept_out(self, group: CoreGroup, people: World) -> None:
        everybody = members(group)
        keep_nurse_out(people, group)
        assert refused(core_group_meeting, people, group, members=everybody[:0]) == {"MTG-31"}
        row = core_group_meeting(people, group, members=everybody)
        assert [one.member.name for one in row.asked.all()] == [people.practitioner.full_name]

    def test_moves_no_clock_but_its_own_and_is_no_meeting(self, group: CoreGroup, people: World) -> None:
        def clocks():
            rows = Deadline.objects.filter(case=group.case_id, closed_at__isnull=True).exclude(rule="MTG-32")
            return sorted(rows.values_list("rule", "due_on"))

        before, meetings = clocks(), Meeting.objects.count()
        starts_at = at(people.today, 0)
        row = core_group_meeting(people, group, starts_at=starts_at, now=starts_at - DAY)
        note(people, row)
        assert clocks() == before
        assert (Meeting.objects.count(), Minutes.objects.count()) == (meetings, 0)


def end(people: World, group: CoreGroup) -> CoreGroup:
    return groups.end_group(
        actor=people.chair,
        group=group,
        version=group.version,
        ended_on=people.today,
        reason="Its work is done.",
        today=people.today,
    )


def keep_nurse_out(people: World, group: CoreGroup) -> None:
    keeping_out.keep_out(
        actor=people.coordinator,
        case=group.case,
        agency=people.mental_health,
        person_name="Imagina Nurse",
        reason="She is a relative.",
        today=people.today,
    )


@rule("MTG-31")
class TestAPlannedMeeting:
    def test_keeps_its_group_from_being_ended_before_it(self, sitting: CoreGroupMeeting, people: World) -> None:
        assert refused(end, people, sitting.group) == {"MTG-31"}
        cancel(people, sitting)
        assert end(people, sitting.group).ended_on == people.today

    @rule("ACC-73")
    def test_is_no_longer_for_somebody_kept_out(self, sitting: CoreGroupMeeting, people: World) -> None:
        keep_nurse_out(people, sitting.group)
        standing = CoreGroupAsked.objects.filter(meeting=sitting, withdrawn_on__isnull=True)
        assert [one.member.name for one in standing] == [people.practitioner.full_name]

    def test_is_no_longer_for_who_left_the_group(self, sitting: CoreGroupMeeting, people: World, committed) -> None:
        committed(lambda: None)
        tell_waiting_core_groups()
        member = sitting.group.members.get(name=people.practitioner.full_name)
        committed(
            lambda: groups.end_membership(
                actor=people.chair,
                member=member,
                version=member.version,
                left_on=people.today,
                reason="Another post.",
                today=people.today,
            )
        )
        assert told() == [people.practitioner.email] and "cancelled" in mail.outbox[0].subject
        assert not CoreGroupAsked.objects.filter(member=member, withdrawn_on__isnull=True).exists()

    def test_that_somebody_changed_meanwhile_is_not_changed_over_it(
        self, sitting: CoreGroupMeeting, people: World
    ) -> None:
        change(people, sitting)
        with pytest.raises(Conflict):
            group_meetings.cancel(
                actor=people.chair, meeting=sitting, version=1, reason="Nobody has time.", now=timezone.now()
            )


@rule("MTG-31")
class TestPuttingDown:
    def test_keeps_what_was_held_without_being_planned(self, group: CoreGroup, people: World, committed) -> None:
        row = committed(lambda: put_down(people, group))
        assert (row.status, row.note) == ("held", HELD)
        assert [one.came for one in row.asked.all()] == [True, True]
        assert mail.outbox == [] and due(row) == []

    def test_is_refused_for_a_time_to_come(self, group: CoreGroup, people: World) -> None:
        assert refused(put_down, people, group, at(people.today + DAY)) == {"MTG-31"}


def put_down(people: World, group: CoreGroup, starts_at: dt.datetime | None = None) -> CoreGroupMeeting:
    held = group_meetings.Plan(starts_at or at(people.today, 0), "", True, members(group))
    return group_meetings.put_down(actor=people.practitioner, group=group, held=held, note=HELD, now=timezone.now())


@rule("MTG-32")
class TestTheNote:
    def test_says_who_came_and_what_was_done_and_ends_the_clock(self, passed: CoreGroupMeeting, people: World) -> None:
        assert len(due(passed)) == 1
        note(people, passed)
        assert due(passed) == []
        assert sorted(passed.asked.values_list("came", flat=True)) == [False, True]

    def test_is_asked_for_also_after_the_group_was_ended(self, passed: CoreGroupMeeting, people: World) -> None:
        end(people, passed.group)
        assert len(due(passed)) == 1
        assert note(people, passed).status == "held"

    def test_is_due_in_the_time_for_minutes_and_not_closed_by_waiting(
        self, sitting: CoreGroupMeeting, people: World
    ) -> None:
        (until,) = due(sitting)
        assert until > sitting.held_on
        with time_machine.travel(at(until + 60 * DAY), tick=False):
            core_group_task(people, sitting.group, due_on=until + 90 * DAY)
            assert due(sitting) == [until]

    def test_is_not_written_before_the_time(self, sitting: CoreGroupMeeting, people: World) -> None:
        assert refused(note, people, sitting) == {"MTG-32"}

    def test_is_ended_by_cancelling_and_neither_comes_twice(self, passed: CoreGroupMeeting, people: World) -> None:
        cancel(people, passed)
        assert due(passed) == []
        assert refused(note, people, passed) == {"MTG-32"}
        assert refused(cancel, people, passed) == {"MTG-32"}

    def test_is_for_those_who_keep_the_record(self, passed: CoreGroupMeeting, people: World) -> None:
        with pytest.raises(NotPermitted):
            note(people, passed, actor=people.spoc)
        with pytest.raises(NotPermitted):
            cancel(people, passed, actor=people.practitioner)


@rule("MTG-33")
class TestTelling:
    def test_tells_the_member_with_an_account_once_and_nobody_else(
        self, group: CoreGroup, people: World, committed
    ) -> None:
        committed(lambda: core_group_meeting(people, group))
        assert told() == [people.practitioner.email]
        mail.outbox.clear()
        assert tell_waiting_core_groups() == 0 and mail.outbox == []

    def test_names_nobody_and_nothing_of_the_case(self, group: CoreGroup, people: World, committed) -> None:
        row = committed(lambda: core_group_meeting(people, group))
        said = f"{mail.outbox[0].subject} {mail.outbox[0].body}"
        case = group.case
        words = (case.family_name, case.given_names, case.reference, str(case.pk), str(row.pk), row.venue)
        assert not any(one in said for one in (*words, people.practitioner.full_name, people.chair.full_name))
        assert "at 10am" in said and "no MAPPA meeting" in said

    def test_tells_a_new_time_and_the_end_of_it(self, group: CoreGroup, people: World, committed) -> None:
        row = committed(lambda: core_group_meeting(people, group))
        committed(lambda: change(people, row))
        assert told() == [people.practitioner.email] and "moved" in mail.outbox[0].subject
        committed(lambda: cancel(people, row))
        assert told() == [people.practitioner.email] and "cancelled" in mail.outbox[0].subject

    def test_tells_nothing_of_another_place(self, group: CoreGroup, people: World, committed) -> None:
        row = committed(lambda: core_group_meeting(people, group))
        committed(lambda: change(people, row, starts_at=row.starts_at, venue="Room 9"))
        assert mail.outbox == []

    def test_tells_the_last_time_only_where_nothing_went_before(self, sitting: CoreGroupMeeting, people: World) -> None:
        moved = change(people, sitting)
        notice = CoreGroupNotice.objects.get()
        assert (notice.about, notice.starts_at) == ("invitation", moved.starts_at)
        cancel(people, sitting)
        mail.outbox.clear()
        assert tell_waiting_core_groups() == 0 and mail.outbox == []
        assert CoreGroupNotice.objects.get().way == "nobody"

    @rule("ACC-25")
    def test_tells_nothing_to_somebody_barred_meanwhile(self, sitting: CoreGroupMeeting, people: World) -> None:
        AccessDenial(
            case=sitting.case,
            user=people.practitioner,
            reason="A relative.",
            decided_by=people.coordinator,
            starts=people.today,
        ).save(force_insert=True)
        mail.outbox.clear()
        assert tell_waiting_core_groups() == 0 and mail.outbox == []
        assert CoreGroupNotice.objects.get().why_not == "This person may not be told."

    def test_waits_while_the_mail_server_is_away(
        self, sitting: CoreGroupMeeting, people: World, settings, monkeypatch
    ) -> None:
        def away(*arguments, **named):
            raise OSError("no route")

        with monkeypatch.context() as patched:
            patched.setattr("django.core.mail.message.EmailMessage.send", away)
            with pytest.raises(OSError, match="no route"):
                group_notices.send_waiting()
        assert CoreGroupNotice.objects.get().settled_at is None
        assert group_notices.send_waiting() == 1


@rule("MTG-64")
class TestTheCalendarEntry:
    def lines(self, client, row: CoreGroupMeeting) -> list[str]:
        address = reverse("core_group_meeting_calendar", args=[row.case_id, row.group_id, row.pk])
        answer = client.get(address)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        return answer.content.decode().replace("\r\n ", "").split("\r\n")

    def test_says_when_and_where_and_names_nobody(self, sitting: CoreGroupMeeting, people: World, sign_in) -> None:
        lines = self.lines(sign_in(people.practitioner), sitting)
        assert {"SUMMARY:Core group meeting", "METHOD:PUBLISH", "SEQUENCE:1", "CLASS:CONFIDENTIAL"} <= set(lines)
        assert "LOCATION:Room 4\\, Invented House" in lines
        case, text = sitting.case, " ".join(lines)
        for word in (case.family_name, case.given_names, case.reference, people.chair.full_name, "Nurse"):
            assert not re.search(re.escape(word), text)

    def test_follows_a_change_and_a_cancelling(self, sitting: CoreGroupMeeting, people: World, sign_in) -> None:
        client = sign_in(people.practitioner)
        change(people, sitting)
        assert "SEQUENCE:2" in self.lines(client, sitting)
        cancel(people, sitting)
        assert {"SEQUENCE:3", "METHOD:CANCEL", "STATUS:CANCELLED"} <= set(self.lines(client, sitting))

    def test_is_for_those_who_see_the_case(self, sitting: CoreGroupMeeting, people: World, sign_in) -> None:
        address = reverse("core_group_meeting_calendar", args=[sitting.case_id, sitting.group_id, sitting.pk])
        assert sign_in(people.stranger).get(address).status_code == 404


class TestWhereItIsShown:
    def test_on_the_page_of_the_group_as_no_mappa_meeting(
        self, sitting: CoreGroupMeeting, people: World, sign_in
    ) -> None:
        page = sign_in(people.practitioner).get(reverse("core_group", args=[sitting.case_id, sitting.group_id]))
        text = page.content.decode()
        assert "Imagina Nurse" in text and "No account: tell them another way" in text and "To be told" in text
        assert "The next MAPPA meeting stays due as before" in text

    def test_in_the_brief_before_the_next_meeting_and_in_the_timeline(
        self, passed: CoreGroupMeeting, people: World, sign_in
    ) -> None:
        core_group_meeting(people, passed.group)
        note(people, passed)
        later = schedule(passed.case, people)
        client = sign_in(people.coordinator)
        brief = client.get(reverse("meeting_brief", args=[later.case_id, later.pk])).content.decode()
        assert HELD in brief and "Core group meeting planned for" in brief
        timeline = client.get(reverse("case_timeline", args=[later.case_id])).content.decode()
        assert HELD in timeline and "Core group meeting, planned (no MAPPA meeting)" in timeline

    def test_in_the_meetings_of_who_is_asked_apart_from_mappa_meetings(
        self, sitting: CoreGroupMeeting, people: World, sign_in
    ) -> None:
        heading = "Core group meetings that you are asked to"
        assert heading in sign_in(people.practitioner).get(reverse("meetings")).content.decode()
        assert heading not in sign_in(people.coordinator).get(reverse("meetings")).content.decode()


def test_the_pages_are_filled_in_and_saved(passed: CoreGroupMeeting, people: World, sign_in) -> None:
    client, group = sign_in(people.chair), passed.group
    soon = people.today + DAY
    typed = {"starts_at_date": f"{soon.day}/{soon.month}/{soon.year}", "starts_at_time": "2pm", "venue": "Room 5"}
    everybody = [member.pk for member in members(group)]
    here = [passed.case_id, group.pk]
    for name, arguments, sent in (
        ("core_group_meet", here, {**typed, "members": everybody}),
        ("core_group_meeting_change", [*here, passed.pk], {**typed, "starts_at_time": "3pm", "members": everybody[:1]}),
    ):
        form = client.get(reverse(name, args=arguments)).context["form"]
        hidden = {field.html_name: field.value() for field in form.hidden_fields()}
        answer = client.post(reverse(name, args=arguments), {**hidden, **sent, "reason": "The room is taken."})
        assert (name, answer.status_code) == (name, 302)
    planned = CoreGroupMeeting.objects.filter(group=group, venue="Room 5")
    assert sorted(row.asked.filter(withdrawn_on__isnull=True).count() for row in planned) == [1, 2]
