"""What recipients say of their copies: a correction, sharing in the agency; and what the chair decides."""

import datetime as dt

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from deadlines.models import Deadline
from minutes.models import CopyNote, CopyNoteDecision
from minutes.rules.notes import Note
from minutes.services import distribution, notes
from tests.marks import rule
from tests.minutes.test_minutes_copies import copy_of, step


@pytest.fixture
def copy(approved, people):
    """The copy of somebody invited by name, sent yesterday."""
    made = copy_of(approved, people, people.spoc)
    step(made, people, "sent")
    return made


def say(copy, people, kind=Note.CORRECTION, *, actor=None, **changes):
    values = {"text": "The bus is the 14.", "on": people.today, "today": people.today, **changes}
    if kind is not Note.CORRECTION:
        values.setdefault("shared_with", "Duty manager")
    return notes.add_note(actor=actor or people.spoc, copy=copy, kind=kind, **values)


def decide(note, people, *, actor=None, agreed=True, reason="The timetable says so."):
    return notes.decide_note(actor=actor or people.chair, note=note, agreed=agreed, reason=reason, today=people.today)


def owed(copy):
    return Deadline.objects.filter(case=copy.case_id, closed_at__isnull=True, rule="MIN-15")


@rule("MIN-13")
def test_the_recipient_and_the_unit_for_them_ask_for_a_correction_and_nobody_else(copy, people):
    mine = say(copy, people)
    theirs = say(copy, people, actor=people.administrator, text="The shed is green.")
    assert {mine.recorded_by, theirs.recorded_by} == {people.spoc, people.administrator}
    with pytest.raises(NotPermitted):
        say(copy, people, actor=people.practitioner, text="Nothing of mine.")
    assert CopyNote.objects.count() == 2
    assert AuditEvent.objects.filter(verb="minutes.correction_asked", case_id=copy.case_id, refused=False).count() == 2


@rule("MIN-13")
def test_a_copy_that_was_not_sent_is_not_corrected(approved, people):
    unsent = copy_of(approved, people, people.spoc)
    with pytest.raises(RuleRefused) as caught:
        say(unsent, people, actor=people.administrator)
    assert caught.value.rules == ("MIN-13",)


@rule("MIN-13")
def test_the_same_correction_waits_once_and_may_be_asked_again_after_the_decision(copy, people):
    note = say(copy, people)
    with pytest.raises(RuleRefused):
        say(copy, people)
    decide(note, people, agreed=False, reason="The driver says the 12.")
    assert say(copy, people).pk != note.pk


@rule("MIN-14")
def test_sharing_once_is_recorded_and_regular_sharing_waits_for_the_chair(copy, people):
    once = say(copy, people, Note.SHARED)
    assert not owed(copy).exists()
    with pytest.raises(RuleRefused) as caught:
        decide(once, people)
    assert caught.value.rules == ("MIN-15",)
    say(copy, people, Note.REGULAR)
    assert owed(copy).count() == 1


@rule("MIN-14")
def test_a_day_before_the_copy_came_is_refused(copy, people):
    with pytest.raises(RuleRefused) as caught:
        say(copy, people, Note.SHARED, on=people.today - dt.timedelta(days=1))
    assert caught.value.rules == ("MIN-14",)
    assert not CopyNote.objects.exists()


@rule("MIN-15")
def test_the_chair_of_the_meeting_decides_once_and_the_clock_stops(copy, people):
    note = say(copy, people)
    due = owed(copy).get()
    assert due.start_on == people.today
    with pytest.raises((NotPermitted, RuleRefused)):
        decide(note, people, actor=people.administrator)
    decided = decide(note, people)
    assert (decided.decided_by, decided.agreed) == (people.chair, True)
    assert not owed(copy).exists()
    with pytest.raises(RuleRefused):
        decide(note, people)
    assert CopyNoteDecision.objects.count() == 1


class TestPages:
    def test_a_recipient_finds_their_copy_on_the_case_after_reading_it_and_says_what_is_wrong(
        self, copy, people, sign_in
    ):
        distribution.confirm_own(actor=people.spoc, copy=copy, read=True, today=people.today)
        client = sign_in(people.spoc)
        address = reverse("minutes_copy_correct", args=[copy.case_id, copy.pk])
        assert address in client.get(reverse("case", args=[copy.case_id])).content.decode()
        sent = client.post(address, {"text": "The bus is the 14."}, follow=True)
        assert "The chair decides on it." in sent.content.decode()
        assert "Correction asked for" in sent.content.decode()

    @pytest.mark.parametrize("who", ["practitioner", "chair", "spoc", "colleague"])
    @pytest.mark.parametrize("page", ["minutes_copy_correct", "minutes_copy_share"])
    def test_only_its_recipient_and_who_records_the_meeting_open_the_pages(self, copy, people, sign_in, who, page):
        answer = sign_in(people.people[who]).get(reverse(page, args=[copy.case_id, copy.pk]))
        assert answer.status_code == (200 if who in ("spoc", "chair") else 404)

    @rule("MIN-14")
    def test_regular_sharing_says_to_wait_and_the_chair_finds_it(self, copy, people, sign_in):
        values = {
            "shared_with": "Every duty manager",
            "text": "They take calls at night.",
            "kind": "regular",
            "happened_on": f"{people.today.day} {people.today.month} {people.today.year}",
        }
        sent = sign_in(people.spoc).post(
            reverse("minutes_copy_share", args=[copy.case_id, copy.pk]), values, follow=True
        )
        assert "Until then, do not share." in sent.content.decode()
        note = CopyNote.objects.get()
        chair = sign_in(people.chair)
        decide_at = reverse("minutes_note_decide", args=[copy.case_id, copy.meeting_id, note.pk])
        assert decide_at in chair.get(reverse("minutes_copies", args=[copy.case_id, copy.meeting_id])).content.decode()
        assert "They take calls at night." in chair.get(decide_at).content.decode()
        chair.post(decide_at, {"agreed": "no", "reason": "Too many read it."})
        assert note.decision.agreed is False
        assert chair.get(decide_at).status_code == 404

    def test_agreeing_to_a_correction_leads_to_the_amendment(self, copy, people, sign_in):
        note = say(copy, people)
        address = reverse("minutes_note_decide", args=[copy.case_id, copy.meeting_id, note.pk])
        sent = sign_in(people.chair).post(address, {"agreed": "yes", "reason": "Right."}, follow=True)
        assert "Now amend the minutes." in sent.content.decode()
