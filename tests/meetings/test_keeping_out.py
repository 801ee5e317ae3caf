"""People without an account, and whole agencies, kept out of the meetings of a case."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Agency, User
from accounts.roles import Role
from audit.refusals import Conflict, NotPermitted, RuleRefused
from meetings.facts import Asked, party_of
from meetings.models import CoreGroup, CoreGroupMember, InformationRequest, Invitation, KeptOut, Meeting
from meetings.rules.invitations import Way, way_to
from meetings.selectors import with_action_points
from meetings.selectors.standing import offered
from meetings.services import groups, keeping_out, minutes, planning, record, replacing, sending
from minutes.facts import kept_from, receives_nothing, recipients
from minutes.services import distribution
from offenders.models import Assignment, Case, Involvement
from offenders.services.access import assign, deny
from tests.factories import World, make_user
from tests.marks import rule
from tests.meetings.conftest import core_group, named, standing_member
from tests.meetings.test_action_points import agreed
from tests.meetings.test_moving import mark

pytestmark = [pytest.mark.django_db, rule("ACC-73")]


def out(people: World, case: Case, agency: Agency | None = None, name: str = "", **changes: Any) -> KeptOut:
    values = {"actor": people.coordinator, "case": case, "agency": agency, "person_name": name, **changes}
    return keeping_out.keep_out(**values, reason="She is his cousin.", today=people.today)


def invite(people: World, meeting: Meeting, agency: Agency, name: str = "") -> Invitation:
    asked = Asked(agency, "Adviser", party_of(agency), None, name)
    return planning.invite(actor=people.coordinator, meeting=meeting, asked=asked, today=people.today)


def test_an_agency_is_not_invited(meeting: Meeting, people: World) -> None:
    out(people, meeting.case, people.childrens_services)
    with pytest.raises(RuleRefused) as stopped:
        invite(people, meeting, people.childrens_services)
    assert stopped.value.rules == ("ACC-73",)


def test_a_person_is_not_invited_for_their_agency_and_another_of_the_name_is(meeting: Meeting, people: World) -> None:
    out(people, meeting.case, people.childrens_services, "Imagina Conflicted")
    with pytest.raises(RuleRefused):
        invite(people, meeting, people.childrens_services, "Imagina Conflicted")
    assert invite(people, meeting, people.yjs, "Imagina Conflicted").pk


def test_invitations_that_they_have_are_taken_back_and_the_papers_close(meeting: Meeting, people: World) -> None:
    row = Invitation.objects.get(meeting=meeting, person=people.spoc)
    out(people, meeting.case, people.mental_health)
    row.refresh_from_db()
    assert row.withdrawn_on == people.today
    assert not Meeting.objects.visible_to(people.spoc).exists()


def contact(people: World, name: str) -> User:
    """A further single point of contact of mental health services."""
    areas = {"agency": people.mental_health, "area": people.area}
    user = make_user(name.lower().replace(" ", "."), roles=(Role.SPOC,), **areas)
    return named(user, name)


def send(meeting: Meeting, people: World) -> None:
    """The invitations go out, which opens the papers to the contacts of those invited."""
    planning.record_invitations_sent(
        actor=people.coordinator, meeting=meeting, version=meeting.version, on=people.today, today=people.today
    )


def test_a_name_that_somebody_with_an_account_bears_is_refused_so_that_no_papers_stay_open(
    meeting: Meeting, people: World
) -> None:
    lee = contact(people, "Sam Lee")
    send(meeting, people)
    assert Meeting.objects.visible_to(lee).exists()
    for agency in (people.mental_health, None):
        for name in ("Sam Lee", "sam  LEE", "Dr Lee"):
            with pytest.raises(RuleRefused) as stopped:
                out(people, meeting.case, agency, name)
            assert stopped.value.rules == ("ACC-73",)
            assert "Bar them from the case" in str(stopped.value.findings[0].next_step)
    assert not KeptOut.objects.exists()
    assert out(people, meeting.case, people.childrens_services, "Sam Lee").pk  # nobody of that name works there
    assert Meeting.objects.visible_to(lee).exists()
    deny(actor=people.coordinator, case=meeting.case, user=lee, reason="A relative.", starts=people.today)
    assert not Meeting.objects.visible_to(lee).exists()
    assert out(people, meeting.case, people.mental_health, "Sam Lee").pk


def test_the_name_of_a_worker_of_another_area_is_refused_while_they_have_a_part_in_the_case(
    level_2_case: Case, people: World
) -> None:
    named(people.stranger, "Imagina Conflicted")
    given = {"actor": people.coordinator, "case": level_2_case, "user": people.stranger, "capacity": "worker"}
    part = assign(**given, starts=people.today)
    assert Case.objects.visible_to(people.stranger).exists()
    with pytest.raises(RuleRefused) as stopped:
        out(people, level_2_case, name="Imagina Conflicted")
    assert stopped.value.rules == ("ACC-73",)
    assert not KeptOut.objects.exists()
    part.ends = people.today
    part.save()
    assert not Case.objects.visible_to(people.stranger).exists()
    assert out(people, level_2_case, name="Imagina Conflicted").pk


def test_so_is_that_of_somebody_whose_agency_elsewhere_takes_part(level_2_case: Case, people: World) -> None:
    named(people.stranger, "Imagina Conflicted")
    Involvement(case=level_2_case, agency=people.other_probation, starts=people.today).save()
    with pytest.raises(RuleRefused) as stopped:
        out(people, level_2_case, name="Imagina Conflicted")
    assert stopped.value.rules == ("ACC-73",)


def test_an_account_that_was_closed_is_no_reason_and_opens_nothing_again(meeting: Meeting, people: World) -> None:
    lee = contact(people, "Sam Lee")
    send(meeting, people)
    lee.is_active = False
    lee.save(update_fields=["is_active"])
    out(people, meeting.case, people.mental_health, "Sam Lee")
    assert Assignment.objects.get(user=lee, meeting_id=meeting.pk).ends == people.today


@pytest.mark.parametrize(
    ("said", "stands"), [("", False), ("apologies", False), ("report_only", False), ("attended", True)]
)
def test_apologies_and_reports_do_not_hold_an_invitation_and_what_took_place_stays(
    meeting_today: Meeting, people: World, said: str, stands: bool
) -> None:
    row = Invitation.objects.get(meeting=meeting_today, person=people.spoc)
    if said:
        mark(meeting_today, people, people.spoc, said)
    out(people, meeting_today.case, people.mental_health)
    row.refresh_from_db()
    assert (row.withdrawn_on is None) is stands
    assert not Meeting.objects.visible_to(people.spoc).exists()


def test_the_papers_of_a_meeting_held_before_close_too(approved: Any, people: World) -> None:
    assert Meeting.objects.visible_to(people.spoc).filter(pk=approved.meeting_id).exists()
    out(people, approved.case, people.mental_health)
    assert not Meeting.objects.visible_to(people.spoc).exists()


def test_who_is_kept_out_by_a_name_they_came_to_bear_reads_no_action_points(approved: Any, people: World) -> None:
    out(people, approved.case, people.mental_health, "Imagina Conflicted")
    assert with_action_points(viewer=people.spoc).exists()
    assert not with_action_points(viewer=named(people.spoc, "Imagina Conflicted")).exists()


def test_nobody_of_the_agency_is_told_or_gets_a_copy(meeting: Meeting, people: World) -> None:
    row = Invitation.objects.get(meeting=meeting, person=people.spoc)
    out(people, meeting.case, people.mental_health)
    (addressee,) = sending.addressees([row], meeting.case)
    assert way_to(addressee)[0] is Way.NOBODY
    assert [one.form for one in recipients([row], meeting.case)] == [None]


def test_an_agency_kept_out_is_asked_nothing_by_a_later_invitation(meeting: Meeting, people: World) -> None:
    out(people, meeting.case, people.police)  # whose chair stays until another is named
    invite(people, meeting, people.yjs)
    planning.record_invitations_sent(
        actor=people.coordinator,
        meeting=meeting,
        version=Meeting.objects.get(pk=meeting.pk).version,
        on=people.today,
        today=people.today,
    )
    asked = InformationRequest.objects.filter(meeting=meeting, withdrawn_on__isnull=True)
    assert asked.filter(agency=people.yjs).exists()
    assert not asked.filter(agency=people.police).exists()


def test_nobody_of_the_agency_takes_over_the_chair_or_the_minutes(meeting: Meeting, people: World) -> None:
    chair = make_user("other", agency=people.police, area=people.area, roles=(Role.CHAIR,), may_chair=True)
    out(people, meeting.case, people.police)
    with pytest.raises(RuleRefused) as stopped:
        replacing.replace_chair(
            actor=people.coordinator,
            meeting=meeting,
            former=people.chair,
            chair=chair,
            version=meeting.version,
            reason="The chair is ill.",
            today=people.today,
        )
    assert stopped.value.rules == ("ACC-73",)


def test_no_word_is_carried_to_the_agency(meeting_today: Meeting, people: World) -> None:
    out(people, meeting_today.case, people.mental_health)
    with pytest.raises(RuleRefused):
        record.name_messenger(
            actor=people.chair,
            meeting=meeting_today,
            agency=people.mental_health,
            told_by="The Co-ordinator",
            contact="The duty nurse",
            reply_by=people.today + dt.timedelta(days=7),
            version=0,
        )


def test_a_copy_beyond_the_invitations_is_not_sent_or_made_again_once_its_reader_is_kept_out(
    approved: Any, people: World
) -> None:
    copy = distribution.copy_beyond(
        actor=people.chair, meeting=approved.meeting, recipient="Imagina Conflicted", form="full", reason="Her task."
    )
    out(people, approved.case, name="Imagina Conflicted")
    assert receives_nothing(copy)
    assert not kept_from(approved.meeting, approved.case)("Somebody Else")
    minutes.word_minutes(
        actor=people.chair, meeting=approved.meeting, based_on=1, texts={}, reason="A date.", today=people.today
    )
    made = distribution.make_copies(actor=people.administrator, meeting=approved.meeting)
    assert "Imagina Conflicted" not in [one.recipient for one in made]


def test_an_agency_outside_the_agreement_reads_no_action_points_any_more(approved: Any, people: World) -> None:
    row = Invitation.objects.get(meeting=approved.meeting, person=people.spoc)
    assert with_action_points(viewer=people.spoc).filter(pk=row.meeting_id).exists()
    out(people, approved.case, people.mental_health)
    assert not with_action_points(viewer=people.spoc).exists()


def test_standing_members_of_the_agency_are_not_offered(level_2_case: Case, people: World) -> None:
    standing_member(people)
    on = people.today + dt.timedelta(days=21)
    assert offered(case=level_2_case, level=2, on=on)
    out(people, level_2_case, people.mental_health)
    assert offered(case=level_2_case, level=2, on=on) == []


def test_the_agency_that_leads_is_not_kept_out_as_a_whole(level_2_case: Case, people: World) -> None:
    with pytest.raises(RuleRefused):
        out(people, level_2_case, people.probation)
    assert out(people, level_2_case, people.probation, "Imagina Conflicted").pk


def test_it_is_recorded_once_and_ends_once(level_2_case: Case, people: World) -> None:
    row = out(people, level_2_case, people.mental_health)
    with pytest.raises(RuleRefused):
        out(people, level_2_case, people.mental_health)
    ending = {"actor": people.coordinator, "row": row, "on": people.today, "reason": "She moved."}
    with pytest.raises(Conflict):
        keeping_out.end_keeping_out(**ending, version=9)
    keeping_out.end_keeping_out(**ending, version=row.version)
    with pytest.raises(RuleRefused):
        keeping_out.end_keeping_out(**ending, version=2)


def test_only_who_manages_access_decides(level_2_case: Case, people: World) -> None:
    with pytest.raises(NotPermitted):
        out(people, level_2_case, people.mental_health, actor=people.practitioner)


def test_the_list_is_for_those_who_may_view_access(level_2_case: Case, people: World, sign_in: Any) -> None:
    out(people, level_2_case, name="Imagina Conflicted")
    page = reverse("case_kept_out", args=[level_2_case.pk])
    assert "Imagina Conflicted" in sign_in(people.coordinator).get(page).content.decode()
    assert sign_in(people.spoc).get(page).status_code == 404


class TestCoreGroups:
    def add(self, people: World, group: CoreGroup, agency: Agency, name: str) -> CoreGroupMember:
        return groups.add_member(
            actor=people.chair,
            group=group,
            agency=agency,
            name=name,
            post="Adviser",
            vetted=True,
            joined_on=people.today,
        )

    def test_take_nobody_of_an_agency_kept_out(self, meeting_today: Meeting, people: World) -> None:
        group = core_group(people, meeting_today)
        out(people, meeting_today.case, people.childrens_services)
        with pytest.raises(RuleRefused) as stopped:
            self.add(people, group, people.childrens_services, "Imagina Worker")
        assert [finding.field for finding in stopped.value.findings] == ["agency"]
        with pytest.raises(RuleRefused):
            groups.give_task(
                actor=people.chair,
                group=group,
                meeting=meeting_today,
                description="Visit the school.",
                agency=people.childrens_services,
                due_on=people.today + dt.timedelta(days=7),
            )

    @rule("ACC-25")
    def test_take_nobody_kept_out_or_barred_by_name(self, meeting_today: Meeting, people: World) -> None:
        group = core_group(people, meeting_today)
        out(people, meeting_today.case, people.childrens_services, "Imagina Conflicted")
        deny(actor=people.coordinator, case=group.case, user=people.spoc, reason="A relative.", starts=people.today)
        barred = ((people.childrens_services, "Imagina Conflicted"), (people.mental_health, people.spoc.full_name))
        for agency, name in barred:
            with pytest.raises(RuleRefused) as stopped:
                self.add(people, group, agency, name)
            assert stopped.value.rules == ("ACC-25",)
        assert self.add(people, group, people.childrens_services, "Imagina Other").pk

    def test_are_left_by_whoever_is_kept_out(self, meeting_today: Meeting, people: World) -> None:
        group = core_group(people, meeting_today)
        person = self.add(people, group, people.childrens_services, "Imagina Conflicted")
        other = self.add(people, group, people.childrens_services, "Imagina Other")
        out(people, meeting_today.case, people.childrens_services, "Imagina Conflicted")
        person.refresh_from_db()
        other.refresh_from_db()
        assert (person.left_on, person.left_reason, other.left_on) == (people.today, keeping_out.NO_PART, None)
        out(people, meeting_today.case, people.childrens_services)
        other.refresh_from_db()
        assert other.left_on == people.today


def test_an_agency_kept_out_is_given_no_action(meeting_today: Meeting, people: World) -> None:
    out(people, meeting_today.case, people.mental_health)
    with pytest.raises(RuleRefused) as stopped:
        agreed(meeting_today, people, people.mental_health, "Offer an appointment each week.")
    assert stopped.value.rules == ("ACC-73",)
