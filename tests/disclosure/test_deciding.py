"""Disclosure considered, decided, made and followed up, through the services."""

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import InternalError, transaction

from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from disclosure.models import DisclosureDecision, DisclosureFollowUp, DisclosureMade
from disclosure.questions import State
from disclosure.rules.decision import Consultation
from disclosure.selectors import last_considered_on, questions
from disclosure.services import Decided, consider_at_meeting, decide, follow_up
from offenders.models import Case
from offenders.writing import writing
from tests.assessments.builders import judge
from tests.disclosure.builders import NOT_TO_DISCLOSE, decided, made, to_disclose
from tests.factories import World
from tests.marks import rule


def states(case: Case, world: World) -> list[State]:
    return [question.state for question in questions(viewer=world.practitioner, case_id=case.pk)]


def due(case: Case) -> list[dt.date]:
    rows = Deadline.objects.filter(case=case, rule="DIS-06", closed_at__isnull=True)
    return list(rows.values_list("due_on", flat=True))


def test_a_question_goes_from_planned_to_made_to_followed_up(case: Case, world: World) -> None:
    decision = decided(case, world.practitioner, today=world.today)
    assert (states(case, world), due(case)) == ([State.PLANNED], [world.today + dt.timedelta(days=7)])
    made(decision, world.practitioner, today=world.today)
    assert (states(case, world), due(case)) == ([State.MADE], [])
    follow_up(actor=world.practitioner, decision=decision, on=world.today, found="All well.", today=world.today)
    assert states(case, world) == [State.FOLLOWED_UP]


@rule("DIS-04")
def test_a_decision_not_to_disclose_is_kept_with_its_reasons(case: Case, world: World) -> None:
    with pytest.raises(RuleRefused) as refused:
        decided(case, world.practitioner, today=world.today, given=replace(NOT_TO_DISCLOSE, reason=" "))
    assert refused.value.rules == ("DIS-04",)
    assert last_considered_on(case) is None
    decided(case, world.practitioner, today=world.today, given=NOT_TO_DISCLOSE)
    assert (states(case, world), last_considered_on(case)) == ([State.NOT_DISCLOSED], world.today)


def test_one_recipient_never_replaces_another(case: Case, world: World) -> None:
    first = decided(case, world.practitioner, today=world.today)
    second = decided(case, world.practitioner, today=world.today, given=NOT_TO_DISCLOSE)
    assert first.thread != second.thread
    assert set(states(case, world)) == {State.PLANNED, State.NOT_DISCLOSED}


def test_the_same_question_decided_again_keeps_what_was_decided_before(case: Case, world: World) -> None:
    first = decided(case, world.practitioner, today=world.today)
    again = decide(
        actor=world.practitioner,
        case=case,
        decided=NOT_TO_DISCLOSE,
        on=world.today,
        today=world.today,
        follows=first,
    )
    (question,) = questions(viewer=world.practitioner, case_id=case.pk)
    assert (question.decision, question.earlier, question.state) == (again, [first], State.NOT_DISCLOSED)
    assert due(case) == []
    with pytest.raises(Conflict) as conflict:
        decide(
            actor=world.manager, case=case, decided=NOT_TO_DISCLOSE, on=world.today, today=world.today, follows=first
        )
    assert conflict.value.current_version == str(again.pk)


@rule("DIS-05")
def test_what_was_disclosed_cannot_be_undecided(case: Case, world: World) -> None:
    decision = decided(case, world.practitioner, today=world.today)
    made(decision, world.practitioner, today=world.today)
    for attempt in (
        lambda: made(decision, world.practitioner, today=world.today),
        lambda: decide(
            actor=world.practitioner,
            case=case,
            decided=NOT_TO_DISCLOSE,
            on=world.today,
            today=world.today,
            follows=decision,
        ),
    ):
        with pytest.raises(RuleRefused) as refused:
            attempt()
        assert refused.value.rules == ("DIS-05",)
    assert DisclosureMade.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refused_by"),
    [
        pytest.param({"necessity": ""}, "DIS-02", marks=rule("DIS-02")),
        pytest.param({"alternatives": " "}, "DIS-03", marks=rule("DIS-03")),
        pytest.param({"recipient": ""}, "DIS-05", marks=rule("DIS-05")),
        pytest.param({"discloser": ""}, "DIS-06", marks=rule("DIS-06")),
        pytest.param({"representations_sought": False}, "DIS-07", marks=rule("DIS-07")),
        pytest.param({"identifies_victim": True}, "DIS-08", marks=rule("DIS-08")),
        pytest.param({"recipient_kind": "child"}, "DIS-10", marks=rule("DIS-10")),
        pytest.param({"legal_basis": ""}, "DIS-13", marks=rule("DIS-13")),
    ],
)
def test_a_decision_to_disclose_is_refused_while_something_is_missing(
    case: Case, world: World, changes: dict[str, object], refused_by: str
) -> None:
    with pytest.raises(RuleRefused) as refused:
        decided(case, world.practitioner, today=world.today, **changes)
    assert refused.value.rules == (refused_by,)
    assert DisclosureDecision.objects.count() == 0
    assert AuditEvent.objects.get(case_id=case.pk, verb="disclosure.decided").refused
    assert decided(case, world.practitioner, today=world.today).complete


@rule("DIS-11")
def test_the_presumption_needs_its_own_reason_once_there_is_risk_to_children(case: Case, world: World) -> None:
    given = replace(NOT_TO_DISCLOSE, child_sex_offender=True)
    decided(case, world.practitioner, today=world.today, given=given)
    judge(case, world.practitioner, today=world.today, children="medium")
    with pytest.raises(RuleRefused) as refused:
        decided(case, world.practitioner, today=world.today, given=given)
    assert refused.value.rules == ("DIS-11",)
    reasoned = replace(given, presumption_reason="Every child near him is told already.")
    assert decided(case, world.practitioner, today=world.today, given=reasoned).pk


@rule("DIS-09")
def test_a_decision_about_a_child_needs_both_services_or_an_urgent_reason(child_case: Case, world: World) -> None:
    def attempt(*acknowledged: str, **changes: object) -> DisclosureDecision:
        return decide(
            actor=world.yjs_case_manager,
            case=child_case,
            decided=replace(NOT_TO_DISCLOSE, **changes),  # type: ignore[arg-type]
            on=world.today,
            today=world.today,
            acknowledged=frozenset(acknowledged),
        )

    for changes in ({}, {"consulted_yot": True}, {"urgent_reason": "He is on his way there."}):
        with pytest.raises(RuleRefused) as refused:
            attempt(**changes)
        assert refused.value.rules == ("DIS-09",)
    assert attempt(consulted_yot=True, consulted_childrens_services=True).rules == []
    assert attempt("DIS-09", urgent_reason="He is on his way there.").rules == ["DIS-09"]


class TestMade:
    @rule("DIS-07")
    def test_a_recipient_learns_that_the_person_does_not_know(self, case: Case, world: World) -> None:
        decision = decided(case, world.practitioner, today=world.today)
        with pytest.raises(RuleRefused) as refused:
            made(decision, world.practitioner, today=world.today, offender_knows=False)
        assert refused.value.rules == ("DIS-07",)
        assert made(
            decision, world.practitioner, today=world.today, offender_knows=False, recipient_told_so=True
        ).recipient_told_so

    @rule("DIS-06")
    @pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False), (1, True)])
    def test_it_is_made_from_the_day_of_the_decision_until_today(
        self, case: Case, world: World, days: int, refused: bool
    ) -> None:
        decision = decided(case, world.practitioner, today=world.today)
        on = world.today + dt.timedelta(days=days)
        if refused:
            with pytest.raises(RuleRefused):
                made(decision, world.practitioner, today=world.today, made_on=on)
        else:
            made(decision, world.practitioner, today=world.today, made_on=on)
        assert DisclosureMade.objects.exists() is not refused

    @rule("DIS-04")
    def test_nothing_is_made_of_a_decision_not_to_disclose(self, case: Case, world: World) -> None:
        decision = decided(case, world.practitioner, today=world.today, given=NOT_TO_DISCLOSE)
        with pytest.raises(RuleRefused) as refused:
            made(decision, world.practitioner, today=world.today)
        assert refused.value.rules == ("DIS-04",)

    def test_nothing_is_followed_up_before_it_was_made(self, case: Case, world: World) -> None:
        decision = decided(case, world.practitioner, today=world.today)
        with pytest.raises(RuleRefused):
            follow_up(actor=world.practitioner, decision=decision, on=world.today, found="Well.", today=world.today)
        made(decision, world.practitioner, today=world.today)
        follow_up(actor=world.practitioner, decision=decision, on=world.today, found="Well.", today=world.today)
        assert DisclosureFollowUp.objects.get().found == "Well."


class TestAtAMeeting:
    def consider(self, case: Case, world: World, *, disclose: bool, **changes: object) -> DisclosureDecision:
        with writing(case, actor=world.coordinator, may=None, verb="meeting.closed") as entry:
            return consider_at_meeting(
                entry,
                meeting_id=uuid4(),
                disclose=disclose,
                reason="Agreed by all present.",
                on=world.today,
                today=world.today,
                **changes,  # type: ignore[arg-type]
            )

    def test_a_yes_waits_to_be_completed_and_is_then_planned(self, case: Case, world: World) -> None:
        agreed = self.consider(case, world, disclose=True)
        assert (states(case, world), due(case)) == ([State.TO_COMPLETE], [])
        with pytest.raises(RuleRefused):
            made(agreed, world.practitioner, today=world.today)
        given = to_disclose(case.lead_agency, world.today, context="meeting", meeting_id=agreed.meeting_id)
        completed = decide(
            actor=world.practitioner, case=case, decided=given, on=world.today, today=world.today, follows=agreed
        )
        assert (states(case, world), completed.thread) == ([State.PLANNED], agreed.thread)

    def test_a_no_is_complete(self, case: Case, world: World) -> None:
        decision = self.consider(case, world, disclose=False)
        assert (decision.complete, decision.context, states(case, world)) == (True, "meeting", [State.NOT_DISCLOSED])
        assert AuditEvent.objects.filter(case_id=case.pk, verb="disclosure.decided").count() == 1

    @rule("DIS-09")
    def test_about_a_child_both_services_are_at_the_meeting(self, child_case: Case, world: World) -> None:
        with pytest.raises(RuleRefused) as refused:
            self.consider(child_case, world, disclose=True)
        assert refused.value.rules == ("DIS-09",)
        present = Consultation(senior_youth_offending_team=True, childrens_services=True)
        assert self.consider(child_case, world, disclose=True, consulted=present).consulted_yot


def test_the_database_refuses_to_change_a_decision(case: Case, world: World) -> None:
    decision = decided(case, world.practitioner, today=world.today)
    decision.recipient = "Somebody else"
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        decision.save()


def test_another_agency_may_not_decide_and_the_attempt_is_recorded(case: Case, world: World) -> None:
    with pytest.raises(NotPermitted):
        decided(case, world.police_officer, today=world.today)
    assert DisclosureDecision.objects.count() == 0
    assert AuditEvent.objects.get(case_id=case.pk, verb="disclosure.decided").refused
    assert decided(case, world.manager, today=world.today).decided_as == world.manager.audit_role


def test_whom_somebody_told_is_for_those_who_see_the_case_in_full(case: Case, world: World) -> None:
    decided(case, world.practitioner, today=world.today)
    assert len(questions(viewer=world.team_mate, case_id=case.pk)) == 1
    assert questions(viewer=world.colleague, case_id=case.pk) == []


def test_an_unanswered_question_is_refused_by_the_rule(case: Case, world: World) -> None:
    given = Decided(disclose=None, purpose="To protect pupils", reason="Not answered.")
    with pytest.raises(RuleRefused) as refused:
        decided(case, world.practitioner, today=world.today, given=given)
    assert refused.value.rules == ("DIS-04",)
