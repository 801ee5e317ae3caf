"""Judgements over the API: scope, reach, and no narrative unless the case is open in full."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from oauth2_provider.models import get_application_model

from accounts.models import PartnerSystem, RoleHolding, User
from accounts.roles import Role
from audit.models import AuditEvent
from offenders.models import Case
from offenders.services.access import deny, grant
from offenders.services.cases import involve_agency
from tests.assessments.builders import judge
from tests.factories import World, make_case

LIST = "/api/v1/rosh-judgements/"
Get = Callable[[str], Any]


def of_case(case: Case) -> str:
    return f"/api/v1/offenders/{case.pk}/rosh-judgements/"


@pytest.fixture
def partner(world: World) -> User:
    """The account of a partner system at the police."""
    account = User.objects.create_user("partner@example.test", None, full_name="Partner Example", agency=world.police)
    RoleHolding.objects.create(
        user=account, role=Role.PARTNER_SYSTEM, area=world.area, starts=world.today - dt.timedelta(days=1)
    )
    return account


def client_of(account: User, world: World, scopes: str) -> Get:
    """What fetches an address as this partner, with a token for these scopes."""
    application = get_application_model().objects.create(
        name="Invented system",
        client_id=f"client-{scopes}",
        client_secret="invented-secret",
        client_type="confidential",
        authorization_grant_type="client-credentials",
        user=account,
    )
    PartnerSystem.objects.create(
        application=application,
        account=account,
        agreement="DSA-TEST",
        scopes=scopes,
        expires_on=world.today + dt.timedelta(days=30),
        areas=[world.area.pk],
    )
    credentials = {
        "grant_type": "client_credentials",
        "client_id": f"client-{scopes}",
        "client_secret": "invented-secret",
        "scope": scopes,
    }
    token = Client().post("/api/token/", credentials).json()["access_token"]
    return lambda address: Client().get(address, headers={"authorization": f"Bearer {token}"})


@pytest.fixture
def get(partner: User, world: World) -> Get:
    return client_of(partner, world, "rosh:read")


@pytest.fixture
def shared(case: Case, world: World) -> Case:
    """The ordinary case, judged, with the police involved."""
    judge(case, world.practitioner, today=world.today, public="high")
    involve_agency(actor=world.practitioner, case=case, agency=world.police, part="involved", starts=world.today)
    return case


def test_a_partner_reads_the_levels_and_no_narrative(shared: Case, world: World, get: Get) -> None:
    response = get(of_case(shared))
    (row,) = response.json()["results"]
    assert (row["overall"], row["suggested"], row["in_force"], row["narrative"]) == ("high", "high", True, None)
    assert row["groups"][0] == {"group": "public", "level": "high"}
    assert row["decided_on"] == world.today.isoformat()
    assert "Assault when drunk" not in response.content.decode()


def test_with_the_case_open_in_full_the_narrative_is_read_too(
    shared: Case, world: World, partner: User, get: Get
) -> None:
    grant(
        actor=world.manager,
        case=shared,
        user=partner,
        reason="Agreed for this case.",
        starts=world.today,
        ends=world.today + dt.timedelta(days=5),
    )
    (row,) = get(of_case(shared)).json()["results"]
    assert row["narrative"]["groups"][0]["nature"] == "Assault when drunk"
    assert row["narrative"]["reason"] == "Nothing new since the interview."


def test_a_case_out_of_reach_is_not_found_and_not_listed(shared: Case, world: World, partner: User, get: Get) -> None:
    other = make_case(world)
    judge(other, world.practitioner, today=world.today)
    assert get(of_case(other)).status_code == 404
    assert {row["offender"] for row in get(LIST).json()["results"]} == {str(shared.pk)}
    deny(actor=world.manager, case=shared, user=partner, reason="Conflict of interest.", starts=world.today)
    assert get(of_case(shared)).status_code == 404
    assert get(LIST).json()["results"] == []


def test_without_the_scope_or_a_token_nothing_is_read(shared: Case, world: World, partner: User) -> None:
    wrong = client_of(partner, world, "cases:read")
    assert {wrong(address).status_code for address in (LIST, of_case(shared))} == {403}
    assert Client().get(LIST).status_code == 401


def test_each_read_is_recorded_with_the_cases_read(shared: Case, partner: User, get: Get) -> None:
    get(of_case(shared))
    event = AuditEvent.objects.get(case_id=shared.pk, verb="api_rosh_judgements.viewed")
    assert (event.actor_id, event.via) == (partner.pk, "api")
    get(LIST)
    listed = AuditEvent.objects.get(case_id=None, verb="api_rosh_judgements.viewed")
    assert listed.changes == {"cases": [None, [str(shared.pk)]]}


def test_superseded_judgements_follow_the_one_in_force_page_by_page(shared: Case, world: World, get: Get) -> None:
    judge(shared, world.practitioner, today=world.today, public="medium")
    first = get(f"{of_case(shared)}?page_size=1").json()
    second = get(first["next"]).json()
    assert [page["results"][0]["overall"] for page in (first, second)] == ["medium", "high"]
    assert [page["results"][0]["in_force"] for page in (first, second)] == [True, False]
    assert second["next"] is None


def test_the_list_needs_as_many_queries_for_one_case_as_for_ten(shared: Case, world: World, get: Get) -> None:
    def count() -> int:
        get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert get(LIST).status_code == 200
        return len(queries)

    few = count()
    for _ in range(9):
        other = make_case(world)
        judge(other, world.practitioner, today=world.today)
        involve_agency(actor=world.practitioner, case=other, agency=world.police, part="involved", starts=world.today)
    assert len(get(LIST).json()["results"]) == 10
    assert count() == few
