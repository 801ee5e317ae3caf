"""People without an account, and whole agencies, kept out of the meetings of a case."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Agency
from audit.refusals import Conflict, NotPermitted, RuleRefused
from meetings.facts import Asked, party_of
from meetings.models import Invitation, KeptOut, Meeting
from meetings.rules.invitations import Way, way_to
from meetings.selectors.standing import offered
from meetings.services import keeping_out, planning, returns, sending
from minutes.facts import recipients
from offenders.models import Case
from tests.factories import World
from tests.marks import rule
from tests.meetings.conftest import standing_member

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


def test_nobody_of_the_agency_is_told_or_gets_a_copy(meeting: Meeting, people: World) -> None:
    row = Invitation.objects.get(meeting=meeting, person=people.spoc)
    out(people, meeting.case, people.mental_health)
    (addressee,) = sending.addressees([row], meeting.case)
    assert way_to(addressee)[0] is Way.NOBODY
    assert returns._addresses(meeting.case, people.mental_health) == []
    assert [one.form for one in recipients([row], meeting.case)] == [None]


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
