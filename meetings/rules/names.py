"""Finds a case's own known names in a text: whole, reversed, surname alone, initials, whatever the case or accents.

It knows only the names it is given. It cannot find nicknames, misspellings or people the system does not know, so a
person still reads the text.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

PARTICLES = frozenset({"al", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "la", "le", "van", "von"})
MONTH_NAMES = frozenset({"april", "august", "june", "may"})
_WORDS_THAT_ARE_ALSO_NAMES = """
    ash baker bell best bishop black bond booth brown bush butler carpenter chance church cook cross day dean drew
    fisher forest fox frank friend gay gold good grace grant gray green grey hall hand hill hope house hunt hunter joy
    king knight lane law lee light long lord love major mark marsh mason miller moon moss nurse page park parker parks
    peace police pool poor porter price pride prior reed reader rich rise rock rose rush sales shepherd short skipper
    small smart stone street strong summers taylor turner wade walker ward waters way wells west white will wise wood
    woods young
"""
ORDINARY_WORDS = MONTH_NAMES | frozenset(_WORDS_THAT_ARE_ALSO_NAMES.split())
_RELATIONS = """
    aunt boyfriend brother child children cousin dad daughter ex family father fiance fiancee girlfriend grandfather
    grandmother husband kids mother mum nephew niece parents partner relative relatives sister son spouse stepdaughter
    stepson uncle victim widow wife
"""
RELATIONS = frozenset(_RELATIONS.split())
"""What somebody may be to the person whose surname stands before it."""
TITLES = frozenset({"dc", "di", "dr", "ds", "miss", "mr", "mrs", "ms", "mx", "pc", "prof", "ps", "rev", "sgt"})
_UNDECOMPOSED = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})
_LOOKALIKES = str.maketrans("авекмнорстухіѕјαεικνορτυχ", "abekmhopctyxisjaeikvoptux")
"""Letters of other alphabets that look like ours once in lower case: what a reader takes for the name is the name."""
_APOSTROPHES = "'\u2018\u2019\u02bc\u0060\u00b4"
_WORD = re.compile(r"[^\W_]+")


class NameForm(StrEnum):
    """In which form a name was found."""

    FULL = "full"
    INITIALS = "initials"
    SURNAME = "surname"
    FORENAME = "forename"


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name that must not appear, for example of a victim or an attendee. `given` may hold several forenames."""

    given: str
    family: str


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name found in a text: what was typed, where (character offsets), in which form, and the words around it.

    `certain` is false where the same letters may be an ordinary word or a common forename, so that a person must look.
    """

    found: str
    start: int
    end: int
    form: NameForm
    certain: bool
    around: str


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: folded, its place (character offsets), and as it was typed."""

    text: str
    start: int
    end: int
    raw: str


@dataclass(frozen=True, slots=True)
class _Pattern:
    words: tuple[str, ...]
    form: NameForm


def split_name(name: str) -> KnownName:
    """A name kept in one piece, as given names and family name: the last word is the family name."""
    *given, family = name.split()
    return KnownName(" ".join(given), family)


def names_found(
    text: str,
    names: Iterable[KnownName],
    *,
    allowed: Iterable[KnownName] = (),
    titles_of_others: Collection[str] = frozenset(),
) -> tuple[NameHit, ...]:
    """Every known name in `text`, in order of place, the longest reading where readings overlap (EXS-03).

    `allowed` are names that may appear, such as the person the summary is about: their whole names are skipped, and a
    lone surname or forename that is also theirs is not reported. A surname that they share with somebody known is,
    after one of `titles_of_others` (folded titles that are not theirs) and before "'s wife" and the like.
    """
    tokens = tokens_of(text)
    permitted, names = list(allowed), list(names)
    free_words = {word for name in permitted for word in (*_words(name.given), *_words(name.family))}
    free_places = {
        place
        for start, pattern in _matches(tokens, [pattern for name in permitted for pattern in _patterns(name)])
        if pattern.form in (NameForm.FULL, NameForm.INITIALS)
        for place in range(start, start + len(pattern.words))
    }
    wanted = [
        pattern
        for name in names
        for pattern in _patterns(name)
        if not (pattern.form in (NameForm.SURNAME, NameForm.FORENAME) and free_words.issuperset(pattern.words))
    ]
    relatives = _of_relatives(text, tokens, _shared_surnames(names, permitted), titles_of_others)
    hits: list[NameHit] = []
    for places in relatives:
        hits.append(
            _hit(text, tokens, places.start, _Pattern((tokens[places.start].text,) * len(places), NameForm.FULL))
        )
    taken: set[int] = free_places.union(*relatives)
    by_length = sorted(
        _matches(tokens, wanted), key=lambda match: (-len(match[1].words), _rank(match[1].form), match[0])
    )
    for start, pattern in by_length:
        places = range(start, start + len(pattern.words))
        if taken.isdisjoint(places) and not _is_something_else(tokens, start, pattern):
            taken.update(places)
            hits.append(_hit(text, tokens, start, pattern))
    return tuple(sorted(hits, key=lambda hit: hit.start))


def _shared_surnames(names: Iterable[KnownName], allowed: Iterable[KnownName]) -> set[str]:
    """The words of surnames that somebody known has in common with who may appear."""
    theirs = {word for name in allowed for word in _words(name.family)}
    return theirs.intersection(word for name in names for word in _words(name.family)) - PARTICLES


def _of_relatives(text: str, tokens: Sequence[Token], shared: set[str], titles: Collection[str]) -> list[range]:
    """Where a shared surname means another than who may appear: "Mrs Smith", "Ms J. Smith", "Smith's wife"."""
    found = []
    for place, token in enumerate(tokens):
        if token.text not in shared:
            continue
        first = place - 1
        while first >= 0 and len(tokens[first].text) == 1:
            first -= 1
        if first >= 0 and tokens[first].text in titles:
            found.append(range(first, place + 1))
            continue
        if token.end < len(text) and text[token.end] in _APOSTROPHES:
            whose = [
                later for later in range(place + 1, min(place + 4, len(tokens))) if tokens[later].text in RELATIONS
            ]
            if whose:
                found.append(range(place, whose[0] + 1))
    return found


def folded(text: str) -> tuple[str, list[int]]:
    """The text without case, accents, apostrophes and invisible marks, and for each letter its place in `text`."""
    parts = _fold(text)
    return "".join(parts), [index for index, part in enumerate(parts) for _ in part]


def _fold(text: str) -> list[str]:
    """One folded string for each character of `text`, so that places are kept: no case, accents or invisible marks."""
    return [_fold_character(character) for character in text]


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    parts = (
        part.casefold().translate(_UNDECOMPOSED).translate(_LOOKALIKES)
        for part in unicodedata.normalize("NFKD", character)
        if unicodedata.category(part) not in ("Mn", "Cf") and part not in _APOSTROPHES
    )
    return "".join(parts)


def tokens_of(text: str) -> list[Token]:
    """The words of `text` in order, without possessive endings."""
    joined, place = folded(text)
    tokens = []
    for match in _WORD.finditer(joined):
        start, end = place[match.start()], place[match.end() - 1] + 1
        raw = text[start:end]
        word = match.group()
        if len(raw) > 2 and raw[-1] in "sS" and raw[-2] in _APOSTROPHES:
            word, end = word[:-1], end - 2
            raw = text[start:end]
        tokens.append(Token(word, start, end, raw))
    return tokens


def _words(name: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokens_of(name))


def _patterns(name: KnownName) -> Iterator[_Pattern]:
    given, family = _words(name.given), _words(name.family)
    if len(given) > 1:  # Anne Marie is also written Annemarie
        yield _Pattern(("".join(given),), NameForm.FORENAME)
    if given and family:
        yield _Pattern((*given, *family), NameForm.FULL)
        yield _Pattern((*family, *given), NameForm.FULL)
        yield _Pattern((given[0], *family), NameForm.FULL)
        yield _Pattern((*family, given[0]), NameForm.FULL)
        initials = tuple(word[0] for word in given)
        for spelled in {initials, ("".join(initials),), initials[:1]}:
            yield _Pattern((*spelled, *family), NameForm.INITIALS)
            yield _Pattern((*family, *spelled), NameForm.INITIALS)
    if family:
        yield _Pattern(family, NameForm.SURNAME)
        if len(family) > 1:
            joined = "".join(family)
            yield _Pattern((joined,), NameForm.SURNAME)
            yield from (
                _Pattern((part,), NameForm.SURNAME) for part in family if len(part) > 2 and part not in PARTICLES
            )
    yield from (_Pattern((word,), NameForm.FORENAME) for word in given if len(word) > 1)


def _matches(tokens: Sequence[Token], patterns: Sequence[_Pattern]) -> list[tuple[int, _Pattern]]:
    by_first_word: dict[str, list[_Pattern]] = {}
    for pattern in dict.fromkeys(patterns):
        by_first_word.setdefault(pattern.words[0], []).append(pattern)
    return [
        (start, pattern)
        for start, token in enumerate(tokens)
        for pattern in by_first_word.get(token.text, ())
        if tuple(following.text for following in tokens[start : start + len(pattern.words)]) == pattern.words
    ]


def _is_something_else(tokens: Sequence[Token], start: int, pattern: _Pattern) -> bool:
    """True for a lone word that plainly is no name: "3 May", the verb "will", a two-letter name in lower case."""
    if len(pattern.words) > 1:
        return False
    token = tokens[start]
    lower = token.raw.islower()
    if token.text in MONTH_NAMES:
        neighbours = [tokens[index].text for index in (start - 1, start + 1) if 0 <= index < len(tokens)]
        if any(neighbour[0].isdigit() for neighbour in neighbours):
            return True
    if lower and pattern.form is NameForm.FORENAME and token.text in ORDINARY_WORDS:
        return True
    return lower and len(token.text) <= 2


def _hit(text: str, tokens: Sequence[Token], start: int, pattern: _Pattern) -> NameHit:
    matched = tokens[start : start + len(pattern.words)]
    first, last = matched[0].start, matched[-1].end
    ambiguous = len(matched) == 1 and pattern.words[0] in ORDINARY_WORDS
    titled = start > 0 and tokens[start - 1].text in TITLES
    certain = pattern.form is not NameForm.FORENAME and (titled or not ambiguous)
    around = " ".join(text[max(0, first - 30) : last + 30].split())
    return NameHit(text[first:last], first, last, pattern.form, certain, around)


def _rank(form: NameForm) -> int:
    return list(NameForm).index(form)
