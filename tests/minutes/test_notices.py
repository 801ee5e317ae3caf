"""E-mails that say that papers wait, the copies sent to those who read here, and the day for comments."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from audit.refusals import RuleRefused
from deadlines.models import Deadline
from meetings.models import ExecutiveSummary, Invitation, InvitationEmail, Minutes
from meetings.selectors import convening
from meetings.services import keeping_out, summary
from meetings.tasks import send_waiting_invitations
from minutes.facts import copies_sent
from minutes.models import MinutesCopy, MinutesCopyStep
from minutes.services import circulation, distribution, notices
from offenders.models import AccessDenial
from tests.marks import rule


@pytest.fixture
def mailed(mailoutbox, django_capture_on_commit_callbacks):
    """Do something, and give the e-mails that it sent."""

    def done(what):
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            what()
        return list(mailoutbox)

    return done


def to(sent):
    return sorted(address for one in sent for address in one.to)


def denied(approved, people, user):
    return AccessDenial(case=approved.case, user=user, reason="Knows him.", decided_by=people.manager).save()


def name_nobody(sent, approved, people):
    said = " ".join(f"{one.subject} {one.body}" for one in sent)
    case = approved.case
    secrets = (case.family_name, case.reference, str(case.pk), people.spoc.full_name, people.chair.full_name)
    return bool(said) and not any(secret in said for secret in secrets)


class TestCopies:
    @pytest.fixture
    def made(self, approved, people):
        distribution.make_copies(actor=people.administrator, meeting=approved.meeting)
        return approved

    def send(self, approved, people):
        return distribution.send_here(actor=people.administrator, meeting=approved.meeting, today=people.today)

    @rule("MIN-06")
    def test_whoever_reads_here_is_sent_theirs_and_told_without_a_name(self, made, people, mailed):
        sent = mailed(lambda: self.send(made, people))
        assert to(sent) == sorted([people.chair.email, people.colleague.email, people.spoc.email])
        assert name_nobody(sent, made, people)
        waiting = MinutesCopy.objects.filter(steps__isnull=True)
        assert {copy.invitation.person for copy in waiting} == {None}
        with pytest.raises(RuleRefused) as caught:
            self.send(made, people)
        assert caught.value.rules == ("MIN-06",)

    @rule("MIN-05")
    def test_whom_the_case_is_closed_to_is_neither_sent_theirs_nor_told(self, made, people, mailed):
        denied(made, people, people.spoc)
        sent = mailed(lambda: self.send(made, people))
        assert people.spoc.email not in to(sent)
        assert not MinutesCopyStep.objects.filter(copy__invitation__person=people.spoc).exists()

    @rule("MIN-05")
    def test_whom_the_chair_left_out_meanwhile_is_told_nothing(self, made, people, mailed):
        self.send(made, people)
        row = Invitation.objects.get(meeting=made.meeting, person=people.spoc)
        distribution.leave_out(
            actor=people.chair, meeting=made.meeting, invitation=row, reason="Has moved on.", today=people.today
        )
        assert people.spoc.email not in to(mailed(send_waiting_invitations))
        email = InvitationEmail.objects.get(invitation=row, about="copy")
        assert (email.way, email.why_not) == ("nobody", notices.NOTHING_WAITS)

    @rule("MIN-06")
    def test_who_has_read_them_is_told_nothing_more(self, made, people, mailed):
        self.send(made, people)
        copy = MinutesCopy.objects.get(invitation__person=people.spoc)
        distribution.confirm_own(actor=people.spoc, copy=copy, read=True, today=people.today)
        assert people.spoc.email not in to(mailed(send_waiting_invitations))

    @rule("MIN-05", "MIN-06")
    def test_whose_agency_or_name_is_kept_out_or_who_moved_on_is_no_longer_chased(self, made, people):
        self.send(made, people)

        def chased():
            return sorted(
                MinutesCopy.objects.get(pk=copy.key).invitation.person.full_name
                for copy in copies_sent([made.case.pk]).get(made.case.pk, [])
            )

        everybody = sorted([people.chair.full_name, people.colleague.full_name, people.spoc.full_name])
        assert chased() == everybody
        values = {"actor": people.coordinator, "case": made.case, "reason": "A cousin.", "today": people.today}
        keeping_out.keep_out(**values, agency=people.mental_health, person_name="")
        assert chased() == sorted(set(everybody) - {people.spoc.full_name})
        keeping_out.keep_out(**values, agency=None, person_name="Imagina Conflicted")
        User.objects.filter(pk=people.colleague.pk).update(full_name="Imagina Conflicted")  # the account came later
        assert chased() == [people.chair.full_name]
        User.objects.filter(pk=people.chair.pk).update(agency=people.yjs)
        assert chased() == []

    @rule("MTG-98")
    def test_a_worker_lost_after_the_copies_were_sent_costs_nobody_the_e_mail(self, made, people, mailed):
        self.send(made, people)
        told = [people.chair.email, people.colleague.email, people.spoc.email]
        assert to(mailed(send_waiting_invitations)) == sorted(told)
        assert mailed(send_waiting_invitations) == []


class TestComments:
    @pytest.fixture
    def drafted(self, approved, people):
        values = dict.fromkeys(summary.TYPED, "Nothing of note.")
        summary.save_summary(actor=people.administrator, meeting=approved.meeting, values=values, nothing=[], version=0)
        return approved

    def circulate(self, approved, people):
        return circulation.circulate(
            actor=people.administrator,
            meeting=approved.meeting,
            version=1,
            comments_by=people.today + dt.timedelta(days=5),
            today=people.today,
        )

    def due(self, approved):
        rows = Deadline.objects.filter(case=approved.case_id, closed_at__isnull=True, rule="EXS-11")
        return list(rows.values_list("due_on", flat=True))

    @rule("EXS-11")
    def test_contributors_are_told_that_a_draft_waits_and_nobody_else_is(self, drafted, people, mailed):
        denied(drafted, people, people.colleague)
        sent = mailed(lambda: self.circulate(drafted, people))
        assert people.chair.email in to(sent)
        assert not {people.colleague.email, people.spoc.email} & set(to(sent))
        assert name_nobody(sent, drafted, people)

    @rule("MTG-98")
    def test_a_draft_sent_round_again_before_the_worker_came_is_told_once(self, drafted, people, mailed):
        self.circulate(drafted, people)
        self.circulate(drafted, people)
        first = to(mailed(send_waiting_invitations))
        assert people.chair.email in first and len(first) == len(set(first))
        assert mailed(send_waiting_invitations) == []

    @rule("EXS-11")
    def test_nobody_is_told_of_a_draft_whose_summary_was_issued_meanwhile(self, drafted, people, mailed):
        self.circulate(drafted, people)
        version = Minutes.objects.filter(meeting=drafted.meeting).latest("number")
        ExecutiveSummary(
            case=drafted.case,
            meeting=drafted.meeting,
            minutes=version,
            version=1,
            reference="XS-INVENTED",
            content={},
            recipient="An invented court",
            issued_by=people.chair,
            issued_as="Chair",
        ).save()
        assert mailed(send_waiting_invitations) == []
        why = InvitationEmail.objects.filter(about="comments").values_list("why_not", flat=True)
        assert set(why) == {notices.OVERTAKEN}

    @rule("MTG-98")
    def test_what_may_have_gone_is_not_sent_again(self, drafted, people, mailed):
        self.circulate(drafted, people)
        email = InvitationEmail.objects.get(about="comments", invitation__person=people.chair)
        email.way, email.sending_at = "person", timezone.now() - dt.timedelta(hours=1)
        email.save()
        assert people.chair.email not in to(mailed(send_waiting_invitations))
        shown = convening.invitation_emails(viewer=people.coordinator, meeting=drafted.meeting, now=timezone.now())
        assert [line.row for line in shown if line.unsure] == [email]

    @rule("EXS-11")
    def test_comments_fall_due_on_their_day_until_every_agency_asked_has_commented(self, drafted, people):
        last = self.circulate(drafted, people)
        assert self.due(drafted) == [people.today + dt.timedelta(days=5)]
        for agency in {row.agency for row in Invitation.objects.filter(meeting=drafted.meeting)}:
            if str(agency.pk) in {one["agency_id"] for one in last.asked}:
                circulation.comment(actor=people.coordinator, meeting=drafted.meeting, agency=agency, text="None.")
        assert self.due(drafted) == []
        assert not ExecutiveSummary.objects.exists()
