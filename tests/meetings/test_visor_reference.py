"""The minutes of a sexual offender carry the ViSOR reference: closing warns, the draft says so, approval waits."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from audit.refusals import RuleRefused
from meetings.models import Meeting
from meetings.services import closing, minutes
from offenders.models import Case, Offence
from tests.factories import World
from tests.marks import rule

pytestmark = rule("MIN-19")
SignIn = Callable[..., Client]
LACKING = "no ViSOR reference is recorded"


def give(case: Case, reference: str | None) -> None:
    Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(visor_ref=reference)


def offended(case: Case, reference: str | None = None) -> None:
    """A sexual offence, which changes no category here, and the reference as given."""
    Offence.objects.filter(case=case).in_bulk_with_own_audit().update(schedule_3=True)
    give(case, reference)


def close(meeting: Meeting, people: World, *rules: str) -> Meeting:
    closing.close_meeting(actor=people.chair, meeting=meeting, today=people.today, acknowledged=frozenset(rules))
    return Meeting.objects.get(pk=meeting.pk)


def approve(meeting: Meeting, people: World) -> str:
    return minutes.approve_minutes(actor=people.chair, meeting=meeting, based_on=1, today=people.today).state


class TestClosing:
    def test_warns_while_none_is_recorded(self, recorded: Meeting, people: World) -> None:
        offended(recorded.case)
        with pytest.raises(RuleRefused, match=LACKING) as stopped:
            close(recorded, people)
        assert stopped.value.rules == ("MIN-19",)
        assert close(recorded, people, "MIN-19").status == "held"

    def test_says_nothing_once_one_is(self, recorded: Meeting, people: World) -> None:
        offended(recorded.case, "INV12345")
        assert close(recorded, people).status == "held"

    def test_nor_of_somebody_without_a_sexual_offence(self, recorded: Meeting, people: World) -> None:
        give(recorded.case, None)
        assert close(recorded, people).status == "held"


class TestApproval:
    def test_waits_for_it(self, recorded: Meeting, people: World) -> None:
        offended(recorded.case)
        held = close(recorded, people, "MIN-19")
        with pytest.raises(RuleRefused) as stopped:
            approve(held, people)
        assert stopped.value.rules == ("MIN-19",)
        give(held.case, "INV12345")
        assert approve(held, people) == "approved"

    def test_of_category_1_waits_whatever_the_offences_say(self, closed: Meeting, people: World) -> None:
        give(closed.case, "")
        Case.objects.filter(pk=closed.case_id).in_bulk_with_own_audit().update(category=1)
        with pytest.raises(RuleRefused, match=LACKING):
            approve(closed, people)

    def test_of_others_does_not(self, closed: Meeting, people: World) -> None:
        give(closed.case, None)
        assert approve(closed, people) == "approved"


class TestOnThePages:
    def test_the_draft_says_so_and_links_where_it_is_entered_for_who_may(
        self, recorded: Meeting, people: World, sign_in: SignIn
    ) -> None:
        offended(recorded.case)
        held = close(recorded, people, "MIN-19")
        page, entered = (
            reverse("minutes_detail", args=[held.case_id, held.pk]),
            reverse("case_identity", args=[held.case_id]),
        )
        seen = sign_in(people.coordinator).get(page).content.decode()
        assert LACKING in seen and f'href="{entered}"' in seen
        chair = sign_in(people.chair)
        seen = chair.get(page).content.decode()
        assert LACKING in seen and f'href="{entered}"' not in seen
        before = chair.get(reverse("minutes_approve", args=[held.case_id, held.pk])).content.decode()
        assert LACKING in before and "MIN-19" in before
        give(held.case, "INV12345")
        assert LACKING not in chair.get(page).content.decode()

    def test_the_chair_sees_it_before_closing(self, recorded: Meeting, people: World, sign_in: SignIn) -> None:
        offended(recorded.case)
        address = reverse("meeting_close", args=[recorded.case_id, recorded.pk])
        assert LACKING in sign_in(people.chair).get(address).content.decode()
