"""A suspended sentence that a court activates: what is refused at each boundary, and until when a category lasts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.refusals import Effect
from levels.rules.ending import DecidedFacts, to_decide_again
from offenders.rules.activation import (
    ActivationEntry,
    Served,
    activated,
    check_activation,
    check_mistake,
    check_still_fits,
    to_record,
)
from offenders.rules.categories import categorise
from offenders.rules.disposals import as_suspended, outlasted_by
from offenders.rules.facts import Activated, Answer, CaseFacts, CategoryResult, Disposal, DisposalKind, OffenceFacts
from offenders.rules.lead import supervised
from offenders.rules.terms import Term, Unit
from offenders.rules.victim_contact import Standing, ground
from tests.marks import rule
from tests.offenders.rules.builders import SENTENCED, disposal, months, offence, prison, violent

DAY = timedelta(days=1)
UNTIL = date(2026, 9, 30)
ACTIVATED = date(2026, 2, 2)
TODAY = date(2026, 3, 2)
SIX = months(6)
ENTRY = ActivationEntry(ACTIVATED, SIX)
SUSPENDED = disposal(DisposalKind.SUSPENDED, months(12), licence_ends_on=None, sentence_ends_on=UNTIL)


def served(on: date = ACTIVATED, term: Term = SIX, **ends: date | None) -> Disposal:
    """The sentence once it is activated, as the record says it then: the ends are those of the term served."""
    made = Activated(on, term, suspended_until=UNTIL)
    return replace(SUSPENDED, **{"sentence_ends_on": None, **ends}, activation=made)


def of(*offences: OffenceFacts, on: date = TODAY) -> CategoryResult:
    return categorise(CaseFacts(offences=offences), on)


@rule("OFF-33")
class TestWhatIsRefused:
    def found(
        self, entry: ActivationEntry = ENTRY, passed: Disposal | None = SUSPENDED
    ) -> list[tuple[Effect, str | None]]:
        findings = check_activation(entry, passed, today=TODAY)
        assert {one.rule for one in findings} <= {"OFF-33"}
        return [(one.effect, one.field) for one in findings]

    @pytest.mark.parametrize("kind", [kind for kind in DisposalKind if kind is not DisposalKind.SUSPENDED])
    def test_another_disposal(self, kind: DisposalKind) -> None:
        assert self.found() == []
        assert self.found(passed=disposal(kind, months(12))) == [(Effect.REFUSE, None)]

    def test_a_sentence_that_is_awaited(self) -> None:
        assert self.found(passed=None) == [(Effect.REFUSE, None)]

    def test_twice(self) -> None:
        assert self.found(passed=served()) == [(Effect.REFUSE, None)]

    @pytest.mark.parametrize(("on", "refused"), [(SENTENCED - DAY, True), (SENTENCED, False), (SENTENCED + DAY, False)])
    def test_a_day_before_the_sentence(self, on: date, refused: bool) -> None:
        assert self.found(replace(ENTRY, on=on)) == ([(Effect.REFUSE, "activated_on")] if refused else [])

    @pytest.mark.parametrize(("on", "refused"), [(TODAY, False), (TODAY + DAY, True)])
    def test_a_day_in_the_future(self, on: date, refused: bool) -> None:
        assert self.found(replace(ENTRY, on=on)) == ([(Effect.REFUSE, "activated_on")] if refused else [])

    @pytest.mark.parametrize(
        ("term", "refused"),
        [
            (months(11), False),
            (months(12), False),
            (months(13), True),
            (Term(1, Unit.YEARS), False),
            (Term(52, Unit.WEEKS), False),
            (Term(366, Unit.DAYS), False),
            (Term(367, Unit.DAYS), True),
        ],
        ids=str,
    )
    def test_more_than_was_suspended(self, term: Term, refused: bool) -> None:
        assert self.found(replace(ENTRY, term=term)) == ([(Effect.REFUSE, "term_value")] if refused else [])

    @pytest.mark.parametrize("field", ["licence_ends_on", "sentence_ends_on"])
    @pytest.mark.parametrize(("ends_on", "refused"), [(ACTIVATED - DAY, True), (ACTIVATED, False)])
    def test_an_end_before_the_day(self, field: str, ends_on: date, refused: bool) -> None:
        assert self.found(replace(ENTRY, **{field: ends_on})) == ([(Effect.REFUSE, field)] if refused else [])

    @pytest.mark.parametrize(("until", "asked"), [(ACTIVATED - DAY, True), (ACTIVATED, False), (None, False)])
    def test_a_day_after_the_suspension_is_confirmed_and_not_refused(self, until: date | None, asked: bool) -> None:
        passed = replace(SUSPENDED, sentence_ends_on=until)
        assert self.found(passed=passed) == ([(Effect.WARN, "activated_on")] if asked else [])

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({}, None),
            ({"kind": DisposalKind.IMPRISONMENT}, "disposal"),
            ({"term": months(6)}, None),
            ({"term": months(5)}, "term_value"),
            ({"imposed_on": ACTIVATED}, None),
            ({"imposed_on": ACTIVATED + DAY}, "imposed_on"),
        ],
    )
    def test_a_correction_that_the_activation_would_not_fit(
        self, changes: dict[str, object], field: str | None
    ) -> None:
        found = check_still_fits(replace(served(), **changes), ENTRY)  # type: ignore[arg-type]  # one at a time
        assert [(one.rule, one.field) for one in found] == ([("OFF-33", field)] if field else [])

    def test_a_correction_to_a_sentence_that_is_awaited(self) -> None:
        assert [one.field for one in check_still_fits(None, ENTRY)] == ["disposal"]


@rule("OFF-32")
class TestWhatIsAskedFor:
    def test_a_mistake_has_a_reason(self) -> None:
        assert check_mistake("Another person's.") == []
        assert [(one.rule, one.effect) for one in check_mistake("  ")] == [("OFF-32", Effect.REQUIRE)]

    @pytest.mark.parametrize(
        ("end_known", "inside", "words"),
        [
            (True, True, None),
            (False, True, "Record when the licence or the whole sentence ends."),
            (True, False, "Record the time in custody with its earliest release date."),
        ],
    )
    def test_the_time_in_custody_and_its_end(self, end_known: bool, inside: bool, words: str | None) -> None:
        found = to_record([Served("Theft", ACTIVATED, end_known, inside)])
        assert [one.message for one in found] == ([f"Theft: activated on 2 February 2026. {words}"] if words else [])


@rule("CAT-34")
class TestTheCategory:
    def test_has_no_end_until_one_is_recorded_and_asks_for_it(self) -> None:
        before, after = of(violent(SUSPENDED)), of(violent(served()))
        assert (before.category, before.ends_on, before.questions) == (2, UNTIL, ())
        assert (after.category, after.ends_on, after.lifelong) == (2, None, False)
        assert [one.field for one in after.questions] == ["licence_ends_on"]
        assert of(violent(served()), on=UNTIL + DAY).category == 2
        assert of(violent(SUSPENDED), on=UNTIL + DAY).category is None

    @pytest.mark.parametrize("field", ["licence_ends_on", "sentence_ends_on"])
    def test_ends_with_the_licence_or_the_sentence_then(self, field: str) -> None:
        ends_on = UNTIL - 30 * DAY
        facts = violent(served(**{field: ends_on}))
        assert of(facts).ends_on == ends_on
        assert (of(facts, on=ends_on).category, of(facts, on=ends_on + DAY).category) == (2, None)

    @pytest.mark.parametrize(("suspended", "part", "category"), [(12, 1, 2), (11, 11, None)])
    def test_is_judged_by_the_term_suspended(self, suspended: int, part: int, category: int | None) -> None:
        passed = replace(served(term=months(part)), term=months(suspended))
        assert of(violent(passed)).category == category

    def test_stands_as_it_stood_on_a_day_before(self) -> None:
        facts = violent(served())
        assert of(facts, on=ACTIVATED - DAY).ends_on == UNTIL
        assert of(facts, on=ACTIVATED).ends_on is None
        assert as_suspended(served()) == SUSPENDED
        assert as_suspended(SUSPENDED) == SUSPENDED

    def test_begins_anew_where_the_court_dealt_with_the_breach_after_the_suspension(self) -> None:
        facts = violent(served(on=UNTIL + 10 * DAY))
        assert [of(facts, on=UNTIL + one * DAY).category for one in (0, 1, 9, 10)] == [2, None, None, 2]

    def test_says_so_in_words_where_it_counts(self) -> None:
        steps = of(violent(served())).steps
        assert any("was activated on 2 February 2026 for 6 months" in one and "(CAT-34)" in one for one in steps)
        assert not any("(CAT-34)" in one for one in of(offence("Theft", served()), violent(prison(months(12)))).steps)
        assert not any("(CAT-34)" in one for one in of(violent(SUSPENDED)).steps)
        assert activated(violent(SUSPENDED)) == ""

    def test_another_sentence_may_outlast_it_as_any_in_custody(self) -> None:
        ended = served(licence_ends_on=date(2026, 8, 2))
        longer = prison(months(60), imposed_on=ACTIVATED, licence_ends_on=None)
        assert outlasted_by(ended, [longer])
        assert outlasted_by(prison(months(12), licence_ends_on=date(2026, 3, 1)), [served(term=months(12))])
        assert not outlasted_by(SUSPENDED, [longer])

    def test_the_person_is_supervised_while_no_end_is_known(self) -> None:
        assert supervised(violent(served()), UNTIL + 1_000 * DAY)
        assert not supervised(violent(SUSPENDED), UNTIL + DAY)

    @given(
        sentenced=st.dates(date(2020, 1, 1), date(2024, 1, 1)),
        suspended_days=st.integers(0, 800),
        activated_after=st.integers(0, 1_000),
        asked_after=st.integers(0, 1_500),
        term=st.integers(1, 24),
        part=st.integers(1, 24),
        murder=st.booleans(),
    )
    def test_an_activation_alone_never_makes_a_category_end_earlier(
        self, sentenced: date, suspended_days: int, activated_after: int, asked_after: int, term: int, part: int,
        murder: bool,
    ) -> None:  # fmt: skip
        until, on = sentenced + suspended_days * DAY, sentenced + asked_after * DAY
        passed = Disposal(DisposalKind.SUSPENDED, months(term), imposed_on=sentenced, sentence_ends_on=until)
        made = Activated(sentenced + activated_after * DAY, months(min(part, term)), suspended_until=until)
        facts = {"outcome_on": sentenced, "murder": murder}
        before = of(violent(passed, **facts), on=on)
        after = of(violent(replace(passed, sentence_ends_on=None, activation=made), **facts), on=on)
        if before.category is not None:
            assert after.category == before.category
            assert after.ends_on is None or (before.ends_on is not None and after.ends_on >= before.ends_on)
        if term < 12:
            assert after.category is None
        assert not any(one.answer is Answer.ENDED for one in after.tests if made.on <= on)


@rule("LIFE-14")
@rule("CAT-34")
class TestDecidedAgain:
    @pytest.mark.parametrize(
        ("passed", "again"),
        [(SUSPENDED, False), (served(), True), (served(on=UNTIL), True), (served(on=UNTIL + DAY), True)],
    )
    def test_once_the_sentence_is_activated_also_after_the_last_day(self, passed: Disposal, again: bool) -> None:
        facts = DecidedFacts(CaseFacts((violent(passed),)), 2, UNTIL, False, (UNTIL + 2 * DAY,))
        due = to_decide_again(facts, today=UNTIL + 2 * DAY, holidays=())
        assert (due is not None) == again

    def test_not_by_one_that_leads_to_no_category(self) -> None:
        passed = served(on=UNTIL + DAY)
        known = CaseFacts((violent(replace(SUSPENDED)), offence("Theft", passed)))
        facts = DecidedFacts(known, 2, UNTIL, False, (UNTIL + 2 * DAY,))
        assert to_decide_again(facts, today=UNTIL + 2 * DAY, holidays=()) is None


@rule("VIC-01")
@pytest.mark.parametrize(
    ("passed", "standing"),
    [
        (SUSPENDED, Standing.NOT_BY_RULE),
        (served(term=months(12)), Standing.STATUTORY),
        (served(term=months(11)), Standing.ASK),
        (replace(served(term=months(11)), term=months(11)), Standing.NOT_BY_RULE),
    ],
)
def test_the_victim_is_in_the_scheme_by_the_term_that_is_served(passed: Disposal, standing: Standing) -> None:
    assert ground(violent(passed)).standing is standing
