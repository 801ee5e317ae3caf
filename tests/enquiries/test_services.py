"""Requests for minutes as the Unit and the chair deal with them, and what nobody else learns of them."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from accounts.roles import Role
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Alert, Deadline, Policy
from deadlines.selectors import open_alerts
from deadlines.services import sweep
from enquiries import facts, selectors, services, timeline
from enquiries.models import DataLoss, MinutesRequest, Reply, ReplyExemption, ReportAnswer, ReportItem
from enquiries.rules.replies import SummaryState
from enquiries.rules.steps import Step
from levels.models import CategoryDecision
from meetings.services import minutes as of_minutes
from minutes.models import SummaryCopy, SummaryCopySent
from offenders.models import Assignment, Case, ProtectedPerson
from tests.disclosure import builders as disclosure
from tests.enquiries.builders import CONFIRMED, SHARED, asked, clarified, drafted, identified, recorded, took
from tests.factories import World, make_user
from tests.marks import rule
from tests.minutes.test_summary import issue, prepare

DAY = dt.timedelta(days=1)


def due(case: Case) -> dict[str, dt.date]:
    rows = Deadline.objects.filter(case=case, closed_at__isnull=True, label="Request for minutes")
    return {row.rule: row.due_on for row in rows}


def refused_by(error: pytest.ExceptionInfo[RuleRefused]) -> tuple[str, ...]:
    return tuple(error.value.rules)


def approved_ncnd(world: World, request: MinutesRequest) -> MinutesRequest:
    """As far as the approval of a letter that says nothing."""
    today = world.today
    clarified(request, world.coordinator, today=today)
    drafted(request, world.coordinator, "ncnd", today=today)
    took(request, world.coordinator, "approved", today=today)
    return request


class TestTheRegister:
    @rule("ENQ-01")
    def test_takes_a_request_of_any_agency_without_saying_anything_of_anybody(self, world: World) -> None:
        row = recorded(world, world.spoc, agency=world.mental_health)
        assert (row.case, row.about, row.area, row.state) == (None, "open", world.area, "requested")
        assert (row.regime, row.handler) == ("foi", "coordinator")
        assert row.due_on is not None and row.due_on > row.received_on + 20 * DAY
        with pytest.raises(RuleRefused) as refused:
            recorded(world, world.spoc, agency=world.mental_health)
        assert refused_by(refused) == ("OFF-21",)
        assert AuditEvent.objects.filter(verb="enquiry.recorded", refused=False, case_id=None).count() == 1

    @rule("ENQ-01")
    @pytest.mark.parametrize("who", ["smb_member", "lay_adviser", "auditor", "stranger", "other_coordinator"])
    def test_is_written_by_nobody_of_another_area_or_who_only_looks_on(self, world: World, who: str) -> None:
        with pytest.raises(NotPermitted):
            recorded(world, getattr(world, who))

    @rule("ENQ-01")
    def test_has_its_days_in_order(self, world: World) -> None:
        for changes in ({"received_on": world.today + DAY}, {"wanted_by": world.today - 8 * DAY}):
            with pytest.raises(RuleRefused) as refused:
                recorded(world, world.coordinator, **changes)
            assert refused_by(refused) == ("ENQ-01",)

    @rule("ENQ-01")
    def test_ties_a_request_to_a_case_that_the_unit_sees(self, world: World, case: Case) -> None:
        row = recorded(world, world.practitioner, requester="offender")
        with pytest.raises(RuleRefused) as refused:
            services.identify(
                actor=world.coordinator, request=row, version=row.version, reference="X-1", today=world.today
            )
        assert refused_by(refused) == ("ENQ-01",)
        services.identify(
            actor=world.coordinator, request=row, version=row.version, reference=case.reference, today=world.today
        )
        assert (row.case, row.about) == (case, "case")
        assert due(case) == {"ENQ-03": row.received_on + 30 * DAY}
        with pytest.raises(RuleRefused):
            services.identify(
                actor=world.coordinator, request=row, version=row.version, reference="", today=world.today
            )

    @rule("ENQ-24")
    @pytest.mark.parametrize("who", ["practitioner", "manager", "spoc", "vlo", "other_coordinator", "auditor"])
    def test_is_looked_up_by_the_unit_alone(self, world: World, case: Case, who: str) -> None:
        row = recorded(world, world.practitioner)
        with pytest.raises((NotPermitted, RuleRefused)):
            services.identify(
                actor=getattr(world, who), request=row, version=row.version, reference=case.reference, today=world.today
            )
        with pytest.raises(NotPermitted):
            services.identify(
                actor=getattr(world, who), request=row, version=row.version, reference="", today=world.today
            )
        row.refresh_from_db()
        assert row.about == "open"

    @rule("ENQ-24")
    def test_is_seen_whole_by_the_unit_and_the_latest_chair(self, world: World, approved: Any) -> None:
        case = approved.case
        loose, tied = recorded(world, world.spoc, agency=world.police), recorded(world, world.coordinator, case)
        seeing = {name: set(MinutesRequest.objects.visible_to(person)) for name, person in world.people.items()}
        assert {name for name, rows in seeing.items() if tied in rows} == {
            *("coordinator", "administrator", "chair", "auditor")
        }
        assert {name for name, rows in seeing.items() if loose in rows} == {"coordinator", "administrator", "auditor"}
        assert set(selectors.own(viewer=world.spoc)) == {loose}

    @rule("ENQ-24")
    def test_keeps_what_is_due_from_who_manages_the_case(self, world: World, case: Case) -> None:
        recorded(world, world.coordinator, case, requester="offender", received_on=world.today - 40 * DAY)
        sweep(today=world.today)
        assert Alert.objects.filter(deadline__label="Request for minutes").exists()
        assert [one.deadline.rule for one in open_alerts(viewer=world.coordinator) if one.deadline.case == case]
        for who in (world.practitioner, world.manager):
            assert not [one for one in open_alerts(viewer=who) if one.deadline.label == "Request for minutes"]
            assert not timeline.events(who, case)
        assert timeline.events(world.coordinator, case)


class TestTheSteps:
    @rule("ENQ-10")
    def test_lead_from_the_letter_to_its_destruction(self, world: World) -> None:
        row, today = recorded(world, world.spoc, agency=world.police), world.today
        services.identify(actor=world.coordinator, request=row, version=row.version, reference="", today=today)
        approved_ncnd(world, row)
        for step in ("sent", "closed"):
            took(row, world.coordinator, step, today=today)
        assert row.state == "closed" and row.destroy_on == today + 365 * DAY
        took(row, world.coordinator, "destroyed", today=today)
        kinds = list(row.steps.order_by("recorded_at").values_list("kind", flat=True))
        assert kinds == ["clarified", "drafted", "approved", "sent", "closed", "destroyed"]

    @rule("ENQ-10")
    def test_are_refused_out_of_order_and_recorded_as_refused(self, world: World) -> None:
        row = recorded(world, world.coordinator)
        with pytest.raises(RuleRefused) as refused:
            took(row, world.coordinator, "sent", today=world.today)
        assert refused_by(refused) == ("ENQ-10",)
        assert AuditEvent.objects.filter(verb="enquiry.sent", refused=True).exists()
        with pytest.raises(ValueError, match="page of its own"):
            services.take(
                actor=world.coordinator,
                request=row,
                version=row.version,
                step=Step.DRAFTED,
                took=services.Took(world.today),
                today=world.today,
            )

    @rule("ENQ-10")
    def test_count_anew_once_the_reply_is_drafted_anew(self, world: World, approved: Any) -> None:
        today, chair = world.today, world.chair
        row = recorded(world, chair, approved.case, requester="court", wanted_by=today)
        clarified(row, chair, today=today)
        drafted(row, chair, "full", today=today)
        took(row, chair, "circulated", today=today)
        took(row, chair, "approved", today=today)
        second = drafted(row, chair, "redacted", today=today)
        assert (row.state, second.number) == ("drafted", 2)
        with pytest.raises(RuleRefused):
            took(row, chair, "approved", today=today)

    @rule("ENQ-10")
    def test_meet_nobody_else_s(self, world: World) -> None:
        row = recorded(world, world.coordinator)
        stale = row.version
        clarified(row, world.coordinator, today=world.today)
        row.version = stale
        with pytest.raises(Conflict):
            clarified(row, world.administrator, today=world.today)

    @rule("ENQ-08")
    def test_ask_a_person_who_names_the_other_act(self, world: World, case: Case) -> None:
        row = recorded(world, world.coordinator, case, requester="offender", names_foi=True)
        with pytest.raises(RuleRefused) as refused:
            clarified(row, world.coordinator, today=world.today)
        assert refused_by(refused) == ("ENQ-08",)
        clarified(row, world.coordinator, today=world.today, insists_on_foi=True)
        assert row.regime == "foi" and due(case) == {"ENQ-05": row.due_on}

    @rule("ENQ-09")
    def test_pass_own_data_on_before_they_are_sent(self, world: World, approved: Any) -> None:
        prepare(approved.meeting, world)
        issue(approved.meeting, world)
        today, chair = world.today, world.chair
        row = recorded(world, chair, approved.case, requester="offender", agency=world.probation)
        clarified(row, chair, today=today)
        reply = drafted(row, chair, "summary", today=today)
        assert reply.summary is not None
        took(row, chair, "circulated", today=today)
        took(row, chair, "approved", today=today)
        with pytest.raises(RuleRefused) as refused:
            took(row, chair, "sent", today=today)
        assert refused_by(refused) == ("ENQ-09",)
        took(row, chair, "passed_on", today=today)
        took(row, chair, "sent", today=today)
        assert row.state == "sent" and set(due(approved.case)) == {"ENQ-28"}


class TestTheReply:
    @rule("ENQ-11")
    def test_encloses_only_what_the_chair_issued_and_what_still_stands(self, world: World, approved: Any) -> None:
        today, chair, meeting = world.today, world.chair, approved.meeting
        row = recorded(world, chair, approved.case, requester="offender")
        clarified(row, chair, today=today)
        with pytest.raises(RuleRefused) as refused:
            drafted(row, chair, "summary", today=today)
        assert refused_by(refused) == ("ENQ-11",)
        prepare(meeting, world)
        issue(meeting, world)
        drafted(row, chair, "summary", today=today)
        took(row, chair, "circulated", today=today)
        prepare(meeting, world, version=1, other_actions="A further action.")
        issue(meeting, world, version=2)
        with pytest.raises(RuleRefused) as refused:
            took(row, chair, "approved", today=today)
        assert refused_by(refused) == ("ENQ-11",)

    @rule("EXS-13")
    @pytest.mark.parametrize("requester", ["offender", "victim"])
    def test_stands_in_the_ledger_of_copies_without_saying_who_asked(
        self, world: World, approved: Any, requester: str
    ) -> None:
        today, chair, meeting = world.today, world.chair, approved.meeting
        prepare(meeting, world)
        issue(meeting, world)
        before = SummaryCopy.objects.count()
        row = recorded(world, chair, approved.case, requester=requester)
        clarified(row, chair, today=today)
        drafted(row, chair, "summary", today=today)
        took(row, chair, "circulated", today=today)
        assert SummaryCopy.objects.count() == before
        took(row, chair, "approved", today=today)
        copy = SummaryCopy.objects.get(recipient=f"Who asked by {row.reference}")
        assert copy.file.pdf and not SummaryCopySent.objects.filter(copy=copy).exists()
        took(row, chair, "passed_on", today=today)
        took(row, chair, "sent", today=today)
        assert SummaryCopy.objects.count() == before + 1
        sent = SummaryCopySent.objects.get(copy=copy)
        assert (sent.sent_on, sent.sent_by, sent.way) == (today, chair, "With the reply")

    @rule("ENQ-15")
    def test_is_approved_by_the_chair_where_it_gives_something(self, world: World, approved: Any) -> None:
        today, unit = world.today, world.coordinator
        row = recorded(world, unit, approved.case, requester="court")
        clarified(row, unit, today=today)
        drafted(row, unit, "full", today=today)
        took(row, unit, "circulated", today=today)
        with pytest.raises(RuleRefused) as refused:
            took(row, unit, "approved", today=today)
        assert refused_by(refused) == ("ENQ-15",)
        took(row, world.chair, "approved", today=today)
        assert row.state == "approved"

    @rule("ENQ-07")
    def test_of_a_terrorist_case_is_the_chair_s(self, world: World, approved: Any) -> None:
        approved.case.category = 4
        approved.case.save()
        row = recorded(world, world.coordinator, approved.case)
        assert row.handler == "chair"
        clarified(row, world.coordinator, today=world.today)
        drafted(row, world.coordinator, "ncnd", today=world.today)
        with pytest.raises(RuleRefused) as refused:
            took(row, world.coordinator, "approved", today=world.today)
        assert refused_by(refused) == ("ENQ-07",)

    @rule("ENQ-07")
    @rule("ENQ-15")
    def test_approved_before_the_case_was_known_is_looked_at_again(self, world: World, approved: Any) -> None:
        approved.case.category = 4
        approved.case.save()
        row = recorded(world, world.coordinator, requester="offender")
        clarified(row, world.coordinator, today=world.today)
        drafted(row, world.coordinator, "ncnd", today=world.today)
        took(row, world.coordinator, "approved", today=world.today)
        identified(row, world.coordinator, approved.case.reference, today=world.today)
        with pytest.raises(RuleRefused) as refused:
            took(row, world.coordinator, "sent", today=world.today)
        assert (row.state, refused_by(refused)) == ("drafted", ("ENQ-10",))
        with pytest.raises(RuleRefused) as refused:
            took(row, world.coordinator, "approved", today=world.today)
        assert refused_by(refused) == ("ENQ-07",)

    @rule("ENQ-15")
    @rule("ENQ-31")
    @pytest.mark.parametrize("requester", ["offender", "court", "parole_board", "iopc", "marac"])
    def test_about_nobody_on_record_is_answered_by_the_unit(self, world: World, requester: str) -> None:
        row = recorded(world, world.coordinator, requester=requester)
        identified(row, world.coordinator, "", today=world.today)
        clarified(row, world.coordinator, today=world.today)
        drafted(row, world.coordinator, "none_held", today=world.today)
        took(row, world.coordinator, "approved", today=world.today)
        took(row, world.coordinator, "sent", today=world.today)
        assert row.state == "sent"

    @rule("ENQ-31")
    def test_does_not_say_that_nothing_is_held_after_a_meeting(self, world: World, approved: Any) -> None:
        row = recorded(world, world.chair, approved.case, requester="court")
        clarified(row, world.chair, today=world.today)
        with pytest.raises(RuleRefused) as refused:
            drafted(row, world.chair, "none_held", today=world.today)
        assert "ENQ-31" in refused_by(refused)

    @rule("ENQ-14")
    def test_a_refusal_that_rests_on_nothing_any_more_is_not_approved(self, world: World) -> None:
        row = recorded(world, world.coordinator)
        given = {"actor": world.coordinator, "request": row}
        one = services.exempt(**given, exemption="foia_38", item="The second paragraph", reason="It may harm.")
        clarified(row, world.coordinator, today=world.today)
        drafted(row, world.coordinator, "refused", today=world.today)
        services.lift(actor=world.coordinator, exemption=one, reason="It may not.")
        row.refresh_from_db()
        with pytest.raises(RuleRefused) as refused:
            took(row, world.coordinator, "approved", today=world.today)
        assert refused_by(refused) == ("ENQ-14",)

    @rule("ENQ-12")
    @rule("ENQ-13")
    def test_asks_for_basis_and_agreement(self, world: World, approved: Any) -> None:
        row = recorded(world, world.chair, approved.case, requester="iopc")
        clarified(row, world.chair, today=world.today)
        empty = dict.fromkeys((*SHARED, "agreement"), "")
        with pytest.raises(RuleRefused) as refused:
            drafted(row, world.chair, "full", today=world.today, **empty)
        assert set(refused_by(refused)) == {"ENQ-12", "ENQ-13"}

    @rule("ENQ-17")
    def test_names_nobody_at_risk(self, world: World, approved: Any) -> None:
        ProtectedPerson.objects.create(case=approved.case, name="Wilhelmina Trescothick")
        row = recorded(world, world.chair, approved.case, requester="court")
        clarified(row, world.chair, today=world.today)
        with pytest.raises(RuleRefused) as refused:
            drafted(row, world.chair, "full", today=world.today, covering="Be careful for Wilhelmina Trescothick.")
        assert refused_by(refused) == ("ENQ-17",)
        with pytest.raises(RuleRefused):
            drafted(row, world.chair, "redirect", today=world.today, suppliers="Ask Wilhelmina Trescothick.")
        drafted(row, world.chair, "full", today=world.today, covering="Somebody's safety may be at risk in court.")

    @rule("ENQ-17")
    def test_is_looked_at_again_before_it_leaves(self, world: World, approved: Any) -> None:
        row = recorded(world, world.chair, approved.case, requester="court")
        clarified(row, world.chair, today=world.today)
        drafted(row, world.chair, "full", today=world.today, covering="Ask Wilhelmina Trescothick.")
        took(row, world.chair, "circulated", today=world.today)
        ProtectedPerson.objects.create(case=approved.case, name="Wilhelmina Trescothick")
        with pytest.raises(RuleRefused) as refused:
            took(row, world.chair, "approved", today=world.today)
        assert refused_by(refused) == ("ENQ-17",)

    @rule("ENQ-17")
    def test_names_nobody_at_risk_before_a_first_meeting(self, world: World, case: Case) -> None:
        ProtectedPerson.objects.create(case=case, name="Wilhelmina Trescothick")
        assert facts.naming_hits(case, ["Ask Wilhelmina Trescothick."])
        assert not facts.naming_hits(case, ["Ask the court."])

    @rule("ENQ-17")
    @pytest.mark.parametrize("text", ["Ask Ada Testperson.", "He moved the grey boat to the far quay."])
    def test_says_nothing_of_disclosures_before_a_first_meeting(self, world: World, case: Case, text: str) -> None:
        assert not facts.naming_hits(case, [text])
        details = "That he moved the grey boat to the far quay."
        disclosure.decided(case, world.practitioner, today=world.today, details=details)
        assert facts.naming_hits(case, [text])

    @rule("ENQ-15")
    def test_is_not_approved_by_somebody_who_only_chairs_a_meeting_to_come(self, world: World, approved: Any) -> None:
        other = make_user("other", agency=world.police, area=world.area, roles=(Role.CHAIR,), may_chair=True)
        part = Assignment(case=approved.case, user=other, capacity=Assignment.Capacity.CHAIR, starts=world.today)
        part.meeting_id, part.reason = uuid4(), "Chairs the next meeting."
        part.save()
        assert facts.is_chair(world.chair, approved.case)
        assert not facts.is_chair(other, approved.case)

    @rule("ENQ-14")
    def test_leaves_out_single_items_and_keeps_what_was_lifted(self, world: World) -> None:
        row = recorded(world, world.coordinator)
        given = {"actor": world.coordinator, "request": row, "exemption": "foia_38"}
        for item in ("the minutes", ""):
            with pytest.raises(RuleRefused):
                services.exempt(**given, item=item, reason="It may very well harm.")
        one = services.exempt(**given, item="Paragraph 4", reason="It may very well harm.")
        with pytest.raises(RuleRefused):
            services.exempt(**given, item="Paragraph 4", reason="It may very well harm.")
        services.lift(actor=world.coordinator, exemption=one, reason="It is known already.")
        assert [row.stands for row in ReplyExemption.objects.order_by("recorded_at")] == [True, False]
        with pytest.raises(RuleRefused):
            services.lift(actor=world.coordinator, exemption=one, reason="Again.")
        approved_ncnd(world, row)
        with pytest.raises(RuleRefused):
            services.exempt(**given, item="Paragraph 5", reason="It may very well harm.")

    def test_is_never_changed(self, world: World) -> None:
        row = approved_ncnd(world, recorded(world, world.coordinator))
        reply = Reply.objects.get(request=row)
        reply.reason = "Other."
        with pytest.raises(Exception, match="Cannot update"):
            reply.save()


def agrees(world: World, item: ReportItem) -> ReportAnswer:
    return answers(world, item, agreed=True, wording="Police saw him near the school.", reason="")


def refuses(world: World, item: ReportItem, **told: str) -> ReportAnswer:
    return answers(world, item, agreed=False, wording="", reason="A source is at risk.", **told)


def answers(world: World, item: ReportItem, **said: Any) -> ReportAnswer:
    given = {"who": "The sergeant who came", "on": world.today, "today": world.today}
    return services.answer(actor=world.practitioner, item=item, acknowledged=CONFIRMED, **given, **said)


def leaves(world: World, item: ReportItem) -> ReportAnswer:
    given = {"recipients": "The invented court", "on": world.today, "today": world.today}
    return services.leave(actor=world.practitioner, item=item, **given)


class TestReports:
    @rule("ENQ-19")
    def test_wait_for_the_agency_and_take_its_wording(self, world: World, approved: Any) -> None:
        item = asked(approved.meeting, world.practitioner, world)
        given: dict[str, Any] = {
            "actor": world.practitioner,
            "item": item,
            "agreed": True,
            "who": "The sergeant who came",
            "reason": "",
            "on": world.today,
            "today": world.today,
        }
        with pytest.raises(RuleRefused) as refused:
            services.answer(**given, wording="The MAPPA meeting heard that he was seen near the school.")
        assert refused_by(refused) == ("ENQ-20",)
        with pytest.raises(RuleRefused):
            services.answer(**{**given, "agreed": False}, wording="")
        services.answer(**given, wording="Police saw him near the school.")
        assert ReportAnswer.objects.get().said == "agreed"
        with pytest.raises(RuleRefused) as refused:
            services.clear(actor=world.chair, item=item, reason="", on=world.today, today=world.today)
        assert refused_by(refused) == ("ENQ-22",)
        with pytest.raises(RuleRefused):
            asked(approved.meeting, world.practitioner, world)

    @rule("ENQ-19")
    def test_an_agreement_is_withdrawn_before_the_report_left(self, world: World, approved: Any) -> None:
        item = asked(approved.meeting, world.practitioner, world)
        agrees(world, item)
        with pytest.raises(RuleRefused) as refused:
            agrees(world, item)
        assert refused_by(refused) == ("ENQ-19",)
        refuses(world, item)
        with pytest.raises(RuleRefused) as refused:
            leaves(world, item)
        assert refused_by(refused) == ("ENQ-29",)

    @rule("ENQ-29")
    def test_a_refusal_after_it_left_says_who_was_told(self, world: World, approved: Any) -> None:
        item = asked(approved.meeting, world.practitioner, world)
        agrees(world, item)
        leaves(world, item)
        with pytest.raises(RuleRefused) as refused:
            leaves(world, item)
        assert refused_by(refused) == ("OFF-21",)
        with pytest.raises(RuleRefused) as refused:
            refuses(world, item)
        assert refused_by(refused) == ("ENQ-29",)
        refuses(world, item, told="The court, by secure e-mail.")
        assert list(ReportAnswer.objects.values_list("said", "recipients", "told")) == [
            ("agreed", "", ""),
            ("left", "The invented court", ""),
            ("refused", "", "The court, by secure e-mail."),
        ]

    @rule("ENQ-22")
    def test_what_is_agreed_anew_is_cleared_anew(self, world: World, approved: Any) -> None:
        item = asked(approved.meeting, world.practitioner, world, mentions_minutes=True)
        clearing: dict[str, Any] = {"reason": "Nothing sensitive.", "on": world.today, "today": world.today}
        agrees(world, item)
        services.clear(actor=world.chair, item=item, **clearing)
        refuses(world, item)
        agrees(world, item)
        with pytest.raises(RuleRefused):
            leaves(world, item)
        services.clear(actor=world.chair, item=item, **clearing)
        assert leaves(world, item).said == "left"

    @rule("ENQ-22")
    def test_that_mention_minutes_are_cleared_by_the_chair_alone(self, world: World, approved: Any) -> None:
        item = asked(approved.meeting, world.practitioner, world, mentions_minutes=True)
        services.answer(
            actor=world.practitioner,
            item=item,
            agreed=True,
            who="The sergeant who came",
            wording="As the minutes show, he was seen.",
            reason="",
            on=world.today,
            today=world.today,
            acknowledged=CONFIRMED,
        )
        given: dict[str, Any] = {"item": item, "reason": "Nothing sensitive.", "on": world.today, "today": world.today}
        with pytest.raises(NotPermitted):
            services.clear(actor=world.practitioner, **given)
        services.clear(actor=world.chair, **given)
        assert ReportAnswer.objects.filter(said="cleared").count() == 1


@rule("ENQ-23")
def test_minutes_that_went_astray_are_recorded_once(world: World, case: Case) -> None:
    lost = services.Lost("A copy went to a victim's file.", world.today, "The chair and Probation", world.today)
    services.lose(actor=world.coordinator, case=case, lost=lost, today=world.today)
    with pytest.raises(RuleRefused):
        services.lose(actor=world.coordinator, case=case, lost=lost, today=world.today)
    with pytest.raises(NotPermitted):
        services.lose(actor=world.practitioner, case=case, lost=lost, today=world.today)
    assert set(DataLoss.objects.visible_to(world.coordinator)) and not set(
        DataLoss.objects.visible_to(world.practitioner)
    )


@rule("ENQ-05")
def test_an_area_may_answer_sooner(world: World) -> None:
    policy = Policy.objects.get(basis="local", areas__contains=[world.area.pk], superseded=False)
    row = recorded(world, world.coordinator)
    policy.values |= {"foi_reply_working_days": 5}
    policy.save()
    sooner = recorded(world, world.coordinator, sought="Everything, again.")
    assert row.due_on is not None and sooner.due_on is not None
    assert sooner.due_on < world.today + DAY < row.due_on


@rule("ENQ-07")
@pytest.mark.parametrize("known", ["meeting", "once"])
def test_counter_terrorism_is_known_by_a_meeting_or_a_former_category(world: World, approved: Any, known: str) -> None:
    case = approved.case
    assert not facts.is_terrorism(case)
    if known == "meeting":
        approved.meeting.kind = approved.meeting.Kind.COUNTER_TERRORISM
        approved.meeting.co_chair = world.police_officer
        approved.meeting.save()
    else:
        before = CategoryDecision.objects.filter(case=case).latest("recorded_at")
        values = {
            "decided_on": world.today,
            "decided_by": world.coordinator,
            "decided_as": "Co-ordinator",
            "reason": "So.",
        }
        CategoryDecision(case=case, category=4, supersedes=before, **values).save()
    row = recorded(world, world.chair, case, requester="other")
    assert case.category != 4
    assert "ENQ-07" in {rule_id for rule_id, _ in facts.route_for(row).why}


@rule("ENQ-11")
def test_a_summary_older_than_its_minutes_is_enclosed_only_on_purpose(world: World, approved: Any) -> None:
    today, chair, meeting = world.today, world.chair, approved.meeting
    prepare(meeting, world)
    summary = issue(meeting, world)
    assert facts.draft_state(approved.case, summary) is SummaryState.CURRENT
    texts = {"risk.nature": "It was put wrong: fraud alone."}
    of_minutes.word_minutes(actor=chair, meeting=meeting, based_on=1, texts=texts, reason="Corrected.", today=today)
    assert facts.draft_state(approved.case, summary) is SummaryState.EARLIER
    row = recorded(world, chair, approved.case, requester="offender")
    clarified(row, chair, today=today)
    with pytest.raises(RuleRefused) as refused:
        drafted(row, chair, "summary", today=today)
    assert refused_by(refused) == ("ENQ-11",)


@rule("ENQ-18")
def test_a_withdrawn_request_is_kept_until_a_day_and_destroyed_then(world: World, case: Case) -> None:
    row = recorded(world, world.coordinator, case)
    with pytest.raises(RuleRefused) as refused:
        took(row, world.coordinator, "withdrawn", today=world.today, destroy_on=None)
    assert refused_by(refused) == ("ENQ-18",)
    took(row, world.coordinator, "withdrawn", today=world.today)
    due = Deadline.objects.get(case=case, rule="ENQ-18", closed_at=None)
    assert due.due_on == row.destroy_on == world.today + dt.timedelta(days=365)
    took(row, world.coordinator, "destroyed", today=world.today)
    assert (row.state, row.sought, row.key) == ("destroyed", "", "")
    assert not Deadline.objects.filter(case=case, rule="ENQ-18", closed_at=None).exists()


@rule("ENQ-28")
def test_a_sent_reply_waits_to_be_closed(world: World, case: Case) -> None:
    row = approved_ncnd(world, recorded(world, world.coordinator, case))
    took(row, world.coordinator, "sent", today=world.today)
    due = Deadline.objects.get(case=case, rule="ENQ-28", closed_at=None)
    assert due.due_on == world.today + dt.timedelta(days=14)
    took(row, world.coordinator, "closed", today=world.today)
    assert not Deadline.objects.filter(case=case, rule="ENQ-28", closed_at=None).exists()
