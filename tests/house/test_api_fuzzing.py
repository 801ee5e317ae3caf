"""Generated requests at every address of the API's description: no failure of ours, answers as described, no leak.

The same requests are sent as a sound partner, as one of another area, with a scope that covers little, under an
agreement that has ended, with a token that nobody was given, and without a credential.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.models import PartnerSystem, User
from accounts.roles import Role
from mappa.wsgi import application
from tests import factories
from tests.house.partners import partner_of, token_for
from tests.house.permission_table import API
from tests.house.specimen import Specimen
from tests.house.state import recorded
from tests.house.words_of_a_case import words_of
from tests.marks import rule

SCOPES = sorted(set(API.values()))
EXAMPLES = 3  # for each address, kind of request and partner
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
PARTNERS = [
    "sound",
    "of another area",
    "with little scope",
    "whose agreement has ended",
    "with an invented token",
    "without a credential",
]
Headers = dict[str, str]


def elsewhere(specimen: Specimen) -> User:
    """The account of a partner of another area."""
    world = specimen.world
    agency, area = world.other_probation, world.other_area
    return factories.make_user("Partner", agency=agency, area=area, roles=(Role.PARTNER_SYSTEM,))


def credentials(specimen: Specimen, partner: str) -> Headers:
    """What a partner sends to say who it is."""
    world = specimen.world
    if partner == "without a credential":
        return {}
    if partner == "with an invented token":
        return {"Authorization": "Bearer no-such-token"}
    account = elsewhere(specimen) if partner == "of another area" else partner_of(world, world.childrens_services)
    scopes = ["areas:read"] if partner == "with little scope" else SCOPES
    token = token_for(account, world, *scopes)
    if partner == "whose agreement has ended":
        ended = {"expires_on": world.today - dt.timedelta(days=1)}
        PartnerSystem.objects.update_or_create(account=account, defaults=ended)
    return {"Authorization": f"Bearer {token}"}


def told_nothing_of(specimen: Specimen, partner: str) -> set[str]:
    """The words that must not come back: of the child's case, and of the adult's unless the agreement opens it."""
    of_case, of_child = words_of(specimen.case), words_of(specimen.child)
    return of_child - of_case if partner == "sound" else of_child | of_case


def requests_at(operation: Any, specimen: Specimen) -> Iterator[Any]:
    """Requests as described and not, about cases that exist and one that does not."""
    about = st.sampled_from([specimen.case.pk, specimen.child.pk, uuid4()])
    for mode in GenerationMode:
        if mode is GenerationMode.POSITIVE or operation.query or operation.path_parameters:
            yield st.tuples(operation.as_strategy(generation_mode=mode), about)


@pytest.fixture
def _unlimited(settings: Any) -> None:
    cache.clear()
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "")


@contextmanager
def connection_left_open() -> Iterator[None]:
    """Requests through WSGI do not close the connection of the test. The test client connects both anew, so: late."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@rule("ACC-22")
@pytest.mark.usefixtures("_unlimited")
@pytest.mark.parametrize("partner", PARTNERS)
def test_generated_requests_get_sound_answers_and_no_case_that_is_not_theirs(specimen: Specimen, partner: str) -> None:
    with connection_left_open():
        description = schemathesis.openapi.from_wsgi("/api/schema/", application)
    headers, closed = credentials(specimen, partner), told_nothing_of(specimen, partner)
    before, statuses = recorded(), set()
    operations = [found.ok() for found in description.get_all_operations()]
    assert len(operations) == len(API)
    for operation in operations:
        for requests in requests_at(operation, specimen):

            @settings(
                max_examples=EXAMPLES,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(made=requests)
            def send(made: Any) -> None:
                case, about = made
                if "case_id" in (case.path_parameters or {}) and case.meta.generation.mode is GenerationMode.POSITIVE:
                    case.path_parameters["case_id"] = str(about)
                with connection_left_open():
                    answer = case.call(headers=headers)
                statuses.add(answer.status_code)
                case.validate_response(answer, checks=CHECKS)
                told = answer.text + repr(answer.headers)
                assert {word for word in closed if word in told} == set()

            send()
    assert recorded() == before
    assert (200 in statuses) is (partner in {"sound", "of another area", "with little scope"})
    assert statuses <= {200, 400, 401, 403, 404}
