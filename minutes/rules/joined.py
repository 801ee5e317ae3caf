"""Numbers, codes and names written without their spaces, or with other ones: "7946 0018", "AB12CDE", "unathrupp".

What is withheld and what leaves are compared as they read once everything between their parts is gone.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from meetings.rules.names import ORDINARY_WORDS, KnownName, Token, tokens_of
from minutes.rules.everyday import OPENING
from minutes.rules.shapes import digits_in

ALIKE = 6
"""So many digits in a row that also stand in something withheld are a hit, whatever stands between them."""
LONGEST = 10
"""A code of letters and digits, such as the mark of a car, has no more of them."""
LEAST = 5
"""A name written in one word with another, or with digits, is looked for from so many letters on."""
_MEASURE = re.compile(r"\d{1,4}(?:st|nd|rd|th|am|pm|hrs?|mins?|yrs?|wks?|days?|k|m|km|cm|mm|g|kg|mg|ml|ft|x\d)")
_DIGITS = "0123456789"

Span = tuple[int, int]


class Numbers:
    """Looks for the digits of known texts, in pieces of ALIKE."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.known = {piece for text in texts for digits, _ in digits_in(text, ALIKE) for piece in _pieces(digits)}

    def spans(self, text: str) -> Iterator[Span]:
        """Where such digits stand: from which character, to which."""
        if not self.known:
            return
        for digits, places in digits_in(text, ALIKE):
            yield from _together(
                (places[start], places[start + ALIKE - 1] + 1)
                for start, piece in enumerate(_pieces(digits))
                if piece in self.known
            )


class Codes:
    """Looks for codes of letters and digits, in one piece or in up to three."""

    def __init__(self, texts: Iterable[str], public: Collection[str]) -> None:
        self.known = {code for text in texts for code in _codes(text)}.difference(public)

    def spans(self, text: str, tokens: list[Token]) -> Iterator[Span]:
        """Where such codes stand."""
        if not self.known:
            return
        for part in _close_together(text, tokens):
            if "".join(token.text for token in part) in self.known:
                yield part[0].start, part[-1].end


def joined_names(names: Iterable[KnownName]) -> set[str]:
    """The names as one word, as accounts have them: given and family name, family and given, initial and family.

    An initial before a family name that is a word makes other words ("along", "away"), so it is left out there.
    """
    found = set()
    for one in names:
        given, family = [token.text for token in tokens_of(one.given)], [token.text for token in tokens_of(one.family)]
        if not given or not family:
            continue
        last = "".join(family)
        for first in {given[0], "".join(given)}:
            found |= {first + last, last + first}
        if last not in ORDINARY_WORDS:
            found.add(given[0][0] + last)
    return {word for word in found if len(word) >= LEAST}


def names_with_digits(tokens: Iterable[Token], words: set[str]) -> Iterator[Token]:
    """Words that are one of `words` but for the digits at their ends, as in "thrupp87"."""
    for token in tokens:
        bare = token.text.strip(_DIGITS)
        if bare != token.text and len(bare) >= LEAST and bare in words and bare not in ORDINARY_WORDS:
            yield token


def in_one_word(text: str) -> str:
    """The words of a text as one, folded."""
    return "".join(token.text for token in tokens_of(text))


class Written:
    """One text as its digits and codes read, however they are written."""

    def __init__(self, text: str) -> None:
        self.pieces = {piece for digits, _ in digits_in(text, ALIKE) for piece in _pieces(digits)}
        self.codes = set(_codes(text))

    def holds(self, found: str) -> bool:
        """Whether the digits or the code `found` may stand in it."""
        digits = {piece for part, _ in digits_in(found, ALIKE) for piece in _pieces(part)}
        return not self.pieces.isdisjoint(digits) or in_one_word(found) in self.codes


def _pieces(digits: str) -> list[str]:
    return [digits[start : start + ALIKE] for start in range(len(digits) - ALIKE + 1)]


def _together(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in order, those that overlap as one."""
    start, end = -1, -1
    for one, other in spans:
        if one >= end:
            if end > start:
                yield start, end
            start = one
        end = other
    if end > start:
        yield start, end


def _codes(text: str) -> Iterator[str]:
    for part in _close_together(text, tokens_of(text)):
        code = "".join(token.text for token in part)
        if ALIKE <= len(code) <= LONGEST and not code.isdigit() and not code.isalpha() and _is_code(part):
            yield code


def _is_code(part: tuple[Token, ...]) -> bool:
    """Whether words make one code: none is a measure or a word, and letters alone are few."""
    mixed = any(not token.text.isdigit() and not token.text.isalpha() for token in part)
    return all(_of_a_code(token, mixed=mixed) for token in part)


def _of_a_code(token: Token, *, mixed: bool) -> bool:
    if token.text.isdigit():
        return True
    if token.text.isalpha():
        return len(token.text) <= 3 and token.text not in OPENING and (mixed or token.raw.isupper())
    return not _MEASURE.fullmatch(token.text)


def _close_together(text: str, tokens: list[Token]) -> Iterator[tuple[Token, ...]]:
    """Each word, and each two or three with no more than two signs between them, of which one holds a digit."""
    for start in range(len(tokens)):
        part: tuple[Token, ...] = ()
        length, digits = 0, False
        for one in tokens[start : start + 3]:
            length += len(one.text)
            if length > LONGEST or (part and one.start - part[-1].end > 2):
                break
            part += (one,)
            digits = digits or any(letter in _DIGITS for letter in one.text)
            if digits:
                yield part
