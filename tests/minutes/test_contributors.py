"""Who is asked for comments on a draft summary."""

import datetime as dt

import pytest
from django.core import mail

from meetings.models import InformationRequest, Invitation, Meeting, Minutes
from meetings.rules.returns import GAVE
from meetings.services import planning, returns
from meetings.tasks import send_waiting_invitations
from minutes import facts
from minutes.services import circulation, distribution
from tests.factories import World
from tests.marks import rule
from tests.minutes.test_summary import prepare

pytestmark = [pytest.mark.django_db, rule("EXS-11")]


def test_nobody_whom_the_chair_left_out_is_told(approved: Minutes, people: World) -> None:
    meeting = approved.meeting
    row = next(r for r in Invitation.objects.filter(meeting=meeting, agency=people.police) if r.person_id is None)
    distribution.leave_out(
        actor=people.chair, meeting=meeting, invitation=row, reason="Conflict of interest.", today=people.today
    )
    prepare(meeting, people)
    by = people.today + dt.timedelta(days=5)
    circulation.circulate(actor=people.administrator, meeting=meeting, version=1, comments_by=by, today=people.today)
    mail.outbox.clear()
    send_waiting_invitations()
    assert mail.outbox and [people.police.mailbox] not in [message.to for message in mail.outbox]


def test_an_agency_that_returned_information_is_asked(recorded: Meeting, people: World) -> None:
    current = Meeting.objects.get(pk=recorded.pk)
    planning.record_invitations_sent(
        actor=people.coordinator,
        meeting=current,
        version=current.version,
        on=people.today,
        today=people.today,
        acknowledged=frozenset({"MTG-06"}),
    )
    assert people.mental_health not in [one.agency for one in facts.contributors(recorded, recorded.case)]
    request = InformationRequest.objects.get(meeting=recorded, agency=people.mental_health)
    returns.record_return(
        actor=people.spoc,
        request=request,
        answer=GAVE,
        version=request.version,
        today=people.today,
        text="He missed his depot injection.",
        sensitivity="ordinary",
    )
    assert people.mental_health in [one.agency for one in facts.contributors(recorded, recorded.case)]


def test_somebody_who_works_elsewhere_by_now_is_not(approved: Minutes, people: World) -> None:
    meeting = approved.meeting
    assert people.colleague in [one.person for one in facts.contributors(meeting, meeting.case)]
    people.colleague.agency = people.police
    people.colleague.save(update_fields=["agency"])
    assert people.colleague not in [one.person for one in facts.contributors(meeting, meeting.case)]
