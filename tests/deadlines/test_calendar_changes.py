"""A bank holiday proclaimed late moves every deadline whose working days it falls among."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from deadlines.models import BankHolidayOverride, Deadline
from deadlines.services import check_deadlines, recompute_over
from offenders.models import Case
from offenders.services.emergency import open_in_emergency
from tests.factories import World
from tests.marks import rule

WHY = "He was seen outside the school of the children whom he had threatened."


@pytest.fixture
def review(world: World, case: Case) -> Deadline:
    """The review of an emergency access: due on the next working day."""
    open_in_emergency(actor=world.colleague, reference=case.reference, reason=WHY, now=timezone.now())
    return Deadline.objects.get(case=case, rule="ACC-34", closed_at=None)


@rule("DUE-06")
class TestAHolidayProclaimedLate:
    def test_moves_what_runs_over_it_and_only_once(self, world: World, review: Deadline) -> None:
        BankHolidayOverride.objects.create(day=review.due_on, is_holiday=True, reason="A day of mourning.")
        assert recompute_over(day=review.due_on, today=world.today) == 2
        moved = Deadline.objects.get(case=review.case, rule="ACC-34", closed_at=None)
        assert moved.due_on > review.due_on
        assert recompute_over(day=review.due_on, today=world.today) == 0
        assert check_deadlines(today=world.today) == 0

    def test_leaves_alone_what_does_not(self, world: World, review: Deadline) -> None:
        far = review.due_on + dt.timedelta(days=60)
        BankHolidayOverride.objects.create(day=far, is_holiday=True, reason="A day of mourning.")
        assert recompute_over(day=far, today=world.today) == 0

    def test_is_followed_when_it_is_entered(
        self, world: World, review: Deadline, sign_in: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        day = review.due_on
        sent = {"day": day.isoformat(), "is_holiday": "on", "reason": "A day of mourning."}
        with django_capture_on_commit_callbacks(execute=True):
            answer = sign_in(world.sysadmin).post(reverse("admin:deadlines_bankholidayoverride_add"), sent)
        assert answer.status_code == 302
        assert Deadline.objects.get(case=review.case, rule="ACC-34", closed_at=None).due_on > day
