"""From draft to countersignature, and the High Risk Panel."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from offenders.models import Case
from tests import factories
from tests.factories import World
from tests.marks import rule
from tests.youthjustice.conftest import again, fill_in, hand_in, plot, sign, start
from youthjustice import services
from youthjustice.models import AssessmentStep, PanelDecision, YouthAssessment
from youthjustice.pictures import timeline


def verbs(case: Case) -> list[str]:
    return list(AuditEvent.objects.filter(case_id=case.pk, refused=False).values_list("verb", flat=True))


@rule("YJ-17")
class TestWhoIsAssessed:
    def test_a_child_is(self, world: World, child_case: Case) -> None:
        assessment = start(world, child_case)
        assert assessment.state == "draft"
        assert "youth_assessment.started" in verbs(child_case)

    def test_an_adult_under_youth_justice_supervision_still_is(self, world: World) -> None:
        case = factories.make_child_case(world, date_of_birth=world.today.replace(year=world.today.year - 18, day=1))
        assert start(world, case).state == "draft"

    def test_an_adult_who_is_not_is_refused_with_the_rule(self, world: World) -> None:
        birth = world.today.replace(year=world.today.year - 18, day=1)
        case = factories.make_child_case(world, date_of_birth=birth)
        Case.objects.filter(pk=case.pk).in_bulk_with_own_audit().update(youth_justice=False)
        with pytest.raises(RuleRefused) as refused:
            start(world, case)
        assert refused.value.rules == ("YJ-17",)
        assert not YouthAssessment.objects.exists()
        assert AuditEvent.objects.filter(case_id=case.pk, refused=True, rules=["YJ-17"]).exists()


@rule("ACC-05")
def test_only_the_youth_justice_service_assesses_a_child(world: World, child_case: Case) -> None:
    for person in (world.practitioner, world.manager, world.coordinator, world.stranger, world.auditor):
        with pytest.raises(NotPermitted):
            start(world, child_case, actor=person)
    assert start(world, child_case, actor=world.yjs_manager).state == "draft"


@rule("YJ-23")
def test_an_assessment_is_not_started_tomorrow(world: World, child_case: Case) -> None:
    with pytest.raises(RuleRefused) as refused:
        start(world, child_case, on=world.today + dt.timedelta(days=1))
    assert [(finding.rule, finding.field) for finding in refused.value.findings] == [("YJ-23", "started_on")]


@rule("YJ-18")
class TestSteps:
    def test_a_second_assessment_waits_until_the_first_is_countersigned(self, world: World, draft) -> None:
        with pytest.raises(RuleRefused) as refused:
            start(world, draft.case)
        assert refused.value.rules == ("YJ-18",)

    def test_go_from_draft_through_return_to_countersignature(self, world: World, submitted) -> None:
        services.return_with_instructions(
            actor=world.yjs_manager,
            assessment=submitted,
            version=again(submitted).version,
            instructions="Speak to the school.",
            today=world.today,
        )
        assert again(submitted).can_be_written
        hand_in(world, submitted)
        sign(world, submitted)
        steps = list(AssessmentStep.objects.order_by("recorded_at").values_list("state", flat=True))
        assert steps == ["draft", "submitted", "returned", "submitted", "countersigned"]
        assert verbs(submitted.case)[0] == "youth_assessment.countersigned"

    def test_a_draft_is_not_countersigned(self, world: World, filled) -> None:
        with pytest.raises(RuleRefused) as refused:
            sign(world, filled)
        assert refused.value.rules == ("YJ-18",)

    def test_a_return_needs_instructions(self, world: World, submitted) -> None:
        with pytest.raises(RuleRefused) as refused:
            services.return_with_instructions(
                actor=world.yjs_manager,
                assessment=submitted,
                version=again(submitted).version,
                instructions=" ",
                today=world.today,
            )
        assert refused.value.findings[0].field == "instructions"
        assert again(submitted).state == "submitted"

    @pytest.mark.parametrize("state", ["submitted", "countersigned"])
    def test_nothing_is_plotted_once_it_has_left_the_writer(self, world: World, state: str, request) -> None:
        assessment = request.getfixturevalue(state)
        with pytest.raises(RuleRefused) as refused:
            plot(world, assessment)
        assert refused.value.rules == ("YJ-18",)

    def test_a_changed_assessment_is_not_countersigned_unread(self, world: World, submitted) -> None:
        with pytest.raises(Conflict):
            sign(world, submitted, version=again(submitted).version - 1)


@rule("YJ-03")
def test_an_assessment_without_the_three_risks_is_not_submitted(world: World, draft: YouthAssessment) -> None:
    with pytest.raises(RuleRefused) as refused:
        hand_in(world, draft)
    assert [finding.field for finding in refused.value.findings] == ["reoffending", "rosh", "wellbeing"]


@rule("YJ-22")
def test_a_missing_home_visit_is_asked_after_before_submission(world: World, filled: YouthAssessment) -> None:
    services.record_information(
        actor=world.yjs_case_manager, assessment=filled, version=filled.version, today=world.today
    )
    with pytest.raises(RuleRefused) as refused:
        hand_in(world, filled, acknowledged=frozenset())
    assert refused.value.rules == ("YJ-22",)
    assert hand_in(world, filled, acknowledged=frozenset({"YJ-22"})).state == "submitted"


@rule("YJ-12")
def test_very_high_wellbeing_is_kept_but_not_submitted_without_a_referral(world: World, draft) -> None:
    filled = fill_in(world, draft, wellbeing={"wellbeing": "very_high"})
    assert filled.wellbeing == "very_high"
    with pytest.raises(RuleRefused) as refused:
        hand_in(world, filled)
    assert refused.value.rules == ("YJ-12",)
    services.record_wellbeing(
        actor=world.yjs_case_manager,
        assessment=filled,
        version=again(filled).version,
        concerns=True,
        wellbeing="very_high",
        child_protection_referral="Made today to the invented front door.",
    )
    assert hand_in(world, filled).state == "submitted"


@rule("YJ-19")
class TestOwnWork:
    def test_a_manager_countersigns_the_work_of_another(self, world: World, submitted) -> None:
        assert sign(world, submitted).state == "countersigned"

    def test_a_manager_does_not_countersign_what_they_started(self, world: World, child_case: Case) -> None:
        assessment = start(world, child_case, actor=world.yjs_manager)
        fill_in(world, assessment, actor=world.yjs_manager)
        hand_in(world, assessment, actor=world.yjs_manager)
        with pytest.raises(RuleRefused) as refused:
            sign(world, assessment)
        assert refused.value.rules == ("YJ-19",)

    def test_nor_what_they_wrote_a_part_of(self, world: World, filled) -> None:
        plot(world, filled, actor=world.yjs_manager, description="Sets fires")
        hand_in(world, filled)
        with pytest.raises(RuleRefused) as refused:
            sign(world, filled)
        assert refused.value.rules == ("YJ-19",)


@rule("ACC-10")
def test_only_a_manager_of_the_same_youth_justice_service_countersigns(world: World, submitted) -> None:
    factories_manager = factories.make_user(
        "Other YJS Manager", agency=world.police, area=world.area, roles=(factories.Role.YJS_MANAGER,)
    )
    for person in (world.yjs_case_manager, world.manager, world.coordinator, factories_manager):
        with pytest.raises(NotPermitted):
            sign(world, submitted, actor=person)
    assert again(submitted).state == "submitted"


class TestCountersigned:
    def test_is_never_changed_not_even_in_the_database(self, countersigned: YouthAssessment) -> None:
        row = again(countersigned)
        row.yogrs = 10
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save()
        with pytest.raises(DatabaseError), transaction.atomic():
            row.behaviours.first().delete()
        assert again(countersigned).yogrs == 50

    def test_is_followed_by_a_new_one(self, world: World, countersigned: YouthAssessment) -> None:
        assert start(world, countersigned.case).supersedes == countersigned

    @rule("YJ-20")
    def test_risk_goes_back_to_low_only_with_the_managers_agreement(self, world: World, countersigned) -> None:
        following = start(world, countersigned.case, stage="review")
        facts = {"actor": world.yjs_case_manager, "assessment": following, "version": 1, "rosh": "low"}
        with pytest.raises(RuleRefused) as refused:
            services.record_rosh(**facts)
        assert refused.value.rules == ("YJ-20",)
        assert services.record_rosh(**facts, manager_agrees_low=True).rosh == "low"


@rule("YJ-09")
class TestPanel:
    def decide(self, world: World, assessment: YouthAssessment, **changes) -> PanelDecision:
        arguments = {
            "actor": world.yjs_manager,
            "assessment": assessment,
            "referred": True,
            "reason": "Several agencies are needed.",
            "today": world.today,
            "based_on": "",
        }
        return services.decide_panel_referral(**{**arguments, **changes})

    def test_high_risk_of_serious_harm_raises_the_flag(self, filled) -> None:
        assert filled.panel_consider

    def test_an_undecided_referral_is_asked_after_at_the_countersignature(self, world: World, submitted) -> None:
        with pytest.raises(RuleRefused) as refused:
            sign(world, submitted, acknowledged=frozenset())
        assert refused.value.rules == ("YJ-09",)
        self.decide(world, submitted)
        assert sign(world, submitted, acknowledged=frozenset()).state == "countersigned"

    def test_not_referring_needs_the_managers_reason(self, world: World, submitted) -> None:
        with pytest.raises(RuleRefused) as refused:
            self.decide(world, submitted, referred=False, reason="")
        assert refused.value.findings[0].field == "manager_reason"
        assert not self.decide(world, submitted, referred=False).referred

    def test_the_case_manager_does_not_decide(self, world: World, submitted) -> None:
        with pytest.raises(NotPermitted):
            self.decide(world, submitted, actor=world.yjs_case_manager)

    def test_a_decision_on_an_old_page_meets_the_new_one(self, world: World, submitted) -> None:
        first = self.decide(world, submitted)
        with pytest.raises(Conflict):
            self.decide(world, submitted, referred=False)
        second = self.decide(world, submitted, referred=False, based_on=str(first.pk))
        assert second.supersedes == first

    @rule("YJ-10")
    def test_a_case_at_mappa_level_2_stays_out(self, world: World, submitted) -> None:
        Case.objects.filter(pk=submitted.case_id).in_bulk_with_own_audit().update(category=2, level=2)
        with pytest.raises(RuleRefused) as refused:
            self.decide(world, submitted)
        assert refused.value.rules == ("YJ-10",)


def test_each_step_shows_the_day_it_was_taken_not_the_moment_it_was_typed(world: World, child_case: Case) -> None:
    before = world.today - dt.timedelta(days=3)
    (shown,) = timeline(start(world, child_case, on=before, today=before))
    assert shown.at == before
