"""A moved or cancelled meeting is told to who expects it; an e-mail that may have gone is not sent again blindly."""

import datetime as dt

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from meetings.models import InvitationEmail, Meeting
from meetings.selectors import convening
from meetings.services import moving, planning, sending
from meetings.tasks import send_waiting_invitations
from offenders.services.access import deny
from tests.factories import World
from tests.marks import rule
from tests.meetings.conftest import approval, at, unsure_email
from tests.meetings.test_invitations import ask, centre, committed, send, told
from tests.meetings.test_returns import again

__all__ = ["committed"]


def fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.get(pk=meeting.pk)


def move(meeting, people, *, days: int = 1, hour: int = 10):
    current = fresh(meeting)
    return moving.move_meeting(
        actor=people.coordinator,
        meeting=current,
        version=current.version,
        starts_at=at(people.today + dt.timedelta(days=21 + days), hour),
        reason="The room is taken.",
        approval=approval(people),
        today=people.today,
    )


def cancel(meeting, people):
    current = fresh(meeting)
    return moving.cancel_meeting(
        actor=people.coordinator,
        meeting=current,
        version=current.version,
        reason="The chair is ill.",
        approval=approval(people),
        today=people.today,
    )


@rule("MTG-97")
class TestAChangeIsTold:
    @pytest.mark.parametrize("change", [move, cancel])
    def test_to_everybody_who_was_invited_and_nobody_else(self, meeting, people: World, committed, change) -> None:
        committed(lambda: send(meeting, people))
        invited = told()
        committed(lambda: change(meeting, people))
        assert told() == invited and people.chair.email not in told()

    @pytest.mark.parametrize(("change", "says"), [(move, "is moved"), (cancel, "is cancelled")])
    def test_in_words_that_name_nobody_no_case_and_no_place(
        self, meeting, people: World, committed, change, says: str
    ) -> None:
        committed(lambda: send(meeting, people))
        committed(lambda: change(meeting, people))
        said = " ".join(f"{one.subject} {one.body}" for one in mail.outbox)
        case = meeting.case
        names = (people.spoc.full_name, people.chair.full_name, case.family_name, case.given_names)
        assert not any(one in said for one in (*names, case.reference, str(case.pk), meeting.venue, str(meeting.pk)))
        assert says in said and "at 10am" in said and "The chair is ill" not in said and "room" not in said

    def test_once_however_often_the_sweep_runs(self, meeting, people: World, committed) -> None:
        committed(lambda: send(meeting, people))
        cancel(meeting, people)  # the worker is lost before it sends
        mail.outbox.clear()
        assert send_waiting_invitations() == 4
        assert send_waiting_invitations() == 0
        assert AuditEvent.objects.filter(verb="meeting_change.told").count() == 4

    @pytest.mark.parametrize("change", [move, cancel])
    def test_to_nobody_before_the_invitations_went(self, meeting, people: World, committed, change) -> None:
        committed(lambda: change(meeting, people))
        assert told() == []

    def test_to_those_who_were_invited_another_way(self, meeting, people: World, committed) -> None:
        version = fresh(meeting).version
        planning.record_invitations_sent(
            actor=people.coordinator, meeting=meeting, version=version, on=people.today, today=people.today
        )
        committed(lambda: cancel(meeting, people))
        assert people.spoc.email in told() and people.police.mailbox in told()

    def test_not_to_somebody_barred_meanwhile_nor_in_their_place(
        self, meeting, people: World, committed, django_capture_on_commit_callbacks
    ) -> None:
        committed(lambda: send(meeting, people))
        with django_capture_on_commit_callbacks() as callbacks:
            move(meeting, people)
        deny(actor=people.coordinator, case=meeting.case, user=people.spoc, reason="A relative.", starts=people.today)
        mail.outbox.clear()
        for callback in callbacks:
            callback()
        assert people.spoc.email not in told() and people.mental_health.mailbox not in told()
        row = InvitationEmail.objects.get(invitation__person=people.spoc, about="moved")
        assert (row.way, row.why_not) == ("nobody", "This person may not be told.")

    def test_not_to_whose_invitation_is_withdrawn(self, meeting, people: World, committed) -> None:
        committed(lambda: send(meeting, people))
        row = meeting.invitations.get(person=people.spoc)
        planning.withdraw_invitation(
            actor=people.coordinator, invitation=row, version=row.version, reason="Another comes.", today=people.today
        )
        committed(lambda: cancel(meeting, people))
        assert people.spoc.email not in told() and told()

    def test_to_an_establishment_by_its_mailbox(self, meeting, people: World, committed) -> None:
        place = centre(people)
        place.mailbox = "mappa@centre.example"
        place.save()
        ask(meeting, people, place)
        committed(lambda: send(meeting, people))
        committed(lambda: cancel(meeting, people))
        assert place.mailbox in told()

    def test_a_second_move_before_the_first_was_told_is_told_once_and_names_the_time_that_was_known(
        self, meeting, people: World, committed
    ) -> None:
        committed(lambda: send(meeting, people))
        move(meeting, people, days=1)
        committed(lambda: move(meeting, people, days=2, hour=15))
        assert len(told()) == 4
        first = next(one for one in mail.outbox if people.spoc.email in one.to)
        assert "at 10am. Please do not come" in first.body and "at 3pm" in first.body
        assert not InvitationEmail.objects.filter(settled_at__isnull=True).exists()

    def test_moved_back_before_it_was_told_nobody_hears_of_it(self, meeting, people: World, committed) -> None:
        committed(lambda: send(meeting, people))
        move(meeting, people, days=1)
        move(meeting, people, days=0)
        mail.outbox.clear()
        assert send_waiting_invitations() == 0
        assert set(InvitationEmail.objects.filter(about="moved").values_list("why_not", flat=True)) == {
            sending.OVERTAKEN
        }

    def test_cancelled_before_the_new_date_was_told_only_the_end_is_told(
        self, meeting, people: World, committed
    ) -> None:
        committed(lambda: send(meeting, people))
        move(meeting, people, days=1, hour=15)
        cancel(meeting, people)
        mail.outbox.clear()
        assert send_waiting_invitations() == 4
        assert {one.subject for one in mail.outbox} == {"A MAPPA meeting is cancelled"}
        assert all("at 10am" in one.body for one in mail.outbox)

    def test_after_a_move_the_invitation_to_the_new_date_goes_as_well(self, meeting, people: World, committed) -> None:
        committed(lambda: send(meeting, people))
        invited = told()
        committed(lambda: move(meeting, people))
        committed(lambda: send(meeting, people))
        assert told() == invited and {one.subject for one in mail.outbox} == {"Invitation to a MAPPA meeting"}

    def test_the_page_says_who_was_told_of_what(self, meeting, people: World, sign_in, committed) -> None:
        committed(lambda: send(meeting, people))
        committed(lambda: cancel(meeting, people))
        address = reverse("meeting_people", args=[meeting.case_id, meeting.pk])
        page = sign_in(people.coordinator).get(address).content.decode()
        assert page.count(">Cancelled<") == 4 and page.count(">Invitation<") == 4


def breaks(monkeypatch: pytest.MonkeyPatch, error: Exception) -> pytest.MonkeyPatch:
    def fails(self, messages):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", fails)
    return monkeypatch


@rule("MTG-98")
class TestWhatMayHaveGone:
    def test_is_not_sent_again_when_the_connection_broke_in_the_middle(
        self, meeting, people: World, monkeypatch
    ) -> None:
        send(meeting, people)
        with monkeypatch.context() as broken, pytest.raises(TimeoutError):
            breaks(broken, TimeoutError("no answer"))
            sending.send_waiting()
        mail.outbox.clear()
        assert send_waiting_invitations() == 0 and told() == []
        assert InvitationEmail.objects.filter(sending_at__isnull=False, settled_at__isnull=True).count() == 4

    def test_a_worker_lost_after_the_server_took_it_leaves_it_marked(
        self, meeting, people: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        send(meeting, people)
        mail.outbox.clear()
        with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
            broken.setattr(sending, "_end", lambda *args, **state: (_ for _ in ()).throw(KeyboardInterrupt()))
            sending.send_waiting()
        assert len(told()) == 1
        assert send_waiting_invitations() == 3
        assert len(told()) == len(set(told())) == 4

    def test_a_server_that_is_away_leaves_everything_waiting(self, meeting, people: World, monkeypatch) -> None:
        def away(self):
            raise ConnectionRefusedError

        send(meeting, people)
        with monkeypatch.context() as broken, pytest.raises(ConnectionRefusedError):
            broken.setattr(EmailBackend, "open", away)
            sending.send_waiting()
        assert not InvitationEmail.objects.filter(sending_at__isnull=False).exists()
        mail.outbox.clear()
        assert send_waiting_invitations() == 4

    def test_the_unit_says_that_it_came(self, meeting, people: World) -> None:
        email = unsure_email(meeting, people.spoc)
        settled = settle(people, email, went=True)
        assert settled.settled_by == people.coordinator and settled.settled_at and settled.way == "person"
        assert AuditEvent.objects.get(verb="invitation.settled").reason == "Asked by telephone."

    def test_the_unit_has_it_sent_again(self, meeting, people: World, committed) -> None:
        committed(lambda: send(meeting, people))
        email = begun(people, InvitationEmail.objects.get(invitation__person=people.spoc))
        committed(lambda: settle(people, email, went=False))
        assert told() == [people.spoc.email]

    def test_a_later_one_that_waits_takes_its_place(self, meeting, people: World, committed) -> None:
        committed(lambda: send(meeting, people))
        email = begun(people, InvitationEmail.objects.get(invitation__person=people.spoc))
        move(meeting, people)
        send(meeting, people)
        assert settle(people, email, went=False).why_not == sending.OVERTAKEN
        mail.outbox.clear()
        send_waiting_invitations()
        assert sorted(one.subject for one in mail.outbox if people.spoc.email in one.to) == [
            "A MAPPA meeting is moved",
            "Invitation to a MAPPA meeting",
        ]

    def test_nothing_is_decided_about_what_is_under_way_or_done(self, meeting, people: World) -> None:
        email = unsure_email(meeting, people.spoc)
        settle(people, email, went=True)
        with pytest.raises(RuleRefused):
            settle(people, email, went=False)

    def test_only_the_unit_or_the_chair_decides(self, meeting, people: World) -> None:
        email = unsure_email(meeting, people.spoc)
        with pytest.raises(NotPermitted):
            settle(people, email, went=True, actor=people.practitioner)

    def test_it_stands_on_the_list_of_meetings_and_on_the_meeting_and_is_decided_there(
        self, meeting, people: World, sign_in
    ) -> None:
        email = unsure_email(meeting, people.spoc)
        client = sign_in(people.coordinator)
        assert "not known whether they went" in client.get(reverse("meetings")).content.decode()
        assert (
            "not known whether they went" not in sign_in(people.practitioner).get(reverse("meetings")).content.decode()
        )
        page = client.get(reverse("meeting_people", args=[meeting.case_id, meeting.pk])).content.decode()
        address = reverse("invitation_email_settle", args=[meeting.case_id, meeting.pk, email.pk])
        assert address in page
        form = client.get(address).context["form"]
        sent = {name: form[name].value() or "" for name in form.fields}
        assert client.post(address, sent).status_code == 422
        answer = client.post(address, {**sent, "went": "went", "how": "Asked by telephone."})
        assert answer.status_code == 302
        assert client.get(address).status_code == 404
        assert "not known whether they went" not in client.get(reverse("meetings")).content.decode()

    def test_the_list_costs_the_same_however_many(self, meeting, people: World, django_assert_max_num_queries) -> None:
        unsure_email(meeting, people.spoc)
        viewer = again(people.coordinator)
        with django_assert_max_num_queries(6):
            assert convening.meetings_with_unsure_emails(viewer=viewer, now=timezone.now()) == [meeting]


def begun(people: World, email: InvitationEmail) -> InvitationEmail:
    """As a worker left it that was lost before the answer."""
    email.sending_at, email.settled_at = timezone.now() - dt.timedelta(hours=1), None
    email.save()
    return email


def settle(people: World, email: InvitationEmail, *, went: bool, actor=None) -> InvitationEmail:
    return sending.settle_unsure(
        actor=actor or people.coordinator, email=email, went=went, how="Asked by telephone.", now=timezone.now()
    )
