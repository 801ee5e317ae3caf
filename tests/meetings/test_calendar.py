"""The calendar entry of a meeting: when and where, and nothing of whom it is about."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from meetings.calendar import LONGEST_LINE, entry, escaped, folded
from meetings.models import Meeting
from tests.factories import World
from tests.marks import rule

SignIn = Callable[..., Client]
NOW = dt.datetime(2026, 6, 1, 8, 0, tzinfo=dt.UTC)


def made(**changes: object) -> list[str]:
    """The lines of an entry, put together again."""
    values = {"level": 2, "starts_at": dt.datetime(2026, 7, 1, 9, 0, tzinfo=dt.UTC), "venue": "Room 1", **changes}
    text = entry(Meeting(**values), link="https://mappa.example/m/", now=NOW).decode()
    return text.replace("\r\n ", "").split("\r\n")


@rule("MTG-64")
class TestTheEntry:
    def test_says_when_where_and_how_to_find_it(self) -> None:
        lines = made()
        assert {"DTSTART:20260701T090000Z", "DTEND:20260701T094500Z", "LOCATION:Room 1"} <= set(lines)
        assert "SUMMARY:MAPPA meeting" in lines and "URL:https://mappa.example/m/" in lines

    def test_of_level_3_lasts_an_hour(self) -> None:
        assert "DTEND:20260701T100000Z" in made(level=3)

    def test_takes_the_place_of_an_earlier_one_after_a_change(self) -> None:
        assert "SEQUENCE:4" in made(version=4)

    def test_of_a_cancelled_meeting_says_so(self) -> None:
        assert {"METHOD:CANCEL", "STATUS:CANCELLED"} <= set(made(status="cancelled"))

    def test_cannot_be_added_to_by_the_name_of_a_place(self) -> None:
        lines = made(venue="Room\r\nATTENDEE:somebody; else, \\n")
        assert not [line for line in lines if line.startswith("ATTENDEE")]
        assert "LOCATION:Room\\nATTENDEE:somebody\\; else\\, \\\\n" in lines


@pytest.mark.parametrize(("text", "written"), [("a,b;c\\d", "a\\,b\\;c\\\\d"), ("a\r\nb\nc\rd", "a\\nb\\nc\\nd")])
def test_values_are_written_out(text: str, written: str) -> None:
    assert escaped(text) == written


@pytest.mark.parametrize("character", ["x", "é", "漢", "😀"])
def test_long_lines_are_folded_within_no_character(character: str) -> None:
    line = "LOCATION:" + character * 200
    parts = list(folded([line]))
    assert all(len(part) - 2 <= LONGEST_LINE for part in parts)
    assert b"".join(parts).decode().replace("\r\n ", "").rstrip("\r\n") == line


@pytest.mark.django_db
@rule("MTG-64")
def test_the_file_names_nobody_and_is_for_those_who_see_the_papers(
    meeting: Meeting, people: World, sign_in: SignIn
) -> None:
    address = reverse("meeting_calendar", args=[meeting.case_id, meeting.pk])
    answer = sign_in(people.spoc).get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="mappa-meeting.ics"'
    text = answer.content.decode()
    case = meeting.case
    for word in (case.family_name, case.given_names, case.reference, people.chair.full_name, "ffence"):
        assert not re.search(re.escape(word), text)
    assert sign_in(people.stranger).get(address).status_code == 404
