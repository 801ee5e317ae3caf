"""Critical Public Protection Cases: referral, registration, money and the letter."""

from dataclasses import replace
from datetime import date

import pytest

from serious.rules.critical import (
    Criterion,
    CriticalFacts,
    Event,
    Happening,
    agreeing_findings,
    correction_findings,
    ending_findings,
    funding_findings,
    letter_findings,
    papers_due,
    referral_findings,
    registration_findings,
    starts_with_meeting,
)
from tests.marks import rule

TODAY = date(2026, 11, 22)
FACTS = CriticalFacts(level=3, very_high=True)
REFERRED = replace(FACTS, referred_on=date(2026, 10, 1))
REGISTERED = replace(REFERRED, registered_on=date(2026, 10, 20))


def refer(facts: CriticalFacts, criterion: Criterion | None = Criterion.IMMINENT, on: date = TODAY) -> list[tuple]:
    return [(one.rule, one.stops) for one in referral_findings(facts, criterion, on=on, today=TODAY)]


@rule("CPC-01")
def test_a_case_is_referred_once_and_not_in_the_future() -> None:
    assert refer(FACTS) == []
    assert refer(REFERRED) == [("CPC-01", True)]
    assert refer(FACTS, on=date(2026, 11, 23)) == [("CPC-01", True)]


@rule("CPC-02")
def test_a_referral_has_a_criterion_and_is_confirmed_outside_its_terms() -> None:
    assert refer(FACTS, None) == [("CPC-02", True)]
    assert refer(replace(FACTS, level=2)) == [("CPC-02", False)]
    assert refer(replace(FACTS, very_high=False)) == [("CPC-02", False)]
    assert refer(replace(FACTS, very_high=False), Criterion.MEDIA) == []


@rule("CPC-03")
def test_registration_follows_the_referral_once() -> None:
    def found(facts: CriticalFacts, on: date) -> int:
        return len(registration_findings(facts, on=on, today=TODAY))

    assert found(REFERRED, date(2026, 10, 1)) == 0
    assert found(REFERRED, date(2026, 9, 30)) == found(REFERRED, date(2026, 11, 23)) == 1
    assert found(FACTS, TODAY) == found(REGISTERED, TODAY) == 1


@rule("CPC-04")
def test_money_waits_for_registration() -> None:
    def found(facts: CriticalFacts, on: date = TODAY) -> list[str]:
        return [one.rule for one in funding_findings(facts, on=on, today=TODAY)]

    assert found(REGISTERED) == []
    assert found(REFERRED) == found(REGISTERED, date(2026, 10, 19)) == ["CPC-04"]


@rule("CPC-03")
def test_a_registration_ends_once_it_was_made_and_what_is_offered_follows_the_state() -> None:
    assert ending_findings(REGISTERED, on=TODAY, today=TODAY) == []
    assert ending_findings(REFERRED, on=TODAY, today=TODAY)[0].stops
    assert [facts.state for facts in (FACTS, REFERRED, REGISTERED)] == ["", "Referred", "Registered"]
    assert [len(facts.offered()) for facts in (FACTS, REFERRED, REGISTERED)] == [1, 2, 3]


@rule("CPC-05")
def test_the_letter_names_who_answers_and_follows_the_release() -> None:
    def found(
        facts: CriticalFacts, responder: str = "Head of the Unit", released_on: date | None = TODAY
    ) -> list[bool]:
        found = letter_findings(facts, responder=responder, on=TODAY, released_on=released_on, today=TODAY)
        return [one.stops for one in found]

    assert found(REGISTERED) == []
    assert found(REFERRED) == found(REGISTERED, responder=" ") == [True]
    assert found(REGISTERED, released_on=None) == found(REGISTERED, released_on=date(2026, 11, 23)) == [False]


EVENTS = [
    Happening("a", Event.REFERRED, date(2026, 10, 1)),
    Happening("b", Event.REGISTERED, date(2026, 10, 20)),
    Happening("c", Event.FUNDING, date(2026, 10, 25)),
]


@rule("CPC-07")
class TestPuttingRight:
    @staticmethod
    def found(key: str, on: date | None, events: list[Happening] = EVENTS, reason: str = "Misread.") -> list[str]:
        rows = correction_findings(events, key, on=on, reason=reason, today=TODAY)
        assert all(one.rule == "CPC-07" and one.stops for one in rows)
        return [one.message for one in rows]

    def test_keeps_each_event_in_its_place(self) -> None:
        assert self.found("b", date(2026, 10, 1)) == self.found("b", date(2026, 10, 25)) == []
        assert self.found("b", date(2026, 9, 30)) == ["It cannot be before what it follows."]
        assert self.found("b", date(2026, 10, 26)) == [
            "Something of Sunday 25 October 2026 follows it, so it cannot be later."
        ]
        assert self.found("c", TODAY) == []
        assert self.found("c", date(2026, 11, 23)) == ["This day is in the future."]

    def test_takes_out_only_what_nothing_rests_on(self) -> None:
        assert self.found("c", None) == []
        assert self.found("b", None) == ["What was recorded for Sunday 25 October 2026 rests on it."]
        assert self.found("a", None) == ["What was recorded for Tuesday 20 October 2026 rests on it."]
        ended = [*EVENTS, Happening("d", Event.ENDED, date(2026, 11, 1)), Happening("e", Event.REFERRED, TODAY)]
        assert self.found("d", None, ended) == ["What was recorded for Sunday 22 November 2026 rests on it."]
        assert self.found("e", None, ended) == []

    def test_has_a_reason_and_is_done_on_the_row_that_stands(self) -> None:
        assert self.found("c", TODAY, reason=" ") == ["What was recorded is put right with a reason."]
        assert self.found("z", TODAY) == ["This was put right already."]


@rule("CPC-08")
class TestThePapers:
    AGREED = date(2026, 3, 3)

    def test_are_due_a_week_after_the_meeting_that_agreed(self) -> None:
        due = papers_due(self.AGREED, [])
        assert due is not None
        assert (due.due_on, due.rule) == (date(2026, 3, 10), "CPC-08")
        assert papers_due(None, []) is None

    @pytest.mark.parametrize(
        ("events", "asked"),
        [
            ([(Event.REFERRED, date(2026, 3, 3))], False),
            ([(Event.REFERRED, date(2026, 3, 2))], False),
            ([(Event.REFERRED, date(2026, 3, 4)), (Event.NOT_REGISTERED, date(2026, 3, 20))], False),
            ([(Event.REFERRED, date(2026, 1, 4)), (Event.NOT_REGISTERED, date(2026, 1, 20))], True),
        ],
        ids=["that day", "referred before", "referred since", "an earlier referral that is over"],
    )
    def test_are_met_by_the_referral(self, events: list[tuple[Event, date]], asked: bool) -> None:
        happened = [Happening(str(number), kind, on) for number, (kind, on) in enumerate(events)]
        assert (papers_due(self.AGREED, happened) is not None) is asked


@rule("CPC-09")
@pytest.mark.parametrize(
    ("kinds", "begins"),
    [
        ([], True),
        ([Event.AGREED], False),
        ([Event.REFERRED], False),
        ([Event.AGREED, Event.REFERRED, Event.NOT_REGISTERED], True),
        ([Event.REFERRED, Event.REGISTERED, Event.ENDED], True),
    ],
)
def test_a_meeting_begins_the_record_once_and_anew_after_its_end(kinds: list[Event], begins: bool) -> None:
    happened = [Happening(str(number), kind, TODAY) for number, kind in enumerate(kinds)]
    assert starts_with_meeting(happened, agreed=True) is begins
    assert not starts_with_meeting(happened, agreed=False)


@rule("CPC-09")
def test_nobody_records_by_hand_that_a_meeting_agreed() -> None:
    assert [one.stops for one in agreeing_findings()] == [True]
    assert Event.AGREED not in FACTS.offered()
    assert replace(FACTS, agreed_on=TODAY).state == "Referral agreed at a meeting"
