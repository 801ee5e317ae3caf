"""Minutes given in reply to a request are a numbered copy, which stands in the ledger of the meeting."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from audit.refusals import RuleRefused
from deadlines.models import Deadline
from enquiries import services
from enquiries.models import MinutesRequest, ReplyCopy
from meetings.services import minutes as minutes_services
from minutes import facts
from minutes.models import CopyRedaction, MinutesCopy, MinutesCopyStep
from minutes.rules.distribution import Form, Step, step_findings
from minutes.services import distribution
from tests.enquiries.builders import clarified, drafted, recorded, took
from tests.factories import World
from tests.marks import rule

pytestmark = rule("ENQ-30")
SignIn = Callable[[User], Client]


def asked(world: World, approved: Any, **changes: Any) -> MinutesRequest:
    row = recorded(world, world.chair, approved.case, **{"requester": "court", **changes})
    clarified(row, world.chair, today=world.today)
    return row


def answered(
    world: World, approved: Any, response: str = "full", *, left_out: bool = False, **changes: Any
) -> MinutesRequest:
    """A request whose reply with minutes is approved."""
    row, chair, today = asked(world, approved, **changes), world.chair, world.today
    if left_out:
        for item in ("Paragraph 4", "Paragraph 9"):
            services.exempt(actor=chair, request=row, exemption="dpa_16_1", item=item, reason="Her neighbour.")
    drafted(row, chair, response, today=today)
    for step in ("circulated", "approved"):
        took(row, chair, step, today=today)
    return row


def redact(world: World, row: MinutesRequest, **changes: Any) -> CopyRedaction:
    typed = {
        "redacted_by": "Imagina Clerk, administrator",
        "checked_by": "Imagina Second, manager",
        "checked_on": world.today,
        **changes,
    }
    return services.record_redaction(
        actor=world.coordinator, request=row, redaction=services.Redaction(**typed), today=world.today
    )


def copy_of(row: MinutesRequest) -> MinutesCopy:
    return ReplyCopy.objects.get(request=row).copy


def refused(call: Any, *arguments: Any, **named: Any) -> set[str | None]:
    with pytest.raises(RuleRefused) as caught:
        call(*arguments, **named)
    assert set(caught.value.rules) == {"ENQ-30"}
    return {finding.field for finding in caught.value.findings}


def text_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


class TestTheCopy:
    def test_is_drawn_with_the_approval_and_sent_with_the_reply(self, world: World, approved: Any) -> None:
        row = asked(world, approved)
        drafted(row, world.chair, "full", today=world.today)
        took(row, world.chair, "circulated", today=world.today)
        assert not ReplyCopy.objects.exists()
        took(row, world.chair, "approved", today=world.today)
        copy = copy_of(row)
        assert (copy.form, copy.recipient) == ("reply", f"Who asked by {row.reference}")
        assert copy.minutes == facts.newest_approved(approved.meeting) and not copy.left_out
        assert not copy.steps.exists()
        took(row, world.chair, "sent", today=world.today)
        sent = MinutesCopyStep.objects.get(copy=copy)
        assert (sent.step, sent.happened_on, sent.recorded_by) == ("sent", world.today, world.chair)

    def test_is_numbered_after_those_that_the_meeting_has(self, world: World, approved: Any) -> None:
        made = distribution.make_copies(actor=world.coordinator, meeting=approved.meeting)
        assert copy_of(answered(world, approved)).number == len(made) + 1

    def test_has_the_requesters_mark_and_what_is_left_out_of_it(self, world: World, approved: Any) -> None:
        row = answered(world, approved, left_out=True)
        made = distribution.draw(actor=world.chair, copy=copy_of(row))
        assert made is not None
        text = " ".join(text_of(made.content).split())
        assert f"Copy {copy_of(row).number} for Who asked by {row.reference}" in text
        assert "section 16(1): another person who can be recognised (2 items)" in text
        assert "Paragraph 4" not in text and row.requester_name not in text

    def test_is_of_approved_minutes_alone(self, world: World, closed: Any) -> None:
        row = recorded(world, world.chair, closed.case, requester="court")
        clarified(row, world.chair, today=world.today)
        assert refused(drafted, row, world.chair, "full", today=world.today) == {"meeting"}

    def test_is_not_drawn_for_a_reply_that_gives_none(self, world: World, approved: Any) -> None:
        row = asked(world, approved, requester="other")
        drafted(row, world.chair, "ncnd", today=world.today)
        took(row, world.chair, "approved", today=world.today)
        assert not ReplyCopy.objects.exists()

    def test_does_not_leave_once_the_minutes_were_amended(self, world: World, approved: Any) -> None:
        row = answered(world, approved)
        newest = facts.newest_approved(approved.meeting)
        assert newest is not None
        minutes_services.word_minutes(
            actor=world.chair,
            meeting=approved.meeting,
            based_on=newest.number,
            texts={},
            reason="A date.",
            today=world.today,
        )
        assert refused(took, row, world.chair, "sent", today=world.today) == {None}
        drafted(row, world.chair, "full", today=world.today)
        for step in ("circulated", "approved", "sent"):
            took(row, world.chair, step, today=world.today)
        first, second = (one.copy for one in ReplyCopy.objects.filter(request=row).order_by("copy__number"))
        assert (first.steps.count(), second.steps.count()) == (0, 1)

    def test_is_followed_by_no_other_and_nobody_is_asked_for_its_receipt(self, world: World, approved: Any) -> None:
        row = answered(world, approved)
        took(row, world.chair, "sent", today=world.today)
        copy = copy_of(row)
        assert not Deadline.objects.filter(rule="MIN-06", key=str(copy.pk)).exists()
        assert copy not in facts.further_due(approved.meeting, copy.minutes)
        assert [one.rule for one in step_findings(Step.RECEIVED, Form(copy.form), {Step.SENT})] == ["ENQ-30"]
        with pytest.raises(ValueError, match="with the reply"):
            distribution.copy_beyond(
                actor=world.chair, meeting=approved.meeting, recipient="A court", form="reply", reason="Asked."
            )


class TestRedaction:
    def test_by_hand_is_recorded_with_who_checked_it_before_the_copy_leaves(self, world: World, approved: Any) -> None:
        row = answered(world, approved, "redacted")
        assert copy_of(row).form == "redacted"
        assert refused(took, row, world.chair, "sent", today=world.today) == {None}
        kept = redact(world, row)
        assert (kept.copy, kept.recorded_by) == (copy_of(row), world.coordinator)
        took(row, world.chair, "sent", today=world.today)
        assert row.state == "sent"

    def test_is_asked_for_wherever_an_item_is_left_out(self, world: World, approved: Any) -> None:
        row = answered(world, approved, left_out=True)
        assert copy_of(row).form == "redacted" and len(copy_of(row).left_out) == 2
        assert refused(took, row, world.chair, "sent", today=world.today) == {None}

    def test_is_checked_by_somebody_else_on_a_day_that_came(self, world: World, approved: Any) -> None:
        row = answered(world, approved, "redacted")
        assert refused(redact, world, row, checked_by="Imagina Clerk, administrator") == {"checked_by"}
        assert refused(redact, world, row, checked_on=world.today + dt.timedelta(days=1)) == {"checked_on"}

    def test_is_recorded_once_and_only_where_something_is_left_out(self, world: World, approved: Any) -> None:
        full = answered(world, approved)
        assert refused(redact, world, full) == {None}
        took(full, world.chair, "sent", today=world.today)
        row = answered(world, approved, "redacted", sought="Examples of minutes.")
        redact(world, row)
        with pytest.raises(RuleRefused) as caught:
            redact(world, row)
        assert caught.value.rules == ("OFF-21",)


class TestThePages:
    def test_list_the_copy_with_the_request_and_with_the_meeting(
        self, world: World, approved: Any, sign_in: SignIn
    ) -> None:
        row, client = answered(world, approved, "redacted", left_out=True), sign_in(world.coordinator)
        page = reverse("enquiry", args=[row.pk])
        address = reverse("enquiry_redacted", args=[row.pk])
        shown = client.get(page).content.decode()
        assert "Numbered copies of minutes" in shown and address in shown
        assert reverse("minutes_copy_pdf", args=[approved.case_id, copy_of(row).pk]) in shown
        hidden = {one.html_name: one.value() for one in client.get(address).context["form"].hidden_fields()}
        typed = {
            "redacted_by": "Imagina Clerk, administrator",
            "checked_by": "Imagina Second, manager",
            "checked_on": world.today.strftime("%d/%m/%Y"),
        }
        assert client.post(address, {**hidden, **typed}).status_code == 302
        assert "checked by <bdi>Imagina Second, manager</bdi>" in client.get(page).content.decode()
        ledger = client.get(reverse("minutes_copies", args=[approved.case_id, approved.meeting_id])).content.decode()
        assert row.reference in ledger and "(2 items)" in ledger and "Imagina Second" in ledger
        assert "Paragraph 4" not in ledger and "Her neighbour" not in ledger

    def test_keep_the_copy_in_the_ledger_when_the_request_is_destroyed(
        self, world: World, approved: Any, sign_in: SignIn
    ) -> None:
        row = answered(world, approved)
        for step in ("sent", "closed", "destroyed"):
            took(row, world.chair, step, today=world.today)
        client = sign_in(world.coordinator)
        ledger = client.get(reverse("minutes_copies", args=[approved.case_id, approved.meeting_id])).content.decode()
        assert row.reference in ledger and "Prunella Askwith" not in ledger
        assert f"Copy {copy_of(row).number}" in client.get(reverse("enquiry", args=[row.pk])).content.decode()

    def test_offer_the_meetings_with_approved_minutes(self, world: World, approved: Any, sign_in: SignIn) -> None:
        row = asked(world, approved)
        form = sign_in(world.chair).get(reverse("enquiry_draft", args=[row.pk])).context["form"]
        assert [one.pk for one in form.fields["meeting"].queryset] == [approved.meeting_id]
        loose = recorded(world, world.coordinator)
        clarified(loose, world.coordinator, today=world.today)
        form = sign_in(world.coordinator).get(reverse("enquiry_draft", args=[loose.pk])).context["form"]
        assert "meeting" not in form.fields
