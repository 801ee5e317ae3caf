"""The head of the chain, written where whoever rules the database cannot reach: a file that is only ever appended to.

Each line carries the hash of the line before, so that the file cannot be thinned out either. No Django, no database.
"""

import datetime as dt
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "audit-anchors.jsonl"
LONGEST_LINE = 4096


class AnchorsBroken(Exception):
    """The file of anchors was changed; the message names the line."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """One head of the chain: link number and hash, how many links held, when (UTC), and the line's own hash."""

    seq: int
    hash: str
    count: int
    at: str
    own: str


def append(folder: Path, *, seq: int, hash: str, count: int, at: dt.datetime) -> Anchor:
    """Add a line to the file in `folder`, on the disk before this returns. Raises OSError, AnchorsBroken."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o640)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        last = _last(file.seek(0, os.SEEK_END), descriptor)
        stamp = at.astimezone(dt.UTC).isoformat(timespec="seconds")
        anchor = Anchor(seq, hash, count, stamp, _own(last, seq, hash, count, stamp))
        file.write(json.dumps(asdict(anchor)).encode() + b"\n")
        file.flush()
        os.fsync(descriptor)
    return anchor


def _last(size: int, descriptor: int) -> str:
    """The own hash of the last line; empty when there is none."""
    tail = os.pread(descriptor, LONGEST_LINE, max(0, size - LONGEST_LINE)).splitlines()
    return _parsed(tail[-1], "the last line").own if tail else ""


def read(folder: Path) -> Iterator[Anchor]:
    """The anchors in the order written, checked against one another. Nothing when there is no file.

    Raises: AnchorsBroken for the first line that was changed, added or taken out.
    """
    path = folder / NAME
    if not path.exists():
        return
    previous = ""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            anchor = _parsed(line, f"line {number}")
            if anchor.own != _own(previous, anchor.seq, anchor.hash, anchor.count, anchor.at):
                raise AnchorsBroken(f"the file of anchors was changed at line {number}")
            previous = anchor.own
            yield anchor


def _parsed(line: bytes, which: str) -> Anchor:
    try:
        return Anchor(**json.loads(line))
    except (ValueError, TypeError):
        raise AnchorsBroken(f"the file of anchors cannot be read at {which}") from None


def _own(previous: str, *values: object) -> str:
    return hashlib.sha256((previous + json.dumps(values)).encode()).hexdigest()
