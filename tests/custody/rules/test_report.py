"""The prison's report: countersigned by somebody else, before the meeting, on somebody inside."""

from dataclasses import replace
from datetime import date

import pytest

from custody.rules.events import Stay
from custody.rules.report import ReportFacts, report_findings
from tests.marks import rule

TODAY = date(2026, 6, 1)
STAYS = [Stay("prison", date(2025, 1, 6))]
SOUND = ReportFacts(date(2026, 6, 10), TODAY, "Ada Testperson", "Ben Testperson")


@rule("CUS-20")
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (SOUND, None),
        (replace(SOUND, countersigned_on=date(2026, 6, 2)), "countersigned_on"),
        (replace(SOUND, meeting_on=date(2026, 5, 31)), "countersigned_on"),
        (replace(SOUND, countersigned_by="ada testperson "), "countersigned_by"),
    ],
    ids=["sound", "signed in the future", "signed after the meeting", "signed by its author"],
)
def test_what_a_report_needs(facts: ReportFacts, field: str | None) -> None:
    found = report_findings(facts, stays=STAYS, again=False, today=TODAY)
    assert [one.field for one in found] == ([field] if field else [])


@rule("CUS-20")
def test_the_person_is_inside_and_a_second_report_says_why() -> None:
    assert [one.field for one in report_findings(SOUND, stays=[], again=False, today=TODAY)] == ["meeting_on"]
    assert [one.field for one in report_findings(SOUND, stays=STAYS, again=True, today=TODAY)] == ["reason"]
    again = replace(SOUND, reason="Moved to another wing.")
    assert report_findings(again, stays=STAYS, again=True, today=TODAY) == []
