"""The access policy as data: what an amendment lowers, where, and what no amendment may do."""

import datetime as dt
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offenders.rules.amendments import Amendment, Policy, Scope, amendment_findings
from offenders.rules.permissions import Role
from offenders.rules.sight import ROWS, TABLE, Detail, Tie, Victims
from tests.marks import rule

TODAY = dt.date(2026, 3, 2)
_ids = count()


def amendment(row: str, area: str | None, detail: Detail, closes_victims: bool = False) -> Amendment:
    return Amendment(str(next(_ids)), row, area, detail, closes_victims)


def found(**changes: Any) -> list[str | None]:
    proposed: dict[str, Any] = {
        "row": "manager",
        "detail": Detail.SUMMARY,
        "closes_victims": False,
        "starts": TODAY,
        "ends": None,
        "today": TODAY,
    }
    return [finding.field for finding in amendment_findings(**{**proposed, **changes})]


def test_every_row_has_its_own_key_and_every_role_has_a_row() -> None:
    assert len(ROWS) == len(TABLE)
    by_part = {Role.CHAIR, Role.SPOC, Role.VLO, Role.LAY_ADVISER}  # these see by what they are named for
    assert {role for row in TABLE for role in row.roles} | by_part == set(Role)


@rule("ACC-12")
def test_rows_without_a_tie_open_nothing() -> None:
    assert all(row.detail is Detail.NOTHING for row in TABLE if row.tie is Tie.NONE)


@rule("ACC-23")
def test_only_named_people_and_the_co_ordinator_s_presence_reach_restricted_cases() -> None:
    unnamed = [row for row in TABLE if row.restricted and row.tie not in (Tie.PART, Tie.INVITED, Tie.GRANT)]
    assert {(row.key, row.detail) for row in unnamed} == {
        ("coordinator_restricted", Detail.PRESENCE),
        ("receiving_restricted", Detail.PRESENCE),
    }


@rule("ACC-40")
class TestAnAmendment:
    def test_lowers_its_row_in_its_area_and_nothing_else(self) -> None:
        policy = Policy(TODAY, (amendment("manager", "kent", Detail.SUMMARY),))
        assert policy.detail(ROWS["manager"], "kent") is Detail.SUMMARY
        assert policy.detail(ROWS["manager"], "hampshire") is Detail.FULL
        assert policy.detail(ROWS["coordinator"], "kent") is Detail.FULL
        assert policy.reach(ROWS["manager"]) == {
            Detail.FULL: Scope(but=frozenset({"kent"})),
            Detail.SUMMARY: Scope(only=frozenset({"kent"})),
        }

    def test_of_every_area_and_of_one_the_stricter_counts(self) -> None:
        both = (amendment("manager", None, Detail.SUMMARY), amendment("manager", "kent", Detail.PACK))
        policy = Policy(TODAY, both)
        assert policy.detail(ROWS["manager"], "kent") is policy.detail(ROWS["manager"]) is Detail.SUMMARY

    def test_may_close_victims_items_only(self) -> None:
        policy = Policy(TODAY, (amendment("manager", "kent", Detail.FULL, closes_victims=True),))
        assert not policy.opens_victims(ROWS["manager"], "kent")
        assert policy.opens_victims(ROWS["manager"], "hampshire")
        assert policy.victims_reach(ROWS["manager"]) == Scope(but=frozenset({"kent"}))

    def test_below_a_summary_opens_no_victims_items(self) -> None:
        policy = Policy(TODAY, (amendment("worker", None, Detail.PRESENCE),))
        assert policy.victims_reach(ROWS["worker"]) is None

    @pytest.mark.parametrize(
        ("changes", "fields"),
        [
            ({}, []),
            ({"row": "coordinator_restricted", "detail": Detail.SUMMARY}, ["detail"]),
            ({"detail": Detail.FULL}, ["detail"]),
            ({"detail": Detail.FULL, "closes_victims": True}, []),
            ({"row": "team", "detail": Detail.FULL, "closes_victims": True}, ["detail"]),
            ({"row": "smb_member", "detail": Detail.NOTHING}, ["row"]),
            ({"row": "nobody", "detail": Detail.NOTHING}, ["row"]),
            ({"starts": TODAY - dt.timedelta(days=1)}, ["starts"]),
            ({"ends": TODAY}, ["ends"]),
            ({"ends": TODAY + dt.timedelta(days=1)}, []),
        ],
    )
    def test_is_refused_when_laxer_idle_or_in_the_past(self, changes: dict[str, Any], fields: list[str]) -> None:
        assert found(**changes) == fields


amendments = st.builds(
    amendment,
    st.sampled_from(sorted(ROWS)),
    st.sampled_from([None, "kent", "hampshire"]),
    st.sampled_from(list(Detail)),
    st.booleans(),
)


@rule("ACC-40")
@given(st.lists(amendments, max_size=5), amendments, st.sampled_from(TABLE), st.sampled_from(["kent", "wales"]))
def test_no_amendment_ever_opens_anything(held: list[Amendment], more: Amendment, row: Any, area: str) -> None:
    before = Policy(TODAY, tuple(held))
    after = before.plus(more)
    assert after.detail(row, area) <= before.detail(row, area) <= row.detail
    assert after.opens_victims(row, area) <= before.opens_victims(row, area) <= (row.victims is not Victims.NO)


@given(st.lists(amendments, max_size=6), st.sampled_from(TABLE))
def test_every_area_stands_in_exactly_one_scope_of_a_row(held: list[Amendment], row: Any) -> None:
    policy = Policy(TODAY, tuple(held))
    for area in ("kent", "hampshire", "wales"):
        stands_in = [detail for detail, scope in policy.reach(row).items() if scope.within(frozenset({area}))]
        assert stands_in == [policy.detail(row, area)]


def test_a_policy_is_told_apart_by_its_amendments_whatever_their_order() -> None:
    one, other = amendment("manager", None, Detail.PACK), amendment("team", "kent", Detail.PACK)
    policy = Policy(TODAY, (one, other))
    assert policy.fingerprint() == Policy(TODAY, (other, one)).fingerprint() != Policy(TODAY, (one,)).fingerprint()
    assert policy.without(one.id) == Policy(TODAY, (other,))
