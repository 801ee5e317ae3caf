"""What a recipient may say of a copy, and until when the chair decides."""

import datetime as dt

import pytest

from deadlines.rules.days import add_working_days
from meetings.rules.minutes import MinutesState
from minutes.rules.notes import DECIDED, NOTE_WORDS, Note, NoteFacts, deciding_findings, decision_due, note_findings
from tests.marks import rule
from tests.meetings.rules.policies import NATIONAL

TODAY = dt.date(2026, 11, 23)
SENT = TODAY - dt.timedelta(days=3)


def findings(kind, *, facts=None, **changes):
    said = {"text": "The bus is the 14.", "shared_with": "", "on": TODAY, "today": TODAY, "said_before": False}
    if kind is not Note.CORRECTION:
        said["shared_with"] = "Duty manager"
    return note_findings(kind, facts or NoteFacts(SENT, MinutesState.APPROVED), **{**said, **changes})


@rule("MIN-13")
@rule("MIN-14")
@pytest.mark.parametrize("kind", list(Note))
def test_a_recipient_who_was_sent_a_copy_may_say_each_of_them(kind):
    assert findings(kind) == []
    assert [one.rule for one in findings(kind, facts=NoteFacts(None, MinutesState.APPROVED))] == [
        "MIN-13" if kind is Note.CORRECTION else "MIN-14"
    ]


@rule("MIN-13")
@pytest.mark.parametrize("state", [MinutesState.APPROVED, MinutesState.AMENDED])
def test_corrections_are_asked_for_until_the_next_meeting_confirms_the_minutes(state):
    assert findings(Note.CORRECTION, facts=NoteFacts(SENT, state)) == []
    (refusal,) = findings(Note.CORRECTION, facts=NoteFacts(SENT, MinutesState.CONFIRMED))
    assert refusal.rule == "MIN-13"
    assert findings(Note.SHARED, facts=NoteFacts(SENT, MinutesState.CONFIRMED)) == []


@rule("MIN-14")
@pytest.mark.parametrize("kind", [Note.SHARED, Note.REGULAR])
def test_sharing_says_with_whom_and_why(kind):
    assert [one.field for one in findings(kind, shared_with=" ", text=" ")] == ["shared_with", "text"]


@rule("MIN-14")
@pytest.mark.parametrize(
    ("on", "wrong"),
    [(TODAY + dt.timedelta(days=1), True), (TODAY, False), (SENT, False), (SENT - dt.timedelta(1), True)],
)
def test_what_was_shared_was_shared_after_it_came_and_by_today(on, wrong):
    assert [one.field for one in findings(Note.SHARED, on=on)] == (["happened_on"] if wrong else [])


@rule("MIN-13")
def test_the_same_is_not_said_twice_while_it_waits():
    assert [one.field for one in findings(Note.CORRECTION, said_before=True)] == ["text"]


@rule("MIN-15")
def test_the_chair_decides_once_with_a_reason():
    agreed = {"by_chair": True, "decided": False, "reason": "The record says so."}
    assert deciding_findings(Note.CORRECTION, **agreed) == []
    assert deciding_findings(Note.REGULAR, **agreed) == []
    for kind, change in [
        (Note.CORRECTION, {"by_chair": False}),
        (Note.CORRECTION, {"decided": True}),
        (Note.CORRECTION, {"reason": " "}),
        (Note.SHARED, {}),
    ]:
        assert [one.rule for one in deciding_findings(kind, **{**agreed, **change})] == ["MIN-15"]


@rule("MIN-15")
@pytest.mark.parametrize(("level", "days"), [(2, 10), (3, 5)])
def test_the_chair_has_the_time_that_approving_takes(level, days):
    due = decision_due(TODAY, level, NATIONAL, None, ())
    assert due.due_on == add_working_days(TODAY, days, ())
    assert f"{days} working days" in due.words
    assert decision_due(TODAY, 1, NATIONAL, None, ()) is None


def test_every_kind_has_its_words():
    assert set(NOTE_WORDS) == set(Note)
    assert set(Note) - DECIDED == {Note.SHARED}
