"""Who was left out of the minutes, and who has them beyond the invitations, stands in the minutes for the file."""

import pytest
from django.urls import reverse

from minutes import facts_exceptions
from minutes.services import distribution, taking_back
from tests.marks import rule
from tests.minutes.test_minutes_copies import amend, beyond, copy_of, invited, leave_out, make, pages, step

WHY, EXTRA = "Has moved on.", "Needs to know."


def text_of(made):
    return " ".join(pages(made))


@pytest.fixture
def exceptions(approved, people):
    """The nurse was left out, and an inspector has a copy."""
    leave_out(approved, people, invited(approved, people.spoc))
    beyond(approved, people)
    return approved


@rule("MIN-18")
@pytest.mark.parametrize("amended", [False, True])
def test_the_file_says_who_was_left_out_and_who_was_added_with_the_reasons(exceptions, people, amended):
    newest = exceptions
    if amended:
        newest = amend(exceptions, people)
        make(exceptions, people)
    text = text_of(distribution.draw_version(actor=people.coordinator, minutes=newest))
    assert "Distribution" in text
    for words in ("Community nurse", WHY, "The duty inspector", EXTRA):
        assert text.count(words) >= 1
    assert text.count(EXTRA) == 1


@rule("MIN-18")
def test_the_page_says_so_to_those_who_see_the_case_in_full_alone(exceptions, people, sign_in):
    page = reverse("minutes_detail", args=[exceptions.case_id, exceptions.meeting_id])
    shown = sign_in(people.coordinator).get(page).content.decode()
    assert all(words in shown for words in (WHY, "The duty inspector", EXTRA))
    shown = sign_in(people.colleague).get(page).content.decode()
    assert not any(words in shown for words in (WHY, "The duty inspector", EXTRA))


@rule("MIN-18")
def test_no_recipient_s_copy_says_so(exceptions, people):
    text = text_of(distribution.draw(actor=people.coordinator, copy=copy_of(exceptions, people, people.colleague)))
    assert not any(words in text for words in (WHY, "The duty inspector", EXTRA))


@rule("MIN-18")
def test_minutes_without_an_exception_say_that_there_is_none(approved, people):
    text = text_of(distribution.draw_version(actor=people.coordinator, minutes=approved))
    assert "The chair left nobody out and gave no further copies." in text


@rule("MIN-18")
def test_what_was_taken_back_and_struck_is_no_exception_any_more(approved, people):
    out = leave_out(approved, people, invited(approved, people.spoc))
    taking_back.take_back(actor=people.chair, left_out=out, reason="It was a mistake.", today=people.today)
    taking_back.strike(actor=people.chair, copy=beyond(approved, people), reason="She moved on.", today=people.today)
    text = text_of(distribution.draw_version(actor=people.coordinator, minutes=approved))
    assert "The chair left nobody out and gave no further copies." in text
    assert not any(words in text for words in (WHY, "The duty inspector", EXTRA))


class TestACopyThatWasMadeAgain:
    @pytest.fixture
    def again(self, approved, people):
        """The further copy of the first version, and the one that the Unit made of the amended version."""
        first = beyond(approved, people)
        newest = amend(approved, people)
        (second,) = [one for one in make(approved, people) if one.recipient == first.recipient]
        return newest, first, second

    def strike(self, copy, people):
        taking_back.strike(actor=people.chair, copy=copy, reason="She moved on.", today=people.today)

    def told(self, newest):
        return [(one.who, one.reason, one.by) for one in facts_exceptions.exceptions(newest.meeting)]

    @rule("MIN-18")
    def test_is_no_exception_once_the_chair_struck_it(self, again, people):
        newest, _, second = again
        assert self.told(newest) == [("The duty inspector", EXTRA, people.chair.full_name)]
        self.strike(second, people)
        assert self.told(newest) == []
        text = text_of(distribution.draw_version(actor=people.coordinator, minutes=newest))
        assert "The duty inspector" not in text

    @rule("MIN-18")
    def test_stays_one_where_an_earlier_version_was_sent(self, approved, people):
        first = beyond(approved, people)
        step(first, people, "sent")
        newest = amend(approved, people)
        self.strike([one for one in make(approved, people) if one.recipient == first.recipient][0], people)
        assert self.told(newest) == [("The duty inspector", EXTRA, people.chair.full_name)]

    @rule("MIN-18")
    def test_stays_one_where_the_earlier_alone_was_struck(self, again, people):
        newest, first, _ = again
        self.strike(first, people)
        assert self.told(newest) == [("The duty inspector", EXTRA, people.chair.full_name)]

    @rule("MIN-18")
    def test_is_told_as_the_chair_decided_on_it_anew(self, again, people, approved):
        newest, _, second = again
        self.strike(second, people)
        beyond(approved, people, reason="She is back.")
        assert self.told(newest) == [("The duty inspector", "She is back.", people.chair.full_name)]
