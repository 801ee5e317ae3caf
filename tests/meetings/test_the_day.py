"""A meeting is judged by its day: who had to come, who chaired, the meeting before, and when its minutes are due."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import RoleHolding, User
from accounts.roles import Role
from assessments.models import PlanAction
from audit.refusals import RuleRefused
from custody.models import CustodyEvent
from deadlines.models import Deadline
from levels.models import LevelDecision
from levels.services import decide_level
from meetings import facts
from meetings.content import minutes_content, shown_actions
from meetings.facts import Asked, party_of
from meetings.models import AgendaEntry, InformationRequest, Invitation, Meeting, Minutes
from meetings.rules.closing import close_findings
from meetings.rules.expected import expected_at
from meetings.rules.people import Party
from meetings.selectors.during import actions_to_account_for
from meetings.services import closing, minutes, moving, planning, record, returns
from meetings.tasks import send_waiting_invitations
from offenders.models import Case, CustodyPeriod
from referrals.models import Referral, ReferralSection
from tests.factories import World, make_user
from tests.marks import rule
from tests.meetings.conftest import ANSWERS, READY, all_came, answered, approval, plan_for, schedule, those_asked

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def held(case: Case, people: World, *, days_ago: int = 14, approve: bool = True) -> Meeting:
    on = people.today - days_ago * DAY
    meeting = schedule(case, people, on=on, today=on - 21 * DAY)
    answered(meeting, people)
    all_came(meeting, people, mental_health="apologies")
    closing.close_meeting(actor=people.chair, meeting=meeting, today=on)
    if approve:
        minutes.approve_minutes(actor=people.chair, meeting=meeting, based_on=1, today=on)
    return meeting


def inside(case: Case, since: dt.date, until: dt.date | None = None) -> CustodyPeriod:
    period = CustodyPeriod(case=case, place="prison", establishment="HMP Exampleton", starts_on=since)
    period.released_on = until
    period.save()
    return period


def raised(case: Case, people: World) -> None:
    """Level 3, decided now outside a meeting."""
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


@rule("MTR-02")
class TestPreviousMinutes:
    @pytest.mark.parametrize(("approve", "said"), [(False, "yes"), (True, "first"), (False, "first")])
    def test_are_neither_confirmed_as_a_draft_nor_denied(
        self, level_2_case: Case, people: World, approve: bool, said: str
    ) -> None:
        held(level_2_case, people, approve=approve)
        meeting = schedule(level_2_case, people, on=people.today, today=people.today - 21 * DAY)
        answered(meeting, people, previous_minutes={"correct": said, "note": ""})
        all_came(meeting, people, mental_health="apologies")
        with pytest.raises(RuleRefused) as stopped:
            closing.close_meeting(actor=people.chair, meeting=meeting, today=people.today)
        assert stopped.value.rules == ("MTR-02",)

    @pytest.mark.parametrize(("approve", "said"), [(False, "no"), (True, "yes")])
    def test_are_what_they_are(self, level_2_case: Case, people: World, approve: bool, said: str) -> None:
        held(level_2_case, people, approve=approve)
        meeting = schedule(level_2_case, people, on=people.today, today=people.today - 21 * DAY)
        answered(meeting, people, previous_minutes={"correct": said, "note": "Not approved yet."})
        all_came(meeting, people, mental_health="apologies")
        closing.close_meeting(actor=people.chair, meeting=meeting, today=people.today)


@rule("MIN-01")
def test_minutes_are_due_of_a_meeting_that_nobody_closed(level_2_case: Case, people: World) -> None:
    schedule(level_2_case, people, on=people.today - 30 * DAY, today=people.today - 51 * DAY)
    assert Deadline.objects.filter(case=level_2_case, closed_at=None, rule="MIN-01").exists()


@rule("MIN-01")
def test_minutes_of_a_meeting_to_come_are_not_due(meeting: Meeting) -> None:
    assert not Deadline.objects.filter(case=meeting.case, rule="MIN-01").exists()


@rule("MTG-25")
@pytest.mark.parametrize(
    "line", [{"attendance": "absent", "absence_note": "Ill."}, {"attendance": "attended", "deputy": "Imagina Other"}]
)
def test_a_chair_who_was_not_there_does_not_close(recorded: Meeting, people: World, line: dict[str, str]) -> None:
    rows = list(Invitation.objects.filter(meeting=recorded, withdrawn_on__isnull=True))
    own = next(row for row in rows if row.person_id == people.chair.pk)
    seen = record.attendance_version(rows)
    record.record_attendance(actor=people.administrator, meeting=recorded, lines={own.pk: line}, seen=seen)
    with pytest.raises(RuleRefused) as stopped:
        closing.close_meeting(actor=people.chair, meeting=recorded, today=people.today)
    assert "MTG-25" in stopped.value.rules


@rule("MTG-26")
class TestLimit:
    def test_holds_for_a_meeting_planned_anew_after_cancelling(self, level_2_case: Case, people: World) -> None:
        meeting = schedule(level_2_case, people)
        moving.cancel_meeting(
            actor=people.coordinator,
            meeting=meeting,
            version=meeting.version,
            reason="The chair is ill.",
            approval=approval(people),
            today=people.today,
        )
        with pytest.raises(RuleRefused) as stopped:
            schedule(level_2_case, people, on=meeting.held_on + 30 * DAY)
        assert stopped.value.rules == ("MTG-26",)
        schedule(level_2_case, people, on=meeting.held_on + 2 * DAY)

    def test_is_only_warned_of_once_it_has_passed(self, level_2_case: Case, people: World) -> None:
        meeting = schedule(level_2_case, people)
        moving.cancel_meeting(
            actor=people.coordinator,
            meeting=meeting,
            version=meeting.version,
            reason="The chair is ill.",
            approval=approval(people),
            today=people.today,
        )
        today = people.today + 100 * DAY
        plan, asked = plan_for(people, today + 21 * DAY), those_asked(people)
        late = {"actor": people.coordinator, "case": level_2_case, "plan": plan, "asked": asked, "today": today}
        with pytest.raises(RuleRefused) as stopped:
            planning.schedule_meeting(**late)
        assert stopped.value.rules == ("MTG-26",)
        planning.schedule_meeting(**late, acknowledged=frozenset({"MTG-26"}))


class TestWhoHadToCome:
    @rule("MTG-10")
    def test_is_the_prison_although_the_person_was_released_before_the_closing(
        self, recorded: Meeting, people: World
    ) -> None:
        inside(recorded.case, people.today - 100 * DAY, people.today)
        known = facts.close_facts(recorded, recorded.case, chair=people.chair, today=people.today + DAY)
        assert {"MTG-10", "MTG-87"} & {finding.rule for finding in close_findings(known)}

    @rule("MTG-10")
    def test_is_not_the_prison_for_somebody_received_after_the_meeting(self, level_2_case: Case, people: World) -> None:
        inside(level_2_case, people.today)
        on = people.today - 2 * DAY
        assert not facts.circumstances(level_2_case, approved_premises=False, on=on).in_custody
        assert facts.circumstances(level_2_case, approved_premises=False).in_custody

    @rule("MTG-11")
    def test_is_who_works_with_a_child_on_the_day(self, level_2_case: Case, people: World) -> None:
        born = people.today.replace(year=people.today.year - 18)
        level_2_case.date_of_birth = born
        assert facts.circumstances(level_2_case, approved_premises=False, on=people.today - DAY).is_child
        assert not facts.circumstances(level_2_case, approved_premises=False, on=people.today).is_child

    @rule("MTG-42")
    def test_is_psychology_at_the_first_level_3_since_custody_began(self, level_2_case: Case, people: World) -> None:
        held(level_2_case, people)
        inside(level_2_case, people.today - 30 * DAY)
        level_2_case.level = 3
        expected = expected_at(facts.circumstances(level_2_case, approved_premises=False))
        assert Party.PSYCHOLOGY in {one.party for one in expected}

    @rule("MTG-42")
    @pytest.mark.parametrize(("said", "found"), [("attended", "must"), ("report_only", "must"), ("absent", "should")])
    def test_is_psychology_again_at_level_3_once_it_took_part(
        self, level_2_case: Case, people: World, said: str, found: str
    ) -> None:
        earlier = held(level_2_case, people)
        asked = {"agency": people.prison, "role_title": "Psychologist", "party": Party.PSYCHOLOGY, "attendance": said}
        Invitation(case=level_2_case, meeting=earlier, invited_on=people.today, **asked).save()
        assert called(level_2_case, level=3) == found

    @rule("MTG-42")
    @pytest.mark.parametrize(("answer", "found"), [("yes", "must"), ("no", "")])
    def test_is_psychology_where_the_referral_says_that_it_is_involved(
        self, level_2_case: Case, people: World, answer: str, found: str
    ) -> None:
        row = Referral(case=level_2_case, purpose="level", agency=people.probation, by_lead_agency=True)
        row.referred_by, row.state, row.received_on = people.practitioner, "accepted", people.today
        row.decide_from = people.today
        row.save()
        section = ReferralSection(case=level_2_case, referral=row, section="risk", answers={"psychology": answer})
        section.edited_by = people.practitioner
        section.save()
        assert called(level_2_case, level=3) == found
        yesterday = people.today - DAY
        assert called(level_2_case, level=3, on=yesterday) == ""

    @rule("MTG-42")
    def test_is_psychology_at_a_review_after_a_meeting_that_saw_what_may_change_the_risk(
        self, level_2_case: Case, people: World
    ) -> None:
        earlier = held(level_2_case, people)
        assert called(level_2_case) == ""
        entry = AgendaEntry.objects.get(meeting=earlier, item="risk")
        entry.answers = {**entry.answers, "may_change": "yes"}
        entry.save()
        assert called(level_2_case) == "must"
        review = schedule(level_2_case, people)
        assert called_to(review) == "must"
        answered(review, people)  # which says that nothing may change it
        assert called_to(review) == ""

    @rule("MTG-42")
    def test_is_not_psychology_at_the_first_meeting_whatever_it_says(self, meeting: Meeting, people: World) -> None:
        risk = {**ANSWERS["risk"], "may_change": "yes"}
        answered(meeting, people, risk=risk)
        assert called_to(meeting) == ""

    @rule("MTG-13")
    def test_is_approved_premises_where_they_are_planned(self, level_2_case: Case, people: World) -> None:
        inside(level_2_case, people.today - 30 * DAY)
        assert not facts.circumstances(level_2_case, approved_premises=False).approved_premises
        _event(level_2_case, people.coordinator, "premises_planned", people.today - 3 * DAY)
        assert facts.circumstances(level_2_case, approved_premises=False).approved_premises
        _event(level_2_case, people.coordinator, "premises_arrived", people.today - 2 * DAY)
        _event(level_2_case, people.coordinator, "premises_left", people.today - DAY)
        assert not facts.circumstances(level_2_case, approved_premises=False).approved_premises


def called(case: Case, *, level: int = 2, on: dt.date | None = None) -> str:
    """How strongly psychology is expected at a meeting of this level; empty where it is not."""
    expected = expected_at(facts.circumstances(case, approved_premises=False, level=level, on=on))
    return next((one.strength.value for one in expected if one.party is Party.PSYCHOLOGY), "")


def called_to(meeting: Meeting) -> str:
    """How strongly psychology is expected at this meeting; empty where it is not."""
    expected = expected_at(facts.circumstances_of(meeting, meeting.case))
    return next((one.strength.value for one in expected if one.party is Party.PSYCHOLOGY), "")


def _event(case: Case, by: User, kind: str, day: dt.date) -> None:
    CustodyEvent(case=case, kind=kind, day=day, recorded_by=by, recorded_as="Co-ordinator").save()


@rule("MTG-80")
def test_a_prison_is_reminded_by_its_mailbox_only(meeting: Meeting, people: World) -> None:
    make_user("Imagina Prisoncontact", agency=people.prison, area=people.area, roles=(Role.SPOC,))
    asked = Asked(people.prison, "Prison offender manager", party_of(people.prison))
    planning.invite(actor=people.coordinator, meeting=meeting, asked=asked, today=people.today)
    current = Meeting.objects.get(pk=meeting.pk)
    planning.record_invitations_sent(
        actor=people.coordinator, meeting=current, version=current.version, on=people.today, today=people.today
    )
    request = InformationRequest.objects.get(meeting=meeting, agency=people.prison)
    mail.outbox.clear()
    returns.remind(actor=people.coordinator, request=request, version=request.version, today=people.today)
    send_waiting_invitations()
    assert [message.to for message in mail.outbox] == [[people.prison.mailbox]]


@rule("MTG-80")
def test_a_prison_whose_mailbox_is_a_person_s_address_is_not_reminded(meeting: Meeting, people: World) -> None:
    asked = Asked(people.prison, "Prison offender manager", party_of(people.prison))
    planning.invite(actor=people.coordinator, meeting=meeting, asked=asked, today=people.today)
    current = Meeting.objects.get(pk=meeting.pk)
    planning.record_invitations_sent(
        actor=people.coordinator, meeting=current, version=current.version, on=people.today, today=people.today
    )
    request = InformationRequest.objects.get(meeting=meeting, agency=people.prison)
    returns.remind(actor=people.coordinator, request=request, version=request.version, today=people.today)
    people.prison.mailbox = people.chair.email
    people.prison.save(update_fields=["mailbox"])
    mail.outbox.clear()
    assert send_waiting_invitations() == 0 and mail.outbox == []


@rule("MTG-29")
class TestTheLevelThatStands:
    def test_a_meeting_to_come_is_held_at_the_level_decided_meanwhile(self, meeting: Meeting, people: World) -> None:
        assert meeting.level == 2
        raised(meeting.case, people)
        meeting.refresh_from_db()
        assert meeting.level == 3

    def test_a_level_decided_after_it_began_is_not_replaced_the_same_day(
        self, recorded: Meeting, people: World
    ) -> None:
        recorded.starts_at = timezone.now() - dt.timedelta(minutes=5)
        recorded.save()
        raised(recorded.case, people)
        known = facts.close_facts(recorded, recorded.case, chair=people.chair, today=people.today)
        assert known.decided_since
        assert "LVL-09" in {one.rule for one in close_findings(known)}

    @pytest.mark.django_db(transaction=True)
    def test_a_level_decided_before_the_meeting_was_put_down_for_an_earlier_hour_is_not_later(
        self, recorded: Meeting, people: World
    ) -> None:
        recorded.starts_at = timezone.now() - dt.timedelta(hours=3)
        recorded.save()
        assert not facts.close_facts(recorded, recorded.case, chair=people.chair, today=people.today).decided_since
        raised(recorded.case, people)
        assert facts.close_facts(recorded, recorded.case, chair=people.chair, today=people.today).decided_since

    def test_a_lower_level_is_judged_by_the_level_that_stands(self, recorded: Meeting, people: World) -> None:
        known = facts.close_facts(recorded, recorded.case, chair=people.chair, today=people.today)
        agreed = replace(known, current_level=3, outcome=replace(known.outcome, level=2))
        of_meeting = {one.rule for one in close_findings(replace(agreed, current_level=2))}
        lowering = {one.rule for one in close_findings(agreed)} - of_meeting
        assert lowering and all(rule_id.startswith("LVL-") for rule_id in lowering)


@rule("MTG-02")
def test_the_chair_of_the_day_closes_after_the_case_moved_to_another_area(recorded: Meeting, people: World) -> None:
    recorded.case.area = people.other_area
    recorded.case.save()
    known = facts.close_facts(recorded, recorded.case, chair=people.chair, today=people.today)
    assert "MTG-02" not in {one.rule for one in close_findings(known)}
    assert not facts.chair_facts(people.chair, people.other_area.pk).trained


@rule("MTG-02")
def test_a_chair_of_an_area_in_which_the_case_never_was_does_not_close(recorded: Meeting, people: World) -> None:
    RoleHolding.objects.filter(user=people.chair, role=Role.CHAIR).update(area=people.other_area)
    chair = User.objects.get(pk=people.chair.pk)
    recorded.chair = chair
    known = facts.close_facts(recorded, recorded.case, chair=chair, today=people.today)
    assert "MTG-02" in {one.rule for one in close_findings(known)}


@rule("MTR-06", "RMP-05", "MIN-11")
def test_the_minutes_say_what_became_of_each_action_from_before(level_2_case: Case, people: World) -> None:
    first = held(level_2_case, people)
    values = {
        "case": level_2_case,
        "pillar": "supervision",
        "how_it_manages_risk": "Seen early.",
        "agency": people.probation,
        "due_on": people.today + dt.timedelta(days=30),
        "status": "open",
        "meeting_id": first.pk,
    }
    asked = PlanAction.objects.create(description="A bed in a hostel", **values)
    PlanAction.objects.create(description="A covert step", sensitive=True, **values)
    meeting = schedule(level_2_case, people, on=people.today, today=people.today - dt.timedelta(days=21))
    refused = {"refusal_reason": "No bed is free.", "alternative": "A room with an aunt."}
    record.answer_action(
        actor=people.administrator,
        meeting=meeting,
        action=asked,
        version=asked.version,
        status="refused",
        **refused,
    )
    content = minutes_content(meeting)
    answers = {line["description"]: line["answer"] for line in content["earlier"]}
    assert answers["A bed in a hostel"].endswith("No bed is free. Considered instead: A room with an aunt.")
    minutes = Minutes(case=level_2_case, meeting=meeting, content=content)
    shown, kept = shown_actions(minutes, in_full=False, which="earlier")
    assert (sorted(answers), [line["description"] for line in shown], kept) == (
        ["A bed in a hostel", "A covert step"],
        ["A bed in a hostel"],
        1,
    )
    assert len(shown_actions(minutes, in_full=True, which="earlier")[0]) == 2
    assert {row.description for row in actions_to_account_for(viewer=people.chair, meeting=meeting)} == set(answers)
