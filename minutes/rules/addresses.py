"""What of an address gives it away by itself: each line, each part of a line, the street without its number."""

import re
from collections.abc import Iterator

from meetings.rules.names import tokens_of
from minutes.rules.everyday import COUNTIES, OPENING

_PART = re.compile(r"[,;]+")


def words_of(address: str) -> Iterator[tuple[str, ...]]:
    """The words, folded, of each line of an address and of each part of a line on which several stand (EXS-07).

    A town of one word and a county are none of them; nor is a remark in small letters ("every morning") on a line with
    capital letters.
    """
    for line in address.splitlines():
        for part in (line, *_parts(line)):
            yield from (words for words in _with_street(part) if words not in COUNTIES)


def _parts(line: str) -> Iterator[str]:
    for part in _PART.split(line):
        words = [token.text for token in tokens_of(part)]
        numbered = any(letter.isdigit() for letter in part)
        # "Flat A" is found by its shape; as words it would stand in "viewed a flat a week ago" too.
        if numbered or (sum(len(word) > 1 for word in words) > 1 and (line.islower() or not part.islower())):
            yield part


def _with_street(line: str) -> Iterator[tuple[str, ...]]:
    """The words of a line of an address, and those behind its number: "Acacia Row" of "14 Acacia Row"."""
    words = [token.text for token in tokens_of(line)]
    numbered = [place for place, word in enumerate(words) if any(letter.isdigit() for letter in word)]
    behind = words[numbered[-1] + 1 :] if numbered else []
    if len(words) > 1:
        yield tuple(words)
    if len(behind) > 1 and not OPENING.issuperset(behind[:-1]):
        yield tuple(behind)
