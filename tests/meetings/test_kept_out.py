"""Somebody barred from a case has no part in its meetings, whether chosen by account or typed by name."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import User
from audit.refusals import RuleRefused
from meetings import facts
from meetings.facts import Asked, party_of
from meetings.models import Invitation, Meeting
from meetings.selectors.standing import offered
from meetings.services import closing, planning, record
from minutes.facts import recipients
from offenders.models import AccessDenial, Case
from tests.factories import World
from tests.marks import rule
from tests.meetings.conftest import all_came, answered, plan_for, standing_member, those_asked

pytestmark = [pytest.mark.django_db, rule("ACC-25")]


def bar(case: Case, people: World, who: User, **changes: Any) -> AccessDenial:
    values = {"case": case, "user": who, "decided_by": people.coordinator, "starts": people.today, **changes}
    denial = AccessDenial(reason="Conflict of interest.", **values)
    denial.save()
    return denial


def refused(findings: RuleRefused) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.field) for finding in findings.findings]


class TestTypedByName:
    def test_is_not_invited(self, meeting: Meeting, people: World) -> None:
        bar(meeting.case, people, people.police_officer)
        asked = Asked(people.police, "Detective", party_of(people.police), None, "DC Thessaly Oakenfell")
        with pytest.raises(RuleRefused) as stopped:
            planning.invite(actor=people.coordinator, meeting=meeting, asked=asked, today=people.today)
        assert refused(stopped.value) == [("ACC-25", "person_name")]
        assert "Oakenfell" not in str(stopped.value)

    def test_is_not_invited_when_a_meeting_is_planned(self, level_2_case: Case, people: World) -> None:
        bar(level_2_case, people, people.police_officer)
        asked = Asked(people.police, "Detective", party_of(people.police), None, people.police_officer.full_name)
        with pytest.raises(RuleRefused):
            planning.schedule_meeting(
                actor=people.coordinator,
                case=level_2_case,
                plan=plan_for(people, people.today + dt.timedelta(days=21)),
                asked=[*those_asked(people), asked],
                today=people.today,
            )

    def test_is_invited_once_the_bar_is_lifted(self, meeting: Meeting, people: World) -> None:
        before = people.today - dt.timedelta(days=3)
        bar(meeting.case, people, people.police_officer, starts=before, ends=people.today)
        asked = Asked(people.police, "Detective", party_of(people.police), None, people.police_officer.full_name)
        planning.invite(actor=people.coordinator, meeting=meeting, asked=asked, today=people.today)

    @pytest.mark.parametrize(("column", "box"), [("deputy", "deputy"), ("person_name", "name")])
    def test_is_not_put_in_the_attendance(self, meeting_today: Meeting, people: World, column: str, box: str) -> None:
        bar(meeting_today.case, people, people.police_officer)
        rows = list(Invitation.objects.filter(meeting=meeting_today, withdrawn_on__isnull=True))
        row = next(one for one in rows if one.person_id is None)
        with pytest.raises(RuleRefused) as stopped:
            record.record_attendance(
                actor=people.administrator,
                meeting=meeting_today,
                lines={row.pk: {"attendance": "attended", column: people.police_officer.full_name}},
                seen=record.attendance_version(rows),
            )
        assert refused(stopped.value) == [("ACC-25", f"{box}_{row.pk}")]

    def test_is_not_the_messenger(self, meeting_today: Meeting, people: World) -> None:
        bar(meeting_today.case, people, people.police_officer)
        with pytest.raises(RuleRefused) as stopped:
            record.name_messenger(
                actor=people.administrator,
                meeting=meeting_today,
                agency=people.mental_health,
                told_by="The chair",
                contact=people.police_officer.full_name,
                reply_by=people.today,
                version=0,
            )
        assert refused(stopped.value) == [("ACC-25", "contact")]

    def test_gets_no_copy(self, meeting: Meeting, people: World) -> None:
        asked = Asked(people.police, "Detective", party_of(people.police), None, people.police_officer.full_name)
        row = planning.invite(actor=people.coordinator, meeting=meeting, asked=asked, today=people.today)
        assert [one.form is None for one in recipients([row], meeting.case)] == [False]
        bar(meeting.case, people, people.police_officer)
        assert [one.form is None for one in recipients([row], meeting.case)] == [True]

    def test_is_not_offered_as_a_standing_member(self, level_2_case: Case, people: World) -> None:
        member = standing_member(people, name="Thessaly Oakenfell", deputy_name="")
        on = people.today + dt.timedelta(days=21)
        assert [one.member for one in offered(case=level_2_case, level=2, on=on)] == [member]
        bar(level_2_case, people, people.police_officer)
        assert offered(case=level_2_case, level=2, on=on) == []


class TestWhoWasThere:
    def test_stops_the_closing(self, recorded: Meeting, people: World) -> None:
        all_came(recorded, people)
        bar(recorded.case, people, people.spoc)
        with pytest.raises(RuleRefused) as stopped:
            closing.close_meeting(actor=people.chair, meeting=recorded, today=people.today)
        assert refused(stopped.value) == [("ACC-25", "agenda_confidentiality.kept_out")]

    def test_closes_once_it_is_minuted_and_confirmed(self, recorded: Meeting, people: World) -> None:
        all_came(recorded, people)
        bar(recorded.case, people, people.spoc)
        answered(recorded, people, confidentiality={"kept_out": "They left when it was noticed."})
        closing.close_meeting(
            actor=people.chair, meeting=recorded, today=people.today, acknowledged=frozenset({"ACC-25"})
        )

    def test_counts_by_the_day_of_the_meeting(self, recorded: Meeting, people: World) -> None:
        all_came(recorded, people)
        bar(recorded.case, people, people.spoc, starts=people.today + dt.timedelta(days=1))
        found = facts.close_facts(recorded, recorded.case, chair=people.chair, today=people.today)
        assert found.came_though_kept_out == []
