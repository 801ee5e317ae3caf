"""Risk of serious harm: levels, overall suggestion, detail, change and age of a judgement."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.levels import LEVEL_MEANINGS, OTHERS, Imminence, RiskGroup, RoshLevel
from assessments.rules.ordered import OrderedChoice
from assessments.rules.rosh import GroupJudgement, RoshFacts, rosh_findings, stale_findings, suggested_overall
from audit.refusals import Effect, Finding
from tests.marks import rule

TODAY = date(2026, 3, 2)
LEVELS = st.sampled_from(RoshLevel)


def facts(overall: RoshLevel | None = RoshLevel.LOW, **levels: RoshLevel) -> RoshFacts:
    judgements = [GroupJudgement(group, levels.get(group.value, RoshLevel.LOW)) for group in RiskGroup]
    return RoshFacts(judgements=judgements, assessed_on=TODAY, today=TODAY, overall=overall)


def with_detail(base: RoshFacts, group: RiskGroup, **changes: object) -> RoshFacts:
    return replace(base, judgements=[replace(j, **changes) if j.group is group else j for j in base.judgements])


def about(rule_id: str, findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule_id]


def test_levels_compare_by_rank_and_not_by_spelling() -> None:
    assert RoshLevel.LOW < RoshLevel.MEDIUM < RoshLevel.HIGH < RoshLevel.VERY_HIGH
    assert max(RoshLevel) is RoshLevel.VERY_HIGH
    assert sorted(RoshLevel, reverse=True)[-1] is RoshLevel.LOW
    assert RoshLevel.HIGH >= RoshLevel.HIGH
    assert set(LEVEL_MEANINGS) == set(RoshLevel)


def test_levels_of_different_scales_cannot_be_compared() -> None:
    class Other(OrderedChoice):
        LOW = "low"

    with pytest.raises(TypeError):
        assert RoshLevel.LOW < Other.LOW


def test_a_complete_judgement_has_no_findings() -> None:
    assert rosh_findings(facts()) == []


@rule("ROSH-01")
class TestEveryGroupHasALevel:
    @pytest.mark.parametrize("group", RiskGroup)
    def test_a_group_without_a_level_is_asked_for_next_to_its_field(self, group: RiskGroup) -> None:
        found = about("ROSH-01", rosh_findings(with_detail(facts(), group, level=None)))
        assert [(f.field, f.effect) for f in found] == [(f"{group.value}_level", Effect.REQUIRE)]

    def test_a_group_left_out_altogether_is_asked_for_too(self) -> None:
        short = replace(facts(), judgements=facts().judgements[1:])
        assert [f.field for f in about("ROSH-01", rosh_findings(short))] == ["public_level"]


@rule("ROSH-02")
class TestOverallLevel:
    @given(st.dictionaries(st.sampled_from(RiskGroup), LEVELS))
    def test_the_suggestion_is_never_below_any_of_the_five_groups(self, levels: dict[RiskGroup, RoshLevel]) -> None:
        suggestion = suggested_overall(levels)
        others = [level for group, level in levels.items() if group is not RiskGroup.SELF]
        assert (suggestion is None) == (not others)
        if suggestion is not None:
            assert all(suggestion.level >= level for level in others)
            assert suggestion.level in others
            assert {group for group in OTHERS if levels.get(group) is suggestion.level} == set(suggestion.groups)

    @given(st.dictionaries(st.sampled_from(OTHERS), LEVELS, min_size=1), LEVELS)
    def test_risk_to_self_never_changes_the_suggestion(
        self, levels: dict[RiskGroup, RoshLevel], to_self: RoshLevel
    ) -> None:
        assert suggested_overall(levels) == suggested_overall({**levels, RiskGroup.SELF: to_self})

    def test_the_steps_name_the_level_and_the_groups_that_set_it(self) -> None:
        suggestion = suggested_overall({RiskGroup.CHILDREN: RoshLevel.HIGH, RiskGroup.STAFF: RoshLevel.LOW})
        assert suggestion is not None
        assert "The highest level is High, for: Children." in suggestion.steps

    def test_recording_the_suggested_level_needs_no_reason(self) -> None:
        assert about("ROSH-02", rosh_findings(facts(RoshLevel.MEDIUM, staff=RoshLevel.MEDIUM))) == []

    def test_an_overall_level_is_required(self) -> None:
        (found,) = about("ROSH-02", rosh_findings(facts(None, staff=RoshLevel.MEDIUM)))
        assert (found.effect, found.field) == (Effect.REQUIRE, "overall")
        assert "Medium is suggested" in found.message

    @pytest.mark.parametrize("overall", [RoshLevel.LOW, RoshLevel.HIGH])
    def test_a_different_overall_level_needs_a_reason(self, overall: RoshLevel) -> None:
        (found,) = about("ROSH-02", rosh_findings(facts(overall, staff=RoshLevel.MEDIUM)))
        assert (found.effect, found.field) == (Effect.REQUIRE, "overall_reason")

    def test_a_lower_overall_level_with_a_reason_is_still_acknowledged(self) -> None:
        lower = replace(facts(RoshLevel.LOW, staff=RoshLevel.MEDIUM), overall_reason="Left the service")
        assert [f.effect for f in about("ROSH-02", rosh_findings(lower))] == [Effect.WARN]

    def test_a_higher_overall_level_with_a_reason_stands(self) -> None:
        higher = replace(facts(RoshLevel.HIGH, staff=RoshLevel.MEDIUM), overall_reason="Pattern across groups")
        assert about("ROSH-02", rosh_findings(higher)) == []


@rule("ROSH-03")
class TestDetailFromHighUpwards:
    detail = {"nature": "Robbery with a knife", "imminence": Imminence.ANY_TIME, "circumstances": "Debt"}

    def test_medium_needs_no_detail(self) -> None:
        assert about("ROSH-03", rosh_findings(facts(RoshLevel.MEDIUM, public=RoshLevel.MEDIUM))) == []

    @pytest.mark.parametrize("level", [RoshLevel.HIGH, RoshLevel.VERY_HIGH])
    def test_high_and_very_high_need_nature_imminence_and_circumstances(self, level: RoshLevel) -> None:
        found = about("ROSH-03", rosh_findings(facts(level, public=level)))
        assert {f.field for f in found} == {"public_nature", "public_imminence", "public_circumstances"}

    def test_high_with_all_three_stands(self) -> None:
        complete = with_detail(facts(RoshLevel.HIGH, public=RoshLevel.HIGH), RiskGroup.PUBLIC, **self.detail)
        assert about("ROSH-03", rosh_findings(complete)) == []

    def test_blank_text_does_not_count(self) -> None:
        blank = with_detail(
            facts(RoshLevel.HIGH, public=RoshLevel.HIGH), RiskGroup.PUBLIC, **{**self.detail, "nature": " \n "}
        )
        assert [f.field for f in about("ROSH-03", rosh_findings(blank))] == ["public_nature"]


@rule("ROSH-04")
class TestChangeOfLevel:
    changed = replace(facts(RoshLevel.MEDIUM, staff=RoshLevel.MEDIUM), previous={RiskGroup.STAFF: RoshLevel.LOW})

    def test_a_change_without_a_reason_names_the_group_and_both_levels(self) -> None:
        (found,) = about("ROSH-04", rosh_findings(self.changed))
        assert "Staff from Low to Medium" in found.message

    def test_a_change_with_a_reason_stands(self) -> None:
        assert about("ROSH-04", rosh_findings(replace(self.changed, change_reason="Threats made"))) == []

    def test_the_same_level_again_needs_no_reason(self) -> None:
        same = replace(self.changed, previous={RiskGroup.STAFF: RoshLevel.MEDIUM})
        assert about("ROSH-04", rosh_findings(same)) == []


@rule("ROSH-05")
@pytest.mark.parametrize(("days", "refused"), [(-1, False), (0, False), (1, True)])
def test_a_judgement_is_not_dated_in_the_future(days: int, refused: bool) -> None:
    dated = replace(facts(), assessed_on=TODAY + timedelta(days=days))
    assert bool(about("ROSH-05", rosh_findings(dated))) is refused


@rule("ROSH-06")
class TestReplacing:
    def test_the_first_judgement_replaces_nothing(self) -> None:
        assert about("ROSH-06", rosh_findings(facts())) == []

    def test_the_judgement_in_force_may_be_replaced(self) -> None:
        assert about("ROSH-06", rosh_findings(replace(facts(), supersedes=7, current=7))) == []

    @pytest.mark.parametrize(("supersedes", "current"), [(6, 7), (None, 7), (6, None)])
    def test_any_other_is_refused(self, supersedes: int | None, current: int | None) -> None:
        (found,) = about("ROSH-06", rosh_findings(replace(facts(), supersedes=supersedes, current=current)))
        assert found.effect is Effect.REFUSE


@rule("ROSH-07")
class TestAgeOfAJudgement:
    def test_sixteen_weeks_is_not_yet_stale_and_a_day_more_is(self) -> None:
        assert stale_findings(TODAY - timedelta(weeks=16), TODAY) == []
        (found,) = stale_findings(TODAY - timedelta(weeks=16, days=1), TODAY)
        assert found.effect is Effect.PROMPT
        assert "113 days old" in found.message

    def test_the_age_is_configurable(self) -> None:
        assert stale_findings(TODAY - timedelta(days=31), TODAY, max_age_days=30)

    def test_no_judgement_at_all_prompts(self) -> None:
        assert [f.rule for f in stale_findings(None, TODAY)] == ["ROSH-07"]


@rule("ROSH-08")
@pytest.mark.parametrize(
    ("level", "imminence", "questioned"),
    [
        (RoshLevel.VERY_HIGH, Imminence.REMOTE, True),
        (RoshLevel.VERY_HIGH, Imminence.ANY_TIME, True),
        (RoshLevel.VERY_HIGH, Imminence.DATED_EVENT, False),
        (RoshLevel.VERY_HIGH, Imminence.IMMINENT, False),
        (RoshLevel.HIGH, Imminence.REMOTE, False),
    ],
)
def test_very_high_that_is_not_near_is_questioned(level: RoshLevel, imminence: Imminence, questioned: bool) -> None:
    judged = with_detail(facts(level, public=level), RiskGroup.PUBLIC, imminence=imminence)
    assert [f.effect for f in about("ROSH-08", rosh_findings(judged))] == ([Effect.WARN] if questioned else [])


@rule("ROSH-09")
class TestNamingPeople:
    base = facts(RoshLevel.MEDIUM, known_adult=RoshLevel.MEDIUM)

    def test_a_known_adult_at_medium_risk_is_named(self) -> None:
        assert [f.field for f in about("ROSH-09", rosh_findings(self.base))] == ["known_adult_who"]

    def test_once_named_nothing_is_asked(self) -> None:
        named = with_detail(self.base, RiskGroup.KNOWN_ADULT, who="Example Person")
        assert about("ROSH-09", rosh_findings(named)) == []

    def test_low_risk_asks_for_no_name(self) -> None:
        assert about("ROSH-09", rosh_findings(facts())) == []
