"""The audit trail in sentences, the timeline in order, and the forms about people."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from offenders import timeline, trail
from offenders.models import AccessDenial, AccessGrant, Assignment, Case, ProtectedPerson
from offenders.services.access import assign
from offenders.services.people import record_protected_person
from offenders.services.sentences import record_order
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[[User], Client]


@pytest.fixture
def victim(case: Case, world: World) -> ProtectedPerson:
    person = {"kind": "victim", "name": "Ada Invented", "safety": "Panic alarm"}
    return record_protected_person(actor=world.manager, case=case, person=person)


class TestTheTrail:
    def test_tells_reads_writes_and_refusals_in_sentences(self, case: Case, world: World, sign_in: SignIn) -> None:
        sign_in(world.team_mate).get(reverse("case_offences", args=[case.pk]))
        sign_in(world.colleague).post(reverse("alias_add", args=[case.pk]), {"name": "Nobody", "kind": "alias"})
        told = [(entry.who, entry.what) for entry in trail.page(viewer=world.manager, case=case).entries]
        assert told == [
            ("Colleague Example", "Tried, and was refused: open or send a page"),
            ("Team Mate Example", "Looked at: offences"),
            ("Practitioner Example", "Recorded the case"),
        ]

    def test_says_when_an_attempt_was_refused(self, case: Case, world: World) -> None:
        with pytest.raises(Exception, match="not permitted"):
            assign(actor=world.practitioner, case=case, user=world.vlo, capacity="worker", starts=world.today)
        newest = trail.page(viewer=world.manager, case=case).entries[0]
        assert newest.what == "Tried, and was refused: gave somebody a part in the case"

    @rule("ACC-27")
    def test_withholds_what_was_written_about_victims_from_those_who_may_not_see_them(
        self, case: Case, victim: ProtectedPerson, world: World, sign_in: SignIn
    ) -> None:
        address = reverse("case_access", args=[case.pk])
        assert "Ada Invented" in sign_in(world.manager).get(address).content.decode()
        auditors = sign_in(world.auditor).get(address).content.decode()
        assert "Recorded a victim or person at risk" not in auditors
        assert "Ada Invented" not in auditors
        assert "Panic alarm" not in auditors

    def test_is_not_for_everybody_who_sees_the_case(self, case: Case, world: World) -> None:
        with pytest.raises(Http404):
            trail.page(viewer=world.practitioner, case=case)

    def test_comes_in_pages_that_meet_every_event_once(
        self, case: Case, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(5):
            factories.conviction(case, world.practitioner, today=world.today, title=f"Offence {number}")
        monkeypatch.setattr(trail, "PAGE_SIZE", 4)
        first = trail.page(viewer=world.manager, case=case)
        second = trail.page(viewer=world.manager, case=case, older_than=first.older)
        ids = [entry.event.pk for entry in [*first.entries, *second.entries]]
        assert ids == list(AuditEvent.objects.filter(case_id=case.pk).values_list("pk", flat=True))
        assert second.older is None

    @pytest.mark.parametrize("older", ["x", "-1", "9" * 30, "²"])
    def test_nonsense_in_the_address_shows_the_newest(
        self, case: Case, world: World, sign_in: SignIn, older: str
    ) -> None:
        answer = sign_in(world.manager).get(reverse("case_access", args=[case.pk]), {"older": older})
        assert answer.status_code == 200
        assert answer.context["trail"].entries


class TestTheTimeline:
    def test_keeps_what_is_ahead_apart_and_each_part_in_order(
        self, category_2_case: Case, world: World, sign_in: SignIn
    ) -> None:
        case, today = category_2_case, world.today
        ends = today + dt.timedelta(days=9)
        order = {"kind": "shpo", "starts_on": today - dt.timedelta(days=9), "ends_on": ends}
        record_order(actor=world.practitioner, case=case, order=order)
        context = sign_in(world.practitioner).get(reverse("case_timeline", args=[case.pk])).context
        assert [event.title for event in context["ahead"]] == ["Sexual harm prevention order ends", "Licence ends"]
        assert [event.title for event in context["past"]] == [
            "Category 2",
            "Case recorded",
            "Sexual harm prevention order begins",
            "Conviction: Causing grievous bodily harm with intent",
        ]

    def test_tells_what_was_decided_last_on_a_day_before_what_was_decided_first(self, case: Case, world: World) -> None:
        factories.at_level_1(case, world.practitioner, today=world.today)
        told = timeline.events(viewer=world.practitioner, case=case, today=world.today)
        of_today = [event.title for event in told if event.at == world.today]
        assert of_today == ["Level 1", "Screened, Level 1 proposed", "Category 2", "Case recorded"]

    def test_tells_a_viewer_without_full_sight_nothing_of_what_happened(
        self, category_2_case: Case, world: World
    ) -> None:
        told = timeline.events(viewer=world.colleague, case=category_2_case)
        assert [event.title for event in told] == ["Case recorded"]


class TestThePeoplePages:
    def test_a_victim_is_recorded_shown_and_corrected(self, case: Case, world: World, sign_in: SignIn) -> None:
        client = sign_in(world.manager)
        typed = {"kind": "at_risk", "name": "Ben Invented", "is_child": "on"}
        assert client.post(reverse("protected_person_record", args=[case.pk]), typed).status_code == 302
        row = ProtectedPerson.objects.get(case=case)
        assert "Ben Invented" in client.get(reverse("case_victims", args=[case.pk])).content.decode()
        address = reverse("protected_person_correct", args=[case.pk, row.pk])
        assert client.post(address, {**typed, "name": "Benjamin Invented", "version": "1"}).status_code == 302
        assert client.post(address, {**typed, "name": "Late", "version": "1"}).status_code == 409
        row.refresh_from_db()
        assert row.name == "Benjamin Invented"

    def test_a_victim_of_another_case_is_not_reached_through_this_one(
        self, case: Case, victim: ProtectedPerson, world: World, sign_in: SignIn
    ) -> None:
        other = factories.make_case(world)
        client = sign_in(world.manager)
        assert client.get(reverse("protected_person_correct", args=[case.pk, victim.pk])).status_code == 200
        assert client.get(reverse("protected_person_correct", args=[other.pk, victim.pk])).status_code == 404

    def test_somebody_is_given_a_part_let_in_and_barred(self, case: Case, world: World, sign_in: SignIn) -> None:
        client, day = sign_in(world.manager), f"{world.today:%d/%m/%Y}"
        later = f"{world.today + dt.timedelta(days=7):%d/%m/%Y}"
        sent = {
            "access_assign": {"user": world.vlo.pk, "capacity": "victim_liaison", "starts": day},
            "access_grant": {"user": world.police_officer.pk, "reason": "Covers.", "starts": day, "ends": later},
            "access_deny": {"user": world.colleague.pk, "reason": "A relative.", "starts": day},
        }
        for name, data in sent.items():
            assert client.post(reverse(name, args=[case.pk]), data).status_code == 302
        assert Assignment.objects.filter(case=case, user=world.vlo).exists()
        assert AccessGrant.objects.get(case=case).approved_by == world.manager
        assert AccessDenial.objects.get(case=case).user == world.colleague
        page = client.get(reverse("case_access", args=[case.pk])).content.decode()
        assert all(words in page for words in ("Opened by exception", "Barred from the case"))

    def test_only_people_of_the_area_are_offered_and_dates_run_forward(
        self, case: Case, world: World, sign_in: SignIn
    ) -> None:
        data = {"user": world.stranger.pk, "capacity": "worker", "starts": "2/1/2026", "ends": "1/1/2026"}
        answer = sign_in(world.manager).post(reverse("access_assign", args=[case.pk]), data)
        assert answer.status_code == 422
        assert answer.context["form"].errors == {
            "user": ["Choose the person"],
            "ends": ["This is before the first day: check both dates"],
        }

    def test_an_agency_s_part_is_given_and_ended(self, case: Case, world: World, sign_in: SignIn) -> None:
        client, day = sign_in(world.practitioner), f"{world.today:%d/%m/%Y}"
        part = {"agency": world.police.pk, "part": "involved", "starts": day}
        assert client.post(reverse("involvement_add", args=[case.pk]), part).status_code == 302
        row = case.involvements.get()
        address = reverse("involvement_end", args=[case.pk, row.pk])
        assert client.post(address, {"on": day, "version": row.version}).status_code == 302
        row.refresh_from_db()
        assert row.ends == world.today
        assert client.get(address).status_code == 404
