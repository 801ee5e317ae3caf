"""When a decision on who receives minutes can be taken back, a draft is out for comments, and a copy may be struck."""

import datetime as dt

import pytest

from audit.refusals import Effect
from minutes.rules.distribution import (
    REPLIES,
    Form,
    Step,
    asked_after_all,
    step_findings,
    steps_open,
    striking_findings,
    taking_back_findings,
)
from tests.marks import rule

pytestmark = rule("MIN-16")
LAST_DAY = dt.date(2026, 11, 23)


def test_nobody_kept_out_is_sent_anything_and_the_sentence_says_where_that_ends() -> None:
    assert taking_back_findings(barred=False) == []
    (found,) = taking_back_findings(barred=True)
    assert found.effect is Effect.REFUSE
    assert "who sees the case, not here" in found.next_step


@pytest.mark.parametrize(("days", "asked"), [(-1, True), (0, True), (1, False)])
def test_comments_are_asked_until_the_last_day(days: int, asked: bool) -> None:
    today = LAST_DAY + dt.timedelta(days=days)
    assert asked_after_all(contributed=True, comments_by=LAST_DAY, today=today) is asked
    assert not asked_after_all(contributed=False, comments_by=LAST_DAY, today=today)
    assert not asked_after_all(contributed=True, comments_by=None, today=today)


def test_only_a_copy_beyond_the_invitations_is_struck() -> None:
    assert striking_findings(invited=False) == []
    assert [one.rule for one in striking_findings(invited=True)] == ["MIN-16"]


@pytest.mark.parametrize("form", sorted(set(Form) - REPLIES))
def test_a_copy_is_struck_once_and_before_it_was_sent_and_nothing_follows(form: Form) -> None:
    assert step_findings(Step.STRUCK, form, []) == []
    assert [one.rule for one in step_findings(Step.STRUCK, form, [Step.SENT])] == ["MIN-16"]
    assert step_findings(Step.STRUCK, form, [Step.STRUCK]) != []
    assert steps_open(form, [Step.STRUCK], newest=True) == []


def test_striking_is_not_among_the_steps_that_the_unit_records() -> None:
    assert steps_open(Form.FULL, [], newest=True) == [Step.SENT]
