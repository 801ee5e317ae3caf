"""Grades that a Board agreed: put down, approved by a second person, expected from their day, and closing by them."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from meetings.facts import close_facts
from meetings.models import AgreedGrade, AgreedGradeDecision
from meetings.policies import agreed_grades as in_force
from meetings.services import agreed_grades
from meetings.services.closing import close_meeting
from tests.marks import rule
from tests.meetings.conftest import agreed_grade

pytestmark = [pytest.mark.django_db, rule("MTG-59")]
KEY = ("police", 3)


def decide(row, people, *, actor=None, approve=True, today=None):
    return agreed_grades.decide(
        actor=actor or people.sysadmin, agreed_grade=row, approve=approve, today=today or people.today
    )


class TestPuttingDown:
    def test_it_holds_once_a_second_person_has_approved_it(self, people):
        row = agreed_grade(people)
        assert in_force(people.area.pk, people.today) == {}
        decide(row, people)
        held = in_force(people.area.pk, people.today)[KEY]
        assert (held.grade, held.agreed_on, held.reference) == (row.grade, row.agreed_on, row.reference)
        assert in_force(people.area.pk, people.today - dt.timedelta(days=1)) == {}
        assert in_force(people.other_area.pk, people.today) == {}
        assert AuditEvent.objects.filter(verb="agreed_grade.approved", refused=False).exists()

    def test_one_refused_never_holds(self, people):
        decide(agreed_grade(people), people, approve=False)
        assert in_force(people.area.pk, people.today) == {}

    def test_nobody_approves_their_own_and_nobody_decides_twice(self, people):
        row = agreed_grade(people)
        with pytest.raises(RuleRefused) as caught:
            decide(row, people, actor=people.coordinator)
        assert caught.value.rules == ("MTG-59",)
        decide(row, people)
        with pytest.raises(RuleRefused):
            decide(row, people)
        assert AgreedGradeDecision.objects.count() == 1

    def test_one_approved_late_holds_from_the_approval(self, people):
        row = agreed_grade(people)
        late = people.today + dt.timedelta(days=5)
        assert decide(row, people, today=late).holds_from == late
        assert in_force(people.area.pk, late - dt.timedelta(days=1)) == {}
        assert KEY in in_force(people.area.pk, late)

    def test_the_board_may_go_back_to_the_guidance(self, people):
        decide(agreed_grade(people), people)
        later = people.today + dt.timedelta(days=10)
        decide(agreed_grade(people, grade="", starts_on=later), people)
        assert KEY in in_force(people.area.pk, later - dt.timedelta(days=1))
        assert in_force(people.area.pk, later) == {}

    def test_what_was_put_down_and_decided_never_changes(self, people):
        decided = decide(agreed_grade(people), people)
        for row, change in ((decided.agreed_grade, {"grade": "inspector"}), (decided, {"holds_from": people.today})):
            with pytest.raises(DatabaseError), transaction.atomic():
                type(row).objects.filter(pk=row.pk).in_bulk_with_own_audit().update(**change)

    @pytest.mark.parametrize("who", ["administrator", "chair", "practitioner", "manager", "other_coordinator"])
    def test_only_who_decides_for_the_area_may(self, people, who):
        with pytest.raises(NotPermitted):
            agreed_grade(people, actor=people.people[who])
        assert not AgreedGrade.objects.exists()
        row = agreed_grade(people)
        with pytest.raises(NotPermitted):
            decide(row, people, actor=people.people[who])


class TestPages:
    def test_everybody_reads_the_grades_and_deciders_alone_who_put_them_down(self, people, sign_in):
        row = agreed_grade(people)
        address = reverse("expected_grades", args=[people.area.pk])
        one = reverse("agreed_grade_decide", args=[row.pk])
        page = sign_in(people.practitioner).get(address).content.decode()
        assert "Chief inspector" in page
        assert one not in page
        assert one in sign_in(people.coordinator).get(address).content.decode()

    def test_the_board_s_grade_stands_beside_the_guidance_with_day_and_reference(self, people, sign_in):
        row = agreed_grade(people, grade="inspector")
        decide(row, people)
        page = sign_in(people.practitioner).get(reverse("expected_grades", args=[people.area.pk])).content.decode()
        assert row.reference in page
        assert "Lower than the guidance" in page

    def test_put_down_with_one_form_and_approved_by_another_person(self, people, sign_in):
        client = sign_in(people.coordinator)
        address = reverse("agree_grade", args=[people.area.pk, "prison", 2])
        form = client.get(address).context["form"]
        hidden = {field.html_name: field.value() for field in form.hidden_fields()}
        typed = {
            "grade": "governor",
            "agreed_on": "1/9/2025",
            "reference": "Board of 1 September, item 2",
            "starts_on": f"{people.today:%d/%m/%Y}",
            "reason": "Places are decided on.",
        }
        wrong = client.post(address, {**hidden, **typed, "reference": ""})
        assert wrong.status_code == 422
        assert "Places are decided on." in wrong.content.decode()
        assert client.post(address, {**hidden, **typed}).status_code == 302
        row = AgreedGrade.objects.get()
        own = client.get(reverse("agreed_grade_decide", args=[row.pk])).content.decode()
        assert "somebody else decides on it" in own
        second = sign_in(people.sysadmin)
        decided = second.post(reverse("agreed_grade_decide", args=[row.pk]), {"approve": "yes"})
        assert decided.status_code == 302
        assert ("prison", 2) in in_force(people.area.pk, people.today)

    @pytest.mark.parametrize(("ladder", "level"), [("education", 2), ("police", 1)])
    def test_nothing_is_agreed_that_the_table_does_not_have(self, people, sign_in, ladder, level):
        address = reverse("agree_grade", args=[people.area.pk, ladder, level])
        assert sign_in(people.coordinator).get(address).status_code == 404


class TestMeetings:
    @pytest.fixture
    def board(self, people):
        """The Board asks for a chief inspector at Level 2 from today on."""
        row = agreed_grade(people, level=2, grade="chief_inspector")
        decide(row, people)
        return row

    def test_a_meeting_is_judged_by_what_holds_on_its_day(self, recorded, people, board):
        known = close_facts(recorded, recorded.case, chair=people.chair, today=people.today)
        assert known.agreed_grades["police", 2].reference == board.reference
        recorded.starts_at -= dt.timedelta(days=1)
        known = close_facts(recorded, recorded.case, chair=people.chair, today=people.today)
        assert known.agreed_grades == {}

    def test_who_must_be_there_says_the_board_s_grade(self, recorded, people, board, sign_in):
        page = sign_in(people.coordinator).get(reverse("meeting_people", args=[recorded.case_id, recorded.pk]))
        assert "The Board agreed this grade on" in page.content.decode()
        assert board.reference in page.content.decode()

    @rule("MTG-91")
    def test_closing_stops_below_the_board_s_grade_and_names_it(self, recorded, people, board):
        with pytest.raises(RuleRefused) as caught:
            close_meeting(actor=people.chair, meeting=recorded, today=people.today)
        (found,) = caught.value.findings
        assert found.rule == "MTG-91"
        assert board.reference in found.message
