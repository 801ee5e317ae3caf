"""Reads that need an explanation are found once, told to those of the area, and reviewed by somebody else."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.context import working
from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from audit.services import record, viewed
from offenders.models import AccessGrant, Assignment, Case, Involvement
from offenders.services import access as services
from oversight import selectors, tasks
from oversight.models import Anomaly, AnomalyReview, AnomalyScan
from oversight.services import review, scan
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
pytestmark = rule("AUD-06")


def reads(reader: User, case: Case, times: int = 1) -> None:
    """What the record holds when somebody has opened a case on a page."""
    with working("page"):
        for _ in range(times):
            viewed(actor=reader, what="case_overview", case_id=case.pk)


def is_refused(reader: User, case: Case) -> None:
    with working("page"):
        record(actor=reader, verb="request.refused", case_id=case.pk, refused=True, reason="GET case: 404 not_found")


def found() -> set[tuple[str, Any]]:
    scan(now=timezone.now() + dt.timedelta(seconds=1))
    return {(row.kind, row.reader_id) for row in Anomaly.objects.all()}


@pytest.fixture
def anomaly(case: Case, world: World) -> Anomaly:
    """A stranger from another area tried to open the case."""
    is_refused(world.stranger, case)
    found()
    return Anomaly.objects.get()


class TestWhatIsFound:
    @pytest.mark.parametrize(
        "reader", ["practitioner", "team_mate", "manager", "coordinator", "administrator", "auditor"]
    )
    def test_whoever_works_on_the_case_or_oversees_it_needs_no_explanation(
        self, case: Case, world: World, reader: str
    ) -> None:
        reads(world.people[reader], case, 3)
        assert found() == set()

    def test_a_namesake(self, world: World) -> None:
        case = factories.make_case(world, family_name="O'Quillfeather-Łoś")
        world.practitioner.full_name = "Zed OQuillfeather"
        world.practitioner.save()
        reads(world.practitioner, case)
        assert found() == {("same_surname", world.practitioner.pk)}

    def test_a_first_name_is_no_surname(self, world: World) -> None:
        case = factories.make_case(world, family_name="Zed")
        world.practitioner.full_name = "Zed Quillfeather"
        world.practitioner.save()
        reads(world.practitioner, case)
        assert found() == set()

    def test_somebody_whom_nothing_ties_to_the_case(self, case: Case, world: World) -> None:
        is_refused(world.stranger, case)
        reads(world.police_manager, case)
        assert found() == {("off_caseload", world.stranger.pk), ("off_caseload", world.police_manager.pk)}
        row = Anomaly.objects.get(reader=world.stranger)
        assert (row.reads, row.refused, row.case, row.area_id) == (0, 1, case, "hampshire")

    def test_several_cases_with_no_tie_but_the_agency(self, world: World) -> None:
        cases = [factories.make_case(world) for _ in range(3)]
        for case in cases[:2]:
            reads(world.colleague, case)
        assert found() == set()
        reads(world.colleague, cases[2])
        assert found() == {("off_caseload", world.colleague.pk)}
        assert Anomaly.objects.count() == 3

    def test_an_exception_explains_the_read(self, case: Case, world: World) -> None:
        until = world.today + dt.timedelta(days=2)
        services.grant(
            actor=world.manager, case=case, user=world.police_officer, reason="X", starts=world.today, ends=until
        )
        reads(world.police_officer, case)
        assert found() == set()
        assert AccessGrant.objects.count() == 1

    def test_somebody_whose_part_had_ended(self, case: Case, world: World) -> None:
        ended = {"starts": world.today - dt.timedelta(days=90), "ends": world.today - dt.timedelta(days=30)}
        Assignment.objects.create(case=case, user=world.spoc, capacity="invitee", **ended)
        is_refused(world.spoc, case)
        assert found() == {("after_end", world.spoc.pk)}

    def test_somebody_whose_agency_s_part_had_ended(self, case: Case, world: World) -> None:
        ended = {"starts": world.today - dt.timedelta(days=90), "ends": world.today}
        Involvement.objects.create(case=case, agency=world.police, **ended)
        is_refused(world.police_officer, case)
        assert found() == {("after_end", world.police_officer.pk)}

    def test_very_many_cases_in_lists(self, world: World, settings: Any) -> None:
        settings.BULK_READING = {**settings.BULK_READING, "list": {"minutes": 60, "alarm": 4, "slow": None}}
        cases = [factories.make_case(world).pk for _ in range(4)]
        with working("page"):
            viewed(actor=world.manager, what="home", cases=cases[:3])
            viewed(actor=world.practitioner, what="home", cases=cases[:2])
            viewed(actor=world.practitioner, what="meetings", cases=cases[2:])
        assert found() == {("lists", world.practitioner.pk)}
        assert (Anomaly.objects.get().cases, Anomaly.objects.get().reads) == (4, 2)

    def test_many_cases_in_a_short_time(self, world: World, settings: Any) -> None:
        settings.ANOMALIES = {**settings.ANOMALIES, "burst_cases": 4}
        cases = [factories.make_case(world) for _ in range(4)]
        for case in cases[:3]:
            reads(world.practitioner, case, 5)
        assert found() == set()
        reads(world.practitioner, cases[3])
        assert found() == {("burst", world.practitioner.pk)}
        row = Anomaly.objects.get()
        assert (row.case, row.cases, row.area_id) == (None, 4, "hampshire")

    def test_reads_at_night_when_that_is_asked_for(self, case: Case, world: World, settings: Any) -> None:
        reads(world.practitioner, case)
        assert found() == set()
        hour = timezone.localtime().hour
        settings.ANOMALIES = {**settings.ANOMALIES, "working_hours": (hour + 1, 24)}
        assert found() == {("out_of_hours", world.practitioner.pk)}

    def test_what_a_task_reads_is_nobodys_read(self, case: Case, world: World) -> None:
        with working("task"):
            viewed(actor=world.stranger, what="case", case_id=case.pk)
        assert found() == set()


class TestScanning:
    def test_twice_finds_nothing_twice_and_counts_what_came_after(self, case: Case, world: World) -> None:
        is_refused(world.stranger, case)
        assert scan() == 1
        is_refused(world.stranger, case)
        assert scan(now=timezone.now() + dt.timedelta(seconds=1)) == 0
        assert Anomaly.objects.get().refused == 2

    def test_days_without_a_scan_are_caught_up(self, case: Case, world: World) -> None:
        since = timezone.now() - dt.timedelta(days=5)
        AnomalyScan.objects.create(since=since, until=since, found=0)
        with transaction.atomic():
            is_refused(world.stranger, case)
        assert scan(now=timezone.now() + dt.timedelta(days=2)) == 1
        assert Anomaly.objects.get().day == world.today

    def test_what_was_justified_is_not_asked_again(self, anomaly: Anomaly, case: Case, world: World) -> None:
        review(actor=world.coordinator, anomaly=anomaly, outcome="justified", reason="Covers Hampshire.")
        Anomaly.objects.filter(pk=anomaly.pk).in_bulk_with_own_audit().update(key="of another day")
        is_refused(world.stranger, case)
        found()
        assert Anomaly.objects.count() == 1

    @pytest.mark.parametrize(("days_ago", "anomalies"), [(27, 1), (28, 2)])
    def test_what_was_justified_is_asked_again_after_four_weeks(
        self, anomaly: Anomaly, case: Case, world: World, days_ago: int, anomalies: int
    ) -> None:
        noon = timezone.localtime().replace(hour=12) - dt.timedelta(days=days_ago)
        AnomalyReview.objects.create(
            anomaly=anomaly, outcome="justified", reason="Covers.", reviewed_by=world.coordinator, reviewed_at=noon
        )
        earlier = Anomaly.objects.filter(pk=anomaly.pk).in_bulk_with_own_audit()
        earlier.update(key="of another day", state="justified")
        is_refused(world.stranger, case)
        found()
        assert Anomaly.objects.count() == anomalies

    def test_it_is_to_be_reviewed_within_five_working_days(self, anomaly: Anomaly) -> None:
        days = (anomaly.review_by - timezone.localdate()).days
        assert 5 <= days <= 14

    def test_the_task_runs_and_the_record_says_how_many(self, case: Case, world: World) -> None:
        is_refused(world.stranger, case)
        assert tasks.find_anomalies() == 1
        assert AuditEvent.objects.get(verb="anomalies.found").changes == {"found": [None, 1]}


class TestReviewing:
    def test_somebody_else_says_what_it_was(self, anomaly: Anomaly, world: World, sign_in: SignIn) -> None:
        client, address = sign_in(world.coordinator), reverse("anomaly", args=[anomaly.pk])
        assert client.post(address, {}).status_code == 422
        assert client.post(address, {"outcome": "asked", "reason": "Wrote to their manager."}).status_code == 302
        assert client.post(address, {"outcome": "referred", "reason": "No reason given."}).status_code == 302
        assert client.post(address, {"outcome": "justified", "reason": "Too late."}).status_code == 422
        anomaly.refresh_from_db()
        assert anomaly.state == "referred"
        assert [row.outcome for row in anomaly.reviews.all()] == ["referred", "asked"]
        event = AuditEvent.objects.filter(verb="anomaly.reviewed", refused=False).first()
        assert event is not None
        assert (event.actor_id, event.case_id) == (world.coordinator.pk, anomaly.case_id)
        assert event.changes == {"state": ["asked", "referred"]}

    def test_nobody_reviews_or_sees_their_own(self, case: Case, world: World, sign_in: SignIn) -> None:
        case.area = world.other_area
        case.save()
        is_refused(world.coordinator, case)
        assert found() == {("off_caseload", world.coordinator.pk)}
        row = Anomaly.objects.get()
        assert list(selectors.anomalies(viewer=world.other_coordinator)) == [row]
        Anomaly.objects.filter(pk=row.pk).in_bulk_with_own_audit().update(area=world.area)
        assert sign_in(world.coordinator).get(reverse("anomaly", args=[row.pk])).status_code == 404
        with pytest.raises(NotPermitted):
            review(actor=world.coordinator, anomaly=row, outcome="justified", reason="It was me.")
        assert AuditEvent.objects.get(verb="anomaly.reviewed").refused

    def test_an_auditor_reads_and_does_not_review(self, anomaly: Anomaly, world: World, sign_in: SignIn) -> None:
        client, address = sign_in(world.auditor), reverse("anomaly", args=[anomaly.pk])
        page = client.get(address)
        assert page.status_code == 200
        assert b"Record the review" not in page.content
        assert client.post(address, {"outcome": "justified", "reason": "X"}).status_code == 404
        assert not AnomalyReview.objects.exists()

    @pytest.mark.parametrize("viewer", ["other_coordinator", "practitioner", "manager", "sysadmin", "stranger"])
    def test_nobody_else_learns_of_it(self, anomaly: Anomaly, world: World, sign_in: SignIn, viewer: str) -> None:
        client = sign_in(world.people[viewer])
        assert client.get(reverse("anomaly", args=[anomaly.pk])).status_code == 404
        listed = client.get(reverse("anomalies"))
        assert listed.status_code == (200 if viewer == "other_coordinator" else 404)
        assert str(anomaly.pk) not in listed.content.decode()

    def test_a_second_review_after_it_was_closed_is_refused(self, anomaly: Anomaly, world: World) -> None:
        review(actor=world.coordinator, anomaly=anomaly, outcome="justified", reason="Covers.")
        with pytest.raises(RuleRefused, match="meanwhile"):
            review(actor=world.coordinator, anomaly=anomaly, outcome="referred", reason="No.")

    def test_a_review_is_never_changed(self, anomaly: Anomaly, world: World) -> None:
        row = review(actor=world.coordinator, anomaly=anomaly, outcome="justified", reason="Covers.")
        row.reason = "Other"
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save()


class TestRestrictedCases:
    @pytest.fixture
    def restricted(self, anomaly: Anomaly, case: Case, world: World) -> Anomaly:
        services.restrict(actor=world.manager, case=case, restricted=True, reason="Relative of staff.")
        return anomaly

    def test_a_coordinator_who_may_only_know_of_it_gets_no_reference(
        self, restricted: Anomaly, case: Case, world: World, sign_in: SignIn
    ) -> None:
        page = sign_in(world.coordinator).get(reverse("anomalies")).content.decode()
        assert str(restricted.pk) in page
        assert "A restricted case" in page
        assert case.reference not in page
        assert str(case.pk) not in page

    def test_an_auditor_learns_nothing_and_a_named_manager_all(
        self, restricted: Anomaly, case: Case, world: World, sign_in: SignIn
    ) -> None:
        assert str(restricted.pk) not in sign_in(world.auditor).get(reverse("anomalies")).content.decode()
        assert case.reference in sign_in(world.manager).get(reverse("anomalies")).content.decode()

    def test_a_barred_coordinator_learns_nothing(self, anomaly: Anomaly, case: Case, world: World) -> None:
        later = world.today + dt.timedelta(days=90)
        services.deny(
            actor=world.manager, case=case, user=world.coordinator, reason="X", starts=world.today, review_on=later
        )
        assert not selectors.anomalies(viewer=User.objects.get(pk=world.coordinator.pk)).exists()


class TestTheList:
    def test_comes_in_pages_that_meet_each_once(
        self, anomaly: Anomaly, world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(2):
            is_refused(world.stranger, factories.make_case(world))
        found()
        monkeypatch.setattr(selectors, "PAGE", 2)
        first = selectors.anomaly_page(viewer=world.coordinator, state="open")
        second = selectors.anomaly_page(viewer=world.coordinator, state="open", before=first.older)
        assert len({row.pk for row in [*first.rows, *second.rows]}) == 3
        assert second.older is None
        address = f"{reverse('anomalies')}?state=open&before={first.older}"
        assert str(second.rows[0].pk) in sign_in(world.coordinator).get(address).content.decode()

    def test_what_is_closed_is_shown_when_asked_for(self, anomaly: Anomaly, world: World, sign_in: SignIn) -> None:
        review(actor=world.coordinator, anomaly=anomaly, outcome="justified", reason="Covers.")
        client = sign_in(world.coordinator)
        assert "Nothing waits for review." in client.get(reverse("anomalies")).content.decode()
        assert str(anomaly.pk) in client.get(reverse("anomalies") + "?state=all").content.decode()

    def test_what_waits_beyond_its_day_is_told_by_number(
        self, anomaly: Anomaly, world: World, mailoutbox: list[EmailMessage]
    ) -> None:
        assert tasks.tell_of_unreviewed() == 0
        Anomaly.objects.filter(pk=anomaly.pk).in_bulk_with_own_audit().update(
            review_by=world.today - dt.timedelta(days=1)
        )
        assert tasks.tell_of_unreviewed() == 1
        (message,) = mailoutbox
        assert message.to == [world.coordinator.email]
        assert "1 anomaly is waiting" in message.body
        assert world.stranger.full_name not in message.body
