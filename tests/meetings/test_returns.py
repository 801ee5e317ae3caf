"""What invited agencies return before a meeting: who is asked, who answers, who sees it, who is told and who is not."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.db.models import BooleanField
from django.test import Client
from django.urls import reverse

from accounts.models import RoleHolding, User
from accounts.roles import Role
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from information.models import InformationItem
from meetings.facts import Asked, party_of
from meetings.models import InformationRequest, Invitation, InvitationEmail, Meeting
from meetings.selectors import convening
from meetings.services import moving, planning, returns
from meetings.tasks import send_waiting_invitations
from offenders.access import Detail, can_see, ways
from offenders.conditions import OnCase
from offenders.models import Assignment, Case
from offenders.services.access import deny, restrict
from tests.custody.builders import inside
from tests.factories import World, make_user
from tests.marks import rule
from tests.meetings.conftest import approval, plan_for, those_asked

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def anonymous(world: World) -> list[Asked]:
    """Those asked, health as an agency without a name."""
    return [replace(one, person=None) if one.agency == world.mental_health else one for one in those_asked(world)]


def planned(case: Case, world: World, *, sent: bool = True, days: int = 21, **more: Any) -> Meeting:
    """A meeting whose invitations went out today."""
    plan = plan_for(world, world.today + dt.timedelta(days=days), invitations_sent_on=world.today if sent else None)
    return planning.schedule_meeting(
        actor=world.coordinator,
        case=case,
        plan=plan,
        asked=more.get("asked", anonymous(world)),
        today=world.today,
    )


@pytest.fixture
def asked(level_2_case: Case, people: World) -> InformationRequest:
    """What health was asked."""
    meeting = planned(level_2_case, people)
    return InformationRequest.objects.get(meeting=meeting, agency=people.mental_health)


def again(user: User) -> User:
    """The same person in a request of their own."""
    return User.objects.get(pk=user.pk)


def answer(request: InformationRequest, actor: User, world: World, **said: Any) -> InformationRequest:
    values = {"answer": "nothing", "version": request.version, "today": world.today, **said}
    return returns.record_return(actor=actor, request=request, **values)


def condition_holds(viewer: User, case: Case) -> list[bool]:
    """Whether each way by which lists look opens the case to somebody."""
    found = ways(viewer, Detail.PACK)
    return [Case.objects.filter(OnCase(way, output_field=BooleanField()), pk=case.pk).exists() for way in found]


@rule("MTG-60")
class TestAsking:
    def test_each_invited_agency_is_asked_once_with_the_invitations(self, level_2_case: Case, people: World) -> None:
        meeting = planned(level_2_case, people, sent=False)
        assert not InformationRequest.objects.exists()
        planning.record_invitations_sent(
            actor=people.coordinator, meeting=meeting, version=meeting.version, on=people.today, today=people.today
        )
        names = set(InformationRequest.objects.values_list("agency__name", flat=True))
        assert names == {people.police.name, people.probation.name, people.mental_health.name}

    def test_an_agency_invited_later_is_asked_then(self, asked: InformationRequest, people: World) -> None:
        later = Asked(people.childrens_services, "Social worker", party_of(people.childrens_services))
        planning.invite(actor=people.coordinator, meeting=asked.meeting, asked=later, today=people.today)
        assert InformationRequest.objects.filter(agency=people.childrens_services).count() == 1
        planning.invite(actor=people.coordinator, meeting=asked.meeting, asked=later, today=people.today)
        assert InformationRequest.objects.filter(agency=people.childrens_services).count() == 1

    def test_the_return_falls_due_and_is_settled_by_nothing_known(
        self, asked: InformationRequest, people: World
    ) -> None:
        due = Deadline.objects.get(rule="MTG-60", key=str(asked.pk))
        assert due.due_on == people.today + dt.timedelta(days=7)
        answer(asked, again(people.spoc), people)
        due.refresh_from_db()
        assert due.closed_at is not None

    @rule("CUS-03")
    def test_the_prison_is_not_asked_while_the_person_is_inside(self, level_2_case: Case, people: World) -> None:
        inside(level_2_case, people.practitioner, today=people.today)
        prison = Asked(people.prison, "Prison offender manager", party_of(people.prison))
        planned(level_2_case, people, asked=[*anonymous(people), prison])
        assert not InformationRequest.objects.filter(agency=people.prison).exists()


class TestSight:
    def test_the_contact_of_an_invited_agency_sees_the_papers_while_it_lasts(
        self, level_2_case: Case, people: World
    ) -> None:
        assert not can_see(people.spoc, level_2_case.pk, Detail.SUMMARY)
        meeting = planned(level_2_case, people)
        assert can_see(again(people.spoc), level_2_case.pk, Detail.PACK)
        assert not can_see(again(people.spoc), level_2_case.pk, Detail.FULL)
        row = Invitation.objects.get(meeting=meeting, agency=people.mental_health)
        planning.withdraw_invitation(
            actor=people.coordinator, invitation=row, version=row.version, reason="Not needed.", today=people.today
        )
        assert not can_see(again(people.spoc), level_2_case.pk, Detail.PRESENCE)
        assert not InformationRequest.objects.filter(agency=people.mental_health, withdrawn_on__isnull=True).exists()

    @rule("ACC-25")
    def test_a_contact_who_is_barred_sees_nothing_and_is_sent_nothing(
        self, level_2_case: Case, people: World, django_capture_on_commit_callbacks: Any
    ) -> None:
        deny(actor=people.coordinator, case=level_2_case, user=people.spoc, reason="A relative.", starts=people.today)
        meeting = planned(level_2_case, people)
        assert not can_see(again(people.spoc), level_2_case.pk, Detail.PRESENCE)
        request = InformationRequest.objects.get(meeting=meeting, agency=people.mental_health)
        assert list(convening.waiting_requests(viewer=again(people.spoc))) == []
        with django_capture_on_commit_callbacks(execute=True):
            returns.remind(actor=people.coordinator, request=request, version=request.version, today=people.today)
        assert people.spoc.email not in [address for message in mail.outbox for address in message.to]
        with pytest.raises(NotPermitted):
            answer(request, again(people.spoc), people)

    def test_of_a_restricted_case_nobody_learns_by_their_office(self, level_2_case: Case, people: World) -> None:
        meeting = planned(level_2_case, people, sent=False)
        Case.objects.filter(pk=level_2_case.pk).in_bulk_with_own_audit().update(restricted=True)
        planning.record_invitations_sent(
            actor=again(people.chair), meeting=meeting, version=meeting.version, on=people.today, today=people.today
        )
        assert InformationRequest.objects.filter(agency=people.mental_health).exists()
        assert not can_see(again(people.spoc), level_2_case.pk, Detail.PRESENCE)

    @rule("ACC-23")
    def test_who_sees_by_office_sees_no_more_once_the_case_is_restricted(
        self, level_2_case: Case, people: World
    ) -> None:
        meeting = planned(level_2_case, people)
        assert can_see(again(people.spoc), level_2_case.pk, Detail.PACK)
        assert can_see(again(people.colleague), level_2_case.pk, Detail.PACK)
        restrict(actor=people.manager, case=level_2_case, restricted=True, reason="Protected person.")
        for viewer in (again(people.spoc), User.objects.get(pk=people.spoc.pk)):
            assert not can_see(viewer, level_2_case.pk, Detail.PRESENCE)
            assert not Meeting.objects.visible_to(viewer).exists()
        parts = Assignment.objects.filter(meeting_id=meeting.pk, capacity="invitee")
        assert set(parts.exclude(ends__lte=people.today).values_list("user", flat=True)) == {people.colleague.pk}
        assert can_see(again(people.colleague), level_2_case.pk, Detail.PACK), "they are invited by name"
        assert list(Case.objects.visible_to(again(people.colleague), Detail.PACK)) == [level_2_case]

    @rule("ACC-23")
    @pytest.mark.parametrize("restricted", [True, False])
    def test_a_part_by_office_left_open_does_not_open_a_restricted_case(
        self, level_2_case: Case, people: World, restricted: bool
    ) -> None:
        planned(level_2_case, people)
        Case.objects.filter(pk=level_2_case.pk).in_bulk_with_own_audit().update(restricted=restricted)
        spoc, colleague = again(people.spoc), again(people.colleague)
        assert can_see(spoc, level_2_case.pk, Detail.PRESENCE) is not restricted
        assert any(condition_holds(spoc, level_2_case)) is not restricted
        assert any(condition_holds(colleague, level_2_case))

    @rule("ACC-60")
    def test_an_agency_outside_the_agreement_is_asked_and_sees_no_papers(
        self, level_2_case: Case, people: World
    ) -> None:
        people.mental_health.shares_information = False
        people.mental_health.save()
        planned(level_2_case, people)
        assert InformationRequest.objects.filter(agency=people.mental_health).exists()
        assert not can_see(again(people.spoc), level_2_case.pk, Detail.PRESENCE)

    @rule("ACC-60")
    @pytest.mark.parametrize("by_name", [True, False])
    def test_leaving_the_agreement_closes_the_papers_and_signing_opens_them_again(
        self, level_2_case: Case, people: World, by_name: bool
    ) -> None:
        meeting = planned(level_2_case, people, asked=those_asked(people) if by_name else anonymous(people))
        for shares in (True, False, True):
            people.mental_health.shares_information = shares
            people.mental_health.save()
            spoc = again(people.spoc)
            assert can_see(spoc, level_2_case.pk, Detail.PACK) is shares
            assert can_see(spoc, level_2_case.pk, Detail.PRESENCE) is shares
            assert any(condition_holds(spoc, level_2_case)) is shares
            assert Meeting.objects.visible_to(spoc).filter(pk=meeting.pk).exists() is shares
            assert Invitation.objects.visible_to(spoc).exists() is shares

    @rule("ACC-60")
    @pytest.mark.parametrize("by_name", [True, False])
    def test_an_agency_that_signs_after_it_was_invited_sees_the_papers(
        self, level_2_case: Case, people: World, by_name: bool
    ) -> None:
        people.mental_health.shares_information = False
        people.mental_health.save()
        planned(level_2_case, people, asked=those_asked(people) if by_name else anonymous(people))
        assert not can_see(again(people.spoc), level_2_case.pk, Detail.PRESENCE)
        people.mental_health.shares_information = True
        people.mental_health.save()
        assert can_see(again(people.spoc), level_2_case.pk, Detail.PACK)


class TestAnswering:
    @rule("MTG-61")
    def test_information_becomes_an_item_that_the_agency_owns(self, asked: InformationRequest, people: World) -> None:
        done = answer(asked, again(people.spoc), people, answer="gave", text="Missed two appointments.")
        item = InformationItem.objects.get()
        assert (done.item_id, item.owner_agency, item.recorded_by) == (item.pk, people.mental_health, people.spoc)
        assert AuditEvent.objects.filter(verb="return.recorded", actor_id=people.spoc.pk).exists()

    @rule("MTG-61")
    def test_a_second_return_is_refused_and_one_over_another_conflicts(
        self, asked: InformationRequest, people: World
    ) -> None:
        first = answer(asked, again(people.spoc), people)
        with pytest.raises(Conflict):
            answer(asked, again(people.spoc), people, version=1, answer="gave", text="Late news.")
        with pytest.raises(RuleRefused):
            answer(first, again(people.spoc), people)
        assert not InformationItem.objects.exists()

    @rule("MTG-62")
    def test_another_agency_does_not_answer(self, asked: InformationRequest, people: World) -> None:
        for other in (people.practitioner, people.manager):
            with pytest.raises(NotPermitted):
                answer(asked, again(other), people)

    @rule("MTG-62")
    def test_the_co_ordinator_records_it_and_says_how_it_came(self, asked: InformationRequest, people: World) -> None:
        with pytest.raises(RuleRefused):
            answer(asked, again(people.coordinator), people)
        done = answer(asked, again(people.coordinator), people, note="Secure e-mail from the ward.")
        assert done.answered_by == people.coordinator

    @rule("MTG-61")
    def test_about_a_cancelled_meeting_nothing_is_returned(self, asked: InformationRequest, people: World) -> None:
        meeting = Meeting.objects.get(pk=asked.meeting_id)
        moving.cancel_meeting(
            actor=people.coordinator,
            meeting=meeting,
            version=meeting.version,
            reason="Recalled.",
            approval=approval(people),
            today=people.today,
        )
        with pytest.raises(RuleRefused):
            answer(asked, again(people.coordinator), people, note="By telephone.", version=2)


@rule("MTG-63")
class TestReminding:
    def test_the_mailbox_and_the_contacts_are_told_without_a_name(
        self, asked: InformationRequest, people: World, django_capture_on_commit_callbacks: Any
    ) -> None:
        people.mental_health.mailbox = "mappa@health.example"
        people.mental_health.save()
        with django_capture_on_commit_callbacks(execute=True):
            returns.remind(actor=people.coordinator, request=asked, version=asked.version, today=people.today)
        assert {message.to[0] for message in mail.outbox} == {"mappa@health.example", people.spoc.email}
        for message in mail.outbox:
            written = f"{message.subject} {message.body}"
            assert asked.case.family_name not in written and asked.case.reference not in written

    def test_a_contact_barred_after_the_reminder_was_decided_is_not_told(
        self, asked: InformationRequest, people: World, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks() as callbacks:
            returns.remind(actor=people.coordinator, request=asked, version=asked.version, today=people.today)
        deny(actor=people.coordinator, case=asked.case, user=people.spoc, reason="A relative.", starts=people.today)
        for callback in callbacks:
            callback()
        assert people.spoc.email not in [address for message in mail.outbox for address in message.to]

    @rule("ACC-23")
    def test_in_a_restricted_case_only_whom_the_agency_sends_by_name_is_told_and_no_contact(
        self, asked: InformationRequest, people: World, django_capture_on_commit_callbacks: Any
    ) -> None:
        nurse = make_user("nurse", agency=people.mental_health, area=people.area, roles=(Role.PRACTITIONER,))
        person = Asked(people.mental_health, "Ward nurse", party_of(people.mental_health), nurse)
        planning.invite(actor=people.coordinator, meeting=asked.meeting, asked=person, today=people.today)
        restrict(actor=people.manager, case=asked.case, restricted=True, reason="Protected person.")
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            returns.remind(actor=again(people.chair), request=asked, version=asked.version, today=people.today)
        told = [address for message in mail.outbox for address in message.to]
        assert nurse.email in told
        assert people.spoc.email not in told
        assert not InvitationEmail.objects.filter(person=people.spoc).exists()

    @rule("ACC-23")
    def test_whoever_lost_sight_of_the_papers_before_the_worker_comes_is_not_told(
        self, asked: InformationRequest, people: World, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks() as callbacks:
            returns.remind(actor=people.coordinator, request=asked, version=asked.version, today=people.today)
        parts = Assignment.objects.filter(user=people.spoc, meeting_id=asked.meeting_id)
        parts.in_bulk_with_own_audit().update(ends=people.today)
        for callback in callbacks:
            callback()
        assert people.spoc.email not in [address for message in mail.outbox for address in message.to]

    @rule("MTG-98")
    def test_a_worker_lost_after_the_reminder_was_decided_costs_nobody_the_e_mail(
        self, asked: InformationRequest, people: World
    ) -> None:
        returns.remind(actor=people.coordinator, request=asked, version=asked.version, today=people.today)
        mail.outbox.clear()
        assert send_waiting_invitations() > 0
        assert people.spoc.email in [address for message in mail.outbox for address in message.to]
        assert send_waiting_invitations() == 0
        assert AuditEvent.objects.filter(verb="reminder.told").exists()

    @rule("MTG-98")
    def test_an_agency_that_answers_before_the_worker_comes_is_told_nothing(
        self, asked: InformationRequest, people: World
    ) -> None:
        done = returns.remind(actor=people.coordinator, request=asked, version=asked.version, today=people.today)
        answer(done, again(people.spoc), people, version=done.version)
        mail.outbox.clear()
        assert send_waiting_invitations() == 0 and mail.outbox == []

    def test_only_once_a_day(self, asked: InformationRequest, people: World) -> None:
        done = returns.remind(actor=people.coordinator, request=asked, version=asked.version, today=people.today)
        with pytest.raises(RuleRefused):
            returns.remind(actor=people.coordinator, request=done, version=done.version, today=people.today)


class TestPages:
    def test_the_contact_finds_the_request_and_answers_it(
        self, asked: InformationRequest, people: World, sign_in: SignIn
    ) -> None:
        client = sign_in(people.spoc)
        address = reverse("return_record", args=[asked.case_id, asked.meeting_id, asked.pk])
        assert address in client.get(reverse("returns")).content.decode()
        form = client.get(address).context["form"]
        sent = {"version": asked.version, "answer": "nothing", "sensitivity": "ordinary", "text": "", "note": ""}
        once = {name: form[name].value() for name in form.fields if name not in sent}
        assert client.post(address, {**once, **sent}).status_code == 302
        assert address not in client.get(reverse("returns")).content.decode()

    def test_the_address_does_not_exist_for_another_agency(
        self, asked: InformationRequest, people: World, sign_in: SignIn
    ) -> None:
        other = make_user("Contact", agency=people.childrens_services, area=people.area, roles=(Role.SPOC,))
        address = reverse("return_record", args=[asked.case_id, asked.meeting_id, asked.pk])
        assert sign_in(other).get(address).status_code == 404
        later = Asked(people.childrens_services, "Social worker", party_of(people.childrens_services), other)
        planning.invite(actor=people.coordinator, meeting=asked.meeting, asked=later, today=people.today)
        assert sign_in(other).get(address).status_code == 404
        assert sign_in(people.practitioner).get(address).status_code == 404

    def test_who_must_be_there_is_shown_with_the_reason(
        self, asked: InformationRequest, people: World, sign_in: SignIn
    ) -> None:
        address = reverse("meeting_people", args=[asked.case_id, asked.meeting_id])
        page = sign_in(people.coordinator).get(address).content.decode()
        assert "Probation manages the case" in page and "Must come" in page and "Outstanding" in page
        assert sign_in(people.spoc).get(address).status_code == 404

    def test_a_contact_whose_role_ended_is_asked_no_more(self, asked: InformationRequest, people: World) -> None:
        RoleHolding.objects.filter(user=people.spoc).update(ends=people.today)
        assert list(convening.waiting_requests(viewer=again(people.spoc))) == []


@rule("ACC-25")
def test_a_barred_person_is_not_invited_by_an_id_that_the_form_did_not_offer(
    asked: InformationRequest, people: World, sign_in: SignIn
) -> None:
    deny(actor=people.coordinator, case=asked.case, user=people.spoc, reason="A relative.", starts=people.today)
    client = sign_in(people.coordinator)
    address = reverse("meeting_invite", args=[asked.case_id, asked.meeting_id])
    form = client.get(address).context["form"]
    once = {name: form[name].value() or "" for name in form.fields}
    sent = {"agency": people.mental_health.pk, "person": people.spoc.pk, "role_title": "Nurse"}
    answer = client.post(address, {**once, **sent})
    assert answer.status_code == 422
    assert not Invitation.objects.filter(person=people.spoc).exists()
