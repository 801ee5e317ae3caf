"""Whoever looks at a case, on a page or over the API, leaves an event about that case."""

from typing import Any

import pytest
from django.db.models import Max
from django.urls import reverse

from audit.models import AuditEvent
from tests.house.addresses import opener, own, path_to
from tests.house.partners import ask, partner_of, token_for
from tests.house.permission_table import API, TABLE
from tests.house.specimen import Specimen
from tests.marks import rule

ABOUT_A_CASE = sorted(name for name, row in TABLE.items() if row.about)
LISTS = ("home", "cases", "due", "meetings", "dashboard")


def last_event() -> int:
    return AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0


def reads_since(last: int, actor_id: Any) -> Any:
    return AuditEvent.objects.filter(pk__gt=last, actor_id=actor_id, refused=False)


@rule("AUD-03")
@pytest.mark.parametrize("name", ABOUT_A_CASE)
def test_opening_a_page_of_a_case_is_recorded_with_the_case(specimen: Specimen, name: str) -> None:
    viewer, case, last = opener(name), specimen.about(TABLE[name].about), last_event()
    assert case is not None
    assert specimen.clients[viewer].get(path_to(name, specimen)).status_code == 200
    reads = reads_since(last, specimen.world.people[viewer].pk)
    assert reads.filter(case_id=case.pk, via="page").exists()


@rule("AUD-03")
@pytest.mark.parametrize("name", LISTS)
def test_opening_a_list_of_cases_is_recorded(specimen: Specimen, name: str) -> None:
    viewer, last = opener(name), last_event()
    assert specimen.clients[viewer].get(path_to(name, specimen)).status_code == 200
    assert reads_since(last, specimen.world.people[viewer].pk).filter(via="page", verb__endswith="viewed").exists()


@rule("AUD-03")
def test_a_search_is_recorded_without_what_was_typed(specimen: Specimen) -> None:
    last = last_event()
    typed = specimen.case.family_name
    assert specimen.clients["practitioner"].post(reverse("search"), {"name": typed}).status_code == 200
    event = reads_since(last, specimen.world.practitioner.pk).get()
    assert event.changes["cases"][1] == [str(specimen.case.pk)]
    assert typed not in str(event.changes)


@rule("AUD-03")
@pytest.mark.parametrize("name", sorted(name for name in API if "case_id" in own()[name].placeholders))
def test_reading_a_case_over_the_api_is_recorded_with_the_case(specimen: Specimen, name: str) -> None:
    account = partner_of(specimen.world, specimen.world.childrens_services)
    token, last = token_for(account, specimen.world, *set(API.values())), last_event()
    assert ask(reverse(name, args=[specimen.case.pk]), token).status_code == 200
    assert reads_since(last, account.pk).filter(case_id=specimen.case.pk, via="api").exists()
