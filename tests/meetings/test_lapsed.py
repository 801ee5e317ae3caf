"""A meeting planned for a day after the end of MAPPA management: nobody hears more of it, and the Unit cancels it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from audit.refusals import RuleRefused
from deadlines.models import Deadline
from deadlines.services import recompute
from meetings.models import InformationRequest, InvitationEmail, Meeting
from meetings.services import planning, returns, sending
from offenders.models import Assignment, Case
from tests.factories import World
from tests.marks import rule
from tests.meetings.conftest import those_asked
from tests.meetings.test_invitations import committed, send
from tests.meetings.test_notices import cancel, fresh, move

SignIn = Callable[..., Client]
__all__ = ["committed"]


def end(meeting: Meeting, world: World, days: int = 0) -> None:
    """Management of the case ended today, or so many days later."""
    Case.objects.filter(pk=meeting.case_id).in_bulk_with_own_audit().update(
        category=None, level=None, ended_on=world.today + dt.timedelta(days=days)
    )


def record_sent(meeting: Meeting, people: World) -> Meeting:
    current = fresh(meeting)
    return planning.record_invitations_sent(
        actor=people.coordinator, meeting=current, version=current.version, on=people.today, today=people.today
    )


def invite(meeting: Meeting, people: World) -> None:
    one = next(one for one in those_asked(people) if one.person is None)
    planning.invite(actor=people.coordinator, meeting=meeting, asked=one, today=people.today)


@rule("MTG-23")
class TestAMeetingAfterTheEnd:
    @pytest.mark.parametrize("change", [send, record_sent, invite, move])
    def test_is_neither_sent_nor_moved_and_opens_nothing(self, meeting, people: World, change) -> None:
        end(meeting, people)
        parts = Assignment.objects.filter(case=meeting.case_id).count()
        with pytest.raises(RuleRefused) as refused:
            change(meeting, people)
        assert refused.value.rules == ("MTG-23",)
        assert (InformationRequest.objects.count(), InvitationEmail.objects.count()) == (0, 0)
        assert Assignment.objects.filter(case=meeting.case_id).count() == parts

    @pytest.mark.parametrize("change", [send, record_sent, invite])
    def test_on_the_day_of_the_end_it_goes_ahead(self, meeting, people: World, change) -> None:
        end(meeting, people, days=21)
        change(meeting, people)

    def test_is_cancelled(self, meeting, people: World) -> None:
        end(meeting, people)
        assert cancel(meeting, people).status == Meeting.Status.CANCELLED

    def test_no_agency_is_reminded_of_it(self, meeting, people: World) -> None:
        send(meeting, people)
        request = InformationRequest.objects.filter(meeting=meeting).first()
        end(meeting, people)
        with pytest.raises(RuleRefused) as refused:
            returns.remind(actor=people.coordinator, request=request, version=request.version, today=people.today)
        assert refused.value.rules == ("MTG-23",)

    def test_an_email_that_waits_is_not_sent_any_more(self, meeting, people: World) -> None:
        send(meeting, people)
        request = InformationRequest.objects.filter(meeting=meeting, agency=people.mental_health).get()
        returns.remind(actor=people.coordinator, request=request, version=request.version, today=people.today)
        end(meeting, people)
        assert sending.send_waiting(meeting_id=meeting.pk) == 0
        assert mail.outbox == []
        assert set(InvitationEmail.objects.values_list("way", "why_not")) == {("nobody", sending.ENDED)}

    def test_is_the_units_to_cancel(self, meeting, people: World) -> None:
        end(meeting, people)
        recompute(Case.objects.get(pk=meeting.case_id))
        owed = Deadline.objects.filter(rule="MTG-23", key=str(meeting.pk), closed_at=None)
        assert owed.get().due_on == meeting.held_on
        cancel(meeting, people)
        assert not owed.exists()

    def test_says_so_on_the_lists_and_on_its_page(self, meeting, people: World, sign_in: SignIn) -> None:
        end(meeting, people)
        client = sign_in(people.coordinator)
        address = reverse("meeting_cancel", args=[meeting.case_id, meeting.pk])
        page = client.get(reverse("meeting_detail", args=[meeting.case_id, meeting.pk])).content.decode()
        assert "so this meeting is not held" in page and address in page
        assert reverse("meeting_move", args=[meeting.case_id, meeting.pk]) not in page
        for shown in (f"{reverse('meetings')}?show=coming", reverse("case_meetings", args=[meeting.case_id])):
            assert "Management has ended: cancel it" in client.get(shown).content.decode()
