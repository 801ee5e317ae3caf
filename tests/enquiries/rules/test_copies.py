"""Which replies give minutes, and what is asked before the copy leaves."""

import datetime as dt

import pytest

from enquiries.rules.copies import leaving_findings, minutes_findings, redaction_findings, redacts
from enquiries.rules.routing import Response
from tests.marks import rule

pytestmark = rule("ENQ-30")
TODAY = dt.date(2026, 3, 20)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("response", "exemptions", "by_hand"),
    [
        (Response.FULL, 0, False),
        (Response.FULL, 1, True),
        (Response.REDACTED, 0, True),
        (Response.SUMMARY, 2, False),
        (Response.REFUSED, 2, False),
    ],
)
def test_something_is_taken_out_by_hand_of_a_redacted_copy_and_where_an_item_is_left_out(
    response: Response, exemptions: int, by_hand: bool
) -> None:
    assert redacts(response, exemptions) is by_hand


@pytest.mark.parametrize("response", list(Response))
def test_minutes_are_given_in_the_approved_version_alone(response: Response) -> None:
    gives = response in (Response.FULL, Response.REDACTED)
    assert [one.field for one in minutes_findings(response, approved=False)] == (["meeting"] if gives else [])
    assert minutes_findings(response, approved=True) == []


@pytest.mark.parametrize(
    ("drawn", "newest", "by_hand", "done", "stopped"),
    [
        (True, True, False, False, False),
        (True, True, True, True, False),
        (True, True, True, False, True),
        (True, False, False, False, True),
        (False, False, False, False, True),
    ],
)
def test_a_copy_leaves_drawn_of_the_newest_version_and_redacted(
    drawn: bool, newest: bool, by_hand: bool, done: bool, stopped: bool
) -> None:
    assert bool(leaving_findings(drawn=drawn, newest=newest, redacts=by_hand, redacted=done)) is stopped


@pytest.mark.parametrize(
    ("by", "checked", "on", "fields"),
    [
        ("A. One, officer", "B. Two, manager", TODAY, []),
        ("A. One, officer", "B. Two, manager", TODAY - DAY, []),
        ("A. One, officer", "B. Two, manager", TODAY - 2 * DAY, ["checked_on"]),
        ("A. One, officer", "B. Two, manager", TODAY + DAY, ["checked_on"]),
        ("A. One, officer", "a. one,  Officer", TODAY, ["checked_by"]),
        (" ", "B. Two, manager", TODAY, ["redacted_by"]),
        ("", "", TODAY, ["redacted_by", "checked_by"]),
    ],
)
def test_somebody_else_checks_a_redaction_after_the_copy_was_drawn(
    by: str, checked: str, on: dt.date, fields: list[str]
) -> None:
    found = redaction_findings(redacted_by=by, checked_by=checked, checked_on=on, drawn_on=TODAY - DAY, today=TODAY)
    assert [one.field for one in found] == fields
