"""Every address of the API answers a partner as the agreement reaches, and nobody else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from offenders.services.access import deny
from tests.house.addresses import own
from tests.house.partners import ask, partner_of, token_for
from tests.house.permission_table import API
from tests.house.specimen import Specimen
from tests.house.state import recorded
from tests.marks import rule

SCOPES = sorted(set(API.values()))
ABOUT_ONE = sorted(name for name in API if "case_id" in own()[name].placeholders)


def path_to(name: str, case: Any) -> str:
    return reverse(name, kwargs={"case_id": case.pk} if name in ABOUT_ONE else {})


@pytest.fixture
def account(specimen: Specimen) -> User:
    """A partner at children's services, which is involved in the adult's case and not in the child's."""
    return partner_of(specimen.world, specimen.world.childrens_services)


@pytest.mark.parametrize("name", sorted(API))
def test_an_address_answers_with_its_own_scope_only(specimen: Specimen, account: User, name: str) -> None:
    path = path_to(name, specimen.case)
    others = [scope for scope in SCOPES if scope != API[name]]
    assert Client().get(path).status_code == 401
    assert ask(path, "no-such-token").status_code == 401
    assert ask(path, token_for(account, specimen.world, *others)).status_code == 403
    assert ask(path, token_for(account, specimen.world, API[name])).status_code == 200


@pytest.mark.parametrize("name", sorted(API))
def test_a_session_of_a_page_opens_no_address_of_the_api(specimen: Specimen, name: str) -> None:
    assert specimen.clients["practitioner"].get(path_to(name, specimen.case)).status_code == 401


@rule("ACC-22")
@pytest.mark.parametrize("name", sorted(API))
def test_a_case_outside_the_agreement_does_not_exist(specimen: Specimen, account: User, name: str) -> None:
    token = token_for(account, specimen.world, *SCOPES)
    if name in ABOUT_ONE:
        assert ask(path_to(name, specimen.child), token).status_code == 404
        assert ask(path_to(name, specimen.case), token).status_code == 200
    else:
        answer = ask(path_to(name, specimen.case), token).content.decode()
        assert str(specimen.child.pk) not in answer
        assert specimen.child.family_name not in answer


@rule("ACC-25")
@pytest.mark.parametrize("name", ABOUT_ONE)
def test_a_barred_partner_finds_nothing(specimen: Specimen, account: User, name: str) -> None:
    token = token_for(account, specimen.world, *SCOPES)
    deny(
        actor=specimen.world.coordinator,
        case=specimen.case,
        user=account,
        reason="The agreement excludes this case.",
        starts=specimen.world.today,
    )
    assert ask(path_to(name, specimen.case), token).status_code == 404


@rule("ACC-12")
@pytest.mark.parametrize("name", sorted(API))
def test_nothing_is_written_through_the_api(specimen: Specimen, account: User, name: str) -> None:
    token = token_for(account, specimen.world, *SCOPES)
    before = recorded()
    statuses = {
        ask(path_to(name, specimen.case), token, method).status_code for method in ("post", "put", "patch", "delete")
    }
    assert statuses <= {403, 405}
    assert recorded() == before
