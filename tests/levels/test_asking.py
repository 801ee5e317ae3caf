"""Agencies are asked and answer, or their information is missing; a category ends only after it was considered."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline, Policy
from levels import facts, selectors
from levels.models import AgencyRequest, CategoryDecision, EndReview
from levels.selectors import current_category
from levels.services import decide_category
from levels.services.asking import ask_agency, follow_up
from levels.services.ending import look_ahead
from offenders.models import Case, Offence
from tests.factories import World
from tests.marks import rule
from tests.meetings.conftest import at_level


def due(case: Case) -> dict[str, dt.date]:
    return dict(Deadline.objects.filter(case=case, closed_at=None).values_list("rule", "due_on"))


@rule("LVL-31")
class TestAsking:
    @pytest.fixture
    def asked(self, category_2_case: Case, world: World) -> AgencyRequest:
        return ask_agency(
            actor=world.practitioner, case=category_2_case, agency=world.mental_health, asked_for="Appointments kept?",
            asked_on=world.today, today=world.today,
        )  # fmt: skip

    def answer(self, asked: AgencyRequest, world: World, **changes: Any) -> AgencyRequest:
        said = {"step": "gave", "on": world.today, "note": "Every one.", "version": asked.version, **changes}
        return follow_up(actor=world.practitioner, request=asked, today=world.today, **said)

    def test_is_due_in_14_days_and_settled_by_the_answer(self, asked: AgencyRequest, world: World) -> None:
        assert due(asked.case)["LVL-31"] == world.today + dt.timedelta(days=14)
        reminded = self.answer(asked, world, step="chased", note="")
        assert (reminded.chased_on, reminded.answer) == (world.today, "")
        assert "LVL-31" in due(asked.case)
        assert self.answer(reminded, world).answer == "gave"
        assert "LVL-31" not in due(asked.case)

    def test_the_same_agency_is_not_asked_twice_at_a_time(self, asked: AgencyRequest, world: World) -> None:
        with pytest.raises(RuleRefused) as refused:
            ask_agency(
                actor=world.practitioner, case=asked.case, agency=world.mental_health, asked_for="Again?",
                asked_on=world.today, today=world.today,
            )  # fmt: skip
        assert refused.value.rules == ("LVL-31",)

    def test_an_answer_over_another_one_conflicts_or_is_refused(self, asked: AgencyRequest, world: World) -> None:
        self.answer(asked, world, step="chased", note="")
        with pytest.raises(Conflict):
            self.answer(asked, world, version=1)
        self.answer(asked, world, version=2)
        with pytest.raises(RuleRefused):
            self.answer(asked, world, version=3)

    def test_is_for_the_lead_agency_and_the_unit(self, asked: AgencyRequest, world: World) -> None:
        with pytest.raises(NotPermitted):
            follow_up(
                actor=world.police_officer, request=asked, step="gave", on=world.today, note="x", version=1,
                today=world.today,
            )  # fmt: skip

    @rule("LVL-32")
    def test_what_was_not_answered_is_missing_when_the_level_is_lowered(
        self, asked: AgencyRequest, world: World
    ) -> None:
        screened(asked.case, world)
        at_level(asked.case, world, 2)
        asked.case.refresh_from_db()
        known = selectors.level_facts_for(viewer=world.practitioner, case=asked.case, today=world.today)
        assert list(known.missing_information) == [world.mental_health.name]
        assert "LVL-06" in [one.rule for one in selectors.obstacles(known, today=world.today)]
        self.answer(asked, world)
        known = selectors.level_facts_for(viewer=world.practitioner, case=asked.case, today=world.today)
        assert list(known.missing_information) == []

    @rule("LVL-06")
    @rule("LVL-32")
    @pytest.mark.parametrize("step", ["declined", "withdrawn"])
    def test_an_agency_that_declined_or_was_dropped_is_missing_until_it_is_asked_again(
        self, asked: AgencyRequest, world: World, step: str
    ) -> None:
        screened(asked.case, world)
        at_level(asked.case, world, 2)
        self.answer(asked, world, step=step, note="Not theirs.")
        assert facts.unanswered(asked.case) == [world.mental_health.name]
        again = ask_agency(
            actor=world.practitioner, case=asked.case, agency=world.mental_health, asked_for="Once more.",
            asked_on=world.today, today=world.today,
        )  # fmt: skip
        assert facts.unanswered(asked.case) == [world.mental_health.name]
        self.answer(again, world, step="nothing", note="Not known there.")
        assert facts.unanswered(asked.case) == []

    @rule("LVL-32")
    def test_what_was_not_needed_before_the_level_was_decided_is_not_missing(
        self, asked: AgencyRequest, world: World
    ) -> None:
        self.answer(asked, world, step="withdrawn", note="Not needed.")
        screened(asked.case, world)
        with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
            at_level(asked.case, world, 2)
        assert facts.unanswered(asked.case) == []

    def test_through_the_pages(self, category_2_case: Case, world: World, sign_in) -> None:
        client = sign_in(world.practitioner)
        typed = {"agency": str(world.mental_health.pk), "asked_for": "Appointments kept?"}
        day = f"{world.today.day}/{world.today.month}/{world.today.year}"
        path = reverse("agency_ask", args=[category_2_case.pk])
        assert client.post(path, {**typed, "asked_on": day}).status_code == 302
        row = AgencyRequest.objects.get()
        address = reverse("agency_asked", args=[category_2_case.pk, row.pk])
        for name in ("case_level", "screening_record"):
            page = client.get(reverse(name, args=[category_2_case.pk])).content.decode()
            assert "Appointments kept?" in page
        answered = client.post(address, {"step": "nothing", "on": day, "note": "Not known there.", "version": "1"})
        assert answered.status_code == 302
        for name in ("case_level", "case_timeline"):
            assert "Not known there." in client.get(reverse(name, args=[category_2_case.pk])).content.decode()


class TestTheEndOfACategory:
    @pytest.fixture
    def ending(self, category_2_case: Case, world: World) -> Case:
        """A Category 2 case at Level 2 whose recorded category ends in two months."""
        last = world.today + dt.timedelta(days=60)
        offences = Offence.objects.filter(case=category_2_case)
        offences.in_bulk_with_own_audit().update(licence_ends_on=last, sentence_ends_on=last)
        self.decide(category_2_case, world)
        screened(category_2_case, world)
        at_level(category_2_case, world, 2)
        category_2_case.refresh_from_db()
        return category_2_case

    def decide(self, case: Case, world: World) -> CategoryDecision:
        return decide_category(
            actor=world.practitioner, case=case, reason="By the dates.", on=world.today, today=world.today,
            based_on=str(current_category(case).pk),
        )  # fmt: skip

    def look(self, case: Case, world: World, **changes: Any) -> EndReview:
        said = {"outcome": "ends", "reason": "Probation alone is enough now.", "based_on": "", **changes}
        return look_ahead(actor=world.practitioner, case=case, on=world.today, today=world.today, **said)

    @rule("CAT-28")
    @rule("LIFE-06")
    def test_asks_what_follows_until_it_is_decided(self, ending: Case, world: World) -> None:
        assert due(ending)["CAT-28"] == world.today + dt.timedelta(days=60)
        row = self.look(ending, world)
        assert (row.category, row.category_ends_on) == (2, world.today + dt.timedelta(days=60))
        assert "CAT-28" not in due(ending)

    @rule("LIFE-06")
    def test_the_area_may_look_further_ahead(self, category_2_case: Case, world: World) -> None:
        assert not {"CAT-28", "LIFE-06"} & set(due(category_2_case))
        Policy.objects.create(
            key="far", name="Far", source="Board", basis="local", effective_from=dt.date(2020, 1, 1),
            areas=[world.area.pk], values={"category_look_ahead_months": 60},
        )  # fmt: skip
        screened(category_2_case, world)
        assert "LIFE-06" in due(category_2_case)

    @rule("LIFE-07")
    def test_does_not_come_before_it_was_considered(self, ending: Case, world: World) -> None:
        gone = world.today - dt.timedelta(days=1)
        offences = Offence.objects.filter(case=ending)
        offences.in_bulk_with_own_audit().update(licence_ends_on=gone, sentence_ends_on=gone)
        with pytest.raises(RuleRefused) as refused:
            self.decide(ending, world)
        assert refused.value.rules == ("LIFE-07",)
        ending.refresh_from_db()
        assert (ending.category, ending.ended_on) == (2, None)
        self.look(ending, world)
        self.decide(ending, world)
        ending.refresh_from_db()
        assert (ending.category, ending.level, ending.ended_on) == (None, None, world.today)

    @rule("LIFE-07")
    @pytest.mark.parametrize("outcome", ["category_3", "category_4"])
    def test_does_not_come_while_a_referral_or_placing_was_decided_and_not_made(
        self, ending: Case, world: World, outcome: str
    ) -> None:
        gone = world.today - dt.timedelta(days=1)
        offences = Offence.objects.filter(case=ending)
        offences.in_bulk_with_own_audit().update(licence_ends_on=gone, sentence_ends_on=gone)
        first = self.look(ending, world, outcome=outcome)
        with pytest.raises(RuleRefused) as refused:
            self.decide(ending, world)
        assert refused.value.rules == ("LIFE-07",)
        assert "nothing has followed yet" in str(refused.value)
        self.look(ending, world, based_on=str(first.pk))
        self.decide(ending, world)
        ending.refresh_from_db()
        assert ending.ended_on == world.today

    @rule("LIFE-08")
    def test_is_asked_for_once_the_last_day_has_passed(self, ending: Case, world: World) -> None:
        from deadlines.policies import read_policies
        from deadlines.services import recompute_cases

        later = world.today + dt.timedelta(days=61)
        recompute_cases([ending], read_policies(later))
        assert due(ending)["LIFE-08"] == world.today + dt.timedelta(days=63)

    @rule("LIFE-06")
    def test_through_the_page(self, ending: Case, world: World, sign_in) -> None:
        client = sign_in(world.practitioner)
        day = f"{world.today.day}/{world.today.month}/{world.today.year}"
        path = reverse("category_look_ahead", args=[ending.pk])
        sent = client.post(
            path, {"outcome": "category_3", "reason": "The stalking goes on.", "decided_on": day, "version": ""}
        )
        assert sent.status_code == 302
        page = client.get(reverse("case_level", args=[ending.pk])).content.decode()
        assert "The stalking goes on." in page


def screened(case: Case, world: World) -> None:
    """A screening, as any write that has the deadlines of the case computed again."""
    from levels.services import screen_case

    screen_case(
        actor=world.practitioner, case=case, proposed_level=2, rationale="Several agencies.",
        history="One earlier conviction, every appointment kept.", information="Police.",
        sources=2, on=world.today - dt.timedelta(days=60), today=world.today,
    )  # fmt: skip
