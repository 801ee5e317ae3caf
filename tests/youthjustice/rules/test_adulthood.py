"""When passing to adult services is considered, and what it needs at Level 1, at each boundary."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from audit.refusals import Effect
from deadlines.rules.days import in_words
from offenders.rules.facts import Disposal, DisposalKind, OffenceFacts, Outcome
from tests.marks import rule
from youthjustice.rules.adulthood import (
    AdulthoodFacts,
    counts,
    eighteen,
    handing_findings,
    longest_stay,
    order_ends,
    passing_due,
    stay_findings,
    transfer_due,
    transition_findings,
)

BORN = dt.date(2009, 8, 31)
ADULT = dt.date(2027, 8, 31)
DAY = dt.timedelta(days=1)
CHILD = AdulthoodFacts(BORN, 2)


@rule("YJ-24")
class TestAtLevel2And3:
    @pytest.mark.parametrize("level", [2, 3])
    @pytest.mark.parametrize(
        ("born", "due_on"),
        [
            (BORN, dt.date(2027, 2, 28)),
            (dt.date(2009, 9, 1), dt.date(2027, 3, 1)),
            (dt.date(2008, 2, 29), dt.date(2025, 8, 28)),
        ],
    )
    def test_is_due_half_a_year_before_the_birthday(self, born: dt.date, due_on: dt.date, level: int) -> None:
        [(key, due)] = transfer_due(AdulthoodFacts(born, level))
        assert (key, due.due_on, due.start_on, due.rule) == ("", due_on, eighteen(born), "YJ-24")

    def test_is_met_by_a_decision_and_not_by_mappa_q(self) -> None:
        assert list(transfer_due(replace(CHILD, considered=True))) == []
        assert len(list(transfer_due(replace(CHILD, screened_on=ADULT)))) == 1
        assert list(transfer_due(replace(CHILD, level=None))) == []

    @pytest.mark.parametrize(
        ("changes", "effect"),
        [
            ({}, None),
            ({"planned_on": None}, Effect.REQUIRE),
            ({"planned_on": None, "transfers": False}, None),
            ({"planned_on": BORN}, Effect.REFUSE),
            ({"on": ADULT, "today": ADULT - DAY}, Effect.REFUSE),
        ],
    )
    def test_says_for_when_a_transfer_is_planned(self, changes: dict[str, object], effect: Effect | None) -> None:
        given = {"planned_on": ADULT, "transfers": True, "on": ADULT - DAY, "today": ADULT - DAY} | changes
        found = transition_findings(**given)  # type: ignore[arg-type]  # changed one at a time
        assert [one.effect for one in found] == ([effect] if effect else [])


@rule("YJ-25")
class TestAtLevel1:
    def test_is_due_the_same_day_and_met_by_a_recent_mappa_q_alone(self) -> None:
        facts = replace(CHILD, level=1, considered=True)
        [(_, due)] = transfer_due(facts)
        assert (due.due_on, due.rule) == (dt.date(2027, 2, 28), "YJ-25")
        assert list(transfer_due(replace(facts, screened_on=dt.date(2026, 8, 31)))) == []
        assert len(list(transfer_due(replace(facts, screened_on=dt.date(2026, 8, 30))))) == 1

    @pytest.mark.parametrize(
        ("level", "screened_on", "refused"),
        [
            (1, None, True),
            (1, dt.date(2026, 8, 30), True),
            (1, dt.date(2026, 8, 31), False),
            (1, ADULT, False),
            (1, ADULT + DAY, True),
            (2, None, False),
            (None, None, False),
        ],
    )
    def test_nothing_is_handed_over_without_it(
        self, level: int | None, screened_on: dt.date | None, refused: bool
    ) -> None:
        found = handing_findings(level=level, screened_on=screened_on, on=ADULT)
        assert [one.effect for one in found] == ([Effect.REFUSE] if refused else [])
        assert counts(ADULT, ADULT)


@rule("YJ-26")
class TestPassing:
    DONE = replace(CHILD, considered=True)
    UNTIL = ADULT + 30 * DAY

    @pytest.mark.parametrize("level", [2, 3])
    @pytest.mark.parametrize(
        ("born", "due_on"), [(BORN, ADULT), (dt.date(2008, 2, 29), dt.date(2026, 2, 28))], ids=["any day", "leap day"]
    )
    def test_is_due_by_the_birthday_once_it_was_considered(self, born: dt.date, due_on: dt.date, level: int) -> None:
        [(key, due)] = passing_due(AdulthoodFacts(born, level, considered=True))
        assert (key, due.due_on, due.rule) == ("", due_on, "YJ-26")
        assert list(passing_due(AdulthoodFacts(born, level))) == []

    @pytest.mark.parametrize(
        "changes", [{"led": False}, {"level": None}], ids=["another agency leads", "without a level"]
    )
    def test_is_not_asked_of(self, changes: dict[str, Any]) -> None:
        assert list(passing_due(replace(self.DONE, **changes))) == []

    @pytest.mark.parametrize(
        ("screened_on", "begun"), [(dt.date(2026, 8, 30), False), (dt.date(2026, 8, 31), True), (None, False)]
    )
    def test_begins_at_level_1_with_mappa_q(self, screened_on: dt.date | None, begun: bool) -> None:
        found = list(passing_due(replace(CHILD, level=1, screened_on=screened_on)))
        assert [(due.due_on, "with MAPPA Q" in due.words) for _, due in found] == ([(ADULT, True)] if begun else [])

    @pytest.mark.parametrize(
        ("until", "transfers", "due_on"),
        [
            (UNTIL, False, UNTIL),
            (ADULT - 30 * DAY, False, ADULT - 30 * DAY),
            (UNTIL, True, UNTIL),
            (ADULT, True, ADULT),
            (ADULT - 30 * DAY, True, ADULT),
        ],
    )
    def test_runs_to_the_day_until_which_the_case_stays(self, until: dt.date, transfers: bool, due_on: dt.date) -> None:
        [(_, due)] = passing_due(replace(self.DONE, stays=(ADULT - 60 * DAY, until), transfers=transfers))
        assert due.due_on == due_on and in_words(due_on) in due.words


@rule("YJ-27")
class TestStaying:
    ON = ADULT - 60 * DAY
    LATEST = dt.date(2028, 2, 29)

    @pytest.mark.parametrize(
        ("on", "order_ends_on", "latest"),
        [
            (ADULT - DAY, None, dt.date(2028, 2, 29)),
            (ADULT, None, dt.date(2028, 2, 29)),
            (ADULT + DAY, None, dt.date(2028, 3, 1)),
            (ADULT, dt.date(2028, 2, 28), dt.date(2028, 2, 28)),
            (ADULT, dt.date(2028, 3, 1), dt.date(2028, 2, 29)),
        ],
    )
    def test_lasts_six_months_at_most_and_not_beyond_the_sentences(
        self, on: dt.date, order_ends_on: dt.date | None, latest: dt.date
    ) -> None:
        assert longest_stay(BORN, on=on, order_ends_on=order_ends_on) == latest

    @pytest.mark.parametrize(
        ("stays", "until", "effect"),
        [
            (True, LATEST, None),
            (True, LATEST + DAY, Effect.REFUSE),
            (True, ON + DAY, None),
            (True, ON, Effect.REFUSE),
            (True, None, Effect.REQUIRE),
            (False, None, None),
            (False, LATEST, Effect.REFUSE),
        ],
    )
    def test_has_a_day_after_the_decision(self, stays: bool, until: dt.date | None, effect: Effect | None) -> None:
        found = stay_findings(stays_until=until, stays=stays, on=self.ON, latest=self.LATEST)
        assert [(one.rule, one.effect) for one in found] == ([("YJ-27", effect)] if effect else [])

    @pytest.mark.parametrize(
        ("ends", "last"),
        [
            ([], None),
            ([ADULT], ADULT),
            ([ADULT - DAY], None),
            ([ADULT, ADULT + DAY], ADULT + DAY),
            ([ADULT, None], None),
        ],
    )
    def test_reads_the_end_of_what_runs_on_that_day(self, ends: list[dt.date | None], last: dt.date | None) -> None:
        kind = DisposalKind.YOUTH_REHABILITATION_ORDER
        passed = [Disposal(kind, imposed_on=BORN, sentence_ends_on=end) for end in ends]
        offences = [OffenceFacts(str(at), "Theft", Outcome.CONVICTION, one) for at, one in enumerate(passed)]
        assert order_ends(offences, ADULT) == last

    @pytest.mark.parametrize(("days", "last"), [(-1, ADULT), (0, ADULT), (1, ADULT + 90 * DAY)])
    def test_leaves_out_a_quashed_conviction(self, days: int, last: dt.date) -> None:
        short, long = (
            Disposal(DisposalKind.YOUTH_REHABILITATION_ORDER, imposed_on=BORN, sentence_ends_on=end)
            for end in (ADULT, ADULT + 90 * DAY)
        )
        quashed = OffenceFacts("2", "Theft", Outcome.CONVICTION, long, quashed_on=ADULT + days * DAY)
        stands = OffenceFacts("1", "Theft", Outcome.CONVICTION, short)
        assert order_ends([stands, quashed], ADULT) == last
