"""A recorded event opens or closes the time in custody that other rooms count with; a correction takes it back."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from audit.refusals import RuleRefused
from custody.models import CustodyEvent
from custody.rules.events import Given
from custody.rules.kinds import Kind
from custody.services import correct_event
from deadlines.models import Deadline
from levels.selectors import level_facts
from offenders.models import Case, CustodyPeriod
from offenders.services.sentences import record_release
from oversight.reconstruction.past import AsRecordedBy
from tests.custody.builders import confirmed, inside, recorded
from tests.factories import World, at_level_1, conviction
from tests.marks import rule

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
PRISON: dict[str, Any] = {"choice": "prison", "place": "HMP Invented"}


def ago(world: World, days: int) -> dt.date:
    return world.today - dt.timedelta(days=days)


def times(case: Case) -> list[tuple[str, dt.date, dt.date | None, bool]]:
    rows = CustodyPeriod.objects.filter(case=case).order_by("starts_on")
    return [(row.place, row.starts_on, row.released_on, row.recall) for row in rows]


def correct(world: World, event: CustodyEvent, day: dt.date, **changes: Any) -> CustodyEvent:
    withdrawn, acknowledged = changes.pop("withdrawn", False), changes.pop("acknowledged", frozenset())
    given = Given(Kind(event.kind), day, choice=event.choice, place=changes.pop("place", event.place))
    return correct_event(
        actor=world.practitioner,
        event=event,
        given=given,
        details="",
        reason="Misread.",
        today=world.today,
        withdrawn=withdrawn,
        acknowledged=acknowledged,
    )


@rule("CUS-22")
def test_a_person_comes_in_goes_out_is_recalled_and_goes_out_again(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    conviction(case, me, today=today)
    recorded(case, me, Kind.RECEIVED, ago(world, 300), today=today, **PRISON)
    assert level_facts(case).in_custody
    recorded(case, me, Kind.RELEASED, ago(world, 100), today=today)
    assert not level_facts(case).in_custody
    recorded(case, me, Kind.RECALL, ago(world, 20), today=today, choice="standard")
    assert not level_facts(case).in_custody, "recalled is not yet inside"
    recorded(case, me, Kind.RETURNED, ago(world, 18), today=today, place="HMP Invented")
    assert times(case) == [
        ("prison", ago(world, 300), ago(world, 100), False),
        ("prison", ago(world, 18), None, True),
    ]
    due = Deadline.objects.filter(case=case, closed_at__isnull=True)
    assert due.filter(rule="REV-16").exists()
    recorded(case, me, Kind.RELEASED, today, today=today)
    assert times(case)[-1][2] == today


@rule("CUS-22")
def test_a_discharge_ends_the_time_in_hospital_and_a_recall_begins_another(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    recorded(case, me, Kind.RECEIVED, ago(world, 300), today=today, choice="hospital", place="Invented Hospital")
    recorded(case, me, Kind.CONDITIONAL_DISCHARGE, ago(world, 100), today=today)
    recorded(case, me, Kind.PATIENT_RECALL, ago(world, 20), today=today, place="Invented Hospital")
    recorded(case, me, Kind.RETURNED, ago(world, 20), today=today, place="Invented Hospital")
    assert times(case) == [
        ("hospital", ago(world, 300), ago(world, 100), False),
        ("hospital", ago(world, 20), None, False),
    ]


@rule("CUS-23")
def test_what_was_typed_is_not_counted_twice_and_that_is_said(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    inside(case, me, today=today, days=300)
    with pytest.raises(RuleRefused) as refused:
        recorded(case, me, Kind.RECEIVED, ago(world, 290), today=today, **PRISON)
    assert refused.value.rules == ("CUS-23",)
    assert not CustodyEvent.objects.exists()
    recorded(case, me, Kind.RECEIVED, ago(world, 300), today=today, **PRISON)
    assert times(case) == [("prison", ago(world, 300), None, False)]
    assert CustodyEvent.objects.get().period_key is None


@rule("CUS-22")
def test_a_correction_moves_the_time_and_a_withdrawal_takes_it_back(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    received = recorded(case, me, Kind.RECEIVED, ago(world, 300), today=today, **PRISON)
    received = correct(world, received, ago(world, 310), place="HMP Fictional")
    assert times(case) == [("prison", ago(world, 310), None, False)]
    assert CustodyPeriod.objects.get().establishment == "HMP Fictional"
    released = recorded(case, me, Kind.RELEASED, ago(world, 100), today=today)
    released = correct(world, released, ago(world, 90))
    assert times(case)[0][2] == ago(world, 90)
    correct(world, released, ago(world, 90), withdrawn=True)
    assert times(case)[0][2] is None
    kept = CustodyPeriod.objects.get().pk
    correct(world, received, ago(world, 310), withdrawn=True)
    assert not CustodyPeriod.objects.exists()
    noted = AuditEvent.objects.filter(verb="custody.corrected", subject_id=str(kept)).latest("id")
    assert noted.changes["establishment"][0] == "HMP Fictional"


@rule("CUS-23")
def test_a_time_that_somebody_changed_since_is_left_with_a_sentence(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    received = recorded(case, me, Kind.RECEIVED, ago(world, 300), today=today, **PRISON)
    period = CustodyPeriod.objects.get()
    record_release(actor=me, custody=period, version=period.version, released_on=ago(world, 50), today=today)
    with pytest.raises(RuleRefused) as refused:
        correct(world, received, ago(world, 300), withdrawn=True)
    assert refused.value.rules == ("CUS-23",)
    correct(world, received, ago(world, 300), withdrawn=True, acknowledged=frozenset({"CUS-23"}))
    assert times(case) == [("prison", ago(world, 300), ago(world, 50), False)]


@rule("CUS-22")
def test_the_page_offers_the_step_that_fits_and_the_timeline_tells_it_once(
    world: World, case: Case, sign_in: SignIn
) -> None:
    client, today = sign_in(world.practitioner), world.today
    tab = reverse("case_custody", args=[case.pk])
    assert "Record a reception" in client.get(tab).content.decode()
    sent = {"day": ago(world, 30).strftime("%d/%m/%Y"), **PRISON, "details": ""}
    assert client.post(reverse("custody_event_record", args=[case.pk, "received"]), sent).status_code == 302
    page = client.get(tab).content.decode()
    assert "Record the release" in page
    assert "In prison since" in page
    told = client.get(reverse("case_timeline", args=[case.pk])).content.decode()
    assert told.count("Prison begins") == 1
    assert "Received into custody" not in told
    recorded(case, world.practitioner, Kind.RELEASED, today, today=today)
    assert "In the community" in client.get(tab).content.decode()


@rule("CUS-22")
def test_a_time_that_was_taken_back_is_not_among_what_stood_afterwards(world: World, case: Case) -> None:
    received = recorded(case, world.practitioner, Kind.RECEIVED, ago(world, 30), today=world.today, **PRISON)
    assert len(AsRecordedBy(case.pk, world.today).rows(CustodyPeriod)) == 1
    correct(world, received, ago(world, 30), withdrawn=True)
    assert not AsRecordedBy(case.pk, world.today).rows(CustodyPeriod)


@rule("CUS-26")
@rule("CUS-24")
def test_a_release_at_short_notice_stays_due_until_they_were_told(world: World, case: Case, sign_in: SignIn) -> None:
    me, today = world.practitioner, world.today
    inside(case, me, today=today, days=300, release_due_on=today + dt.timedelta(days=200))
    open_ = Deadline.objects.filter(case=case, rule="CUS-26", closed_at__isnull=True)
    confirmed(case, me, today + dt.timedelta(days=9), today=today, choice="remand")
    assert [one.due_on for one in open_.all()] == [today]
    page = sign_in(me).get(reverse("case_custody", args=[case.pk])).content.decode()
    assert "Release at short notice to be told" in page
    assert "offender manager" in page
    recorded(case, me, Kind.SHORT_NOTICE_TOLD, today, today=today)
    assert not open_.exists()


@rule("CUS-27")
def test_the_interval_between_reviews_runs_while_somebody_is_at_large(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    at_level_1(case, me, today=today, on=ago(world, 60))
    inside(case, me, today=today, days=30)
    review = Deadline.objects.filter(case=case, is_review=True, rule__startswith="REV-", closed_at__isnull=True)
    assert not review.exists(), "in custody"
    recorded(case, me, Kind.AT_LARGE, ago(world, 3), today=today, choice="escape", place="HMP Invented")
    assert [one.start_on for one in review.all()] == [ago(world, 3)]
    assert "the escape or absconding" in review.get().words
    recorded(case, me, Kind.RETURNED, today, today=today, place="HMP Invented")
    assert not review.exists()
    assert len(times(case)) == 1
