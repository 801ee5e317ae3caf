"""Every side door, tried by everybody who has no business with a case: no word of it comes out, nor that it exists.

What is looked for is harvested from the case's own rows, so that a new room is looked after as soon as it keeps words.
"""

import datetime as dt
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from pypdf import PdfReader

from accounts.models import TeamMembership, User
from accounts.roles import Role
from deadlines.clocks import CLOCKS
from deadlines.mail import send_alert_emails
from deadlines.services import sweep
from offenders.models import Assignment, Case, Involvement
from tests import factories
from tests.house.addresses import own, path_to
from tests.house.partners import ask, partner_of, token_for
from tests.house.permission_table import API, TABLE
from tests.house.specimen import SUBJECT, Specimen, build, client_of
from tests.house.test_libraries import paths
from tests.house.words_of_a_case import words_of
from tests.meetings.conftest import named

PUBLISHED = ("rulebook", "rulebook_coverage", "timescales", "policies", "gravity")
"""Pages made from the rulebook and reference data alone: their words are the house's, not a case's."""

LISTS = [name for name, row in TABLE.items() if not row.about and name not in {"rule", "session_keep"}]
ABOUT_A_CASE = sorted(name for name, row in TABLE.items() if row.about in {"case", "child"})
"""The third case of the specimen is led by who is an outsider to these two."""
OUTSIDERS = (
    "stranger",
    "other_coordinator",
    "denied",
    "smb_member",
    "lay_adviser",
    "sysadmin",
    "former_worker",
    "former_agency",
    "former_invitee",
    "another_agency",
)
SHUT_OUT = ("team_mate", "colleague", "manager", "auditor")
"""Who sees an ordinary case, and nothing of a restricted one. The administrator takes the minutes: that is a name."""


@dataclass
class Outside:
    """The specimen, those who are outside it, and what none of them may read."""

    specimen: Specimen
    clients: dict[str, Client]
    words: set[str]

    def told(self, answer: Any) -> set[str]:
        """The words of the cases that an answer gives away, in its body or in a header."""
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = content.decode(errors="replace") + " ".join(f"{key}: {value}" for key, value in answer.headers.items())
        return {word for word in self.words if word in text}


@pytest.fixture(scope="module")
def outside(django_db_setup: None, django_db_blocker: Any) -> Iterator[Outside]:
    """The two cases, ended parts in them, and a restricted copy of nothing: made once for this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        specimen = build()
        clients = {**specimen.clients, **_former(specimen)}
        words = words_of(specimen.case) | words_of(specimen.child)
        for name in PUBLISHED:
            page = clients["stranger"].get(path_to(name, specimen)).content.decode()
            words = {word for word in words if word not in page}
        words -= {clock.label for clock in CLOCKS.values()}  # what is due of other cases is called the same
        yield Outside(specimen, clients, words)
        transaction.set_rollback(True)


@pytest.fixture
def door(outside: Outside) -> Iterator[Outside]:
    """The same for one test."""
    with transaction.atomic():
        yield outside
        transaction.set_rollback(True)


@pytest.fixture
def restricted(door: Outside) -> Outside:
    """The adult's case restricted to the practitioner and the Co-ordinator who decided it."""
    Case.objects.filter(pk__in=[door.specimen.case.pk, door.specimen.child.pk]).in_bulk_with_own_audit().update(
        restricted=True
    )
    return door


def _former(specimen: Specimen) -> dict[str, Client]:
    """Those who had a part once, and somebody of an agency that never had one."""
    world = specimen.world
    today, long_ago = world.today, world.today - dt.timedelta(days=300)
    people = {}
    for key, name, agency in (
        ("former_worker", "Sextus Pobblewick", world.probation),
        ("former_agency", "Ulrica Fenwhistle", world.prison),
        ("former_invitee", "Horatia Glumbridge", world.mental_health),
        ("another_agency", "Balthasar Yewcombe", world.prison),
    ):
        role = Role.SPOC if key == "former_invitee" else Role.PRACTITIONER
        people[key] = named(factories.make_user(key, agency=agency, area=world.area, roles=(role,)), name)
    TeamMembership.objects.create(user=people["former_worker"], team=world.team, starts=long_ago, ends=today)
    for case in (specimen.case, specimen.child):
        for key, capacity in (("former_worker", "worker"), ("former_invitee", "invitee")):
            Assignment.objects.create(case=case, user=people[key], capacity=capacity, starts=long_ago, ends=today)
        Involvement.objects.create(case=case, agency=world.prison, starts=long_ago, ends=today)
    # Of the lead agency still, which sees a summary: an ex-worker outside it sees nothing.
    people["former_worker"].agency = world.other_probation
    people["former_worker"].save()
    return {key: client_of(user) for key, user in people.items()}


def told_at(door: Outside, viewer: str, *paths_: str) -> dict[str, set[str]]:
    """Address -> what it tells this viewer of the cases; empty when nothing."""
    client = door.clients[viewer]
    found = {path: door.told(client.get(path)) for path in paths_}
    return {path: words for path, words in found.items() if words}


def test_the_harvest_holds_what_matters(outside: Outside) -> None:
    """Otherwise the other tests would show nothing."""
    assert {"Quorndonsby", "Rufus Dapplemere", "1 Invented Street", "Clementine Ashgrove-Tipp"} <= outside.words
    assert str(outside.specimen.case.pk) in outside.words
    seen = outside.told(outside.clients["practitioner"].get(path_to("case", outside.specimen)))
    assert "Quorndonsby" in seen


@pytest.mark.parametrize("viewer", ["former_worker", "former_agency", "former_invitee", "another_agency"])
def test_pages_of_the_case_do_not_exist_for_those_whose_part_has_ended(door: Outside, viewer: str) -> None:
    client, specimen = door.clients[viewer], door.specimen
    missing = client.get("/no-such-page/").content
    told = [name for name in ABOUT_A_CASE if client.get(path_to(name, specimen)).content != missing]
    assert told == []


@pytest.mark.parametrize("viewer", OUTSIDERS)
def test_lists_tell_an_outsider_nothing(door: Outside, viewer: str) -> None:
    pages = [path_to(name, door.specimen) for name in LISTS]
    narrowed = [reverse("cases") + query for query in ("?level=2", "?category=1", "?state=all", "?mine=on")]
    told = told_at(door, viewer, *pages, *narrowed, reverse("meetings") + "?show=past")
    # Who keeps accounts reads the names of those who have one; that says nothing of a case.
    accounts = set(User.objects.values_list("full_name", flat=True)) if viewer == "sysadmin" else set()
    assert {path: words - accounts for path, words in told.items() if words - accounts} == {}


@pytest.mark.parametrize("viewer", ["stranger", "denied", "former_agency"])
def test_forms_sent_all_the_same_tell_nothing(door: Outside, viewer: str) -> None:
    for name in ABOUT_A_CASE:
        answer = door.clients[viewer].post(path_to(name, door.specimen), {"version": "1"})
        assert answer.status_code in {404, 405}, name
        assert not door.told(answer), name


@pytest.mark.parametrize("viewer", SHUT_OUT)
def test_a_restricted_case_does_not_exist_for_those_who_are_not_named(restricted: Outside, viewer: str) -> None:
    client, specimen = restricted.clients[viewer], restricted.specimen
    missing = client.get("/no-such-page/").content
    assert [name for name in ABOUT_A_CASE if client.get(path_to(name, specimen)).content != missing] == []
    pages = [path_to(name, specimen) for name in LISTS]
    assert told_at(restricted, viewer, *pages) == {}


SEARCHES = [
    {"name": "Alaric Quorndonsby", "born": "17/5/1985", "number": ""},
    {"name": "Rufus Dapplemere", "born": "", "number": ""},
    {"name": "Quorndon", "born": "", "number": ""},
    {"name": "Clementine Ashgrove-Tipp", "born": "", "number": ""},
]


def _typed(door: Outside, typed: dict[str, str]) -> set[str]:
    """Words of the case that were typed, and so are shown again."""
    said = " ".join(typed.values()).casefold()
    return {word for word in door.words if word.casefold() in said} | {"17 May 1985", "1985-05-17"}


def _without(answer: Any, typed: dict[str, str]) -> str:
    """A page without what was typed and without its token."""
    return _without_token(answer).replace(escape(typed["name"]), "")


def _without_token(answer: Any) -> str:
    return re.sub(r'(?:token|once)" value="[^"]*"|seconds="[0-9]+"', "", answer.content.decode())


class TestSearch:
    """What a search gives away to somebody outside: at most that there is a record, and whom to ask."""

    @pytest.mark.parametrize("typed", SEARCHES, ids=lambda typed: typed["name"])
    @pytest.mark.parametrize("viewer", ["stranger", "another_agency", "former_worker", "lay_adviser", "sysadmin"])
    def test_of_an_ordinary_case(self, door: Outside, viewer: str, typed: dict[str, str]) -> None:
        answer = door.clients[viewer].post(reverse("search"), typed)
        assert door.told(answer) - _typed(door, typed) == set()

    @pytest.mark.parametrize("typed", SEARCHES, ids=lambda typed: typed["name"])
    @pytest.mark.parametrize("viewer", ["stranger", "team_mate", "manager", "denied", "sysadmin"])
    def test_of_a_restricted_case_is_the_same_as_of_nobody(
        self, restricted: Outside, viewer: str, typed: dict[str, str]
    ) -> None:
        client = restricted.clients[viewer]
        found = client.post(reverse("search"), typed)
        nobody = client.post(reverse("search"), {**typed, "name": "Xerxes Vandergrumble"})
        assert restricted.told(found) - _typed(restricted, typed) == set()
        assert _without(found, typed) == _without(nobody, {**typed, "name": "Xerxes Vandergrumble"})

    @pytest.mark.parametrize("number", ["pnc_id", "reference"])
    def test_by_its_number_a_restricted_case_is_not_found(self, restricted: Outside, number: str) -> None:
        value = getattr(restricted.specimen.case, number) or "99/999999A"
        answer = restricted.clients["team_mate"].post(reverse("search"), {"name": "", "born": "", "number": value})
        assert restricted.told(answer) <= {value}


@pytest.mark.parametrize("viewer", ["stranger", "other_coordinator", "smb_member", "sysadmin"])
def test_a_further_case_changes_nothing_that_an_outsider_sees(door: Outside, viewer: str) -> None:
    client, world = door.clients[viewer], door.specimen.world
    pages = [path_to(name, door.specimen) for name in ("home", "cases", "due", "meetings")]
    before = [_without_token(client.get(page)) for page in pages]
    further = factories.make_case(world)
    factories.in_category_2(further, world.practitioner, today=world.today)
    assert [_without_token(client.get(page)) for page in pages] == before


@pytest.mark.parametrize("path", paths("admin/"))
def test_the_administration_holds_no_word_of_a_case(door: Outside, path: str) -> None:
    told = told_at(door, "sysadmin", path).get(path, set())
    assert told <= set(User.objects.values_list("full_name", flat=True))


def api_paths(door: Outside) -> list[str]:
    """Every address of the API, about the adult's case where it is about one."""
    named_in_path = {"case_id": door.specimen.case.pk}
    known = own()
    return [reverse(name, kwargs={key: named_in_path[key] for key in known[name].placeholders}) for name in API]


class TestThePartnerSystem:
    """A partner of another agency, with every scope, and one without any agreement."""

    def test_sees_nothing_of_others_cases(self, door: Outside) -> None:
        world = door.specimen.world
        account = partner_of(world, world.prison)
        token = token_for(account, world, *sorted(set(API.values())))
        asked_for = str(door.specimen.case.pk)  # stands in the address, and so in links to further pages
        for path in api_paths(door):
            for query in ("", "?page_size=200", f"?offender={asked_for}", "?expand=all", "?search=Quorndon"):
                answer = ask(path + query, token)
                assert door.told(answer) <= {asked_for}, path + query
                assert asked_for not in path or answer.status_code == 404

    def test_nor_without_a_token(self, door: Outside) -> None:
        for path in api_paths(door):
            answer = Client().get(path)
            assert answer.status_code == 401
            assert not door.told(answer)


def test_no_word_of_a_case_reaches_a_log_line(door: Outside, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        for name in sorted(TABLE):
            door.clients["coordinator"].get(path_to(name, door.specimen))
    told = {word for word in door.words if word in caplog.text}
    assert {word for word in told if not _is_id(word)} == set()


def _is_id(word: str) -> bool:
    return len(word) == 36 and word.count("-") == 4


def test_no_word_of_a_case_reaches_an_e_mail(door: Outside, mailoutbox: list[EmailMessage]) -> None:
    sweep(today=door.specimen.world.today + dt.timedelta(days=400))
    send_alert_emails()
    assert mailoutbox
    sent = "\n".join(f"{message.subject} {message.body} {message.extra_headers}" for message in mailoutbox)
    assert {word for word in door.words if word in sent} == set()


def test_a_summary_names_nobody_in_text_or_metadata(door: Outside) -> None:
    answer = door.clients["coordinator"].get(path_to("summary_download", door.specimen))
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    reader = PdfReader(BytesIO(content))
    told = " ".join(page.extract_text() for page in reader.pages) + str(reader.metadata) + str(answer.headers)
    assert not {word for word in (*SUBJECT.values(), "Dapplemere", "Ashgrove") if word in told}
