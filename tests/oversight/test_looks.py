"""Who has looked: by person, in what role, through which door, how often, and who was refused."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from offenders.models import Case
from offenders.services import access as services
from oversight import selectors
from oversight.selectors import Span
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
pytestmark = rule("AUD-07")


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
