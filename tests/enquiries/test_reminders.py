"""The Co-ordinators hear of requests that have no case, and nobody else does."""

import datetime as dt
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enquiries import services, tasks
from enquiries.models import MinutesRequest
from enquiries.services.reminders import remind
from offenders.mail import send_notices
from offenders.models import AccessNotice, Case
from tests.enquiries.builders import recorded
from tests.factories import World
from tests.marks import rule

DAY = dt.timedelta(days=1)


def heard() -> Counter[tuple[str, str]]:
    """Who was told what, how often."""
    rows = AccessNotice.objects.filter(kind__startswith="enquiry").select_related("recipient")
    return Counter((row.recipient.email, row.kind) for row in rows)


def looked_up(world: World, request: MinutesRequest) -> MinutesRequest:
    """The Unit found nobody of that name."""
    return services.identify(
        actor=world.coordinator, request=request, version=request.version, reference="", today=world.today
    )


@rule("ENQ-26")
class TestARequestWithoutACase:
    def test_is_told_to_the_co_ordinator_at_once_and_every_day_until_it_is_looked_up(self, world: World) -> None:
        request = recorded(world, world.practitioner)
        who = world.coordinator.email
        assert heard() == {(who, "enquiry_made"): 1}
        assert remind(today=world.today) == 1
        assert heard() == {(who, "enquiry_made"): 1}, "a second run on a day adds nothing"
        remind(today=world.today + DAY)
        assert heard() == {(who, "enquiry_made"): 2}
        looked_up(world, request)
        remind(today=world.today + 2 * DAY)
        assert heard() == {(who, "enquiry_made"): 2}

    def test_is_not_told_to_the_co_ordinator_who_recorded_it(self, world: World) -> None:
        recorded(world, world.coordinator)
        assert heard() == {}

    def test_is_told_before_its_answer_is_due_on_the_day_and_when_it_is_late(self, world: World) -> None:
        request = looked_up(world, recorded(world, world.coordinator))
        assert request.due_on is not None
        for days in (-6, -5, -4, 0, 1, 2):
            remind(today=request.due_on + days * DAY)
        who = world.coordinator.email
        assert heard() == {(who, "enquiry_due"): 2, (who, "enquiry_late"): 2}

    def test_is_told_to_nobody_of_another_area(self, world: World) -> None:
        recorded(world, world.practitioner)
        remind(today=world.today + 60 * DAY)
        assert world.other_coordinator.email not in {who for who, _kind in heard()}

    def test_is_named_in_no_email(self, world: World, mailoutbox: list) -> None:
        request = recorded(world, world.practitioner)
        assert send_notices() == 1
        (mail,) = mailoutbox
        assert mail.to == [world.coordinator.email]
        assert "request for minutes was recorded" in mail.body
        for word in (request.reference, request.subject, request.requester_name, request.sought):
            assert word not in mail.body + mail.subject


@rule("ENQ-26")
def test_a_request_about_a_case_is_left_to_the_alerts_of_its_deadline(world: World, case: Case) -> None:
    recorded(world, world.coordinator, case)
    assert remind(today=world.today + 60 * DAY) == 0
    assert heard() == {}


@rule("ENQ-26")
def test_the_statements_do_not_grow_with_the_requests(world: World) -> None:
    asked = []
    for number in range(2):
        for count in range(4 * number + 1):
            recorded(world, world.practitioner, subject=f"Somebody {number} {count}")
        with CaptureQueriesContext(connection) as queries:
            tasks.remind((world.today + (40 + number) * DAY).isoformat())
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("kind", ["enquiry_made", "enquiry_due", "enquiry_late", "enquiry_sent", "enquiry_kept"])
def test_every_reminder_has_its_sentence(kind: str) -> None:
    assert AccessNotice.Kind(kind).label.startswith("A request for minutes")
