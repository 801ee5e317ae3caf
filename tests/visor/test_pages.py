"""The pages of records on ViSOR, as people use them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deadlines.services import recompute
from meetings.models import Minutes
from offenders import timeline
from offenders.models import Case
from oversight.reconstruction.past import AsRecordedBy
from oversight.reconstruction.sections import compare
from tests import factories
from tests.factories import World
from tests.marks import rule
from tests.visor.builders import added, happened, made, placed
from visor import services
from visor.models import VisorEvent, VisorPart

SignIn = Callable[..., Client]


def body(response: Any) -> str:
    return str(response.content.decode())


def typed(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


@rule("VIS-01")
@rule("VIS-02")
def test_a_missing_record_is_said_on_the_case_until_it_is_recorded(world: World, case: Case, sign_in: SignIn) -> None:
    placed(world, case, 1, 2)
    client = sign_in(world.coordinator)
    assert "none is recorded" in body(client.get(reverse("case", args=[case.pk])))
    page = reverse("visor_record", args=[case.pk, "made"])
    assert client.get(page).context["form"].initial["owner"] == "police"
    asked = client.post(page, {"happened_on": "", "who": "", "details": ""})
    assert asked.status_code == 422
    for sentence in ("Enter the day", "Choose who owns the record", "Say who made the record"):
        assert sentence in body(asked)
    sent = {"happened_on": typed(world.today), "owner": "probation", "who": "Imagina Clerk", "details": ""}
    warned = client.post(page, sent)
    assert warned.status_code == 422 and "Category 1: Police." in body(warned) and not VisorEvent.objects.exists()
    shown = body(client.post(page, {**sent, "owner": "police"}, follow=True))
    assert "Record made" in shown and "Imagina Clerk" in shown and "its reference is missing" in shown
    assert "none is recorded" not in body(client.get(reverse("case", args=[case.pk])))


@rule("VIS-05")
def test_an_update_is_recorded_for_a_meeting_that_awaits_one(approved: Minutes, people: World, sign_in: SignIn) -> None:
    case, client = approved.meeting.case, sign_in(people.coordinator)
    made(case, people.coordinator, today=people.today)
    tab = reverse("case_visor", args=[case.pk])
    assert "ViSOR to be updated after a meeting" in body(client.get(tab))
    page = reverse("visor_record", args=[case.pk, "updated"])
    sent = {"meeting": str(approved.meeting.pk), "happened_on": typed(people.today), "who": "A clerk", "details": ""}
    shown = body(client.post(page, sent, follow=True))
    assert "After the meeting of" in shown and "ViSOR to be updated" not in shown
    assert client.get(page).context["form"].fields["meeting"].queryset.count() == 0


@rule("VIS-05")
def test_the_reviewer_is_filled_in_as_the_chair_named_them(approved: Minutes, people: World, sign_in: SignIn) -> None:
    case, client = approved.meeting.case, sign_in(people.coordinator)
    entry = approved.meeting.agenda.get(item="visor")
    page = client.get(reverse("visor_record", args=[case.pk, "reviewer"]))
    assert page.context["form"].initial["who"] == entry.answers["reviewer"] != ""


@rule("VIS-07")
@rule("VIS-09")
def test_manager_and_partners_are_added_and_ended(world: World, case: Case, sign_in: SignIn) -> None:
    placed(world, case, 2, 2)
    made(case, world.coordinator, today=world.today)
    client, tab = sign_in(world.coordinator), reverse("case_visor", args=[case.pk])
    assert "nobody of: Police, Prison" in body(client.get(tab))
    sent = {"role": "manager", "holder": "Imagina Sergeant", "agency": world.police.pk, "starts": typed(world.today)}
    shown = body(client.post(reverse("visor_part_add", args=[case.pk]), sent, follow=True))
    assert "Imagina Sergeant" in shown and "nobody of: Prison" in shown
    part = VisorPart.objects.get()
    end = reverse("visor_part_end", args=[case.pk, part.pk])
    conflict = client.post(end, {"ends": typed(world.today), "version": "7"})
    assert conflict.status_code == 409
    client.post(end, {"ends": typed(world.today), "version": "1"})
    assert VisorPart.objects.get().ends == world.today


@rule("VIS-10")
def test_what_is_taken_back_stays_on_the_page(world: World, case: Case, sign_in: SignIn) -> None:
    row = made(case, world.coordinator, today=world.today)
    client = sign_in(world.coordinator)
    page = reverse("visor_withdraw", args=[case.pk, row.pk])
    shown = body(client.post(page, {"reason": "It was another person."}, follow=True))
    assert "Taken back" in shown and "It was another person." in shown
    assert client.post(page, {"reason": "Again."}).status_code == 422


@rule("VIS-11")
def test_who_sees_the_case_in_full_reads_and_others_find_nothing(world: World, case: Case, sign_in: SignIn) -> None:
    made(case, world.coordinator, today=world.today)
    tab, page = reverse("case_visor", args=[case.pk]), reverse("visor_record", args=[case.pk, "owner"])
    for who, reads, records in (
        ("practitioner", True, True),
        ("auditor", True, False),
        ("stranger", False, False),
        ("smb_member", False, False),
    ):
        client = sign_in(world.people[who])
        assert (client.get(tab).status_code == 200) is reads, who
        assert (client.get(page).status_code == 200) is records, who
    assert client.get(reverse("visor_list")).status_code == 404


@pytest.mark.parametrize("kind", ["nonsense", "withdrawn"])
def test_there_is_no_page_for_what_is_no_event(world: World, case: Case, sign_in: SignIn, kind: str) -> None:
    assert sign_in(world.coordinator).get(reverse("visor_record", args=[case.pk, kind])).status_code == 404


@rule("VIS-01")
def test_the_list_names_what_is_missing_and_takes_the_same_statements_however_many(
    world: World, case: Case, sign_in: SignIn
) -> None:
    client, counts = sign_in(world.coordinator), []
    page = reverse("visor_list")
    assert case.family_name not in body(client.get(page))
    placed(world, case, 2, 2)
    assert case.family_name in body(client.get(page)) and "No record" in body(client.get(page))
    for number in (1, 3):
        for _ in range(number):
            placed(world, factories.make_case(world), 1, 1)
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert case.family_name not in body(sign_in(world.other_coordinator).get(page))
    made(case, world.coordinator, today=world.today)
    assert case.family_name not in body(client.get(page))


@rule("VIS-06")
def test_the_list_names_what_is_late(world: World, case: Case, sign_in: SignIn) -> None:
    placed(world, case, 2, None)
    made(case, world.coordinator, today=world.today)
    case.ended_on = world.today - dt.timedelta(days=3)
    case.save(update_fields=["ended_on"])
    recompute(case)
    assert "Record on ViSOR to be archived" in body(sign_in(world.coordinator).get(reverse("visor_list")))


@rule("VIS-10")
def test_the_timeline_and_the_case_as_it_stood_tell_it(world: World, case: Case) -> None:
    unit, today = world.coordinator, world.today
    row = made(case, unit, today=today)
    added(case, unit, agency=world.police, today=today, holder="Imagina Partner")
    reviewer = happened(case, unit, "reviewer", today, today=today)
    titles = [event.title for event in timeline.events(viewer=unit, case=case)]
    assert {"ViSOR: record made", "ViSOR: partner", "ViSOR: reviewer named"} <= set(titles)
    services.withdraw_event(actor=unit, event=reviewer, reason="Not said.")
    sections = {one.title: one for one in compare(viewer=unit, case=case, then=AsRecordedBy(case.pk, today))}
    lines = {line.label: line.now for line in sections["ViSOR record"].lines}
    assert "owner Probation" in (lines["Record made"] or "") and lines["Reviewer named"] == "Taken back"
    assert "Imagina Partner" in (sections["Manager and partners on ViSOR"].lines[0].now or "")
    assert row.pk in VisorEvent.objects.values_list("pk", flat=True)
