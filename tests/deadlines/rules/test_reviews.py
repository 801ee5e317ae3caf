"""When a case is reviewed next, with the sum in words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.calendar import bank_holidays
from deadlines.rulebook import rule as entry
from deadlines.rules import reviews
from deadlines.rules.days import Basis, Due
from deadlines.rules.reviews import ReviewFacts
from tests.deadlines.rules.test_policies import DORSET, HAMPSHIRE, NATIONAL
from tests.marks import rule

HOLIDAYS = bank_holidays(2024, 2029)
MET = date(2026, 3, 3)
LEVEL_2 = ReviewFacts(level=2, level_began_on=date(2025, 11, 11), level_decided_on=MET, last_meeting_on=MET)
LEVEL_3 = replace(LEVEL_2, level=3)
LEVEL_1 = ReviewFacts(level=1, level_began_on=date(2025, 9, 1), level_decided_on=date(2025, 9, 1), last_review_on=MET)
RELEASE = date(2026, 8, 31)
IN_CUSTODY = ReviewFacts(level=2, in_custody=True, inside_since=date(2025, 1, 6), release_due_on=RELEASE)


def due(found: Due | None) -> Due:
    """The deadline, which this test expects to exist."""
    assert found is not None
    return found


class TestBesideTheInterval:
    """What else a review brings with it makes it due only where that is sooner."""

    @rule("REV-17")
    @pytest.mark.parametrize(
        ("months", "on", "rule_id"), [(3, date(2026, 6, 3), "REV-17"), (4, date(2026, 6, 23), "REV-01")]
    )
    def test_disclosure_at_level_1(self, months: int, on: date, rule_id: str) -> None:
        local = replace(HAMPSHIRE, level_1_disclosure_months=months)
        found = due(reviews.next_review(LEVEL_1, NATIONAL, local))
        assert (found.due_on, found.rule) == (on, rule_id)

    @rule("REV-18")
    @pytest.mark.parametrize(
        ("facts", "setting", "figure", "on"),
        [
            (LEVEL_2, "level_2_full_meeting_months", 2, date(2026, 5, 3)),
            (LEVEL_3, "level_3_full_meeting_weeks", 5, date(2026, 4, 7)),
        ],
    )
    def test_a_full_meeting(self, facts: ReviewFacts, setting: str, figure: int, on: date) -> None:
        found = due(reviews.next_review(facts, NATIONAL, replace(HAMPSHIRE, **{setting: figure})))
        assert (found.due_on, found.rule, found.basis) == (on, "REV-18", Basis.LOCAL)
        assert "from the meeting held on Tuesday 3 March 2026 (local" in found.words

    @rule("REV-18")
    @pytest.mark.parametrize("facts", [LEVEL_2, LEVEL_3], ids=["level 2", "level 3"])
    def test_is_not_mentioned_where_the_interval_is_shorter(self, facts: ReviewFacts) -> None:
        found = due(reviews.next_review(facts, NATIONAL, HAMPSHIRE))
        assert "REV-18" not in {found.rule, *(one.rule for one in found.also_shown)}


class TestInterval:
    @pytest.mark.parametrize(
        ("facts", "on", "rule_id"),
        [
            pytest.param(LEVEL_2, date(2026, 6, 23), "REV-02", marks=rule("REV-02")),
            pytest.param(LEVEL_3, date(2026, 4, 28), "REV-03", marks=rule("REV-03")),
            pytest.param(LEVEL_1, date(2026, 6, 23), "REV-11", marks=rule("REV-11")),
        ],
    )
    def test_nationally_runs_from_the_last_meeting_or_review(self, facts: ReviewFacts, on: date, rule_id: str) -> None:
        found = due(reviews.next_review(facts, NATIONAL))
        assert (found.due_on, found.start_on, found.rule, found.basis) == (on, MET, rule_id, Basis.NATIONAL)
        assert found.policy == NATIONAL.name

    @rule("REV-03")
    def test_is_shown_as_a_sum_in_words(self) -> None:
        words = "8 weeks from the meeting held on Tuesday 3 March 2026 (national, MAPPA Guidance 13a.37)"
        assert due(reviews.next_review(LEVEL_3, NATIONAL)).words == words

    @rule("REV-11")
    def test_says_when_it_is_the_product_s_own_default(self) -> None:
        assert "the product's default" in due(reviews.next_review(LEVEL_1, NATIONAL)).words

    @rule("REV-08")
    @pytest.mark.parametrize(
        ("facts", "weeks"),
        [
            (LEVEL_2, 12),
            (LEVEL_3, 6),
        ],
    )
    def test_in_hampshire_is_shorter_and_shows_the_national_one(self, facts: ReviewFacts, weeks: int) -> None:
        found = due(reviews.next_review(facts, NATIONAL, HAMPSHIRE))
        assert (found.due_on, found.basis) == (MET + timedelta(weeks=weeks), Basis.LOCAL)
        assert [one.basis for one in found.also_shown] == [Basis.NATIONAL]

    @rule("REV-01")
    def test_at_level_1_follows_the_standard_that_the_area_states(self) -> None:
        local = replace(HAMPSHIRE, level_1_review_weeks=26, level_1_disclosure_months=None)
        found = due(reviews.next_review(LEVEL_1, NATIONAL, local))
        assert (found.due_on, found.rule, found.basis) == (date(2026, 9, 1), "REV-01", Basis.LOCAL)
        assert found.also_shown == ()

    @rule("REV-08")
    def test_is_not_stretched_by_a_laxer_policy(self) -> None:
        assert due(reviews.next_review(LEVEL_3, NATIONAL, DORSET)).due_on == date(2026, 4, 28)

    @rule("REV-02")
    def test_runs_from_the_decision_before_the_first_meeting(self) -> None:
        facts = replace(
            LEVEL_2, level_began_on=date(2026, 3, 2), level_decided_on=date(2026, 3, 2), last_meeting_on=None
        )
        found = due(reviews.next_review(facts, NATIONAL))
        assert found.due_on == date(2026, 6, 22)
        assert "the level decision of Monday 2 March 2026" in found.words

    @rule("REV-02")
    def test_is_not_put_off_by_recording_the_same_level_again(self) -> None:
        again = replace(LEVEL_2, level_decided_on=date(2026, 5, 5))
        assert due(reviews.next_review(again, NATIONAL)).due_on == date(2026, 6, 23)

    @rule("REV-10")
    def test_runs_from_release_when_the_last_meeting_was_in_custody(self) -> None:
        released = replace(LEVEL_2, released_on=date(2026, 4, 1))
        assert due(reviews.next_review(released, NATIONAL)).due_on == date(2026, 7, 22)
        assert due(reviews.next_review(replace(released, released_on=date(2026, 2, 1)), NATIONAL)).start_on == MET

    @rule("DAY-05")
    def test_shows_the_last_working_day_when_it_falls_on_a_holiday(self) -> None:
        facts = replace(LEVEL_3, last_meeting_on=date(2026, 2, 9), level_began_on=None)
        found = due(reviews.next_review(facts, NATIONAL, holidays=HOLIDAYS))
        assert (found.due_on, found.last_working_day) == (date(2026, 4, 6), date(2026, 4, 2))

    @rule("REV-04")
    @pytest.mark.parametrize("facts", [LEVEL_1, LEVEL_2, LEVEL_3], ids=["1", "2", "3"])
    @pytest.mark.parametrize("local", [None, HAMPSHIRE], ids=["national", "Hampshire"])
    def test_does_not_run_in_custody(self, facts: ReviewFacts, local: object) -> None:
        assert reviews.next_review(replace(facts, in_custody=True), NATIONAL, local) is None

    @rule("REV-15")
    @pytest.mark.parametrize("changes", [{"ended_on": MET}, {"level": None}], ids=["ended", "no level"])
    def test_does_not_run_without_a_level_or_after_the_end(self, changes: dict[str, object]) -> None:
        assert reviews.next_review(LEVEL_2, NATIONAL) is not None
        assert reviews.next_review(replace(LEVEL_2, **changes), NATIONAL) is None

    @rule("REV-06")
    def test_after_a_recall_is_for_the_area_to_set(self) -> None:
        recalled = replace(LEVEL_2, recalled_on=date(2026, 3, 10), released_on=date(2025, 12, 1), in_custody=True)
        assert reviews.next_review(recalled, NATIONAL, HAMPSHIRE) is None
        found = due(reviews.next_review(recalled, NATIONAL, replace(HAMPSHIRE, recall_review_weeks=10)))
        assert (found.due_on, found.rule, found.basis) == (date(2026, 5, 19), "REV-06", Basis.LOCAL)

    @rule("REV-06")
    def test_runs_again_from_release_after_a_recall(self) -> None:
        again_out = replace(LEVEL_2, recalled_on=date(2026, 3, 10), released_on=date(2026, 4, 7))
        assert due(reviews.next_review(again_out, NATIONAL)).due_on == date(2026, 7, 28)


@rule("REV-13")
class TestAfterRelease:
    RELEASED = replace(LEVEL_2, released_on=date(2026, 3, 31))

    def test_a_local_month_binds_until_a_meeting_is_held(self) -> None:
        found = due(reviews.next_review(self.RELEASED, NATIONAL, HAMPSHIRE))
        assert (found.due_on, found.rule) == (date(2026, 4, 30), "REV-13")
        assert [one.due_on for one in found.also_shown] == [date(2026, 6, 23), date(2026, 7, 21)]

    def test_a_meeting_on_the_day_of_release_counts(self) -> None:
        met = replace(self.RELEASED, last_meeting_on=date(2026, 3, 31))
        assert due(reviews.next_review(met, NATIONAL, HAMPSHIRE)).rule == "REV-02"

    def test_level_3_has_such_a_meeting_too(self) -> None:
        found = due(reviews.next_review(replace(self.RELEASED, level=3), NATIONAL, HAMPSHIRE))
        assert (found.due_on, found.rule, found.policy) == (date(2026, 4, 30), "REV-13", HAMPSHIRE.name)
        assert HAMPSHIRE.source_of("meeting_after_release_months") in found.words

    def test_the_national_policy_alone_sets_none(self) -> None:
        assert due(reviews.next_review(self.RELEASED, NATIONAL)).rule == "REV-02"

    def test_level_1_has_no_such_meeting(self) -> None:
        released = replace(LEVEL_1, released_on=date(2026, 3, 31))
        assert due(reviews.next_review(released, NATIONAL, HAMPSHIRE)).rule == "REV-01"


class TestBeforeRelease:
    @rule("REV-05")
    @pytest.mark.parametrize(
        ("release", "on"),
        [
            (date(2026, 8, 31), date(2026, 2, 28)),
            (date(2028, 8, 31), date(2028, 2, 29)),
            (date(2026, 9, 1), date(2026, 3, 1)),
        ],
        ids=str,
    )
    def test_the_level_is_set_six_months_ahead(self, release: date, on: date) -> None:
        found = due(reviews.level_before_release(replace(IN_CUSTODY, level=None, release_due_on=release), NATIONAL))
        assert (found.due_on, found.rule) == (on, "REV-05")

    @rule("REV-05")
    def test_a_short_time_in_custody_makes_it_at_once(self) -> None:
        short = replace(IN_CUSTODY, level=None, inside_since=date(2026, 6, 1))
        found = due(reviews.level_before_release(short, NATIONAL))
        assert found.due_on == date(2026, 6, 1)
        assert found.words.startswith("At once")

    @rule("REV-05")
    @pytest.mark.parametrize(
        ("changes", "open_"),
        [
            ({}, True),
            ({"level_decided_on": date(2025, 1, 5)}, True),
            ({"level_decided_on": date(2025, 8, 30)}, True),
            ({"level_decided_on": date(2025, 8, 31)}, False),
            ({"level_decided_on": date(2025, 1, 6), "inside_since": None}, True),
            ({"level_decided_on": date(2026, 3, 2), "inside_since": date(2026, 3, 3)}, True),
            ({"level_decided_on": date(2026, 3, 3), "inside_since": date(2026, 3, 3)}, False),
            ({"in_custody": False}, False),
            ({"release_due_on": None}, False),
            ({"ended_on": MET}, False),
        ],
        ids=str,
    )
    def test_the_clock_stops_once_a_level_is_set_since_custody_began(
        self, changes: dict[str, object], open_: bool
    ) -> None:
        assert (reviews.level_before_release(replace(IN_CUSTODY, **changes), NATIONAL) is not None) is open_

    @rule("REV-14")
    @pytest.mark.parametrize(
        ("changes", "open_"),
        [
            ({}, True),
            ({"level": 3}, True),
            ({"level": 1}, False),
            ({"in_custody": False}, False),
            ({"release_due_on": None}, False),
            ({"last_meeting_on": date(2025, 8, 30)}, True),
            ({"last_meeting_on": date(2025, 8, 31)}, False),
        ],
        ids=str,
    )
    def test_hampshire_holds_a_meeting_six_months_ahead(self, changes: dict[str, object], open_: bool) -> None:
        found = reviews.meeting_before_release(replace(IN_CUSTODY, **changes), HAMPSHIRE)
        assert (found is not None) is open_
        if found is not None:
            assert (found.due_on, found.rule) == (date(2026, 2, 28), "REV-14")

    @rule("REV-14")
    def test_the_national_policy_sets_no_such_meeting(self) -> None:
        assert reviews.meeting_before_release(IN_CUSTODY, None) is None


@rule("REV-16")
class TestAfterRecall:
    RECALLED = replace(IN_CUSTODY, recalled_on=date(2026, 3, 2), level_decided_on=date(2025, 6, 2))

    def test_standard_the_level_is_reviewed_before_the_28_day_review(self) -> None:
        assert due(reviews.level_after_recall(self.RECALLED)).due_on == date(2026, 3, 29)

    def test_standard_once_reviewed_waits_for_six_months_before_the_next_review(self) -> None:
        reviewed = replace(self.RECALLED, level_decided_on=date(2026, 3, 20))
        later = replace(reviewed, parole_on=(date(2027, 8, 31), date(2028, 8, 31)))
        assert reviews.level_after_recall(reviewed) is None
        assert due(reviews.level_after_recall(later)).due_on == date(2027, 2, 28)
        in_time = replace(later, level_decided_on=date(2027, 2, 1))
        assert due(reviews.level_after_recall(in_time)).due_on == date(2028, 2, 29)
        assert reviews.level_after_recall(replace(later, level_decided_on=date(2027, 9, 1))) is None

    def test_the_28_day_review_itself_is_not_a_later_one(self) -> None:
        reviewed = replace(self.RECALLED, level_decided_on=date(2026, 3, 20))
        board = date(2026, 3, 30)
        assert reviews.level_after_recall(replace(reviewed, parole_on=(board,))) is None
        assert reviews.level_after_recall(replace(reviewed, parole_on=(board + timedelta(days=1),))) is not None

    def test_fixed_term_the_level_is_reviewed_before_release(self) -> None:
        fixed = replace(self.RECALLED, fixed_term_recall=True, release_due_on=date(2026, 3, 30))
        assert due(reviews.level_after_recall(fixed)).due_on == date(2026, 3, 29)
        assert reviews.level_after_recall(replace(fixed, level_decided_on=date(2026, 3, 2))) is None

    @pytest.mark.parametrize(
        "changes",
        [{"recalled_on": None}, {"released_on": date(2026, 3, 20)}, {"ended_on": MET}],
        ids=["not recalled", "released again", "ended"],
    )
    def test_there_is_no_such_review_otherwise(self, changes: dict[str, object]) -> None:
        assert reviews.level_after_recall(replace(self.RECALLED, **changes)) is None


PAROLE = replace(IN_CUSTODY, release_due_on=None, parole_on=(date(2027, 3, 31), date(2028, 5, 31)))


@rule("CUS-04")
class TestBeforeParole:
    def test_the_level_is_set_six_months_before_the_first_date(self) -> None:
        found = due(reviews.level_before_parole(PAROLE, NATIONAL))
        assert (found.due_on, found.start_on, found.rule) == (date(2026, 9, 30), date(2027, 3, 31), "CUS-04")
        assert found.words.startswith("6 months before the parole date of Wednesday 31 March 2027 (national, ")

    def test_a_short_time_in_custody_asks_for_it_at_once(self) -> None:
        short = replace(PAROLE, inside_since=date(2026, 12, 1))
        assert due(reviews.level_before_parole(short, NATIONAL)).due_on == date(2026, 12, 1)

    def test_a_level_set_since_custody_began_leads_on_to_the_review_after_it(self) -> None:
        decided = replace(PAROLE, level_decided_on=date(2025, 2, 1))
        assert due(reviews.level_before_parole(decided, NATIONAL)).due_on == date(2027, 11, 30)

    @pytest.mark.parametrize(
        ("decided_on", "asked"),
        [(date(2027, 3, 31), True), (date(2027, 5, 30), True), (date(2027, 5, 31), False), (date(2027, 11, 1), False)],
        ids=["on the date before", "older than a year", "a year before", "in time"],
    )
    def test_a_later_review_needs_a_recent_decision_of_its_own(self, decided_on: date, asked: bool) -> None:
        reviewed = replace(PAROLE, level_decided_on=decided_on)
        assert (reviews.level_before_parole(reviewed, NATIONAL) is not None) is asked

    @pytest.mark.parametrize(
        "changes",
        [{"in_custody": False}, {"ended_on": MET}, {"recalled_on": MET}, {"parole_on": ()}],
        ids=["in the community", "ended", "recalled", "no date known"],
    )
    def test_nothing_is_asked_otherwise(self, changes: dict[str, object]) -> None:
        assert reviews.level_before_parole(replace(PAROLE, **changes), NATIONAL) is None


@rule("CUS-05")
class TestTerroristOffences:
    def test_eight_months_before_parole_and_six_beside_it(self) -> None:
        found = due(reviews.level_before_parole(replace(PAROLE, terrorist=True), NATIONAL))
        assert (found.due_on, found.rule) == (date(2026, 7, 31), "CUS-05")
        assert [one.rule for one in found.also_shown] == ["CUS-04"]

    @pytest.mark.parametrize(("decided_on", "asked"), [(date(2025, 4, 29), True), (date(2025, 4, 30), False)])
    def test_a_level_counts_for_twice_that_time(self, decided_on: date, asked: bool) -> None:
        decided = replace(IN_CUSTODY, terrorist=True, level_decided_on=decided_on)
        assert (reviews.level_before_release(decided, NATIONAL) is not None) is asked

    def test_eight_months_before_release(self) -> None:
        found = due(reviews.level_before_release(replace(IN_CUSTODY, terrorist=True), NATIONAL))
        assert (found.due_on, found.rule) == (date(2025, 12, 31), "CUS-05")


@rule("REV-16")
@pytest.mark.parametrize(("released_on", "asked"), [(date(2026, 3, 2), True), (date(2026, 3, 3), False)])
def test_a_recall_on_the_day_of_the_release_counts(released_on: date, asked: bool) -> None:
    recalled = replace(IN_CUSTODY, recalled_on=date(2026, 3, 2), released_on=released_on)
    assert (reviews.level_after_recall(recalled) is not None) is asked


@rule("CUS-27")
class TestOutside:
    """Who should be in custody and is not has a review."""

    RECALLED = replace(LEVEL_2, recalled_on=date(2026, 4, 1), released_on=date(2026, 1, 5))

    def test_after_a_recall_the_interval_goes_on_until_they_are_taken_back(self) -> None:
        found = due(reviews.next_review(replace(self.RECALLED, not_taken_back=True), NATIONAL))
        assert (found.due_on, found.rule) == (date(2026, 6, 23), "REV-02")
        assert reviews.next_review(self.RECALLED, NATIONAL) is None

    def test_after_an_escape_that_follows_a_recall_too(self) -> None:
        found = due(reviews.next_review(replace(self.RECALLED, at_large_on=date(2026, 4, 10)), NATIONAL))
        assert found.start_on == date(2026, 4, 10)

    def test_an_interval_that_the_area_sets_after_a_recall_counts_where_it_is_sooner(self) -> None:
        local = replace(HAMPSHIRE, recall_review_weeks=4)
        found = due(reviews.next_review(replace(self.RECALLED, not_taken_back=True), NATIONAL, local))
        assert (found.due_on, found.rule) == (date(2026, 4, 29), "REV-06")


@rule("CUS-06")
class TestBeforeReRelease:
    CONSIDERED = replace(
        IN_CUSTODY,
        recalled_on=date(2026, 3, 2),
        level_decided_on=date(2026, 3, 20),
        re_release_on=date(2026, 6, 15),
        re_release_known_on=date(2026, 5, 1),
    )

    def test_the_level_is_reviewed_the_day_before_at_the_latest(self) -> None:
        assert due(reviews.level_before_re_release(self.CONSIDERED)).due_on == date(2026, 6, 14)

    @pytest.mark.parametrize(
        "changes",
        [
            {"level_decided_on": date(2026, 5, 1)},
            {"re_release_on": None},
            {"recalled_on": None},
            {"released_on": date(2026, 4, 1)},
            {"ended_on": MET},
        ],
        ids=["decided since", "no day known", "not recalled", "released again", "ended"],
    )
    def test_nothing_is_asked_otherwise(self, changes: dict[str, object]) -> None:
        assert reviews.level_before_re_release(replace(self.CONSIDERED, **changes)) is None


@rule("REV-07")
class TestRescheduledMeeting:
    @pytest.mark.parametrize(
        ("facts", "cancelled_for", "on", "bound_by"),
        [
            (LEVEL_2, date(2026, 4, 1), date(2026, 4, 17), "REV-07"),
            (LEVEL_3, date(2026, 4, 1), date(2026, 4, 10), "REV-07"),
            (LEVEL_3, date(2026, 4, 27), date(2026, 4, 28), "REV-03"),
        ],
        ids=["ten working days over Easter", "five", "the interval is earlier"],
    )
    def test_is_held_soon_and_inside_the_interval(
        self, facts: ReviewFacts, cancelled_for: date, on: date, bound_by: str
    ) -> None:
        found = due(reviews.rescheduled_meeting(cancelled_for, facts, NATIONAL, None, HOLIDAYS))
        assert (found.due_on, found.rule) == (on, bound_by)

    @pytest.mark.parametrize("facts", [LEVEL_1, replace(LEVEL_2, in_custody=True)], ids=["level 1", "custody"])
    def test_has_no_limit_at_level_1_or_in_custody(self, facts: ReviewFacts) -> None:
        assert reviews.rescheduled_meeting(MET, facts, NATIONAL, None, HOLIDAYS) is None


@rule("REV-12")
def test_a_mappa_offender_is_identified_within_three_calendar_days() -> None:
    found = reviews.identification(date(2026, 3, 5), HOLIDAYS)
    assert (found.due_on, found.last_working_day) == (date(2026, 3, 8), date(2026, 3, 6))


@rule("DAY-06")
@given(
    level=st.sampled_from([1, 2, 3]),
    met=st.dates(date(2024, 6, 1), date(2028, 1, 1)),
    later=st.integers(0, 500),
    local=st.sampled_from([None, HAMPSHIRE, DORSET]),
)
def test_a_later_meeting_never_brings_an_earlier_review(level: int, met: date, later: int, local: object) -> None:
    first = ReviewFacts(level=level, level_decided_on=met, level_began_on=met, last_meeting_on=met, last_review_on=met)
    day = met + timedelta(days=later)
    second = replace(first, last_meeting_on=day, last_review_on=day)
    one, two = (due(reviews.next_review(facts, NATIONAL, local)) for facts in (first, second))
    assert one.due_on <= two.due_on
    assert all(one.due_on <= shown.due_on for shown in one.also_shown)
    assert entry(one.rule).id == one.rule


@rule("REV-05")
@rule("REV-16")
class TestReleaseAfterARecall:
    """The level before the next release, once the recall has had its own review."""

    RECALLED = ReviewFacts(
        level=2, in_custody=True, inside_since=date(2025, 1, 8), recalled_on=date(2025, 1, 8),
        level_decided_on=date(2025, 1, 20), release_due_on=date(2027, 3, 1),
    )  # fmt: skip

    def test_counts_after_the_first_review(self) -> None:
        found = due(reviews.level_before_release(self.RECALLED, NATIONAL))
        assert (found.due_on, found.rule) == (date(2026, 9, 1), "REV-05")
        assert reviews.level_after_recall(self.RECALLED) is None

    @pytest.mark.parametrize(
        "changes",
        [
            {"level_decided_on": date(2025, 1, 7)},
            {"level_decided_on": None},
            {"level_decided_on": date(2026, 3, 1)},
            {"fixed_term_recall": True},
            {"release_due_on": None},
        ],
        ids=["not reviewed yet", "no level", "reviewed for the release", "fixed term", "no release date"],
    )
    def test_and_not_otherwise(self, changes: dict[str, object]) -> None:
        assert reviews.level_before_release(replace(self.RECALLED, **changes), NATIONAL) is None
