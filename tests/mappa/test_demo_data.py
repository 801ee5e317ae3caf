"""The demonstration is loaded once, through the services, and holds what its users are promised."""

import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import RoleHolding, User
from accounts.roles import Role
from assessments.models import PlanAction, RiskPlan, RoshJudgement
from audit.models import AuditEvent
from audit.verification import verify
from deadlines.clocks import CLOCKS
from deadlines.models import Alert, Deadline
from deadlines.rules.alerts import Stage
from deadlines.rules.timescales import timescales
from deadlines.services import check_deadlines
from disclosure.models import DisclosureDecision, DisclosureFollowUp, DisclosureMade
from levels.models import CategoryDecision, LevelDecision
from mappa.demo import story
from mappa.demo.people import PASSWORD
from meetings.models import Attachment, ExecutiveSummary, Invitation, Meeting, MinutesApproval, SummaryFile
from offenders.models import Case, CustodyPeriod, ProtectedPerson
from youthjustice.models import PanelDecision, PlottedBehaviour, YouthAssessment

SOON = 14


@pytest.fixture(scope="module")
def today(django_db_setup: None, django_db_blocker: Any) -> Iterator[dt.date]:
    """The day of loading; the demonstration is there for the tests of this module and gone after them."""
    day = timezone.localdate()
    with django_db_blocker.unblock(), override_settings(DEMONSTRATION=True), transaction.atomic():
        said = io.StringIO()
        call_command("load_demo", stdout=said)
        assert said.getvalue() == f"Loaded {Case.objects.count()} invented cases.\n"
        yield day
        transaction.set_rollback(True)


def test_at_least_thirty_people_in_two_areas_all_plainly_invented(today: dt.date) -> None:
    areas = Counter(Case.objects.values_list("area", flat=True))
    assert sum(areas.values()) >= 30
    assert len(areas) == 2
    assert min(areas.values()) >= 10
    assert not Case.objects.exclude(given_names__startswith="Test-").exists()
    assert not User.objects.exclude(email__regex=r"@(example\.test|elsewhere\.example)$").exists()


def test_every_deadline_stands_in_the_table_of_timescales(today: dt.date) -> None:
    found = set(Deadline.objects.values_list("label", "rule"))
    assert found <= {(CLOCKS[row.clock].label, row.rule) for row in timescales() if row.clock}


def test_every_category_every_level_children_custody_and_one_restricted_case(today: dt.date) -> None:
    assert set(Case.objects.values_list("category", flat=True)) == {None, 1, 2, 3, 4}
    assert set(Case.objects.values_list("level", flat=True)) == {None, 1, 2, 3}
    assert sum(case.is_child for case in Case.objects.all()) >= 5
    assert Case.objects.filter(restricted=True).count() == 1
    assert Case.objects.filter(ended_on__isnull=False).count() == 1
    inside = Case.objects.filter(custodyperiods__in=CustodyPeriod.objects.filter(released_on__isnull=True))
    assert inside.count() >= 3
    assert Case.objects.filter(level__isnull=False).exclude(pk__in=inside).count() >= 20


def test_reviews_are_overdue_due_soon_and_later(today: dt.date) -> None:
    dues = Case.objects.values_list("next_review_on", flat=True)
    days = [(due - today).days for due in dues if due is not None]
    assert sum(day < 0 for day in days) >= 3
    assert sum(0 <= day <= SOON for day in days) >= 3
    assert sum(day > SOON for day in days) >= 3


def test_the_past_lies_before_the_day_of_loading(today: dt.date) -> None:
    for kind in (CategoryDecision, LevelDecision, RoshJudgement, RiskPlan, DisclosureDecision, PanelDecision):
        assert kind.objects.exists(), kind
        assert not kind.objects.filter(decided_on__gt=today).exists(), kind
    assert LevelDecision.objects.filter(decided_on__lt=today - dt.timedelta(days=100)).exists()
    lowered = LevelDecision.objects.filter(level=2, supersedes__level=3)
    assert lowered.count() == 1


def test_every_case_in_a_category_has_its_risk_judged_and_every_plan_has_actions(today: dt.date) -> None:
    judged = dict(RoshJudgement.objects.filter(superseded_by=None).values_list("case", "overall"))
    for case in Case.objects.exclude(category=None):
        assert judged[case.pk] == case.rosh, case
    assert set(judged.values()) == {"low", "medium", "high", "very_high"}
    planned = set(RiskPlan.objects.filter(in_force=True).values_list("case", flat=True))
    assert Case.objects.filter(level__gte=2, pk__in=planned).count() >= 10
    assert Case.objects.filter(level=1, pk__in=planned).count() >= 2
    assert RiskPlan.objects.filter(in_force=False, superseded_by=None).exists()
    assert planned <= set(PlanAction.objects.values_list("case", flat=True))
    waiting = PlanAction.objects.filter(status="open")
    assert waiting.filter(due_on__lt=today).exists()
    assert waiting.filter(due_on__range=(today, today + dt.timedelta(days=SOON))).exists()
    assert PlanAction.objects.filter(status="completed").exists()


def test_files_came_with_a_meeting_scanned_waiting_and_withdrawn(today: dt.date) -> None:
    stands = {(row.scan, row.withdrawn_on is not None) for row in Attachment.objects.all()}
    assert {("clean", False), ("waiting", False)} < stands
    assert any(withdrawn for _, withdrawn in stands)


def test_meetings_were_held_and_are_to_come(today: dt.date) -> None:
    held, coming = (Meeting.objects.filter(status=status) for status in ("held", "scheduled"))
    assert held.count() >= 10
    assert all(meeting.held_on < today for meeting in held)
    assert coming.count() >= 5
    assert all(meeting.held_on >= today for meeting in coming)
    assert not Invitation.objects.filter(meeting__in=held, attendance="").exists()
    assert coming.exclude(invitations_sent_on=None).exists()
    assert coming.filter(invitations_sent_on=None).exists()
    assert set(MinutesApproval.objects.values_list("state", flat=True)) == {"approved", "confirmed"}
    assert held.filter(approvals=None).exists()
    assert held.filter(level=2).exists()
    assert held.filter(level=3).exists()


def test_the_executive_summary_issued_names_its_subject_and_nobody_else(today: dt.date) -> None:
    summary = ExecutiveSummary.objects.get()
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(bytes(SummaryFile.objects.get().pdf))).pages)
    assert summary.case.name in text
    assert "Chair of the meeting" in text
    victims = set(ProtectedPerson.objects.filter(case=summary.case).values_list("name", flat=True))
    asked = {row.name for row in Invitation.objects.filter(case=summary.case) if row.name}
    assert victims
    assert len(asked) > 5
    words = set(re.findall(r"\w+", text))
    assert {word for name in victims | asked for word in name.split()} & words == set()


def test_disclosure_was_considered_agreed_planned_made_and_followed_up(today: dt.date) -> None:
    standing = DisclosureDecision.objects.filter(superseded_by=None)
    assert standing.filter(disclose=False, context="level_1_review").exists()
    assert standing.filter(disclose=False, context="meeting").exists()
    assert standing.filter(disclose=True, complete=False).exists()
    assert standing.filter(disclose=True, complete=True, made=None, planned_on__gte=today).exists()
    assert DisclosureMade.objects.exists()
    assert DisclosureFollowUp.objects.exists()


def test_assessments_of_children_stand_at_every_step(today: dt.date) -> None:
    states = Counter(YouthAssessment.objects.values_list("state", flat=True))
    assert states == {"draft": 1, "submitted": 1, "returned": 1, "countersigned": 2}
    assert all(assessment.case.is_child for assessment in YouthAssessment.objects.select_related("case"))
    assert set(PlottedBehaviour.objects.values_list("setting", flat=True)) == {"community", "custody"}
    assert PanelDecision.objects.get().referred


def test_alerts_of_every_stage_are_raised_and_a_further_sweep_adds_none(today: dt.date) -> None:
    raised = Counter(Alert.objects.values_list("stage", flat=True))
    assert {stage.value for stage in Stage} == set(raised)
    assert min(raised.values()) >= 2
    call_command("sweep_deadlines", today=today.isoformat(), stdout=io.StringIO())
    assert Alert.objects.count() == sum(raised.values())


def test_due_dates_are_those_that_the_facts_give(today: dt.date) -> None:
    assert Deadline.objects.filter(closed_at=None).count() > 100
    assert check_deadlines(today=today) == 0


def test_the_audit_record_holds_and_knows_no_refusal(today: dt.date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    state = verify()
    assert state.broken_at is None
    assert state.links == AuditEvent.objects.count()
    assert not AuditEvent.objects.filter(refused=True).exists()


def test_somebody_can_sign_in_for_each_role(today: dt.date) -> None:
    assert set(RoleHolding.objects.values_list("role", flat=True)) == {role.value for role in Role}
    assert User.objects.get(email="practitioner.hampshire@example.test").check_password(PASSWORD)


def test_a_second_load_keeps_what_is_there(today: dt.date) -> None:
    before = (Case.objects.count(), AuditEvent.objects.count())
    said = io.StringIO()
    call_command("load_demo", stdout=said)
    assert "loaded already" in said.getvalue()
    assert (Case.objects.count(), AuditEvent.objects.count()) == before


def test_outside_development_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "is_loaded", lambda: False)
    with override_settings(DEMONSTRATION=False), pytest.raises(CommandError, match="development settings only"):
        call_command("load_demo")
