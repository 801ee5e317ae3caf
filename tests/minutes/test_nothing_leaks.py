"""Whatever a case protects never stands in the text of its summary: planted words, and the PDF read back."""

import io

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from audit.refusals import RuleRefused
from meetings import pdf, selectors
from meetings.models import Invitation
from meetings.rules.summary import FIELDS
from meetings.services import summary
from minutes.services import issuing
from offenders.models import Address, ProtectedPerson
from tests.disclosure import builders as disclosure
from tests.information import builders as information
from tests.marks import rule

LETTERS = st.text(alphabet="bcdfghjklmnprstvwz", min_size=3, max_size=5)
NAMES = st.builds(lambda first, second: f"{first}a{second}".capitalize(), LETTERS, LETTERS)
PEOPLE = st.builds(lambda given_name, family: f"{given_name} {family}", NAMES, NAMES)
PLACES = st.sampled_from([item.key for item in FIELDS if not item.from_attendance])


def words(text: str) -> str:
    return " ".join(text.split()).casefold()


@rule("EXS-03", "EXS-06", "EXS-07", "EXS-09")
@settings(max_examples=18, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    victim=PEOPLE,
    attendee=PEOPLE,
    source=PEOPLE,
    former=PEOPLE,
    recipient=PEOPLE,
    road=NAMES,
    between=st.sampled_from([", ", "\n", "; "]),
    described=st.sampled_from(["{}", "{} (sister)", "{}, sister", "his sister {}"]),
    told=st.lists(NAMES, min_size=6, max_size=9),
    number=st.integers(10_000_000, 99_999_999),
    planted=st.sampled_from(
        ["nothing", "victim", "family", "attendee", "item", "number", "contact", "source", "relative"]
        + ["former", "recipient", "street"]
    ),
    place=PLACES,
)
def test_no_string_of_victims_attendees_and_restricted_items_stands_in_the_pdf(
    approved,
    people,
    victim,
    attendee,
    source,
    former,
    recipient,
    road,
    between,
    described,
    told,
    number,
    planted,
    place,
):
    contact, item = f"Ring 01632 {number}", " ".join(told).lower()
    secrets = {
        "victim": victim,
        "family": victim.split()[1],
        "attendee": attendee,
        "item": item,
        "number": str(number),
        "contact": contact,
        "source": source.split()[1],
        "relative": f"Mrs {approved.case.family_name}",
        "former": former.split()[1],
        "recipient": recipient.split()[1],
        "street": f"{road} Row",
    }
    with transaction.atomic():
        protected = ProtectedPerson(case=approved.case, kind="victim", name=former, contact=contact)
        protected.save()
        protected.name = victim
        protected.save()
        lines = between.join(["Flat 3", f"14 {road} Row", "Inventown"])
        Address(case=approved.case, kind="current", lines=lines, starts=people.today).save()
        disclosure.decided(approved.case, people.practitioner, today=people.today, recipient=recipient)
        ProtectedPerson(case=approved.case, kind="victim", name=f"Wilhelmina {approved.case.family_name}").save()
        row = Invitation.objects.filter(meeting=approved.meeting, person=None).first()
        row.person_name = attendee
        row.save()
        information.recorded(
            approved.case,
            people.practitioner,
            today=people.today,
            sensitivity="third_party",
            source=described.format(source),
            text=item,
        )
        values = selectors.first_wording(viewer=people.chair, meeting=approved.meeting)
        values[place] = f"{values[place]} It was noted: {secrets.get(planted, 'he kept his word')}.".strip()
        summary.save_summary(
            actor=people.administrator,
            meeting=approved.meeting,
            values=values,
            nothing=[key for key, text in values.items() if not text],
            version=0,
        )
        try:
            issued = issuing.issue_summary(
                actor=people.chair,
                meeting=approved.meeting,
                version=1,
                recipient="The clerk of the Invented Crown Court",
                purpose="The court asked for it.",
                at=timezone.now(),
                acknowledged=frozenset({"EXS-11"}),
            )
        except RuleRefused as caught:
            assert planted != "nothing", caught
        else:
            assert planted == "nothing"
            for file in (issued.file, issued.copies.get().file):
                pages = [page.extract_text() for page in PdfReader(io.BytesIO(bytes(file.pdf))).pages]
                assert all(page.count("OFFICIAL-SENSITIVE") >= 2 for page in pages)
                text = words(" ".join(pages))
                assert not [secret for secret in secrets.values() if words(secret) in text]
        transaction.set_rollback(True)


HOSTILE = {
    "long": "\n".join(["A long line of words that goes on and on. " * 12] * 200),
    "one word": "a" * 100_000,
    "markup": '<img src="file:///etc/passwd"><link rel=stylesheet href="http://127.0.0.1:9/x"><b>' * 500,
    "pictures": "\U0001f600\U0001f469\u200d\U0001f469\u200d\U0001f467 " * 9_000,
    "right to left": "\u202e\u0645\u062d\u0645\u062f \u05d0\u05d1\u05d2 " * 9_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hundred_kilobytes_of_a_hostile_note_are_drawn_as_text_in_less_than_twenty_seconds(kind):
    import time

    typed = {item.key: "Words." for item in FIELDS if not item.from_attendance}
    content = {
        "case": "MC-10001",
        "level": 2,
        "held_on": "2026-03-03",
        "marking": "OFFICIAL-SENSITIVE",
        "values": typed | {"discussion": HOSTILE[kind]},
        "nothing": [],
        "attendance": [],
    }
    began = time.process_time()
    made = pdf.render(
        content, reference="ES-MC-10001-1", version=1, issued_at=timezone.now(), copy=1, recipient="A court"
    )
    assert time.process_time() - began < 20
    assert made.pages >= 1
