"""Typed text as a PDF takes it: every word is kept, and laying it out never takes minutes, whatever was typed."""

import re
from math import ceil

MOST_LINES = 200
"""A text of more lines is set with several in one paragraph, divided by a stroke."""
_RUN = re.compile(r"\S{120,}")
_PIECE = re.compile(r"\S{1,60}")
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_NEVER_BREAKING = {0x00A0: " ", 0x2007: " ", 0x202F: " ", 0x2060: None, 0xFEFF: None}
_SIGNS = str.maketrans({**_TURNING, **_NEVER_BREAKING})


def paragraphs(text: str) -> list[str]:
    """The lines of a typed text, at most MOST_LINES, without marks that turn its direction or forbid to break it.

    A run of letters longer than any word may be broken too: laying out what cannot be broken takes minutes.
    """
    lines = [line for typed in text.splitlines() if (line := typed.translate(_SIGNS).strip())]
    together = ceil(len(lines) / MOST_LINES)
    if together > 1:
        lines = [" / ".join(lines[first : first + together]) for first in range(0, len(lines), together)]
    return [_RUN.sub(lambda run: "\u200b".join(_PIECE.findall(run.group())), line) for line in lines]


def shortened(text: str, most: int) -> str:
    """A text of one line, at most so long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}\u2026"
