"""National and local limits: only stricter, always dated."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from deadlines.rules.policies import (
    COUNTED_BACK,
    GUARDED,
    check_local_policy,
    current,
    limits,
    parse_policies,
    stricter,
)
from tests.marks import rule

FILE = Path(__file__).parents[3] / "deadlines" / "reference" / "policies.toml"
POLICIES = {one.key: one for one in parse_policies(FILE.read_text(encoding="utf-8"))}
NATIONAL, HAMPSHIRE, DORSET = POLICIES["national-2022"], POLICIES["hampshire-2008"], POLICIES["dorset-2004"]


@rule("REV-08")
class TestALocalPolicy:
    def test_of_hampshire_is_stricter_throughout(self) -> None:
        assert check_local_policy(HAMPSHIRE, NATIONAL) == []

    @pytest.mark.parametrize("setting", sorted(GUARDED))
    def test_may_equal_the_national_limit_and_not_be_laxer(self, setting: str) -> None:
        limit = getattr(NATIONAL, setting)
        laxer = limit - 1 if setting in COUNTED_BACK else limit + 1
        assert check_local_policy(replace(HAMPSHIRE, **{setting: limit}), NATIONAL) == []
        assert [one.field for one in check_local_policy(replace(HAMPSHIRE, **{setting: laxer}), NATIONAL)] == [setting]

    def test_of_dorset_is_refused_for_both_reviews(self) -> None:
        fields = [one.field for one in check_local_policy(DORSET, NATIONAL)]
        assert fields == ["level_2_review_weeks", "level_3_review_weeks"]

    def test_that_is_laxer_never_becomes_a_limit(self) -> None:
        assert [one.policy for one in limits("level_2_review_weeks", NATIONAL, DORSET)] == [NATIONAL.name]

    @pytest.mark.parametrize(
        ("setting", "value"),
        [
            ("level_1_review_weeks", 16),
            ("level_2_review_weeks", 12),
            ("level_3_review_weeks", 6),
            ("invitation_days", 14),
            ("meeting_after_release_months", 1),
            ("release_date_confirmed_months", 8),
        ],
    )
    def test_binds_where_it_is_stricter(self, setting: str, value: int) -> None:
        limit = stricter(setting, NATIONAL, HAMPSHIRE)
        assert limit is not None
        assert limit.value == value

    def test_says_nothing_where_neither_policy_does(self) -> None:
        assert stricter("recall_review_weeks", NATIONAL, HAMPSHIRE) is None


@rule("REV-11")
def test_a_stated_level_1_standard_replaces_the_product_s_default() -> None:
    (default,) = limits("level_1_review_weeks", NATIONAL, None)
    (stated,) = limits("level_1_review_weeks", NATIONAL, replace(HAMPSHIRE, level_1_review_weeks=26))
    assert (default.value, default.product_default) == (16, True)
    assert (stated.value, stated.product_default) == (26, False)


@rule("REV-09")
class TestDates:
    @pytest.mark.parametrize(
        ("on", "found"),
        [(date(2022, 4, 27), False), (date(2022, 4, 28), True), (date(2026, 3, 2), True)],
        ids=str,
    )
    def test_a_policy_begins_on_its_first_day(self, on: date, found: bool) -> None:
        assert (current(POLICIES.values(), area=None, on=on) is NATIONAL) is found

    def test_a_policy_ends_on_its_last_day(self) -> None:
        ending = replace(HAMPSHIRE, effective_to=date(2026, 3, 1))
        assert current([ending], area="hampshire", on=date(2026, 3, 1)) is ending
        assert current([ending], area="hampshire", on=date(2026, 3, 2)) is None

    def test_an_area_has_only_its_own_local_policy(self) -> None:
        assert current(POLICIES.values(), area="hampshire", on=date(2026, 3, 2)) is HAMPSHIRE
        assert current(POLICIES.values(), area="kent", on=date(2026, 3, 2)) is None

    @pytest.mark.parametrize("on", [date(2010, 1, 1), date(2026, 3, 2)], ids=str)
    def test_a_superseded_policy_is_never_current(self, on: date) -> None:
        assert current(POLICIES.values(), area="dorset", on=on) is None

    def test_the_newest_of_two_versions_is_current(self) -> None:
        newer = replace(HAMPSHIRE, key="newer", effective_from=date(2025, 1, 1))
        assert current([newer, HAMPSHIRE], area="hampshire", on=date(2026, 3, 2)) is newer

    def test_a_policy_does_not_end_before_it_starts(self) -> None:
        backwards = replace(HAMPSHIRE, effective_to=date(2007, 12, 31))
        assert [one.rule for one in check_local_policy(backwards, NATIONAL)] == ["REV-09"]
        for_a_day = replace(HAMPSHIRE, effective_to=HAMPSHIRE.effective_from)
        assert check_local_policy(for_a_day, NATIONAL) == []


def test_every_setting_names_its_source() -> None:
    assert NATIONAL.source_of("level_2_review_weeks") == "MAPPA Guidance 13a.37"
    assert NATIONAL.source_of("recall_review_weeks") == NATIONAL.source


def test_an_unknown_setting_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="level_9_review_weeks"):
        parse_policies(
            '[[policy]]\nkey = "x"\nname = "X"\nsource = "X"\nbasis = "local"\neffective_from = 2026-01-01\n'
            '[policy.settings]\nlevel_9_review_weeks = { value = 1, source = "X" }\n'
        )
