"""Critical Public Protection Cases: referral, registration, money and the letter."""

from dataclasses import replace
from datetime import date

from serious.rules.critical import (
    Criterion,
    CriticalFacts,
    ending_findings,
    funding_findings,
    letter_findings,
    referral_findings,
    registration_findings,
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
