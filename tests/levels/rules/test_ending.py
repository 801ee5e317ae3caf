"""How a category comes to its end, and what is asked of agencies."""

import datetime as dt
from dataclasses import replace

import pytest

from levels.rules.asking import answer_due, answer_findings, asking_findings
from levels.rules.ending import (
    DecidedFacts,
    EndFacts,
    consideration_findings,
    end_to_record,
    ending_findings,
    look_ahead,
    to_decide_again,
)
from offenders.rules.facts import (
    CaseFacts,
    Disposal,
    DisposalKind,
    NotificationFacts,
    OffenceFacts,
    Outcome,
    Schedule15,
)
from offenders.rules.terms import Term, Unit
from tests.marks import rule

LAST = dt.date(2026, 6, 1)
TODAY = dt.date(2026, 4, 1)
AT_2 = EndFacts(category=1, level=2, ends_on=LAST)
CONSIDERED = replace(AT_2, considered_for=(1, LAST))


def ahead(facts: EndFacts, *, today: dt.date = TODAY, months: int = 3) -> tuple[dt.date, str] | None:
    due = look_ahead(facts, today=today, months=months, holidays=frozenset())
    return (due.due_on, due.rule) if due else None


class TestLookingAhead:
    @rule("CAT-28")
    @pytest.mark.parametrize("level", [2, 3])
    def test_a_level_2_or_3_case_is_considered_again_before_its_category_ends(self, level: int) -> None:
        assert ahead(replace(AT_2, level=level)) == (LAST, "CAT-28")

    @rule("LIFE-06")
    @pytest.mark.parametrize("level", [None, 1])
    def test_every_other_case_is_looked_at_too(self, level: int | None) -> None:
        assert ahead(replace(AT_2, level=level)) == (LAST, "LIFE-06")

    @rule("LIFE-06")
    @pytest.mark.parametrize(
        ("today", "months", "open_"),
        [
            (dt.date(2026, 2, 28), 3, False),
            (dt.date(2026, 3, 1), 3, True),
            (dt.date(2026, 2, 28), 6, True),
            (dt.date(2026, 7, 1), 3, True),
        ],
    )
    def test_from_the_horizon_on_and_until_it_is_decided(self, today: dt.date, months: int, open_: bool) -> None:
        assert (ahead(AT_2, today=today, months=months) is not None) is open_
        assert ahead(CONSIDERED, today=today, months=months) is None

    @rule("LIFE-06")
    def test_another_last_day_asks_again_and_no_last_day_asks_nothing(self) -> None:
        assert ahead(replace(CONSIDERED, ends_on=LAST + dt.timedelta(days=1))) is not None
        assert ahead(replace(AT_2, ends_on=None)) is None
        assert ahead(replace(AT_2, category=None)) is None

    @rule("LIFE-06")
    def test_says_what_follows_and_why_of_a_category_that_there_is(self) -> None:
        assert consideration_findings(AT_2, outcome="ends", reason="No need.") == []
        assert [one.effect for one in consideration_findings(AT_2, outcome="ends", reason=" ")] == ["require"]
        assert consideration_findings(replace(AT_2, category=None), outcome="ends", reason="x") != []
        assert consideration_findings(replace(AT_2, category=3), outcome="category_3", reason="x") != []
        assert consideration_findings(replace(AT_2, category=3), outcome="ends", reason="x") == []
        assert consideration_findings(AT_2, outcome="category_3", reason="x") == []


class TestTheEnd:
    @rule("LIFE-07")
    @pytest.mark.parametrize(
        ("facts", "new", "stopped"),
        [
            (AT_2, None, True),
            (replace(AT_2, level=3), None, True),
            (replace(AT_2, category=4), None, True),
            (CONSIDERED, None, False),
            (replace(AT_2, level=1), None, False),
            (replace(AT_2, category=3), None, False),
            (AT_2, 2, False),
            (replace(AT_2, ends_on=None), None, True),
            (replace(AT_2, ends_on=None, considered_for=(1, None)), None, False),
            (replace(CONSIDERED, outcome="ends"), None, False),
            (replace(CONSIDERED, outcome="category_3"), None, True),
            (replace(CONSIDERED, outcome="category_4"), None, True),
            (replace(CONSIDERED, outcome="category_3", followed=True), None, False),
            (replace(CONSIDERED, outcome="category_3"), 3, False),
            (replace(CONSIDERED, outcome="category_3", level=1), None, True),
        ],
    )
    def test_of_a_level_2_or_3_case_was_considered(self, facts: EndFacts, new: int | None, stopped: bool) -> None:
        assert [one.rule for one in ending_findings(facts, new_category=new)] == (["LIFE-07"] if stopped else [])

    @rule("LIFE-08")
    def test_is_recorded_within_three_days_of_the_last_one(self) -> None:
        assert end_to_record(AT_2, today=LAST, holidays=frozenset()) is None
        due = end_to_record(AT_2, today=LAST + dt.timedelta(days=1), holidays=frozenset())
        assert due is not None
        assert (due.due_on, due.rule) == (LAST + dt.timedelta(days=3), "LIFE-08")
        after = LAST + dt.timedelta(days=1)
        assert end_to_record(replace(AT_2, category=None), today=after, holidays=frozenset()) is None
        assert end_to_record(replace(AT_2, ends_on=None), today=after, holidays=frozenset()) is None


@rule("LVL-31")
class TestAsking:
    def test_the_answer_is_due_in_14_days(self) -> None:
        assert answer_due(TODAY).due_on == TODAY + dt.timedelta(days=14)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"on": TODAY + dt.timedelta(days=1)}, "asked_on"),
            ({"asked_already": True}, "agency"),
            ({"asks_itself": True}, "agency"),
        ],
    )
    def test_is_refused_for_each_reason_by_itself(self, changes: dict[str, object], field: str) -> None:
        sound: dict[str, object] = {"on": TODAY, "today": TODAY, "asked_already": False, "asks_itself": False}
        assert asking_findings(**sound) == []
        assert [one.field for one in asking_findings(**{**sound, **changes})] == [field]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"on": TODAY - dt.timedelta(days=9)}, "on"),
            ({"on": TODAY + dt.timedelta(days=1)}, "on"),
            ({"note": " "}, "note"),
            ({"answered": True}, None),
        ],
    )
    def test_an_answer_has_a_day_and_words_and_comes_once(self, changes: dict[str, object], field: str | None) -> None:
        sound: dict[str, object] = {
            "asked_on": TODAY - dt.timedelta(days=8),
            "on": TODAY,
            "today": TODAY,
            "answered": False,
            "note": "Nothing.",
        }
        assert answer_findings(**sound) == []
        assert [one.field for one in answer_findings(**{**sound, **changes})] == [field]


def known(
    licence_ends_on: dt.date | None, *, notified_until: dt.date | None = None, lifelong: bool = False
) -> CaseFacts:
    """Four years for a violent offence, with the end of the licence; a notification requirement where it has an end."""
    sentence = Disposal(
        kind=DisposalKind.IMPRISONMENT,
        term=Term(4, Unit.YEARS),
        imposed_on=dt.date(2025, 1, 6),
        licence_ends_on=licence_ends_on,
        sentence_ends_on=licence_ends_on,
    )
    offence = OffenceFacts(
        id="1",
        title="Invented",
        outcome=Outcome.CONVICTION,
        disposal=sentence,
        outcome_on=dt.date(2025, 1, 6),
        schedule_15=Schedule15.VIOLENT,
    )
    notified = NotificationFacts(
        required=True, starts_on=dt.date(2025, 1, 6), ends_on=notified_until, lifelong=lifelong
    )
    return CaseFacts(
        offences=(offence,),
        date_of_birth=dt.date(1985, 1, 1),
        sexual_notifications=(notified,) if notified_until or lifelong else (),
    )


@rule("LIFE-14")
class TestDecidedAgain:
    DECIDED = DecidedFacts(known=known(None), category=2, ends_on=None, lifelong=False, changed_on=(TODAY,))

    def due(self, facts: DecidedFacts, today: dt.date = TODAY) -> dt.date | None:
        found = to_decide_again(facts, today=today, holidays=frozenset())
        assert found is None or (found.rule, found.start_on) == ("LIFE-14", TODAY)
        return found.due_on if found else None

    def test_an_end_that_was_not_known_at_the_decision_asks_within_three_days(self) -> None:
        assert self.due(self.DECIDED) is None
        assert self.due(replace(self.DECIDED, known=known(LAST))) == TODAY + dt.timedelta(days=3)

    @pytest.mark.parametrize("days", [-1, 0, 1])
    def test_another_end_asks_and_the_same_one_does_not(self, days: int) -> None:
        facts = replace(self.DECIDED, ends_on=LAST, known=known(LAST + dt.timedelta(days=days)))
        assert (self.due(facts) is not None) is (days != 0)

    @pytest.mark.parametrize("days", [0, 1, 100])
    def test_the_passing_of_the_last_day_is_no_change(self, days: int) -> None:
        facts = replace(self.DECIDED, ends_on=LAST, known=known(LAST))
        assert self.due(facts, LAST + dt.timedelta(days=days)) is None

    def test_an_end_that_had_passed_when_it_was_told_asks(self) -> None:
        assert self.due(replace(self.DECIDED, known=known(TODAY - dt.timedelta(days=1)))) is not None

    def test_an_order_that_brings_another_category_or_a_longer_one_asks(self) -> None:
        decided = replace(self.DECIDED, category=1, ends_on=LAST, known=known(None, notified_until=LAST))
        assert self.due(decided) is None
        assert self.due(replace(decided, known=known(None, lifelong=True))) is not None
        assert self.due(replace(decided, known=known(None))) is not None
        assert self.due(replace(self.DECIDED, known=known(None, notified_until=LAST))) is not None

    def test_an_end_corrected_after_management_has_ended_asks(self) -> None:
        ended = replace(self.DECIDED, category=None, known=known(LAST))
        assert self.due(ended) is not None
        assert self.due(replace(ended, known=known(TODAY - dt.timedelta(days=1)))) is None

    def test_counts_from_the_first_day_on_which_it_is_another(self) -> None:
        day = dt.timedelta(days=1)
        order = NotificationFacts(required=True, starts_on=TODAY - 2 * day, ends_on=LAST)
        later = replace(self.DECIDED, known=replace(known(None), sexual_notifications=(order,)))
        for days in ([-2], [-5, -2], [-5, -2, 0], [-2, 3]):
            facts = replace(later, changed_on=tuple(TODAY + one * day for one in days))
            found = to_decide_again(facts, today=TODAY, holidays=frozenset())
            assert found is not None
            assert (found.start_on, found.due_on) == (TODAY - 2 * day, TODAY + day)
        ahead = replace(later, changed_on=(TODAY + 3 * day,))
        assert to_decide_again(ahead, today=TODAY - 3 * day, holidays=frozenset()) is None
