"""By when MAPPA J tells the DWP of orders and licence conditions, and what may be weighed instead."""

import datetime as dt

import pytest

from papers.rules.restrictions import Restriction, RestrictionFacts, to_be_told, unweighed, weighing_findings
from tests.marks import rule

MADE, SET, RELEASE = dt.date(2026, 3, 2), dt.date(2026, 3, 20), dt.date(2026, 9, 1)
ORDER = Restriction("order:1", "Sexual harm prevention order", MADE)
INSIDE = Restriction("licence:a", "Licence conditions", SET, awaits_release=True)
OUTSIDE = Restriction("licence:a", "Licence conditions", SET)


def due_on(facts: RestrictionFacts) -> dt.date | None:
    return next((due.due_on for _, due in to_be_told(facts)), None)


@rule("FRM-16")
@pytest.mark.parametrize(
    ("facts", "by"),
    [
        (RestrictionFacts(), None),
        (RestrictionFacts([ORDER]), MADE),
        (RestrictionFacts([OUTSIDE, ORDER]), MADE),
        (RestrictionFacts([OUTSIDE]), SET),
        (RestrictionFacts([INSIDE], release_due=RELEASE), RELEASE),
        (RestrictionFacts([INSIDE]), None),
        (RestrictionFacts([INSIDE, ORDER], release_due=RELEASE), MADE),
        (RestrictionFacts([ORDER], told=True), None),
        (RestrictionFacts([ORDER], weighed=["order:1"]), None),
        (RestrictionFacts([ORDER, OUTSIDE], weighed=["order:1"]), SET),
        (RestrictionFacts([OUTSIDE], weighed=["licence:b"]), SET),
        (RestrictionFacts([ORDER], closed_on=SET), SET),
        (RestrictionFacts([OUTSIDE], closed_on=MADE), SET),
    ],
)
def test_an_order_is_told_once_made_and_conditions_before_the_release(
    facts: RestrictionFacts, by: dt.date | None
) -> None:
    assert due_on(facts) == by


@rule("FRM-16")
def test_the_sum_says_what_restricts_the_person_and_since_when() -> None:
    ((_, due),) = to_be_told(RestrictionFacts([ORDER]))
    assert due.words.startswith("As soon as made. Sexual harm prevention order, in force since Monday 2 March 2026")
    ((_, again),) = to_be_told(RestrictionFacts([ORDER], closed_on=SET))
    assert "MAPPA J applies no longer since Friday 20 March 2026" in again.words


@rule("FRM-16")
@pytest.mark.parametrize(
    ("facts", "keys", "reason", "refused"),
    [
        (RestrictionFacts([ORDER]), ["order:1"], "He may work anywhere.", []),
        (RestrictionFacts([ORDER]), [], "He may work anywhere.", ["keys"]),
        (RestrictionFacts([ORDER]), ["order:1"], " ", ["reason"]),
        (RestrictionFacts([ORDER]), ["order:2"], "He may work anywhere.", ["keys"]),
        (RestrictionFacts([ORDER, OUTSIDE], weighed=["order:1"]), ["order:1"], "Again.", ["keys"]),
        (RestrictionFacts([ORDER], told=True), ["order:1"], "He may work anywhere.", [None]),
        (RestrictionFacts(), [], "", [None]),
    ],
)
def test_only_what_waits_is_weighed_and_with_a_reason(
    facts: RestrictionFacts, keys: list[str], reason: str, refused: list[str | None]
) -> None:
    assert [one.field for one in weighing_findings(facts, keys, reason)] == refused


def test_what_was_weighed_leaves_the_rest_waiting() -> None:
    assert unweighed(RestrictionFacts([ORDER, OUTSIDE], weighed=["order:1"])) == [OUTSIDE]
