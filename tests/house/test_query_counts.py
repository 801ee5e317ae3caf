"""How many queries each page costs: the same for few rows and for many, and no more than is written down.

The numbers are in query_counts.json. When a change of a number is meant, write it down anew:
`UPDATE_QUERY_COUNTS=1 python -m pytest tests/house/test_query_counts.py`
"""

import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.house.addresses import opener, path_to
from tests.house.growth import grow, grow_cases, records_of
from tests.house.partners import partner_of, token_for
from tests.house.permission_table import API, TABLE
from tests.house.specimen import Specimen

BASELINE = Path(__file__).with_name("query_counts.json")
WRITTEN_DOWN: dict[str, int] = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
FEW, MANY, VERY_MANY = 3, 30, 1_000
LISTS = ("home", "cases", "due", "dashboard", "meetings", "search: found", "api_offenders", "api_reviews_due")
"""What lists cases: counted with a thousand of them too."""

Request = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer: the statements it took, without their values, and how long it was."""

    queries: list[str]
    length: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Each request with few, many, and (for lists) very many rows."""

    few: dict[str, Asked]
    many: dict[str, Asked]
    very_many: dict[str, Asked]


PRINTED = {
    "summary_download",
    "summary_copy_download",
    "minutes_pdf",
    "minutes_word_draft",
    "attachment_download",
    "minutes_copy_pdf",
    "plan_copy_pdf",
    "enquiry_letter",
    "case_chronology_pdf",
    "case_chronology_download",
    "referral_pdf",
    "transfer_pdf",
    "paper_pdf",
    "prison_report_pdf",
    "screening_pdf",
    "review_pdf",
    "critical_pdf",
}
ONE_THING = {
    *PRINTED,
    "case_chronology_file",
    "case_chronology",  # fifty entries at a time, however many there are
    *(
        "rulebook",
        "rulebook_coverage",
        "rule",
        "timescales",
        "policies",
        "expected_grades",
        "gravity",
        "sight",
        "session_keep",
        "deadline",
    ),
    "due",  # fifty at a time, and few copies fill a page; with a thousand cases it is counted below
    "access_requests",  # one's own, and whoever is asked for the page has made none
    "cases_handed_over",  # what one's service handed over, and it has handed nothing over
    "cases_awaiting_sentence",  # sentences that are awaited, and the specimen's is passed; it is counted in its room
    "level_1_checks",  # cases at Level 1, and the specimen's is at Level 2
    "action_points",  # one's own invitations, and whoever is asked for the page has none
    "referral",  # its sections are the same however many referrals there are
    "enquiries",  # what one recorded, and whoever is asked for the page recorded none; the register is counted apart
    "enquiry",  # its steps and exemptions are its own, however many requests there are
    "sent_referrals",  # what one sent in, and whoever is asked for the page sent none; the list is counted in its room
    "sent_referral",  # what was sent in is the same however many others there are
    "review",  # its decisions and steps are its own, however many reviews there are
    "transfer",  # what was sent is the same however many transfers there are
    "transfers",  # those in progress, and copies of the one that was refused are not
    "meeting_calendar",  # one meeting
    "cancelled_calendar",  # likewise
    "core_group_meeting_calendar",  # likewise
    "returns",  # an agency is asked once for a meeting, and further cases have none
    "meeting_people",  # likewise, and who is expected depends on no number of rows
    "meeting_action_points",  # the actions of one meeting for one agency, which has none here
}
LONGER = sorted({name for name, row in TABLE.items() if not row.sent_by} - ONE_THING | {"search: found"})
"""Pages that show what cases have more or less of."""
NAMES = sorted([*TABLE, *API, "search: found"])


def requests(specimen: Specimen) -> Iterator[tuple[str, Request]]:
    """What is counted: each page by somebody who sees it, a search that finds, and each list of the API."""
    for name in TABLE:
        yield name, _get(specimen.clients[opener(name)], path_to(name, specimen))
    searcher = specimen.clients["practitioner"]
    yield "search: found", lambda: searcher.post(reverse("search"), {"name": specimen.case.family_name})
    token = token_for(partner_of(specimen.world, specimen.world.childrens_services), specimen.world, *set(API.values()))
    partner = Client(headers={"authorization": f"Bearer {token}"})
    for name in API:
        about_one = name not in {"api_areas", "api_agencies", "api_offenders", "api_rosh_judgements", "api_reviews_due"}
        yield name, _get(partner, reverse(name, args=[specimen.case.pk] if about_one else []))


def _get(client: Client, path: str) -> Request:
    return lambda: client.get(path)


def count_all(requests: list[tuple[str, Request]], only: tuple[str, ...] = ()) -> dict[str, Asked]:
    """What each request costs."""
    return {name: _ask(request) for name, request in requests if not only or name in only}


def _ask(request: Request) -> Asked:
    connection.queries_log.clear()  # it holds 9,000 statements, and pushes out the oldest when it is full
    with CaptureQueriesContext(connection) as captured:
        answer = request()
    assert answer.status_code in {200, 204}
    return Asked([_shape(query["sql"]) for query in captured.captured_queries], len(answer.content))


def _shape(sql: str) -> str:
    """A statement without its values, so that the same statement looks the same each time."""
    sql = re.sub(r"'(?:[^']|'')*'(?:::\w+(?:\[\])?)?", "?", sql)
    sql = re.sub(r"\b\d+\b|\bs\d+_x\d+\b|_django_curs_\w+", "?", sql)
    return re.sub(r"\?(?:, \?)+", "?, ...", sql)


@pytest.fixture(scope="module")
def counted(made: Specimen) -> Iterator[Counted]:
    """Everything asked with few, then many, then very many rows."""
    now = time.time()
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        # Once a minute a session notes when it was last seen; here no minute passes.
        patch.setattr("accounts.middleware.time", SimpleNamespace(time=lambda: now))
        listed = list(requests(made))
        for client in made.clients.values():
            client.get(reverse("home"))
        originals = records_of(made)
        grow(made, originals, FEW)
        few = count_all(listed)
        grow(made, originals, MANY)
        many = count_all(listed)
        grow_cases(made, VERY_MANY)
        very_many = count_all(listed, only=LISTS)
        if os.environ.get("UPDATE_QUERY_COUNTS"):
            numbers = {name: len(asked.queries) for name, asked in sorted(many.items())}
            BASELINE.write_text(json.dumps(numbers, indent=2) + "\n")
            WRITTEN_DOWN.update(numbers)
        yield Counted(few, many, very_many)
        transaction.set_rollback(True)


def more_of(queries: list[str], than: list[str]) -> str:
    """The statements that one request makes beyond another, most repeated first."""
    extra = Counter(queries) - Counter(than)
    return "\n".join(f"{number} more: {sql[:400]}" for sql, number in extra.most_common(5))


@pytest.mark.parametrize("name", NAMES)
def test_many_rows_cost_as_many_queries_as_few(counted: Counted, name: str) -> None:
    few, many = counted.few[name].queries, counted.many[name].queries
    assert len(few) == len(many), more_of(many, few)


@pytest.mark.parametrize("name", LISTS)
def test_a_thousand_cases_cost_as_many_queries_as_thirty(counted: Counted, name: str) -> None:
    many, very_many = counted.many[name].queries, counted.very_many[name].queries
    assert len(many) == len(very_many), more_of(very_many, many)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_costs_what_is_written_down(counted: Counted, name: str) -> None:
    now = counted.many[name].queries
    found = "\n".join(f"{number} x {sql[:300]}" for sql, number in Counter(now).most_common(8))
    assert len(now) == WRITTEN_DOWN.get(name), f"{len(now)} queries now:\n{found}\n{__doc__}"


@pytest.mark.parametrize("name", LONGER)
def test_what_is_counted_really_shows_more(counted: Counted, name: str) -> None:
    assert counted.many[name].length > counted.few[name].length


def test_nothing_is_written_down_for_what_is_gone() -> None:
    assert set(WRITTEN_DOWN) - set(NAMES) == set()
