"""Schedule 15 is asked about and never guessed: conditions of entries, attempts, and what the extract does not hold."""

from dataclasses import replace

import pytest

from offenders.rules.categories import categorise
from offenders.rules.facts import Answer, CaseFacts, CategoryResult, OffenceFacts, Outcome, Route
from offenders.rules.schedule_15 import ONLY_IF, Liability, Listing, check_listing, doubt
from tests.marks import rule
from tests.offenders.rules.builders import TODAY, months, offence, prison, violent


def of(one: OffenceFacts) -> CategoryResult:
    return categorise(CaseFacts(offences=(one,)), TODAY)


def answered(one: OffenceFacts) -> Answer:
    """What the test of Category 2 says."""
    return next(test.answer for test in of(one).tests if test.route is Route.CJA_S15)


@rule("OFF-22")
class TestEntriesWithACondition:
    @pytest.mark.parametrize("entry", sorted(ONLY_IF))
    def test_need_it_confirmed(self, entry: int) -> None:
        (finding,) = check_listing(Listing(entry=entry))
        assert finding.rule == "OFF-22"
        assert ONLY_IF[entry] in finding.message
        assert list(check_listing(Listing(entry=entry, condition_holds=True))) == []

    @pytest.mark.parametrize("entry", [1, 33, 96, 153])
    def test_are_the_only_ones_that_do(self, entry: int) -> None:
        assert list(check_listing(Listing(entry=entry))) == []


@rule("OFF-23")
class TestAttemptsAtMurder:
    @pytest.mark.parametrize("liability", [Liability.ATTEMPTING, Liability.CONSPIRING])
    def test_are_not_murder(self, liability: Liability) -> None:
        (finding,) = check_listing(Listing(murder=True, liability=liability))
        assert finding.rule == "OFF-23"

    @pytest.mark.parametrize("liability", [Liability.ITSELF, Liability.AIDING, Liability.INCITING])
    def test_are_told_from_murder_and_helping_with_it(self, liability: Liability) -> None:
        assert list(check_listing(Listing(murder=True, liability=liability))) == []


@rule("OFF-24")
@pytest.mark.parametrize(
    ("listing", "refused"),
    [
        (Listing(entry=1, checked_not_listed=True), True),
        (Listing(murder=True, checked_not_listed=True), True),
        (Listing(checked_not_listed=True), False),
        (Listing(entry=1), False),
    ],
)
def test_an_offence_is_not_listed_and_not_listed_at_once(listing: Listing, refused: bool) -> None:
    assert [one.rule for one in check_listing(listing)] == (["OFF-24"] if refused else [])


@rule("CAT-30")
class TestWhatTheExtractDoesNotHold:
    DOUBT = doubt(Listing())

    def test_is_in_doubt_until_somebody_looked_it_up(self) -> None:
        assert "look into the whole Schedule" in self.DOUBT
        assert doubt(Listing(checked_not_listed=True)) == ""
        assert doubt(Listing(entry=1)) == ""

    def test_an_entry_whose_condition_was_never_confirmed_is_in_doubt_too(self) -> None:
        assert ONLY_IF[34] in doubt(Listing(entry=34))
        assert doubt(Listing(entry=34, condition_holds=True)) == ""

    def test_is_asked_about_when_the_sentence_would_qualify(self) -> None:
        one = offence("Harassment", prison(months(12)), listing_doubt=self.DOUBT)
        assert answered(one) is Answer.ASK
        assert "CAT-30" in {question.rule for question in of(one).questions}

    @pytest.mark.parametrize(
        "one",
        [
            offence("Below twelve months", prison(months(11))),
            offence("Cautioned", prison(months(12)), outcome=Outcome.CAUTION),
        ],
        ids=lambda one: one.title,
    )
    def test_is_not_asked_about_when_it_could_change_nothing(self, one: OffenceFacts) -> None:
        assert answered(replace(one, listing_doubt=self.DOUBT)) is Answer.NOT_MET

    @pytest.mark.parametrize("fact", ["murder", "section_327_4a"])
    def test_is_not_asked_about_when_another_list_decides(self, fact: str) -> None:
        one = offence("Listed elsewhere", prison(months(12)), listing_doubt=self.DOUBT, **{fact: True})
        assert answered(one) is Answer.MET


@rule("CAT-31")
@pytest.mark.parametrize("liability", list(Liability))
def test_whatever_somebody_did_about_a_listed_offence_counts_in_its_part(liability: Liability) -> None:
    one = violent(prison(months(12)), liability=liability)
    result = of(one)
    assert result.category == 2
    assert any("which covers" in step for step in result.steps) is (liability is not Liability.ITSELF)
