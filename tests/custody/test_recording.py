"""Recording custody through the services: what it changes, what falls due, and what is refused whole."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.http import Http404

from audit.models import AuditEvent
from audit.refusals import NotPermitted, RuleRefused
from custody import services
from custody.facts import facts_of, in_approved_premises
from custody.models import CustodyEvent
from custody.rules.events import Given
from custody.rules.kinds import Kind
from custody.timeline import told_to_victims
from deadlines.models import Deadline, Policy
from deadlines.services import check_deadlines
from levels.services import decide_level
from offenders.models import Case
from offenders.services.people import record_protected_person
from offenders.services.sentences import correct_offence, record_release
from offenders.writing import announce
from tests.custody.builders import confirmed, inside, recorded, report_fields, reported
from tests.factories import World, at_level_1, conviction
from tests.marks import rule

pytestmark = pytest.mark.django_db


def ahead(world: World, days: int) -> dt.date:
    return world.today + dt.timedelta(days=days)


def open_rules(case: Case) -> dict[str, dt.date]:
    """What is due on the case: rule and day."""
    rows = Deadline.objects.filter(case=case, closed_at__isnull=True)
    return dict(rows.values_list("rule", "due_on"))


class TestReleaseDate:
    @rule("CUS-01")
    def test_is_asked_for_until_it_is_confirmed_and_moves_the_clocks_before_release(
        self, world: World, case: Case
    ) -> None:
        me = world.practitioner
        conviction(case, me, today=world.today)
        period = inside(case, me, today=world.today, release_due_on=ahead(world, 300))
        before = open_rules(case)
        assert {"CUS-01", "REV-05"} <= set(before)
        confirmed(case, me, ahead(world, 330), today=world.today)
        period.refresh_from_db()
        after = open_rules(case)
        assert period.release_due_on == ahead(world, 330)
        assert "CUS-01" not in after
        assert after["REV-05"] > before["REV-05"]

    @rule("CUS-19")
    def test_a_correction_expects_the_right_day_and_a_withdrawal_the_one_before(self, world: World, case: Case) -> None:
        me = world.practitioner
        period = inside(case, me, today=world.today, release_due_on=ahead(world, 300))
        event = confirmed(case, me, ahead(world, 330), today=world.today)
        given = Given(
            Kind.RELEASE_DATE, ahead(world, 333), told_on=world.today, choice="first", source="Ada, HMP Invented"
        )
        right = services.correct_event(
            actor=me, event=event, given=given, details="", reason="Misread.", today=world.today
        )
        period.refresh_from_db()
        assert period.release_due_on == ahead(world, 333)
        services.correct_event(
            actor=me, event=right, given=given, details="", reason="Another person.", today=world.today, withdrawn=True
        )
        period.refresh_from_db()
        assert period.release_due_on == ahead(world, 300)
        assert CustodyEvent.objects.filter(case=case).count() == 3
        assert not facts_of([case.pk])[case.pk].of(Kind.RELEASE_DATE)
        assert "CUS-01" in open_rules(case)

    @rule("CUS-36")
    def test_known_before_another_one_moves_nothing_until_that_is_taken_back(self, world: World, case: Case) -> None:
        me, today = world.practitioner, world.today
        period = inside(case, me, today=today, release_due_on=ahead(world, 300))
        newer = confirmed(case, me, ahead(world, 100), today=today)
        told_on = today - dt.timedelta(days=60)
        given = Given(Kind.RELEASE_DATE, ahead(world, 280), told_on=told_on, choice="first", source="Ada, HMP Invented")
        record = {"actor": me, "case": case, "given": given, "details": "", "today": today}

        def expected() -> dt.date | None:
            period.refresh_from_db()
            return period.release_due_on

        with pytest.raises(RuleRefused) as refused:
            services.record_event(**record)
        assert refused.value.rules == ("CUS-36",)
        older = services.record_event(**record, acknowledged=frozenset({"CUS-36"}))
        assert expected() == ahead(world, 100)
        taking_back = {"actor": me, "details": "", "reason": "Another person.", "today": today, "withdrawn": True}
        services.correct_event(event=newer, given=given, **taking_back)
        assert expected() == ahead(world, 280)
        services.correct_event(event=older, given=given, **taking_back)
        assert expected() == ahead(world, 300)

    @rule("CUS-36")
    @pytest.mark.parametrize(("days", "expected"), [(61, 100), (0, 280)])
    def test_known_before_another_one_by_mistake_is_expected_once_that_is_corrected(
        self, world: World, case: Case, days: int, expected: int
    ) -> None:
        me, today = world.practitioner, world.today
        period = inside(case, me, today=today, release_due_on=ahead(world, 300))
        confirmed(case, me, ahead(world, 100), today=today)
        given = Given(
            Kind.RELEASE_DATE, ahead(world, 280), told_on=today - dt.timedelta(days=60), choice="appeal", source="Ada"
        )
        record = {"actor": me, "details": "", "today": today, "acknowledged": frozenset({"CUS-36"})}
        older = services.record_event(case=case, given=given, **record)
        right = replace(given, told_on=today - dt.timedelta(days=days))
        services.correct_event(event=older, given=right, reason="Misread.", **record)
        period.refresh_from_db()
        assert period.release_due_on == ahead(world, expected)

    @rule("CUS-19")
    def test_a_row_is_corrected_once_and_never_changed(self, world: World, case: Case) -> None:
        me = world.practitioner
        inside(case, me, today=world.today)
        event = confirmed(case, me, ahead(world, 330), today=world.today)
        again = Given(Kind.RELEASE_DATE, ahead(world, 331), told_on=world.today, choice="first", source="Ada")
        arguments = {"actor": me, "event": event, "given": again, "details": "", "today": world.today}
        services.correct_event(**arguments, reason="Misread.")
        with pytest.raises(RuleRefused) as refused:
            services.correct_event(**arguments, reason="Misread again.")
        assert refused.value.rules == ("CUS-19",)
        with pytest.raises(DatabaseError), transaction.atomic():
            CustodyEvent.objects.filter(pk=event.pk).in_bulk_with_own_audit().update(details="Other")

    @rule("OFF-21")
    def test_the_same_event_is_not_recorded_twice(self, world: World, case: Case) -> None:
        inside(case, world.practitioner, today=world.today)
        confirmed(case, world.practitioner, ahead(world, 330), today=world.today)
        with pytest.raises(RuleRefused) as refused:
            confirmed(case, world.practitioner, ahead(world, 330), today=world.today)
        assert refused.value.rules == ("OFF-21",)


@rule("CUS-16")
def test_what_is_refused_leaves_nothing_but_the_refusal(world: World, case: Case) -> None:
    with pytest.raises(RuleRefused):
        confirmed(case, world.practitioner, ahead(world, 330), today=world.today)
    assert not CustodyEvent.objects.filter(case=case).exists()
    assert AuditEvent.objects.filter(case_id=case.pk, refused=True, verb="custody.release_date").exists()


@rule("CUS-21")
def test_who_takes_no_part_records_nothing(world: World, case: Case) -> None:
    inside(case, world.practitioner, today=world.today)
    with pytest.raises(NotPermitted):
        confirmed(case, world.stranger, ahead(world, 330), today=world.today)


@rule("REV-16")
def test_the_type_of_recall_says_by_when_the_level_is_reviewed(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    conviction(case, me, today=today)
    period = inside(case, me, today=today)
    record_release(actor=me, custody=period, version=1, released_on=today - dt.timedelta(days=60), today=today)
    recalled = today - dt.timedelta(days=10)
    inside(case, me, today=today, days=10, recall=True)
    assert open_rules(case)["REV-16"] == recalled + dt.timedelta(days=27)
    recorded(case, me, Kind.RECALL, recalled, today=today, choice="fixed_term", until=ahead(world, 4))
    assert open_rules(case)["REV-16"] == ahead(world, 3)


@rule("CUS-16")
@rule("REV-16")
def test_a_recall_while_on_remand_is_confirmed_and_has_the_level_reviewed(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today

    def ago(days: int) -> dt.date:
        return today - dt.timedelta(days=days)

    conviction(case, me, today=today)
    inside(case, me, today=today, released_on=ago(100))
    recorded(case, me, Kind.RECEIVED, ago(9), today=today, choice="prison", place="HMP Invented")
    assert "REV-16" not in open_rules(case)
    given = Given(Kind.RECALL, ago(5), choice="standard")
    with pytest.raises(RuleRefused) as refused:
        services.record_event(actor=me, case=case, given=given, details="", today=today)
    assert [(one.rule, one.stops) for one in refused.value.findings] == [("CUS-16", False)]
    services.record_event(actor=me, case=case, given=given, details="", today=today, acknowledged=frozenset({"CUS-16"}))
    assert open_rules(case)["REV-16"] > ago(5)


@rule("CUS-06")
def test_executive_re_release_asks_for_a_review_of_its_own(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    period = inside(case, me, today=today)
    record_release(actor=me, custody=period, version=1, released_on=today - dt.timedelta(days=60), today=today)
    recorded(case, me, Kind.RECALL, today - dt.timedelta(days=10), today=today, choice="standard")
    assert "CUS-06" not in open_rules(case)
    given = {"told_on": today, "source": "Public Protection Casework Section"}
    recorded(case, me, Kind.RE_RELEASE, ahead(world, 20), today=today, **given)
    assert open_rules(case)["CUS-06"] == ahead(world, 19)


@rule("CUS-04")
@rule("CUS-05")
def test_parole_dates_ask_for_the_level_and_terrorist_offences_for_more_time(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    conviction(case, me, today=today)
    inside(case, me, today=today)
    given = {"told_on": today, "source": "Ada, HMP Invented"}
    recorded(case, me, Kind.PAROLE_ELIGIBILITY, ahead(world, 700), today=today, **given)
    first = open_rules(case)["CUS-04"]
    conviction(case, me, today=today, terrorist_connection=True, outcome_on=today - dt.timedelta(days=500))
    assert open_rules(case)["CUS-05"] < first
    assert "CUS-04" not in open_rules(case)


@rule("CUS-12")
@rule("MTG-13")
def test_a_move_between_approved_premises_keeps_the_clock_and_their_staff_expected(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    first, moved = today - dt.timedelta(days=80), today - dt.timedelta(days=10)
    recorded(case, me, Kind.PREMISES_ARRIVED, first, today=today, place="Invented House")
    due_on = open_rules(case)["CUS-12"]
    recorded(case, me, Kind.PREMISES_ARRIVED, moved, today=today, place="Other House")
    recorded(case, me, Kind.PREMISES_LEFT, moved, today=today)
    assert open_rules(case)["CUS-12"] == due_on
    assert in_approved_premises(case.pk, on=today)
    recorded(case, me, Kind.PREMISES_LEFT, today, today=today)
    assert "CUS-12" not in open_rules(case)
    assert not in_approved_premises(case.pk, on=today)


@rule("CUS-20")
def test_a_second_report_for_a_meeting_takes_the_place_of_the_first(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    inside(case, me, today=today)
    first = reported(case, me, today=today)
    again = {"actor": me, "case": case, "report": report_fields(today, conduct="Settled."), "today": today}
    with pytest.raises(RuleRefused) as refused:
        services.record_report(**again)
    assert refused.value.rules == ("CUS-20",)
    second = services.record_report(**again, reason="Moved to another wing.")
    assert second.supersedes_id == first.pk


@rule("CUS-09")
@rule("CUS-08")
@rule("CUS-11")
def test_a_patient_from_admission_to_conditional_discharge(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    inside(case, me, today=today, place="hospital", establishment="Invented Hospital")
    assert "CUS-08" in open_rules(case)
    recorded(case, me, Kind.PATIENT_NOTIFIED, today - dt.timedelta(days=399), today=today)
    recorded(case, me, Kind.UNESCORTED_LEAVE, ahead(world, 10), today=today)
    assert open_rules(case)["CUS-09"] == ahead(world, 9)
    recorded(case, me, Kind.LEAVE_NOTIFIED, today, today=today, choice="discharge")
    assert "CUS-09" in open_rules(case)
    recorded(case, me, Kind.LEAVE_NOTIFIED, today, today=today, choice="unescorted")
    assert not {"CUS-08", "CUS-09"} & set(open_rules(case))
    recorded(case, me, Kind.CONDITIONAL_DISCHARGE, today, today=today)
    assert "CUS-11" in open_rules(case)


@rule("ACC-62")
def test_victim_liaison_is_told_of_release_and_escape_without_the_place(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    inside(case, me, today=today)
    person = {"kind": "victim", "name": "Ada Testperson", "relationship": "None"}
    record_protected_person(actor=me, case=case, person=person)
    recorded(case, me, Kind.AT_LARGE, today, today=today, choice="escape", place="HMP Invented")
    recorded(case, me, Kind.PREMISES_PLANNED, today, today=today)
    (told,) = told_to_victims(me, case.pk)
    assert (told.title, told.text, told.by) == ("Escape, absconding or failure to return", "Escape", None)
    with pytest.raises(Http404):
        told_to_victims(world.colleague, case.pk)


@rule("LVL-12")
def test_the_prison_has_as_long_to_answer_as_the_policy_says(world: World, category_2_case: Case) -> None:
    from deadlines.models import Policy
    from levels.services import screen_case

    me, today, case = world.practitioner, world.today, category_2_case
    inside(case, me, today=today)
    notified = today - dt.timedelta(days=16)
    screen_case(
        actor=me,
        case=case,
        proposed_level=1,
        rationale="One agency can manage this.",
        history="One earlier conviction, every appointment kept.",
        information="Police.",
        sources=2,
        on=notified,
        today=today,
        prison_notified_on=notified,
    )
    national = Policy.objects.get(key="national-2022")
    national.values = {**national.values, "prison_silence_days": 20}
    national.save()
    arguments = {"actor": me, "case": case, "level": 1, "reason": "Enough.", "on": today, "today": today}
    with pytest.raises(RuleRefused) as refused:
        decide_level(**arguments, based_on="")
    assert "LVL-12" in refused.value.rules
    national.values = {**national.values, "prison_silence_days": 14}
    national.save()
    assert decide_level(**arguments, based_on="").level == 1


@rule("CUS-33")
def test_an_absolute_discharge_ends_the_category_once_it_is_at_the_order(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    order = {"disposal": "hospital_order", "term_value": None, "term_unit": ""}
    ends = {"licence_ends_on": None, "sentence_ends_on": None}
    offence = conviction(case, me, today=today, **order, **ends)
    inside(case, me, today=today, place="hospital", establishment="Invented Hospital")
    recorded(case, me, Kind.PATIENT_NOTIFIED, today - dt.timedelta(days=399), today=today)
    discharged = today - dt.timedelta(days=100)
    recorded(case, me, Kind.ABSOLUTE_DISCHARGE, discharged, today=today)
    assert open_rules(case)["CUS-33"] == discharged + dt.timedelta(days=3)
    correct_offence(actor=me, offence=offence, version=1, today=today, changes={"discharged_on": discharged})
    assert "CUS-33" not in open_rules(case)


@rule("CUS-22")
@pytest.mark.parametrize(
    ("since", "until", "refused"),
    [(300, 199, True), (300, 200, False), (100, 60, False), (101, 60, True), (400, 50, True), (150, 120, True)],
)
def test_a_time_in_custody_that_would_overlap_is_refused(
    world: World, case: Case, since: int, until: int, refused: bool
) -> None:
    me, today = world.practitioner, world.today

    def ago(days: int) -> dt.date:
        return today - dt.timedelta(days=days)

    inside(case, me, today=today, days=200, released_on=ago(100))
    try:
        inside(case, me, today=today, days=since, released_on=ago(until))
    except RuleRefused as refusal:
        assert (refusal.rules, refused) == (("CUS-22",), True)
        assert "It would overlap with the time in custody since" in str(refusal)
    else:
        assert not refused


@rule("CUS-22")
def test_while_one_lasts_no_other_is_recorded_within_it(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    inside(case, me, today=today, days=300)
    with pytest.raises(RuleRefused) as refused:
        inside(case, me, today=today, days=200, released_on=today - dt.timedelta(days=100))
    assert refused.value.rules == ("CUS-22",)


@rule("CUS-22")
def test_a_release_is_not_moved_into_a_later_time_in_custody(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today

    def ago(days: int) -> dt.date:
        return today - dt.timedelta(days=days)

    first = inside(case, me, today=today, days=200, released_on=ago(100))
    inside(case, me, today=today, days=60, recall=True)
    assert "REV-16" in open_rules(case)
    with pytest.raises(RuleRefused) as refused:
        record_release(actor=me, custody=first, version=1, released_on=ago(30), today=today)
    assert refused.value.rules == ("CUS-22",)
    assert [one.field for one in refused.value.findings] == ["released_on"]
    assert "REV-16" in open_rules(case)
    record_release(actor=me, custody=first, version=1, released_on=ago(60), today=today)
    assert "REV-16" in open_rules(case)


@rule("CUS-35")
def test_a_release_that_nobody_records_is_asked_for_until_it_is_or_a_new_date_comes(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    at_level_1(case, me, today=today)
    period = inside(case, me, today=today, release_due_on=today)
    assert "CUS-35" not in open_rules(case)
    tomorrow = today + dt.timedelta(days=1)
    with time_machine.travel(dt.datetime.combine(tomorrow, dt.time(12), tzinfo=dt.UTC)):
        check_deadlines(today=tomorrow)
        assert open_rules(case)["CUS-35"] == tomorrow and "REV-01" not in open_rules(case)
        confirmed(case, me, ahead(world, 30), today=tomorrow, choice="remand")
        assert "CUS-35" not in open_rules(case)
    later = ahead(world, 31)
    with time_machine.travel(dt.datetime.combine(later, dt.time(12), tzinfo=dt.UTC)):
        check_deadlines(today=later)
        assert open_rules(case)["CUS-35"] == later
        period.refresh_from_db()
        record_release(actor=me, custody=period, version=period.version, released_on=ahead(world, 30), today=later)
        assert "CUS-35" not in open_rules(case) and "REV-01" in open_rules(case)


@rule("CUS-35")
def test_so_is_the_discharge_of_a_patient_by_the_day_that_the_area_says(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    at_level_1(case, me, today=today)
    period = inside(case, me, today=today, place="hospital", establishment="Invented Hospital", release_due_on=today)
    assert "CUS-35" not in open_rules(case)
    later = today + dt.timedelta(days=2)
    with time_machine.travel(dt.datetime.combine(later, dt.time(12), tzinfo=dt.UTC)):
        check_deadlines(today=later)
        assert open_rules(case)["CUS-35"] == today + dt.timedelta(days=1)
        event = confirmed(case, me, ahead(world, 30), today=later, choice="discharge")
        assert "CUS-35" not in open_rules(case) and "CUS-26" not in open_rules(case)
        given = Given(Kind.RELEASE_DATE, today, told_on=later, choice="discharge", source="Ada, Invented Hospital")
        services.correct_event(actor=me, event=event, given=given, details="", reason="Misread.", today=later)
        local = Policy.objects.get(basis="local", areas__contains=[world.area.pk], superseded=False)
        local.values = {**local.values, "release_recorded_days": 0}
        local.save()
        announce(case)
        assert open_rules(case)["CUS-35"] == today
        period.refresh_from_db()
        record_release(actor=me, custody=period, version=period.version, released_on=today, today=later)
        assert "CUS-35" not in open_rules(case) and "REV-01" in open_rules(case)


@rule("OFF-07")
def test_a_release_is_not_due_before_the_first_day(world: World, case: Case) -> None:
    me, today = world.practitioner, world.today
    with pytest.raises(RuleRefused) as refused:
        inside(case, me, today=today, days=30, release_due_on=today - dt.timedelta(days=31))
    assert refused.value.rules == ("OFF-07",)
    inside(case, me, today=today, days=30, release_due_on=today - dt.timedelta(days=30))
