"""Which step follows which, the ten days, six months before release, and what a decision says."""

import datetime as dt
from dataclasses import replace

import pytest

from audit.refusals import Effect
from referrals.rules.steps import (
    OPEN,
    Outcome,
    ProposedDecision,
    Purpose,
    State,
    Step,
    can,
    decision_due,
    decision_findings,
    dispute_findings,
    own_agency_findings,
    referral_due,
    release_findings,
    start_findings,
    step_findings,
)
from tests.marks import rule

TODAY = dt.date(2026, 3, 10)
DAY = dt.timedelta(days=1)
ACCEPTING = ProposedDecision(
    outcome=Outcome.ACCEPTED,
    reason="Agencies have to act together.",
    level=2,
    meeting_on=TODAY + 20 * DAY,
    purpose=Purpose.LEVEL,
    names_offence=False,
    by_referrer=False,
)
REFUSING = replace(ACCEPTING, outcome=Outcome.REFUSED, level=None, meeting_on=None)


@rule("REF-10")
@pytest.mark.parametrize(
    ("received", "due"),
    [
        (dt.date(2026, 3, 10), dt.date(2026, 3, 20)),
        (dt.date(2026, 12, 24), dt.date(2027, 1, 3)),
        (dt.date(2028, 2, 20), dt.date(2028, 3, 1)),
        (dt.date(2026, 3, 20), dt.date(2026, 3, 30)),  # over the change of the clocks
    ],
)
def test_the_decision_is_due_ten_calendar_days_after_receipt(received: dt.date, due: dt.date) -> None:
    assert decision_due(received, 10) == due


@rule("REF-07")
@pytest.mark.parametrize(
    ("release", "warns"),
    [
        (dt.date(2026, 9, 11), False),
        (dt.date(2026, 9, 10), False),
        (dt.date(2026, 9, 9), True),
        (dt.date(2026, 3, 10), True),
        (None, True),
    ],
)
def test_a_referral_from_custody_later_than_six_months_before_release_warns(
    release: dt.date | None, warns: bool
) -> None:
    found = release_findings(release, TODAY)
    assert bool(found) is warns
    assert all(one.effect is Effect.WARN and one.rule == "REF-07" for one in found)


@rule("REF-23")
@pytest.mark.parametrize(
    ("release", "due"),
    [
        (dt.date(2026, 9, 11), dt.date(2026, 3, 11)),
        (dt.date(2026, 9, 10), TODAY),
        (dt.date(2026, 9, 9), TODAY),
        (TODAY, TODAY),
        (dt.date(2027, 8, 31), dt.date(2027, 2, 28)),
    ],
)
def test_a_referral_from_custody_is_due_six_months_before_release_or_at_once(release: dt.date, due: dt.date) -> None:
    found = referral_due(release_due_on=release, screened_on=TODAY)
    assert (found.due_on, found.rule) == (due, "REF-23")
    assert found.words.startswith("At once") is (release < dt.date(2026, 9, 10))


@rule("REF-15")
def test_each_step_follows_from_its_states_alone() -> None:
    allowed = {step: {state for state in State if not step_findings(step, state)} for step in Step}
    assert allowed == {
        Step.WRITE: {State.DRAFT, State.SUBMITTED},
        Step.SUBMIT: {State.DRAFT, State.SUBMITTED},
        Step.WITHDRAW: {State.DRAFT, State.SUBMITTED},
        Step.DECIDE: {State.SUBMITTED},
        Step.DISPUTE: {State.ACCEPTED, State.REFUSED},
        Step.SETTLE: {State.DISPUTED},
    }
    assert all(can(step, state) for step, states in allowed.items() for state in states)
    assert "still a draft" in step_findings(Step.DECIDE, State.DRAFT)[0].message


@rule("REF-14")
def test_an_agency_has_one_referral_in_progress() -> None:
    assert {State.DRAFT, State.SUBMITTED, State.DISPUTED} == OPEN
    assert start_findings(Purpose.LEVEL, in_progress=False, ended=False) == []
    assert start_findings(Purpose.LEVEL, in_progress=True, ended=False)[0].stops
    assert start_findings(Purpose.CATEGORY_3, in_progress=True, ended=False)[0].stops


@rule("REF-14")
def test_after_the_end_only_category_3_can_be_asked_for() -> None:
    assert start_findings(Purpose.LEVEL, in_progress=False, ended=True)[0].stops
    assert start_findings(Purpose.CATEGORY_3, in_progress=False, ended=True) == []


@rule("REF-01")
def test_another_agency_leaves_a_referral_alone() -> None:
    assert own_agency_findings(own=True) == []
    assert own_agency_findings(own=False)[0].stops


@rule("REF-11")
@rule("REF-12")
@rule("REF-17")
@pytest.mark.parametrize(
    ("proposed", "rules"),
    [
        (ACCEPTING, []),
        (REFUSING, []),
        (replace(ACCEPTING, reason=" "), ["REF-11"]),
        (replace(REFUSING, reason=""), ["REF-11"]),
        (replace(ACCEPTING, level=None), ["REF-11"]),
        (replace(ACCEPTING, level=1), ["REF-11"]),
        (replace(ACCEPTING, meeting_on=None), ["REF-11"]),
        (replace(ACCEPTING, meeting_on=TODAY - DAY), ["REF-11"]),
        (replace(ACCEPTING, meeting_on=TODAY), []),
        (replace(REFUSING, level=2), ["REF-11"]),
        (replace(REFUSING, meeting_on=TODAY), ["REF-11"]),
        (replace(ACCEPTING, by_referrer=True), ["REF-17"]),
        (replace(ACCEPTING, purpose=Purpose.CATEGORY_3), ["REF-12"]),
        (replace(ACCEPTING, purpose=Purpose.CATEGORY_3, names_offence=True), []),
        (replace(REFUSING, purpose=Purpose.CATEGORY_3), []),
    ],
)
def test_a_decision_says_what_it_has_to(proposed: ProposedDecision, rules: list[str]) -> None:
    found = decision_findings(proposed, today=TODAY)
    assert [one.rule for one in found] == rules
    assert all(one.stops for one in found)


@rule("REF-13")
@pytest.mark.parametrize(
    ("happened", "refused"), [(TODAY - 3 * DAY, True), (TODAY - 2 * DAY, False), (TODAY, False), (TODAY + DAY, True)]
)
def test_a_step_of_a_dispute_keeps_the_order_of_dates(happened: dt.date, refused: bool) -> None:
    found = dispute_findings(happened, TODAY - 2 * DAY, TODAY)
    assert bool(found) is refused
    assert all(one.rule == "REF-13" and one.field == "happened_on" for one in found)
