"""A screening printed as MAPPA Q: what was asked, proposed, disputed and decided, and nothing of another screening."""

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from audit.models import AuditEvent
from levels.models import Screening
from levels.services import decide_level, screen_case
from levels.services.asking import ask_agency
from levels.services.disputes import raise_dispute
from offenders.models import Case
from tests.factories import World
from tests.marks import rule

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
QUESTION = "What was seen at the hostel."


def screen(case: Case, world: World, *, on: dt.date, why: str, level: int = 1) -> Screening:
    return screen_case(
        actor=world.practitioner,
        case=case,
        proposed_level=level,
        rationale=why,
        history="One earlier conviction, every appointment kept.",
        information="Police: nothing new.",
        sources=1,
        on=on,
        today=world.today,
        prison_notified_on=on,
    )


@pytest.fixture
def screened(world: World, category_2_case: Case) -> Screening:
    """A screening of last week, for which an agency was asked, in dispute since."""
    case, today = category_2_case, world.today
    on = today - dt.timedelta(days=7)
    ask_agency(
        actor=world.practitioner,
        case=case,
        agency=world.mental_health,
        asked_for=QUESTION,
        asked_on=on,
        today=today,
    )
    made = screen(case, world, on=on, why="One agency is enough.")
    raise_dispute(actor=world.coordinator, case=case, wanted_level=2, reason="Others have to act.", today=today)
    return made


def printed(client: Client, case: Case, screening: Screening) -> str:
    answer = client.get(reverse("screening_pdf", args=[case.pk, screening.pk]))
    assert answer["Content-Type"] == "application/pdf"
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())


@rule("LVL-11")
def test_mappa_q_tells_what_was_asked_proposed_and_disputed(
    world: World, category_2_case: Case, screened: Screening, sign_in: SignIn
) -> None:
    case, client = category_2_case, sign_in(world.practitioner)
    address = reverse("screening_pdf", args=[case.pk, screened.pk])
    assert address in client.get(reverse("case_level", args=[case.pk])).content.decode()
    said = printed(client, case, screened)
    for words in ("MAPPA Q", case.reference, "One agency is enough.", QUESTION, "Others have to act.", "No answer"):
        assert words in said
    assert "No level is decided on this screening yet." in said
    assert case.family_name not in said
    assert client.get(address).content == client.get(address).content
    assert AuditEvent.objects.filter(verb="case_screening_pdf.viewed", subject_id=str(screened.pk)).exists()
    assert sign_in(world.stranger).get(address).status_code == 404


@rule("LVL-11")
def test_the_level_decided_and_the_disputes_stand_with_the_screening_they_belong_to(
    world: World, category_2_case: Case, screened: Screening, sign_in: SignIn
) -> None:
    case, today = category_2_case, world.today
    later = screen(case, world, on=today, why="Police have to act too.", level=2)
    decide_level(
        actor=world.practitioner,
        case=case,
        level=1,
        reason="Agreed with the manager.",
        on=today,
        today=today,
        based_on="",
        acknowledged=frozenset({"LVL-10", "LVL-08", "LVL-12", "LVL-13"}),
    )
    client = sign_in(world.practitioner)
    before, after = printed(client, case, screened), printed(client, case, later)
    assert "Agreed with the manager." in after
    assert "Agreed with the manager." not in before
    assert QUESTION in before
    assert QUESTION not in after
    assert "Others have to act." in after
    assert "Others have to act." not in before
