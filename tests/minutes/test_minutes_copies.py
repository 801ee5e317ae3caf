"""Copies of minutes: who receives what, what became of each, and the recording."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from assessments.models import PlanAction
from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from deadlines.models import Deadline
from meetings.models import Invitation
from meetings.services import closing, minutes
from minutes import paper, selectors
from minutes.models import LeftOut, MinutesCopy, MinutesCopyStep
from minutes.services import distribution, recordings
from offenders.access import Detail, can_see
from offenders.models import AccessDenial
from offenders.writing import announce
from tests.marks import rule
from tests.meetings.conftest import all_came
from tests.meetings.test_action_points import agreed

OPEN, SECRET = "Offer a place on the spring course.", "Watch the shed behind the mill."


def invited(approved, user):
    return Invitation.objects.get(meeting=approved.meeting, person=user)


def make(approved, people):
    return distribution.make_copies(actor=people.administrator, meeting=approved.meeting)


def leave_out(approved, people, row, *, actor=None):
    return distribution.leave_out(
        actor=actor or people.chair,
        meeting=approved.meeting,
        invitation=row,
        reason="Has moved on.",
        today=people.today,
    )


def step(copy, people, kind, *, days=0):
    on = people.today - dt.timedelta(days=days)
    return distribution.take_step(actor=people.administrator, copy=copy, step=kind, on=on, today=people.today)


def copy_of(approved, people, user):
    make(approved, people)
    return MinutesCopy.objects.filter(invitation=invited(approved, user)).order_by("-number").first()


def owed(row, rule_id):
    return Deadline.objects.filter(case=row.case_id, closed_at__isnull=True, rule=rule_id)


def pages(made):
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made.content)).pages]


def denied(approved, people, user):
    return AccessDenial(case=approved.case, user=user, reason="Knows him.", decided_by=people.manager).save()


def beyond(approved, people, *, actor=None, recipient="The duty inspector", form="full", reason="Needs to know."):
    return distribution.copy_beyond(
        actor=actor or people.chair, meeting=approved.meeting, recipient=recipient, form=form, reason=reason
    )


def amend(approved, people):
    return minutes.word_minutes(
        actor=people.chair, meeting=approved.meeting, based_on=1, texts={}, reason="A date.", today=people.today
    )


class TestWhoReceives:
    @rule("MIN-04")
    def test_everybody_invited_present_or_not_has_a_copy_of_their_own_once(self, approved, people):
        made = make(approved, people)
        standing = Invitation.objects.filter(meeting=approved.meeting, withdrawn_on__isnull=True)
        assert {copy.invitation_id for copy in made} == set(standing.values_list("pk", flat=True))
        assert sorted(copy.number for copy in made) == list(range(1, len(made) + 1))
        with pytest.raises(RuleRefused) as caught:
            make(approved, people)
        assert caught.value.rules == ("OFF-21",)

    @rule("MIN-04")
    @pytest.mark.parametrize(("actor", "reason"), [("administrator", "Has moved on."), ("chair", " ")])
    def test_leaving_out_is_the_chairs_decision_with_a_reason(self, approved, people, actor, reason):
        with pytest.raises((NotPermitted, RuleRefused)):
            distribution.leave_out(
                actor=people.people[actor],
                meeting=approved.meeting,
                invitation=invited(approved, people.spoc),
                reason=reason,
                today=people.today,
            )
        assert not LeftOut.objects.exists()

    @rule("MIN-04")
    def test_the_chair_is_neither_offered_nor_left_out(self, approved, people):
        own = invited(approved, people.chair)
        offered = selectors.may_be_left_out(viewer=people.chair, meeting=approved.meeting)
        assert own not in offered
        assert invited(approved, people.spoc) in offered
        assert offered.filter(person=None).exists()
        with pytest.raises(RuleRefused) as caught:
            leave_out(approved, people, own)
        assert caught.value.rules == ("MIN-04",)
        assert not LeftOut.objects.exists()

    @rule("MIN-04")
    def test_whom_the_chair_leaves_out_receives_nothing_and_reads_nothing(self, approved, people, sign_in):
        row, client = invited(approved, people.spoc), sign_in(people.spoc)
        page = reverse("minutes_detail", args=[approved.case_id, approved.meeting_id])
        assert client.get(page).status_code == 200
        leave_out(approved, people, row)
        assert row.pk not in {copy.invitation_id for copy in make(approved, people)}
        assert client.get(page).status_code == 404

    @rule("MIN-04")
    @rule("MIN-07")
    def test_whom_the_chair_leaves_out_before_approving_never_reads_the_minutes(self, closed, people, sign_in):
        client, invitee = sign_in(people.chair), sign_in(people.spoc)
        page = reverse("minutes_detail", args=[closed.case_id, closed.pk])
        address = reverse("minutes_leave_out", args=[closed.case_id, closed.pk])
        assert invitee.get(page).status_code == 404
        assert address in client.get(page).content.decode()
        form = client.get(address).context["form"]
        row = Invitation.objects.get(meeting=closed, person=people.spoc)
        typed = {name: form[name].value() or "" for name in form.fields}
        sent = client.post(address, {**typed, "invitation": row.pk, "reason": "Has moved on."})
        assert sent.headers["Location"] == page
        assert "Has moved on." in client.get(address).content.decode()
        minutes.approve_minutes(actor=people.chair, meeting=closed, based_on=1, today=people.today)
        assert invitee.get(page).status_code == 404
        made = distribution.make_copies(actor=people.administrator, meeting=closed)
        assert row.pk not in {copy.invitation_id for copy in made}
        assert (
            "Has moved on." in client.get(reverse("minutes_copies", args=[closed.case_id, closed.pk])).content.decode()
        )

    @rule("MIN-04")
    def test_leaving_one_colleague_out_closes_nothing_for_the_others(self, approved, people):
        leave_out(
            approved, people, Invitation.objects.get(meeting=approved.meeting, role_title="Probation practitioner")
        )
        assert can_see(people.colleague, approved.case_id, Detail.PACK)

    @rule("MIN-05")
    def test_who_is_denied_the_case_withdrawn_or_gone_receives_nothing(self, approved, people):
        spoc, colleague = invited(approved, people.spoc), invited(approved, people.colleague)
        denied(approved, people, people.spoc)
        people.colleague.is_active = False
        people.colleague.save(update_fields=["is_active"])
        withdrawn = Invitation.objects.filter(meeting=approved.meeting, person=None).first()
        withdrawn.withdrawn_on = people.today
        withdrawn.save()
        have = {copy.invitation_id for copy in make(approved, people)}
        assert have.isdisjoint({spoc.pk, colleague.pk, withdrawn.pk})

    @rule("MIN-05")
    def test_a_copy_of_somebody_barred_meanwhile_is_neither_sent_nor_chased_nor_read(self, approved, people, sign_in):
        copy = copy_of(approved, people, people.spoc)
        step(copy, people, "sent", days=30)
        denied(approved, people, people.spoc)
        announce(approved.case)
        assert not owed(approved, "MIN-06").exists()
        with pytest.raises(RuleRefused) as caught:
            step(copy, people, "chased")
        assert caught.value.rules == ("MIN-05",)
        address = reverse("minutes_copy_pdf", args=[approved.case_id, copy.pk])
        assert sign_in(people.spoc).get(address).status_code == 404
        with pytest.raises(NotPermitted):
            distribution.draw(actor=people.spoc, copy=copy)
        with pytest.raises(NotPermitted):
            distribution.confirm_own(actor=people.spoc, copy=copy, read=True, today=people.today)

    @rule("MIN-05")
    def test_no_copy_is_made_under_the_name_of_somebody_barred_or_left_out(self, approved, people):
        denied(approved, people, people.spoc)
        leave_out(approved, people, invited(approved, people.colleague))
        for barred in (people.spoc, people.colleague):
            with pytest.raises(RuleRefused) as caught:
                beyond(approved, people, recipient=f"{barred.full_name}, at home")
            assert caught.value.rules == ("MIN-05",)
        assert not MinutesCopy.objects.exists()

    @rule("MIN-04")
    @pytest.mark.parametrize(("actor", "reason"), [("coordinator", "Needs to know."), ("chair", " ")])
    def test_a_copy_beyond_the_invitations_is_the_chairs_decision_with_a_reason(self, approved, people, actor, reason):
        with pytest.raises((NotPermitted, RuleRefused)):
            beyond(approved, people, actor=people.people[actor], reason=reason)
        assert not MinutesCopy.objects.exists()
        assert beyond(approved, people).reason == "Needs to know."

    @rule("MIN-04")
    def test_corrected_minutes_go_to_everybody_who_had_the_earlier_ones_but_not_to_collected_paper(
        self, approved, people
    ):
        first = make(approved, people)
        extra, on_paper = beyond(approved, people), beyond(approved, people, recipient="A reader", form="paper")
        for kind in ("sent", "returned"):
            step(on_paper, people, kind)
        amend(approved, people)
        second = make(approved, people)
        assert len(second) == len(first) + 1
        assert [copy.recipient for copy in second if copy.invitation_id is None] == [extra.recipient]
        assert {copy.minutes.number for copy in second} == {2}

    @rule("MIN-04")
    def test_an_agency_outside_the_agreement_has_action_points_alone_and_no_sensitive_one(self, recorded, people):
        agreed(recorded, people, people.mental_health, OPEN)
        agreed(recorded, people, people.mental_health, SECRET, sensitive=True)
        people.mental_health.shares_information = False
        people.mental_health.save(update_fields=["shares_information"])
        all_came(recorded, people, mental_health="apologies")
        closing.close_meeting(actor=people.chair, meeting=recorded, today=people.today)
        approval = minutes.approve_minutes(actor=people.chair, meeting=recorded, based_on=1, today=people.today)
        copy = copy_of(approval.minutes, people, people.spoc)
        assert copy.form == "action_points"
        text = " ".join(pages(distribution.draw(actor=people.coordinator, copy=copy)))
        assert "Action points" in text
        assert OPEN in text
        assert SECRET not in text
        assert "He has kept every appointment" not in text
        assert people.colleague.full_name not in text

    @rule("MIN-11")
    def test_a_sensitive_action_is_for_those_who_see_the_case_in_full(self, recorded, people, sign_in):
        agreed(recorded, people, people.mental_health, OPEN)
        agreed(recorded, people, people.mental_health, SECRET, sensitive=True)
        all_came(recorded, people)
        closing.close_meeting(actor=people.chair, meeting=recorded, today=people.today)
        approval = minutes.approve_minutes(actor=people.chair, meeting=recorded, based_on=1, today=people.today)
        copy = copy_of(approval.minutes, people, people.spoc)
        assert copy.form == "full"
        printed = " ".join(pages(distribution.draw(actor=people.coordinator, copy=copy)))
        page = reverse("minutes_detail", args=[recorded.case_id, recorded.pk])
        shown = sign_in(people.spoc).get(page).content.decode()
        for text in (printed, shown):
            assert OPEN in text
            assert SECRET not in text
            assert "1 sensitive action" in text
        kept = " ".join(pages(distribution.draw_version(actor=people.coordinator, minutes=approval.minutes)))
        assert SECRET in kept
        assert SECRET in sign_in(people.coordinator).get(page).content.decode()

    @rule("MIN-11")
    @pytest.mark.parametrize("shares", [True, False])
    def test_an_action_marked_sensitive_after_the_meeting_is_printed_no_more(self, recorded, people, sign_in, shares):
        agreed(recorded, people, people.mental_health, OPEN)
        agreed(recorded, people, people.mental_health, SECRET)
        people.mental_health.shares_information = shares
        people.mental_health.save(update_fields=["shares_information"])
        all_came(recorded, people, mental_health="attended" if shares else "apologies")
        closing.close_meeting(actor=people.chair, meeting=recorded, today=people.today)
        approval = minutes.approve_minutes(actor=people.chair, meeting=recorded, based_on=1, today=people.today)
        copy = copy_of(approval.minutes, people, people.spoc)
        assert copy.form == ("full" if shares else "action_points")
        assert SECRET in " ".join(pages(distribution.draw(actor=people.coordinator, copy=copy)))
        rows = PlanAction.objects.filter(meeting_id=recorded.pk, description=SECRET)
        rows.in_bulk_with_own_audit().update(sensitive=True)
        printed = " ".join(pages(distribution.draw(actor=people.coordinator, copy=copy)))
        assert OPEN in printed
        assert SECRET not in printed
        page = reverse("minutes_detail", args=[recorded.case_id, recorded.pk])
        if shares:
            assert SECRET not in sign_in(people.spoc).get(page).content.decode()
        assert SECRET in sign_in(people.coordinator).get(page).content.decode()

    @rule("MIN-07")
    def test_nothing_is_made_of_a_draft(self, closed, people):
        with pytest.raises(RuleRefused) as caught:
            distribution.make_copies(actor=people.administrator, meeting=closed)
        assert caught.value.rules == ("MIN-07",)


class TestPaper:
    @rule("MIN-07")
    def test_a_draft_says_so_on_every_page_and_an_approved_version_on_none(self, closed, people):
        draft = closed.minutes.get()
        assert all("DRAFT, NOT APPROVED" in page for page in pages(paper.version_pdf(draft)))
        minutes.approve_minutes(actor=people.chair, meeting=closed, based_on=1, today=people.today)
        assert not any("DRAFT" in page.upper() for page in pages(paper.version_pdf(closed.minutes.get())))

    @rule("MIN-07")
    def test_an_amended_version_is_not_approved_by_the_approval_of_an_earlier_one(self, approved, people):
        amend(approved, people)
        newest = approved.meeting.minutes.order_by("-number").first()
        text = pages(paper.version_pdf(newest))[0]
        assert "Amended by the chair" in text
        assert "Approved by the chair" not in text

    def test_each_copy_is_marked_on_every_page_and_the_same_each_time(self, approved, people):
        first, second = make(approved, people)[:2]
        drawn = distribution.draw(actor=people.coordinator, copy=first)
        for page in pages(drawn):
            assert page.count("OFFICIAL-SENSITIVE") >= 2
            assert f"Copy {first.number} for" in page
        assert distribution.draw(actor=people.coordinator, copy=first).content == drawn.content
        assert distribution.draw(actor=people.coordinator, copy=second).sha256 != drawn.sha256
        assert AuditEvent.objects.filter(verb="minutes.downloaded").count() == 3

    def test_it_is_tagged_and_says_language_and_title(self, approved, people):
        reader = PdfReader(io.BytesIO(paper.version_pdf(approved).content))
        root = reader.trailer["/Root"]
        assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("en-GB", True)
        assert reader.metadata.title.startswith("Minutes of a MAPPA meeting")

    def test_nobody_else_draws_a_copy(self, approved, people):
        (copy, *_) = make(approved, people)
        for actor in (people.stranger, people.sysadmin):
            with pytest.raises(NotPermitted):
                distribution.draw(actor=actor, copy=copy)


class TestWhatBecomesOfIt:
    def due(self, approved):
        return sorted(owed(approved, "MIN-06").values_list("due_on", flat=True))

    @rule("MIN-06")
    def test_receipt_falls_due_five_working_days_after_sending_and_chasing_starts_it_anew(self, approved, people):
        (copy, *_) = make(approved, people)
        assert self.due(approved) == []
        step(copy, people, "sent", days=14)
        (first,) = self.due(approved)
        step(copy, people, "chased")
        (second,) = self.due(approved)
        assert first < people.today < second
        step(copy, people, "received")
        assert self.due(approved) == []

    @rule("MIN-06")
    def test_of_two_versions_sent_to_the_same_person_the_newer_alone_is_chased(self, approved, people):
        first = copy_of(approved, people, people.spoc)
        step(first, people, "sent", days=14)
        amend(approved, people)
        step(copy_of(approved, people, people.spoc), people, "sent")
        (due,) = self.due(approved)
        assert due > people.today

    @rule("MIN-06")
    def test_the_list_says_who_has_not_confirmed_and_asks_no_more_of_who_has(self, approved, people, sign_in):
        copy, client = copy_of(approved, people, people.spoc), sign_in(people.administrator)
        address = reverse("minutes_copies", args=[approved.case_id, approved.meeting_id])
        further = reverse("minutes_copy_step", args=[approved.case_id, copy.pk])
        step(copy, people, "sent")
        page = client.get(address).content.decode()
        assert "Not confirmed" in page
        assert further in page
        distribution.confirm_own(actor=people.spoc, copy=copy, read=True, today=people.today)
        page = client.get(address).content.decode()
        assert "Not confirmed" not in page
        assert further not in page
        assert client.get(further).status_code == 404

    @rule("MIN-06")
    def test_steps_are_taken_in_order_and_once(self, approved, people):
        (copy, *_) = make(approved, people)
        for early in ("received", "read", "chased"):
            with pytest.raises(RuleRefused):
                step(copy, people, early)
        step(copy, people, "sent")
        for kind, days in (("sent", 0), ("read", -1), ("read", 1)):
            with pytest.raises(RuleRefused) as caught:
                step(copy, people, kind, days=days)
            assert caught.value.rules == ("MIN-06",)
        step(copy, people, "read")
        with pytest.raises(RuleRefused):
            step(copy, people, "chased")

    @rule("MIN-06")
    def test_the_recipient_reads_and_confirms_their_own_and_nobody_elses(self, approved, people, sign_in):
        copy = copy_of(approved, people, people.spoc)
        other = MinutesCopy.objects.get(invitation=invited(approved, people.colleague))
        address = reverse("minutes_own_copy", args=[approved.case_id, approved.meeting_id])
        client = sign_in(people.spoc)
        assert client.get(address).status_code == 404
        for one in (copy, other):
            step(one, people, "sent")
        assert sign_in(people.coordinator).get(address).status_code == 404
        for page in (reverse("case", args=[approved.case_id]), reverse("home")):
            assert address in client.get(page).content.decode()
        assert client.get(reverse("minutes_copy_pdf", args=[approved.case_id, other.pk])).status_code == 404
        mine = client.get(reverse("minutes_copy_pdf", args=[approved.case_id, copy.pk]))
        assert mine["Content-Type"] == "application/pdf"
        assert client.post(address, {"read": "no"}).status_code == 302
        assert "I have read them" in client.get(address).content.decode()
        assert client.post(address, {}).status_code == 302
        taken = MinutesCopyStep.objects.filter(copy=copy).values_list("step", "recorded_by")
        assert {("received", people.spoc.pk), ("read", people.spoc.pk)} <= set(taken)
        assert client.get(address).status_code == 404

    @rule("MIN-08")
    def test_a_paper_copy_has_a_reason_and_is_collected_back_and_no_other_is(self, approved, people):
        (copy, *_) = make(approved, people)
        step(copy, people, "sent")
        with pytest.raises(RuleRefused) as caught:
            step(copy, people, "returned")
        assert caught.value.rules == ("MIN-08",)
        on_paper = distribution.copy_beyond(
            actor=people.chair,
            meeting=approved.meeting,
            recipient="A reader without a screen",
            form="paper",
            reason="Cannot use a screen.",
        )
        assert "numbered" in pages(distribution.draw(actor=people.chair, copy=on_paper))[0]
        step(on_paper, people, "sent")
        step(on_paper, people, "returned")
        assert MinutesCopy.objects.get(pk=on_paper.pk).steps.count() == 2


class TestRecording:
    def record(self, meeting, people):
        return recordings.record_recording(
            actor=people.chair,
            meeting=meeting,
            board_allows="Meeting of 3 March, item 4",
            consent="All were asked and agreed.",
            kept_where="The room's own store",
        )

    @rule("MIN-09")
    def test_its_deletion_falls_due_with_the_approval_and_ends_when_it_is_recorded(self, closed, people):
        kept = self.record(closed, people)
        assert not owed(kept, "MIN-09").exists()
        minutes.approve_minutes(actor=people.chair, meeting=closed, based_on=1, today=people.today)
        assert owed(kept, "MIN-09").get().due_on == people.today
        recordings.recording_deleted(actor=people.administrator, recording=kept, on=people.today, today=people.today)
        assert not owed(kept, "MIN-09").exists()

    @rule("MIN-09")
    @pytest.mark.parametrize("days", [-1, 1])
    def test_it_is_not_deleted_before_the_meeting_or_on_a_day_to_come(self, closed, people, days):
        kept, day = self.record(closed, people), people.today + dt.timedelta(days=days)
        with pytest.raises(RuleRefused) as caught:
            recordings.recording_deleted(actor=people.administrator, recording=kept, on=day, today=people.today)
        assert caught.value.rules == ("MIN-09",)

    @rule("MIN-09")
    def test_no_recording_is_noted_after_the_approval(self, approved, people):
        with pytest.raises(RuleRefused) as caught:
            self.record(approved.meeting, people)
        assert caught.value.rules == ("MIN-09",)
