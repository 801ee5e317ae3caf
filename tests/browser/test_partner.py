"""A partner's computer system over the wire: a token for its secret, the cases its agreement reaches, nothing else."""

import base64
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from offenders.models import Case
from offenders.services.cases import involve_agency
from tests import factories
from tests.assessments.builders import judge
from tests.factories import World
from tests.house.partners import SECRET, partner_of, register

pytestmark = pytest.mark.django_db(transaction=True)

SCOPES = "cases:read reviews:read rosh:read"


@dataclass
class Answer:
    """What came back."""

    status: int
    body: Any


def call(address: str, *, sent: dict[str, str] | None = None, **headers: str) -> Answer:
    """One request as any HTTP client makes it."""
    data = urlencode(sent).encode() if sent else None
    try:
        with urlopen(Request(address, data=data, headers=headers)) as response:  # noqa: S310 - the tests' own server
            return Answer(response.status, json.load(response))
    except HTTPError as refusal:
        with refusal:
            return Answer(refusal.code, json.load(refusal))


@pytest.fixture
def known(world: World) -> Case:
    """A case at Level 1 with a judgement, in which the partner's agency takes part."""
    case = factories.make_case(world, family_name="Quorndonsby", given_names="Alaric")
    factories.at_level_1(case, world.practitioner, today=world.today)
    judge(case, world.practitioner, today=world.today, public="high")
    starts = world.today - dt.timedelta(days=1)
    involve_agency(actor=world.practitioner, case=case, agency=world.mental_health, part="involved", starts=starts)
    return case


@pytest.fixture
def unknown(world: World) -> Case:
    """A case in which it takes none."""
    return factories.make_case(world, family_name="Thistledown")


def test_a_partner_system_reads_its_cases_with_a_token_and_nothing_without(
    live_server: Any, world: World, known: Case, unknown: Case
) -> None:
    api = f"{live_server.url}/api/v1"
    client_id = register(partner_of(world, world.mental_health), world, *SCOPES.split()).client_id
    basic = base64.b64encode(f"{client_id}:{SECRET}".encode()).decode()
    asked = {"grant_type": "client_credentials", "scope": SCOPES}
    granted = call(f"{live_server.url}/api/token/", sent=asked, Authorization=f"Basic {basic}")
    bearer = {"Authorization": f"Bearer {granted.body['access_token']}"}

    people = call(f"{api}/offenders/", **bearer).body["results"]
    assert [person["reference"] for person in people] == [known.reference]
    person = call(f"{api}/offenders/{known.pk}/", **bearer).body
    assert (person["category"], person["level"]) == (2, 1)
    assert call(f"{api}/offenders/{known.pk}/levels/", **bearer).body["results"][0]["level"] == 1
    assert call(f"{api}/offenders/{known.pk}/rosh-judgements/", **bearer).body["results"][0]["overall"] == "high"
    assert known.reference in json.dumps(call(f"{api}/reviews-due/", **bearer).body)

    assert call(f"{api}/offenders/{unknown.pk}/", **bearer).status == 404
    assert call(f"{api}/areas/", **bearer).status == 403
    assert call(f"{api}/offenders/").status == 401
    wrong = base64.b64encode(f"{client_id}:guessed".encode()).decode()
    assert call(f"{live_server.url}/api/token/", sent=asked, Authorization=f"Basic {wrong}").status == 401
