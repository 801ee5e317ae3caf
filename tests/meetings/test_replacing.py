"""Another chair or minute-taker of a meeting: who may take over, what they see from then on, and what ends."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import RoleHolding, User
from accounts.roles import Role
from audit.refusals import Conflict, NotPermitted, RuleRefused
from enquiries.facts import stands_for
from meetings.models import Invitation, Meeting
from meetings.services import closing, keeping_out, replacing
from offenders.access import Detail, can_see
from offenders.models import AccessDenial, Assignment, Case
from tests.factories import World, make_user
from tests.marks import rule
from tests.meetings.conftest import all_came, answered, named, schedule

pytestmark = [pytest.mark.django_db, rule("MTG-27")]


@pytest.fixture
def other(people: World) -> User:
    """Another trained chair of the police."""
    chair = make_user("other", agency=people.police, area=people.area, roles=(Role.CHAIR,), may_chair=True)
    return named(chair, "Peregrine Stillwater")


def another(people: World, meeting: Meeting, chair: User, **changes: Any) -> dict[str, Any]:
    values = {
        "actor": people.coordinator,
        "meeting": meeting,
        "former": people.chair,
        "chair": chair,
        "version": Meeting.objects.get(pk=meeting.pk).version,
        "reason": "The chair is ill.",
        "today": people.today,
    }
    return {**values, **changes}


def parts(meeting: Meeting, user: User, today: dt.date) -> list[str]:
    rows = Assignment.objects.filter(meeting_id=meeting.pk, user=user).exclude(ends__lte=today)
    return sorted(rows.values_list("capacity", flat=True))


class TestChair:
    def test_takes_over_before_the_meeting(self, meeting: Meeting, people: World, other: User) -> None:
        replacing.replace_chair(**another(people, meeting, other))
        meeting.refresh_from_db()
        assert meeting.chair == other
        assert can_see(other, meeting.case_id, Detail.FULL)
        assert not can_see(people.chair, meeting.case_id, Detail.PACK)
        standing = Invitation.objects.filter(meeting=meeting, withdrawn_on__isnull=True)
        assert standing.filter(person=other).count() == 1
        assert not standing.filter(person=people.chair).exists()

    def test_closes_a_meeting_after_which_the_chair_fell_ill(
        self, level_2_case: Case, people: World, other: User
    ) -> None:
        on = people.today - dt.timedelta(days=2)
        meeting = schedule(level_2_case, people, on=on, today=on - dt.timedelta(days=21))
        answered(meeting, people)
        all_came(meeting, people, mental_health="apologies")
        replacing.replace_chair(**another(people, meeting, other))
        assert parts(meeting, people.chair, people.today) == ["invitee"]
        closing.close_meeting(actor=other, meeting=meeting, today=people.today)
        with pytest.raises(NotPermitted):
            closing.close_meeting(actor=people.chair, meeting=meeting, today=people.today)

    @pytest.mark.parametrize("closes", [True, False])
    def test_keeps_the_line_of_a_chair_who_was_there_on_the_day_itself(
        self, recorded: Meeting, people: World, other: User, closes: bool
    ) -> None:
        if closes:
            closing.close_meeting(actor=people.chair, meeting=recorded, today=people.today)
        replacing.replace_chair(**another(people, recorded, other))
        line = Invitation.objects.get(meeting=recorded, person=people.chair)
        assert (line.withdrawn_on, line.attendance) == (None, "attended")
        assert parts(recorded, people.chair, people.today) == ["invitee"]

    def test_takes_over_on_the_day_before_anybody_came(
        self, meeting_today: Meeting, people: World, other: User
    ) -> None:
        replacing.replace_chair(**another(people, meeting_today, other))
        standing = Invitation.objects.filter(meeting=meeting_today, withdrawn_on__isnull=True)
        assert not standing.filter(person=people.chair).exists()

    def test_leaves_a_barred_former_chair_nothing(self, level_2_case: Case, people: World, other: User) -> None:
        on = people.today - dt.timedelta(days=2)
        meeting = schedule(level_2_case, people, on=on, today=on - dt.timedelta(days=21))
        all_came(meeting, people, mental_health="apologies")
        bar(meeting, people, people.chair)
        replacing.replace_chair(**another(people, meeting, other))
        assert parts(meeting, people.chair, people.today) == []

    @pytest.mark.parametrize("may_chair", [True, False])
    def test_is_asked_what_every_chair_is(self, meeting: Meeting, people: World, other: User, may_chair: bool) -> None:
        other.may_chair = may_chair
        other.agency = people.police if not may_chair else people.mental_health
        other.save()
        with pytest.raises(RuleRefused) as stopped:
            replacing.replace_chair(**another(people, meeting, other))
        assert stopped.value.rules[0] == ("MTG-01" if may_chair else "MTG-02")

    @rule("ACC-25")
    def test_is_nobody_who_is_barred(self, meeting: Meeting, people: World, other: User) -> None:
        bar(meeting, people, other)
        with pytest.raises(RuleRefused) as stopped:
            replacing.replace_chair(**another(people, meeting, other))
        assert [(one.rule, one.field) for one in stopped.value.findings] == [("ACC-25", "chair")]

    def test_is_somebody_else(self, meeting: Meeting, people: World) -> None:
        with pytest.raises(RuleRefused) as stopped:
            replacing.replace_chair(**another(people, meeting, people.chair))
        assert stopped.value.rules == ("MTG-27",)

    def test_is_named_once(self, meeting: Meeting, people: World, other: User) -> None:
        asked = another(people, meeting, other)
        replacing.replace_chair(**asked)
        with pytest.raises(RuleRefused):
            replacing.replace_chair(**asked)

    def test_is_not_named_over_a_later_change(self, meeting: Meeting, people: World, other: User) -> None:
        with pytest.raises(Conflict):
            replacing.replace_chair(**another(people, meeting, other, version=99))

    def test_is_named_by_the_unit_only(self, meeting: Meeting, people: World, other: User) -> None:
        with pytest.raises(NotPermitted):
            replacing.replace_chair(**another(people, meeting, other, actor=people.practitioner))

    def test_is_not_named_once_the_minutes_are_approved(self, approved: Any, people: World, other: User) -> None:
        with pytest.raises(RuleRefused) as stopped:
            replacing.replace_chair(**another(people, approved.meeting, other))
        assert stopped.value.rules == ("MTG-27",)


@pytest.fixture(params=["left", "chairs no more", "barred", "kept out"])
def gone(request: Any, approved: Any, people: World) -> Meeting:
    """A meeting with approved minutes whose chair can act no more."""
    meeting: Meeting = approved.meeting
    if request.param == "left":
        User.objects.filter(pk=people.chair.pk).update(is_active=False)
    elif request.param == "chairs no more":
        RoleHolding.objects.filter(user=people.chair, role=Role.CHAIR).delete()
    elif request.param == "barred":
        bar(meeting, people, people.chair)
    else:
        values = {"agency": None, "person_name": "Imagina Conflicted", "reason": "A cousin.", "today": people.today}
        keeping_out.keep_out(actor=people.coordinator, case=meeting.case, **values)
        User.objects.filter(pk=people.chair.pk).update(full_name="Imagina Conflicted")  # the account came later
    return Meeting.objects.get(pk=meeting.pk)


class TestAfterTheApproval:
    def test_another_chair_takes_over_what_the_papers_still_need(
        self, gone: Meeting, people: World, other: User, sign_in: Any
    ) -> None:
        former = User.objects.get(pk=people.chair.pk)
        page = reverse("meeting_detail", args=[gone.case_id, gone.pk])
        assert "Name another chair" in sign_in(people.coordinator).get(page).content.decode()
        replacing.replace_chair(**another(people, gone, other, former=former))
        gone.refresh_from_db()
        assert gone.is_chaired_by(other) and parts(gone, other, people.today) == ["chair"]
        assert parts(gone, former, people.today) == []
        assert "Name another chair" not in sign_in(people.coordinator).get(page).content.decode()

    def test_any_chair_of_the_case_decides_on_requests_meanwhile(
        self, gone: Meeting, people: World, other: User
    ) -> None:
        assert stands_for(other, gone)

    def test_nobody_else_decides_while_the_chair_can(self, approved: Any, people: World, other: User) -> None:
        assert not stands_for(other, approved.meeting)


class TestMinuteTaker:
    def test_takes_over(self, meeting: Meeting, people: World) -> None:
        replacing.replace_minute_taker(**minute_taker(people, meeting, people.coordinator))
        meeting.refresh_from_db()
        assert meeting.minute_taker == people.coordinator
        assert parts(meeting, people.administrator, people.today) == []
        assert parts(meeting, people.coordinator, people.today) == ["minute_taker"]

    @rule("MTG-04")
    def test_is_of_the_unit(self, meeting: Meeting, people: World) -> None:
        with pytest.raises(RuleRefused) as stopped:
            replacing.replace_minute_taker(**minute_taker(people, meeting, people.practitioner))
        assert stopped.value.rules == ("MTG-04",)


def minute_taker(people: World, meeting: Meeting, who: User) -> dict[str, Any]:
    asked = another(people, meeting, who)
    return {**{key: asked[key] for key in asked if key not in ("former", "chair")}, "minute_taker": who}


def bar(meeting: Meeting, people: World, who: User) -> None:
    denial = AccessDenial(case=meeting.case, user=who, reason="Conflict of interest.", decided_by=people.coordinator)
    denial.save()


def test_the_page_names_the_present_chair_and_saves(meeting: Meeting, people: World, other: User, sign_in: Any) -> None:
    client, page = sign_in(people.coordinator), reverse("meeting_chair", args=[meeting.case_id, meeting.pk])
    assert page in client.get(reverse("meeting_detail", args=[meeting.case_id, meeting.pk])).content.decode()
    form = client.get(page).context["form"]
    assert form.initial["former"] == people.chair.pk
    hidden = {box.html_name: box.value() for box in form.hidden_fields()}
    sent = {**hidden, "former": people.chair.pk, "chair": other.pk, "reason": "Ill."}
    assert client.post(page, sent).status_code == 302
    meeting.refresh_from_db()
    assert meeting.chair == other
