"""Draft minutes as a Word document: all of it, marked as a draft, for those who word it and nobody else."""

import hashlib
import io

import pytest
from django.urls import reverse
from docx import Document

from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from meetings.models import Minutes
from meetings.services import minutes
from minutes.services import distribution, word
from tests.marks import rule

SIGNS = "O'Brien & <b>bold</b> {{ 7 }} \x0b\x1b \U0001f600 محمد"


def words_of(content):
    """Every word of a Word document, of its paragraphs, tables, head and foot."""
    made = Document(io.BytesIO(content))
    lines = [paragraph.text for paragraph in made.paragraphs]
    lines += [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    section = made.sections[0]
    return "\n".join([*lines, section.header.paragraphs[0].text, section.footer.paragraphs[0].text])


@pytest.fixture
def draft(closed):
    return Minutes.objects.get(meeting=closed)


@rule("MIN-12")
def test_it_holds_the_draft_and_says_on_every_page_that_it_is_one(draft, people):
    made = distribution.draw_draft(actor=people.administrator, minutes=draft)
    document = Document(io.BytesIO(made.content))
    assert "DRAFT, NOT APPROVED" in document.sections[0].header.paragraphs[0].text
    assert document.core_properties.language == "en-GB"
    text = words_of(made.content)
    for item in draft.content["items"]:
        assert f"{item['number']}. {item['label']}" in text
        for answer in item["answers"]:
            assert all(line.strip() in text for line in answer["text"].splitlines())
    for row in draft.content["attendance"]:
        assert row["role"] in text


def test_what_was_typed_is_text_and_never_breaks_the_document(draft, people):
    texts = {"media.note": SIGNS}
    changed = minutes.word_minutes(
        actor=people.administrator, meeting=draft.meeting, based_on=1, texts=texts, reason="", today=people.today
    )
    text = words_of(word.draft(changed).content)
    for part in ("O'Brien & <b>bold</b> {{ 7 }}", "\U0001f600", "محمد"):
        assert part in text
    assert "\x1b" not in text


def test_each_download_is_recorded_with_its_hash(draft, people, sign_in):
    answer = sign_in(people.administrator).get(reverse("minutes_word_draft", args=[draft.case_id, draft.meeting_id]))
    assert answer["Content-Type"] == word.TYPE
    assert answer["Content-Disposition"].startswith("attachment")
    event = AuditEvent.objects.filter(verb="minutes.downloaded").latest("at")
    assert event.changes["sha256"][1] == hashlib.sha256(answer.content).hexdigest()


@rule("MIN-12")
def test_nobody_has_one_of_approved_minutes(draft, people, sign_in):
    address = reverse("minutes_word_draft", args=[draft.case_id, draft.meeting_id])
    client = sign_in(people.administrator)
    assert client.get(address).status_code == 200
    minutes.approve_minutes(actor=people.chair, meeting=draft.meeting, based_on=1, today=people.today)
    assert client.get(address).status_code == 404
    with pytest.raises(RuleRefused) as caught:
        distribution.draw_draft(actor=people.administrator, minutes=draft)
    assert caught.value.rules == ("MIN-12",)


def test_who_does_not_see_the_case_in_full_has_none(draft, people):
    with pytest.raises(NotPermitted):
        distribution.draw_draft(actor=people.spoc, minutes=draft)
