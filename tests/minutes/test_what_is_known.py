"""What the check takes from the case: sources, answers that are withheld, messengers, relatives; and one text once."""

import datetime as dt

import pytest

from audit.refusals import RuleRefused
from information.services import Given, record_item
from meetings import content
from meetings.models import AgendaEntry, ExecutiveSummary, Messenger
from meetings.services import minutes as of_minutes
from minutes import facts_known as facts
from minutes import selectors
from minutes.models import SummaryCopy, SummaryCopyFile
from minutes.rules.leaks import Kind, leaks
from minutes.services import issuing
from offenders.models import Case, ProtectedPerson
from tests.marks import rule
from tests.minutes.test_summary import COURT, issue, prepare


def found(meeting, text):
    return [hit.kind for hit in leaks({"discussion": text}, facts.known_of(meeting, meeting.case))]


@rule("EXS-03")
@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Amy", "Amy is afraid of him."),
        ("Una Thrupp (sister)", "Una is afraid of him."),
        ("una thrupp", "Ms Thrupp is afraid."),
        ("Una Thrupp, sister", "Thripp is afraid."),
    ],
)
def test_who_gave_an_item_is_not_named(approved, people, source, text):
    meeting = approved.meeting
    given = Given(
        sensitivity="third_party",
        dated_on=people.today,
        text="He keeps a knife.",
        review_on=people.today + dt.timedelta(days=100),
        source=source,
    )
    record_item(actor=people.practitioner, case=meeting.case, owner=people.probation, today=people.today, given=given)
    assert found(meeting, text)


@rule("EXS-09")
@pytest.mark.parametrize(("item", "key"), facts.WITHHELD_ANSWERS)
def test_what_a_meeting_withholds_does_not_leave(approved, people, item, key):
    meeting = approved.meeting
    entry, _ = AgendaEntry.objects.get_or_create(
        case=meeting.case, meeting=meeting, item=item, defaults={"edited_by": people.administrator}
    )
    entry.answers = {**entry.answers, key: "He must not know that his sister reported the second mobile phone."}
    entry.save()
    assert Kind.WITHHELD in found(meeting, "His sister reported the second mobile phone.")


@rule("EXS-03")
def test_messengers_and_whom_they_tell_are_not_named(approved, people):
    Messenger(
        case=approved.case,
        meeting=approved.meeting,
        agency=people.mental_health,
        told_by="Wilhelmina Thrupp, police",
        contact="The duty nurse, Zachariah Plunkett",
        reply_by=people.today,
        recorded_by=people.administrator,
    ).save()
    names = {f"{one.given} {one.family}" for one in content.known_names(approved.meeting, approved.case)}
    assert {"Wilhelmina Thrupp", "Zachariah Plunkett"} <= names
    assert found(approved.meeting, "Thrupp rang Plunkett.") == [Kind.NAME, Kind.NAME]


@rule("EXS-03")
@pytest.mark.parametrize(("gender", "title", "hit"), [("male", "Mrs", 1), ("male", "Mr", 0), ("unknown", "Mr", 1)])
def test_a_victim_of_the_same_surname_is_told_by_the_title(approved, gender, title, hit):
    name = approved.case.family_name
    Case.objects.filter(pk=approved.case_id).in_bulk_with_own_audit().update(gender=gender)
    ProtectedPerson(case=approved.case, kind="victim", name=f"Wilhelmina {name}").save()
    known = facts.known_of(approved.meeting, Case.objects.get(pk=approved.case_id))
    assert len(leaks({"risk_nature": f"Violence against {title} {name}."}, known)) == hit


@rule("EXS-13")
def test_the_same_text_for_somebody_else_is_a_copy_and_no_version(approved, people):
    prepare(approved.meeting, people)
    first = issue(approved.meeting, people)
    with pytest.raises(RuleRefused) as caught:
        issue(approved.meeting, people, recipient="The Parole Board")
    assert [(one.rule, one.field) for one in caught.value.findings] == [("EXS-13", "recipient")]
    assert selectors.verdict_on(SummaryCopyFile.objects.get(copy__summary=first).sha256) == "valid"
    assert issue(approved.meeting, people, recipient=f" {COURT.upper()}") == first
    issuing.add_recipient(actor=people.chair, summary=first, recipient="The Parole Board", purpose="It asked.")
    assert ExecutiveSummary.objects.count() == 1


@rule("EXS-13")
def test_a_recipient_in_other_capitals_has_one_copy_of_each_version(approved, people):
    prepare(approved.meeting, people)
    issue(approved.meeting, people)
    prepare(approved.meeting, people, version=1, other_actions="A further action.")
    second = issue(approved.meeting, people, version=2, recipient=COURT.upper())
    assert SummaryCopy.objects.filter(summary=second).count() == 1


@rule("EXS-15")
def test_a_summary_of_amended_minutes_is_questioned(approved, people):
    meeting = approved.meeting
    draft = prepare(meeting, people)
    issue(meeting, people)
    assert not selectors.newest_summary(viewer=people.chair, meeting=meeting).outdated
    texts = {"risk.nature": "It was put wrong: fraud alone."}
    of_minutes.word_minutes(
        actor=people.chair, meeting=meeting, based_on=1, texts=texts, reason="Corrected.", today=people.today
    )
    rules = {one.rule for one in issuing.issue_findings(meeting, meeting.case, draft, people.chair)}
    assert "EXS-15" in rules
    assert selectors.newest_summary(viewer=people.chair, meeting=meeting).outdated
