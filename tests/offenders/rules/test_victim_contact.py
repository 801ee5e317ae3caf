"""Who is in the victim contact scheme by the rule, at its boundaries, and what differs from what is recorded."""

from datetime import date
from typing import Any

import pytest

from offenders.rules.facts import Disposal, DisposalKind, OffenceFacts, Outcome
from offenders.rules.terms import Term, Unit
from offenders.rules.victim_contact import Standing, contact, difference, ground
from tests.marks import rule
from tests.offenders.rules.builders import disposal, hospital, months, offence, prison, violent

STATUTORY, ASK, DISCRETION, NO = Standing.STATUTORY, Standing.ASK, Standing.DISCRETIONARY, Standing.NOT_BY_RULE


def standing(one: OffenceFacts) -> Standing:
    return ground(one).standing


@rule("VIC-01")
class TestTheSentence:
    @pytest.mark.parametrize(
        ("term", "found"),
        [
            (months(11), NO),
            (months(12), STATUTORY),
            (Term(1, Unit.YEARS), STATUTORY),
            (Term(52, Unit.WEEKS), NO),
            (Term(365, Unit.DAYS), ASK),
            (Term(366, Unit.DAYS), STATUTORY),
        ],
    )
    def test_twelve_months_of_imprisonment_or_more(self, term: Term, found: Standing) -> None:
        assert standing(violent(prison(term))) is found

    @pytest.mark.parametrize(
        ("passed", "found"),
        [
            (disposal(DisposalKind.IMPRISONMENT, indeterminate=True), STATUTORY),
            (disposal(DisposalKind.IMPRISONMENT), ASK),
            (disposal(DisposalKind.YOUTH_DETENTION, months(12)), STATUTORY),
            (disposal(DisposalKind.DTO, months(12)), STATUTORY),
            (disposal(DisposalKind.SUSPENDED, months(24)), NO),
            (disposal(DisposalKind.COMMUNITY_ORDER), NO),
            (disposal(DisposalKind.GUARDIANSHIP), NO),
            (disposal(DisposalKind.CTO), ASK),
            (disposal(DisposalKind.OTHER), ASK),
            (None, ASK),
        ],
    )
    def test_other_disposals(self, passed: Disposal | None, found: Standing) -> None:
        assert standing(violent(passed)) is found

    @pytest.mark.parametrize(
        ("kind", "year", "found"),
        [
            (DisposalKind.HOSPITAL_ORDER_RESTRICTED, 2004, DISCRETION),
            (DisposalKind.HOSPITAL_ORDER_RESTRICTED, 2005, ASK),
            (DisposalKind.HOSPITAL_ORDER_RESTRICTED, 2006, STATUTORY),
            (DisposalKind.HOSPITAL_ORDER, 2007, DISCRETION),
            (DisposalKind.HOSPITAL_ORDER, 2008, ASK),
            (DisposalKind.HOSPITAL_ORDER, 2009, STATUTORY),
        ],
    )
    def test_patients_from_the_year_in_which_the_scheme_began_for_them(
        self, kind: DisposalKind, year: int, found: Standing
    ) -> None:
        day = date(year, 6, 1)
        for outcome in (Outcome.CONVICTION, Outcome.UNFIT_AND_DID_ACT, Outcome.NOT_GUILTY_INSANITY):
            facts = violent(disposal(kind, imposed_on=day), outcome=outcome, committed_on=day, outcome_on=day)
            assert standing(facts) is found
        assert standing(violent(disposal(kind, imposed_on=None), outcome_on=None)) is ASK


@rule("VIC-01")
class TestTheOffence:
    @pytest.mark.parametrize(
        ("facts", "found"),
        [
            ({}, NO),
            ({"murder": True}, STATUTORY),
            ({"murder": True, "listing_doubt": "not found"}, STATUTORY),
            ({"listing_doubt": "not found in the extract"}, ASK),
            ({"schedule_3": True}, ASK),
            ({"outcome": Outcome.CONVICTION_ABROAD}, ASK),
            ({"outcome": Outcome.CAUTION}, NO),
            ({"outcome": Outcome.REPRIMAND_OR_WARNING}, NO),
        ],
    )
    def test_only_a_specified_one(self, facts: dict[str, Any], found: Standing) -> None:
        assert standing(offence(passed=prison(months(24)), **facts)) is found

    def test_a_qualifier_that_nobody_settled_is_asked_about_and_never_guessed(self) -> None:
        doubtful = violent(prison(months(24)), listing_doubt="entry 32 holds only if there was intent: confirm it")
        assert ground(doubtful).why == doubtful.listing_doubt and standing(doubtful) is ASK

    def test_a_short_sentence_settles_it_whatever_the_offence(self) -> None:
        assert standing(offence(passed=prison(months(6)), listing_doubt="not found")) is NO

    @pytest.mark.parametrize(("year", "found"), [(2000, DISCRETION), (2001, ASK), (2002, STATUTORY)])
    def test_before_the_scheme_began_it_is_at_discretion(self, year: int, found: Standing) -> None:
        assert standing(violent(prison(months(24)), committed_on=date(year, 3, 1))) is found
        assert standing(violent(prison(months(24)), committed_on=None, outcome_on=date(year, 3, 1))) is found


@rule("VIC-01")
def test_the_strongest_ground_counts_and_every_ground_is_told() -> None:
    long, short = violent(prison(months(24)), name="Long"), violent(prison(months(6)), name="Short")
    unknown = violent(disposal(DisposalKind.IMPRISONMENT), name="Unknown")
    old = violent(prison(months(24)), name="Old", committed_on=date(1999, 1, 1))
    found = contact([short, old, unknown, long])
    assert found.standing is STATUTORY
    assert [one.title for one in found.grounds] == ["Long", "Unknown", "Old", "Short"]
    assert contact([short, old, unknown]).standing is ASK
    assert contact([short, old]).standing is DISCRETION
    assert contact([short]).standing is contact([]).standing is NO
    assert contact([violent(hospital())]).grounds[0].why.startswith("a specified violent offence; an unrestricted")


@rule("VIC-01")
def test_each_answer_says_what_to_do_next() -> None:
    assert "close relatives" in STATUTORY.sentence
    for other in (ASK, DISCRETION, NO):
        assert "Victim Liaison Unit" in other.sentence
    assert "goes into the plan" in NO.sentence
    assert len({one.label for one in Standing}) == len(Standing)


@rule("VIC-02")
@pytest.mark.parametrize(
    ("found", "recorded", "differs"),
    [
        (STATUTORY, True, False),
        (STATUTORY, False, True),
        (NO, True, True),
        (NO, False, False),
        (ASK, True, False),
        (ASK, False, False),
        (DISCRETION, True, False),
        (DISCRETION, False, False),
    ],
)
def test_only_a_contradiction_is_shown(found: Standing, recorded: bool, differs: bool) -> None:
    assert bool(difference(found, recorded=recorded, is_victim=True)) is differs
    assert bool(difference(found, recorded=recorded, is_victim=False)) is recorded
    assert not any(one.stops for one in difference(found, recorded=recorded, is_victim=True))
