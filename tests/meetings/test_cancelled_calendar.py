"""A cancelled meeting goes out of the calendars of those who were to come, and of nobody else's."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import RoleHolding
from accounts.roles import Role
from audit.models import AuditEvent
from meetings.models import InvitationEmail, KeptOut, Meeting
from meetings.rules.notices import FETCHED_FOR_DAYS, still_fetched
from meetings.services import invitations, keeping_out, moving, planning
from meetings.tasks import send_waiting_invitations
from offenders.models import Case
from offenders.services.access import deny
from tests.factories import World, make_user
from tests.marks import rule
from tests.meetings.conftest import approval
from tests.meetings.test_invitations import ask, committed
from tests.meetings.test_returns import again, anonymous, planned

__all__ = ["committed"]
SignIn = Callable[..., Client]
DAY = dt.timedelta(days=1)


def fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.get(pk=meeting.pk)


def sent(meeting: Meeting, people: World) -> None:
    """Its invitations went."""
    invitations.send_invitations(
        actor=people.coordinator, meeting=meeting, version=fresh(meeting).version, today=people.today
    )
    send_waiting_invitations()


def cancelled(meeting: Meeting, people: World) -> str:
    """The meeting is cancelled; the address in an e-mail that tells so."""
    current = fresh(meeting)
    moving.cancel_meeting(
        actor=people.coordinator,
        meeting=current,
        version=current.version,
        reason="The chair is ill.",
        approval=approval(people),
        today=people.today,
    )
    told = InvitationEmail.objects.filter(meeting=meeting, about="cancelled").first()
    return reverse("cancelled_calendar", args=[told.pk])


@rule("MTG-30")
class TestTheFile:
    def test_cancels_the_entry_that_was_fetched_before_and_says_nothing_more(
        self, meeting: Meeting, people: World, sign_in: SignIn
    ) -> None:
        sent(meeting, people)
        client, before = sign_in(people.spoc), reverse("meeting_calendar", args=[meeting.case_id, meeting.pk])
        first = lines(client.get(before))
        answer = client.get(cancelled(meeting, people))
        second = lines(answer)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8" and ".ics" in answer["Content-Disposition"]
        assert (second["METHOD"], second["STATUS"]) == ("CANCEL", "CANCELLED")
        assert second["UID"] == first["UID"] and int(second["SEQUENCE"]) > int(first["SEQUENCE"])
        assert second.keys() == first.keys() and second["DTSTART"] == first["DTSTART"]
        assert second["URL"].endswith(reverse("meetings"))
        case = meeting.case
        told = "\n".join(second.values())
        assert not any(word in told for word in (case.family_name, case.reference, str(case.pk), "is ill"))

    def test_is_all_that_is_left_of_the_meeting(self, meeting: Meeting, people: World, sign_in: SignIn) -> None:
        sent(meeting, people)
        address, client = cancelled(meeting, people), sign_in(people.spoc)
        assert client.get(address).status_code == 200
        ids = [meeting.case_id, meeting.pk]
        for name in ("meeting_detail", "meeting_calendar", "meeting_people"):
            assert client.get(reverse(name, args=ids)).status_code == 404
        assert client.post(address).status_code == 405

    def test_that_it_was_fetched_is_recorded(self, meeting: Meeting, people: World, sign_in: SignIn) -> None:
        sent(meeting, people)
        sign_in(people.spoc).get(cancelled(meeting, people))
        event = AuditEvent.objects.filter(actor_id=people.spoc.pk, refused=False).first()
        assert event is not None and event.case_id == meeting.case_id

    def test_is_linked_by_the_e_mail_by_no_id_of_the_case_or_the_meeting(
        self, meeting: Meeting, people: World, committed: Any
    ) -> None:
        mail.outbox.clear()
        sent(meeting, people)
        assert mail.outbox and not any("calendar" in message.body for message in mail.outbox)
        committed(lambda: cancelled(meeting, people))
        told = InvitationEmail.objects.get(meeting=meeting, about="cancelled", invitation__person=people.spoc)
        (message,) = (message for message in mail.outbox if people.spoc.email in message.to)
        assert reverse("cancelled_calendar", args=[told.pk]) in message.body
        assert str(meeting.pk) not in message.body and str(meeting.case_id) not in message.body


def lines(answer: Any) -> dict[str, str]:
    """The file by its properties."""
    text = answer.content.decode().replace("\r\n ", "")
    return dict(line.split(":", 1) for line in text.split("\r\n") if ":" in line)


@rule("MTG-30")
class TestForWhom:
    def test_for_those_invited_by_name_and_the_chair(self, meeting: Meeting, people: World, sign_in: SignIn) -> None:
        sent(meeting, people)
        address = cancelled(meeting, people)
        for viewer in (people.spoc, people.colleague, people.chair):
            assert sign_in(again(viewer)).get(address).status_code == 200

    def test_for_nobody_who_was_not(self, meeting: Meeting, people: World, sign_in: SignIn) -> None:
        sent(meeting, people)
        address = cancelled(meeting, people)
        for viewer in (people.stranger, people.practitioner, people.police_officer, people.sysadmin):
            assert sign_in(again(viewer)).get(address).status_code == 404
        assert Client().get(address).status_code == 302

    def test_for_the_contact_of_an_agency_that_was_invited(
        self, level_2_case: Case, people: World, sign_in: SignIn
    ) -> None:
        meeting = planned(level_2_case, people)
        address = cancelled(meeting, people)
        assert sign_in(again(people.spoc)).get(address).status_code == 200
        newcomer = make_user("Imagina Newcontact", agency=people.mental_health, area=people.area, roles=(Role.SPOC,))
        assert sign_in(newcomer).get(address).status_code == 404
        Case.objects.filter(pk=level_2_case.pk).in_bulk_with_own_audit().update(restricted=True)
        assert sign_in(again(people.spoc)).get(address).status_code == 404

    def test_for_no_contact_who_is_one_no_longer(self, level_2_case: Case, people: World, sign_in: SignIn) -> None:
        address = cancelled(planned(level_2_case, people, asked=anonymous(people)), people)
        RoleHolding.objects.filter(user=people.spoc, role=Role.SPOC).update(ends=people.today)
        RoleHolding.objects.create(user=people.spoc, role=Role.PRACTITIONER, area=people.area, starts=people.today)
        assert sign_in(again(people.spoc)).get(address).status_code == 404

    def test_for_nobody_whose_invitation_was_withdrawn_before(
        self, meeting: Meeting, people: World, sign_in: SignIn
    ) -> None:
        ask(meeting, people, people.mental_health)
        sent(meeting, people)
        row = meeting.invitations.get(person=people.spoc)
        planning.withdraw_invitation(
            actor=people.coordinator, invitation=row, version=row.version, reason="Another comes.", today=people.today
        )
        assert sign_in(again(people.spoc)).get(cancelled(meeting, people)).status_code == 404

    @pytest.mark.parametrize("how", ["barred", "kept out by name", "agency kept out"])
    def test_for_nobody_who_is_kept_out_since(self, meeting: Meeting, people: World, sign_in: SignIn, how: str) -> None:
        sent(meeting, people)
        address, case = cancelled(meeting, people), meeting.case
        given = {"actor": people.coordinator, "case": case, "reason": "A relative."}
        if how == "barred":
            deny(user=people.spoc, starts=people.today, **given)
        elif how == "agency kept out":
            keeping_out.keep_out(agency=people.mental_health, person_name="", today=people.today, **given)
        else:  # before they had an account
            out = {"person_name": people.spoc.full_name, "reason": "A relative.", "decided_by": people.coordinator}
            KeptOut(
                case=case, agency=people.mental_health, starts=people.today, decided_as="Co-ordinator", **out
            ).save()
        assert sign_in(again(people.spoc)).get(address).status_code == 404

    def test_for_nobody_who_left_or_works_elsewhere(self, meeting: Meeting, people: World, sign_in: SignIn) -> None:
        sent(meeting, people)
        address = cancelled(meeting, people)
        person = again(people.spoc)
        person.agency = people.childrens_services
        person.save(update_fields=["agency"])
        assert sign_in(again(person)).get(address).status_code == 404
        person.agency = people.mental_health
        person.save(update_fields=["agency"])
        assert sign_in(again(person)).get(address).status_code == 200
        RoleHolding.objects.filter(user=person).update(ends=people.today)
        assert sign_in(again(person)).get(address).status_code == 404

    def test_for_nobody_of_an_agency_outside_the_agreement(
        self, meeting: Meeting, people: World, sign_in: SignIn
    ) -> None:
        sent(meeting, people)
        address = cancelled(meeting, people)
        people.mental_health.shares_information = False
        people.mental_health.save()
        assert sign_in(again(people.spoc)).get(address).status_code == 404

    def test_by_no_e_mail_that_tells_something_else(self, meeting: Meeting, people: World, sign_in: SignIn) -> None:
        sent(meeting, people)
        cancelled(meeting, people)
        other = InvitationEmail.objects.get(meeting=meeting, about="invitation", invitation__person=people.spoc)
        assert sign_in(people.spoc).get(reverse("cancelled_calendar", args=[other.pk])).status_code == 404


@rule("MTG-30")
class TestForHowLong:
    @pytest.mark.parametrize(("after", "still"), [(0, True), (13, True), (14, True), (15, False)])
    def test_until_fourteen_days_after_the_day_it_was_put_down_for(self, after: int, still: bool) -> None:
        day = dt.date(2026, 3, 2)
        assert still_fetched(day, day + after * DAY) is still

    def test_then_the_address_is_that_of_no_page(self, meeting: Meeting, people: World, sign_in: SignIn) -> None:
        sent(meeting, people)
        address = cancelled(meeting, people)
        noon = dt.datetime.combine(meeting.held_on, dt.time(12), tzinfo=dt.UTC)
        for days, status in ((FETCHED_FOR_DAYS, 200), (FETCHED_FOR_DAYS + 1, 404)):
            with time_machine.travel(noon + days * DAY, tick=False):
                assert sign_in(again(people.spoc)).get(address).status_code == status
