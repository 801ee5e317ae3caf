"""A copy of an earlier version of the minutes that was never sent stays where it is."""

import pytest
from django.urls import reverse

from audit.refusals import RuleRefused
from minutes.models import MinutesCopyStep
from minutes.services import distribution
from tests.marks import rule
from tests.minutes.test_minutes_copies import amend, beyond, copy_of, make, step


@pytest.mark.parametrize("on_paper", [True, False])
@rule("MIN-17")
def test_it_is_neither_sent_nor_drawn_once_the_minutes_are_amended(approved, people, on_paper):
    first = beyond(approved, people, form="paper") if on_paper else copy_of(approved, people, people.spoc)
    amend(approved, people)
    with pytest.raises(RuleRefused) as caught:
        step(first, people, "sent")
    assert caught.value.rules == ("MIN-17",)
    assert distribution.draw(actor=people.coordinator, copy=first) is None
    assert not MinutesCopyStep.objects.exists()


@rule("MIN-17")
def test_the_copy_of_the_newest_version_is_sent(approved, people):
    copy_of(approved, people, people.spoc)
    amend(approved, people)
    newest = copy_of(approved, people, people.spoc)
    assert distribution.draw(actor=people.coordinator, copy=newest)
    assert step(newest, people, "sent")


@rule("MIN-17")
def test_what_was_sent_before_is_received_drawn_and_collected_back_as_ever(approved, people):
    first, paper = copy_of(approved, people, people.spoc), beyond(approved, people, form="paper")
    step(first, people, "sent")
    step(paper, people, "sent")
    amend(approved, people)
    assert distribution.draw(actor=people.spoc, copy=first)
    assert distribution.confirm_own(actor=people.spoc, copy=first, read=True, today=people.today)
    assert step(paper, people, "returned")


@rule("MIN-17")
def test_the_list_offers_to_send_none_of_them(approved, people, sign_in):
    first = copy_of(approved, people, people.spoc)
    pages = [
        reverse("minutes_copies", args=[approved.case_id, approved.meeting_id]),
        reverse("minutes_copy_step", args=[approved.case_id, first.pk]),
        reverse("minutes_copy_pdf", args=[approved.case_id, first.pk]),
    ]
    client = sign_in(people.administrator)
    shown = client.get(pages[0]).content.decode()
    assert pages[1] in shown and pages[2] in shown
    amend(approved, people)
    shown = client.get(pages[0]).content.decode()
    assert pages[1] not in shown and pages[2] not in shown
    assert "Replaced before it was sent" in shown
    assert [client.get(page).status_code for page in pages] == [200, 404, 404]
    make(approved, people)
    assert "To be sent" in client.get(pages[0]).content.decode()
