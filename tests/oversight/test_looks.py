"""Who has looked: by person, in what role, through which door, how often, and who was refused."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, models
from django.http import Http404
from django.test import Client
from django.urls import reverse

from audit.context import working
from audit.models import AuditEvent
from audit.selectors import naming
from audit.services import record, viewed
from offenders.models import Case
from offenders.services import access as services
from oversight import selectors
from oversight.selectors import Span
from tests import factories
from tests.factories import World
from tests.house.partners import ask, partner_of, token_for
from tests.marks import rule

SignIn = Callable[..., Client]
pytestmark = rule("AUD-07")
MANY_LISTS = """
INSERT INTO audit_event (actor_role, via, request_id, verb, refused, case_id, subject_type, subject_id, changes, reason,
                         rules)
SELECT 'Practitioner', 'page', gen_random_uuid(), 'home.viewed', false,
       CASE WHEN n %% 2 = 0 THEN gen_random_uuid() END, '', '',
       jsonb_build_object('cases', jsonb_build_array(NULL, jsonb_build_array(gen_random_uuid(), gen_random_uuid()))),
       '', '{}'
FROM generate_series(1, %s) AS n
"""


@pytest.fixture
def read(case: Case, world: World, sign_in: SignIn) -> None:
    """The practitioner reads twice, a team mate once, a stranger tries."""
    for _ in range(2):
        sign_in(world.practitioner).get(reverse("case_risk", args=[case.pk]))
    sign_in(world.team_mate).get(reverse("case", args=[case.pk]))
    sign_in(world.stranger).get(reverse("case", args=[case.pk]))


def test_people_are_listed_last_first_with_how_often_and_in_what_role(read: None, case: Case, world: World) -> None:
    looks = selectors.lookers(viewer=world.manager, case=case, span=Span())
    told = [(person.name, person.reads, person.refused) for person in looks.people]
    assert told == [
        (world.stranger.full_name, 0, 1),
        (world.team_mate.full_name, 1, 0),
        (world.practitioner.full_name, 2, 0),
    ]
    assert looks.people[1].roles == [world.team_mate.audit_role]
    assert looks.people[1].doors == ["Page"]
    assert looks.people[2].first < looks.people[2].last


def test_pages_meet_everybody_once(read: None, case: Case, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "PAGE", 2)
    first = selectors.lookers(viewer=world.manager, case=case, span=Span())
    second = selectors.lookers(viewer=world.manager, case=case, span=Span(), older_than=first.older)
    assert [person.id for person in [*first.people, *second.people]] == [
        world.stranger.pk,
        world.team_mate.pk,
        world.practitioner.pk,
    ]
    assert second.older is None


def test_each_read_of_one_person_is_told(read: None, case: Case, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "READS", 1)
    asked: dict[str, Any] = {"viewer": world.manager, "case": case, "reader_id": world.practitioner.pk, "span": Span()}
    first = selectors.reads_by(**asked)
    second = selectors.reads_by(**asked, older_than=first.older)
    assert [row.what for row in [*first.reads, *second.reads]] == ["Looked at: risk"] * 2
    assert second.older is None


def test_days_narrow_the_list(read: None, case: Case, world: World) -> None:
    yesterday = world.today - dt.timedelta(days=1)
    assert selectors.lookers(viewer=world.manager, case=case, span=Span(last=yesterday)).people == []
    assert len(selectors.lookers(viewer=world.manager, case=case, span=Span(first=world.today)).people) == 3


def test_access_by_exception_is_marked_and_the_reason_for_a_bar_is_not_told(
    case: Case, world: World, sign_in: SignIn
) -> None:
    until = world.today + dt.timedelta(days=7)
    services.grant(
        actor=world.manager, case=case, user=world.police_officer, reason="Covers.", starts=world.today, ends=until
    )
    services.deny(actor=world.manager, case=case, user=world.colleague, reason="Her cousin.", starts=world.today)
    for reader in (world.police_officer, world.colleague):
        sign_in(reader).get(reverse("case", args=[case.pk]))
    page = sign_in(world.practitioner).get(reverse("case_looks", args=[case.pk])).content.decode()
    assert "By exception" in page
    assert world.colleague.full_name in page
    assert "Her cousin." not in page


@pytest.mark.parametrize("viewer", ["practitioner", "manager", "coordinator", "auditor"])
def test_the_page_opens_for_owner_manager_coordinator_and_auditor(
    read: None, case: Case, world: World, sign_in: SignIn, viewer: str
) -> None:
    client = sign_in(world.people[viewer])
    answer = client.get(reverse("case_looks", args=[case.pk]))
    assert answer.status_code == 200
    assert world.stranger.full_name in answer.content.decode()
    assert AuditEvent.objects.filter(verb="case_looks.viewed", actor_id=world.people[viewer].pk).exists()
    assert reverse("case_looks", args=[case.pk]) in client.get(reverse("case_access", args=[case.pk])).content.decode()


@pytest.mark.parametrize("viewer", ["team_mate", "colleague", "police_manager", "stranger", "sysadmin"])
def test_for_nobody_else(case: Case, world: World, sign_in: SignIn, viewer: str) -> None:
    assert sign_in(world.people[viewer]).get(reverse("case_looks", args=[case.pk])).status_code == 404
    with pytest.raises(Http404):
        selectors.lookers(viewer=world.people[viewer], case=case, span=Span())


def test_somebody_who_never_looked_is_not_found(case: Case, world: World, sign_in: SignIn) -> None:
    client, address = sign_in(world.manager), reverse("case_looks", args=[case.pk])
    assert client.get(address, {"person": case.pk}).status_code == 404
    assert "did not look" in client.get(address, {"person": world.vlo.pk}).content.decode()


@pytest.mark.parametrize("query", [{"older": "x"}, {"older": "9" * 30}, {"first": "nonsense"}, {"person": "x"}])
def test_nonsense_in_the_address_is_left_out(
    read: None, case: Case, world: World, sign_in: SignIn, query: dict[str, str]
) -> None:
    answer = sign_in(world.manager).get(reverse("case_looks", args=[case.pk]), query)
    assert answer.status_code == 200
    assert answer.context["looks"].people


@pytest.fixture
def listed(case: Case, world: World) -> None:
    """A colleague meets the case in lists only; the practitioner opened it too."""
    with working("page"):
        for _ in range(3):
            viewed(actor=world.colleague, what="home", cases=[case.pk])
        viewed(actor=world.colleague, what="due_list", cases=[case.pk])
        viewed(actor=world.practitioner, what="home", cases=[case.pk])
        viewed(actor=world.practitioner, what="case_overview", case_id=case.pk)
        viewed(actor=world.team_mate, what="home", cases=[])


class TestLists:
    """A list that names the case has shown it; lists do not drown what was opened."""

    def test_who_met_it_in_lists_only_stands_apart(self, listed: None, case: Case, world: World) -> None:
        asked: dict[str, Any] = {"viewer": world.manager, "case": case, "span": Span()}
        opened = selectors.lookers(**asked).people
        only = selectors.lookers(**asked).in_lists
        assert [(person.name, person.reads, person.in_lists) for person in opened] == [
            (world.practitioner.full_name, 1, 1)
        ]
        assert [(person.name, person.reads, person.in_lists) for person in only] == [(world.colleague.full_name, 0, 4)]

    def test_they_are_told_by_list_and_day(
        self, listed: None, case: Case, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(selectors, "READS", 1)
        asked: dict[str, Any] = {"viewer": world.manager, "case": case, "reader_id": world.colleague.pk, "span": Span()}
        first = selectors.reads_by(**asked)
        second = selectors.reads_by(**asked, lists_before=first.lists)
        assert [(row.where, row.times) for row in [*first.sightings, *second.sightings]] == [
            ("What is due", 1),
            ("Home", 3),
        ]
        assert second.lists is None
        assert first.reads == []

    def test_the_tab_shows_both(self, listed: None, case: Case, world: World, sign_in: SignIn) -> None:
        client, address = sign_in(world.manager), reverse("case_looks", args=[case.pk])
        page = client.get(address).content.decode()
        assert page.index(world.practitioner.full_name) < page.index("Only seen in a list")
        assert page.index("Only seen in a list") < page.index(world.colleague.full_name)
        assert "What is due" in client.get(address, {"person": world.colleague.pk}).content.decode()

    def test_pages_of_people_go_on_apart(
        self, listed: None, read: None, case: Case, world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(selectors, "PAGE", 1)
        with working("page"):
            viewed(actor=world.vlo, what="home", cases=[case.pk])
        client, address = sign_in(world.manager), reverse("case_looks", args=[case.pk])
        first = client.get(address)
        assert [row.name for row in first.context["looks"].in_lists] == [world.vlo.full_name]
        older = client.get(address + first.context["lists"])
        assert [row.name for row in older.context["looks"].in_lists] == [world.colleague.full_name]
        assert [row.name for row in older.context["looks"].people] == [world.manager.full_name]

    def test_a_list_of_other_cases_tells_nothing(self, case: Case, world: World) -> None:
        other = factories.make_case(world)
        with working("page"):
            viewed(actor=world.colleague, what="home", cases=[other.pk])
            record(actor=None, verb="bulk_reading.noticed", changes={"cases": (None, 12)})
        assert selectors.lookers(viewer=world.manager, case=case, span=Span()).in_lists == []

    def test_reviews_due_over_the_api_name_their_cases(self, case: Case, world: World) -> None:
        account = partner_of(world, world.probation)
        assert ask(reverse("api_reviews_due"), token_for(account, world, "reviews:read")).status_code == 200
        assert "cases" in AuditEvent.objects.get(verb="api_reviews_due.viewed").changes

    def test_a_search_that_shows_only_that_there_is_a_case_is_kept(
        self, case: Case, world: World, sign_in: SignIn
    ) -> None:
        Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(restricted=True)
        sign_in(world.coordinator).post(reverse("search"), {"number": case.reference})
        event = AuditEvent.objects.get(verb="cases.searched")
        assert event.changes["cases"][1] == event.changes["presence_only"][1] == [str(case.pk)]
        asked: dict[str, Any] = {"viewer": world.practitioner, "case": case, "span": Span()}
        met = selectors.reads_by(reader_id=world.coordinator.pk, **asked).sightings
        assert [(row.where, row.presence_only) for row in met] == [("Search", True)]

    def test_the_lookup_goes_by_the_indexes(self, case: Case) -> None:
        with connection.cursor() as cursor:
            cursor.execute(MANY_LISTS, [4_000])
            cursor.execute("SELECT gin_clean_pending_list('audit_by_listed')")  # as vacuum does
            cursor.execute("ANALYZE audit_event")
        plan = AuditEvent.objects.filter(naming(case.pk)).order_by().explain()
        assert "audit_by_listed" in plan
        both = AuditEvent.objects.filter(naming(case.pk) | models.Q(case_id=case.pk)).order_by().explain()
        assert "audit_by_listed" in both
        assert "audit_by_case" in both
