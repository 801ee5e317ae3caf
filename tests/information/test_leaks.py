"""An item that is not open to somebody leaves no trace behind any door: no word, no count, no gap, no event."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from deadlines.lists import DueFilter, due_list
from deadlines.mail import send_alert_emails
from deadlines.models import Alert, Deadline
from deadlines.selectors import first_alerts, my_deadlines, open_alerts, open_deadlines, standing_of_deadlines
from deadlines.services import sweep
from information.models import InformationItem
from information.selectors import Filters, page
from meetings.selectors import first_wording, meeting_for, minutes_of
from meetings.services import closing, minutes
from offenders.models import Case
from tests.factories import World, make_case
from tests.house.partners import ask, partner_of, token_for
from tests.house.specimen import ACKNOWLEDGED
from tests.information import builders
from tests.marks import rule
from tests.meetings import conftest as meetings

SignIn = Callable[..., Client]
SECRET = "Umbelliferous"
KINDS = ("intelligence", "third_party", "restricted", "legal")
HIDDEN_FROM = ("practitioner", "team_mate", "administrator", "auditor")
"""They see the case in full, and none of the items that the police hold back. A manager of the lead agency sees legal
advice, the co-ordinator intelligence and third-party information."""


def secrets(case: Case, world: World) -> list[InformationItem]:
    """One item of each sensitive kind, owned by the police."""
    manager = world.police_manager
    return [
        builders.recorded(case, manager, today=world.today, sensitivity=kind, text=f"{SECRET} {kind}.", source=SECRET)
        for kind in KINDS
    ]


def body(client: Client, name: str, *args: Any) -> str:
    """A page without what differs from one request to the next."""
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    text = answer.content.decode()
    return re.sub(r'nonce="[^"]*"|value="[A-Za-z0-9]{64}"|seconds="[0-9]+"', "", text)


@rule("INF-14")
@pytest.mark.parametrize("who", HIDDEN_FROM)
@pytest.mark.parametrize("name", ["case", "case_timeline", "case_information", "case_level", "case_meetings"])
def test_pages_are_the_same_with_hidden_items_as_without(
    world: World, shared_case: Case, sign_in: SignIn, who: str, name: str
) -> None:
    client = sign_in(world.people[who])
    before = body(client, name, shared_case.pk)
    secrets(shared_case, world)
    assert body(client, name, shared_case.pk) == before


@rule("INF-14")
@pytest.mark.parametrize(
    ("name", "who"), [*(("case_as_it_stood", who) for who in HIDDEN_FROM), ("case_chronology", "auditor")]
)
def test_what_was_recorded_of_a_case_is_told_without_hidden_items(
    world: World, shared_case: Case, sign_in: SignIn, name: str, who: str
) -> None:
    client = sign_in(world.people[who])
    before = body(client, name, shared_case.pk)
    secrets(shared_case, world)
    assert body(client, name, shared_case.pk) == before


@rule("INF-14")
@pytest.mark.parametrize("who", [*HIDDEN_FROM, "manager", "coordinator"])
def test_lists_of_what_is_due_are_the_same_too(world: World, shared_case: Case, sign_in: SignIn, who: str) -> None:
    client = sign_in(world.people[who])
    before = {name: body(client, name) for name in ("home", "due", "cases")}
    builders.recorded(shared_case, world.police_manager, today=world.today, sensitivity="restricted")
    assert {name: body(client, name) for name in before} == before


@rule("INF-14")
@pytest.mark.parametrize("who", HIDDEN_FROM)
def test_an_item_answers_like_one_that_does_not_exist(
    world: World, shared_case: Case, sign_in: SignIn, who: str
) -> None:
    client = sign_in(world.people[who])
    for item in secrets(shared_case, world):
        for name in ("item", "correct", "share", "keep", "withdraw"):
            address = reverse(f"information_{name}", args=[shared_case.pk, item.pk])
            assert client.get(address).status_code == 404
            assert client.post(address, {"reason": "x"}).status_code in {404, 405}


@rule("INF-14")
def test_an_item_is_not_found_below_another_case(world: World, shared_case: Case, sign_in: SignIn) -> None:
    item = builders.recorded(shared_case, world.practitioner, today=world.today, sensitivity="third_party")
    other = make_case(world)
    assert sign_in(world.practitioner).get(reverse("information_item", args=[other.pk, item.pk])).status_code == 404


@rule("INF-14")
def test_pages_of_the_list_leave_no_gap(world: World, shared_case: Case) -> None:
    mine = []
    for number in range(30):
        said = {"sensitivity": "third_party", "text": f"Told {number}"}
        mine.append(builders.recorded(shared_case, world.practitioner, today=world.today, **said))
        builders.recorded(shared_case, world.police_manager, today=world.today, text=f"Hidden {number}")
    viewer = builders.again(world, "practitioner")
    first = page(viewer=viewer, case_id=shared_case.pk, filters=Filters())
    rest = page(viewer=viewer, case_id=shared_case.pk, filters=Filters(), older_than=first.older)
    assert [row.pk for row in (*first.rows, *rest.rows)] == [row.pk for row in reversed(mine)]
    assert (len(first.rows), rest.older) == (25, None)


@rule("INF-14")
def test_due_dates_counts_and_alerts_are_kept_to_who_sees_the_item(
    world: World, shared_case: Case, mailoutbox: list[EmailMessage]
) -> None:
    def known(who: str) -> tuple[int, int, int]:
        person, today = builders.again(world, who), world.today + dt.timedelta(days=400)
        counted = sum(row["number"] for row in standing_of_deadlines(viewer=person, today=today))
        return counted, my_deadlines(viewer=person, today=today).count(), len(lists_agree(person))

    def lists_agree(person: User) -> list[Alert]:
        """Alerts and due dates as they are listed, which are those that all ways together name."""
        seen = list(open_deadlines(viewer=person))
        assert due_list(viewer=person, wanted=DueFilter(), today=world.today).rows == seen
        alerts = list(open_alerts(viewer=person))
        assert list(first_alerts(viewer=person, number=500)) == alerts
        return alerts

    sweep(today=world.today + dt.timedelta(days=400))
    before = {who: known(who) for who in (*HIDDEN_FROM, "coordinator")}
    send_alert_emails()
    mailoutbox.clear()
    item = builders.recorded(shared_case, world.police_manager, today=world.today, sensitivity="restricted")
    sweep(today=world.today + dt.timedelta(days=400))
    assert Alert.objects.filter(deadline__key=str(item.pk)).exists()
    assert {who: known(who) for who in before} == before
    person = builders.again(world, "police_manager")
    assert Deadline.objects.visible_to(person).filter(rule="INF-09", key=str(item.pk)).exists()
    lists_agree(person)
    send_alert_emails()
    assert mailoutbox == []


@rule("INF-14")
def test_a_review_that_falls_due_is_mailed_to_who_sees_the_item(
    world: World, shared_case: Case, mailoutbox: list[EmailMessage]
) -> None:
    sweep(today=world.today + dt.timedelta(days=400))
    send_alert_emails()
    mailoutbox.clear()
    builders.recorded(shared_case, world.practitioner, today=world.today, sensitivity="third_party")
    sweep(today=world.today + dt.timedelta(days=400))
    send_alert_emails()
    assert world.practitioner.email in [one for message in mailoutbox for one in message.to]


@rule("INF-14")
@pytest.mark.parametrize(("who", "shown"), [("auditor", 0), ("manager", 1), ("coordinator", 2)])
def test_the_audit_trail_tells_of_open_items_only(
    world: World, shared_case: Case, sign_in: SignIn, who: str, shown: int
) -> None:
    client = sign_in(world.people[who])
    sign_in(world.police_manager).get(
        reverse("information_item", args=[shared_case.pk, secrets(shared_case, world)[0].pk])
    )
    assert AuditEvent.objects.filter(verb="information.recorded").count() == len(KINDS)
    text = body(client, "case_access", shared_case.pk)
    assert text.count("Information recorded") == shown
    assert SECRET not in text


@rule("INF-14")
def test_a_refused_attempt_on_an_item_is_not_told_to_others(world: World, shared_case: Case, sign_in: SignIn) -> None:
    item = builders.recorded(shared_case, world.police_manager, today=world.today, sensitivity="legal")
    item_address = reverse("information_share", args=[shared_case.pk, item.pk])
    sent = {"agency": world.probation.pk, "reason": "x"}
    assert sign_in(world.police_manager).post(item_address, sent).status_code == 422
    assert AuditEvent.objects.filter(verb="information.shared", refused=True).exists()
    assert "refused: information" not in body(sign_in(world.manager), "case_access", shared_case.pk)


@rule("INF-14")
def test_search_finds_nobody_by_what_an_item_says(world: World, shared_case: Case, sign_in: SignIn) -> None:
    secrets(shared_case, world)
    for who in ("practitioner", "coordinator"):
        found = sign_in(world.people[who]).post(reverse("search"), {"name": SECRET}).content.decode()
        assert shared_case.reference not in found


@rule("INF-14")
def test_a_partner_system_meets_no_item(world: World, shared_case: Case) -> None:
    builders.recorded(shared_case, world.practitioner, today=world.today, sensitivity="ordinary", text=SECRET)
    item = InformationItem.objects.get()
    builders.shared(item, world.practitioner, world.police, today=world.today)
    account = partner_of(world, world.police)
    assert not InformationItem.objects.visible_to(account).exists()
    token = token_for(account, world, "cases:read", "reviews:read")
    for name, args in (("api_offenders", []), ("api_offender", [shared_case.pk]), ("api_reviews_due", [])):
        assert SECRET not in ask(reverse(name, args=args), token).content.decode()


@rule("INF-14")
@rule("INF-13")
def test_a_meeting_its_minutes_and_its_summary_tell_of_no_item(
    people: World, level_2_case: Case, sign_in: SignIn
) -> None:
    world, case = people, level_2_case
    builders.with_police(world, case)
    hidden = secrets(case, world)
    meeting = meetings.schedule(case, world, on=world.today, today=world.today - dt.timedelta(days=21))
    meetings.answered(meeting, world)
    meetings.all_came(meeting, world)
    closing.close_meeting(actor=world.chair, meeting=meeting, today=world.today, acknowledged=ACKNOWLEDGED)
    minutes.approve_minutes(actor=world.chair, meeting=meeting, based_on=1, today=world.today)
    meeting = meeting_for(viewer=builders.again(world, "chair"), case_id=case.pk, meeting_id=meeting.pk)
    for version in minutes_of(viewer=world.chair, meeting=meeting):
        assert SECRET not in str(version.content)
    assert SECRET not in str(first_wording(viewer=world.chair, meeting=meeting))
    for who in ("spoc", "administrator", "practitioner"):
        client = sign_in(world.people[who])
        for name in ("meeting_detail", "minutes_detail"):
            text = body(client, name, case.pk, meeting.pk)
            assert SECRET not in text
            assert not any(str(item.pk) in text for item in hidden)
    builders.shared(hidden[0], world.police_manager, world.mental_health, today=world.today)
    assert str(hidden[0].pk) in body(sign_in(world.spoc), "meeting_detail", case.pk, meeting.pk)
    assert str(hidden[1].pk) not in body(sign_in(world.spoc), "meeting_detail", case.pk, meeting.pk)
    assert str(hidden[0].pk) not in body(sign_in(world.colleague), "meeting_detail", case.pk, meeting.pk)


@rule("INF-15")
def test_restricted_information_and_legal_advice_are_left_out_on_paper(
    world: World, shared_case: Case, sign_in: SignIn
) -> None:
    client = sign_in(world.police_manager)
    for item in secrets(shared_case, world):
        text = body(client, "information_item", shared_case.pk, item.pk)
        kept_off = item.sensitivity in {"restricted", "legal"}
        assert ("not to be printed" in text) is kept_off
        assert ('<div class="house-screen-only">' in text) is kept_off
    rules = finders.find("css/print.css")
    assert rules
    assert ".house-screen-only" in Path(rules).read_text()
