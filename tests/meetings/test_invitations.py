"""Invitations by e-mail: who is told, of what, once, and what stops the sending."""

import datetime as dt
from smtplib import SMTPDataError

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from accounts.models import Agency, AgencyType, User
from accounts.roles import Role
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from meetings.facts import Asked, party_of
from meetings.models import InformationRequest, Invitation, InvitationEmail, Meeting
from meetings.rules.people import Party
from meetings.selectors import convening
from meetings.services import invitations, moving, planning, sending
from meetings.tasks import send_waiting_invitations
from offenders.access import Detail, can_see
from offenders.models import CustodyPeriod
from offenders.services.access import deny
from tests.factories import World, make_user
from tests.marks import rule
from tests.meetings.conftest import approval, at
from tests.meetings.test_returns import again


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Do something and let its effects run."""

    def done(what):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            return what()

    return done


def send(meeting, people, **changes):
    version = Meeting.objects.get(pk=meeting.pk).version
    given = {"actor": people.coordinator, "meeting": meeting, "version": version, "today": people.today}
    return invitations.send_invitations(**{**given, **changes})


def told():
    return sorted(address for message in mail.outbox for address in message.to)


def ask(meeting, people, agency, person=None, party=None):
    asked = Asked(agency, "Representative", party or party_of(agency), person)
    return planning.invite(actor=people.coordinator, meeting=meeting, asked=asked, today=people.today)


def centre(people):
    kind = AgencyType.objects.get(pk="defence")
    return Agency.objects.create(name="Invented Training Centre", kind=kind, area=people.area)


def in_prison(case, people):
    CustodyPeriod(case=case, place="prison", establishment="HMP Exampleton", starts_on=people.today).save()


@rule("MTG-82")
class TestWhoIsTold:
    def test_each_person_and_each_agency_and_not_the_chair(self, meeting, people: World, committed) -> None:
        committed(lambda: send(meeting, people))
        expected = [people.police.mailbox, people.probation.mailbox, people.colleague.email, people.spoc.email]
        assert told() == sorted(expected)
        assert people.chair.email not in told()
        assert InformationRequest.objects.filter(meeting=meeting).exists()

    def test_the_words_name_nobody_no_case_and_no_place(self, meeting, people: World, committed) -> None:
        committed(lambda: send(meeting, people))
        said = " ".join(f"{one.subject} {one.body}" for one in mail.outbox)
        case = meeting.case
        secrets = (
            case.family_name,
            case.given_names,
            case.reference,
            str(case.pk),
            meeting.venue,
            people.spoc.full_name,
        )
        assert not any(secret in said for secret in (*secrets, people.chair.full_name, str(meeting.pk)))
        assert "at 10am" in said and reverse("meetings") in said

    def test_somebody_barred_since_is_not_told_and_nobody_in_their_place(
        self, meeting, people: World, django_capture_on_commit_callbacks
    ) -> None:
        with django_capture_on_commit_callbacks() as callbacks:
            send(meeting, people)
        deny(actor=people.coordinator, case=meeting.case, user=people.spoc, reason="A relative.", starts=people.today)
        mail.outbox.clear()
        for callback in callbacks:
            callback()
        assert people.spoc.email not in told() and people.mental_health.mailbox not in told()
        row = InvitationEmail.objects.get(invitation__person=people.spoc)
        assert (row.way, row.why_not) == ("nobody", "This person may not be told.")

    def test_an_invitation_withdrawn_before_it_went_is_not_sent(
        self, meeting, people: World, django_capture_on_commit_callbacks
    ) -> None:
        with django_capture_on_commit_callbacks() as callbacks:
            send(meeting, people)
        row = Invitation.objects.get(person=people.spoc)
        planning.withdraw_invitation(
            actor=people.coordinator, invitation=row, version=row.version, reason="Another comes.", today=people.today
        )
        mail.outbox.clear()
        for callback in callbacks:
            callback()
        assert people.spoc.email not in told()
        assert InvitationEmail.objects.get(invitation=row).why_not == sending.OVERTAKEN

    def test_an_agency_outside_the_agreement_is_told_by_its_mailbox(self, meeting, people: World, committed) -> None:
        outside = people.childrens_services
        outside.shares_information = False
        outside.save()
        person = make_user("Worker", agency=outside, area=people.area, roles=(Role.PRACTITIONER,))
        ask(meeting, people, outside, person=person)
        committed(lambda: send(meeting, people))
        assert person.email not in told() and outside.mailbox in told()

    @pytest.mark.parametrize("before", [True, False])
    def test_as_the_agreement_stands_when_it_is_sent(self, meeting, people: World, committed, before: bool) -> None:
        agency = people.childrens_services
        agency.shares_information = before
        agency.save()
        person = make_user("Worker", agency=agency, area=people.area, roles=(Role.PRACTITIONER,))
        ask(meeting, people, agency, person=person)
        agency.shares_information = not before
        agency.save()
        committed(lambda: send(meeting, people))
        assert (person.email in told(), agency.mailbox in told()) == (not before, before)

    def test_an_agency_without_a_mailbox_is_shown_as_not_told(self, meeting, people: World, committed) -> None:
        people.police.mailbox = ""
        people.police.save()
        committed(lambda: send(meeting, people))
        lines = convening.invitation_emails(viewer=again(people.coordinator), meeting=meeting, now=timezone.now())
        assert [line.row.why_not for line in lines if line.row.why_not] == ["The agency has no functional mailbox."]

    def test_whoever_is_invited_later_is_told_at_once(self, meeting, people: World, committed) -> None:
        committed(lambda: send(meeting, people))
        committed(lambda: ask(meeting, people, people.childrens_services))
        assert told() == [people.childrens_services.mailbox]

    def test_before_the_others_are_sent_theirs_nobody_is_told(self, meeting, people: World, committed) -> None:
        committed(lambda: ask(meeting, people, people.childrens_services))
        assert told() == []

    def test_after_a_move_everybody_is_told_the_new_time(self, meeting, people: World, committed) -> None:
        committed(lambda: send(meeting, people))
        before = told()
        sent = Meeting.objects.get(pk=meeting.pk)
        moving.move_meeting(
            actor=people.coordinator,
            meeting=sent,
            version=sent.version,
            starts_at=at(people.today + dt.timedelta(days=22), 14),
            reason="The room is taken.",
            approval=approval(people),
            today=people.today,
        )
        sending.send_waiting()  # the new date, before the invitations to it
        committed(lambda: send(meeting, people))
        assert told() == before and "at 2pm" in mail.outbox[0].body


class TestOnce:
    def test_sending_again_tells_nobody_twice(self, meeting, people: World, committed) -> None:
        committed(lambda: send(meeting, people))
        committed(lambda: send(meeting, people))
        assert told() == []

    def test_what_a_lost_worker_left_is_sent_by_the_sweep_and_only_once(self, meeting, people: World) -> None:
        send(meeting, people)  # the callbacks of the transaction do not run: the worker is lost
        mail.outbox.clear()
        assert send_waiting_invitations() == 4
        assert send_waiting_invitations() == 0
        assert len(told()) == 4

    def test_an_address_that_fails_stops_no_other_and_is_tried_again(
        self, meeting, people: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        send(meeting, people)
        mail.outbox.clear()
        right = EmailBackend.send_messages

        def fails(self, messages):
            if messages[0].to == [people.police.mailbox]:
                raise SMTPDataError(451, b"Try again later")
            return right(self, messages)

        with monkeypatch.context() as broken:
            broken.setattr(EmailBackend, "send_messages", fails)
            with pytest.raises(SMTPDataError):
                sending.send_waiting()
        assert len(told()) == 3
        assert sending.send_waiting() == 1
        assert people.police.mailbox in told()

    def test_what_was_sent_is_recorded(self, meeting, people: World, committed) -> None:
        committed(lambda: send(meeting, people))
        assert AuditEvent.objects.filter(verb="invitation.told").count() == 4
        assert AuditEvent.objects.filter(verb="invitations.sent", actor_id=people.coordinator.pk).exists()


class TestEstablishments:
    @rule("MTG-80")
    def test_a_prison_is_told_by_its_mailbox(self, meeting, people: World, committed) -> None:
        in_prison(meeting.case, people)
        ask(meeting, people, people.prison)
        committed(lambda: send(meeting, people))
        assert people.prison.mailbox in told()

    @rule("MTG-80")
    @pytest.mark.parametrize("kind", ["prison", "defence"])
    def test_without_a_mailbox_nothing_is_sent_and_one_sentence_says_what_to_do(
        self, meeting, people: World, committed, kind: str
    ) -> None:
        place = people.prison if kind == "prison" else centre(people)
        place.mailbox = ""
        place.save()
        ask(meeting, people, place)
        with pytest.raises(RuleRefused) as refused:
            committed(lambda: send(meeting, people))
        (finding,) = refused.value.findings
        assert finding.rule == "MTG-80" and place.name in finding.message
        assert "functional mailbox" in (finding.next_step or "")
        assert told() == [] and not InvitationEmail.objects.exists()
        assert Meeting.objects.get(pk=meeting.pk).invitations_sent_on is None

    @rule("MTG-80")
    def test_the_address_of_a_person_is_no_mailbox(self, meeting, people: World) -> None:
        officer = make_user("Officer", agency=people.prison, area=people.area, roles=(Role.PRACTITIONER,))
        people.prison.mailbox = officer.email
        people.prison.save()
        ask(meeting, people, people.prison)
        with pytest.raises(RuleRefused, match="address of a person"):
            send(meeting, people)

    @rule("MTG-81")
    def test_nobody_is_invited_by_name_for_a_prison_but_a_psychologist_is(self, meeting, people: World) -> None:
        officer = make_user("Officer", agency=people.prison, area=people.area, roles=(Role.PRACTITIONER,))
        with pytest.raises(RuleRefused, match="functional mailbox"):
            ask(meeting, people, people.prison, person=officer)
        ask(meeting, people, people.prison, person=officer, party=Party.PSYCHOLOGY)

    @rule("MTG-81")
    def test_the_contacts_of_the_prison_see_the_papers(self, meeting, people: World, committed) -> None:
        in_prison(meeting.case, people)
        contact = make_user("Contact", agency=people.prison, area=people.area, roles=(Role.SPOC,))
        ask(meeting, people, people.prison)
        committed(lambda: send(meeting, people))
        assert can_see(User.objects.get(pk=contact.pk), meeting.case_id, Detail.PACK)
        assert not InformationRequest.objects.filter(agency=people.prison).exists()

    @rule("MTG-80")
    def test_a_later_invitation_of_a_prison_without_mailbox_is_refused(self, meeting, people: World, committed) -> None:
        committed(lambda: send(meeting, people))
        people.prison.mailbox = ""
        people.prison.save()
        with pytest.raises(RuleRefused):
            ask(meeting, people, people.prison)
        assert not Invitation.objects.filter(agency=people.prison).exists()


class TestSending:
    @rule("MTG-06")
    def test_short_notice_is_confirmed(self, meeting, people: World) -> None:
        late = meeting.held_on - dt.timedelta(days=13)
        with pytest.raises(RuleRefused, match="13 days"):
            send(meeting, people, today=late)
        assert send(meeting, people, today=late, acknowledged=frozenset({"MTG-06"})).invitations_sent_on == late

    @rule("MTG-06")
    def test_fourteen_days_are_enough(self, meeting, people: World) -> None:
        assert send(meeting, people, today=meeting.held_on - dt.timedelta(days=14)).invitations_sent_on

    @rule("MTG-06")
    @pytest.mark.parametrize(("before", "short"), [(15, False), (14, False), (13, True), (1, True)])
    def test_that_they_went_another_way_at_short_notice_is_confirmed_and_kept(
        self, meeting, people: World, before: int, short: bool
    ) -> None:
        on = meeting.held_on - dt.timedelta(days=before)
        given = {"actor": people.coordinator, "meeting": meeting, "version": meeting.version, "on": on, "today": on}
        if short:
            with pytest.raises(RuleRefused, match=f"{before} day") as stopped:
                planning.record_invitations_sent(**given)
            assert stopped.value.rules == ("MTG-06",)
            given["acknowledged"] = frozenset({"MTG-06"})
        sent = planning.record_invitations_sent(**given)
        assert (sent.invitations_sent_on, sent.days_of_notice) == (on, before)
        assert ("MTG-06" in AuditEvent.objects.filter(verb="invitations.sent", refused=False).first().rules) is short

    @rule("MTG-06")
    def test_of_an_emergency_it_is_not_asked(self, meeting, people: World) -> None:
        Meeting.objects.filter(pk=meeting.pk).in_bulk_with_own_audit().update(
            emergency=True, emergency_reason="Was seen near the school."
        )
        on = meeting.held_on - dt.timedelta(days=2)
        planning.record_invitations_sent(
            actor=people.coordinator, meeting=meeting, version=meeting.version, on=on, today=on
        )
        assert Meeting.objects.get(pk=meeting.pk).invitations_sent_on == on

    @rule("MTG-06")
    def test_the_page_asks_and_the_meeting_says_how_long_before(self, meeting, people: World, sign_in) -> None:
        soon = at(people.today + dt.timedelta(days=9))
        Meeting.objects.filter(pk=meeting.pk).in_bulk_with_own_audit().update(starts_at=soon)
        client, ids = sign_in(people.coordinator), [meeting.case_id, meeting.pk]
        address = reverse("meeting_invitations_sent", args=ids)
        form = client.get(address).context["form"]
        day = people.today.strftime("%d/%m/%Y")
        sent = {name: form[name].value() or "" for name in form.fields} | {"way": "other", "sent_on": day}
        asked = client.post(address, sent)
        assert asked.status_code == 422 and "9 days&#x27; notice" in asked.content.decode()
        assert client.post(address, {**sent, "acknowledge": "MTG-06"}).status_code == 302
        assert "9 days before" in client.get(reverse("meeting_detail", args=ids)).content.decode()

    def test_only_the_unit_sends(self, meeting, people: World) -> None:
        with pytest.raises(NotPermitted):
            send(meeting, people, actor=people.practitioner)

    def test_two_who_send_at_once_conflict(self, meeting, people: World) -> None:
        send(meeting, people)
        with pytest.raises(Conflict):
            send(meeting, people, version=meeting.version)

    def test_the_page_sends_and_says_who_was_told(self, meeting, people: World, sign_in, committed) -> None:
        client = sign_in(people.coordinator)
        address = reverse("meeting_invitations_sent", args=[meeting.case_id, meeting.pk])
        form = client.get(address).context["form"]
        sent = {name: form[name].value() or "" for name in form.fields}
        assert sent["way"] == "email"
        assert client.post(address, {**sent, "way": "other"}).status_code == 422
        assert committed(lambda: client.post(address, sent)).status_code == 302
        assert len(told()) == 4
        page = client.get(reverse("meeting_people", args=[meeting.case_id, meeting.pk])).content.decode()
        assert "To the person" in page and people.spoc.email not in page

    def test_what_went_another_way_is_recorded_and_tells_nobody(
        self, meeting, people: World, sign_in, committed
    ) -> None:
        client = sign_in(people.coordinator)
        address = reverse("meeting_invitations_sent", args=[meeting.case_id, meeting.pk])
        form = client.get(address).context["form"]
        sent = {name: form[name].value() or "" for name in form.fields}
        day = people.today.strftime("%d/%m/%Y")
        assert committed(lambda: client.post(address, {**sent, "way": "other", "sent_on": day})).status_code == 302
        assert told() == [] and Meeting.objects.get(pk=meeting.pk).invitations_sent_on == people.today
