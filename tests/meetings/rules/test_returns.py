"""When the return of an invited agency is due, what counts as one, and when an agency may be reminded."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from meetings.rules.returns import ANSWERS, DECLINED, GAVE, NOTHING, reminder_findings, return_due, return_findings
from tests.marks import rule
from tests.meetings.rules.policies import LOCAL, NATIONAL

ASKED = date(2026, 3, 2)
SEVEN = replace(NATIONAL, record_search_days=7)
SAID = {"text": "", "note": "", "answered": False, "for_another": False}


@rule("MTG-60")
@pytest.mark.parametrize(
    ("meeting_on", "due"),
    [
        (ASKED + timedelta(days=14), ASKED + timedelta(days=7)),
        (ASKED + timedelta(days=8), ASKED + timedelta(days=7)),
        (ASKED + timedelta(days=7), ASKED + timedelta(days=7)),
        (ASKED + timedelta(days=6), ASKED + timedelta(days=6)),
        (ASKED, ASKED),
    ],
)
def test_a_return_is_due_in_seven_days_and_never_after_the_meeting(meeting_on: date, due: date) -> None:
    found = return_due(ASKED, meeting_on, SEVEN, None)
    assert found is not None
    assert (found.due_on, found.rule) == (due, "MTG-60")
    assert ("no later than the meeting" in found.words) is (due < ASKED + timedelta(days=7))


@rule("MTG-60")
def test_the_stricter_of_country_and_area_binds() -> None:
    found = return_due(ASKED, ASKED + timedelta(days=30), SEVEN, replace(LOCAL, record_search_days=5))
    assert found is not None and found.due_on == ASKED + timedelta(days=5)


def test_without_any_policy_nothing_is_due() -> None:
    assert return_due(ASKED, ASKED + timedelta(days=30), NATIONAL, None) is None


@rule("MTG-61")
class TestWhatCounts:
    def of(self, answer: str, **said: object) -> list[str | None]:
        return [finding.field for finding in return_findings(answer=answer, **{**SAID, **said})]  # type: ignore[arg-type]

    def test_nothing_known_is_a_return(self) -> None:
        assert self.of(NOTHING) == []

    def test_nothing_known_with_information_is_not(self) -> None:
        assert self.of(NOTHING, text="He moved.") == ["answer"]

    @pytest.mark.parametrize(("text", "found"), [("He moved.", []), ("", ["text"]), ("  ", ["text"])])
    def test_information_has_words(self, text: str, found: list[str]) -> None:
        assert self.of(GAVE, text=text) == found

    @pytest.mark.parametrize(("note", "found"), [("Privileged.", []), ("", ["note"]), (" ", ["note"])])
    def test_an_agency_that_declines_says_why(self, note: str, found: list[str]) -> None:
        assert self.of(DECLINED, note=note) == found

    @pytest.mark.parametrize("answer", list(ANSWERS))
    def test_there_is_one_return_for_a_request(self, answer: str) -> None:
        assert self.of(answer, text="He moved.", note="Said so.", answered=True) == [None]


@rule("MTG-62")
def test_who_records_it_for_another_agency_says_how_it_came() -> None:
    found = return_findings(answer=NOTHING, **{**SAID, "for_another": True})  # type: ignore[arg-type]
    assert [(finding.rule, finding.field) for finding in found] == [("MTG-62", "note")]
    told = {**SAID, "for_another": True, "note": "Secure e-mail."}
    assert return_findings(answer=NOTHING, **told) == []  # type: ignore[arg-type]


@rule("MTG-63")
@pytest.mark.parametrize(
    ("waits", "chased_on", "stopped"),
    [(True, None, False), (True, ASKED - timedelta(days=1), False), (True, ASKED, True), (False, None, True)],
)
def test_an_agency_that_waits_is_reminded_once_a_day(waits: bool, chased_on: date | None, stopped: bool) -> None:
    assert bool(reminder_findings(waits=waits, chased_on=chased_on, today=ASKED)) is stopped
