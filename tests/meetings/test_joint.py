"""Counter-terrorism meetings: two chairs with the same rights and the same sight, on a restricted case."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from audit.refusals import RuleRefused
from meetings.calendar import entry
from meetings.models import Invitation, Meeting
from meetings.selectors import minutes_for_me_to_approve
from meetings.services import closing, minutes, moving, planning
from offenders.access import Detail, can_see
from offenders.models import Assignment
from offenders.services.access import assign, restrict
from tests.factories import make_user
from tests.marks import rule
from tests.meetings.conftest import all_came, answered, approval, named, plan_for, those_asked


@pytest.fixture
def second(people) -> User:
    chair = make_user("second", agency=people.probation, area=people.area, roles=(Role.CHAIR,), may_chair=True)
    return named(chair, "Peregrine Stillwater")


@pytest.fixture
def restricted(level_2_case, people):
    if not Assignment.objects.filter(case=level_2_case, capacity="owner").exists():
        assign(actor=people.manager, case=level_2_case, user=people.practitioner, capacity="owner")
    restrict(
        actor=people.coordinator,
        case=level_2_case,
        restricted=True,
        reason="Terrorist offences.",
        people=[people.administrator],
    )
    level_2_case.refresh_from_db()
    return level_2_case


def plan(people, second, *, on=None, today=None, **changes):
    day = on or people.today + dt.timedelta(days=21)
    return {
        "actor": people.coordinator,
        "plan": plan_for(people, day, **{"kind": "counter_terrorism", "co_chair": second, **changes}),
        "asked": those_asked(people),
        "today": today or people.today,
    }


@pytest.fixture
def joint(restricted, people, second) -> Meeting:
    return planning.schedule_meeting(case=restricted, **plan(people, second))


@rule("MTG-68")
def test_it_is_refused_on_an_open_case(level_2_case, people, second):
    with pytest.raises(RuleRefused) as caught:
        planning.schedule_meeting(case=level_2_case, **plan(people, second))
    assert [one.rule for one in caught.value.findings] == ["MTG-68"]


@rule("MTG-67")
def test_it_is_refused_with_one_chair_and_an_ordinary_one_with_two(restricted, people, second):
    for wrong in ({"co_chair": None}, {"kind": "review"}, {"co_chair": people.chair}):
        with pytest.raises(RuleRefused) as caught:
            planning.schedule_meeting(case=restricted, **plan(people, second, **wrong))
        assert "MTG-67" in [one.rule for one in caught.value.findings]
    assert not Meeting.objects.exists()


@rule("MTG-67")
def test_both_chairs_are_invited_and_get_the_same_sight(joint, people, second):
    assert {row.person for row in Invitation.objects.filter(meeting=joint)} >= {people.chair, second}
    for chair in (people.chair, second):
        assert can_see(chair, joint.case_id, Detail.FULL)
        assert joint.is_chaired_by(chair)
    assert not joint.is_chaired_by(people.coordinator)
    assert joint.chair_names == "Quilla Vantongeren and Peregrine Stillwater"


@rule("MTG-68")
def test_nobody_who_was_not_named_or_asked_finds_it(joint, people, sign_in):
    page = reverse("meeting_detail", args=[joint.case_id, joint.pk])
    assert sign_in(people.spoc).get(page).status_code == 200
    for outside in (people.team_mate, people.police_officer, people.manager):
        assert sign_in(outside).get(page).status_code == 404
        assert not Meeting.objects.visible_to(outside).exists()


@rule("MTG-67")
def test_the_invitation_of_neither_chair_is_withdrawn(joint, people, second):
    row = Invitation.objects.get(meeting=joint, person=second)
    with pytest.raises(RuleRefused) as caught:
        planning.withdraw_invitation(
            actor=people.coordinator, invitation=row, version=row.version, reason="x", today=people.today
        )
    assert "MTG-01" in [one.rule for one in caught.value.findings]


@rule("MTG-65")
def test_either_chair_approves_a_new_date(joint, people, second):
    moved = moving.move_meeting(
        actor=people.coordinator,
        meeting=joint,
        version=joint.version,
        starts_at=joint.starts_at + dt.timedelta(days=1),
        reason="The room is not free.",
        approval=approval(people, by=second),
        today=people.today,
    )
    assert moved.reschedulings.get().approved_by == second


class TestTheSecondChair:
    @pytest.fixture
    def held(self, restricted, people, second) -> Meeting:
        earlier = people.today - dt.timedelta(days=21)
        return planning.schedule_meeting(case=restricted, **plan(people, second, on=people.today, today=earlier))

    @rule("MTG-69")
    def test_closes_it_once_it_is_minuted_why_it_was_not_standard(self, held, people, second):
        answered(held, people)
        all_came(held, people, mental_health="apologies")
        with pytest.raises(RuleRefused) as caught:
            closing.close_meeting(actor=second, meeting=held, today=people.today)
        assert [one.rule for one in caught.value.findings] == ["MTG-69"]
        answered(held, people, confidentiality={"not_standard": "Vetted members only."})
        made = closing.close_meeting(actor=second, meeting=held, today=people.today)
        assert "Quilla Vantongeren" in made.content["meeting"]["chair"]
        assert "Peregrine Stillwater" in made.content["meeting"]["chair"]
        assert list(minutes_for_me_to_approve(viewer=second)) == [held]
        minutes.approve_minutes(actor=second, meeting=held, based_on=1, today=people.today)
        assert not minutes_for_me_to_approve(viewer=second).exists()

    def test_has_the_buttons_of_a_chair(self, held, second, sign_in):
        client = sign_in(second)
        page = client.get(reverse("meeting_detail", args=[held.case_id, held.pk])).content.decode()
        assert "Close the meeting" in page
        assert client.get(reverse("meeting_close", args=[held.case_id, held.pk])).status_code == 200


@rule("MTG-64")
def test_its_calendar_entry_tells_nothing_of_what_it_is(joint):
    text = entry(joint, link="https://mappa.example/m/", now=joint.starts_at).decode()
    assert "terror" not in text.lower() and joint.case.family_name not in text
    assert not [name for name in joint.chair_names.split() if name != "and" and name in text]
