"""That no minutes are held is said once somebody looked, and said otherwise where it turns out to be wrong."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from audit.refusals import RuleRefused
from enquiries.models import MinutesRequest
from meetings.models import Meeting
from offenders.models import AccessNotice
from tests.enquiries.builders import clarified, drafted, identified, recorded, took
from tests.factories import World
from tests.marks import rule

pytestmark = rule("ENQ-31")


def answered_that_nothing_is_held(world: World) -> MinutesRequest:
    """A court's request that was said to be about nobody on record here, and was answered so."""
    row = recorded(world, world.coordinator, requester="court")
    identified(row, world.coordinator, "", today=world.today)
    clarified(row, world.coordinator, today=world.today)
    drafted(row, world.coordinator, "none_held", today=world.today)
    took(row, world.coordinator, "approved", today=world.today)
    took(row, world.coordinator, "sent", today=world.today)
    return row


@pytest.mark.parametrize("step", ["drafted", "approved", "sent"])
def test_does_not_say_that_nothing_is_held_before_anybody_was_looked_up(world: World, step: str) -> None:
    row = recorded(world, world.coordinator, requester="offender")
    clarified(row, world.coordinator, today=world.today)
    if step != "drafted":
        identified(row, world.coordinator, "", today=world.today)
        drafted(row, world.coordinator, "none_held", today=world.today)
    if step == "sent":
        took(row, world.coordinator, "approved", today=world.today)
    MinutesRequest.objects.filter(pk=row.pk).in_bulk_with_own_audit().update(about="open")
    row.refresh_from_db()
    with pytest.raises(RuleRefused) as refused:
        if step == "drafted":
            drafted(row, world.coordinator, "none_held", today=world.today)
        else:
            took(row, world.coordinator, step, today=world.today)
    assert refused.value.rules == ("ENQ-31",)
    assert refused.value.findings[0].next_step == "Say first whom it is about."


@pytest.mark.parametrize("ended", [False, True])
def test_that_said_wrongly_that_nothing_is_held_is_given_again(
    world: World, approved: Any, sign_in: Any, *, ended: bool
) -> None:
    row = answered_that_nothing_is_held(world)
    if ended:
        took(row, world.coordinator, "closed", today=world.today)
    AccessNotice.objects.all().in_bulk_with_own_audit().delete()
    identified(row, world.coordinator, approved.case.reference, today=world.today)
    assert (row.state, row.destroy_on) == ("clarified", None)
    assert AccessNotice.objects.get().recipient == world.coordinator
    page = sign_in(world.coordinator).get(reverse("enquiry", args=[row.pk])).content.decode()
    assert "a meeting of this case was held. Draft another reply." in page
    drafted(row, world.coordinator, "full", today=world.today)
    took(row, world.coordinator, "circulated", today=world.today)
    took(row, world.chair, "approved", today=world.today)
    took(row, world.chair, "sent", today=world.today)
    assert row.state == "sent"


def test_that_said_rightly_that_nothing_was_held_stands(world: World, approved: Any) -> None:
    row = answered_that_nothing_is_held(world)
    later = approved.meeting.starts_at + dt.timedelta(days=1)
    Meeting.objects.filter(pk=approved.meeting_id).in_bulk_with_own_audit().update(starts_at=later)
    AccessNotice.objects.all().in_bulk_with_own_audit().delete()
    identified(row, world.coordinator, approved.case.reference, today=world.today)
    assert row.state == "sent" and not AccessNotice.objects.exists()
