"""A conviction that a court quashed: from that day it counts for nothing, before that day all stays as it was."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from audit.refusals import Effect
from levels.rules.ending import DecidedFacts, to_decide_again
from offenders.rules.categories import PRECEDENCE, categorise
from offenders.rules.facts import (
    Answer,
    CaseFacts,
    CategoryThreeJudgement,
    DiscretionaryFour,
    NotificationFacts,
    OffenceFacts,
    Outcome,
    Route,
)
from offenders.rules.lead import who_leads
from offenders.rules.quashing import (
    Ending,
    Requirement,
    check_mistake,
    check_quashing,
    last_day,
    requirements_ending,
    to_look_at,
)
from tests.marks import rule
from tests.offenders.rules.builders import LICENCE_ENDS, SENTENCED, TODAY, months, offence, prison, violent
from tests.offenders.rules.test_category_decisions import CASES, DAYS

DAY = timedelta(days=1)
QUASHED = date(2026, 1, 20)
BORN = date(1980, 5, 1)
ASSAULT = violent(prison(months(36)), name="Assault", quashed_on=QUASHED)
THREATS = violent(prison(months(24)), name="Threats")
THEFT = offence("Theft", prison(months(3)), quashed_on=QUASHED)
RAPE = offence("Rape", prison(months(72)), schedule_3=True, quashed_on=QUASHED)
LIFELONG = NotificationFacts(required=True, starts_on=SENTENCED, lifelong=True)
ENDED = replace(LIFELONG, lifelong=False, ends_on=QUASHED - DAY)
AROUND = [(-1, True), (0, False), (1, False)]


def found(*offences: OffenceFacts, on: date = TODAY, **facts: Any) -> Any:
    return categorise(CaseFacts(offences, BORN, **facts), on)


@rule("CAT-35")
class TestTheCategory:
    @pytest.mark.parametrize(("days", "counts"), AROUND)
    def test_counts_a_conviction_until_the_day_before(self, days: int, counts: bool) -> None:
        assert found(ASSAULT, on=QUASHED + days * DAY).category == (2 if counts else None)

    @pytest.mark.parametrize(("days", "counts"), AROUND)
    def test_and_what_was_judged_on_it(self, days: int, counts: bool) -> None:
        three = CategoryThreeJudgement(
            "Theft", capable_of_serious_harm=True, needs_level_2_or_3=True, decided_on=SENTENCED
        )
        assert found(THEFT, on=QUASHED + days * DAY, category_3=three).category == (3 if counts else None)
        four = DiscretionaryFour("Theft", believed_at_risk=True, decided_on=SENTENCED)
        assert found(THEFT, on=QUASHED + days * DAY, discretionary_4=four).category == (4 if counts else None)

    def test_says_in_words_when_it_was_quashed(self) -> None:
        result = found(ASSAULT)
        (test,) = result.tests
        assert (test.answer, test.rule, test.ends_on) == (Answer.ENDED, "CAT-35", QUASHED - DAY)
        words = "The conviction was quashed on 20 January 2026, and counts for nothing from that day. (CAT-35)"
        assert any(step.startswith("Category 2 has ended: Assault") and step.endswith(words) for step in result.steps)
        assert result.questions == ()

    def test_says_so_also_of_one_that_gave_no_category(self) -> None:
        result = found(THEFT, THREATS)
        assert any(step.startswith("Theft: The conviction was quashed") for step in result.steps)
        assert not any("quashed" in step for step in found(THEFT, on=QUASHED - DAY).steps)

    def test_stays_by_another_conviction_and_begins_after_a_stronger_one(self) -> None:
        assert (found(ASSAULT, THREATS).category, found(ASSAULT, THREATS).begins_on) == (2, SENTENCED)
        below = found(RAPE, THREATS, sexual_notifications=(ENDED,))
        assert (below.category, below.begins_on, below.ends_on) == (2, QUASHED, LICENCE_ENDS)
        (ended,) = [one for one in below.tests if one.rule == "CAT-35"]
        assert (ended.route, ended.sentence.split(":")[0]) == (Route.SOA2003_P2, "Rape")

    def test_goes_on_where_the_requirement_does(self) -> None:
        assert found(RAPE, sexual_notifications=(LIFELONG,)).category == 1
        assert found(RAPE).category is None

    def test_no_longer_awaits_its_sentence(self) -> None:
        waiting = replace(offence("Fraud"), awaiting_sentence=True, quashed_on=QUASHED)
        assert [one.rule for one in found(waiting, on=QUASHED - DAY).questions] == ["OFF-28"]
        assert found(waiting).questions == ()

    @rule("CAT-16")
    def test_asks_about_category_3_by_other_offences_alone(self) -> None:
        abuse = replace(THEFT, domestic_abuse=True)
        assert [one.rule for one in found(abuse, on=QUASHED - DAY).questions] == ["CAT-16"]
        assert found(abuse).questions == ()

    @rule("LIFE-14")
    def test_is_asked_for_again_at_once(self) -> None:
        decided = DecidedFacts(CaseFacts((ASSAULT,), BORN), 2, LICENCE_ENDS, False, (TODAY,))
        due = to_decide_again(decided, today=TODAY, holidays=())
        assert due is not None
        assert due.due_on == TODAY + 3 * DAY
        kept = replace(decided, known=CaseFacts((ASSAULT, THREATS), BORN))
        assert to_decide_again(kept, today=TODAY, holidays=()) is None

    @rule("LIFE-01")
    @pytest.mark.parametrize(("days", "kind"), [(-1, "LIFE-01"), (0, "LIFE-04"), (1, "LIFE-04")])
    def test_nor_does_anybody_lead_by_its_sentence(self, days: int, kind: str) -> None:
        leads = who_leads([ASSAULT], age=40, youth_justice=False, today=QUASHED + days * DAY)
        assert leads.rule == kind


@rule("CAT-35")
@given(facts=CASES, on=DAYS, which=st.integers(0, 3), after=st.integers(-3, 3))
def test_before_the_day_all_is_as_it_was_and_from_it_as_if_there_were_no_such_conviction(
    facts: CaseFacts, on: date, which: int, after: int
) -> None:
    names = [one.id for one in facts.offences]
    assume(which < len(names) and len(set(names)) == len(names))
    chosen = facts.offences[which].id
    day = on - after * DAY
    quashed = replace(
        facts, offences=tuple(replace(one, quashed_on=day) if one.id == chosen else one for one in facts.offences)
    )
    before, now = categorise(facts, on), categorise(quashed, on)
    if after < 0:
        assert now == before
        return
    without = replace(
        facts,
        offences=tuple(one for one in facts.offences if one.id != chosen),
        category_3=None if facts.category_3 and facts.category_3.offence_id == chosen else facts.category_3,
        discretionary_4=None
        if facts.discretionary_4 and facts.discretionary_4.offence_id == chosen
        else facts.discretionary_4,
    )
    alone = categorise(without, on)
    assert (now.category, now.also_met, now.ends_on) == (alone.category, alone.also_met, alone.ends_on)
    assert now.questions == alone.questions


@rule("CAT-35")
@given(facts=CASES, on=DAYS, days=st.lists(st.none() | DAYS, min_size=4, max_size=4))
def test_everybody_still_has_one_category_or_none_and_quashing_brings_none(
    facts: CaseFacts, on: date, days: list[date | None]
) -> None:
    offences = tuple(replace(one, quashed_on=day) for one, day in zip(facts.offences, days, strict=False))
    before, now = categorise(facts, on), categorise(replace(facts, offences=offences), on)
    met = {one.category for one in now.tests if one.met}
    assert [now.category, *now.also_met] == ([one for one in PRECEDENCE if one in met] or [None])
    was = {one.category for one in before.tests if one.met}
    assert met - {3} <= was  # a judgement on Category 3 shows once no other category hides it
    assert now.category != 3 or facts.category_3 is not None


@rule("OFF-34")
class TestRecording:
    SOUND = {
        "quashed_on": QUASHED, "court": "court_of_appeal", "court_name": "", "outcome_on": SENTENCED - 5 * DAY,
        "passed_on": SENTENCED, "today": TODAY, "wrong_entry": False, "before": None,
    }  # fmt: skip

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"quashed_on": TODAY + DAY}, "future"),
            ({"quashed_on": TODAY}, None),
            ({"quashed_on": SENTENCED - DAY}, "before the sentence, of 3 March 2025"),
            ({"quashed_on": SENTENCED}, None),
            ({"quashed_on": SENTENCED - 6 * DAY}, "before the outcome, of 26 February 2025"),
            ({"quashed_on": SENTENCED - 5 * DAY, "passed_on": None}, None),
            ({"before": QUASHED}, "recorded already that this conviction was quashed, on 20 January 2026"),
            ({"wrong_entry": True}, "recorded in error"),
            ({"court": "other"}, "Name the court"),
            ({"court": "other", "court_name": "High Court"}, None),
        ],
    )
    def test_is_refused_in_one_sentence_or_sound(self, changes: dict[str, Any], said: str | None) -> None:
        assert check_quashing(**self.SOUND) == []
        findings = check_quashing(**{**self.SOUND, **changes})
        assert [one.rule for one in findings] == (["OFF-34"] if said else [])
        assert said is None or said in findings[0].message
        assert all(one.stops for one in findings)

    def test_a_mistake_has_a_reason_and_is_marked_once(self) -> None:
        assert check_mistake("Another person's appeal.", recorded_in_error=False) == []
        assert [one.effect for one in check_mistake(" ", recorded_in_error=False)] == [Effect.REQUIRE]
        assert [one.effect for one in check_mistake("Again.", recorded_in_error=True)] == [Effect.REFUSE]

    def test_what_hangs_on_it_is_to_be_looked_at(self) -> None:
        ending = Ending((Requirement("1", SENTENCED, None),), {"2": "It stays."})
        told = to_look_at(ending, quashed_on=QUASHED, inside=["HMP Invented"], orders=["SHPO from 1 May 2025"])
        assert [one.rule for one in told] == ["NOT-18", "NOT-18", "OFF-34", "OFF-34"]
        assert {one.effect for one in told} == {Effect.WARN}
        ends = "The requirement to notify from 3 March 2025 rests on this conviction alone and ends on 19 January 2026."
        assert [one.message for one in told[:2]] == [ends, "It stays."]
        assert to_look_at(Ending(), quashed_on=QUASHED, inside=[], orders=[]) == []


@rule("NOT-18")
class TestNotification:
    FOR_LIFE = Requirement("1", SENTENCED, None)

    def ending(self, *others: OffenceFacts, quashed: OffenceFacts = RAPE, one: Requirement = FOR_LIFE) -> Any:
        return requirements_ending([one], quashed, others, quashed_on=QUASHED, born=BORN)

    def test_ends_where_it_rests_on_the_conviction_alone(self) -> None:
        assert self.ending().ends == (self.FOR_LIFE,)
        assert self.ending(THREATS).ends == (self.FOR_LIFE,)
        assert last_day(QUASHED) == QUASHED - DAY

    def test_stays_where_the_conviction_did_not_bring_it(self) -> None:
        assert self.ending(quashed=replace(RAPE, schedule_3=False)).ends == ()
        assert self.ending(quashed=replace(RAPE, schedule_3_threshold_months=120)).ends == ()

    @pytest.mark.parametrize(("days", "ends"), [(-1, False), (0, True), (1, True)])
    def test_leaves_one_that_is_over(self, days: int, ends: bool) -> None:
        assert bool(self.ending(one=Requirement("1", SENTENCED, QUASHED + days * DAY)).ends) is ends

    @pytest.mark.parametrize(("days", "ends"), [(-1, True), (0, False), (1, False)])
    def test_leaves_one_that_begins_no_earlier_to_be_corrected(self, days: int, ends: bool) -> None:
        result = self.ending(one=Requirement("1", QUASHED + days * DAY, None))
        assert (bool(result.ends), set(result.stays)) == (ends, set() if ends else {"1"})

    @pytest.mark.parametrize(("days", "ends"), [(-1, False), (0, True), (1, True)])
    def test_stays_where_it_is_older_than_the_conviction(self, days: int, ends: bool) -> None:
        older = Requirement("1", SENTENCED + days * DAY, None)
        result = self.ending(one=older)
        assert bool(result.ends) is ends
        assert ends or "it began before this conviction" in result.stays["1"]
        plot = replace(RAPE, cta_s41_42=True, schedule_3=False)
        assert bool(self.ending(quashed=plot, one=replace(older, terrorist=True)).ends) is ends

    @pytest.mark.parametrize(("days", "ends"), [(-1, False), (0, True), (1, True)])
    def test_where_schedule_3_names_a_term_older_than_the_sentence(self, days: int, ends: bool) -> None:
        convicted = replace(RAPE, outcome_on=SENTENCED - 60 * DAY, schedule_3_threshold_months=12)
        assert bool(self.ending(quashed=convicted, one=Requirement("1", SENTENCED + days * DAY, None)).ends) is ends

    def test_one_whose_sentence_is_awaited_has_brought_none_yet(self) -> None:
        awaited = replace(RAPE, disposal=None, awaiting_sentence=True, schedule_3_threshold_months=12)
        assert self.ending(quashed=awaited).ends == ()

    def test_stays_where_another_conviction_may_bring_it(self) -> None:
        another = offence("Exposure", prison(months(7)), schedule_3=True)
        kept = self.ending(another)
        assert kept.ends == ()
        assert "because Exposure may bring it too" in kept.stays["1"]
        unsure = replace(another, outcome=Outcome.REPRIMAND_OR_WARNING, disposal=None)
        assert self.ending(unsure).stays
        assert self.ending(replace(another, quashed_on=QUASHED)).ends

    @pytest.mark.parametrize(("days", "ends"), [(-1, True), (0, False), (1, False)])
    def test_an_earlier_one_keeps_it_only_while_its_own_period_lasts(self, days: int, ends: bool) -> None:
        cautioned = QUASHED.replace(year=QUASHED.year - 2) + days * DAY
        earlier = offence("Touching", None, schedule_3=True, outcome=Outcome.CAUTION, outcome_on=cautioned)
        assert bool(self.ending(earlier).ends) is ends

    def test_terrorist_notification_rests_on_its_own_convictions(self) -> None:
        one = replace(self.FOR_LIFE, terrorist=True)
        plot = replace(RAPE, schedule_3=False, cta_s41_42=True)
        assert self.ending(quashed=plot, one=one).ends == (one,)
        assert self.ending(replace(plot, id="Other", quashed_on=None), quashed=plot, one=one).stays
        assert self.ending(one=one).ends == ()
