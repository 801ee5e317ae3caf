"""Meeting days: a slot is for one meeting, is free again when that is moved, and tells nobody of another's case."""

import datetime as dt
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Policy
from deadlines.policies import read_policies
from deadlines.rules.days import add_working_days
from levels.models import LevelDecision
from levels.services import decide_level
from meetings.models import Meeting, MeetingDay, MeetingSlot, SlotBooking
from meetings.selectors import days as selectors
from meetings.services import days, moving, planning, replacing
from offenders.writing import writing
from tests.factories import make_case, make_user
from tests.marks import rule
from tests.meetings.conftest import READY, approval, at_level, named, plan_for, those_asked


def typed(people, **changes):
    values = {
        "on": people.today + dt.timedelta(days=21),
        "level": 2,
        "starts": dt.time(9, 30),
        "minutes": 45,
        "number": 3,
        "chair": people.chair,
        "minute_taker": people.administrator,
        "venue": "Room 2, Invented House",
    }
    return days.Day(**{**values, **changes})


def plan_day(people, *, actor=None, acknowledged=frozenset(), **changes):
    return days.plan_day(
        actor=actor or people.coordinator,
        area=people.area,
        day=typed(people, **changes),
        today=people.today,
        acknowledged=acknowledged | {"MTG-70"},
    )


@pytest.fixture
def day(people) -> MeetingDay:
    return plan_day(people)


@pytest.fixture
def slots(day) -> list[MeetingSlot]:
    return list(day.slots.order_by("starts_at"))


def in_slot(people, case, slot, **changes):
    plan = plan_for(people, people.today, **{"starts_at": slot.starts_at, "slot": slot, **changes})
    return planning.schedule_meeting(
        actor=people.coordinator, case=case, plan=plan, asked=those_asked(people), today=people.today
    )


def refused(call, *args, **arguments) -> list[str]:
    with pytest.raises(RuleRefused) as caught:
        call(*args, **arguments)
    return [finding.rule for finding in caught.value.findings]


@pytest.fixture
def other_case(people, level_2_case):
    from levels.models import Screening
    from tests.factories import in_category_2

    case = make_case(people, family_name="Yarrowfield", pnc_id=None, visor_ref=None, prison_number=None)
    in_category_2(case, people.practitioner, today=people.today)
    Screening(
        case=case,
        proposed_level=2,
        rationale="Several agencies.",
        information="Police records.",
        sources=2,
        screened_on=people.today - dt.timedelta(days=60),
        screened_by=people.practitioner,
    ).save(force_insert=True)
    at_level(case, people, 2)
    return case


class TestPlanningADay:
    @rule("MTG-70")
    def test_makes_its_slots_one_after_the_other(self, day, slots):
        begins = [timezone.localtime(slot.starts_at).time() for slot in slots]
        assert begins == [dt.time(9, 30), dt.time(10, 15), dt.time(11, 0)]
        assert all(slot.ends_at - slot.starts_at == dt.timedelta(minutes=45) for slot in slots)
        assert AuditEvent.objects.filter(verb="meeting_day.planned", subject_id=str(day.pk)).exists()

    @rule("MTG-70")
    @pytest.mark.parametrize("who", ["chair", "practitioner", "other_coordinator", "spoc"])
    def test_is_for_the_unit_of_the_area(self, people, who):
        with pytest.raises(NotPermitted):
            plan_day(people, actor=people.people[who])
        assert not MeetingDay.objects.exists()

    @rule("MTG-71")
    def test_with_another_length_is_confirmed_first(self, people):
        assert refused(plan_day, people, minutes=20) == ["MTG-71"]
        assert plan_day(people, minutes=20, acknowledged=frozenset({"MTG-71"})).minutes == 20

    @rule("OFF-21")
    def test_sent_twice_is_one_day(self, people, day):
        assert refused(plan_day, people) == ["OFF-21"]
        assert MeetingDay.objects.count() == 1


class TestBooking:
    @rule("MTG-72")
    def test_keeps_the_slot_for_the_meeting(self, level_2_case, people, slots):
        meeting = in_slot(people, level_2_case, slots[0])
        booking = SlotBooking.objects.get(slot=slots[0])
        assert (booking.meeting, booking.case, booking.booked_by) == (meeting, level_2_case, people.coordinator)
        assert slots[0] not in selectors.free_slots(area_id=people.area.pk, level=2)
        assert selectors.ends_at(meeting=meeting) == slots[0].ends_at

    @rule("MTG-72")
    def test_no_slot_is_had_twice(self, level_2_case, other_case, people, slots):
        in_slot(people, level_2_case, slots[0])
        assert refused(in_slot, people, other_case, slots[0]) == ["MTG-72"]
        assert not Meeting.objects.filter(case=other_case).exists()

    @rule("MTG-72")
    def test_the_database_refuses_what_got_past_the_rules(self, level_2_case, people, slots):
        meeting = in_slot(people, level_2_case, slots[0])
        again = SlotBooking(case=level_2_case, slot=slots[0], meeting=meeting, booked_by=people.coordinator)
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save(force_insert=True)

    @rule("MTG-72")
    @pytest.mark.parametrize("changes", [{"level": 3, "minutes": 60}])
    def test_a_day_of_another_level_has_none_for_it(self, level_2_case, people, changes):
        slot = plan_day(people, **changes).slots.first()
        assert refused(in_slot, people, level_2_case, slot) == ["MTG-72"]

    @rule("MTG-72")
    def test_the_time_typed_is_that_of_the_slot(self, level_2_case, people, slots):
        late = slots[0].starts_at + dt.timedelta(hours=2)
        assert refused(in_slot, people, level_2_case, slots[0], starts_at=late) == ["MTG-72"]
        assert not SlotBooking.objects.exists()

    @rule("MTG-72")
    def test_a_moved_meeting_frees_its_slot_and_takes_another(self, level_2_case, people, slots):
        meeting = in_slot(people, level_2_case, slots[0])
        moved = moving.move_meeting(
            actor=people.coordinator,
            meeting=meeting,
            version=meeting.version,
            starts_at=slots[2].starts_at,
            slot=slots[2],
            reason="The practitioner is late.",
            approval=approval(people),
            today=people.today,
        )
        assert moved.venue == "Room 2, Invented House"
        free = set(selectors.free_slots(area_id=people.area.pk, level=2))
        assert free == {slots[0], slots[1]}

    @rule("MTG-72")
    def test_a_cancelled_meeting_frees_its_slot_for_another_case(self, level_2_case, other_case, people, slots):
        meeting = in_slot(people, level_2_case, slots[0])
        moving.cancel_meeting(
            actor=people.coordinator,
            meeting=meeting,
            version=meeting.version,
            reason="Recalled.",
            approval=approval(people),
            today=people.today,
        )
        assert in_slot(people, other_case, slots[0]).pk


@rule("MTG-72")
class TestASlotThatIsForOthersByNow:
    SAID = "for another level or chair; the meeting keeps its time"

    def raise_level(self, people, case):
        standing = LevelDecision.objects.filter(case=case).latest("recorded_at")
        decide_level(
            actor=people.coordinator,
            case=case,
            level=3,
            reason="The harm would be great.",
            on=people.today,
            today=people.today,
            based_on=str(standing.pk),
            acknowledged=READY | {"LVL-04", "LVL-05"},
        )

    def replace(self, people, meeting, other, **changes):
        given = {"meeting": meeting, "former": people.chair, "chair": other, "version": meeting.version}
        arguments = {**given, "reason": "The chair is ill.", "today": people.today, **changes}
        return replacing.replace_chair(actor=people.coordinator, **arguments)

    @pytest.fixture
    def other(self, people):
        chair = make_user("other", agency=people.police, area=people.area, roles=(Role.CHAIR,), may_chair=True)
        return named(chair, "Peregrine Stillwater")

    def test_is_free_once_the_level_changes_and_the_page_says_so(self, level_2_case, people, slots, sign_in):
        meeting = in_slot(people, level_2_case, slots[0])
        page = reverse("meeting_detail", args=[meeting.case_id, meeting.pk])
        client = sign_in(people.coordinator)
        assert self.SAID not in client.get(page).content.decode()
        self.raise_level(people, level_2_case)
        meeting.refresh_from_db()
        assert (meeting.level, meeting.starts_at) == (3, slots[0].starts_at)
        assert slots[0] in selectors.free_slots(area_id=people.area.pk, level=2)
        assert self.SAID in client.get(page).content.decode()

    def test_is_free_once_another_chairs_and_the_page_says_so(self, level_2_case, people, slots, other, sign_in):
        meeting = in_slot(people, level_2_case, slots[0])
        replaced = self.replace(people, meeting, other)
        assert replaced.starts_at == slots[0].starts_at
        assert slots[0] in selectors.free_slots(area_id=people.area.pk, level=2)
        page = reverse("meeting_detail", args=[meeting.case_id, meeting.pk])
        assert self.SAID in sign_in(people.coordinator).get(page).content.decode()

    def test_stays_while_one_of_the_chairs_has_the_day(self, level_2_case, people, slots, other):
        meeting = in_slot(people, level_2_case, slots[0])
        joint = {"kind": Meeting.Kind.COUNTER_TERRORISM, "chair": other, "co_chair": people.chair}
        Meeting.objects.filter(pk=meeting.pk).in_bulk_with_own_audit().update(**joint)
        meeting.refresh_from_db()
        with writing(level_2_case, actor=people.coordinator, may=None, verb="tried") as entry:
            days.free_unfit(entry, meeting, today=people.today)
        assert SlotBooking.objects.get(meeting=meeting).freed_on is None


class TestWithdrawing:
    def withdraw(self, people, day, **changes):
        arguments = {"actor": people.coordinator, "day": day, "version": day.version, "reason": "The room is gone."}
        return days.withdraw_day(**{**arguments, "today": people.today, **changes})

    @rule("MTG-70")
    def test_an_empty_day_has_no_slots_any_more(self, people, day, slots, level_2_case):
        self.withdraw(people, day)
        assert not selectors.free_slots(area_id=people.area.pk, level=2).exists()
        assert refused(in_slot, people, level_2_case, slots[0]) == ["MTG-72"]

    @rule("MTG-70")
    def test_a_day_with_a_meeting_stays(self, people, day, slots, level_2_case):
        in_slot(people, level_2_case, slots[0])
        assert refused(self.withdraw, people, day) == ["MTG-70"]

    def test_of_two_who_change_it_the_second_is_told(self, people, day):
        with pytest.raises(Conflict):
            self.withdraw(people, day, version=day.version + 1)


class TestThePages:
    @rule("MTG-73")
    def test_a_case_is_named_to_who_sees_its_meeting_and_taken_for_others(
        self, people, level_2_case, other_case, slots, sign_in
    ):
        in_slot(people, level_2_case, slots[0])
        page = sign_in(people.coordinator).get(reverse("meeting_days")).content.decode()
        assert level_2_case.reference in page and "Taken" not in page and "2 of 3 free" in page
        from tests.factories import Role, make_user

        other = make_user("other", agency=people.police, area=people.area, roles=(Role.CHAIR,), may_chair=True)
        page = sign_in(other).get(reverse("meeting_days")).content.decode()
        assert "Taken" in page and level_2_case.reference not in page and level_2_case.family_name not in page

    @rule("MTG-73")
    def test_who_is_asked_to_a_meeting_finds_no_list_of_days(self, people, level_2_case, slots, sign_in):
        meeting = in_slot(people, level_2_case, slots[0])
        assert sign_in(people.spoc).get(reverse("meeting_days")).status_code == 404
        assert list(Meeting.objects.visible_to(people.spoc)) == [meeting]

    def test_the_unit_plans_and_withdraws_a_day(self, people, sign_in):
        client = sign_in(people.coordinator)
        on = add_working_days(people.today, 20, read_policies(people.today).holidays)
        sent = {
            "on": f"{on.day}/{on.month}/{on.year}",
            "level": "2",
            "starts": "9:30am",
            "minutes": "30",
            "number": "4",
            "venue": "Room 1",
            "chair": str(people.chair.pk),
            "minute_taker": str(people.administrator.pk),
        }
        address = reverse("meeting_day_plan", args=[people.area.pk])
        once = client.get(address).context["form"]
        hidden = {field.html_name: field.value() for field in once.hidden_fields()}
        assert client.post(address, {**hidden, **sent}).status_code == 302
        planned = MeetingDay.objects.get()
        assert planned.slots.count() == 4
        address = reverse("meeting_day_withdraw", args=[planned.pk])
        hidden = {field.html_name: field.value() for field in client.get(address).context["form"].hidden_fields()}
        assert client.post(address, {**hidden, "reason": "The room is gone."}).status_code == 302
        assert client.get(reverse("meeting_days")).content.decode().count("Room 1") == 0

    def test_a_slot_fills_the_form_of_a_new_meeting(self, people, level_2_case, slots, sign_in):
        address = reverse("meeting_schedule", args=[level_2_case.pk])
        client = sign_in(people.coordinator)
        assert f"?slot={slots[1].pk}" in client.get(address).content.decode()
        form = client.get(f"{address}?slot={slots[1].pk}").context["form"]
        assert form["venue"].value() == "Room 2, Invented House"
        assert form["chair"].value() == people.chair.pk
        assert form["starts_at"].value() == slots[1].starts_at
        assert client.get(f"{address}?slot=nothing").status_code == 200


@rule("MTG-72")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_book_at_once_one_is_refused_in_a_sentence(people, level_2_case, other_case, slots):
    answers, together = [], Barrier(2)

    def booking(case) -> None:
        together.wait()
        try:
            answers.append(in_slot(people, case, slots[0]).pk and "planned")
        except RuleRefused as refusal:
            answers.append(str(refusal))
        finally:
            connection.close()

    threads = [Thread(target=booking, args=(case,)) for case in (level_2_case, other_case)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers)[1] == "planned" and "taken" in sorted(answers)[0]
    assert SlotBooking.objects.count() == 1


@rule("MTG-95")
class TestOpeningAgain:
    @pytest.fixture
    def withdrawn(self, day, people) -> MeetingDay:
        return days.withdraw_day(
            actor=people.coordinator, day=day, version=day.version, reason="The chair is away.", today=people.today
        )

    def reopen(self, people, day, **changes):
        given = {"actor": people.coordinator, "day": day, "version": day.version, "reason": "She is back."}
        return days.reopen_day(**{**given, "today": people.today, **changes})

    def test_its_slots_are_free_again_and_why_is_recorded(self, withdrawn, people, level_2_case):
        opened = self.reopen(people, withdrawn)
        assert (opened.withdrawn_on, opened.withdrawn_reason) == (None, "")
        assert selectors.free_slots(area_id=people.area.pk, level=2).count() == 3
        event = AuditEvent.objects.get(verb="meeting_day.reopened")
        assert event.reason == "She is back." and event.rules == ["MTG-95"]

    def test_not_where_another_day_has_its_chair_at_that_time(self, withdrawn, people):
        plan_day(people, venue="Elsewhere", starts=dt.time(10))
        assert refused(self.reopen, people, withdrawn) == ["MTG-95"]

    def test_beside_a_day_that_begins_when_it_ends(self, withdrawn, people):
        plan_day(people, starts=dt.time(11, 45))
        assert self.reopen(people, withdrawn).withdrawn_on is None

    def test_once(self, withdrawn, people):
        opened = self.reopen(people, withdrawn)
        with pytest.raises(Conflict):
            self.reopen(people, withdrawn, version=opened.version - 1)
        assert refused(self.reopen, people, opened) == ["MTG-95"]

    def test_by_the_unit_alone(self, withdrawn, people):
        with pytest.raises(NotPermitted):
            self.reopen(people, withdrawn, actor=people.chair)

    def test_from_the_list_of_days(self, withdrawn, people, sign_in):
        client = sign_in(people.coordinator)
        address = reverse("meeting_day_reopen", args=[withdrawn.pk])
        assert address in client.get(reverse("meeting_days")).content.decode()
        assert address not in sign_in(people.chair).get(reverse("meeting_days")).content.decode()
        form = client.get(address).context["form"]
        hidden = {field.html_name: field.value() for field in form.hidden_fields()}
        assert client.post(address, {**hidden, "reason": "She is back."}).status_code == 302
        assert address not in client.get(reverse("meeting_days")).content.decode()


@rule("MTG-71")
def test_the_lengths_are_those_of_the_areas_policy(people, sign_in):
    page = sign_in(people.coordinator).get(reverse("meeting_day_plan", args=[people.area.pk])).content.decode()
    assert "30 to 45 minutes at Level 2, 45 to 60 minutes at Level 3" in page
    local = Policy.objects.get(key="hampshire-2008")
    local.values |= {"slot_level_2_longest_minutes": 50}
    local.save()
    assert plan_day(people, minutes=50).pk
    assert (
        "30 to 50 minutes at Level 2"
        in sign_in(people.coordinator).get(reverse("meeting_day_plan", args=[people.area.pk])).content.decode()
    )
    assert refused(plan_day, people, minutes=51, starts=dt.time(15)) == ["MTG-71"]
