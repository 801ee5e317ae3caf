"""The police officer of the person: expected at meetings by what is recorded, and invited in a part of their own."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from meetings import facts
from meetings.models import Invitation, Meeting
from meetings.rules.expected import expected_at
from meetings.rules.people import Party
from offenders.models import Case, Order
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
DAY = dt.timedelta(days=1)


def why(case: Case, on: dt.date | None = None) -> list[str]:
    known = facts.circumstances(case, approved_premises=False, on=on)
    return [one.why for one in expected_at(known) if one.party is Party.POLICE_MANAGER]


def notifies(case: Case, starts: dt.date, ends: dt.date | None = None, **changes: object) -> None:
    Order(case=case, starts_on=starts, ends_on=ends, **{"kind": "notification", **changes}).save()


@rule("MTG-57")
class TestWhoseOfficerIsExpected:
    @pytest.mark.parametrize(
        ("category", "reason"), [(1, "subject to notification"), (2, "managed actively"), (3, "managed actively")]
    )
    def test_that_of_everybody_in_categories_1_to_3(self, level_2_case: Case, category: int, reason: str) -> None:
        level_2_case.category = category
        (said,) = why(level_2_case)
        assert reason in said

    def test_in_category_4_while_a_notification_for_a_sexual_offence_runs(
        self, level_2_case: Case, people: World
    ) -> None:
        level_2_case.category = 4
        assert why(level_2_case) == []
        notifies(level_2_case, people.today - 9 * DAY, people.today - 2 * DAY)
        assert why(level_2_case, people.today - 10 * DAY) == []
        assert why(level_2_case, people.today - 9 * DAY) and why(level_2_case, people.today - 2 * DAY)
        assert why(level_2_case, people.today - DAY) == []

    @pytest.mark.parametrize("changes", [{"kind": "terrorist_notification"}, {"wrong_entry": True}])
    def test_not_by_another_order_nor_by_one_recorded_in_error(
        self, level_2_case: Case, people: World, changes: dict[str, object]
    ) -> None:
        level_2_case.category = 4
        notifies(level_2_case, people.today - DAY, **changes)
        assert why(level_2_case) == []


@rule("MTG-57")
class TestOnThePages:
    def test_the_officer_stands_among_those_who_should_come(
        self, meeting: Meeting, people: World, sign_in: SignIn
    ) -> None:
        address = reverse("meeting_people", args=[meeting.case_id, meeting.pk])
        page = sign_in(people.coordinator).get(address).content.decode()
        assert Party.POLICE_MANAGER.label in page and "The person is managed actively" in page

    def test_is_ticked_in_a_part_of_their_own_when_a_meeting_is_planned(
        self, level_2_case: Case, people: World, sign_in: SignIn
    ) -> None:
        form = sign_in(people.coordinator).get(reverse("meeting_schedule", args=[level_2_case.pk])).context["form"]
        assert f"{people.police.pk}:police_manager" in form.initial["asked"]
        assert str(people.police.pk) in form.initial["asked"]

    def test_and_is_invited_in_it_later(self, meeting: Meeting, people: World, sign_in: SignIn) -> None:
        client, address = sign_in(people.coordinator), reverse("meeting_invite", args=[meeting.case_id, meeting.pk])
        form = client.get(address).context["form"]
        sent = {name: form[name].value() or "" for name in form.fields}
        sent |= {
            "agency": str(people.police.pk),
            "acts_as": "police_manager",
            "role_title": "Public protection officer",
        }
        assert client.post(address, sent).status_code == 302
        assert Invitation.objects.get(meeting=meeting, party="police_manager").agency == people.police
