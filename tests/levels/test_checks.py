"""Cases at Level 1 are drawn once a quarter, wait for a supervisor, and what a check asks for is followed up."""

import datetime as dt

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from deadlines.models import Deadline, Policy
from levels.models import LevelOneCheck
from levels.rules import sampling
from levels.services import review_at_level_1
from levels.services.sampling import check_level_1, draw_samples
from offenders.models import Case
from tests import factories
from tests.factories import World
from tests.marks import rule


@pytest.fixture
def drawn(case: Case, world: World) -> LevelOneCheck:
    """The only case at Level 1 of its agency, drawn this quarter."""
    factories.at_level_1(case, world.practitioner, today=world.today)
    assert draw_samples(today=world.today) == 1
    return LevelOneCheck.objects.get()


def due(case: Case) -> set[str]:
    return set(Deadline.objects.filter(case=case, closed_at=None).values_list("rule", flat=True))


@rule("LVL-28")
class TestDrawing:
    def test_takes_the_share_of_each_lead_agency_once_a_quarter(self, drawn: LevelOneCheck, world: World) -> None:
        assert (drawn.quarter, drawn.drawn_from, drawn.percent) == (sampling.quarter_of(world.today), 1, 5)
        assert draw_samples(today=world.today) == 0
        assert AuditEvent.objects.filter(verb="level_1.drawn", case_id=drawn.case_id).count() == 1
        assert "LVL-28" in due(drawn.case)

    def test_the_next_quarter_draws_again(self, drawn: LevelOneCheck, world: World) -> None:
        assert draw_samples(today=world.today + dt.timedelta(days=95)) == 1
        assert LevelOneCheck.objects.filter(case=drawn.case).count() == 2

    def test_an_ended_case_or_one_at_another_level_is_not_drawn(self, case: Case, world: World) -> None:
        assert draw_samples(today=world.today) == 0

    def test_a_stricter_area_draws_more(self, case: Case, world: World) -> None:
        for _ in range(3):
            factories.at_level_1(factories.make_case(world), world.practitioner, today=world.today)
        Policy.objects.create(
            key="strict", name="Strict", source="Board", basis="local", effective_from=dt.date(2020, 1, 1),
            areas=[world.area.pk], values={"level_1_sample_percent": 50},
        )  # fmt: skip
        assert draw_samples(today=world.today) == 2


class TestChecking:
    def check(self, drawn: LevelOneCheck, world: World, **changes: str) -> LevelOneCheck:
        said = {"outcome": "agrees", "found": "The plan is kept, and every agency was asked.", **changes}
        return check_level_1(actor=world.manager, check=drawn, today=world.today, **said)

    @rule("LVL-28")
    def test_is_recorded_once_with_who_and_why(self, drawn: LevelOneCheck, world: World) -> None:
        row = self.check(drawn, world)
        assert (row.outcome, row.checked_by, row.checked_on) == ("agrees", world.manager, world.today)
        assert not due(drawn.case) & {"LVL-28", "LVL-30"}
        with pytest.raises(RuleRefused) as refused:
            self.check(drawn, world, outcome="refer")
        assert refused.value.rules == ("LVL-28",)

    @rule("LVL-29")
    def test_is_not_for_the_practitioner_nor_for_who_decided(self, drawn: LevelOneCheck, world: World) -> None:
        with pytest.raises(NotPermitted):
            check_level_1(actor=world.practitioner, check=drawn, outcome="agrees", found="x", today=world.today)
        review(drawn.case, world, actor=world.manager)
        with pytest.raises(RuleRefused) as refused:
            self.check(drawn, world)
        assert refused.value.rules == ("LVL-29",)

    @rule("LVL-30")
    def test_what_it_asks_for_is_due_until_the_lead_agency_has_looked_again(
        self, drawn: LevelOneCheck, world: World
    ) -> None:
        self.check(drawn, world, outcome="review", found="Housing was never asked.")
        (deadline,) = Deadline.objects.filter(case=drawn.case, closed_at=None, rule="LVL-30")
        assert deadline.due_on == world.today + dt.timedelta(days=14)
        review(drawn.case, world, actor=world.practitioner)
        assert "LVL-30" not in due(drawn.case)


def review(case: Case, world: World, *, actor) -> None:
    review_at_level_1(
        actor=actor, case=case, on=world.today, today=world.today, new_information="Housing: nothing.",
        action_progress="On time.", victim_information="Nothing new.", records_checked="ViSOR.", plan_revised=False,
        disclosure_considered="No.", outcome="stays", reason="Stable.",
    )  # fmt: skip


@rule("LVL-28")
def test_the_list_leads_to_the_form_and_empties(drawn: LevelOneCheck, world: World, sign_in) -> None:
    client = sign_in(world.manager)
    page = client.get(reverse("level_1_checks")).content.decode()
    address = reverse("level_1_check", args=[drawn.case_id, drawn.pk])
    assert address in page
    assert "Ordinary management is enough." in client.get(address).content.decode()
    answer = client.post(address, {"outcome": "agrees", "found": "Right."})
    assert answer.status_code == 302
    assert "No case at Level 1 waits for a check." in client.get(reverse("level_1_checks")).content.decode()
    assert reverse("level_1_checks") in client.get(reverse("home")).content.decode()
    level = client.get(reverse("case_level", args=[drawn.case_id])).content.decode()
    assert "level 1 is right" in level


def test_other_agencies_and_practitioners_see_no_list_or_no_case_on_it(
    drawn: LevelOneCheck, world: World, sign_in
) -> None:
    assert sign_in(world.practitioner).get(reverse("level_1_checks")).status_code == 404
    page = sign_in(world.police_manager).get(reverse("level_1_checks")).content.decode()
    assert drawn.case.reference not in page
