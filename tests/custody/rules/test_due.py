"""What falls due from custody: each sum at its boundary."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custody.rules import due
from custody.rules.due import CustodyFacts
from custody.rules.events import Known, Stay
from custody.rules.kinds import Kind
from custody.state import reminders
from deadlines.rules.days import Basis, Due
from deadlines.rules.policies import Limit, PolicyValues
from tests.marks import rule

NATIONAL = PolicyValues(
    "national", "National", "Guidance", Basis.NATIONAL, date(2022, 1, 1), release_date_confirmed_months=8
)
LOCAL = PolicyValues("local", "Local", "Protocol", Basis.LOCAL, date(2022, 1, 1), approved_premises_referral_months=3)
SINCE, RELEASE = date(2025, 1, 6), date(2027, 10, 31)
PRISON = Stay("prison", SINCE, None, RELEASE)
HOSPITAL = Stay("hospital", SINCE)


def facts(*events: Known, stay: Stay | None = PRISON) -> CustodyFacts:
    return CustodyFacts([stay] if stay else [], sorted(events, key=lambda event: event.day))


def event(kind: Kind, day: date, **more: object) -> Known:
    return Known(kind, day, key=f"{kind}-{day}", **more)  # type: ignore[arg-type]  # fields of Known


def only(found: object) -> Due:
    ((_, one),) = list(found)  # type: ignore[call-overload]  # pairs of key and due date
    return one  # type: ignore[no-any-return]  # a due date


@rule("CUS-01")
class TestReleaseDateConfirmed:
    def test_eight_months_before_the_release(self) -> None:
        one = only(due.release_confirmed(facts(), NATIONAL, None))
        assert (one.due_on, one.rule) == (date(2027, 2, 28), "CUS-01")
        assert one.words == "8 months before the release on Sunday 31 October 2027 (national, Guidance)"

    def test_the_stricter_of_two_binds_and_the_other_is_shown(self) -> None:
        local = replace(LOCAL, release_date_confirmed_months=10)
        one = only(due.release_confirmed(facts(), NATIONAL, local))
        assert one.due_on == date(2026, 12, 31)
        assert [other.due_on for other in one.also_shown] == [date(2027, 2, 28)]

    def test_at_once_when_less_is_left(self) -> None:
        short = facts(stay=replace(PRISON, since=date(2027, 6, 1)))
        assert only(due.release_confirmed(short, NATIONAL, None)).due_on == date(2027, 6, 1)

    @pytest.mark.parametrize(
        "known",
        [
            facts(event(Kind.RELEASE_DATE, RELEASE)),
            facts(stay=None),
            facts(stay=HOSPITAL),
            facts(stay=replace(PRISON, release_due_on=None)),
            facts(event(Kind.RECALL, SINCE, choice="fixed_term", until=RELEASE)),
        ],
        ids=["confirmed", "released", "in hospital", "no date known", "fixed term recall"],
    )
    def test_nothing_is_due_otherwise(self, known: CustodyFacts) -> None:
        assert not list(due.release_confirmed(known, NATIONAL, None))

    @pytest.mark.parametrize(
        ("stays", "lasts"),
        [
            ([], True),
            ([Stay("prison", date(2022, 3, 1), date(2022, 3, 29))], False),
            ([Stay("prison", date(2022, 3, 2), date(2022, 3, 29))], False),
            ([Stay("prison", date(2020, 1, 6), date(2022, 3, 1))], True),
            ([Stay("prison", date(2020, 1, 6), date(2022, 3, 2))], False),
        ],
        ids=["not back", "back that day and out", "back and out", "released before", "released since"],
    )
    def test_a_fixed_term_recall_counts_until_it_has_run_out(self, stays: list[Stay], lasts: bool) -> None:
        recalled = event(Kind.RECALL, date(2022, 3, 1), choice="fixed_term", until=date(2022, 3, 29))
        known = CustodyFacts([*stays, PRISON], [recalled])
        assert (known.recall == recalled) is lasts
        assert bool(list(due.release_confirmed(known, NATIONAL, None))) is not lasts

    def test_another_date_confirmed_is_not_enough(self) -> None:
        other = facts(event(Kind.RELEASE_DATE, RELEASE + dt.timedelta(days=1)))
        assert list(due.release_confirmed(other, NATIONAL, None))


@rule("CUS-02")
class TestPremisesReferral:
    PLANNED = event(Kind.PREMISES_PLANNED, date(2026, 5, 1))

    def test_as_long_before_release_as_the_local_policy_says(self) -> None:
        assert only(due.premises_referral(facts(self.PLANNED), NATIONAL, LOCAL)).due_on == date(2027, 7, 31)

    def test_nothing_without_plan_or_policy_or_once_referred(self) -> None:
        sent = event(Kind.PREMISES_REFERRAL, date(2026, 6, 1))
        assert not list(due.premises_referral(facts(), NATIONAL, LOCAL))
        assert not list(due.premises_referral(facts(self.PLANNED), NATIONAL, None))
        assert not list(due.premises_referral(facts(self.PLANNED, sent), NATIONAL, LOCAL))


@rule("CUS-03")
def test_the_report_is_back_two_working_days_before_the_meeting() -> None:
    held_on = date(2026, 5, 5)  # a Tuesday after a bank holiday
    assert due.prison_report(held_on, {date(2026, 5, 4)}).due_on == date(2026, 4, 30)
    assert due.prison_report(held_on, set()).due_on == date(2026, 5, 1)


@rule("CUS-07")
def test_the_mctc_has_fourteen_days() -> None:
    asked = event(Kind.MCTC_CONSULTED, date(2026, 2, 15))
    assert only(due.mctc_silence(facts(asked))).due_on == date(2026, 3, 1)
    assert not list(due.mctc_silence(facts(asked, event(Kind.MCTC_ANSWERED, date(2026, 2, 20)))))
    assert list(due.mctc_silence(facts(event(Kind.MCTC_ANSWERED, date(2026, 2, 10)), asked)))


@rule("CUS-08")
def test_a_patient_is_identified_within_three_days() -> None:
    assert only(due.patient_identified(facts(stay=HOSPITAL))).due_on == date(2025, 1, 9)
    assert not list(due.patient_identified(facts()))
    assert not list(due.patient_identified(facts(event(Kind.PATIENT_NOTIFIED, SINCE), stay=HOSPITAL)))


@rule("CUS-09")
def test_part_3_is_sent_before_the_first_unescorted_leave() -> None:
    leave, later = event(Kind.UNESCORTED_LEAVE, date(2026, 5, 1)), event(Kind.UNESCORTED_LEAVE, date(2026, 6, 1))
    assert only(due.leave_notified(facts(leave, later, stay=HOSPITAL))).due_on == date(2026, 4, 30)
    sent = event(Kind.LEAVE_NOTIFIED, date(2026, 4, 1))
    assert not list(due.leave_notified(facts(leave, sent, stay=HOSPITAL)))
    assert not list(due.leave_notified(facts(leave, replace(sent, choice="unescorted"), stay=HOSPITAL)))
    assert list(due.leave_notified(facts(leave, replace(sent, choice="discharge"), stay=HOSPITAL)))
    assert not list(due.leave_notified(facts(stay=HOSPITAL)))
    assert not list(due.leave_notified(facts(leave)))


@rule("CUS-10")
def test_a_recalled_patient_is_referred_to_the_tribunal_within_a_month() -> None:
    recalled = event(Kind.PATIENT_RECALL, date(2026, 1, 31))
    assert only(due.tribunal_referral(facts(recalled))).due_on == date(2026, 2, 28)
    assert not list(due.tribunal_referral(facts(recalled, event(Kind.TRIBUNAL_REFERRAL, date(2026, 2, 3)))))


@rule("CUS-11")
def test_supervisors_report_every_three_months_until_it_ends() -> None:
    discharged = event(Kind.CONDITIONAL_DISCHARGE, date(2026, 1, 31))
    report = event(Kind.SUPERVISORS_REPORT, date(2026, 4, 2))
    assert only(due.supervisors_report(facts(discharged, stay=None))).due_on == date(2026, 4, 30)
    assert only(due.supervisors_report(facts(discharged, report, stay=None))).due_on == date(2026, 7, 2)
    for end in (Kind.ABSOLUTE_DISCHARGE, Kind.PATIENT_RECALL):
        assert not list(due.supervisors_report(facts(discharged, report, event(end, date(2026, 5, 1)))))
    assert not list(due.supervisors_report(facts()))


@rule("CUS-12")
def test_the_area_is_looked_at_again_after_three_months_in_approved_premises() -> None:
    arrived = event(Kind.PREMISES_ARRIVED, date(2026, 1, 15))
    assert only(due.premises_area(facts(arrived, stay=None))).due_on == date(2026, 4, 15)
    for end in (Kind.PREMISES_AREA, Kind.PREMISES_LEFT):
        assert not list(due.premises_area(facts(arrived, event(end, date(2026, 3, 1)))))


ARRIVED, MOVED = date(2026, 3, 1), date(2026, 5, 10)
INTO = event(Kind.PREMISES_ARRIVED, ARRIVED)
OUT, ONWARD = event(Kind.PREMISES_LEFT, MOVED), event(Kind.PREMISES_ARRIVED, MOVED)
LOOKED_AT = event(Kind.PREMISES_AREA, date(2026, 4, 1))


@rule("CUS-12")
@pytest.mark.parametrize(
    ("events", "start"),
    [
        ([INTO, OUT, ONWARD], ARRIVED),
        ([INTO, ONWARD, OUT], ARRIVED),
        ([INTO, ONWARD], ARRIVED),
        ([INTO, OUT, replace(ONWARD, day=MOVED + dt.timedelta(days=1))], MOVED + dt.timedelta(days=1)),
        ([INTO, ONWARD, OUT, OUT], None),
        ([INTO, OUT, ONWARD, event(Kind.PREMISES_LEFT, MOVED + dt.timedelta(days=1))], None),
        ([ONWARD, OUT], None),
        ([INTO, LOOKED_AT, OUT, ONWARD], MOVED),
        ([INTO, OUT, ONWARD, replace(LOOKED_AT, day=MOVED)], None),
    ],
    ids=[
        "left, then arrived",
        "arrived, then left",
        "never recorded as left",
        "a day between",
        "gone from both",
        "gone the day after",
        "there for a day",
        "looked at before the move",
        "looked at after the move",
    ],
)
def test_a_move_between_approved_premises_in_one_day_does_not_end_the_stay(
    events: list[Known], start: date | None
) -> None:
    found = [one.start_on for _, one in due.premises_area(facts(*events, stay=None))]
    assert found == ([start] if start else [])


@rule("CUS-12")
@pytest.mark.parametrize(("days", "asked"), [(-1, True), (0, True), (1, False)])
def test_whoever_is_taken_into_custody_has_left_the_premises(days: int, asked: bool) -> None:
    taken = Stay("prison", ARRIVED + dt.timedelta(days=days))
    before = Stay("prison", SINCE, ARRIVED)
    for stay in (taken, replace(taken, until=MOVED)):
        assert bool(list(due.premises_area(CustodyFacts([before, stay], [INTO])))) is asked
    again = CustodyFacts([before, replace(taken, until=MOVED)], [INTO, ONWARD])
    assert only(due.premises_area(again)).start_on == (ARRIVED if asked else MOVED)


@rule("CUS-13")
def test_police_are_told_of_an_escape_at_once() -> None:
    left = event(Kind.AT_LARGE, date(2026, 1, 15))
    assert only(due.police_told(facts(left))).due_on == date(2026, 1, 15)
    assert not list(due.police_told(facts(replace(left, told_on=date(2026, 1, 15)))))


@rule("DAY-05")
def test_a_limit_on_a_sunday_shows_the_last_working_day() -> None:
    compute = due.by_facts(due.mctc_silence)
    asked = facts(event(Kind.MCTC_CONSULTED, date(2026, 2, 15)))
    ((_, one),) = compute(asked, NATIONAL, None, frozenset())
    assert (one.due_on, one.last_working_day) == (date(2026, 3, 1), date(2026, 2, 27))


DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@given(since=DAYS, first=DAYS, later=st.integers(0, 900))
def test_a_later_release_is_never_confirmed_earlier_and_never_after_the_release(
    since: date, first: date, later: int
) -> None:
    def confirmed_by(release: date) -> date:
        return only(due.release_confirmed(facts(stay=Stay("prison", since, None, release)), NATIONAL, None)).due_on

    release = max(since, first)
    assert confirmed_by(release) <= release
    assert confirmed_by(release) <= confirmed_by(release + dt.timedelta(days=later))


@given(day=DAYS, later=st.integers(0, 400))
@pytest.mark.parametrize(
    ("rule_", "kind"),
    [
        (due.mctc_silence, Kind.MCTC_CONSULTED),
        (due.tribunal_referral, Kind.PATIENT_RECALL),
        (due.supervisors_report, Kind.CONDITIONAL_DISCHARGE),
        (due.premises_area, Kind.PREMISES_ARRIVED),
        (due.police_told, Kind.AT_LARGE),
    ],
    ids=["mctc", "tribunal", "report", "premises", "police"],
)
def test_what_runs_from_an_event_is_never_before_it_and_moves_with_it(
    rule_: Callable[[CustodyFacts], due.Dues], kind: Kind, day: date, later: int
) -> None:
    one = only(rule_(facts(event(kind, day), stay=None)))
    moved = only(rule_(facts(event(kind, day + dt.timedelta(days=later)), stay=None)))
    assert day <= one.due_on <= moved.due_on


@given(held_on=DAYS)
def test_a_report_is_back_at_least_two_days_before_any_meeting(held_on: date) -> None:
    assert due.prison_report(held_on, frozenset()).due_on <= held_on - dt.timedelta(days=2)


@rule("CUS-27")
@pytest.mark.parametrize(
    ("stays", "events", "since"),
    [
        ([Stay("prison", date(2025, 1, 6))], [], date(2026, 3, 2)),
        ([Stay("prison", date(2025, 1, 6))], [Known(Kind.RETURNED, date(2026, 3, 2))], None),
        ([Stay("prison", date(2025, 1, 6))], [Known(Kind.RETURNED, date(2026, 3, 1))], date(2026, 3, 2)),
        ([Stay("prison", date(2025, 1, 6), date(2026, 3, 1))], [], date(2026, 3, 2)),
        ([Stay("prison", date(2025, 1, 6), date(2026, 3, 2))], [], None),
        ([Stay("prison", date(2026, 3, 2))], [], date(2026, 3, 2)),
        ([Stay("prison", date(2026, 3, 3))], [], None),
    ],
)
def test_somebody_is_at_large_until_they_are_back_released_or_held_anew(
    stays: list[Stay], events: list[Known], since: date | None
) -> None:
    left = Known(Kind.AT_LARGE, date(2026, 3, 2))
    assert CustodyFacts(stays, [left, *events]).at_large_since == since


@rule("NOT-07")
@pytest.mark.parametrize(
    ("stays", "events", "back"),
    [
        ([Stay("prison", date(2025, 1, 6))], [], None),
        ([Stay("prison", date(2025, 1, 6))], [Known(Kind.RETURNED, date(2026, 3, 1))], None),
        ([Stay("prison", date(2025, 1, 6))], [Known(Kind.RETURNED, date(2026, 3, 2))], date(2026, 3, 2)),
        ([Stay("prison", date(2025, 1, 6))], [Known(Kind.RETURNED, date(2026, 3, 9))], date(2026, 3, 9)),
        ([Stay("prison", date(2026, 3, 2))], [], None),
        ([Stay("prison", date(2026, 3, 3))], [Known(Kind.RETURNED, date(2026, 3, 9))], date(2026, 3, 3)),
    ],
)
def test_an_absence_lasts_until_the_first_return_or_time_inside_after_it(
    stays: list[Stay], events: list[Known], back: date | None
) -> None:
    left = Known(Kind.AT_LARGE, date(2026, 3, 2))
    assert CustodyFacts(stays, [left, *events]).absences() == [(date(2026, 3, 2), back)]


def test_whoever_left_twice_was_absent_twice() -> None:
    left = [Known(Kind.AT_LARGE, date(2026, 3, 20)), Known(Kind.AT_LARGE, date(2026, 3, 2))]
    back = Known(Kind.RETURNED, date(2026, 3, 5))
    held = CustodyFacts([Stay("prison", date(2025, 1, 6))], [*left, back])
    assert held.absences() == [(date(2026, 3, 2), date(2026, 3, 5)), (date(2026, 3, 20), None)]


GONE, BACK = Known(Kind.AT_LARGE, date(2026, 3, 1)), Known(Kind.RETURNED, date(2026, 3, 4))
GONE_AGAIN = replace(GONE, day=BACK.day)


@rule("CUS-27")
@rule("NOT-07")
@pytest.mark.parametrize(
    ("events", "absences", "since"),
    [
        ([GONE, BACK, GONE_AGAIN], [(GONE.day, BACK.day), (BACK.day, None)], BACK.day),
        ([GONE, BACK, GONE_AGAIN, BACK], [(GONE.day, BACK.day), (BACK.day, BACK.day)], None),
        ([GONE_AGAIN, BACK], [(BACK.day, BACK.day)], None),
        ([BACK, GONE_AGAIN], [(BACK.day, BACK.day)], None),
        ([GONE, GONE_AGAIN, BACK], [(GONE.day, BACK.day), (BACK.day, BACK.day)], None),
    ],
    ids=["gone again", "and back again", "gone and back", "the leaving corrected since", "never back in between"],
)
def test_a_return_answers_the_leavings_recorded_before_it_that_day(
    events: list[Known], absences: list[tuple[date, date | None]], since: date | None
) -> None:
    held = CustodyFacts([Stay("prison", date(2025, 1, 6))], events)
    assert held.absences() == absences
    assert held.at_large_since == since


@rule("CUS-27")
def test_a_correction_of_the_return_leaves_somebody_gone_who_is_gone_again() -> None:
    first = dt.datetime(2026, 3, 4, 9, tzinfo=dt.UTC)
    back = replace(BACK, recorded_at=first, corrected_on=date(2026, 3, 6))
    again = replace(GONE_AGAIN, recorded_at=first + dt.timedelta(hours=8))
    gone = replace(GONE, recorded_at=first - dt.timedelta(days=3))
    held = CustodyFacts([Stay("prison", date(2025, 1, 6))], [gone, again, back])
    assert held.absences() == [(GONE.day, BACK.day), (BACK.day, None)]
    assert held.at_large_since == BACK.day


@rule("CUS-27")
def test_a_return_after_a_recall_answers_no_leaving_of_that_day() -> None:
    recalled = Known(Kind.RECALL, date(2026, 3, 1))
    held = CustodyFacts([Stay("prison", BACK.day)], [recalled, BACK, GONE_AGAIN])
    assert held.at_large_since == BACK.day


@rule("CUS-33")
def test_the_absolute_discharge_is_recorded_at_the_order_within_three_days() -> None:
    discharged = event(Kind.ABSOLUTE_DISCHARGE, date(2026, 3, 6))
    known = facts(discharged, stay=None)
    one = only(due.order_ended(replace(known, order_since=date(2026, 3, 6))))
    assert (one.due_on, one.rule) == (date(2026, 3, 9), "CUS-33")
    assert not list(due.order_ended(known))
    assert not list(due.order_ended(replace(known, order_since=date(2026, 3, 7))))
    assert not list(due.order_ended(CustodyFacts(order_since=date(2026, 3, 6))))


@rule("CUS-10")
def test_a_recall_from_a_community_treatment_order_goes_to_no_tribunal_by_itself() -> None:
    recalled = Known(Kind.PATIENT_RECALL, date(2026, 3, 2))
    treated = ((date(2026, 1, 5), None),)
    assert list(due.tribunal_referral(CustodyFacts((), [recalled], treated=treated))) == []
    discharged = Known(Kind.CONDITIONAL_DISCHARGE, date(2026, 2, 2))
    assert len(list(due.tribunal_referral(CustodyFacts((), [discharged, recalled], treated=treated)))) == 1


@rule("CUS-35")
class TestReleaseRecorded:
    AFTER = RELEASE + dt.timedelta(days=1)

    def test_the_day_after_the_release_date_and_not_before_that_has_passed(self) -> None:
        assert not list(due.release_recorded(facts(), RELEASE))
        for today in (self.AFTER, self.AFTER + dt.timedelta(days=90)):
            one = only(due.release_recorded(facts(), today))
            assert (one.due_on, one.start_on, one.rule) == (self.AFTER, RELEASE, "CUS-35")
        (reminder,) = [one for one in reminders(facts(), self.AFTER) if one.rule == "CUS-35"]
        assert "31 October 2027" in reminder.message
        assert not [one for one in reminders(facts(), RELEASE) if one.rule == "CUS-35"]

    @pytest.mark.parametrize(
        "known",
        [
            facts(stay=None),
            facts(stay=replace(PRISON, until=RELEASE)),
            facts(stay=replace(PRISON, release_due_on=None)),
            facts(stay=replace(PRISON, release_due_on=AFTER)),
            facts(stay=HOSPITAL),
            facts(stay=replace(HOSPITAL, release_due_on=AFTER)),
            facts(stay=replace(HOSPITAL, release_due_on=RELEASE, until=RELEASE)),
            facts(event(Kind.AT_LARGE, RELEASE)),
        ],
        ids=[
            *("in the community", "released", "no date known", "a new date"),
            *("a patient without a date", "a patient with a new date", "discharged", "at large"),
        ],
    )
    def test_nothing_otherwise(self, known: CustodyFacts) -> None:
        assert not list(due.release_recorded(known, self.AFTER))

    def test_so_of_a_patient_whose_day_of_discharge_has_passed(self) -> None:
        patient = facts(stay=replace(HOSPITAL, release_due_on=RELEASE))
        assert not list(due.release_recorded(patient, RELEASE))
        for today in (self.AFTER, self.AFTER + dt.timedelta(days=1)):
            one = only(due.release_recorded(patient, today))
            assert (one.due_on, one.start_on, one.rule) == (self.AFTER, RELEASE, "CUS-35")
            assert one.words.startswith("1 day from the discharge date")
        (reminder,) = [one for one in reminders(patient, self.AFTER) if one.rule == "CUS-35"]
        assert reminder.message.startswith("Discharge was due on 31 October 2027, and neither the discharge")
        assert not [one for one in reminders(patient, RELEASE) if one.rule == "CUS-35"]

    def test_sooner_where_the_area_says(self) -> None:
        same_day = Limit(0, Basis.LOCAL, "Theirs", "Their protocol")
        one = only(due.release_recorded(facts(), self.AFTER, same_day))
        assert (one.due_on, one.basis, one.policy) == (RELEASE, Basis.LOCAL, "Theirs")
        assert one.words.startswith("0 days from the release date") and "Their protocol" in one.words

    def test_again_once_the_person_is_back(self) -> None:
        back = facts(event(Kind.AT_LARGE, RELEASE), event(Kind.RETURNED, self.AFTER))
        assert only(due.release_recorded(back, self.AFTER)).due_on == self.AFTER
