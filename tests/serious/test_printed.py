"""A review and a critical case on paper: marked for their reader, the same each time, and for nobody else."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from audit.models import AuditEvent
from offenders.models import Case
from serious import services
from serious.rules.timetable import Step
from tests.factories import World
from tests.marks import rule
from tests.serious.builders import critical, decided, lead, recorded, took
from tests.serious.test_services import at_levels

SignIn = Callable[[User], Client]
DAY = dt.timedelta(days=1)


def words(content: bytes) -> str:
    reader = PdfReader(BytesIO(content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def taken(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert client.get(address).content == answer.content
    return words(answer.content)


@rule("SCR-17")
def test_a_review_is_printed_for_who_may_see_it_with_what_is_recorded_and_nothing_else(
    world: World, case: Case, sign_in: SignIn
) -> None:
    at_levels(world, case, (200, 2))
    today, unit = world.today, world.coordinator
    row = recorded(case, unit, today=today)
    address = reverse("review_pdf", args=[case.pk, row.pk])
    before = taken(sign_in(unit), address)
    assert "has not decided yet" in before and "MAPPA O, as far" not in before
    decided(row, unit, today=today)
    wrong = took(row, unit, "agencies_told", on=today, today=today, who="The wrong agencies", details="None known.")
    services.put_right(
        actor=unit,
        offence=row,
        version=row.version,
        step=Step(wrong.kind),
        took=services.Took(today, "Police and Probation", "There is no other review."),
        reason="Two were left out.",
        today=today,
    )
    services.name_lead(actor=unit, offence=row, version=row.version, lead=lead(today), reason="", today=today)
    said = taken(sign_in(unit), address)
    for part in (
        settings.PROTECTIVE_MARKING,
        case.reference,
        unit.full_name,
        "Murder, contrary to common law.",
        "agencies met about the case the month before",
        "Police and Probation",
        "There is no other review.",
        "Hortensia Farfield",
        "Section 8 sent to the National MAPPA Team Not recorded yet.",
        "Still due",
    ):
        assert part in said, part
    assert case.family_name not in said and "The wrong agencies" not in said
    assert world.manager.full_name in taken(sign_in(world.manager), address)
    assert AuditEvent.objects.filter(verb="case_review_pdf.viewed", subject_id=str(row.pk), actor_id=unit.pk).exists()
    assert address in sign_in(unit).get(reverse("review", args=[case.pk, row.pk])).content.decode()
    for who in ("practitioner", "administrator", "stranger", "other_coordinator"):
        assert sign_in(world.people[who]).get(address).status_code == 404, who


@rule("CPC-03")
def test_a_critical_case_is_printed_as_it_stands(world: World, case: Case, sign_in: SignIn) -> None:
    today, client = world.today, sign_in(world.practitioner)
    address = reverse("critical_pdf", args=[case.pk])
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("case_serious", args=[case.pk])).content.decode()
    first = critical(case, world.manager, today=today, on=today - 3 * DAY, details="The wrong papers.")
    services.correct_event(
        actor=world.manager,
        event=first,
        happened=services.Happened(today - 2 * DAY, "media", details="The right papers."),
        reason="Mixed up.",
        today=today,
    )
    critical(case, world.manager, today=today, event="registered", national=True)
    wrong = critical(case, world.manager, today=today, event="funding", details="Nobody asked.")
    services.correct_event(
        actor=world.manager,
        event=wrong,
        happened=services.Happened(today),
        reason="Of another case.",
        withdrawn=True,
        today=today,
    )
    assert address in client.get(reverse("case_serious", args=[case.pk])).content.decode()
    said = taken(client, address)
    for part in (
        settings.PROTECTIVE_MARKING,
        world.practitioner.full_name,
        "The right papers.",
        "Put right: Mixed up.",
        "Co-ordinated nationally Yes",
        "Money asked for Not recorded yet.",
        "No answer of a meeting is recorded.",
    ):
        assert part in said, part
    assert not any(part in said for part in (case.family_name, "The wrong papers.", "Nobody asked."))
    assert AuditEvent.objects.filter(verb="case_critical_pdf.viewed", case_id=case.pk).exists()
    assert sign_in(world.stranger).get(address).status_code == 404


@rule("CPC-03")
@pytest.mark.parametrize(("event", "part"), [("not_registered", "The case is not referred."), ("registered", "Level")])
def test_a_case_that_was_not_registered_stands_as_not_referred(
    world: World, case: Case, sign_in: SignIn, event: str, part: str
) -> None:
    critical(case, world.manager, today=world.today)
    critical(case, world.manager, today=world.today, event=event)
    said = taken(sign_in(world.manager), reverse("critical_pdf", args=[case.pk]))
    assert part in said and ("The case is not referred." in said) is (event == "not_registered")
