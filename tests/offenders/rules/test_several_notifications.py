"""Several recorded notification requirements, and what follows where they end before the table's period."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offenders.rules.categories import after, categorise
from offenders.rules.facts import CaseFacts, DisposalKind, NotificationFacts, OffenceFacts, Outcome
from offenders.rules.notification import check_period, expected
from offenders.rules.terms import Term, Unit
from tests.marks import rule
from tests.offenders.rules.builders import disposal, months, offence, prison

BORN = date(1980, 5, 1)
TYPED = date(2026, 11, 23)
ENDING = NotificationFacts(required=True, starts_on=date(2016, 12, 2), ends_on=date(2026, 12, 1))
FOLLOWING = NotificationFacts(required=True, starts_on=date(2026, 12, 2), lifelong=True, by_order=True)
DAYS = st.dates(date(2010, 1, 1), date(2035, 12, 31))
RECORDS = st.builds(
    NotificationFacts, st.just(True), st.none() | DAYS, st.none() | DAYS, st.booleans(), st.booleans()
).filter(lambda one: one.ends_on is None or one.starts_on is None or one.starts_on <= one.ends_on)
LISTED = st.builds(
    OffenceFacts,
    id=st.sampled_from("AB"),
    title=st.just("Offence"),
    outcome=st.sampled_from([Outcome.CONVICTION, Outcome.CAUTION]),
    outcome_on=DAYS,
    schedule_3=st.just(True),
)


@rule("NOT-06")
class TestSeveral:
    def test_a_later_one_leaves_the_present_one_as_it_is(self) -> None:
        facts = CaseFacts(sexual_notifications=(ENDING, FOLLOWING))
        now = categorise(facts, TYPED)
        assert (now.category, now.begins_on, now.ends_on) == (1, date(2016, 12, 2), date(2026, 12, 1))
        then = after(facts, now)
        assert then is not None
        assert (then.category, then.begins_on, then.lifelong) == (1, date(2026, 12, 2), True)

    @pytest.mark.parametrize(
        ("on", "category"), [(ENDING.ends_on, 4), (date(2026, 12, 2), 4), (date(2016, 12, 1), None)]
    )
    def test_of_terrorist_notification_too(self, on: date, category: int | None) -> None:
        assert categorise(CaseFacts(terrorism_notifications=(ENDING, FOLLOWING)), on).category == category

    def test_one_for_life_asks_for_no_end_of_another(self) -> None:
        unknown = NotificationFacts(required=True, starts_on=date(2017, 1, 2))
        lifelong = NotificationFacts(required=True, starts_on=date(2018, 1, 2), lifelong=True)
        assert categorise(CaseFacts(sexual_notifications=(unknown, lifelong)), TYPED).questions == ()
        assert len(categorise(CaseFacts(sexual_notifications=(unknown,)), TYPED).questions) == 1

    @given(records=st.lists(RECORDS, max_size=3), added=RECORDS, on=DAYS)
    def test_adding_one_never_takes_the_category_away(
        self, records: list[NotificationFacts], added: NotificationFacts, on: date
    ) -> None:
        for name, category in (("sexual_notifications", 1), ("terrorism_notifications", 4)):
            before = categorise(CaseFacts(**{name: tuple(records)}), on).category
            with_it = categorise(CaseFacts(**{name: (*records, added)}), on).category
            assert before is None or with_it == category

    @given(offences=st.lists(LISTED, max_size=2), records=st.lists(RECORDS, max_size=2), added=RECORDS, on=DAYS)
    def test_nor_does_one_that_is_not_over_take_it_from_an_offence(
        self, offences: list[OffenceFacts], records: list[NotificationFacts], added: NotificationFacts, on: date
    ) -> None:
        over = not added.lifelong and added.ends_on is not None and added.ends_on < on
        before = CaseFacts(tuple(offences), BORN, sexual_notifications=tuple(records))
        with_it = CaseFacts(tuple(offences), BORN, sexual_notifications=(*records, added))
        assert over or categorise(before, on).category is None or categorise(with_it, on).category == 1


RAPE = offence(
    "Rape", prison(Term(6, Unit.YEARS), imposed_on=date(2012, 3, 5)), schedule_3=True, outcome_on=date(2012, 3, 5)
)
CAUTION = offence("Exposure", None, schedule_3=True, outcome=Outcome.CAUTION, outcome_on=date(2025, 3, 2))
TWO_YEARS = NotificationFacts(required=True, starts_on=date(2025, 3, 2), ends_on=date(2027, 3, 2))
LIFELONG = NotificationFacts(required=True, starts_on=date(2012, 3, 5), lifelong=True)


@rule("NOT-04")
class TestTheLongestOfAllOffences:
    def test_an_earlier_one_counts_with_its_own_period(self) -> None:
        found = expected([RAPE, CAUTION], born=BORN, starts_on=date(2025, 3, 2))
        assert found is not None
        assert found.indefinite
        (warned,) = check_period(found, starts_on=date(2025, 3, 2), ends_on=date(2027, 3, 2), lifelong=False)
        assert "for life" in warned.message

    def test_unless_another_requirement_lasts_as_long(self) -> None:
        found = expected([RAPE, CAUTION], born=BORN, starts_on=date(2025, 3, 2), others=[LIFELONG])
        assert found is not None
        assert found.last_day(date(2025, 3, 2)) == date(2027, 3, 2)

    @pytest.mark.parametrize(("sentenced", "last"), [(2017, date(2027, 3, 5)), (2016, date(2027, 3, 2))])
    def test_each_from_its_own_day(self, sentenced: int, last: date) -> None:
        day = date(sentenced, 3, 5)
        earlier = offence("Earlier", prison(months(12), imposed_on=day), schedule_3=True, outcome_on=day)
        found = expected([earlier, CAUTION], born=BORN, starts_on=date(2025, 3, 2))
        assert found is not None
        assert found.last_day(date(2025, 3, 2)) == last

    def test_one_below_its_threshold_brings_none(self) -> None:
        fined = offence("Fined", disposal(DisposalKind.FINE), schedule_3=True, schedule_3_threshold_months=6)
        found = expected([fined, CAUTION], born=BORN, starts_on=date(2025, 3, 4))
        assert found is not None
        assert "5 years" in found.words
        later = offence("Later", None, schedule_3=True, outcome=Outcome.CAUTION, outcome_on=date(2025, 4, 2))
        found = expected([fined, later], born=BORN, starts_on=date(2025, 4, 2))
        assert found is not None
        assert "2 years" in found.words


@rule("NOT-17")
class TestEndsBeforeTheTable:
    def asked(self, *offences: OffenceFacts, records: tuple[NotificationFacts, ...], on: date = TYPED) -> list[str]:
        facts = CaseFacts(tuple(offences), BORN, sexual_notifications=records)
        return [one.offence_id or "" for one in categorise(facts, on).questions if one.rule == "NOT-17"]

    @pytest.mark.parametrize("on", [TYPED, date(2027, 3, 2), date(2027, 3, 3)], ids=["before", "last day", "ended"])
    def test_is_asked_for_an_earlier_offence(self, on: date) -> None:
        assert self.asked(RAPE, CAUTION, records=(TWO_YEARS,), on=on) == ["Rape"]

    def test_is_not_asked_where_another_lasts_as_long(self) -> None:
        assert self.asked(RAPE, CAUTION, records=(LIFELONG, TWO_YEARS)) == []

    @pytest.mark.parametrize(("late", "asked"), [(-1, ["Sentenced again"]), (0, []), (1, [])])
    def test_asks_from_a_day_too_short(self, late: int, asked: list[str]) -> None:
        day = date(2024, 1, 10)
        convicted = offence("Sentenced again", prison(months(24), imposed_on=day), schedule_3=True, outcome_on=day)
        record = NotificationFacts(required=True, starts_on=day, ends_on=date(2034, 1, 10) + timedelta(days=late))
        assert self.asked(convicted, records=(record,)) == asked

    @pytest.mark.parametrize(("term", "asked"), [(24, []), (29, []), (30, ["Sentenced"]), (36, ["Sentenced"])])
    def test_asks_where_the_sentence_is_longer_now(self, term: int, asked: list[str]) -> None:
        day = date(2024, 1, 10)
        convicted = offence("Sentenced", prison(months(term), imposed_on=day), schedule_3=True, outcome_on=day)
        record = NotificationFacts(required=True, starts_on=day, ends_on=date(2034, 1, 10))
        assert self.asked(convicted, records=(record,)) == asked
