"""The functional mailboxes of prisons and military establishments, kept by the Unit of their area."""

import pytest
from django.urls import reverse

from accounts.models import Agency
from audit.models import AuditEvent
from audit.refusals import Conflict, NotPermitted, RuleRefused
from meetings.rules.mailboxes import mailbox_findings
from meetings.selectors import mailboxes
from meetings.services.mailboxes import enter_mailbox
from tests.marks import rule

pytestmark = rule("MTG-96")
NEW = "mappa@newgate.example"


def enter(people, **changes):
    prison = people.prison
    given = {"actor": people.coordinator, "agency": prison, "mailbox": NEW, "seen": prison.mailbox}
    return enter_mailbox(**{**given, **changes})


@pytest.mark.parametrize(
    ("kind", "of_a_person", "refused"),
    [("prison", False, False), ("defence", False, False), ("police", False, True), ("prison", True, True)],
)
def test_the_unit_keeps_those_of_establishments_and_no_persons_address(kind, of_a_person, refused):
    assert bool(mailbox_findings(kind=kind, of_a_person=of_a_person)) is refused


def test_a_mailbox_is_entered_and_recorded(people):
    was = people.prison.mailbox
    assert enter(people).mailbox == NEW
    event = AuditEvent.objects.get(verb="mailbox.entered")
    assert event.changes["mailbox"] == [was, NEW] and event.actor_id == people.coordinator.pk


def test_the_address_of_somebody_who_signs_in_is_refused(people):
    with pytest.raises(RuleRefused):
        enter(people, mailbox=people.spoc.email.upper())
    assert AuditEvent.objects.filter(verb="mailbox.entered", refused=True).count() == 1


def test_two_who_enter_one_at_once_meet_in_a_conflict(people):
    seen = people.prison.mailbox
    enter(people)
    with pytest.raises(Conflict):
        enter(people, mailbox="other@newgate.example", seen=seen)


@pytest.mark.parametrize("who", ["chair", "practitioner", "other_coordinator"])
def test_nobody_else_enters_one(people, who):
    with pytest.raises(NotPermitted):
        enter(people, actor=people.people[who])


def test_the_pages_are_for_the_unit_of_the_area(people, sign_in):
    client = sign_in(people.coordinator)
    page = client.get(reverse("establishments", args=[people.area.pk])).content.decode()
    address = reverse("establishment_mailbox", args=[people.prison.pk])
    assert people.prison.name in page and address in page and people.police.name not in page
    form = client.get(address).context["form"]
    hidden = {field.html_name: field.value() for field in form.hidden_fields()}
    assert client.post(address, {**hidden, "mailbox": "no address"}).status_code == 422
    assert client.post(address, {**hidden, "mailbox": NEW}).status_code == 302
    people.prison.refresh_from_db()
    assert people.prison.mailbox == NEW
    assert client.get(reverse("establishment_mailbox", args=[people.police.pk])).status_code == 404
    for other in (people.chair, people.other_coordinator):
        assert sign_in(other).get(address).status_code == 404
        assert sign_in(other).get(reverse("establishments", args=[people.area.pk])).status_code == 404


def test_the_list_goes_page_by_page_each_once(people, sign_in, monkeypatch):
    monkeypatch.setattr(mailboxes, "PAGE", 2)
    for number in range(4):
        Agency.objects.create(name=f"HMP Invented {number}", kind=people.prison.kind, area=people.area)
    after, names = "", []
    while True:
        page = mailboxes.establishments_page(viewer=people.coordinator, area_id=people.area.pk, after=after)
        names += [row.name for row in page.rows]
        if not (after := page.next_key):
            break
    assert names == sorted(names) and len(names) == len(set(names)) == 5
    broken = mailboxes.establishments_page(viewer=people.coordinator, area_id=people.area.pk, after="no id")
    assert [row.name for row in broken.rows] == names[:2]
