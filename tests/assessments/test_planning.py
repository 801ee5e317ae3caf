"""The risk management plan and its actions: versions, drafts, dates, what is due, what is refused."""

import datetime as dt

import pytest
from django.db import IntegrityError, InternalError, transaction

from assessments.models import PlanAction, RiskPlan
from assessments.selectors import current_plan, plan_facts, plan_state
from assessments.services import add_action, open_action, record_plan, update_action
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from offenders.models import Case
from offenders.services.people import record_protected_person
from offenders.writing import writing
from tests.assessments.builders import add, judge, new_action, plan, version_of_plan
from tests.factories import World, conviction
from tests.marks import rule


def due(case: Case, rule_id: str) -> list[dt.date]:
    """The open deadlines of a case under one rule."""
    rows = Deadline.objects.filter(case=case, rule=rule_id, closed_at__isnull=True)
    return list(rows.values_list("due_on", flat=True))


class TestVersions:
    def test_a_draft_may_have_gaps_and_says_which(self, case: Case, world: World) -> None:
        plan(case, world.practitioner, today=world.today, contingency="")
        state = plan_state(viewer=world.practitioner, case=case, today=world.today)
        assert {finding.rule for finding in state.findings} == {"RMP-07", "RMP-09"}
        assert state.in_force is None and state.draft is not None

    @rule("RMP-07")
    def test_a_plan_is_put_in_force_once_every_risk_has_an_action(self, case: Case, world: World) -> None:
        draft = plan(case, world.practitioner, today=world.today)
        (key,) = draft.risks
        with pytest.raises(RuleRefused) as refused:
            plan(case, world.practitioner, today=world.today, risks=draft.risks, new_risks=[], in_force=True)
        assert refused.value.rules == ("RMP-07",)
        add(case, world.practitioner, risks=[key])
        version = plan(case, world.practitioner, today=world.today, risks=draft.risks, new_risks=[], in_force=True)
        assert (version.number, version.in_force, current_plan(case)) == (2, True, version)

    @rule("RMP-10")
    def test_a_recorded_victim_needs_a_victim_safety_action(self, case: Case, world: World) -> None:
        record_protected_person(actor=world.practitioner, case=case, person={"kind": "victim", "name": "Test Victim"})
        add(case, world.practitioner, risks=["r1"])
        with pytest.raises(RuleRefused) as refused:
            plan(case, world.practitioner, today=world.today, in_force=True)
        assert refused.value.rules == ("RMP-10",)
        add(case, world.practitioner, pillar="victim_safety")
        assert plan(case, world.practitioner, today=world.today, in_force=True).in_force

    @rule("RMP-11")
    def test_high_risk_to_children_needs_a_safeguarding_action(self, case: Case, world: World) -> None:
        judge(case, world.practitioner, today=world.today, children="high")
        add(case, world.practitioner, risks=["r1"])
        with pytest.raises(RuleRefused) as refused:
            plan(case, world.practitioner, today=world.today, in_force=True)
        assert refused.value.rules == ("RMP-11",)
        add(case, world.practitioner, safeguarding=True)
        assert plan(case, world.practitioner, today=world.today, in_force=True).in_force

    @rule("RMP-13")
    def test_somebody_on_licence_needs_its_conditions_listed(self, case: Case, world: World) -> None:
        conviction(case, world.practitioner, today=world.today)
        add(case, world.practitioner, risks=["r1"])
        with pytest.raises(RuleRefused) as refused:
            plan(case, world.practitioner, today=world.today, in_force=True)
        assert refused.value.rules == ("RMP-13",)
        conditions = ["Not to enter Exampletown", " "]
        version = plan(case, world.practitioner, today=world.today, in_force=True, licence_conditions=conditions)
        assert version.licence_conditions == ["Not to enter Exampletown"]

    @rule("RMP-08")
    def test_a_review_date_of_today_is_refused_for_a_draft_too(self, case: Case, world: World) -> None:
        with pytest.raises(RuleRefused) as refused:
            plan(case, world.practitioner, today=world.today, review_on=world.today)
        assert refused.value.rules == ("RMP-08",)
        assert plan(case, world.practitioner, today=world.today, review_on=world.today + dt.timedelta(days=1))

    @rule("RMP-08")
    def test_the_review_of_the_plan_falls_due_on_its_date_and_moves_with_the_next_version(
        self, case: Case, world: World
    ) -> None:
        plan(case, world.practitioner, today=world.today)
        assert due(case, "RMP-08") == [world.today + dt.timedelta(days=91)]
        plan(case, world.practitioner, today=world.today, review_on=world.today + dt.timedelta(days=30))
        assert due(case, "RMP-08") == [world.today + dt.timedelta(days=30)]

    def test_a_later_draft_leaves_the_plan_in_force_as_it_is(self, case: Case, world: World) -> None:
        add(case, world.practitioner, risks=["r1"])
        agreed = plan(case, world.practitioner, today=world.today, in_force=True)
        later = plan(
            case, world.practitioner, today=world.today, risks=agreed.risks, new_risks=[], contingency="Rewritten."
        )
        state = plan_state(viewer=world.practitioner, case=case, today=world.today)
        assert (state.in_force, state.draft, current_plan(case)) == (agreed, later, agreed)
        assert due(case, "RMP-08") == [agreed.review_on]

    def test_a_removed_risk_gives_its_key_to_no_other_risk(self, case: Case, world: World) -> None:
        first = plan(case, world.practitioner, today=world.today, new_risks=["Arson", "Stalking"])
        assert first.risks == {"r1": "Arson", "r2": "Stalking"}
        second = plan(
            case, world.practitioner, today=world.today, risks={"r1": "Arson", "r2": " "}, new_risks=["Fraud"]
        )
        assert second.risks == {"r1": "Arson", "r3": "Fraud"}

    def test_the_database_refuses_to_change_a_version(self, case: Case, world: World) -> None:
        version = plan(case, world.practitioner, today=world.today)
        version.contingency = "Changed."
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
            version.save()

    def test_a_version_based_on_an_older_one_meets_a_conflict(self, case: Case, world: World) -> None:
        plan(case, world.practitioner, today=world.today)
        second = plan(case, world.practitioner, today=world.today, contingency="Theirs.")
        with pytest.raises(Conflict) as conflict:
            record_plan(
                actor=world.manager,
                case=case,
                version=version_of_plan(world.today),
                today=world.today,
                based_on=str(second.supersedes_id),
            )
        assert (conflict.value.theirs["contingency"], conflict.value.current_version) == ("Theirs.", str(second.pk))
        assert RiskPlan.objects.count() == 2

    def test_another_agency_may_not_write_the_plan(self, case: Case, world: World) -> None:
        with pytest.raises(NotPermitted):
            plan(case, world.police_officer, today=world.today)
        assert RiskPlan.objects.count() == 0


class TestActions:
    @rule("RMP-02")
    def test_an_action_falls_due_on_its_date_and_no_more_once_completed(self, case: Case, world: World) -> None:
        action = add(case, world.practitioner)
        assert due(case, "RMP-02") == [dt.date(2030, 1, 31)]
        row = Deadline.objects.get(case=case, rule="RMP-02", closed_at__isnull=True)
        assert (row.key, row.label) == (str(action.pk), "Action due")
        update_action(
            actor=world.practitioner, action=action, version=1, changes={"status": "completed", "outcome": "Done."}
        )
        assert due(case, "RMP-02") == []

    @rule("RMP-02")
    def test_an_ongoing_action_falls_due_on_its_milestone(self, case: Case, world: World) -> None:
        add(case, world.practitioner, due_on=None, ongoing=True, milestone_on=dt.date(2030, 3, 1))
        assert due(case, "RMP-02") == [dt.date(2030, 3, 1)]

    @rule("RMP-03")
    def test_as_soon_as_possible_is_no_date(self, case: Case, world: World) -> None:
        with pytest.raises(RuleRefused) as refused:
            add(case, world.practitioner, due_on=None, due_text="As soon as possible")
        assert refused.value.rules == ("RMP-03",)
        assert PlanAction.objects.count() == 0
        assert add(case, world.practitioner).due_on == dt.date(2030, 1, 31)

    @rule("RMP-01")
    def test_an_action_without_a_person_needs_an_acknowledgement(self, case: Case, world: World) -> None:
        nobody = new_action(world.police, owner_role="")
        with pytest.raises(RuleRefused) as refused:
            add_action(actor=world.practitioner, case=case, action=nobody)
        assert refused.value.rules == ("RMP-01",)
        add_action(actor=world.practitioner, case=case, action=nobody, acknowledged=frozenset({"RMP-01"}))
        assert PlanAction.objects.get().agency == world.police

    @rule("RMP-05")
    def test_a_refused_action_is_kept_with_its_reason_and_the_alternative(self, case: Case, world: World) -> None:
        with pytest.raises(RuleRefused):
            add(case, world.practitioner, status="refused", due_on=None, refusal_reason="No bed.")
        action = add(
            case,
            world.practitioner,
            status="refused",
            due_on=None,
            refusal_reason="No bed.",
            alternative="Curfew at the hostel.",
        )
        assert action.explanations == ["No bed.", "Curfew at the hostel."]

    def test_the_database_keeps_no_uncompleted_action_without_its_reason(self, case: Case, world: World) -> None:
        action = add(case, world.practitioner)
        with pytest.raises(IntegrityError, match="uncompleted_action_is_explained"), transaction.atomic():
            update_action(actor=world.practitioner, action=action, version=1, changes={"status": "not_completed"})
        changes = {"status": "not_completed", "not_completed_reason": "He moved away."}
        assert update_action(actor=world.practitioner, action=action, version=1, changes=changes).version == 2

    def test_the_audit_holds_old_and_new(self, case: Case, world: World) -> None:
        action = add(case, world.practitioner)
        update_action(actor=world.practitioner, action=action, version=1, changes={"due_on": dt.date(2030, 2, 28)})
        event = AuditEvent.objects.get(case_id=case.pk, verb="action.updated")
        assert event.changes == {"due_on": ["2030-01-31", "2030-02-28"]}

    def test_two_editors_do_not_overwrite_one_another(self, case: Case, world: World) -> None:
        action = add(case, world.practitioner)
        update_action(actor=world.practitioner, action=action, version=1, changes={"outcome": "Seen twice."})
        with pytest.raises(Conflict) as conflict:
            update_action(actor=world.manager, action=action, version=1, changes={"outcome": "Not seen."})
        assert (conflict.value.theirs["outcome"], conflict.value.current_version) == ("Seen twice.", 2)
        action.refresh_from_db()
        assert action.outcome == "Seen twice."

    def test_a_rule_refuses_a_change_as_it_refuses_a_new_action(self, case: Case, world: World) -> None:
        action = add(case, world.practitioner, starts_on=dt.date(2030, 1, 1))
        with pytest.raises(RuleRefused) as refused:
            update_action(actor=world.practitioner, action=action, version=1, changes={"due_on": dt.date(2029, 12, 31)})
        assert refused.value.rules == ("RMP-04",)

    def test_another_room_adds_an_action_inside_its_own_entry(self, case: Case, world: World) -> None:
        with writing(case, actor=world.practitioner, may="plan_risk", verb="meeting.closed") as entry:
            open_action(entry, action=new_action(world.police))
        assert [row.agency for row in PlanAction.objects.filter(case=case)] == [world.police]
        assert AuditEvent.objects.filter(case_id=case.pk, verb="action.added").count() == 1


def test_the_facts_of_a_plan_say_what_it_has_to_answer_to(case: Case, world: World) -> None:
    conviction(case, world.practitioner, today=world.today)
    judge(case, world.practitioner, today=world.today, children="medium")
    record_protected_person(actor=world.practitioner, case=case, person={"kind": "victim", "name": "Test Victim"})
    add(case, world.practitioner)
    facts = plan_facts(case, today=world.today)
    assert (facts.victims_recorded, facts.on_licence, facts.risk_to_children) == (1, True, "medium")
    assert len(facts.actions) == 1
