"""The chronology: every fact with when it happened, when and by whom it was recorded, and what proves it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent, AuditLink
from offenders.models import Case
from offenders.services.cases import add_address, add_alias
from offenders.services.people import record_protected_person
from oversight.reconstruction.chronology import Entry, Period, chronology, how_many
from tests.factories import World
from tests.house.specimen import client_of
from tests.information import builders as information
from tests.marks import rule

VICTIM = "Invented Victim"


@pytest.fixture
def told(case: Case, world: World, settle_audit: Callable[[], None]) -> Case:
    """A case with an address from nine days ago, a name of today, and a victim."""
    me, today = world.practitioner, timezone.localdate()
    add_alias(actor=me, case=case, name="Invented Other", kind="alias")
    add_address(
        actor=me,
        case=case,
        kind="current",
        lines="1 Invented Street",
        postcode="",
        starts=today - dt.timedelta(days=9),
        today=today,
    )
    record_protected_person(actor=me, case=case, person={"kind": "victim", "name": VICTIM})
    settle_audit()
    return case


def entries(viewer: Any, case: Case, **period: Any) -> list[Entry]:
    return chronology(viewer=viewer, case=case, period=Period(**period))


@rule("AUD-42")
class TestEntries:
    def test_by_when_it_happened_and_not_by_when_it_was_recorded(self, told: Case, world: World) -> None:
        titles = [entry.title for entry in entries(world.manager, told)]
        assert titles[0] == "Added an address"
        assert titles.index("Recorded the case") < titles.index("Added a name")

    def test_each_says_who_in_what_role_by_which_row_and_with_which_hash(self, told: Case, world: World) -> None:
        entry = next(one for one in entries(world.manager, told) if one.title == "Added a name")
        event = AuditEvent.objects.get(pk=entry.number)
        assert (entry.who, entry.role) == (world.practitioner.full_name, event.actor_role)
        assert entry.source == f"alias {event.subject_id}"
        assert (entry.seq, entry.hash) == AuditLink.objects.values_list("seq", "hash").get(event_id=event.pk)
        assert ("Name", "Invented Other") in entry.details
        assert ("Kind", "Alias") in entry.details

    def test_reads_and_refusals_are_not_events_of_the_case(self, told: Case, world: World) -> None:
        before = len(entries(world.manager, told))
        client_of(world.practitioner).get(reverse("case", args=[told.pk]))
        client_of(world.stranger).get(reverse("case", args=[told.pk]))
        assert len(entries(world.manager, told)) == before

    def test_a_period_is_by_when_it_happened(self, told: Case, world: World) -> None:
        last = timezone.localdate() - dt.timedelta(days=1)
        assert [entry.title for entry in entries(world.manager, told, last=last)] == ["Added an address"]
        assert "Added an address" not in [entry.title for entry in entries(world.manager, told, first=last)]

    @rule("ACC-27")
    def test_what_concerns_victims_leaves_no_entry_for_who_may_not_see_them(self, told: Case, world: World) -> None:
        seen, unseen = entries(world.manager, told), entries(world.auditor, told)
        about = [one for one in seen if one.source.startswith("protectedperson")]
        assert VICTIM in str(about)
        assert VICTIM not in str(unseen)
        assert not [one for one in unseen if one.source.startswith("protectedperson")]
        assert {one.number for one in seen} - {one.number for one in unseen} == {one.number for one in about}
        period = Period()
        assert how_many(viewer=world.auditor, case=told, period=period) == len(unseen)

    @rule("INF-14")
    def test_what_agencies_gave_is_not_told_here(self, told: Case, world: World) -> None:
        given = information.recorded(
            told, world.practitioner, today=world.today, sensitivity="third_party", text="Invented words of a neighbour"
        )
        (entry,) = [one for one in entries(world.manager, told) if one.source == f"informationitem {given.pk}"]
        assert entry.withheld
        assert "Invented words" not in f"{entry.details} {entry.reason}"

    @rule("INF-14")
    def test_an_item_that_is_not_open_to_the_reader_leaves_no_entry(self, told: Case, world: World) -> None:
        before = len(entries(world.auditor, told))
        information.recorded(told, world.practitioner, today=world.today, sensitivity="third_party")
        assert len(entries(world.auditor, told)) == before
        assert len(entries(world.manager, told)) > before


@rule("AUD-42")
class TestPages:
    def test_the_page_shows_hashes(self, told: Case, world: World) -> None:
        page = client_of(world.manager).get(reverse("case_chronology", args=[told.pk])).content.decode()
        assert (
            AuditLink.objects.order_by("-seq")
            .filter(event_id__in=AuditEvent.objects.filter(verb="alias.added").values("pk"))[0]
            .hash
            in page
        )

    def test_a_period_the_wrong_way_round(self, told: Case, world: World) -> None:
        answer = client_of(world.manager).get(
            reverse("case_chronology", args=[told.pk]), {"first": "2 1 2026", "last": "1 1 2026"}
        )
        assert answer.status_code == 422
        assert "Choose a last day that is not before the first" in answer.content.decode()

    def test_not_for_practitioners(self, told: Case, world: World) -> None:
        for name in ("case_chronology", "case_chronology_pdf"):
            assert client_of(world.practitioner).get(reverse(name, args=[told.pk])).status_code == 404

    def test_the_printing_is_recorded_with_its_hash(self, told: Case, world: World) -> None:
        answer = client_of(world.manager).get(reverse("case_chronology_pdf", args=[told.pk]))
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        assert told.family_name.encode() not in answer.content
        event = AuditEvent.objects.get(verb="case_chronology.exported", case_id=told.pk)
        assert event.actor_id == world.manager.pk
        assert len(event.changes["sha256"][1]) == 64

    def test_too_long_a_record_has_to_be_asked_for(
        self, told: Case, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("oversight.pages.PRINTED_AT_ONCE", 2)
        path = reverse("case_chronology_pdf", args=[told.pk])
        answer = client_of(world.manager).get(path, {"last": "1 1 2030"}, follow=True)
        assert "Up to 2 are printed at once" in answer.content.decode()
        assert answer.context["form"]["last"].value() == "1 1 2030"
        assert not AuditEvent.objects.filter(verb="case_chronology.exported").exists()
