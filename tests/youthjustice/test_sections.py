"""What each section keeps, refuses and computes."""

import datetime as dt
from typing import Any

import pytest

from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from tests.factories import World
from tests.marks import rule
from tests.youthjustice.conftest import again, plot
from youthjustice import services
from youthjustice.models import PlottedBehaviour, YouthAssessment


def judge(service: Any, world: World, assessment: YouthAssessment, **changes: Any) -> YouthAssessment:
    arguments = {"actor": world.yjs_case_manager, "assessment": assessment, "version": again(assessment).version}
    return service(**{**arguments, **changes})


@rule("YJ-01")
@pytest.mark.parametrize(("yogrs", "band"), [(43, "low"), (44, "medium"), (76, "medium"), (77, "high")])
def test_the_band_is_kept_beside_the_percentage(world: World, draft, yogrs: int, band: str) -> None:
    judged = judge(services.record_reoffending, world, draft, yogrs=yogrs, reoffending=band, reason="")
    assert (judged.yogrs_band, judged.reoffending) == (band, band)


@rule("YJ-02")
def test_another_judgement_than_the_band_needs_its_reason(world: World, draft: YouthAssessment) -> None:
    facts = {"yogrs": 43, "reoffending": "high"}
    with pytest.raises(RuleRefused) as refused:
        judge(services.record_reoffending, world, draft, **facts, reason="")
    assert refused.value.rules == ("YJ-02",)
    assert again(draft).yogrs is None
    kept = judge(services.record_reoffending, world, draft, **facts, reason="Two new offences are alleged.")
    assert (kept.yogrs_band, kept.reoffending) == ("low", "high")


@rule("YJ-04")
class TestPlotting:
    def test_moves_the_suggestion_and_back(self, world: World, draft: YouthAssessment) -> None:
        behaviour = plot(world, draft, impact="critical", likelihood="likely")
        assert (again(draft).rosh_suggested_low, again(draft).rosh_suggested_high) == ("high", "very_high")
        services.remove_behaviour(actor=world.yjs_case_manager, behaviour=behaviour, version=again(draft).version)
        assert (again(draft).rosh_suggested_low, again(draft).rosh_suggested_high) == ("low", "low")

    def test_on_an_old_page_is_a_conflict_and_plots_nothing(self, world: World, draft: YouthAssessment) -> None:
        plot(world, draft)
        with pytest.raises(Conflict):
            plot(world, draft, version=1, description="Sets fires")
        with pytest.raises(Conflict):
            services.remove_behaviour(actor=world.yjs_case_manager, behaviour=PlottedBehaviour.objects.get(), version=1)
        assert PlottedBehaviour.objects.count() == 1

    def test_is_not_for_those_who_only_read(self, world: World, draft: YouthAssessment) -> None:
        with pytest.raises(NotPermitted):
            plot(world, draft, actor=world.coordinator)

    def test_is_in_the_audit_record(self, world: World, draft: YouthAssessment) -> None:
        behaviour = plot(world, draft)
        event = AuditEvent.objects.get(verb="behaviour.plotted", subject_id=str(behaviour.pk))
        assert event.changes["description"] == [None, "Carries a knife"]
        assert event.actor_id == world.yjs_case_manager.pk


@rule("YJ-07")
def test_serious_harm_outside_the_suggestion_needs_reason_and_manager(world: World, draft: YouthAssessment) -> None:
    plot(world, draft)
    with pytest.raises(RuleRefused) as refused:
        judge(services.record_rosh, world, draft, rosh="medium")
    assert [finding.field for finding in refused.value.findings] == ["rosh_reason", "manager_discussion"]
    kept = judge(
        services.record_rosh,
        world,
        draft,
        rosh="medium",
        reason="The knife was handed in.",
        manager_discussion="Agreed with the manager today.",
    )
    assert kept.rosh == "medium"


@rule("YJ-06")
def test_a_serious_behaviour_without_imminence_holds_the_judgement_up(world: World, draft: YouthAssessment) -> None:
    plot(world, draft, imminence="")
    with pytest.raises(RuleRefused) as refused:
        judge(services.record_rosh, world, draft, rosh="high")
    assert refused.value.rules == ("YJ-06",)


@rule("YJ-08")
def test_very_high_serious_harm_needs_the_yjs_manager_informed(world: World, draft: YouthAssessment) -> None:
    plot(world, draft, likelihood="almost_certain")
    facts = {"rosh": "very_high", "urgent_meeting": "Tomorrow at ten."}
    with pytest.raises(RuleRefused) as refused:
        judge(services.record_rosh, world, draft, **facts)
    assert [(finding.rule, finding.field) for finding in refused.value.findings] == [("YJ-08", "manager_informed")]
    assert judge(services.record_rosh, world, draft, **facts, manager_informed=True).rosh == "very_high"


@rule("YJ-11")
class TestWellbeing:
    def test_without_concerns_is_low(self, world: World, draft: YouthAssessment) -> None:
        with pytest.raises(RuleRefused) as refused:
            judge(services.record_wellbeing, world, draft, concerns=False, wellbeing="medium")
        assert refused.value.rules == ("YJ-11",)
        assert judge(services.record_wellbeing, world, draft, concerns=False, wellbeing="low").wellbeing == "low"

    def test_below_the_highest_outcome_needs_its_reason(self, world: World, draft: YouthAssessment) -> None:
        outcome = judge(
            services.add_outcome,
            world,
            draft,
            setting="community",
            name="Homeless",
            impact="medium",
            likelihood="possible",
            imminence="any_time",
            concern="high",
        )
        facts = {"concerns": True, "wellbeing": "medium"}
        with pytest.raises(RuleRefused) as refused:
            judge(services.record_wellbeing, world, draft, **facts)
        assert refused.value.findings[0].field == "wellbeing_reason"
        services.remove_outcome(actor=world.yjs_case_manager, outcome=outcome, version=again(draft).version)
        assert judge(services.record_wellbeing, world, draft, **facts).wellbeing == "medium"


class TestIntervention:
    @rule("YJ-13")
    def test_follows_the_higher_of_the_two_risks(self, world: World, filled: YouthAssessment) -> None:
        assert (filled.intervention_suggested, filled.contacts_first, filled.contacts_remainder) == ("intensive", 8, 4)

    @rule("YJ-13")
    def test_a_lower_level_needs_a_reason_and_a_managers_word(self, world: World, filled: YouthAssessment) -> None:
        facts = {"level": "enhanced", "reason": "Custody until spring."}
        with pytest.raises(RuleRefused) as refused:
            judge(services.record_intervention, world, filled, **facts)
        assert refused.value.rules == ("YJ-13",)
        kept = judge(services.record_intervention, world, filled, **facts, acknowledged=frozenset({"YJ-13"}))
        assert (kept.contacts_first, kept.contacts_remainder) == (4, 2)

    @rule("YJ-14")
    def test_is_not_raised_for_wellbeing_alone(self, world: World, draft: YouthAssessment) -> None:
        judge(services.record_reoffending, world, draft, yogrs=10, reoffending="low", reason="")
        judge(services.record_rosh, world, draft, rosh="low")
        facts = {"level": "enhanced", "reason": "He is at risk."}
        with pytest.raises(RuleRefused) as refused:
            judge(services.record_intervention, world, draft, **facts, for_wellbeing=True)
        assert refused.value.rules == ("YJ-14",)
        assert judge(services.record_intervention, world, draft, **facts).contacts_first == 4

    @rule("YJ-03")
    def test_waits_for_both_judgements(self, world: World, draft: YouthAssessment) -> None:
        with pytest.raises(RuleRefused) as refused:
            judge(services.record_intervention, world, draft, level="")
        assert refused.value.rules == ("YJ-03",)


@rule("YJ-23")
@pytest.mark.parametrize("field", ["home_visit_on", "shared_on"])
def test_dates_of_an_assessment_are_not_in_the_future(world: World, draft: YouthAssessment, field: str) -> None:
    tomorrow = world.today + dt.timedelta(days=1)
    with pytest.raises(RuleRefused) as refused:
        judge(services.record_information, world, draft, today=world.today, **{field: tomorrow})
    assert [(finding.rule, finding.field) for finding in refused.value.findings] == [("YJ-23", field)]
    kept = judge(services.record_information, world, draft, today=world.today, **{field: world.today})
    assert getattr(kept, field) == world.today
