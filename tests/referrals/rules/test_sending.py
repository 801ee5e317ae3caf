"""What a referral says that is sent in by somebody who sees no case, and who answers it."""

import datetime as dt

import pytest

from referrals.rules.questions import BY_KEY
from referrals.rules.sending import (
    ASKED,
    CONDITIONAL,
    FOR_CATEGORY_3,
    NEEDED,
    WHEN_URGENT,
    Outcome,
    Reminder,
    Sent,
    question,
    reminders,
    sections,
    sent_findings,
    taking_findings,
)
from referrals.rules.steps import Purpose
from tests.marks import rule

TODAY = dt.date(2026, 5, 11)


def missed(purpose: Purpose, **reason: str) -> list[tuple[str, str | None]]:
    return [(one.rule, one.field) for one in sent_findings(purpose, {"reason": reason})]


@rule("REF-19")
def test_it_asks_questions_of_mappa_a_each_once() -> None:
    asked = [one.key for section in sections() for one in section.questions]
    assert sorted(asked) == sorted(key for keys in ASKED.values() for key in keys)
    assert len(asked) == len(set(asked))
    assert set(asked) >= NEEDED | CONDITIONAL
    assert all(question(key) in BY_KEY[part].questions for part, keys in ASKED.items() for key in keys)
    with pytest.raises(KeyError):
        question("visor_ref")


@rule("REF-19", "REF-12")
def test_category_3_asks_why_and_which_offence_shows_it() -> None:
    assert missed(Purpose.CATEGORY_3) == [("REF-12", key) for key in FOR_CATEGORY_3]
    assert missed(Purpose.CATEGORY_3, harm="  ", relied_on="Arson") == [("REF-12", "harm")]
    assert missed(Purpose.LEVEL) == []


@rule("REF-19", "REF-09")
def test_an_urgent_one_says_who_was_spoken_to() -> None:
    assert missed(Purpose.LEVEL, urgent="yes") == [("REF-09", key) for key in WHEN_URGENT]
    assert missed(Purpose.LEVEL, urgent="no") == []


@rule("REF-21")
@pytest.mark.parametrize(
    ("outcome", "own", "on_case", "sentence"),
    [
        (Outcome.WAITING, False, False, ""),
        (Outcome.TAKEN, False, False, "This referral was taken on or refused already."),
        (Outcome.REFUSED, True, True, "This referral was taken on or refused already."),
        (Outcome.WAITING, True, True, "Nobody takes on a referral that they sent in themselves."),
        (Outcome.WAITING, False, True, "This agency has a referral of the same person in progress."),
    ],
)
def test_it_is_answered_once_by_somebody_else(outcome: Outcome, own: bool, on_case: bool, sentence: str) -> None:
    found = taking_findings(outcome, own=own, on_case=on_case)
    assert [one.message for one in found] == ([sentence] if sentence else [])
    assert all(one.rule == "REF-21" for one in found)


@rule("REF-22")
@pytest.mark.parametrize(
    ("days", "told"),
    [(0, [Reminder.SENT]), (10, [Reminder.SENT]), (11, [Reminder.SENT, Reminder.LATE])],
)
def test_it_is_told_as_late_from_the_day_after_its_last(days: int, told: list[Reminder]) -> None:
    sent = Sent(TODAY, TODAY + dt.timedelta(days=10))
    assert list(reminders(sent, TODAY + dt.timedelta(days=days))) == told
