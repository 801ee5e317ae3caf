"""What is recorded of a meeting beside the notes: who came for how long, deputies, absent agencies, the plan agreed."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from docx import Document

from assessments.models import PlanAction, RiskPlan
from assessments.services import NewAction, PlanVersion, add_action, record_plan
from audit.refusals import Conflict, NotPermitted, RuleRefused
from deadlines.models import Deadline
from deadlines.services import recompute
from levels.models import HeldMeeting, LevelDecision
from meetings import facts
from meetings.content import minutes_content
from meetings.models import Invitation, Meeting, Messenger, Minutes
from meetings.selectors import during
from meetings.services import closing, record
from minutes.services import word
from offenders.models import Case
from tests.marks import rule
from tests.meetings.conftest import all_came, answered


def url(name, meeting, *args):
    return reverse(name, args=[meeting.case_id, meeting.pk, *args])


def for_health(people, **changes):
    values = {
        "pillar": "interventions_and_treatment",
        "description": "Offer an appointment",
        "how_it_manages_risk": "Changes are seen early.",
        "agency": people.mental_health,
        "owner_role": "Team leader",
        "due_on": people.today + dt.timedelta(days=30),
    }
    return NewAction(**{**values, **changes})


def name(people, meeting, **changes):
    values = {
        "agency": people.mental_health,
        "told_by": "The offender manager",
        "contact": "The team leader",
        "reply_by": meeting.held_on + dt.timedelta(days=7),
        "version": 0,
    }
    return record.name_messenger(actor=people.administrator, meeting=meeting, **{**values, **changes})


def close(meeting, people, *acknowledged):
    return closing.close_meeting(
        actor=people.chair, meeting=meeting, today=people.today, acknowledged=frozenset(acknowledged)
    )


class TestAttendance:
    def row(self, meeting, people):
        return Invitation.objects.get(meeting=meeting, agency=people.mental_health)

    def keep(self, meeting, people, **columns):
        rows = list(Invitation.objects.filter(meeting=meeting))
        record.record_attendance(
            actor=people.administrator,
            meeting=meeting,
            seen=record.attendance_version(rows),
            lines={self.row(meeting, people).pk: columns},
        )
        return self.row(meeting, people)

    def test_part_of_the_meeting_and_a_deputy_stand_in_the_minutes(self, recorded, people):
        self.keep(
            recorded,
            people,
            attendance="attended",
            absence_note="",
            arrived_at=dt.time(10, 20),
            left_at=dt.time(11, 5),
            deputy="Oriel Sandwhistle",
            delegated=True,
        )
        lines = {line["organisation"]: line["note"] for line in minutes_content(recorded)["attendance"]}
        assert lines[people.mental_health.name] == (
            "Present from 10:20am until 11:05am. Oriel Sandwhistle came instead, with delegated authority."
        )

    @rule("MTR-15")
    def test_a_deputy_without_authority_is_asked_about_at_closing(self, recorded, people):
        self.keep(recorded, people, attendance="attended", deputy="Oriel Sandwhistle", delegated=False)
        with pytest.raises(RuleRefused) as caught:
            close(recorded, people)
        assert caught.value.rules == ("MTR-15",)
        assert close(recorded, people, "MTR-15").number == 1

    @rule("MTG-92")
    @rule("MTG-93")
    def test_an_outsider_is_admitted_by_the_chair_or_did_not_come(self, recorded, people):
        all_came(recorded, people)
        people.mental_health.shares_information = False
        people.mental_health.save()
        with pytest.raises(RuleRefused) as caught:
            close(recorded, people)
        assert caught.value.rules == ("MTG-92",)
        for wrong in (
            {"attendance": "attended"},
            {"attendance": "attended", "admitted": False, "admission": "They could not promise it."},
            {"attendance": "absent", "admitted": False},
            {"attendance": "attended", "admitted": True},
        ):
            before = self.row(recorded, people).version
            with pytest.raises(RuleRefused):
                self.keep(recorded, people, **wrong)
            assert self.row(recorded, people).version == before
        self.keep(recorded, people, attendance="attended", admitted=True, admission="They will keep to it.")
        notes = [line["note"] for line in close(recorded, people).content["attendance"]]
        assert notes.count("Admitted by the chair after a warning.") == 1

    @rule("MTG-92")
    def test_the_page_asks_for_the_chairs_word_on_outsiders_only(self, meeting, people, sign_in):
        client, pk = sign_in(people.administrator), self.row(meeting, people).pk
        assert f"admitted_{pk}" not in client.get(url("meeting_attendance", meeting)).content.decode()
        people.mental_health.shares_information = False
        people.mental_health.save()
        page = client.get(url("meeting_attendance", meeting)).content.decode()
        assert page.count('name="admitted_') == 1
        assert "Outside the agreement" in page
        rows = list(Invitation.objects.filter(meeting=meeting))
        typed = {f"role_{row.pk}": row.role_title for row in rows} | {f"attendance_{pk}": "attended"}
        typed["version"] = record.attendance_version(rows)
        refused = client.post(url("meeting_attendance", meeting), typed)
        assert refused.status_code == 422
        assert "outside the information-sharing agreement" in refused.content.decode()
        right = typed | {f"admitted_{pk}": "yes", f"admission_{pk}": "They will keep to it."}
        assert client.post(url("meeting_attendance", meeting), right).status_code == 302
        assert self.row(meeting, people).admitted is True

    def test_the_page_takes_times_and_deputies(self, meeting, people, sign_in):
        client, rows = sign_in(people.administrator), list(Invitation.objects.filter(meeting=meeting))
        typed = {f"role_{row.pk}": row.role_title for row in rows}
        typed["version"] = record.attendance_version(rows)
        pk = self.row(meeting, people).pk
        wrong = typed | {f"arrived_{pk}": "11am", f"left_{pk}": "10am", f"delegated_{pk}": "yes"}
        refused = client.post(url("meeting_attendance", meeting), wrong)
        assert refused.status_code == 422
        assert "Enter a time after the one at which they came" in refused.content.decode()
        assert "Enter who came instead" in refused.content.decode()
        right = typed | {f"arrived_{pk}": "10.20", f"deputy_{pk}": "Oriel Sandwhistle", f"delegated_{pk}": "no"}
        assert client.post(url("meeting_attendance", meeting), right).status_code == 302
        row = self.row(meeting, people)
        assert (row.arrived_at, row.deputy, row.delegated) == (dt.time(10, 20), "Oriel Sandwhistle", False)
        assert "10:20am" in client.get(url("meeting_attendance", meeting)).content.decode()


@rule("MTR-16")
class TestAbsentAgencies:
    @pytest.fixture
    def with_action(self, recorded, people):
        """Health sent apologies and is given an action."""
        record.agree_action(actor=people.administrator, meeting=recorded, action=for_health(people))
        return recorded

    def test_the_meeting_is_not_closed_before_somebody_is_named(self, with_action, people):
        with pytest.raises(RuleRefused) as caught:
            close(with_action, people)
        assert caught.value.rules == ("MTR-16",)
        name(people, with_action)
        minutes = close(with_action, people)
        (line,) = minutes.content["messengers"]
        assert (line["agency"], line["told_by"]) == (people.mental_health.name, "The offender manager")

    def test_a_refused_action_needs_no_messenger(self, recorded, people):
        refused = for_health(people, status="refused", refusal_reason="No clinic.", alternative="The doctor.")
        record.agree_action(actor=people.administrator, meeting=recorded, action=refused)
        assert close(recorded, people).number == 1

    def test_the_answer_falls_due_until_it_is_recorded(self, with_action, people):
        row = name(people, with_action)
        due = Deadline.objects.get(case=with_action.case, rule="MTR-16", closed_at=None)
        assert due.due_on == row.reply_by
        close(with_action, people)
        record.record_reply(
            actor=people.administrator,
            messenger=row,
            reply="Accepted.",
            replied_on=people.today,
            today=people.today,
            version=row.version,
        )
        assert not Deadline.objects.filter(case=with_action.case, rule="MTR-16", closed_at=None).exists()

    def test_an_agency_that_came_after_all_answers_nothing_and_is_not_in_the_minutes(self, with_action, people):
        name(people, with_action)
        owed = Deadline.objects.filter(case=with_action.case, rule="MTR-16", closed_at=None)
        assert owed.exists()
        all_came(with_action, people)
        assert not owed.exists()
        assert during.messengers(viewer=people.coordinator, meeting=with_action) == []
        assert close(with_action, people).content["messengers"] == []

    def test_nothing_is_answered_about_a_cancelled_meeting(self, with_action, people):
        name(people, with_action)
        Meeting.objects.filter(pk=with_action.pk).in_bulk_with_own_audit().update(
            status="cancelled", status_reason="No room."
        )
        recompute(Case.objects.get(pk=with_action.case_id))
        assert not Deadline.objects.filter(case=with_action.case, rule="MTR-16", closed_at=None).exists()

    def test_the_word_draft_prints_who_tells_it(self, with_action, people):
        name(people, with_action)
        made = Document(io.BytesIO(word.draft(close(with_action, people)).content))
        written = [paragraph.text for paragraph in made.paragraphs]
        assert "Agencies that did not come and have an action" in written
        assert any("told by The offender manager; The team leader answers by" in line for line in written)

    def test_no_answer_comes_from_the_future(self, with_action, people):
        row, tomorrow = name(people, with_action), people.today + dt.timedelta(days=1)
        with pytest.raises(RuleRefused):
            record.record_reply(
                actor=people.administrator,
                messenger=row,
                reply="Yes.",
                replied_on=tomorrow,
                today=people.today,
                version=row.version,
            )

    def test_nobody_tells_an_agency_that_came(self, with_action, people):
        with pytest.raises(RuleRefused):
            name(people, with_action, agency=people.police)

    def test_two_who_name_somebody_meet_in_a_conflict(self, with_action, people):
        name(people, with_action)
        with pytest.raises(Conflict) as caught:
            name(people, with_action, told_by="Somebody else")
        assert caught.value.theirs["told_by"] == "The offender manager"
        assert Messenger.objects.count() == 1

    def test_an_invitee_names_nobody(self, with_action, people):
        with pytest.raises(NotPermitted):
            record.name_messenger(
                actor=people.spoc,
                meeting=with_action,
                agency=people.mental_health,
                told_by="I",
                contact="Me",
                reply_by=people.today,
                version=0,
            )

    def test_the_pages_name_somebody_and_take_the_answer(self, with_action, people, sign_in):
        client, health = sign_in(people.administrator), people.mental_health.pk
        page = url("meeting_messenger", with_action, health)
        assert page in client.get(url("meeting_detail", with_action)).content.decode()
        day = people.today + dt.timedelta(days=5)
        typed = {"told_by": "The chair", "contact": "Team leader", "reply_by": f"{day.day}/{day.month}/{day.year}"}
        assert client.post(page, {**typed, "version": "0"}).status_code == 302
        close(with_action, people)
        answer = url("meeting_messenger_reply", with_action, health)
        assert answer in client.get(url("meeting_detail", with_action)).content.decode()
        today = f"{people.today.day}/{people.today.month}/{people.today.year}"
        sent = client.post(answer, {"reply": "Accepted.", "replied_on": today, "version": "1"})
        assert sent.status_code == 302
        assert Messenger.objects.get().reply == "Accepted."
        assert client.get(url("meeting_messenger", with_action, people.police.pk)).status_code == 404
        assert client.get(url("meeting_messenger_reply", with_action, people.police.pk)).status_code == 404


class TestAgenda:
    def test_the_risk_page_shows_what_the_lead_agency_says(self, meeting, people, sign_in):
        text = sign_in(people.administrator).get(url("meeting_item", meeting, "risk")).content.decode()
        assert "Lead agency on risk of serious harm" in text

    @rule("MTR-12")
    def test_several_characteristics_are_kept_and_shown_in_words(self, meeting, people, sign_in):
        client, page = sign_in(people.administrator), url("meeting_item", meeting, "diversity")
        both = client.post(page, {"which": ["age", "none"], "version": "0"})
        assert "Choose either some of the nine" in both.content.decode()
        assert client.post(page, {"which": ["age", "religion"], "note": "Ramadan.", "version": "0"}).status_code == 302
        assert facts.answers_of(meeting)["diversity"]["which"] == "age,religion"
        text = client.get(page).content.decode()
        assert text.count(" checked") == 2
        conflict = client.post(page, {"which": ["sex"], "version": "0"})
        assert conflict.status_code == 409
        assert "Age, Religion or belief" in conflict.content.decode()
        (item,) = [one for one in minutes_content(meeting)["items"] if one["key"] == "diversity"]
        assert item["answers"][0]["text"] == "Age, Religion or belief"

    @rule("MTR-06")
    def test_the_plan_page_names_the_actions_to_account_for(self, recorded, people, sign_in):
        PlanAction.objects.create(
            case=recorded.case,
            pillar="supervision",
            description="Weekly visits",
            how_it_manages_risk="Seen early.",
            agency=people.probation,
            due_on=people.today - dt.timedelta(days=3),
            status="open",
        )
        text = sign_in(people.chair).get(url("meeting_item", recorded, "plan")).content.decode()
        assert "Weekly visits" in text
        with pytest.raises(RuleRefused) as caught:
            close(recorded, people)
        assert caught.value.rules == ("MTR-06",)
        assert close(recorded, people, "MTR-06").number == 1

    @rule("MTR-14")
    def test_where_the_lead_agency_decides_the_decision_says_so(self, meeting_today, people):
        answered(meeting_today, people, level={"decided_by": "lead_agency", "dissent": "Police wanted Level 3."})
        all_came(meeting_today, people)
        close(meeting_today, people)
        dissent = LevelDecision.objects.get(meeting_id=meeting_today.pk).dissent
        assert dissent.startswith(f"Decided by the lead agency, {people.probation.name}")
        assert dissent.endswith("Police wanted Level 3.")

    @rule("MTR-01")
    def test_closing_links_to_the_very_question(self, meeting_today, people, sign_in):
        answered(meeting_today, people, confidentiality={"accepted": "no", "note": ""})
        all_came(meeting_today, people)
        text = sign_in(people.chair).get(url("meeting_close", meeting_today)).content.decode()
        assert f"{url('meeting_item', meeting_today, 'confidentiality')}#id_note" in text
        assert reverse("rule", args=["MTR-01"]) in text


@pytest.fixture
def planned(recorded, people):
    """The case has a plan, as a draft."""
    version = PlanVersion(
        review_on=people.today + dt.timedelta(days=20),
        reason="First version",
        contingency="Recall.",
        new_risks=["Violence"],
    )
    day = people.today - dt.timedelta(days=30)
    record_plan(actor=people.practitioner, case=recorded.case, version=version, today=day, based_on="")
    return recorded


class TestPlan:
    def test_closing_records_the_plan_that_was_agreed(self, planned, people):
        close(planned, people)
        planned.refresh_from_db()
        agreed, first = RiskPlan.objects.filter(case=planned.case).order_by("-number")
        assert (agreed.number, agreed.supersedes) == (2, first)
        assert (agreed.risks, agreed.contingency, agreed.in_force) == (first.risks, first.contingency, first.in_force)
        assert agreed.review_on == planned.next_review_on
        assert agreed.reason.startswith("Agreed at the meeting of ")
        assert agreed.decided_by == people.chair

    def test_a_plan_written_since_the_meeting_stays_the_last(self, recorded, people):
        version = PlanVersion(review_on=people.today + dt.timedelta(days=40), reason="Later")
        tomorrow = people.today + dt.timedelta(days=1)
        record_plan(actor=people.practitioner, case=recorded.case, version=version, today=tomorrow, based_on="")
        close(recorded, people)
        assert RiskPlan.objects.filter(case=recorded.case).count() == 1


STEPS = (
    "_decide_level",
    "_decide_disclosure",
    "_agree_plan",
    "confirm_previous",
    "close_earlier_chairs",
    "draft_minutes",
)


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_in_any_step_of_closing_leaves_nothing(planned, people, monkeypatch, step):
    record.write_item(
        actor=people.chair, meeting=planned, item="previous_minutes", answers={"correct": "yes"}, version=1
    )

    def fail(*args, **kwargs):
        raise RuntimeError(step)

    monkeypatch.setattr(closing, step, fail)
    with pytest.raises(RuntimeError, match=step):
        close(planned, people)
    assert Meeting.objects.get(pk=planned.pk).is_open
    assert not HeldMeeting.objects.exists()
    assert not LevelDecision.objects.filter(meeting_id=planned.pk).exists()
    assert not Minutes.objects.exists()
    assert RiskPlan.objects.count() == 1


class TestAnswers:
    """An agency takes an action of the plan at the meeting, or says why not and what is considered instead."""

    @pytest.fixture
    def proposed(self, recorded, people):
        """An action for health that was proposed on the plan before the meeting."""
        new = for_health(people, status="proposed")
        return add_action(actor=people.practitioner, case=recorded.case, action=new, acknowledged=frozenset({"RMP-01"}))

    def answer(self, meeting, people, action, **changes):
        values = {"version": action.version, "status": "open", **changes}
        record.answer_action(actor=people.administrator, meeting=meeting, action=action, **values)
        action.refresh_from_db()
        return action

    def test_accepted_it_is_the_meetings_and_stands_in_its_minutes(self, recorded, people, proposed):
        assert self.answer(recorded, people, proposed).status == "open"
        assert proposed.meeting_id == recorded.pk
        (line,) = (one for one in minutes_content(recorded)["actions"] if one["description"] == proposed.description)
        assert (line["answer"], line["heading"]) == ("Accepted, open", "Interventions and treatment")

    @rule("RMP-05")
    def test_not_accepted_it_says_why_and_what_is_considered_instead(self, recorded, people, proposed):
        for wanting in ({}, {"refusal_reason": "No clinic."}, {"alternative": "The doctor."}):
            with pytest.raises(RuleRefused) as caught:
                self.answer(recorded, people, proposed, status="refused", **wanting)
            assert set(caught.value.rules) == {"RMP-05"}
        proposed.refresh_from_db()
        assert proposed.status == "proposed"
        self.answer(
            recorded, people, proposed, status="refused", refusal_reason="No clinic.", alternative="The doctor."
        )
        (line,) = (one for one in minutes_content(recorded)["actions"] if one["description"] == proposed.description)
        assert line["answer"] == "Not accepted: No clinic. Considered instead: The doctor."

    @rule("RMP-05")
    def test_a_settled_action_takes_no_answer(self, recorded, people, proposed):
        self.answer(
            recorded, people, proposed, status="refused", refusal_reason="No clinic.", alternative="The doctor."
        )
        with pytest.raises(RuleRefused):
            self.answer(recorded, people, proposed)

    def test_two_who_answer_meet_in_a_conflict(self, recorded, people, proposed):
        seen = proposed.version
        self.answer(recorded, people, proposed)
        with pytest.raises(Conflict):
            self.answer(recorded, people, proposed, version=seen)

    @rule("MIN-03")
    def test_nothing_is_answered_after_the_meeting(self, recorded, people, proposed):
        close(recorded, people)
        with pytest.raises(RuleRefused) as caught:
            self.answer(recorded, people, proposed)
        assert caught.value.rules == ("MIN-03",)

    def test_an_invitee_answers_nothing_here(self, recorded, people, proposed):
        with pytest.raises(NotPermitted):
            record.answer_action(
                actor=people.spoc, meeting=recorded, action=proposed, version=proposed.version, status="open"
            )

    def test_the_plan_is_gone_through_by_heading_with_an_answer_to_each(self, recorded, people, proposed, sign_in):
        client, page = sign_in(people.administrator), url("meeting_action_answer", recorded, proposed.pk)
        plan = url("meeting_item", recorded, "plan")
        shown = client.get(plan).content.decode()
        assert [heading for heading in ("Supervision", "Monitoring and control", "Victim safety") if heading in shown]
        assert page in shown
        assert "Accept or not" in shown
        assert client.post(page, {"version": proposed.version}).status_code == 422
        sent = client.post(page, {"version": proposed.version, "status": "open", "refusal_reason": "left over"})
        assert (sent.status_code, sent["Location"]) == (302, plan)
        proposed.refresh_from_db()
        assert (proposed.status, proposed.refusal_reason) == ("open", "")
        assert "Change the answer" in client.get(plan).content.decode()

    def test_what_is_settled_has_no_page(self, recorded, people, proposed, sign_in):
        client, page = sign_in(people.administrator), url("meeting_action_answer", recorded, proposed.pk)
        assert client.get(page).status_code == 200
        self.answer(
            recorded, people, proposed, status="refused", refusal_reason="No clinic.", alternative="The doctor."
        )
        assert client.get(page).status_code == 404
