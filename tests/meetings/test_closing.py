"""Closing a meeting records everything it decided, or nothing."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from audit.refusals import NotPermitted, RuleRefused
from deadlines.models import Deadline
from deadlines.policies import read_policies
from deadlines.rules.days import add_working_days
from deadlines.services import recompute
from disclosure.models import DisclosureDecision
from levels.models import CategoryDecision, HeldMeeting, LevelDecision, LoweringApproval
from levels.selectors import computed_category, current_category, current_level
from levels.services import decide_level, place_in_category_3, place_in_category_4
from meetings.models import AgendaEntry, Invitation, Meeting, Minutes, MinutesApproval
from meetings.services import closing, record
from meetings.services.minutes import approve_minutes
from offenders.models import Case, Offence
from tests.marks import rule
from tests.meetings.conftest import all_came, answered, at_level, lowering_approved, schedule


def close(meeting, people, acknowledged=frozenset()):
    return closing.close_meeting(
        actor=people.chair, meeting=meeting, today=people.today, acknowledged=frozenset(acknowledged)
    )


def rules_against(meeting, people, **changes) -> set[str]:
    with pytest.raises(RuleRefused) as caught:
        close(meeting, people, **changes)
    assert Meeting.objects.get(pk=meeting.pk).is_open
    assert not HeldMeeting.objects.exists()
    assert not Minutes.objects.exists()
    return set(caught.value.rules)


def fined(case):
    """No category follows from the offences any more."""
    none = {"term_value": None, "term_unit": "", "licence_ends_on": None, "sentence_ends_on": None}
    Offence.objects.filter(case=case).in_bulk_with_own_audit().update(disposal="fine", **none)


def placed(meeting, people, service):
    """The case in the category that the Unit decides, at Level 2, just before the meeting begins."""
    case = meeting.case
    service(
        actor=people.coordinator,
        case=case,
        offence=Offence.objects.get(case=case),
        reason="As the Unit decided.",
        level=2,
        on=people.today,
        today=people.today,
        based_on=str(current_category(case).pk),
    )
    meeting.refresh_from_db()
    meeting.starts_at = timezone.now()
    meeting.save()


class TestClosing:
    def test_everything_is_recorded_at_once(self, recorded, people):
        minutes = close(recorded, people)
        recorded.refresh_from_db()
        decision = LevelDecision.objects.get(meeting_id=recorded.pk)
        disclosure = DisclosureDecision.objects.get(meeting_id=recorded.pk)
        assert recorded.status == Meeting.Status.HELD
        assert HeldMeeting.objects.get(meeting_id=recorded.pk).held_on == people.today
        assert (decision.level, decision.decided_by, decision.decided_on) == (2, people.chair, people.today)
        assert (disclosure.disclose, disclosure.reason) == (False, "There is no new partner.")
        assert (minutes.number, len(minutes.content["items"])) == (1, 11)

    def test_the_review_clock_starts_again_by_the_local_policy(self, closed, people):
        case = Case.objects.get(pk=closed.case_id)
        review = Deadline.objects.get(case=case, is_review=True, closed_at=None)
        assert review.due_on == people.today + dt.timedelta(weeks=12)
        assert case.next_review_on == review.due_on

    @rule("MIN-01")
    def test_minutes_and_the_next_meeting_fall_due(self, closed, people):
        due = {row.rule: row.due_on for row in Deadline.objects.filter(case=closed.case, closed_at=None)}
        assert due["MTG-19"] == closed.next_review_on
        assert due["MIN-01"] == add_working_days(people.today, 10, read_policies(people.today).holidays)

    def test_only_this_meeting_s_chair_closes_it(self, recorded, people):
        with pytest.raises(NotPermitted):
            closing.close_meeting(actor=people.coordinator, meeting=recorded, today=people.today)

    @rule("MTG-15")
    def test_an_unanswered_item_keeps_it_open(self, recorded, people):
        AgendaEntry.objects.filter(item="media").in_bulk_with_own_audit().update(answers={"note": " "})
        assert rules_against(recorded, people) == {"MTG-15"}

    @rule("MTG-17")
    def test_disclosure_without_an_answer_keeps_it_open(self, recorded, people):
        AgendaEntry.objects.filter(item="disclosure").in_bulk_with_own_audit().update(answers={})
        assert rules_against(recorded, people) == {"MTG-17"}

    @rule("MTG-19")
    @pytest.mark.parametrize(("weeks", "fine"), [(12, True), (13, False)])
    def test_the_next_meeting_is_within_the_area_s_limit(self, meeting_today, people, weeks, fine):
        following = (people.today + dt.timedelta(weeks=weeks)).isoformat()
        answered(meeting_today, people, level={"next_review_on": following})
        all_came(meeting_today, people)
        if fine:
            assert close(meeting_today, people).number == 1
        else:
            assert rules_against(meeting_today, people) == {"MTG-19"}

    @rule("MTG-24")
    def test_a_meeting_is_not_closed_before_its_day(self, meeting, people):
        answered(meeting, people)
        all_came(meeting, people)
        assert "MTG-24" in rules_against(meeting, people)

    @rule("MTG-03")
    def test_the_chair_alone_of_their_agency_cannot_close_it(self, recorded, people):
        all_came(recorded, people)
        row = recorded.invitations.get(agency=people.police, person=None)
        row.attendance = "report_only"
        row.save()
        assert "MTG-03" in rules_against(recorded, people)

    @rule("MTG-09")
    def test_an_absent_required_party_has_to_be_acknowledged(self, recorded, people):
        all_came(recorded, people, probation="apologies")
        assert rules_against(recorded, people) == {"MTG-09", "MTG-41"}
        assert close(recorded, people, {"MTG-09", "MTG-41"}).number == 1

    @rule("MTG-87")
    def test_who_must_come_and_was_never_invited_stops_it_until_the_minutes_say_why(self, recorded, people):
        row = Invitation.objects.get(meeting=recorded, party="practitioner")
        row.withdrawn_on = people.today
        row.save()
        assert rules_against(recorded, people) == {"MTG-41", "MTG-87"}
        said = {"never_invited": "The practitioner: the manager stood in and reported."}
        answered(recorded, people, confidentiality=said)
        assert close(recorded, people, {"MTG-41"}).number == 1

    @rule("MTG-49")
    def test_an_absence_that_nobody_explained_stops_the_closing(self, recorded, people):
        all_came(recorded, people, probation="apologies")
        row = Invitation.objects.filter(meeting=recorded, party="practitioner").get()
        rows = list(Invitation.objects.filter(meeting=recorded))
        lines = {row.pk: {"absence_note": ""}}
        seen = record.attendance_version(rows)
        record.record_attendance(actor=people.administrator, meeting=recorded, lines=lines, seen=seen)
        assert rules_against(recorded, people) >= {"MTG-49"}

    def sends(self, recorded, people, **columns):
        rows = list(Invitation.objects.filter(meeting=recorded))
        (row,) = (row for row in rows if row.agency_id == people.police.pk and row.person_id is None)
        seen = record.attendance_version(rows)
        record.record_attendance(actor=people.administrator, meeting=recorded, lines={row.pk: columns}, seen=seen)

    @rule("MTG-91")
    def test_a_lower_grade_is_closed_with_a_reason_that_the_chair_confirms(self, recorded, people):
        self.sends(recorded, people, grade="sergeant")
        assert rules_against(recorded, people) == {"MTG-91"}
        assert rules_against(recorded, people, acknowledged={"MTG-91"}) == {"MTG-91"}
        said = {"lower_grade": "The sergeant had spoken to the inspector."}
        answered(recorded, people, confidentiality=said)
        assert rules_against(recorded, people) == {"MTG-91"}
        assert close(recorded, people, {"MTG-91"}).number == 1

    @rule("MTG-91")
    def test_with_delegated_authority_a_lower_grade_is_enough_and_stands_in_the_minutes(self, recorded, people):
        self.sends(recorded, people, grade="sergeant", delegated_by="Inspector, public protection")
        minutes = close(recorded, people)
        notes = [line["note"] for line in minutes.content["attendance"]]
        assert "Authority delegated by Inspector, public protection." in notes

    @rule("MTG-91")
    def test_a_grade_that_nobody_recorded_stops_it(self, recorded, people):
        self.sends(recorded, people, grade="")
        assert rules_against(recorded, people, acknowledged={"MTG-91"}) == {"MTG-91"}


NOT_LOWERED = {"LVL-08", "LVL-23"}
"""What stands against a lower level here: no plan, and no judgement of risk."""


class TestLevel:
    @rule("LVL-08")
    def test_the_level_is_not_lowered_on_a_plan_that_is_not_robust(self, meeting_today, people):
        answered(meeting_today, people, level={"level": "1", "next_review_on": ""})
        all_came(meeting_today, people)
        assert rules_against(meeting_today, people) == NOT_LOWERED

    @rule("LVL-18")
    def test_a_manager_s_second_approval_lets_it_through_once_acknowledged(self, meeting_today, people):
        answered(meeting_today, people, level={"level": "1", "next_review_on": ""})
        all_came(meeting_today, people)
        lowering_approved(meeting_today.case, people.manager, "1")
        assert rules_against(meeting_today, people) == NOT_LOWERED
        close(meeting_today, people, NOT_LOWERED)
        decision = LevelDecision.objects.get(meeting_id=meeting_today.pk)
        assert (decision.level, decision.second_approval) == (1, people.manager)
        assert decision.second_approval_reason == "The lead agency can manage him."

    @rule("LVL-18")
    def test_the_chair_s_own_approval_is_none(self, meeting_today, people):
        answered(meeting_today, people, level={"level": "1", "next_review_on": ""})
        all_came(meeting_today, people)
        with pytest.raises(NotPermitted):
            lowering_approved(meeting_today.case, people.chair, "1")
        own = LoweringApproval(
            case=meeting_today.case,
            to="1",
            accepts=sorted(NOT_LOWERED),
            reason="I agree with myself.",
            decided_on=people.today,
            decided_by=people.chair,
            decided_as="Manager",
        )
        own.save(force_insert=True)
        assert rules_against(meeting_today, people, acknowledged=NOT_LOWERED) == NOT_LOWERED

    @rule("MTG-21")
    def test_level_3_considers_a_critical_public_protection_case(self, level_2_case, people):
        at_level(level_2_case, people, 3)
        today = people.today
        meeting = schedule(level_2_case, people, on=today, today=today - dt.timedelta(days=21))
        answered(meeting, people, cppc={"referred": ""})
        all_came(meeting, people)
        assert rules_against(meeting, people) == {"MTG-21"}

    @rule("MTG-22")
    def test_a_category_2_case_is_not_taken_out_by_a_meeting(self, meeting_today, people):
        answered(meeting_today, people, level={"level": "removed", "next_review_on": ""})
        all_came(meeting_today, people)
        assert rules_against(meeting_today, people) == {"MTG-22"}

    @rule("MTG-22")
    @pytest.mark.parametrize(("place", "category"), [(place_in_category_3, 3), (place_in_category_4, 4)])
    def test_a_category_that_people_decided_ends_with_its_route_back(self, meeting_today, people, place, category):
        fined(meeting_today.case)
        placed(meeting_today, people, place)
        assert Case.objects.get(pk=meeting_today.case_id).category == category
        leave = {"level": "removed", "next_review_on": "", "re_referral_route": "By a new referral."}
        answered(meeting_today, people, level={**leave, "re_referral_agency": "Invented Police"})
        lowering_approved(meeting_today.case, people.manager, "removed")
        all_came(meeting_today, people)
        close(meeting_today, people, {"MTG-20", "MTR-19"})
        case = Case.objects.get(pk=meeting_today.case_id)
        assert (case.category, case.level, case.ended_on) == (None, None, people.today)
        owed = Deadline.objects.filter(case=case, closed_at=None)
        assert {"MIN-01"} <= set(owed.values_list("rule", flat=True)), "its minutes are due all the same"
        assert CategoryDecision.objects.get(case=case, superseded_by=None).rules == ["MTG-22"]
        assert computed_category(case=case, today=people.today).category is None

    @rule("MTG-22")
    def test_another_category_that_is_met_stays_without_a_level(self, meeting_today, people):
        placed(meeting_today, people, place_in_category_4)
        leave = {"level": "removed", "next_review_on": "", "re_referral_route": "By a new referral."}
        answered(meeting_today, people, level={**leave, "re_referral_agency": "Invented Police"})
        lowering_approved(meeting_today.case, people.manager, "removed")
        all_came(meeting_today, people)
        assert "MTG-22" in rules_against(meeting_today, people, acknowledged={"MTG-20", "MTR-19"})
        close(meeting_today, people, {"MTG-20", "MTG-22", "MTR-19"})
        case = Case.objects.get(pk=meeting_today.case_id)
        assert (case.category, case.level, case.ended_on) == (2, None, None)
        owed = Deadline.objects.get(case=case, rule="LVL-38", closed_at=None)
        assert owed.start_on == meeting_today.held_on, "the level is decided anew"
        assert computed_category(case=case, today=people.today).category == 2


@rule("LVL-09")
def test_a_level_decided_after_the_meeting_stays_when_the_meeting_is_closed_late(recorded, people):
    later = people.today + dt.timedelta(days=3)
    since = decide_level(
        actor=people.coordinator,
        case=recorded.case,
        level=3,
        reason="A new victim was found.",
        on=later,
        today=later,
        based_on=current_level(recorded.case).pk,
        grounds=["rosh_high"],
        acknowledged=frozenset({"LVL-15", "LVL-16"}),
    )
    with pytest.raises(RuleRefused) as warned:
        closing.close_meeting(actor=people.chair, meeting=recorded, today=later)
    assert set(warned.value.rules) == {"LVL-09"}
    minutes = closing.close_meeting(
        actor=people.chair, meeting=recorded, today=later, acknowledged=frozenset({"LVL-09"})
    )
    case = Case.objects.get(pk=recorded.case_id)
    assert (case.level, current_level(case)) == (3, since)
    assert not LevelDecision.objects.filter(meeting_id=recorded.pk).exists()
    assert HeldMeeting.objects.get(meeting_id=recorded.pk).held_on == people.today
    assert "Level 2" in str(minutes.content)


@rule("MTG-23")
@pytest.mark.parametrize("days", [0, 1])
def test_a_meeting_whose_case_ended_before_it_was_closed_has_its_minutes_alone(recorded, people, days):
    ended_on = people.today + dt.timedelta(days=days)
    Case.objects.filter(pk=recorded.case_id).in_bulk_with_own_audit().update(
        category=None, level=None, ended_on=ended_on
    )
    later = people.today + dt.timedelta(days=2)
    with pytest.raises(RuleRefused) as warned:
        closing.close_meeting(actor=people.chair, meeting=recorded, today=later)
    assert set(warned.value.rules) == {"MTG-23"}
    with time_machine.travel(dt.datetime.combine(later, dt.time(12), dt.UTC), tick=False):
        closing.close_meeting(actor=people.chair, meeting=recorded, today=later, acknowledged=frozenset({"MTG-23"}))
        case = Case.objects.get(pk=recorded.case_id)
        assert (case.category, case.level, case.ended_on) == (None, None, ended_on)
        held = HeldMeeting.objects.get(meeting_id=recorded.pk)
        assert (held.held_on, held.next_review_on) == (people.today, None)
        assert not LevelDecision.objects.filter(meeting_id=recorded.pk).exists()
        assert not DisclosureDecision.objects.filter(case=case).exists()
        waiting = Deadline.objects.filter(case=case, rule="MIN-01", key=str(recorded.pk), closed_at=None)
        assert waiting.exists()
        approved = approve_minutes(actor=people.chair, meeting=recorded, based_on=1, today=later)
    assert approved.state == "approved"
    assert not waiting.exists()


@rule("MIN-01")
@pytest.mark.parametrize(("days", "owed"), [(-1, False), (0, True)])
def test_only_a_meeting_held_by_the_end_of_management_owes_minutes(recorded, people, days, owed):
    Case.objects.filter(pk=recorded.case_id).in_bulk_with_own_audit().update(
        ended_on=people.today + dt.timedelta(days=days), category=None, level=None
    )
    with time_machine.travel(dt.datetime.combine(people.today + dt.timedelta(2), dt.time(12), dt.UTC), tick=False):
        recompute(Case.objects.get(pk=recorded.case_id))
    rows = Deadline.objects.filter(case=recorded.case_id, rule="MIN-01", closed_at=None)
    assert rows.exists() is owed


@rule("MIN-03")
def test_the_next_meeting_confirms_the_minutes_of_the_one_before(approved, people):
    later = people.today + dt.timedelta(days=21)
    following = schedule(approved.case, people)
    answered(following, people, previous_minutes={"correct": "yes"})
    all_came(following, people)
    closing.close_meeting(actor=people.chair, meeting=following, today=later)
    states = MinutesApproval.objects.filter(meeting=approved.meeting).values_list("state", flat=True)
    assert set(states) == {"approved", "confirmed"}
    assert approve_minutes(actor=people.chair, meeting=following, based_on=1, today=later).state == "approved"
