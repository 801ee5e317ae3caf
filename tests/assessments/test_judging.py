"""Judging the risk of serious harm and recording tools: what is kept, what follows, what is refused."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import InternalError, transaction

from assessments.models import RoshGroupPerson, RoshJudgement, ToolResult
from assessments.rules.levels import RiskGroup, RoshLevel
from assessments.selectors import current_judgement, judgements
from assessments.services import judge_rosh, record_tool_result
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from offenders.models import Case
from offenders.services.people import record_protected_person
from tests.assessments.builders import judge, judgement_of
from tests.factories import World, conviction, make_case
from tests.marks import rule


@rule("ROSH-02")
def test_the_highest_of_the_five_groups_is_shown_on_the_case(case: Case, world: World) -> None:
    judge(case, world.practitioner, today=world.today, staff="high", self="very_high")
    case.refresh_from_db()
    assert (case.rosh, case.rosh_group) == ("high", "staff")


@rule("ROSH-02")
def test_a_lower_overall_level_needs_its_reason_and_then_an_acknowledgement(case: Case, world: World) -> None:
    def attempt(overall_reason: str, *acknowledged: str) -> RoshJudgement:
        given = replace(judgement_of(overall="medium", public="high"), overall_reason=overall_reason)
        return judge_rosh(
            actor=world.practitioner,
            case=case,
            judgement=given,
            on=world.today,
            today=world.today,
            based_on="",
            acknowledged=frozenset(acknowledged),
        )

    for reason in ("", "Custody keeps him from the public."):
        with pytest.raises(RuleRefused) as refused:
            attempt(reason)
        assert refused.value.rules == ("ROSH-02",)
    assert RoshJudgement.objects.count() == 0
    judgement = attempt("Custody keeps him from the public.", "ROSH-02")
    assert (judgement.overall, judgement.suggested, judgement.rules) == ("medium", "high", ["ROSH-02"])


@rule("ROSH-06")
def test_a_new_judgement_replaces_the_one_in_force_and_keeps_it(case: Case, world: World) -> None:
    first = judge(case, world.practitioner, today=world.today)
    second = judge(case, world.practitioner, today=world.today, public="high")
    assert current_judgement(case) == second
    assert second.supersedes == first
    assert [row.overall for row in judgements(viewer=world.practitioner, case_id=case.pk)] == ["high", "low"]


@rule("ROSH-06")
def test_a_judgement_on_a_superseded_one_meets_a_conflict_that_shows_the_present_one(case: Case, world: World) -> None:
    judge(case, world.practitioner, today=world.today, public="high")
    with pytest.raises(Conflict) as conflict:
        judge_rosh(
            actor=world.manager,
            case=case,
            judgement=judgement_of(),
            on=world.today,
            today=world.today,
            based_on="",
        )
    assert (conflict.value.theirs["overall"], conflict.value.theirs["public_level"]) == ("high", "high")
    assert RoshJudgement.objects.count() == 1


def test_the_database_refuses_to_change_a_judgement(case: Case, world: World) -> None:
    judgement = judge(case, world.practitioner, today=world.today)
    judgement.overall = "very_high"
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        judgement.save()
    row = judgement.levels.get(group="public")
    row.level = "very_high"
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        row.save()


def test_the_audit_holds_the_level_of_each_group_before_and_after(case: Case, world: World) -> None:
    judge(case, world.practitioner, today=world.today)
    judge(case, world.practitioner, today=world.today, public="high")
    levels = AuditEvent.objects.filter(case_id=case.pk, verb="rosh.levels_recorded").first()
    judged = AuditEvent.objects.filter(case_id=case.pk, verb="rosh.judged").first()
    assert levels is not None and judged is not None
    assert (levels.changes["public"], levels.changes["staff"]) == (["low", "high"], ["low", "low"])
    assert (judged.changes["overall"], judged.reason) == ([None, "high"], "Nothing new since the interview.")


def test_another_agency_may_not_judge_and_the_attempt_is_recorded(case: Case, world: World) -> None:
    with pytest.raises(NotPermitted):
        judge(case, world.police_officer, today=world.today)
    assert RoshJudgement.objects.count() == 0
    event = AuditEvent.objects.get(case_id=case.pk, verb="rosh.judged")
    assert (event.refused, event.actor_id) == (True, world.police_officer.pk)


def test_what_a_rule_refuses_leaves_nothing_but_the_record_of_the_attempt(case: Case, world: World) -> None:
    with pytest.raises(RuleRefused) as refused:
        judge(case, world.practitioner, today=world.today, on=world.today + dt.timedelta(days=1))
    assert refused.value.rules == ("ROSH-05",)
    assert RoshJudgement.objects.count() == 0
    assert AuditEvent.objects.get(case_id=case.pk, verb="rosh.judged").rules == ["ROSH-05"]


@rule("ROSH-07")
def test_a_judgement_is_due_again_after_sixteen_weeks(case: Case, world: World) -> None:
    judge(case, world.practitioner, today=world.today, on=world.today - dt.timedelta(days=2))
    due = Deadline.objects.get(case=case, rule="ROSH-07", closed_at__isnull=True)
    assert due.due_on == world.today + dt.timedelta(days=110)
    judge(case, world.practitioner, today=world.today)
    again = Deadline.objects.get(case=case, rule="ROSH-07", closed_at__isnull=True)
    assert again.due_on == world.today + dt.timedelta(days=112)


@rule("ROSH-09")
class TestPeopleAtRisk:
    @pytest.fixture
    def partner(self, case: Case, world: World) -> object:
        person = {"kind": "at_risk", "name": "Wilhelmina Testperson"}
        return record_protected_person(actor=world.practitioner, case=case, person=person)

    def test_a_known_adult_at_medium_is_named_from_the_people_recorded(
        self, case: Case, world: World, partner: object
    ) -> None:
        given = judgement_of(known_adult="medium")
        with pytest.raises(RuleRefused) as refused:
            judge(case, world.practitioner, today=world.today, given=given)
        assert refused.value.rules == ("ROSH-09",)
        named = replace(given, people={RiskGroup.KNOWN_ADULT: [partner.pk]})  # type: ignore[attr-defined]
        judge(case, world.practitioner, today=world.today, given=named)
        assert RoshGroupPerson.objects.get().person == partner

    def test_somebody_who_may_not_see_them_keeps_those_named_before(
        self, case: Case, world: World, partner: object
    ) -> None:
        given = replace(judgement_of(known_adult="medium"), people={RiskGroup.KNOWN_ADULT: [partner.pk]})  # type: ignore[attr-defined]
        judge(case, world.practitioner, today=world.today, given=given)
        second = judge(case, world.team_mate, today=world.today, given=replace(given, people={}))
        assert [link.person for link in second.levels.get(group="known_adult").people.all()] == [partner]

    def test_a_person_of_another_case_is_not_taken(self, case: Case, world: World, partner: object) -> None:
        other = make_case(world)
        given = replace(judgement_of(known_adult="medium"), people={RiskGroup.KNOWN_ADULT: [partner.pk]})  # type: ignore[attr-defined]
        with pytest.raises(RuleRefused) as refused:
            judge(other, world.practitioner, today=world.today, given=given)
        assert refused.value.rules == ("ROSH-09",)

    def test_names_reach_only_those_who_see_victims(self, case: Case, world: World, partner: object) -> None:
        given = replace(judgement_of(known_adult="medium"), people={RiskGroup.KNOWN_ADULT: [partner.pk]})  # type: ignore[attr-defined]
        judge(case, world.practitioner, today=world.today, given=given)

        def named(viewer: object) -> list[object]:
            (judgement,) = judgements(viewer=viewer, case_id=case.pk)  # type: ignore[arg-type]
            return [link.person for row in judgement.levels.all() for link in row.people.all()]

        assert named(world.practitioner) == [partner]
        assert named(world.team_mate) == []


class TestTools:
    @rule("ROSH-10")
    def test_an_adult_tool_is_recorded_for_an_adult_and_refused_for_a_child(
        self, case: Case, child_case: Case, world: World
    ) -> None:
        result = record_tool_result(
            actor=world.practitioner, case=case, tool="oasys", result="High", on=world.today, today=world.today
        )
        assert ToolResult.objects.get() == result
        with pytest.raises(RuleRefused) as refused:
            record_tool_result(
                actor=world.yjs_case_manager,
                case=child_case,
                tool="oasys",
                result="High",
                on=world.today,
                today=world.today,
            )
        assert refused.value.rules == ("ROSH-10",)
        assert ToolResult.objects.count() == 1

    @rule("ROSH-13")
    def test_sara_is_refused_until_an_offence_is_linked_to_domestic_abuse(self, case: Case, world: World) -> None:
        def attempt() -> ToolResult:
            return record_tool_result(
                actor=world.practitioner, case=case, tool="sara", result="Medium", on=world.today, today=world.today
            )

        with pytest.raises(RuleRefused):
            attempt()
        conviction(case, world.practitioner, today=world.today, domestic_abuse=True)
        assert attempt().tool == "sara"

    @rule("ROSH-11")
    def test_risk_matrix_needs_a_sexual_offence(self, case: Case, world: World) -> None:
        def attempt() -> ToolResult:
            return record_tool_result(
                actor=world.practitioner, case=case, tool="rm2000", result="High", on=world.today, today=world.today
            )

        conviction(case, world.practitioner, today=world.today)
        with pytest.raises(RuleRefused):
            attempt()
        conviction(case, world.practitioner, today=world.today, schedule_3=True)
        assert attempt().tool == "rm2000"

    @rule("ROSH-05")
    def test_a_result_of_tomorrow_is_refused_and_one_of_today_is_kept(self, case: Case, world: World) -> None:
        def attempt(on: dt.date) -> ToolResult:
            return record_tool_result(
                actor=world.practitioner, case=case, tool="oasys", result="Low", on=on, today=world.today
            )

        with pytest.raises(RuleRefused):
            attempt(world.today + dt.timedelta(days=1))
        assert attempt(world.today).assessed_on == world.today


def test_an_unnamed_level_is_refused_by_the_rule_and_not_by_the_database(case: Case, world: World) -> None:
    given = judgement_of()
    groups = [replace(row, level=None) if row.group is RiskGroup.STAFF else row for row in given.groups]
    with pytest.raises(RuleRefused) as refused:
        judge(case, world.practitioner, today=world.today, given=replace(given, groups=groups, overall=RoshLevel.LOW))
    assert refused.value.rules == ("ROSH-01",)
