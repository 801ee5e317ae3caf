"""Checks the audit chain: link by link from where the last check ended, or whole; and against the anchors (AUD-04).

The work grows with the number of links and the memory does not. A check that is killed goes on at its last checkpoint.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone

from audit import anchors, guards, selectors
from audit.anchors import Anchor, AnchorsBroken
from audit.services import note_check

BATCH = 10_000
CHECKPOINT_AFTER = 10  # batches
GO_ON_WITHIN = timedelta(hours=12)
"""How old the last point of a whole check may be. An older one would let what lies before it go unread for ever."""


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far the chain holds: links, the first break in words (ids only), and whether the check came to the end."""

    links: int
    broken_at: str | None
    finished: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """The last link that holds, in a check that is under way."""

    run: UUID
    whole: bool
    seq: int = 0
    hash: str = ""
    links: int = 0
    event: int = 0


def verify(*, whole: bool = True, budget: timedelta | None = None) -> ChainState:
    """Check the chain and keep what was found (AUD-02). After `budget` it stops where it is, to be called again.

    Raises nothing for a break: the answer names the first one.
    """
    state, point = _walk(_start(whole), budget)
    if not state.finished:
        _keep(point, finished=False)
        return state
    broken = state.broken_at or _guards() or _against_earlier_checks() or _against_anchors()
    anchor = "" if broken else _anchor(point)
    _keep(point, finished=True, broken_at=broken or "", anchor=anchor)
    return replace(state, broken_at=broken)


def _start(whole: bool) -> Point:
    """The first link, or the last point that the product kept, if it still holds (AUD-02)."""
    fresh = Point(run=uuid4(), whole=whole)
    last = selectors.checked_so_far(whole=whole, since=timezone.now() - GO_ON_WITHIN)
    if last is None or selectors.hashes([last.upto_seq]).get(last.upto_seq, "") != last.upto_hash:
        return replace(fresh, whole=True)
    run = last.run if whole else fresh.run
    return Point(run, whole, last.upto_seq, last.upto_hash, last.links, last.last_event)


def _walk(point: Point, budget: timedelta | None) -> tuple[ChainState, Point]:
    stop_at = None if budget is None else time.monotonic() + budget.total_seconds()
    batches = 0
    while True:
        some = selectors.stretch(after=point.seq, previous=point.hash, size=BATCH)
        if some.broken_at:
            return ChainState(point.links, some.broken_at), point
        last = some.links < BATCH
        highest = max(point.event, some.event or 0)
        unlinked = selectors.unlinked_event(after=point.event, upto=None if last else highest)
        if unlinked is not None:
            return ChainState(point.links, f"event {unlinked}: link missing"), point
        if some.seq is not None and some.hash is not None:
            point = replace(point, seq=some.seq, hash=some.hash, links=point.links + some.links, event=highest)
        if last:
            return ChainState(point.links, None), point
        batches += 1
        if stop_at is not None and time.monotonic() >= stop_at:
            return ChainState(point.links, None, finished=False), point
        if batches % CHECKPOINT_AFTER == 0:
            _keep(point, finished=False)


def _keep(point: Point, *, finished: bool, broken_at: str = "", anchor: str = "") -> None:
    note_check(
        run=point.run,
        whole=point.whole,
        finished=finished,
        upto_seq=point.seq,
        upto_hash=point.hash,
        links=point.links,
        last_event=point.event,
        broken_at=broken_at,
        anchor=anchor,
    )


def _guards() -> str | None:
    return next(iter(guards.wrong()), None)


def _against_earlier_checks() -> str | None:
    """A chain that was cut or rebuilt holds by itself; what was found at earlier checks tells."""
    changed = selectors.changed_since_checked()
    if changed is None:
        return None
    seq, gone, at = changed
    return f"link {seq}: {'missing' if gone else 'another'} since it was checked at {at} UTC"


def _against_anchors() -> str | None:
    """The same by the file outside the database, which whoever rules the database cannot rewrite."""
    if not settings.AUDIT_ANCHOR_DIR:
        return None
    expected = selectors.last_anchored()
    found = expected is None
    held = 0
    try:
        for some in _batches(anchors.read(Path(settings.AUDIT_ANCHOR_DIR)), 1000):
            now = selectors.hashes([anchor.seq for anchor in some])
            for anchor in some:
                if now.get(anchor.seq) != anchor.hash:
                    what = "another" if anchor.seq in now else "missing"
                    return f"link {anchor.seq}: {what} since it was anchored at {anchor.at}; link {held} holds"
                held = anchor.seq
                found = found or anchor.own == getattr(expected, "anchor", "")
    except AnchorsBroken as broken:
        return str(broken)
    return None if found else "the file of anchors is missing, or was cut short"


def _batches(rows: Iterator[Anchor], size: int) -> Iterator[list[Anchor]]:
    while some := list(islice(rows, size)):
        yield some


def _anchor(point: Point) -> str:
    """Write the head outside the database; its line's hash, or empty when nothing is to be written."""
    last = selectors.last_anchored()
    if not settings.AUDIT_ANCHOR_DIR or point.seq == 0 or (last and last.upto_seq == point.seq):
        return ""
    at = timezone.now()
    folder = Path(settings.AUDIT_ANCHOR_DIR)
    return anchors.append(folder, seq=point.seq, hash=point.hash, count=point.links, at=at).own
