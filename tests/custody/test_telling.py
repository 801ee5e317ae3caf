"""Telling people of a release, a move or an absconding, recorded and prompted."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from audit.refusals import RuleRefused
from custody.facts import facts_of
from custody.models import CustodyEvent
from custody.rules.events import Given
from custody.rules.kinds import Kind
from custody.services import correct_event, record_event
from deadlines.models import Deadline
from levels.clocks import gather
from offenders.models import Case, CustodyPeriod
from tests import factories
from tests.custody.builders import inside, recorded
from tests.factories import World
from tests.marks import rule
from tests.meetings.conftest import schedule

DAY = dt.timedelta(days=1)
SignIn = Callable[..., Client]


def due(case: Case) -> set[str]:
    rows = Deadline.objects.filter(case=case, closed_at__isnull=True, rule__in=("CUS-28", "CUS-30", "CUS-31", "CUS-32"))
    return set(rows.values_list("rule", flat=True))


def in_category_1(case: Case) -> Case:
    case.category = 1
    case.save(update_fields=["category"])
    return case


@rule("CUS-28")
def test_police_are_told_ahead_and_a_release_without_it_is_asked_about(world: World, case: Case) -> None:
    in_category_1(case)
    inside(case, world.practitioner, today=world.today, release_due_on=world.today + 90 * DAY)
    assert due(case) == {"CUS-28"}
    with pytest.raises(RuleRefused) as refused:
        recorded(case, world.practitioner, Kind.RELEASED, world.today, today=world.today)
    assert tuple(refused.value.rules) == ("CUS-28",)
    told = recorded(case, world.practitioner, Kind.POLICE_TOLD, world.today, today=world.today, source="A sergeant")
    assert due(case) == set() and "Told: A sergeant" in told.said
    assert recorded(case, world.practitioner, Kind.RELEASED, world.today, today=world.today).pk


@rule("CUS-28")
def test_police_are_told_again_once_the_notice_was_corrected_or_the_later_one_withdrawn(world: World) -> None:
    me, today = world.practitioner, world.today
    ago, first, second = today - 30 * DAY, today + 60 * DAY, today + 90 * DAY

    def told(withdrawn: bool) -> tuple[Case, CustodyEvent]:
        case = in_category_1(factories.make_case(world))
        inside(case, me, today=today, release_due_on=first)
        notice = {"source": "HMP Invented", "choice": "remand", "today": today}
        if withdrawn:
            recorded(case, me, Kind.RELEASE_DATE, second, told_on=ago - 9 * DAY, **notice)
        wrong = recorded(case, me, Kind.RELEASE_DATE, first, told_on=ago, **notice)
        recorded(case, me, Kind.POLICE_TOLD, ago + 5 * DAY, today=today, source="A sergeant")
        return case, wrong

    for withdrawn in (False, True):
        case, wrong = told(withdrawn)
        assert "CUS-28" not in due(case)
        right = Given(Kind.RELEASE_DATE, second, told_on=ago, source="HMP Invented", choice="remand")
        correct_event(
            actor=me, event=wrong, given=right, details="", reason="Another one.", today=today, withdrawn=withdrawn
        )
        assert CustodyPeriod.objects.get(case=case).release_due_on == second
        assert "CUS-28" in due(case)
        recorded(case, me, Kind.POLICE_TOLD, today, today=today, source="A sergeant")
        assert "CUS-28" not in due(case)


@rule("CUS-36")
def test_of_two_dates_known_on_one_day_the_one_recorded_last_is_expected(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    inside(case, me, today=today, release_due_on=today + 200 * DAY)
    notice = {"source": "HMP Invented", "choice": "remand", "today": today, "told_on": today}
    first = recorded(case, me, Kind.RELEASE_DATE, today + 90 * DAY, **notice)
    recorded(case, me, Kind.RELEASE_DATE, today + 60 * DAY, **notice)
    later = recorded(case, me, Kind.RELEASE_DATE, today + 40 * DAY, **notice)
    right = Given(Kind.RELEASE_DATE, today + 80 * DAY, told_on=today, source="HMP Invented", choice="remand")
    correct_event(actor=me, event=first, given=right, details="", reason="Typed wrongly.", today=today,
                  acknowledged=frozenset({"CUS-36"}))  # fmt: skip
    assert CustodyPeriod.objects.get(case=case).release_due_on == today + 40 * DAY
    given = Given(Kind.RELEASE_DATE, later.day, told_on=today, source="HMP Invented", choice="remand")
    correct_event(actor=me, event=later, given=given, details="", reason="Never said.", today=today, withdrawn=True)
    assert CustodyPeriod.objects.get(case=case).release_due_on == today + 60 * DAY


@rule("CUS-30")
def test_a_release_without_a_licence_is_told_twice(world: World, case: Case, sign_in: SignIn) -> None:
    release = world.today + 90 * DAY
    inside(case, world.practitioner, today=world.today, release_due_on=release)
    recorded(case, world.practitioner, Kind.NO_LICENCE, release, today=world.today, told_on=world.today, source="HMP")
    assert due(case) == {"CUS-30"}
    client = sign_in(world.practitioner)
    for kind in ("no_licence_com", "no_licence_police"):
        page = reverse("custody_event_record", args=[case.pk, kind])
        sent = {"day": f"{world.today.day}/{world.today.month}/{world.today.year}", "source": "", "details": ""}
        assert "Say who was told" in client.post(page, sent).content.decode()
        client.post(page, {**sent, "source": "Imagina Officer, police"})
    assert due(case) == set() and CustodyEvent.objects.filter(kind__startswith="no_licence_").count() == 2


@rule("CUS-31")
def test_a_move_after_the_invitation_has_the_receiving_prison_told(world: World, level_2_case: Case) -> None:
    case = level_2_case
    meeting = schedule(case, world)
    period = inside(case, world.practitioner, today=world.today)
    meeting.invitations_sent_on = world.today - 3 * DAY
    meeting.save(update_fields=["invitations_sent_on"])
    move = recorded(case, world.practitioner, Kind.PRISON_MOVE, world.today, today=world.today, place="HMP Elsewhere")
    period.refresh_from_db()
    assert period.establishment == "HMP Elsewhere" and due(case) == {"CUS-31"}
    right = Given(Kind.PRISON_MOVE, world.today, place="HMP Other")
    correct_event(
        actor=world.practitioner, event=move, given=right, details="", reason="Wrong prison.", today=world.today
    )
    period.refresh_from_db()
    assert period.establishment == "HMP Other"
    record_event(
        actor=world.coordinator,
        case=case,
        given=Given(Kind.INVITATION_FORWARDED, world.today, source="Functional mailbox of HMP Other"),
        details="",
        today=world.today,
    )
    assert due(case) == set() and CustodyPeriod.objects.filter(case=case).count() == 1


@rule("CUS-32")
def test_an_absconding_after_domestic_abuse_has_police_at_the_victim_s_alerted(world: World) -> None:
    for abuse in (True, False):
        case = factories.make_case(world)
        factories.conviction(case, world.practitioner, today=world.today, domestic_abuse=abuse)
        inside(case, world.practitioner, today=world.today)
        left = {"place": "HMP Invented", "choice": "abscond", "told_on": world.today}
        recorded(case, world.practitioner, Kind.AT_LARGE, world.today, today=world.today, **left)
        assert due(case) == ({"CUS-32"} if abuse else set())
        recorded(case, world.practitioner, Kind.VICTIM_POLICE_TOLD, world.today, today=world.today)
        assert due(case) == set()


@rule("CUS-34")
def test_whoever_did_not_come_back_from_temporary_release_is_at_large(world: World) -> None:
    me, today = world.practitioner, world.today
    case = factories.make_case(world)
    factories.conviction(case, me, today=today, domestic_abuse=True)
    inside(case, me, today=today)
    out, last = today - dt.timedelta(days=4), today - dt.timedelta(days=2)
    recorded(case, me, Kind.TEMPORARY_RELEASE, out, today=today, until=last, consulted=frozenset({"police"}))
    assert facts_of([case.pk])[case.pk].at_large_since is None
    recorded(case, me, Kind.TEMPORARY_TAKEN, out, today=today, until=last, choice="not_back")
    assert facts_of([case.pk])[case.pk].at_large_since == last
    assert due(case) == {"CUS-32"}
    assert Deadline.objects.filter(case=case, rule="CUS-13", due_on=last, closed_at=None).exists()
    recorded(case, me, Kind.RETURNED, today, today=today, place="HMP Invented")
    assert facts_of([case.pk])[case.pk].at_large_since is None


@rule("CUS-27")
@pytest.mark.parametrize("corrected", ["return", "leaving"])
def test_correcting_a_row_of_that_day_brings_nobody_back_who_is_gone_again(
    world: World, case: Case, corrected: str
) -> None:
    me, today, place = world.practitioner, world.today, "HMP Invented"
    inside(case, me, today=today)
    left = {"place": place, "choice": "abscond", "today": today, "told_on": today}
    first = recorded(case, me, Kind.AT_LARGE, today - 4 * DAY, **left)
    back = recorded(case, me, Kind.RETURNED, today, today=today, place=place)
    recorded(case, me, Kind.AT_LARGE, today, **left)
    assert facts_of([case.pk])[case.pk].at_large_since == today
    wrong, right = back, Given(Kind.RETURNED, today, place="HMP Elsewhere")
    if corrected == "leaving":
        wrong, right = first, Given(Kind.AT_LARGE, first.day, place=place, choice="escape", told_on=today)
    for details in ("Once.", "Twice."):
        wrong = correct_event(
            actor=me, event=wrong, given=right, details=details, reason="Another.", today=today,
            acknowledged=frozenset({"CUS-16", "CUS-23"}),
        )  # fmt: skip
    assert facts_of([case.pk])[case.pk].at_large_since == today
    assert gather([case.pk])[case.pk].at_large_on == today
