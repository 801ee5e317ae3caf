"""What somebody who must notify has to do next: each clock at its edges."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.rules.days import Due
from deadlines.rules.policies import PolicyValues, parse_policies
from notification.rules import clocks
from notification.rules.facts import Changed, Custody, Event, Facts, Kind, days_away, lawfully_held, without_errors
from tests.marks import rule

D = dt.date
START = D(2026, 3, 2)
FACTS = Facts(starts_on=START)
POLICIES = {
    one.key: one for one in parse_policies(Path("deadlines/reference/policies.toml").read_text(encoding="utf-8"))
}
NATIONAL, HAMPSHIRE = POLICIES["national-2022"], POLICIES["hampshire-2008"]


def event(kind: Kind, on: dt.date, **more: Any) -> Event:
    return Event(id=more.pop("id", f"{kind}-{on}"), kind=kind, on=on, **more)


def with_events(*events: Event, **more: Any) -> Facts:
    return replace(FACTS, events=events, **more)


def only(dues: Any) -> Due:
    """The one thing due."""
    [(_, due)] = list(dues)
    return due


@rule("NOT-07")
class TestTheFirstNotification:
    def test_is_due_three_days_after_the_start_whatever_the_weekday(self) -> None:
        due = only(clocks.initial(FACTS, frozenset()))
        assert (due.due_on, due.start_on) == (D(2026, 3, 5), START)
        assert "3 days from the start of notification on Monday 2 March 2026" in due.words

    def test_waits_while_they_are_inside_and_runs_from_the_release(self) -> None:
        inside = replace(FACTS, custody=(Custody(START),))
        assert list(clocks.initial(inside, frozenset())) == []
        released = replace(FACTS, custody=(Custody(START, D(2026, 9, 1)),))
        due = only(clocks.initial(released, frozenset()))
        assert due.due_on == D(2026, 9, 4) and "leaving custody on" in due.words

    def test_leaves_out_the_days_inside(self) -> None:
        assert clocks.add_free_days(START, 3, [Custody(D(2026, 3, 3), D(2026, 3, 10))]) == D(2026, 3, 12)
        assert clocks.add_free_days(START, 3, [Custody(D(2026, 3, 3))]) is None
        assert clocks.add_free_days(START, 3, [Custody(D(2026, 3, 6), D(2026, 3, 10))]) == D(2026, 3, 5)

    def test_the_day_of_the_release_is_inside_and_that_of_being_taken_in_is_not(self) -> None:
        inside = Custody(D(2026, 3, 3), D(2026, 3, 10))
        held = [inside.holds(D(2026, 3, day)) for day in (3, 4, 10, 11)]
        assert held == [False, True, True, False]

    @pytest.mark.parametrize("until", [None, D(2026, 9, 1)], ids=["inside", "released"])
    def test_missed_before_custody_it_stays_overdue(self, until: dt.date | None) -> None:
        missed = replace(FACTS, custody=(Custody(FACTS.starts_on + dt.timedelta(days=8), until),))
        assert only(clocks.initial(missed, frozenset())).start_on == FACTS.starts_on

    def test_is_owed_again_after_a_later_release(self) -> None:
        told = with_events(event(Kind.INITIAL, D(2026, 3, 4)))
        assert list(clocks.initial(told, frozenset())) == []
        again = replace(told, custody=(Custody(D(2026, 5, 1), D(2026, 6, 1)),))
        assert only(clocks.initial(again, frozenset())).due_on == D(2026, 6, 4)

    @given(st.dates(D(2020, 1, 1), D(2030, 12, 31)), st.integers(0, 400), st.integers(0, 400))
    def test_custody_never_brings_it_forward(self, start: dt.date, before: int, length: int) -> None:
        inside = Custody(start + dt.timedelta(days=before), start + dt.timedelta(days=before + length))
        due = clocks.add_free_days(start, 3, [inside])
        assert due is not None and due >= start + dt.timedelta(days=3)


@rule("NOT-08")
class TestAChange:
    CHANGE = event(Kind.CHANGE, D(2026, 4, 10), changed=Changed.PASSPORT)

    def test_is_due_three_days_later_over_a_weekend(self) -> None:
        due = only(clocks.changes(with_events(self.CHANGE), frozenset()))
        assert due.due_on == D(2026, 4, 13) and "passport" in due.words
        assert only(clocks.changes(with_events(self.CHANGE), {D(2026, 4, 13)})).last_working_day == D(2026, 4, 10)

    def test_is_settled_by_being_notified_and_not_by_another(self) -> None:
        other = event(Kind.NOTIFIED, D(2026, 4, 11), about="another")
        assert only(clocks.changes(with_events(self.CHANGE, other), frozenset()))
        told = event(Kind.NOTIFIED, D(2026, 4, 11), about=self.CHANGE.id)
        assert list(clocks.changes(with_events(self.CHANGE, told), frozenset())) == []

    def test_recorded_in_error_starts_nothing(self) -> None:
        wrong = event(Kind.ERROR, D(2026, 4, 12), about=self.CHANGE.id)
        assert without_errors([self.CHANGE, wrong]) == ()


@rule("NOT-09")
class TestSevenDaysAway:
    def stay(self, first: dt.date, days: int) -> Event:
        return event(Kind.AWAY, first, until=first + dt.timedelta(days=days - 1))

    def test_six_days_are_not_enough_and_seven_are(self) -> None:
        assert list(clocks.away(with_events(self.stay(D(2026, 5, 1), 6)), frozenset())) == []
        due = only(clocks.away(with_events(self.stay(D(2026, 5, 1), 7)), frozenset()))
        assert (due.start_on, due.due_on) == (D(2026, 5, 7), D(2026, 5, 10))

    def test_stays_are_added_up_within_twelve_months(self) -> None:
        near = with_events(self.stay(D(2026, 1, 1), 4), self.stay(D(2026, 12, 1), 3))
        assert only(clocks.away(near, frozenset())).start_on == D(2026, 12, 3)
        edge = self.stay(D(2026, 1, 1), 4)
        assert list(clocks.away(with_events(edge, self.stay(D(2026, 12, 30), 3)), frozenset())) == []
        within = with_events(edge, self.stay(D(2026, 12, 29), 3))
        assert only(clocks.away(within, frozenset())).start_on == D(2026, 12, 31)
        far = with_events(self.stay(D(2026, 1, 1), 4), self.stay(D(2027, 1, 2), 3))
        assert list(clocks.away(far, frozenset())) == []

    def test_a_day_counts_once(self) -> None:
        twice = with_events(self.stay(D(2026, 5, 1), 4), replace(self.stay(D(2026, 5, 2), 4), id="other"))
        assert list(clocks.away(twice, frozenset())) == []

    def test_a_stay_without_an_end_is_taken_to_last_seven_days(self) -> None:
        assert len(days_away(event(Kind.AWAY, D(2026, 5, 1)))) == 7

    def test_a_stay_without_an_end_is_taken_to_last(self) -> None:
        assert only(clocks.away(with_events(event(Kind.AWAY, D(2026, 5, 1))), frozenset())).due_on == D(2026, 5, 10)

    def test_a_notified_stay_between_two_others_takes_nothing_from_them(self) -> None:
        first, between, last = (self.stay(D(2026, month, 1), 4) for month in (2, 3, 4))
        told = event(Kind.NOTIFIED, D(2026, 3, 5), about=between.id)
        due = only(clocks.away(with_events(first, between, told, last), frozenset()))
        assert due.start_on == D(2026, 4, 3)

    def test_days_that_were_notified_count_no_further(self) -> None:
        stay = self.stay(D(2026, 5, 1), 7)
        told = event(Kind.NOTIFIED, D(2026, 5, 8), about=stay.id)
        later = self.stay(D(2026, 6, 1), 6)
        assert list(clocks.away(with_events(stay, told, later), frozenset())) == []


@rule("NOT-10")
class TestVerification:
    def test_is_due_every_year(self) -> None:
        told = event(Kind.INITIAL, D(2028, 2, 29))
        assert only(clocks.verification(with_events(told), frozenset())).due_on == D(2029, 2, 28)
        again = event(Kind.VERIFIED, D(2029, 2, 1))
        assert only(clocks.verification(with_events(told, again), frozenset())).due_on == D(2030, 2, 1)

    def test_is_not_put_off_by_notice_of_a_journey(self) -> None:
        told = event(Kind.INITIAL, D(2026, 1, 2))
        journey = event(Kind.TRAVEL, D(2026, 12, 1))
        notice = event(Kind.NOTIFIED, D(2026, 11, 20), about=journey.id)
        assert only(clocks.verification(with_events(told, journey, notice), frozenset())).due_on == D(2027, 1, 2)

    def test_is_due_every_week_without_a_fixed_abode(self) -> None:
        told, lost = event(Kind.INITIAL, START), event(Kind.CHANGE, D(2026, 5, 1), changed=Changed.NO_FIXED_ABODE)
        assert only(clocks.verification(with_events(told, lost), frozenset())).due_on == D(2026, 5, 8)
        seen = event(Kind.VERIFIED, D(2026, 5, 6))
        assert only(clocks.verification(with_events(told, lost, seen), frozenset())).due_on == D(2026, 5, 13)
        home = event(Kind.CHANGE, D(2026, 5, 10), changed=Changed.ADDRESS)
        assert only(clocks.verification(with_events(told, lost, seen, home), frozenset())).due_on == D(2027, 5, 6)

    def test_is_not_due_before_the_first_notification_nor_inside(self) -> None:
        assert list(clocks.verification(FACTS, frozenset())) == []
        inside = with_events(event(Kind.INITIAL, START), custody=(Custody(D(2026, 4, 1)),))
        assert list(clocks.verification(inside, frozenset())) == []


JOURNEY = event(Kind.TRAVEL, D(2026, 7, 20), until=D(2026, 8, 1))


@rule("NOT-11")
def test_a_journey_is_notified_seven_days_before_it() -> None:
    due = only(clocks.travel(with_events(JOURNEY), frozenset()))
    assert due.due_on == D(2026, 7, 13) and "7 days before the departure" in due.words
    told = event(Kind.NOTIFIED, D(2026, 7, 1), about=JOURNEY.id)
    assert list(clocks.travel(with_events(JOURNEY, told), frozenset())) == []


@rule("NOT-12")
def test_a_return_is_notified_within_three_days() -> None:
    assert only(clocks.returns(with_events(JOURNEY), frozenset())).due_on == D(2026, 8, 4)
    assert list(clocks.returns(with_events(replace(JOURNEY, until=None)), frozenset())) == []
    told = event(Kind.RETURNED, D(2026, 8, 2), about=JOURNEY.id)
    assert list(clocks.returns(with_events(JOURNEY, told), frozenset())) == []


@rule("NOT-13")
class TestHomeVisits:
    VISIT = event(Kind.VISIT, D(2026, 1, 31))

    @pytest.mark.parametrize(
        ("rosh", "due_on"),
        [
            ("very_high", D(2026, 4, 2)),
            ("high", D(2026, 4, 2)),
            ("", D(2026, 4, 2)),
            ("medium", D(2026, 6, 2)),
            ("low", D(2027, 3, 2)),
        ],
    )
    @pytest.mark.parametrize("local", [HAMPSHIRE, None])
    def test_follow_the_risk(self, rosh: str, due_on: dt.date, local: PolicyValues | None) -> None:
        due = only(clocks.visits(replace(FACTS, rosh=rosh), NATIONAL, local, frozenset()))
        assert due.due_on == due_on
        assert ("product's default" in due.words) == (local is None)

    def test_count_from_the_last_visit_and_say_what_is_preferred(self) -> None:
        facts = with_events(event(Kind.VISIT, D(2026, 8, 31)), rosh="low")
        due = only(clocks.visits(facts, NATIONAL, HAMPSHIRE, frozenset()))
        assert due.due_on == D(2027, 8, 31) and "preferably by Sunday 28 February 2027" in due.words

    def test_count_from_a_later_release_and_stop_inside(self) -> None:
        facts = with_events(event(Kind.VISIT, D(2026, 3, 10)), rosh="high")
        out = replace(facts, custody=(Custody(D(2026, 3, 20), D(2026, 5, 1)),))
        assert only(clocks.visits(out, NATIONAL, HAMPSHIRE, frozenset())).due_on == D(2026, 6, 1)
        inside = replace(facts, custody=(Custody(D(2026, 3, 20)),))
        assert list(clocks.visits(inside, NATIONAL, HAMPSHIRE, frozenset())) == []

    def test_follow_a_stricter_area(self) -> None:
        strict = replace(HAMPSHIRE, home_visit_medium_months=2)
        assert only(clocks.visits(replace(FACTS, rosh="medium"), NATIONAL, strict, frozenset())).due_on == D(2026, 5, 2)


@rule("NOT-14")
def test_a_move_is_followed_by_a_visit_within_fourteen_days() -> None:
    move = event(Kind.CHANGE, D(2026, 4, 1), changed=Changed.ADDRESS)
    assert only(clocks.visits_after_moves(with_events(move), NATIONAL, HAMPSHIRE, frozenset())).due_on == D(2026, 4, 15)
    before = with_events(move, event(Kind.VISIT, D(2026, 3, 31)))
    assert only(clocks.visits_after_moves(before, NATIONAL, HAMPSHIRE, frozenset()))
    after = with_events(move, event(Kind.VISIT, D(2026, 4, 1)))
    assert list(clocks.visits_after_moves(after, NATIONAL, HAMPSHIRE, frozenset())) == []
    other = event(Kind.CHANGE, D(2026, 4, 1), changed=Changed.NAME)
    assert list(clocks.visits_after_moves(with_events(other), NATIONAL, HAMPSHIRE, frozenset())) == []


@rule("NOT-07")
class TestUnlawfullyAtLarge:
    INSIDE = Custody(D(2026, 3, 1), D(2026, 9, 1))

    @pytest.mark.parametrize(
        ("gone", "held"),
        [
            ([], [INSIDE]),
            (
                [(D(2026, 4, 1), D(2026, 4, 10))],
                [Custody(D(2026, 3, 1), D(2026, 4, 1)), Custody(D(2026, 4, 10), D(2026, 9, 1))],
            ),
            ([(D(2026, 4, 1), None)], [Custody(D(2026, 3, 1), D(2026, 4, 1)), Custody(D(2026, 9, 1), D(2026, 9, 1))]),
            (
                [(D(2026, 4, 1), D(2026, 9, 1))],
                [Custody(D(2026, 3, 1), D(2026, 4, 1)), Custody(D(2026, 9, 1), D(2026, 9, 1))],
            ),
            ([(D(2026, 2, 28), None)], [INSIDE]),
            ([(D(2026, 9, 1), None)], [INSIDE]),
        ],
        ids=["never", "and back", "until the release", "back on the day of the release", "before", "after"],
    )
    def test_the_days_at_large_are_no_days_inside(self, gone: Any, held: list[Custody]) -> None:
        assert list(lawfully_held([self.INSIDE], gone)) == held

    def test_while_they_are_gone_they_are_not_inside(self) -> None:
        (piece,) = lawfully_held([Custody(D(2026, 3, 1))], [(D(2026, 4, 1), None)])
        assert piece == Custody(D(2026, 3, 1), D(2026, 4, 1))
        facts = replace(FACTS, custody=(piece,))
        due = only(clocks.initial(facts, frozenset()))
        assert (due.due_on, due.start_on) == (D(2026, 4, 4), D(2026, 4, 1))
        assert "leaving custody on Wednesday 1 April 2026" in due.words

    def test_a_change_made_at_large_is_due_though_they_were_taken_back(self) -> None:
        custody = lawfully_held([Custody(D(2026, 3, 1))], [(D(2026, 4, 1), D(2026, 4, 10))])
        moved = with_events(event(Kind.CHANGE, D(2026, 4, 5), changed=Changed.ADDRESS), custody=custody)
        assert only(clocks.changes(moved, frozenset())).due_on == D(2026, 4, 8)
        late = with_events(event(Kind.CHANGE, D(2026, 4, 9), changed=Changed.ADDRESS), custody=custody)
        assert list(clocks.changes(late, frozenset())) == []
