"""Decisions on deadlines at their edges: what a day may be, how far a stricter local limit gives, what is offered."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from deadlines.rulebook import rule as row_of
from deadlines.rules.days import Basis, Due
from deadlines.rules.decisions import Decided, Kind, applied, ceiling, check, day_after, needs_second, possible
from tests.marks import rule

DAY = timedelta(days=1)
START, LAST, TODAY = date(2026, 3, 2), date(2026, 6, 1), date(2026, 4, 1)
SHOULD, MUST, OWN = "REV-02", "REV-01", "CUS-27"
DUE = Due(LAST, START, SHOULD, "91 days from Monday 2 March 2026")
NATIONAL = Due(LAST + 28 * DAY, START, MUST, "16 weeks", Basis.NATIONAL)
LOCAL = Due(LAST, START, MUST, "12 weeks", Basis.LOCAL, also_shown=(NATIONAL,))


def extended(day: date | None, kind: Kind = Kind.EXTEND) -> Decided:
    return Decided(kind, TODAY, new_day=day)


def paused(start: date | None, end: date | None) -> Decided:
    return Decided(Kind.PAUSE, TODAY, paused_from=start, paused_until=end)


def found(decided: Decided, due: Due = DUE) -> list[tuple[str, str | None]]:
    return [(one.rule, one.field) for one in check(due, decided)]


def test_the_rules_used_here_are_of_the_strength_they_stand_for() -> None:
    assert [row_of(one).strength for one in (SHOULD, MUST, OWN)] == ["should", "must", "system"]


@rule("DUE-01")
@pytest.mark.parametrize(
    ("decided", "field"),
    [
        (extended(None), "new_day"),
        (extended(LAST), "new_day"),
        (extended(LAST + DAY), None),
        (extended(None, Kind.FORWARD), "new_day"),
        (extended(LAST, Kind.FORWARD), "new_day"),
        (extended(LAST - DAY, Kind.FORWARD), None),
        (extended(TODAY, Kind.FORWARD), None),
        (extended(TODAY - DAY, Kind.FORWARD), "new_day"),
        (paused(None, LAST), "paused_from"),
        (paused(TODAY, None), "paused_until"),
        (paused(TODAY, TODAY), "paused_until"),
        (paused(TODAY, TODAY - DAY), "paused_until"),
        (paused(TODAY, TODAY + DAY), None),
        (paused(START, TODAY), None),
        (paused(START - DAY, TODAY), "paused_from"),
        (paused(LAST, LAST + DAY), None),
        (paused(LAST + DAY, LAST + 2 * DAY), "paused_from"),
        (Decided(Kind.EXEMPT, TODAY), None),
        (Decided(Kind.WITHDRAW, TODAY), None),
    ],
)
def test_the_days_of_a_decision_make_sense(decided: Decided, field: str | None) -> None:
    assert found(decided) == ([("DUE-01", field)] if field else [])


@rule("DUE-02")
@pytest.mark.parametrize(
    ("decided", "field"),
    [
        (extended(NATIONAL.due_on), None),
        (extended(NATIONAL.due_on + DAY), "new_day"),
        (paused(TODAY, TODAY + 28 * DAY), None),
        (paused(TODAY, TODAY + 29 * DAY), "paused_until"),
        (Decided(Kind.EXEMPT, TODAY), "kind"),
        (extended(LAST - DAY, Kind.FORWARD), None),
        (Decided(Kind.WITHDRAW, TODAY), None),
    ],
)
def test_what_must_be_met_is_put_off_no_further_than_the_national_limit(decided: Decided, field: str | None) -> None:
    assert found(decided, LOCAL) == ([("DUE-02", field)] if field else [])
    assert found(decided, replace(LOCAL, rule=SHOULD)) == []


@rule("DUE-02")
def test_the_ceiling_is_the_earliest_national_reading_beside_a_local_limit() -> None:
    later = replace(NATIONAL, due_on=NATIONAL.due_on + DAY)
    assert ceiling(replace(LOCAL, also_shown=(later, NATIONAL))) == NATIONAL.due_on
    assert ceiling(replace(LOCAL, also_shown=())) == LAST
    assert ceiling(replace(LOCAL, basis=Basis.NATIONAL)) == LAST
    assert ceiling(replace(LOCAL, also_shown=(replace(NATIONAL, basis=Basis.LOCAL),))) == LAST


@rule("DUE-03")
@pytest.mark.parametrize("kind", list(Kind))
def test_a_second_person_approves_more_time_than_others_give(kind: Kind) -> None:
    gives_time = kind in {Kind.PAUSE, Kind.EXTEND, Kind.EXEMPT}
    assert needs_second(DUE, kind) is gives_time
    assert needs_second(LOCAL, kind) is gives_time
    assert needs_second(replace(DUE, rule=OWN), kind) is False


@rule("DUE-01")
class TestWhatBecomesOfIt:
    def test_an_exemption_leaves_nothing_and_a_withdrawal_everything(self) -> None:
        assert applied(DUE, Decided(Kind.EXEMPT, TODAY)) is None
        assert applied(DUE, Decided(Kind.WITHDRAW, TODAY)) == DUE

    def test_a_pause_moves_the_last_day_by_its_own_days(self) -> None:
        due = applied(replace(DUE, last_working_day=LAST), paused(TODAY, TODAY + 10 * DAY))
        assert due is not None
        assert (due.due_on, due.start_on, due.last_working_day) == (LAST + 10 * DAY, START, None)
        assert due.words == (
            "91 days from Monday 2 March 2026; paused from Wednesday 1 April 2026 to Saturday 11 April 2026, "
            "so from Monday 1 June 2026 to Thursday 11 June 2026 by the decision of Wednesday 1 April 2026"
        )

    @pytest.mark.parametrize(
        ("kind", "day", "said"), [(Kind.EXTEND, LAST + DAY, "extended"), (Kind.FORWARD, LAST - DAY, "brought forward")]
    )
    def test_a_new_day_takes_the_place_of_the_last(self, kind: Kind, day: date, said: str) -> None:
        due = applied(DUE, extended(day, kind))
        assert due is not None
        assert due.due_on == day
        assert f"; {said} from Monday 1 June 2026 to " in due.words

    def test_a_decision_without_its_days_changes_nothing(self) -> None:
        for decided in (extended(None), paused(None, LAST), paused(TODAY, None)):
            assert day_after(DUE, decided) is None
            assert applied(DUE, decided) == DUE


@rule("DUE-02")
@pytest.mark.parametrize(
    ("due", "today", "kinds"),
    [
        (DUE, LAST - DAY, (Kind.EXTEND, Kind.PAUSE, Kind.FORWARD, Kind.EXEMPT)),
        (DUE, LAST, (Kind.EXTEND, Kind.PAUSE, Kind.EXEMPT)),
        (LOCAL, LAST - DAY, (Kind.EXTEND, Kind.PAUSE, Kind.FORWARD)),
        (LOCAL, LAST, (Kind.EXTEND, Kind.PAUSE)),
        (replace(LOCAL, also_shown=()), LAST - DAY, (Kind.FORWARD,)),
        (replace(LOCAL, also_shown=()), LAST, ()),
    ],
)
def test_only_what_the_rule_leaves_open_is_offered(due: Due, today: date, kinds: tuple[Kind, ...]) -> None:
    assert possible(due, today) == kinds
