"""A disputed level goes to line management and is settled by somebody else."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from levels.models import LevelDispute
from levels.rules.disputes import DisputeFacts, Step, dispute_due, raising_findings, step_findings
from levels.services import place_in_category_4
from levels.services.disputes import raise_dispute, take_further
from offenders.models import Case
from offenders.rules.facts import Route
from offenders.writing import announce
from tests import factories
from tests.factories import World
from tests.marks import rule

TODAY = dt.date(2026, 3, 2)
OPEN = DisputeFacts(raised_on=TODAY, escalated_on=None, settled=False, raised_by="worker", category=2)
SETTLED = Step("settle", actor="manager", on=TODAY, today=TODAY, level=2, reason="The plan needs the police.")
ESCALATED = Step("escalate", actor="worker", on=TODAY, today=TODAY, to="Head of service")


class TestTheRules:
    @rule("LVL-33")
    @pytest.mark.parametrize("changes", [{"level": None}, {"wanted": 1}, {"open_already": True}])
    def test_there_is_something_to_dispute_once(self, changes: dict[str, Any]) -> None:
        sound: dict[str, Any] = {"level": 1, "wanted": 2, "category": 2, "route": None, "open_already": False}
        assert raising_findings(**sound) == []
        assert [one.rule for one in raising_findings(**{**sound, **changes})] == ["LVL-33"]

    @rule("LVL-02")
    @rule("LVL-03")
    @pytest.mark.parametrize(
        ("category", "route", "barred"),
        [
            (3, Route.RA_DISCR, ["LVL-02"]),
            (4, Route.DISCR, ["LVL-03"]),
            (4, Route.TERR_SENT, []),
            (4, Route.CTA2008_P4, []),
            (1, Route.SOA2003_P2, []),
            (2, Route.CJA_S15, []),
            (None, None, []),
        ],
    )
    def test_nobody_wants_or_settles_level_1_where_it_is_never_possible(
        self, category: int | None, route: Route | None, barred: list[str]
    ) -> None:
        for level in (1, 2, 3):
            found = raising_findings(level=4, wanted=level, category=category, route=route, open_already=False)
            assert [one.rule for one in found] == (barred if level == 1 else [])
            facts = replace(OPEN, category=category, route=route)
            found = step_findings(facts, replace(SETTLED, level=level))
            assert [one.rule for one in found] == (barred if level == 1 else [])

    @rule("LVL-33")
    @pytest.mark.parametrize(
        ("facts", "step"),
        [
            (replace(OPEN, settled=True), SETTLED),
            (OPEN, replace(ESCALATED, to=" ")),
            (OPEN, replace(SETTLED, on=TODAY - dt.timedelta(days=1))),
            (OPEN, replace(SETTLED, on=TODAY + dt.timedelta(days=1))),
            (OPEN, replace(SETTLED, level=None)),
            (OPEN, replace(SETTLED, reason="")),
        ],
    )
    def test_a_step_says_all_that_it_must(self, facts: DisputeFacts, step: Step) -> None:
        assert step_findings(OPEN, SETTLED) == step_findings(OPEN, ESCALATED) == []
        assert [one.rule for one in step_findings(facts, step)] == ["LVL-33"]

    @rule("LVL-35")
    def test_is_settled_by_somebody_else(self) -> None:
        assert [one.rule for one in step_findings(OPEN, replace(SETTLED, actor="worker"))] == ["LVL-35"]

    @rule("LVL-34")
    def test_is_due_in_14_days_from_the_last_escalation(self) -> None:
        assert dispute_due(TODAY, None).due_on == dt.date(2026, 3, 16)
        assert dispute_due(TODAY, dt.date(2026, 3, 9)).due_on == dt.date(2026, 3, 23)


class TestADispute:
    @pytest.fixture
    def dispute(self, case: Case, world: World) -> LevelDispute:
        factories.at_level_1(case, world.practitioner, today=world.today)
        return raise_dispute(
            actor=world.practitioner, case=case, wanted_level=2, reason="Housing does not act alone.", today=world.today
        )

    def step(self, dispute: LevelDispute, world: World, **changes: Any) -> LevelDispute:
        actor = changes.pop("by", world.manager)
        version = changes.pop("version", dispute.version)
        step = replace(SETTLED, actor=str(actor.pk), on=world.today, today=world.today, **changes)
        return take_further(actor=actor, dispute=dispute, version=version, step=step)

    @rule("LVL-33")
    @rule("LVL-34")
    def test_is_due_goes_up_the_line_and_is_settled(self, dispute: LevelDispute, world: World) -> None:
        open_ = Deadline.objects.filter(case=dispute.case, closed_at=None, rule="LVL-34")
        assert open_.get().due_on == world.today + dt.timedelta(days=14)
        escalated = self.step(dispute, world, by=world.practitioner, kind="escalate", to="Head of service")
        assert (escalated.escalated_to, escalated.settled_on) == ("Head of service", None)
        settled = self.step(escalated, world)
        assert (settled.outcome_level, settled.settled_by) == (2, world.manager)
        assert not open_.exists()
        dispute.case.refresh_from_db()
        assert dispute.case.level == 1

    @rule("LVL-39")
    def test_settled_at_another_level_is_due_until_the_level_is_decided(
        self, dispute: LevelDispute, world: World
    ) -> None:
        owed = Deadline.objects.filter(case=dispute.case, closed_at=None, rule="LVL-39")
        assert not owed.exists()
        settled = self.step(dispute, world)
        assert owed.get().due_on == world.today + dt.timedelta(days=14)
        before = {"settled_on": world.today - dt.timedelta(days=1)}
        LevelDispute.objects.filter(pk=settled.pk).in_bulk_with_own_audit().update(**before)
        announce(Case.objects.get(pk=dispute.case_id))
        assert not owed.exists(), "the level was decided on a later day"

    @rule("LVL-39")
    def test_settled_at_the_present_level_asks_for_nothing(self, dispute: LevelDispute, world: World) -> None:
        self.step(dispute, world, level=1)
        assert not Deadline.objects.filter(case=dispute.case, closed_at=None, rule="LVL-39").exists()

    @rule("LVL-35")
    def test_is_not_settled_by_a_practitioner_or_over_another_step(self, dispute: LevelDispute, world: World) -> None:
        with pytest.raises(NotPermitted):
            self.step(dispute, world, by=world.practitioner)
        self.step(dispute, world, by=world.practitioner, kind="escalate", to="Head of service")
        with pytest.raises(Conflict):
            self.step(dispute, world, version=1)

    @rule("LVL-03")
    def test_about_discretionary_category_4_is_not_settled_at_level_1(self, case: Case, world: World) -> None:
        me, today = world.coordinator, world.today
        passed = {"disposal": "fine", "term_value": None, "term_unit": ""}
        offence = factories.conviction(case, world.practitioner, today=today, **passed)
        place_in_category_4(
            actor=me, case=case, offence=offence, reason="Identified.", level=2, on=today, today=today, based_on=""
        )
        with pytest.raises(RuleRefused) as refused:
            raise_dispute(actor=world.practitioner, case=case, wanted_level=1, reason="Quiet.", today=today)
        assert refused.value.rules == ("LVL-03",)
        dispute = raise_dispute(actor=world.practitioner, case=case, wanted_level=3, reason="Media.", today=today)
        with pytest.raises(RuleRefused) as refused:
            self.step(dispute, world, level=1)
        assert refused.value.rules == ("LVL-03",)
        assert self.step(dispute, world, level=3).outcome_level == 3

    @rule("LVL-33")
    def test_a_second_one_waits_for_the_first(self, dispute: LevelDispute, world: World) -> None:
        with pytest.raises(RuleRefused) as refused:
            raise_dispute(
                actor=world.coordinator, case=dispute.case, wanted_level=3, reason="Media.", today=world.today
            )
        assert refused.value.rules == ("LVL-33",)

    @rule("LVL-33")
    def test_through_the_pages(self, case: Case, world: World, sign_in) -> None:
        factories.at_level_1(case, world.practitioner, today=world.today)
        client = sign_in(world.practitioner)
        sent = client.post(reverse("level_dispute", args=[case.pk]), {"wanted_level": "2", "reason": "Housing waits."})
        assert sent.status_code == 302
        row = LevelDispute.objects.get(case=case)
        day = f"{world.today.day}/{world.today.month}/{world.today.year}"
        address = reverse("level_dispute_further", args=[case.pk, row.pk])
        offered = [value for value, _ in client.get(address).context["form"].fields["step"].choices]
        assert offered == ["escalate"]
        typed = {"step": "settle", "on": day, "level": "2", "reason": "Agreed.", "version": "1"}
        assert sign_in(world.manager).post(address, typed).status_code == 302
        page = client.get(reverse("case_level", args=[case.pk])).content.decode()
        assert "Agreed." in page
        assert "The level is not decided so yet" in page
