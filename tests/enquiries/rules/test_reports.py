"""What a report may say of what a meeting heard."""

from datetime import date, timedelta
from typing import Any, ClassVar

import pytest

from enquiries.rules.reports import (
    Said,
    cited,
    clearing_findings,
    consent_findings,
    leaving_findings,
    loss_findings,
    may_be_used,
    refusal_findings,
    wording_findings,
)
from tests.marks import rule

TODAY = date(2026, 3, 20)
DAY = timedelta(days=1)


@rule("ENQ-20")
class TestCitingTheMeeting:
    @pytest.mark.parametrize(
        "text",
        [
            "At the MAPPA meeting it was said that he drinks.",
            "At the MAPP meeting it was said that he drinks.",
            "The MAPPA Level 2 meeting of 3 May heard this.",
            "A MAPPA panel agreed.",
            "The MAPPP took the view that he drinks.",
            "A multi-agency public protection meeting took place.",
            "The Level 3 meeting decided so.",
            "According to the minutes he drinks.",
            "Minutes of the last discussion say so.",
            "It was minuted that he drinks.",
            "The MAPPA minutes record it.",
            "It was disclosed at MAPPA that he drinks.",
            "MAPPA heard that he drinks.",
            "This is information from MAPPA.",
            "In a MAPPA discussion he was said to drink.",
            "The MAPPA review on 3 May said so.",
            "The L2 meeting said so.",
            "A multi-agency meeting said so.",
            "The public protection panel said so.",
        ],
    )
    def test_is_refused(self, text: str) -> None:
        (found, *_) = wording_findings(text, clears=False)
        assert found.rule == "ENQ-20" and found.stops and cited(text)

    @pytest.mark.parametrize(
        "text",
        [
            "Police told the author that he drinks.",
            "He arrived thirty minutes late; the session took 45 minutes.",
            "He is managed at Level 2, which means that agencies meet about his plan.",
            "A multi-agency risk assessment conference heard the victim's wishes.",
        ],
    )
    def test_is_not_seen_where_an_agency_is_named(self, text: str) -> None:
        assert not wording_findings(text, clears=False) and not cited(text)


@rule("ENQ-20")
@pytest.mark.parametrize("text", ["The MAPPA process goes on.", "He is subject to MAPPA."])
def test_any_other_mention_is_asked_about(text: str) -> None:
    (found,) = wording_findings(text, clears=False)
    assert found.rule == "ENQ-20" and not found.stops


@rule("ENQ-21")
def test_a_level_is_explained() -> None:
    (found,) = wording_findings("He is managed at MAPPA Level 3.", clears=False)
    assert found.rule == "ENQ-21" and not found.stops
    assert not wording_findings("He is at Level 3, which adds a weekly check by police.", clears=False)


@rule("ENQ-22")
class TestClearing:
    def test_lets_a_mention_of_minutes_wait_for_the_chair(self) -> None:
        (found,) = wording_findings("As the minutes show, he drinks.", clears=True)
        assert found.rule == "ENQ-22" and not found.stops
        assert wording_findings("As the MAPPA meeting heard, he drinks.", clears=True)[0].stops

    def test_follows_the_agency(self) -> None:
        assert clearing_findings(mentions=False, answered=Said.AGREED, cleared=False)
        assert clearing_findings(mentions=True, answered=None, cleared=False)
        assert clearing_findings(mentions=True, answered=Said.REFUSED, cleared=False)
        assert clearing_findings(mentions=True, answered=Said.AGREED, cleared=True)
        assert not clearing_findings(mentions=True, answered=Said.AGREED, cleared=False)

    def test_lets_it_be_used(self) -> None:
        assert may_be_used(mentions=False, answered=Said.AGREED, cleared=False)
        assert not may_be_used(mentions=True, answered=Said.AGREED, cleared=False)
        assert may_be_used(mentions=True, answered=Said.AGREED, cleared=True)
        assert not may_be_used(mentions=False, answered=Said.REFUSED, cleared=False)


@rule("ENQ-19")
class TestConsent:
    def test_is_of_somebody_once_on_a_day_between(self) -> None:
        given = {"agreed": True, "who": "A sergeant", "on": TODAY, "since": TODAY, "today": TODAY}
        assert not consent_findings(answered=None, **given)  # type: ignore[arg-type]
        assert not consent_findings(answered=Said.REFUSED, **given)  # type: ignore[arg-type]
        assert consent_findings(answered=Said.AGREED, **given)  # type: ignore[arg-type]
        assert consent_findings(answered=None, **{**given, "who": " "})  # type: ignore[arg-type]
        assert consent_findings(answered=None, **{**given, "on": TODAY + DAY})  # type: ignore[arg-type]
        assert consent_findings(answered=None, **{**given, "on": TODAY - DAY})  # type: ignore[arg-type]

    def test_may_be_withdrawn_with_the_reason(self) -> None:
        given = {"agreed": False, "who": "A sergeant", "on": TODAY, "since": TODAY, "today": TODAY}
        assert not consent_findings(answered=Said.AGREED, **given)  # type: ignore[arg-type]
        assert not refusal_findings(reason="A source is at risk.", left=False, told="")
        (found,) = refusal_findings(reason=" ", left=False, told="")
        assert (found.rule, found.field) == ("ENQ-19", "reason")

    def test_has_its_wording(self) -> None:
        assert wording_findings(" ", clears=False)[0].rule == "ENQ-19"


@rule("ENQ-29")
class TestLeaving:
    GIVEN: ClassVar[dict[str, Any]] = {"recipients": "The court", "on": TODAY, "since": TODAY - DAY, "today": TODAY}

    def test_is_of_what_may_be_used_to_somebody_on_a_day_between(self) -> None:
        assert not leaving_findings(usable=True, **self.GIVEN)
        assert not leaving_findings(usable=True, **{**self.GIVEN, "on": TODAY - DAY})
        assert leaving_findings(usable=False, **self.GIVEN)
        assert leaving_findings(usable=True, **{**self.GIVEN, "recipients": " "})
        assert leaving_findings(usable=True, **{**self.GIVEN, "on": TODAY + DAY})
        assert leaving_findings(usable=True, **{**self.GIVEN, "on": TODAY - 2 * DAY})

    def test_asks_who_was_told_of_a_later_refusal(self) -> None:
        (found,) = refusal_findings(reason="A source is at risk.", left=True, told=" ")
        assert (found.rule, found.field) == ("ENQ-29", "told")
        assert not refusal_findings(reason="A source is at risk.", left=True, told="The court, by secure e-mail.")


@rule("ENQ-23")
class TestMinutesThatWentAstray:
    def test_say_who_was_told_and_whether_it_was_referred(self) -> None:
        given = {"found_on": TODAY - DAY, "told": "The chair", "referred_on": TODAY, "reason": "", "today": TODAY}
        assert not loss_findings(**given)  # type: ignore[arg-type]
        assert loss_findings(**{**given, "told": " "})  # type: ignore[arg-type]
        assert loss_findings(**{**given, "found_on": TODAY + DAY})  # type: ignore[arg-type]
        assert loss_findings(**{**given, "referred_on": TODAY - 2 * DAY})  # type: ignore[arg-type]
        assert loss_findings(**{**given, "referred_on": TODAY + DAY})  # type: ignore[arg-type]
        assert loss_findings(**{**given, "referred_on": None})  # type: ignore[arg-type]
        assert not loss_findings(**{**given, "referred_on": None, "reason": "Found unopened."})  # type: ignore[arg-type]
