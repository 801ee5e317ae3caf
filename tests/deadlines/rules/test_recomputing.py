"""Computing again what is due changes nothing, whatever the facts, and brings what was open to the same rows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from custody.rules.due import CustodyFacts
from custody.rules.events import Known, Stay
from custody.rules.kinds import Kind
from deadlines.clocks import CLOCKS, Facts
from deadlines.models import Deadline
from deadlines.policies import CasePolicy
from deadlines.rules.reviews import ReviewFacts
from deadlines.services import Wanted, apart, differing
from levels.rules.ending import EndFacts
from tests.deadlines.rules.test_properties import HAMPSHIRE, HOLIDAYS, NATIONAL
from tests.marks import rule

CASE = UUID(int=1)
TODAY = dt.date(2026, 3, 2)
POLICY = CasePolicy(NATIONAL, HAMPSHIRE, HOLIDAYS, TODAY)
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))
SOME_DAY = st.none() | DAYS
REVIEWED = st.builds(
    ReviewFacts,
    level=st.sampled_from([None, 1, 2, 3]),
    in_custody=st.booleans(),
    level_began_on=SOME_DAY,
    level_decided_on=SOME_DAY,
    last_meeting_on=SOME_DAY,
    last_review_on=SOME_DAY,
    released_on=SOME_DAY,
    release_due_on=SOME_DAY,
    recalled_on=SOME_DAY,
    parole_on=st.lists(DAYS, max_size=2).map(lambda days: tuple(sorted(days))),
)
ENDS = st.builds(
    EndFacts, st.sampled_from([None, 1, 2, 3, 4]), st.sampled_from([None, 1, 2, 3]), SOME_DAY, considered_for=st.none()
)
STAYS = st.builds(
    Stay, st.sampled_from(["prison", "youth", "hospital"]), DAYS, until=st.none(), release_due_on=SOME_DAY
)
EVENTS = st.builds(Known, st.sampled_from(Kind), DAYS, told_on=SOME_DAY, key=st.uuids().map(str))
HELD = st.builds(CustodyFacts, st.lists(STAYS, max_size=2), st.lists(EVENTS, max_size=6), st.sampled_from([None, 1, 2]))
READ = {
    "next_review": REVIEWED,
    "level_before_release": REVIEWED,
    "level_before_parole": REVIEWED,
    "level_after_recall": REVIEWED,
    "before_category_ends": ENDS,
    "category_ended": ENDS,
    **dict.fromkeys(
        ("release_date_confirmed", "premises_area", "mctc_silence", "patient_identified", "leave_notified"), HELD
    ),
    **dict.fromkeys(("short_notice", "police_ahead", "no_licence", "police_told", "release_recorded"), HELD),
}
"""The clocks that are tried, by name, with the facts that each reads."""
KNOWN = st.tuples(REVIEWED, ENDS, HELD)


def wanted(known: tuple[Facts, ...]) -> dict[tuple[UUID, str, str], Wanted]:
    """What is to be open on the case by these facts."""
    facts = dict(zip((id(one) for one in (REVIEWED, ENDS, HELD)), known, strict=True))
    return apart(
        Wanted(CASE, name, key, due, due.due_on)
        for name, read in READ.items()
        for key, due in CLOCKS[name].compute(facts[id(read)], POLICY)
    )


def computed(opened: Sequence[Deadline], known: tuple[Facts, ...]) -> tuple[list[Deadline], int]:
    """What is open after computing, and how many rows had to change."""
    stale, new = differing(opened, wanted(known))
    return [row for row in opened if row not in stale] + new, len(stale) + len(new)


def said(rows: Iterable[Deadline]) -> list[tuple[object, ...]]:
    """The rows as far as they are seen, in one order."""
    return sorted((row.rule, row.key, row.label, row.start_on, row.due_on, row.words) for row in rows)


@rule("DUE-04")
@given(known=KNOWN, before=KNOWN)
def test_computing_again_changes_nothing_whatever_stood_before(
    known: tuple[Facts, ...], before: tuple[Facts, ...]
) -> None:
    first, _ = computed([], known)
    again, changed = computed(first, known)
    assert (changed, said(again)) == (0, said(first))
    moved, _ = computed(computed([], before)[0], known)
    assert said(moved) == said(first)
    assert computed(moved, known)[1] == 0
