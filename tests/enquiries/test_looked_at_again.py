"""A reply with an executive summary: the summary is looked at again when it is approved, and when it is sent."""

from typing import Any

import pytest

from audit.refusals import RuleRefused
from enquiries import services
from enquiries.models import MinutesRequest
from enquiries.rules.steps import Step
from meetings.services import minutes as of_minutes
from minutes.models import SummaryCopy, SummaryCopySent
from minutes.services import issuing
from tests.enquiries.builders import CONFIRMED, clarified, drafted, recorded, took
from tests.factories import World
from tests.marks import rule
from tests.minutes.test_looked_at_again import NOBODY_YET, protect
from tests.minutes.test_summary import issue, prepare


@pytest.fixture
def circulated(world: World, approved: Any) -> MinutesRequest:
    """A request of the person themselves, answered with a summary that nothing was found in, and circulated."""
    today, chair = world.today, world.chair
    prepare(approved.meeting, world, discussion=NOBODY_YET)
    issue(approved.meeting, world)
    row = recorded(world, chair, approved.case, requester="offender")
    clarified(row, chair, today=today)
    drafted(row, chair, "summary", today=today)
    took(row, chair, "circulated", today=today)
    return row


def copies(request: MinutesRequest) -> int:
    return SummaryCopy.objects.filter(recipient=f"Who asked by {request.reference}").count()


@rule("EXS-16")
def test_no_reply_is_approved_whose_summary_names_somebody_protected_since(
    world: World, circulated: MinutesRequest
) -> None:
    protect(circulated.case)
    with pytest.raises(RuleRefused) as refused:
        took(circulated, world.chair, "approved", today=world.today)
    assert refused.value.rules == ("EXS-16",)
    assert copies(circulated) == 0


@rule("EXS-16")
def test_no_reply_is_sent_whose_summary_names_somebody_protected_since(
    world: World, circulated: MinutesRequest
) -> None:
    took(circulated, world.chair, "approved", today=world.today)
    took(circulated, world.chair, "passed_on", today=world.today)
    protect(circulated.case)
    with pytest.raises(RuleRefused) as refused:
        took(circulated, world.chair, "sent", today=world.today)
    assert refused.value.rules == ("EXS-16",)
    assert not SummaryCopySent.objects.exists()


@rule("EXS-16")
def test_the_copy_of_an_approved_reply_is_not_downloaded_once_its_summary_names_somebody_protected(
    world: World, circulated: MinutesRequest
) -> None:
    took(circulated, world.chair, "approved", today=world.today)
    copy = SummaryCopy.objects.get(recipient=f"Who asked by {circulated.reference}")
    assert issuing.download_copy(actor=world.coordinator, copy=copy)
    protect(circulated.case)
    with pytest.raises(RuleRefused) as refused:
        issuing.download_copy(actor=world.coordinator, copy=copy)
    assert refused.value.rules == ("EXS-16",)


@rule("ENQ-11")
def test_minutes_amended_after_the_draft_are_asked_about_when_it_is_approved(
    world: World, circulated: MinutesRequest, approved: Any
) -> None:
    texts = {"risk.nature": "It was put wrong: fraud alone."}
    of_minutes.word_minutes(
        actor=world.chair,
        meeting=approved.meeting,
        based_on=1,
        texts=texts,
        reason="Corrected.",
        today=world.today,
    )
    with pytest.raises(RuleRefused) as refused:
        took(circulated, world.chair, "approved", today=world.today)
    assert refused.value.rules == ("ENQ-11",)
    services.take(
        actor=world.chair,
        request=circulated,
        version=circulated.version,
        step=Step.APPROVED,
        took=services.Took(on=world.today, said="The amended date is not in the summary."),
        today=world.today,
        acknowledged=CONFIRMED | {"ENQ-11"},
    )
    assert (circulated.state, copies(circulated)) == ("approved", 1)
