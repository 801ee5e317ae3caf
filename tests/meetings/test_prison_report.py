"""The prison's report falls due before each planned meeting on somebody in prison, until it is there."""

import datetime as dt

import pytest

from deadlines.models import Deadline
from meetings.models import Meeting
from offenders.models import Case
from tests.custody.builders import inside, reported
from tests.factories import World
from tests.marks import rule

pytestmark = pytest.mark.django_db


def due(case: Case) -> list[dt.date]:
    rows = Deadline.objects.filter(case=case, rule="CUS-03", closed_at__isnull=True)
    return list(rows.values_list("start_on", flat=True))


@rule("CUS-03")
def test_the_prison_reports_before_each_planned_meeting_on_somebody_inside(people: World, meeting: Meeting) -> None:
    me, today, case = people.practitioner, people.today, meeting.case
    assert due(case) == []
    inside(case, me, today=today)
    assert due(case) == [meeting.held_on]
    reported(case, me, today=today, meeting_on=meeting.held_on, countersigned_on=today)
    assert due(case) == []


@rule("CUS-03")
def test_a_patient_in_hospital_has_no_report_of_a_prison(people: World, meeting: Meeting) -> None:
    inside(meeting.case, people.practitioner, today=people.today, place="hospital", establishment="Invented Hospital")
    assert due(meeting.case) == []
