"""Minutes that go to somebody after all, and further copies that go to nobody."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import Agency
from accounts.roles import Role
from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from deadlines.models import Deadline
from meetings.models import InformationRequest, Invitation
from meetings.rules.returns import GAVE
from minutes import facts, selectors
from minutes.models import LeftOut, LeftOutTakenBack, MinutesCopyStep
from minutes.services import circulation, distribution, taking_back
from offenders.access import Detail, can_see
from offenders.models import AccessDenial, Assignment
from offenders.models.access import in_force
from tests.factories import make_user
from tests.marks import rule
from tests.minutes.test_minutes_copies import amend, beyond, invited, leave_out, make, step
from tests.minutes.test_summary import issue, prepare

pytestmark = rule("MIN-16")


def take_back(left_out, people, *, actor=None, reason="It was a mistake.", today=None):
    return taking_back.take_back(
        actor=actor or people.chair, left_out=left_out, reason=reason, today=today or people.today
    )


def strike(copy, people, *, actor=None, reason="She moved on."):
    return taking_back.strike(actor=actor or people.chair, copy=copy, reason=reason, today=people.today)


@pytest.fixture
def left_out(approved, people):
    return leave_out(approved, people, invited(approved, people.spoc))


def minutes_page(approved):
    return reverse("minutes_detail", args=[approved.case_id, approved.meeting_id])


class TestTakingBack:
    def test_they_get_a_copy_the_ordinary_way_and_read_here_again(self, approved, people, left_out, sign_in):
        client = sign_in(people.spoc)
        make(approved, people)
        assert client.get(minutes_page(approved)).status_code == 404
        before = Assignment.objects.get(meeting_id=approved.meeting_id, user=people.spoc)
        take_back(left_out, people)
        assert [copy.invitation_id for copy in make(approved, people)] == [left_out.invitation_id]
        assert client.get(minutes_page(approved)).status_code == 200
        (again,) = Assignment.objects.filter(meeting_id=approved.meeting_id, user=people.spoc).exclude(pk=before.pk)
        others = Assignment.objects.get(
            meeting_id=approved.meeting_id, user=people.colleague, capacity=Assignment.Capacity.INVITEE
        )
        assert again.ends == others.ends
        kept = Assignment.objects.get(pk=before.pk)
        assert kept.ends == before.ends

    def test_both_decisions_stand_with_who_when_and_why(self, approved, people, left_out, sign_in):
        taken = take_back(left_out, people)
        assert (taken.decided_by, taken.decided_on, taken.reason) == (people.chair, people.today, "It was a mistake.")
        page = sign_in(people.coordinator).get(reverse("minutes_copies", args=[approved.case_id, approved.meeting_id]))
        assert left_out.reason in page.content.decode()
        assert taken.reason in page.content.decode()
        assert AuditEvent.objects.filter(verb="minutes.left_out_taken_back", refused=False).exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            LeftOutTakenBack.objects.filter(pk=taken.pk).in_bulk_with_own_audit().update(reason="Another.")

    @pytest.mark.parametrize(("actor", "reason"), [("administrator", "A mistake."), ("chair", " ")])
    def test_it_is_the_chairs_decision_with_a_reason(self, people, left_out, actor, reason):
        with pytest.raises((NotPermitted, RuleRefused)):
            take_back(left_out, people, actor=people.people[actor], reason=reason)
        assert not LeftOutTakenBack.objects.exists()

    def test_once(self, people, left_out):
        take_back(left_out, people)
        with pytest.raises(RuleRefused) as caught:
            take_back(left_out, people)
        assert caught.value.rules == ("OFF-21",)

    def test_they_may_be_left_out_anew_and_that_may_be_taken_back_too(self, approved, people, left_out):
        take_back(left_out, people)
        row = left_out.invitation
        assert row in selectors.may_be_left_out(viewer=people.chair, meeting=approved.meeting)
        again = leave_out(approved, people, row)
        assert row.pk not in {copy.invitation_id for copy in make(approved, people)}
        assert not can_see(people.spoc, approved.case_id, Detail.PACK)
        take_back(again, people)
        assert [copy.invitation_id for copy in make(approved, people)] == [row.pk]
        assert LeftOut.objects.filter(invitation=row).count() == 2

    def test_who_is_kept_out_of_the_case_stays_without(self, approved, people, left_out):
        AccessDenial(case=approved.case, user=people.spoc, reason="Knows him.", decided_by=people.manager).save()
        with pytest.raises(RuleRefused) as caught:
            take_back(left_out, people)
        assert caught.value.rules == ("MIN-16",)
        assert not LeftOutTakenBack.objects.exists()

    def test_a_copy_made_before_is_sent_then_and_chased_again(self, approved, people):
        make(approved, people)
        row = invited(approved, people.spoc)
        copy = approved.meeting.minutes_copies.get(invitation=row)
        left = leave_out(approved, people, row)
        with pytest.raises(RuleRefused):
            step(copy, people, "sent")
        take_back(left, people)
        step(copy, people, "sent", days=30)
        assert Deadline.objects.filter(case=approved.case, rule="MIN-06", closed_at__isnull=True).exists()

    def test_a_colleague_left_out_the_same_day_stays_out(self, approved, people):
        rows = Invitation.objects.filter(meeting=approved.meeting, agency=people.mental_health)
        other = rows.get()
        other.pk, other.person, other.role_title = None, people.vlo, "Second nurse"
        people.vlo.agency = people.mental_health
        people.vlo.save(update_fields=["agency"])
        other._state.adding = True
        other.save(force_insert=True)
        Assignment.objects.create(
            case=approved.case,
            user=people.vlo,
            capacity=Assignment.Capacity.INVITEE,
            starts=people.today,
            meeting_id=approved.meeting_id,
        )
        left = [leave_out(approved, people, row) for row in (rows.get(person=people.spoc), other)]
        take_back(left[0], people)
        open_parts = Assignment.objects.filter(meeting_id=approved.meeting_id, ends__gt=people.today)
        assert set(open_parts.values_list("user", flat=True)) >= {people.spoc.pk}
        assert not open_parts.filter(user=people.vlo).exists()

    @pytest.mark.parametrize("first_back", [0, 1])
    def test_the_contacts_read_again_whichever_of_two_left_out_on_different_days_is_taken_back(
        self, approved, people, first_back
    ):
        rows = Invitation.objects.filter(meeting=approved.meeting, agency=people.mental_health)
        second = rows.get()
        second.pk, second.person, second.person_name, second.role_title = None, None, "A Nurse", "Second nurse"
        second._state.adding = True
        second.save(force_insert=True)
        contact = make_user("contact", agency=people.mental_health, area=people.area, roles=(Role.PRACTITIONER,))
        Assignment.objects.create(
            case=approved.case,
            user=contact,
            capacity=Assignment.Capacity.INVITEE,
            starts=people.today - dt.timedelta(days=10),
            meeting_id=approved.meeting_id,
        )
        left = []
        for row, ago in ((rows.get(person=people.spoc), 1), (second, 0)):
            assert Assignment.objects.filter(in_force(), user=contact).exists()
            day = people.today - dt.timedelta(days=ago)
            given = {"actor": people.chair, "meeting": approved.meeting, "reason": "Has moved on."}
            left.append(distribution.leave_out(**given, invitation=row, today=day))
        assert not Assignment.objects.filter(in_force(), user=contact).exists()
        take_back(left[first_back], people)
        assert Assignment.objects.filter(in_force(), user=contact).count() == 1
        take_back(left[1 - first_back], people)
        assert Assignment.objects.filter(in_force(), user=contact).count() == 1

    @pytest.mark.parametrize(("day", "reads"), [(-1, True), (0, False)])
    def test_they_read_here_only_while_the_others_do(self, approved, people, left_out, day, reads):
        parts = Assignment.objects.filter(meeting_id=approved.meeting_id, user=people.spoc)
        ends = Assignment.objects.get(
            meeting_id=approved.meeting_id, user=people.colleague, capacity=Assignment.Capacity.INVITEE
        ).ends
        take_back(left_out, people, today=ends + dt.timedelta(days=day))
        assert parts.filter(ends=ends).exists() is reads

    def test_the_page_says_where_keeping_out_ends_and_takes_the_reason(self, approved, people, left_out, sign_in):
        address = reverse("minutes_take_back", args=[approved.case_id, approved.meeting_id, left_out.pk])
        assert sign_in(people.coordinator).get(address).status_code == 404
        client = sign_in(people.chair)
        assert "who sees the case, not here" in client.get(address).content.decode()
        assert client.post(address, {"reason": ""}).status_code == 422
        assert client.post(address, {"reason": "It was a mistake."}).status_code == 302
        assert client.get(address).status_code == 404


class TestComments:
    @pytest.fixture
    def gave(self, approved, people):
        return InformationRequest.objects.create(
            case=approved.case,
            meeting=approved.meeting,
            agency=people.mental_health,
            asked_on=people.today,
            answer=GAVE,
            answered_on=people.today,
            answered_by=people.spoc,
        )

    @pytest.fixture
    def out(self, approved, people, left_out):
        prepare(approved.meeting, people)
        return circulation.circulate(
            actor=people.administrator,
            meeting=approved.meeting,
            version=1,
            comments_by=people.today + dt.timedelta(days=5),
            today=people.today,
        )

    def say(self, approved, people, agency):
        return circulation.comment(actor=people.coordinator, meeting=approved.meeting, agency=agency, text="Nothing.")

    def test_while_a_draft_is_out_they_are_asked_and_told(
        self, approved, people, left_out, gave, out, mailoutbox, django_capture_on_commit_callbacks
    ):
        with pytest.raises(RuleRefused) as caught:
            self.say(approved, people, people.mental_health)
        assert caught.value.rules == ("EXS-12",)
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            taken = take_back(left_out, people)
        assert taken.asked_in == out
        assert [people.spoc.email] in [one.to for one in mailoutbox]
        assert self.say(approved, people, people.mental_health).agency == people.mental_health

    def test_the_overview_says_that_they_were_asked_after_all(self, approved, people, left_out, gave, out, sign_in):
        take_back(left_out, people)
        page = sign_in(people.chair).get(reverse("summary_overview", args=[approved.case_id, approved.meeting_id]))
        assert f"after all: {left_out.invitation.role_title}" in page.content.decode()

    def test_the_draft_waits_for_their_comment_too(self, approved, people, left_out, gave, out):
        for agency in Agency.objects.filter(pk__in=facts.agencies_asked([out])[out.pk]):
            self.say(approved, people, agency)
        assert facts.drafts_out([approved.case_id]) == {}
        take_back(left_out, people)
        assert [row[0] for row in facts.drafts_out([approved.case_id])[approved.case_id]] == [out.pk]

    def test_after_the_last_day_nobody_is_asked(self, people, left_out, gave, out):
        assert take_back(left_out, people, today=out.comments_by + dt.timedelta(days=1)).asked_in is None

    def test_once_a_summary_is_issued_nobody_is_asked(self, approved, people, left_out, gave, out):
        issue(approved.meeting, people)
        assert take_back(left_out, people).asked_in is None

    def test_who_gave_nothing_is_not_asked(self, people, left_out, out):
        assert take_back(left_out, people).asked_in is None


class TestStriking:
    def test_a_further_copy_is_struck_until_it_was_sent(self, approved, people):
        copy, sent = beyond(approved, people), beyond(approved, people, recipient="A reader")
        step(sent, people, "sent")
        strike(copy, people)
        assert MinutesCopyStep.objects.get(copy=copy).step == "struck"
        with pytest.raises(RuleRefused) as caught:
            strike(sent, people)
        assert caught.value.rules == ("MIN-16",)

    def test_a_struck_copy_is_neither_sent_nor_drawn_and_followed_by_none(self, approved, people, sign_in):
        copy = beyond(approved, people)
        strike(copy, people)
        with pytest.raises(RuleRefused) as caught:
            step(copy, people, "sent")
        assert caught.value.rules == ("MIN-16",)
        with pytest.raises(RuleRefused):
            distribution.draw(actor=people.chair, copy=copy)
        address = reverse("minutes_copy_pdf", args=[approved.case_id, copy.pk])
        assert sign_in(people.coordinator).get(address).status_code == 404
        amend(approved, people)
        assert copy.recipient not in {made.recipient for made in make(approved, people)}

    def test_the_same_recipient_may_be_given_one_again(self, approved, people):
        strike(beyond(approved, people), people)
        assert beyond(approved, people).number == 2

    @pytest.mark.parametrize(("actor", "reason"), [("administrator", "A mistake."), ("chair", " ")])
    def test_it_is_the_chairs_decision_with_a_reason(self, approved, people, actor, reason):
        copy = beyond(approved, people)
        with pytest.raises((NotPermitted, RuleRefused)):
            strike(copy, people, actor=people.people[actor], reason=reason)
        assert not MinutesCopyStep.objects.exists()

    def test_the_copy_of_somebody_invited_is_not_struck(self, approved, people):
        (copy, *_) = make(approved, people)
        with pytest.raises(RuleRefused) as caught:
            strike(copy, people)
        assert caught.value.rules == ("MIN-16",)

    def test_the_list_offers_it_to_the_chair_and_says_so_afterwards(self, approved, people, sign_in):
        copy, client = beyond(approved, people), sign_in(people.chair)
        page = reverse("minutes_copies", args=[approved.case_id, approved.meeting_id])
        address = reverse("minutes_copy_strike", args=[approved.case_id, approved.meeting_id, copy.pk])
        assert address in client.get(page).content.decode()
        assert address not in sign_in(people.coordinator).get(page).content.decode()
        client = sign_in(people.chair)
        assert client.post(address, {"reason": "She moved on."}).status_code == 302
        shown = client.get(page).content.decode()
        assert "Struck before it was sent" in shown
        assert "She moved on." in shown
        assert address not in shown
