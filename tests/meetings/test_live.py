"""Writing while a meeting is held: kept every few seconds, by two people, sent twice, too late, or far too long."""

import json
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.urls import reverse

from audit.models import AuditEvent
from audit.refusals import Conflict
from meetings.models import AgendaEntry
from meetings.services import record
from tests.marks import rule

JSON = {"accept": "application/json"}


def url(meeting, item="media"):
    return reverse("meeting_item", args=[meeting.case_id, meeting.pk, item])


def keep(client, meeting, item="media", version=0, **typed):
    return client.post(url(meeting, item), {**typed, "version": str(version)}, headers=JSON)


def stored(meeting, item="media"):
    return AgendaEntry.objects.get(meeting=meeting, item=item)


@rule("MTR-17")
class TestKeeping:
    def test_what_is_typed_is_kept_with_the_version_for_the_next_time(self, meeting, people, sign_in):
        client = sign_in(people.administrator)
        first = keep(client, meeting, note="No int")
        assert json.loads(first.content) == {"version": "1", "wrong": []}
        second = keep(client, meeting, version=1, note="No interest")
        assert json.loads(second.content)["version"] == "2"
        assert stored(meeting).answers["note"] == "No interest"
        events = AuditEvent.objects.filter(verb="agenda.written", case_id=meeting.case_id)
        assert [event.actor_id for event in events] == [people.administrator.pk] * 2

    def test_the_page_can_still_be_saved_afterwards(self, meeting, people, sign_in):
        client = sign_in(people.administrator)
        token = client.get(url(meeting)).context["form"]["once"].value()
        keep(client, meeting, note="Typed", once=token)
        saved = client.post(url(meeting), {"note": "Typed", "version": "1", "once": token})
        assert saved.status_code == 302
        assert stored(meeting).answers["note"] == "Typed"

    def test_the_same_words_sent_twice_are_written_once(self, meeting, people, sign_in):
        client = sign_in(people.administrator)
        keep(client, meeting, note="Once")
        again = keep(client, meeting, note="Once")
        assert (again.status_code, json.loads(again.content)["version"]) == (200, "1")
        assert AuditEvent.objects.filter(verb="agenda.written").count() == 1

    def test_two_in_different_items_lose_nothing(self, meeting, people, sign_in):
        hers, his = sign_in(people.administrator), sign_in(people.chair)
        keep(hers, meeting, note="A")
        keep(his, meeting, item="smb", note="B")
        keep(hers, meeting, version=1, note="A more")
        assert (stored(meeting).answers["note"], stored(meeting, "smb").answers["note"]) == ("A more", "B")

    def test_the_later_of_two_in_one_item_is_told_and_save_shows_both(self, meeting, people, sign_in):
        keep(sign_in(people.administrator), meeting, note="Hers, first.")
        client = sign_in(people.chair)
        told = keep(client, meeting, note="His, second.")
        assert told.status_code == 409
        assert people.administrator.full_name in json.loads(told.content)["message"]
        assert stored(meeting).answers["note"] == "Hers, first."
        both = client.post(url(meeting), {"note": "His, second.", "version": "0"})
        assert both.status_code == 409
        for text in ("Hers, first.", "His, second."):
            assert text in both.content.decode()

    def test_a_half_typed_date_is_named_and_the_rest_is_kept(self, meeting, people, sign_in):
        client = sign_in(people.administrator)
        answer = keep(client, meeting, item="level", level="2", reason="Stays.", next_review_on="31/2")
        (wrong,) = json.loads(answer.content)["wrong"]
        assert wrong.startswith("Date of the next meeting: ")
        assert stored(meeting, "level").answers["reason"] == "Stays."
        assert stored(meeting, "level").answers["next_review_on"] == ""

    def test_a_box_that_is_not_sound_keeps_what_was_stored(self, meeting, people, sign_in):
        client = sign_in(people.administrator)
        keep(client, meeting, note="Kept.")
        answer = keep(client, meeting, version=1, note="<b>" + "x" * 100_000, interest="no")
        assert "Shorten this to 8,000 characters" in json.loads(answer.content)["wrong"][0]
        assert stored(meeting).answers == {"interest": "no", "police": "", "probation": "", "note": "Kept."}

    def test_hostile_text_of_8_kb_is_text(self, meeting, people, sign_in):
        hostile = ("<script>alert(1)</script>\u202e{{ 7*7 }}' OR 1=1 -- \U0001f600" * 200)[:8_000]
        client = sign_in(people.administrator)
        assert keep(client, meeting, note=hostile).status_code == 200
        text = client.get(url(meeting)).content.decode()
        assert "<script>alert(1)" not in text
        assert stored(meeting).answers["note"].startswith("<script>alert(1)</script>{{ 7*7 }}")


@rule("MTR-17")
class TestAnAnswerThatWasLost:
    """The service wrote what the page sent, and the page never heard of it."""

    FIRST, SECOND, THIRD = ("1" * 32, "2" * 32, "3" * 32)

    def test_does_not_make_oneself_the_other_editor(self, meeting, people, sign_in):
        client = sign_in(people.administrator)
        keep(client, meeting, note="No int", saving=self.FIRST)
        again = keep(client, meeting, note="No interest", saving=self.SECOND, unanswered=self.FIRST)
        assert json.loads(again.content) == {"version": "2", "wrong": []}
        assert stored(meeting).answers["note"] == "No interest"

    def test_nor_when_what_was_erased_since_is_sent_by_the_button(self, meeting, people, sign_in):
        client = sign_in(people.administrator)
        keep(client, meeting, note="No int", saving=self.FIRST)
        sent = {"note": "", "version": "0", "saving": self.SECOND, "unanswered": self.FIRST}
        assert client.post(url(meeting), sent).status_code == 302
        assert stored(meeting).answers["note"] == ""

    def test_of_several_the_last_written_is_known_again(self, meeting, people, sign_in):
        client = sign_in(people.administrator)
        keep(client, meeting, note="No", saving=self.FIRST)
        keep(client, meeting, note="No int", saving=self.SECOND, unanswered=self.FIRST)
        both = f"{self.FIRST} {self.SECOND}"
        again = keep(client, meeting, note="No interest", saving=self.THIRD, unanswered=both)
        assert (again.status_code, stored(meeting).answers["note"]) == (200, "No interest")

    def test_that_comes_late_does_not_write_over_later_words(self, meeting, people, sign_in):
        client = sign_in(people.administrator)
        keep(client, meeting, note="No interest", saving=self.SECOND, unanswered=self.FIRST)
        late = keep(client, meeting, note="No int", saving=self.FIRST)
        assert (late.status_code, stored(meeting).answers["note"]) == (409, "No interest")

    def test_still_tells_of_somebody_else_who_wrote_meanwhile(self, meeting, people, sign_in):
        client = sign_in(people.administrator)
        keep(client, meeting, note="Hers.", saving=self.FIRST)
        keep(sign_in(people.chair), meeting, version=1, note="His.", saving=self.THIRD)
        told = keep(client, meeting, note="Hers, more.", saving=self.SECOND, unanswered=self.FIRST)
        assert told.status_code == 409 and people.chair.full_name in json.loads(told.content)["message"]
        assert stored(meeting).answers["note"] == "His."

    def test_is_known_again_by_the_service_for_who_wrote_it_alone(self, meeting, people):
        first = uuid4()
        given = {"meeting": meeting, "item": "media", "version": 0}
        record.write_item(actor=people.administrator, answers={"note": "Hers."}, saving=first, **given)
        with pytest.raises(Conflict):
            record.write_item(actor=people.chair, answers={"note": "His."}, unanswered=[first], **given)
        again = record.write_item(actor=people.administrator, answers={"note": "More."}, unanswered=[first], **given)
        assert (again.version, again.answers["note"]) == (2, "More.")

    @pytest.mark.parametrize("nonsense", ["x", "1" * 31, "\x00", "' OR 1=1"])
    def test_marks_that_are_none_are_left_out(self, meeting, people, sign_in, nonsense):
        answer = keep(sign_in(people.administrator), meeting, note="A", saving=nonsense, unanswered=nonsense)
        assert (answer.status_code, stored(meeting).saving) == (200, None)


class TestRefusals:
    @rule("MIN-03")
    def test_an_item_of_a_closed_meeting_is_not_kept(self, closed, people, sign_in):
        before = stored(closed).answers
        answer = keep(sign_in(people.administrator), closed, version=1, note="Late")
        assert answer.status_code == 422
        assert "This meeting is held" in json.loads(answer.content)["message"]
        assert stored(closed).answers == before

    def test_whoever_may_not_write_finds_nothing(self, meeting, people, sign_in):
        for viewer in (people.spoc, people.stranger):
            assert keep(sign_in(viewer), meeting, note="Mine").status_code == 404
        assert not AgendaEntry.objects.exists()

    def test_somebody_signed_out_is_sent_to_sign_in(self, meeting, client):
        assert keep(client, meeting, note="Mine").status_code == 302
        assert not AgendaEntry.objects.exists()

    def test_a_worker_killed_in_the_middle_leaves_the_earlier_words(self, meeting, people, monkeypatch):
        record.write_item(
            actor=people.administrator, meeting=meeting, item="media", answers={"note": "Kept"}, version=0
        )

        def killed(*args, **kwargs):
            raise OperationalError("the connection is gone")

        monkeypatch.setattr("offenders.writing._finish", killed)
        with pytest.raises(OperationalError):
            record.write_item(
                actor=people.administrator, meeting=meeting, item="media", answers={"note": "Lost?"}, version=1
            )
        assert (stored(meeting).answers["note"], stored(meeting).version) == ("Kept", 1)
