"""Recording a person: nobody is recorded without a search, and a search cannot be forged, lent or stretched."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from audit.models import AuditEvent
from offenders import candidates
from offenders.models import Case
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
NEW = "/cases/new/"


def typed(world: World, token: str, **changes: Any) -> dict[str, Any]:
    fields = {
        "stage": "record",
        "token": token,
        "given_names": "Quentin",
        "family_name": "Newname",
        "date_of_birth": "1/2/1990",
        "gender": "male",
        "area": world.area.pk,
        "lead_agency": str(world.probation.pk),
    }
    return {**fields, **changes}


def token_of(page: Any) -> str:
    return dict(page.context["carried"])["token"]


@pytest.fixture
def client(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.practitioner)


def searched(client: Client, name: str = "Quentin Newname") -> str:
    page = client.post(NEW, {"stage": "search", "name": name, "born": "1 2 1990"})
    assert page.status_code == 200
    return token_of(page)


def test_search_dismiss_and_record_leads_to_the_new_case(client: Client, world: World) -> None:
    other = factories.make_case(world, family_name="Newname", given_names="Quentyn")
    page = client.post(NEW, {"stage": "search", "name": "Quentyn Newname", "born": "17/5/1985"})
    assert "None of these is the person" in page.content.decode()
    carried = dict(page.context["carried"])
    form = client.post(NEW, carried).context["form"]
    assert form["family_name"].value() == "Newname"
    answer = client.post(NEW, typed(world, carried["token"], family_name="Newname"))
    assert answer.status_code == 302
    case = Case.objects.exclude(pk=other.pk).get()
    assert answer["Location"] == f"/cases/{case.pk}/"
    created = AuditEvent.objects.get(verb="case.created", case_id=case.pk)
    assert created.changes["dismissed_candidates"] == [None, 1]


@rule("OFF-20")
class TestTheSearchCannotBeSkipped:
    @pytest.mark.parametrize("token", ["", "made-up"])
    def test_without_its_proof_nobody_is_recorded(self, client: Client, world: World, token: str) -> None:
        answer = client.post(NEW, typed(world, token))
        assert answer.status_code == 422
        assert "Search for the person before you record them." in answer.content.decode()
        assert Case.objects.count() == 0

    def test_nor_with_the_proof_of_somebody_else(self, client: Client, world: World) -> None:
        lent = candidates.proof(actor=world.manager, cases=[])
        assert client.post(NEW, typed(world, lent)).status_code == 422
        own = candidates.proof(actor=world.practitioner, cases=[])
        assert client.post(NEW, typed(world, own)).status_code == 302

    def test_nor_with_a_proof_that_has_grown_old(
        self, client: Client, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        token = searched(client)
        monkeypatch.setattr(candidates, "HOLDS_SECONDS", -1)
        assert client.post(NEW, typed(world, token)).status_code == 422

    def test_a_search_for_one_name_does_not_serve_for_another(self, client: Client, world: World) -> None:
        known = factories.make_case(world, family_name="Wellknown", given_names="Someone")
        token = searched(client)
        details = typed(world, token, given_names="Someone", family_name="Wellknown", date_of_birth="17/5/1985")
        page = client.post(NEW, details)
        assert page.status_code == 200
        assert "also match somebody whom the first search did not show" in page.content.decode()
        assert Case.objects.count() == 1
        carried = dict(page.context["carried"])
        assert carried["family_name"] == "Wellknown"
        assert client.post(NEW, carried).status_code == 302
        assert Case.objects.exclude(pk=known.pk).count() == 1


def test_only_the_areas_of_the_actor_are_offered(client: Client, world: World) -> None:
    answer = client.post(
        NEW, typed(world, searched(client), area=world.other_area.pk, lead_agency=str(world.other_probation.pk))
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"area", "lead_agency"}
    assert Case.objects.count() == 0


def test_the_team_belongs_to_the_lead_agency(client: Client, world: World) -> None:
    answer = client.post(NEW, typed(world, searched(client), team=str(world.yjs_team.pk)))
    assert answer.context["form"].errors == {
        "team": ["This team does not belong to the lead agency: choose one that does"]
    }


@pytest.mark.parametrize("role", ["auditor", "sysadmin", "lay_adviser", "chair", "spoc", "vlo"])
def test_the_page_does_not_exist_for_those_who_record_nobody(world: World, sign_in: SignIn, role: str) -> None:
    assert sign_in(world.people[role]).get(NEW).status_code == 404


def test_a_hidden_case_is_told_without_naming_anybody(world: World, sign_in: SignIn) -> None:
    hidden = factories.make_case(world, family_name="Faraway", given_names="Someone", pnc_id="2004/0012345D")
    page = sign_in(world.stranger).post(
        NEW, {"stage": "search", "name": "Else Entirely", "born": "1 1 1990", "number": "2004/0012345D"}
    )
    text = page.content.decode()
    assert "A record exists" in text
    assert "Invented Probation Hampshire" in text
    assert hidden.family_name not in text
    assert hidden.reference not in text
    assert str(hidden.pk) not in text
