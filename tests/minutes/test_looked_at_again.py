"""A summary that was issued is looked at again before anybody is given it: what is known since stops it."""

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from audit.refusals import RuleRefused
from meetings.models import SummaryDraft
from minutes import selectors
from minutes.models import SummaryCopy, SummaryCopySent
from minutes.services import issuing, review
from offenders.models import ProtectedPerson
from tests.marks import rule
from tests.minutes.test_summary import COURT, issue, prepare

NOBODY_YET, BOARD = "He writes to Wilhelmina Trescothick each week.", "Parole Board, invented panel"


@pytest.fixture
def issued(approved, people):
    """A summary that names somebody of whom nobody knew that she is to be protected."""
    prepare(approved.meeting, people, discussion=NOBODY_YET)
    return issue(approved.meeting, people)


def protect(case):
    ProtectedPerson(case=case, kind="victim", name="Wilhelmina Trescothick").save()


def add(summary, people):
    return issuing.add_recipient(actor=people.chair, summary=summary, recipient=BOARD, purpose="It asked.")


def send(copy, people):
    return issuing.mark_sent(
        actor=people.administrator, copy=copy, on=people.today, way="Secure e-mail", today=people.today
    )


def let_stand(meeting, people):
    draft = SummaryDraft.objects.get(meeting=meeting)
    hits = selectors.hits(meeting=meeting, case=meeting.case, draft=draft)
    hits += selectors.hits_in_issued(meeting=meeting, case=meeting.case, besides=hits)
    reasons = {hit.key: "It is a public figure of that name." for hit in hits}
    assert review.let_stand(actor=people.coordinator, meeting=meeting, reasons=reasons)


@rule("EXS-16")
def test_nobody_else_is_given_it_once_it_names_somebody_who_is_protected_by_now(issued, people):
    protect(issued.case)
    with pytest.raises(RuleRefused) as caught:
        add(issued, people)
    assert caught.value.rules == ("EXS-16",)
    assert SummaryCopy.objects.filter(recipient=BOARD).count() == 0
    assert "Trescothick" not in caught.value.findings[0].message


@rule("EXS-16")
def test_a_copy_made_before_is_not_recorded_as_sent(issued, people):
    copy = add(issued, people)
    protect(issued.case)
    with pytest.raises(RuleRefused) as caught:
        send(copy, people)
    assert caught.value.rules == ("EXS-16",)
    assert not SummaryCopySent.objects.exists()


@rule("EXS-16")
def test_a_copy_that_was_not_sent_is_not_downloaded_and_the_page_says_why(issued, people, sign_in):
    copy, sent = add(issued, people), issued.copies.get(recipient=COURT)
    send(sent, people)
    client = sign_in(people.administrator)
    overview = reverse("summary_overview", args=[issued.case_id, issued.meeting_id])
    addresses = [reverse("summary_copy_download", args=[issued.case_id, one.pk]) for one in (copy, sent)]
    page = client.get(overview).content.decode()
    assert "Found since" not in page and all(address in page for address in addresses)
    assert client.get(addresses[0])["Content-Type"] == "application/pdf"
    protect(issued.case)
    page = client.get(overview).content.decode()
    assert "Found since" in page and "Trescothick" not in page
    assert [address in page for address in addresses] == [False, True]
    assert "What the case knows today stops words" in client.get(addresses[0], follow=True).content.decode()
    assert AuditEvent.objects.filter(verb="copy.downloaded", subject_id=str(copy.pk), refused=True).exists()
    assert client.get(addresses[1])["Content-Type"] == "application/pdf"
    with pytest.raises(RuleRefused) as caught:
        issuing.download_copy(actor=people.coordinator, copy=copy)
    assert caught.value.rules == ("EXS-16",)


@rule("EXS-16", "EXS-10")
def test_it_is_given_again_once_somebody_lets_the_words_stand(issued, people):
    protect(issued.case)
    let_stand(issued.meeting, people)
    assert send(add(issued, people), people)


@rule("EXS-16")
def test_it_is_given_again_once_it_is_corrected_and_issued_anew(issued, people):
    protect(issued.case)
    prepare(issued.meeting, people, version=1, discussion="He writes to a woman each week.")
    second = issue(issued.meeting, people, version=2)
    assert send(add(second, people), people)


@rule("EXS-16", "EXS-10")
def test_words_of_the_version_that_stands_are_let_stand_while_a_correction_is_worded(issued, people, sign_in):
    protect(issued.case)
    prepare(issued.meeting, people, version=1, discussion="He writes to a woman each week.")
    client = sign_in(people.coordinator)
    overview = reverse("summary_overview", args=[issued.case_id, issued.meeting_id])
    page = reverse("summary_leaks", args=[issued.case_id, issued.meeting_id])
    assert "1 to be settled" in client.get(overview).content.decode()
    assert "in the version that was issued: \u201cWilhelmina Trescothick\u201d" in client.get(page).content.decode()
    let_stand(issued.meeting, people)
    assert "Nothing open" in client.get(overview).content.decode()
    assert send(add(issued, people), people)


@rule("EXS-10")
def test_words_of_a_version_that_was_replaced_are_no_hit_any_more(issued, people):
    protect(issued.case)
    prepare(issued.meeting, people, version=1, discussion="He writes to a woman each week.")
    issue(issued.meeting, people, version=2)
    assert selectors.hits_in_issued(meeting=issued.meeting, case=issued.case, besides=[]) == []


@rule("EXS-16")
def test_what_was_let_stand_before_it_was_issued_stands(approved, people):
    protect(approved.case)
    prepare(approved.meeting, people, discussion=NOBODY_YET)
    let_stand(approved.meeting, people)
    assert send(add(issue(approved.meeting, people), people), people)
