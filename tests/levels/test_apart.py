"""The marker of potentially dangerous people and the review of retention, through services and pages."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from deadlines.services import recompute
from levels.models import DangerDecision, RetentionReview
from levels.services.apart import consider_danger, review_retention
from offenders.models import Case
from tests import factories
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]


def considered(world: World, case: Case, **changes: Any) -> DangerDecision:
    terms: dict[str, Any] = {
        "actor": world.practitioner,
        "case": case,
        "outcome": "marked",
        "reason": "Threats to kill, and no conviction that puts the person in MAPPA.",
        "on": world.today,
        "today": world.today,
        "based_on": "",
    }
    return consider_danger(**terms | changes)


@rule("LIFE-12")
class TestTheMarker:
    def test_stands_with_its_reason_on_the_level_tab(self, world: World, case: Case, sign_in: SignIn) -> None:
        considered(world, case, agency_told_on=world.today)
        page = sign_in(world.practitioner).get(reverse("case_level", args=[case.pk])).content.decode()
        assert "Marked as a potentially dangerous person" in page and "Threats to kill" in page

    def test_is_refused_for_somebody_in_mappa(self, world: World, case: Case) -> None:
        factories.in_category_2(case, world.practitioner, today=world.today)
        with pytest.raises(RuleRefused) as caught:
            considered(world, case)
        assert caught.value.rules == ("LIFE-12",)
        assert not DangerDecision.objects.exists()

    def test_does_not_apply_any_more_once_the_person_is_in_mappa(
        self, world: World, case: Case, sign_in: SignIn
    ) -> None:
        considered(world, case)
        factories.in_category_2(case, world.practitioner, today=world.today)
        page = sign_in(world.practitioner).get(reverse("case_level", args=[case.pk])).content.decode()
        assert "so no marker applies" in page and "Consider the marker" not in page

    def test_is_lifted_by_the_decision_that_puts_the_person_in_a_category(self, world: World, case: Case) -> None:
        marked = considered(world, case)
        factories.in_category_2(case, world.practitioner, today=world.today)
        lifted = DangerDecision.objects.get(case=case, superseded_by__isnull=True)
        assert (lifted.outcome, lifted.supersedes, lifted.decided_on) == ("lifted", marked, world.today)
        assert "Category 2" in lifted.reason
        other = factories.make_case(world)
        factories.in_category_2(other, world.practitioner, today=world.today)
        assert not DangerDecision.objects.filter(case=other).exists()

    def test_is_not_set_over_a_decision_that_was_not_seen(self, world: World, case: Case) -> None:
        considered(world, case)
        with pytest.raises(Conflict):
            considered(world, case, outcome="lifted")

    def test_is_not_for_those_who_do_not_work_on_the_case(self, world: World, case: Case) -> None:
        with pytest.raises(NotPermitted):
            considered(world, case, actor=world.stranger)

    @rule("LIFE-13")
    def test_goes_on_visor_with_officer_and_rank_only(self, world: World, case: Case) -> None:
        with pytest.raises(RuleRefused) as caught:
            considered(world, case, on_visor=True)
        assert caught.value.rules == ("LIFE-13",)
        said = considered(world, case, on_visor=True, authorised_by="Ada Testperson", rank="superintendent")
        assert (said.rules, said.authorised_by) == (["LIFE-12", "LIFE-13"], "Ada Testperson")


@rule("LIFE-10")
class TestRetention:
    @pytest.fixture
    def old(self, world: World, case: Case) -> Case:
        """Somebody who will be 100 in six months."""
        born = world.today.replace(day=1, year=world.today.year - 100) + dt.timedelta(days=180)
        Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(date_of_birth=born)
        case.refresh_from_db()
        recompute(case)
        return case

    def reviewed(self, world: World, case: Case, **changes: Any) -> RetentionReview:
        terms: dict[str, Any] = {
            "actor": world.coordinator,
            "case": case,
            "outcome": "keep",
            "reason": "A court still asks for the record.",
            "on": world.today,
            "today": world.today,
            "based_on": "",
        }
        return review_retention(**terms | changes)

    def due(self, case: Case) -> Deadline:
        return Deadline.objects.get(case=case, rule="LIFE-10", closed_at=None)

    def test_is_due_on_the_100th_birthday_and_again_a_year_after_a_review(self, world: World, old: Case) -> None:
        assert self.due(old).due_on == old.date_of_birth.replace(year=old.date_of_birth.year + 100)
        self.reviewed(world, old)
        assert self.due(old).due_on > world.today + dt.timedelta(days=360)

    def test_is_for_the_unit_alone(self, world: World, old: Case) -> None:
        with pytest.raises(NotPermitted):
            self.reviewed(world, old, actor=world.practitioner)

    @rule("LIFE-11")
    def test_removes_nobody_who_is_managed(self, world: World, old: Case) -> None:
        with pytest.raises(RuleRefused) as caught:
            self.reviewed(world, old, outcome="remove")
        assert caught.value.rules == ("LIFE-11",)

    def test_is_offered_in_its_year_only(self, world: World, old: Case, sign_in: SignIn) -> None:
        client, younger = sign_in(world.coordinator), factories.make_case(world)
        address = reverse("retention_review", args=[old.pk])
        assert address in client.get(reverse("case_level", args=[old.pk])).content.decode()
        assert "/retention/" not in client.get(reverse("case_level", args=[younger.pk])).content.decode()
