"""What must be said of an item, and what stops sharing, correcting and keeping it."""

import datetime as dt
from dataclasses import replace

import pytest

from information.rules.recording import (
    ItemFacts,
    ShareFacts,
    agreed_findings,
    correction_findings,
    item_findings,
    may_decide,
    naming_findings,
    review_findings,
    share_findings,
)
from offenders.rules.sensitivity import Sensitivity
from tests.marks import rule

TODAY = dt.date(2026, 3, 27)
COMPLETE = ItemFacts(
    today=TODAY,
    sensitivity=Sensitivity.INTELLIGENCE,
    dated_on=TODAY,
    review_on=dt.date(2026, 9, 27),
    text="Seen near the school.",
    source_evaluation="2",
    assessment="B",
    handling="P",
)
SHARING = ShareFacts(sensitivity=Sensitivity.INTELLIGENCE, today=TODAY)
NAMING = ShareFacts(sensitivity=Sensitivity.RESTRICTED, today=TODAY)


def told(findings: list) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.field) for finding in findings]


def test_a_complete_item_is_taken() -> None:
    assert item_findings(COMPLETE) == []


@rule("INF-02")
@pytest.mark.parametrize(
    ("changes", "field"), [({"dated_on": TODAY + dt.timedelta(days=1)}, "dated_on"), ({"text": "  "}, "text")]
)
def test_an_item_says_something_and_dates_from_today_or_earlier(changes: dict, field: str) -> None:
    assert told(item_findings(replace(COMPLETE, **changes))) == [("INF-02", field)]


@rule("INF-06")
def test_intelligence_is_evaluated_and_other_information_need_not_be() -> None:
    bare = replace(COMPLETE, source_evaluation="", assessment="", handling="")
    fields = [field for _, field in told(item_findings(bare))]
    assert fields == ["source_evaluation", "assessment", "handling"]
    assert item_findings(replace(bare, sensitivity=Sensitivity.THIRD_PARTY)) == []


@rule("INF-07")
def test_a_handling_code_with_conditions_needs_the_conditions() -> None:
    assert told(item_findings(replace(COMPLETE, handling="C"))) == [("INF-07", "conditions")]
    assert item_findings(replace(COMPLETE, handling="C", conditions="Not to be told to the family.")) == []


@rule("INF-12")
def test_legal_advice_is_recorded_by_whoever_was_advised() -> None:
    legal = replace(COMPLETE, sensitivity=Sensitivity.LEGAL)
    assert item_findings(legal) == []
    assert told(item_findings(replace(legal, recorder_is_of_owner=False))) == [("INF-12", "owner_agency")]


@rule("INF-09")
@pytest.mark.parametrize(
    ("review_on", "taken"),
    [
        (TODAY, False),
        (TODAY + dt.timedelta(days=1), True),
        (dt.date(2027, 3, 27), True),
        (dt.date(2027, 3, 28), False),
    ],
)
def test_an_item_is_looked_at_again_within_twelve_months(review_on: dt.date, taken: bool) -> None:
    assert told(review_findings(review_on, TODAY)) == ([] if taken else [("INF-09", "review_on")])


@rule("INF-08")
@pytest.mark.parametrize(
    ("before", "after", "taken"),
    [
        ("ordinary", "legal", True),
        ("ordinary", "intelligence", True),
        ("intelligence", "third_party", True),
        ("intelligence", "restricted", True),
        ("intelligence", "ordinary", False),
        ("intelligence", "legal", False),
        ("legal", "ordinary", False),
        ("legal", "restricted", True),
        ("restricted", "intelligence", False),
        ("restricted", "restricted", True),
    ],
)
def test_a_correction_never_opens_an_item_more_widely(before: str, after: str, taken: bool) -> None:
    found = correction_findings(Sensitivity(before), Sensitivity(after))
    assert told(found) == ([] if taken else [("INF-08", "sensitivity")])


def test_an_item_is_shared_with_an_agency_that_has_a_part() -> None:
    assert share_findings(SHARING) == []


@rule("INF-04")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"has_part": False}, "agency"),
        ({"is_owner": True}, "agency"),
        ({"open_already": True}, "agency"),
        ({"ends": TODAY}, "ends"),
    ],
)
def test_sharing_is_for_agencies_with_a_part_and_for_a_time_to_come(changes: dict, field: str) -> None:
    assert told(share_findings(replace(SHARING, **changes))) == [("INF-04", field)]


@rule("INF-05")
@rule("INF-07")
def test_sharing_outside_the_agreement_or_on_conditions_is_asked_about_and_not_stopped() -> None:
    found = share_findings(replace(SHARING, signed_agreement=False, conditions="Not to the family."))
    assert [finding.rule for finding in found] == ["INF-05", "INF-07"]
    assert not any(finding.stops for finding in found)


@rule("INF-10")
def test_what_was_withdrawn_is_not_shared() -> None:
    assert told(share_findings(replace(SHARING, withdrawn=True))) == [("INF-10", None)]
    assert told(naming_findings(replace(NAMING, withdrawn=True), may_be_named=True)) == [("INF-10", None)]


@rule("INF-11")
@rule("INF-12")
def test_restricted_information_is_opened_by_name_only_and_legal_advice_not_at_all() -> None:
    assert told(share_findings(NAMING)) == [("INF-11", "agency")]
    assert told(share_findings(replace(SHARING, sensitivity=Sensitivity.LEGAL))) == [("INF-12", "agency")]
    assert naming_findings(NAMING, may_be_named=True) == []
    assert told(naming_findings(NAMING, may_be_named=False)) == [("INF-11", "person")]
    assert told(naming_findings(SHARING, may_be_named=True)) == [("INF-11", "person")]


@rule("INF-03")
def test_the_owner_decides_and_whoever_is_not_of_it_says_who_agreed() -> None:
    assert may_decide(owner_manager=True, recorder=False)
    assert may_decide(owner_manager=False, recorder=True)
    assert not may_decide(owner_manager=False, recorder=False)
    assert agreed_findings(of_owner=True, agreed_by="") == []
    assert agreed_findings(of_owner=False, agreed_by="Inspector Invented") == []
    assert told(agreed_findings(of_owner=False, agreed_by=" ")) == [("INF-03", "agreed_by")]
