"""Whoever looks at a case, on a page or over the API, leaves an event about that case; whoever is refused, too."""

import datetime as dt
import logging
from typing import Any
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.db.models import Max
from django.urls import reverse

from accounts.models import User
from accounts.services import staff
from audit.models import AuditEvent
from audit.refusals import NotPermitted
from deadlines.mail import send_alert_emails
from deadlines.services import sweep
from offenders.services.cases import add_alias
from tests.house.addresses import opener, own, path_to
from tests.house.partners import ask, partner_of, token_for
from tests.house.permission_table import API, TABLE
from tests.house.specimen import Specimen, client_of, into_staff_mode
from tests.marks import rule

ABOUT_A_CASE = sorted(name for name, row in TABLE.items() if row.about)
ABOUT_NOBODY = {
    "rulebook": "the rules, the same for everybody",
    "rule": "the rules, the same for everybody",
    "rulebook_coverage": "the guidance and the rules, the same for everybody",
    "timescales": "the table of time limits, the same for everybody",
    "policies": "the policies, the same for everybody",
    "gravity": "reference data, the same for everybody",
    "sight": "the access policy, the same for everybody",
    "terms": "the terms of use, the same for everybody; that somebody accepts them is recorded",
    "session_keep": "keeps the session; shows nothing",
    "search": "the empty form; a search is recorded",
    "case_create": "the empty form; the search before it is recorded",
}
"""Pages that need leave no event when they are opened, each with its reason."""
LISTS = ("home", "cases", "due", "meetings", "dashboard")


def last_event() -> int:
    return AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0


def reads_since(last: int, actor_id: Any) -> Any:
    return AuditEvent.objects.filter(pk__gt=last, actor_id=actor_id, refused=False)


@rule("AUD-03")
@pytest.mark.parametrize("name", ABOUT_A_CASE)
def test_opening_a_page_of_a_case_is_recorded_with_the_case(specimen: Specimen, name: str) -> None:
    viewer, case, last = opener(name), specimen.about(TABLE[name].about), last_event()
    assert case is not None
    assert specimen.clients[viewer].get(path_to(name, specimen)).status_code == 200
    reads = reads_since(last, specimen.world.people[viewer].pk)
    assert reads.filter(case_id=case.pk, via="page").exists()


@rule("AUD-03")
@pytest.mark.parametrize("name", LISTS)
def test_opening_a_list_of_cases_is_recorded(specimen: Specimen, name: str) -> None:
    viewer, last = opener(name), last_event()
    assert specimen.clients[viewer].get(path_to(name, specimen)).status_code == 200
    assert reads_since(last, specimen.world.people[viewer].pk).filter(via="page", verb__endswith="viewed").exists()


@rule("AUD-03")
def test_a_search_is_recorded_without_what_was_typed(specimen: Specimen) -> None:
    last = last_event()
    typed = specimen.case.family_name
    assert specimen.clients["practitioner"].post(reverse("search"), {"name": typed}).status_code == 200
    event = reads_since(last, specimen.world.practitioner.pk).get()
    assert event.changes["cases"][1] == [str(specimen.case.pk)]
    assert typed not in str(event.changes)


@rule("AUD-03")
@pytest.mark.parametrize("name", sorted(name for name in API if "case_id" in own()[name].placeholders))
def test_reading_a_case_over_the_api_is_recorded_with_the_case(specimen: Specimen, name: str) -> None:
    account = partner_of(specimen.world, specimen.world.childrens_services)
    token, last = token_for(account, specimen.world, *set(API.values())), last_event()
    assert ask(reverse(name, args=[specimen.case.pk]), token).status_code == 200
    assert reads_since(last, account.pk).filter(case_id=specimen.case.pk, via="api").exists()


def refusals_since(last: int, actor_id: Any) -> Any:
    return AuditEvent.objects.filter(pk__gt=last, actor_id=actor_id, refused=True)


@rule("AUD-03")
@pytest.mark.parametrize("name", sorted(set(TABLE) - set(ABOUT_A_CASE) - set(ABOUT_NOBODY)))
def test_opening_any_other_page_is_recorded(specimen: Specimen, name: str) -> None:
    viewer, last = opener(name), last_event()
    assert specimen.clients[viewer].get(path_to(name, specimen)).status_code == TABLE[name].status
    assert reads_since(last, specimen.world.people[viewer].pk).filter(via="page").exists()


def test_nothing_is_excused_that_is_gone() -> None:
    assert set(ABOUT_NOBODY) <= set(TABLE)


@rule("AUD-03")
@pytest.mark.parametrize(
    ("viewer", "name"),
    [
        (viewer, name)
        for viewer in ("stranger", "denied")
        for name in ABOUT_A_CASE
        if viewer not in TABLE[name].opened_by
    ],
)
def test_whoever_is_refused_a_page_of_a_case_is_recorded_with_the_case(
    specimen: Specimen, name: str, viewer: str
) -> None:
    case, last = specimen.about(TABLE[name].about), last_event()
    assert case is not None
    client, actor = specimen.clients[viewer], specimen.world.people[viewer].pk
    assert client.get(path_to(name, specimen)).status_code == 404
    assert client.post(path_to(name, specimen), {}).status_code in {404, 405}
    refused = refusals_since(last, actor)
    assert refused.filter(case_id=case.pk, via="page", reason__startswith="GET").count() == 1
    assert not reads_since(last, actor).exists()
    if TABLE[name].sent_by:
        assert refused.filter(case_id=case.pk, reason__startswith="POST").count() == 1


@rule("AUD-03")
class TestEachWayToBeRefused:
    def test_an_id_that_is_guessed(self, specimen: Specimen) -> None:
        last, guessed = last_event(), uuid4()
        assert specimen.clients["manager"].get(reverse("case", args=[guessed])).status_code == 404
        refused = refusals_since(last, specimen.world.manager.pk).get()
        assert (refused.case_id, refused.reason) == (guessed, "GET case: 404 not_found")

    def test_a_form_that_did_not_come_from_our_page(self, specimen: Specimen) -> None:
        client, last = client_of(specimen.world.manager, enforce_csrf_checks=True), last_event()
        assert client.post(path_to("alias_add", specimen), {"name": "X"}).status_code == 403
        refused = refusals_since(last, specimen.world.manager.pk).get()
        assert (refused.case_id, refused.reason) == (specimen.case.pk, "POST alias_add: 403 csrf_failed")

    def test_a_permission_asked_by_a_service_is_recorded_once(self, specimen: Specimen) -> None:
        world, last = specimen.world, last_event()
        with pytest.raises(NotPermitted):
            add_alias(actor=world.stranger, case=specimen.case, name="X", kind="alias")
        assert refusals_since(last, world.stranger.pk).count() == 1

    def test_a_rule(self, specimen: Specimen) -> None:
        world, last = specimen.world, last_event()
        sent = {"user": world.denied.pk, "capacity": "worker", "starts": f"{world.today:%d/%m/%Y}"}
        assert specimen.clients["manager"].post(path_to("access_assign", specimen), sent).status_code == 422
        refused = refusals_since(last, world.manager.pk).get()
        assert (refused.case_id, refused.rules) == (specimen.case.pk, ["ACC-25"])

    def test_a_case_outside_the_agreement(self, specimen: Specimen) -> None:
        account = partner_of(specimen.world, specimen.world.other_probation)
        token, last = token_for(account, specimen.world, "cases:read"), last_event()
        assert ask(reverse("api_offender", args=[specimen.case.pk]), token).status_code == 404
        refused = refusals_since(last, account.pk).get()
        assert (refused.verb, refused.case_id) == ("request.refused", specimen.case.pk)

    def test_a_scope_that_is_not_held_and_a_token_that_is_none(self, specimen: Specimen) -> None:
        account = partner_of(specimen.world, specimen.world.childrens_services)
        token, last = token_for(account, specimen.world, "areas:read"), last_event()
        assert ask(reverse("api_offenders"), token).status_code == 403
        assert ": 403" in refusals_since(last, account.pk).get().reason
        last = last_event()
        assert ask(reverse("api_offenders"), "made-up").status_code == 401
        assert refusals_since(last, None).get().actor_role == "not signed in"


@rule("AUD-03")
def test_what_is_done_in_the_administration_of_users_is_recorded(specimen: Specimen) -> None:
    client, person = specimen.clients["sysadmin"], specimen.world.practitioner
    into_staff_mode(client, staff.enter(actor=specimen.world.sysadmin, reason="Ticket 4711.").pk)
    last = last_event()
    for path in (
        reverse("admin:accounts_user_changelist"),
        reverse("admin:accounts_user_changelist") + "?q=Umberstone",
        reverse("admin:accounts_user_change", args=[person.pk]),
        reverse("admin:accounts_user_history", args=[person.pk]),
    ):
        assert client.get(path).status_code == 200
    reads = reads_since(last, specimen.world.sysadmin.pk).exclude(verb="staff.request")
    events = list(reads.order_by("pk"))
    assert [event.verb for event in events] == [
        "admin_user_list.viewed",
        "admin_user_list.searched",
        "admin_user.viewed",
        "admin_user_history.viewed",
    ]
    assert [event.subject_id for event in events[2:]] == [str(person.pk)] * 2
    assert "Umberstone" not in str([event.changes for event in events])


@rule("AUD-03")
def test_an_e_mail_is_recorded_with_its_recipient(specimen: Specimen, mailoutbox: list[EmailMessage]) -> None:
    sweep(today=specimen.world.today + dt.timedelta(days=400))
    last = last_event()
    send_alert_emails()
    told = AuditEvent.objects.filter(pk__gt=last, verb="alerts.mailed")
    expected = {str(User.objects.get(email=message.to[0]).pk) for message in mailoutbox}
    assert {event.subject_id for event in told} == expected


def test_logs_hold_neither_what_was_searched_for_nor_an_e_mail_address(
    specimen: Specimen, caplog: pytest.LogCaptureFixture
) -> None:
    person = specimen.world.practitioner
    with caplog.at_level(logging.INFO):
        specimen.clients["practitioner"].post(reverse("search"), {"name": specimen.case.family_name})
        specimen.clients["stranger"].get(path_to("case", specimen))
        specimen.clients["anonymous"].post(reverse("account_login"), {"login": person.email, "password": "wrong"})
    assert specimen.case.family_name not in caplog.text
    assert person.email not in caplog.text
    assert person.full_name not in caplog.text
