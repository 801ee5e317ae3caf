"""Who decides on a reply is the chair once a meeting was held; page, record and approval say the same."""

from typing import Any

import pytest
from django.urls import reverse

from audit.refusals import RuleRefused
from enquiries import services
from offenders.models import Case
from tests.enquiries.builders import clarified, drafted, recorded, took
from tests.factories import World
from tests.marks import rule

pytestmark = rule("ENQ-15")
ITEM = {"exemption": "dpa_45_4", "item": "Paragraph 4", "reason": "It may very well harm."}
CHAIR, UNIT = "Chair of the most recent meeting", "MAPPA Co-ordinator"


@pytest.mark.parametrize("response", ["refused", "ncnd"])
def test_the_chair_of_the_meeting_decides_on_a_refusal(
    world: World, approved: Any, sign_in: Any, response: str
) -> None:
    row = recorded(world, world.coordinator, approved.case, requester="court")
    clarified(row, world.coordinator, today=world.today)
    services.exempt(actor=world.coordinator, request=row, **ITEM)
    row.refresh_from_db()
    drafted(row, world.coordinator, response, today=world.today)
    page = sign_in(world.coordinator).get(reverse("enquiry", args=[row.pk])).content.decode()
    assert row.handler == "chair"
    assert f"</strong> {CHAIR}." in page and "waits for the chair" in page
    with pytest.raises(RuleRefused) as refused:
        took(row, world.coordinator, "approved", today=world.today)
    assert refused.value.rules == ("ENQ-15",)
    took(row, world.chair, "approved", today=world.today)
    assert row.state == "approved"


@pytest.mark.parametrize("response", ["refused", "ncnd", "none_held"])
def test_the_unit_decides_where_no_meeting_was_held(world: World, case: Case, sign_in: Any, response: str) -> None:
    row = recorded(world, world.coordinator, case, requester="court")
    clarified(row, world.coordinator, today=world.today)
    services.exempt(actor=world.coordinator, request=row, **ITEM)
    row.refresh_from_db()
    assert row.handler == "coordinator"
    drafted(row, world.coordinator, response, today=world.today)
    page = sign_in(world.coordinator).get(reverse("enquiry", args=[row.pk])).content.decode()
    assert row.handler == "coordinator"
    assert f"</strong> {UNIT}." in page and "waits for the chair" not in page
    took(row, world.coordinator, "approved", today=world.today)
    assert row.state == "approved"
