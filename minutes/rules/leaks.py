"""The leak check of an executive summary: what may not leave is looked for in every field, each hit by itself.

It finds what the case knows: names in every form, near-names, the words of what is withheld; and what gives somebody
away by its shape: telephone numbers, addresses, e-mail, the wording of intelligence. It errs towards finding too much:
a person decides about each hit. It cannot know somebody of whom the case knows nothing, so a person still reads.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from metaphone import doublemetaphone
from rapidfuzz.distance import OSA

from audit.refusals import Effect, Finding
from meetings.rules.names import (
    MONTH_NAMES,
    ORDINARY_WORDS,
    PARTICLES,
    TITLES,
    KnownName,
    Token,
    names_found,
    tokens_of,
)
from minutes.rules.addresses import words_of
from minutes.rules.behind import Behind
from minutes.rules.everyday import EMPTY_WORDS, OPENING, WORKADAY
from minutes.rules.joined import Codes, Numbers, joined_names, names_with_digits
from minutes.rules.nicknames import WORDS_TOO, evened, other_forms, other_spellings
from minutes.rules.shapes import shapes_in


class Kind(StrEnum):
    """What was found."""

    NAME = "name"
    WITHHELD = "withheld"
    NICKNAME = "nickname"
    INITIALS = "initials"
    NEAR_NAME = "near_name"
    EMAIL = "email"
    TELEPHONE = "telephone"
    ADDRESS = "address"
    INTELLIGENCE = "intelligence"


KIND_WORDS: Mapping[Kind, str] = {
    Kind.NAME: "Name",
    Kind.WITHHELD: "Withheld words",
    Kind.NICKNAME: "Short form",
    Kind.INITIALS: "Initials",
    Kind.NEAR_NAME: "Near-name",
    Kind.EMAIL: "E-mail address",
    Kind.TELEPHONE: "Telephone number",
    Kind.ADDRESS: "Address",
    Kind.INTELLIGENCE: "Intelligence",
}

RULE_OF: Mapping[Kind, str] = {
    Kind.NAME: "EXS-03",
    Kind.NICKNAME: "EXS-06",
    Kind.INITIALS: "EXS-06",
    Kind.NEAR_NAME: "EXS-06",
    Kind.TELEPHONE: "EXS-07",
    Kind.ADDRESS: "EXS-07",
    Kind.EMAIL: "EXS-07",
    Kind.INTELLIGENCE: "EXS-08",
    Kind.WITHHELD: "EXS-09",
}

SAYS: Mapping[Kind, str] = {
    Kind.NAME: "names, or may name, a person known in this case",
    Kind.NICKNAME: "is a short form of a name known in this case",
    Kind.INITIALS: "are the initials of somebody who is protected in this case",
    Kind.NEAR_NAME: "is spelled or sounds like a name known in this case",
    Kind.TELEPHONE: "looks like a telephone or other personal number",
    Kind.ADDRESS: "looks like an address",
    Kind.EMAIL: "looks like an e-mail address",
    Kind.INTELLIGENCE: "shows that there is intelligence, or how it is handled",
    Kind.WITHHELD: "stands in something that is withheld in this case",
}

RUN = 5
"""So many words in a row that also stand in something withheld are a hit."""
DIGITS = 5
"""A number of so many digits that also stands in something withheld is a hit."""
_SENTENCE = re.compile(r"[.!?;\n\r]+")


@dataclass(frozen=True, slots=True)
class Known:
    """What the case knows and may not let out.

    `protected` are victims, people at risk and those who gave what is withheld: their initials count too. `others` are
    attendees and staff. `subject` may be named. `withheld` are texts; `addresses` known ones. `public` are words that
    everybody may read, such as those of organisations' names and the subject's own numbers, folded. `titles_of_others`
    are titles that the subject does not bear, folded: after one of them a surname is somebody else's.
    """

    protected: tuple[KnownName, ...] = ()
    others: tuple[KnownName, ...] = ()
    subject: tuple[KnownName, ...] = ()
    withheld: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    public: frozenset[str] = field(default_factory=frozenset)
    titles_of_others: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found in one field: what, where (character offsets), the words around it, and its key.

    The key holds for exactly this text of the field, and for what the case knew that may stand behind the words: change
    a letter of it, or learn of somebody else of that name, and the hit is another.
    """

    field: str
    kind: Kind
    found: str
    start: int
    end: int
    around: str
    key: str

    @property
    def rule(self) -> str:
        """The rule that looks for it."""
        return RULE_OF[self.kind]

    @property
    def sentence(self) -> str:
        """What is wrong with it."""
        return f'"{self.found}" {SAYS[self.kind]}.'


@dataclass(frozen=True, slots=True)
class _Span:
    kind: Kind
    start: int
    end: int


def leaks(texts: Mapping[str, str], known: Known) -> tuple[Hit, ...]:
    """Every hit in the fields, in order of field and place. Where hits overlap, the one named first in `Kind` stays."""
    check = _Check(known)
    names = [*((True, one) for one in known.protected), *((False, one) for one in known.others)]
    behind = Behind(names, (*known.withheld, *known.addresses))
    return tuple(
        _hit(name, text, span, behind)
        for name, text in texts.items()
        if text.strip()
        for span in _apart(check.spans(text))
    )


def leak_findings(hits: Iterable[Hit], let_stand: Collection[str], labels: Mapping[str, str]) -> list[Finding]:
    """A refusal for each hit that nobody has let stand (EXS-03, EXS-06 to EXS-09)."""
    step = "Change the words, or have somebody who did not write them let them stand with a reason."
    return [
        Finding(
            hit.rule,
            Effect.REFUSE,
            f'{hit.sentence} {labels.get(hit.field, hit.field)}, character {hit.start + 1}: "{hit.around}".',
            hit.field,
            step,
        )
        for hit in hits
        if hit.key not in let_stand
    ]


def review_findings(*, wrote_it: bool, reason: str, stands: bool) -> list[Finding]:
    """Refusals of letting one hit stand: by whom, why, and whether it is still there (EXS-10)."""
    found = []
    if wrote_it:
        message = "You wrote to this summary: somebody else decides what stands in it."
        found.append(Finding("EXS-10", Effect.REFUSE, message, None, "Ask the chair, the Co-ordinator or the Unit."))
    if not stands:
        message = "These words were changed since you looked, so nothing was let stand."
        found.append(Finding("EXS-10", Effect.REFUSE, message, None, "Look at the hits as they are now."))
    if not reason.strip():
        message = "A hit stands only with a reason of its own."
        found.append(Finding("EXS-10", Effect.REQUIRE, message, None, "Say why these words may leave."))
    return found


class _Check:
    """The finders, with what they need of the case prepared once for all fields."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.names = (*known.protected, *known.others)
        self.free = {token.text for one in known.subject for token in tokens_of(f"{one.given} {one.family}")}
        self.words = _name_words(self.names) - self.free - PARTICLES
        self.sounds = {code for word in self.words if len(word) >= 4 for code in doublemetaphone(word) if len(code) > 1}
        given = {token.text for one in self.names for token in tokens_of(one.given)}
        spelled = {form for word in self.words for form in other_spellings(word)}
        self.spelled = spelled - self.free - self.words - WORKADAY
        self.evened = {evened(word) for word in self.words if 3 <= len(word) <= 5}
        self.short = {form for name in given for form in other_forms(name)} - self.free - self.words
        self.initials = {_initials(one) for one in known.protected if one.given and one.family}
        self.withheld = _withheld(known, self.free)
        self.joined = joined_names(self.names) - joined_names(known.subject) - self.words
        self.numbers = Numbers((*known.withheld, *known.addresses))
        self.codes = Codes(known.withheld, known.public)
        self.address_lines = {words for address in known.addresses for words in words_of(address)}

    def spans(self, text: str) -> Iterator[_Span]:
        """Everything found in one text, by kind."""
        tokens = tokens_of(text)
        for hit in names_found(
            text, self.names, allowed=self.known.subject, titles_of_others=self.known.titles_of_others
        ):
            yield _Span(Kind.NAME, hit.start, hit.end)
        yield from self._withheld_words(tokens)
        for start, end in (*self.numbers.spans(text), *self.codes.spans(text, tokens)):
            yield _Span(Kind.WITHHELD, start, end)
        yield from self._by_word(tokens)
        for token in names_with_digits(tokens, self.words | self.joined):
            yield _Span(Kind.NEAR_NAME, token.start, token.end)
        yield from self._pulled_apart(text, tokens)
        yield from self._initials_in(tokens)
        yield from (_Span(Kind(shape.value), start, end) for shape, start, end in shapes_in(text))

    def _by_word(self, tokens: list[Token]) -> Iterator[_Span]:
        lower = {token.text for token in tokens if token.raw.islower()}
        opening = self.withheld.opening - lower
        for token in tokens:
            capital = not token.raw.islower()
            if token.text in self.short and (capital or (len(token.text) > 2 and token.text not in WORDS_TOO)):
                yield _Span(Kind.NICKNAME, token.start, token.end)
            elif capital and (token.text in self.withheld.proper or token.text in opening):
                yield _Span(Kind.WITHHELD, token.start, token.end)
            elif token.text in self.joined or self._is_near(token.text, capital=capital, ordinary=token.text in lower):
                yield _Span(Kind.NEAR_NAME, token.start, token.end)

    def _pulled_apart(self, text: str, tokens: list[Token]) -> Iterator[_Span]:
        """Names in pieces: over the end of a line, with a space or hyphen in between, or letter by letter."""
        for start, token in enumerate(tokens):
            for size in (2, 3):
                part = tokens[start : start + size]
                gaps = [text[one.end : two.start] for one, two in pairwise(part)]
                whole = "".join(one.text for one in part)
                if len(part) < size or whole not in self.words or len(whole) < 5 or max(map(len, gaps)) > 4:
                    continue
                named = not token.raw.islower() or "-" in "".join(gaps)
                if named and not OPENING.issuperset(one.text for one in part):
                    yield _Span(Kind.NEAR_NAME, token.start, part[-1].end)
        yield from self._spelled_out(text, tokens)

    def _spelled_out(self, text: str, tokens: list[Token]) -> Iterator[_Span]:
        run: list[Token] = []
        for token in (*tokens, None):
            if token and len(token.text) == 1 and (not run or len(text[run[-1].end : token.start]) <= 3):
                run.append(token)
                continue
            letters = "".join(one.text for one in run)
            if any(word in letters for word in self.words if len(word) >= 3):
                yield _Span(Kind.NEAR_NAME, run[0].start, run[-1].end)
            run = [token] if token and len(token.text) == 1 else []

    def _is_near(self, word: str, *, capital: bool, ordinary: bool) -> bool:
        """Whether a word is spelled or sounds like a known one. An ordinary word of this text only when it is long."""
        if len(word) < 3 or word in self.words or word in self.free or word in self.known.public or word in WORKADAY:
            return False
        if word in self.spelled and capital:
            return True
        if word in ORDINARY_WORDS or word in TITLES or word in MONTH_NAMES or word.isdigit():
            return False
        if capital and not ordinary and word not in OPENING and evened(word) in self.evened:
            return True
        if len(word) < 4:
            return False
        if any(OSA.distance(word, name, score_cutoff=slips) <= slips for name, slips in self._close(word, capital)):
            return True
        return capital and not ordinary and not self.sounds.isdisjoint(code for code in doublemetaphone(word) if code)

    def _close(self, word: str, capital: bool) -> Iterator[tuple[str, int]]:
        for name in self.words:
            if len(name) >= 5 and (capital or len(name) >= 7):
                yield name, 2 if len(name) >= 8 else 1

    def _initials_in(self, tokens: list[Token]) -> Iterator[_Span]:
        for start, token in enumerate(tokens):
            if token.raw.isupper() and token.text in self.initials and len(token.text) > 1:
                yield _Span(Kind.INITIALS, token.start, token.end)
            pair = tokens[start : start + 2]
            single = len(pair) == 2 and all(len(one.text) == 1 and one.raw.isupper() for one in pair)
            if single and "".join(one.text for one in pair) in self.initials:
                yield _Span(Kind.INITIALS, pair[0].start, pair[1].end)

    def _withheld_words(self, tokens: list[Token]) -> Iterator[_Span]:
        words = [token.text for token in tokens]
        for size, phrases in self.withheld.runs.items():
            for start in range(len(words) - size + 1):
                if tuple(words[start : start + size]) in phrases:
                    yield _Span(Kind.WITHHELD, tokens[start].start, tokens[start + size - 1].end)
        for size in {len(line) for line in self.address_lines}:
            for start in range(len(words) - size + 1):
                if tuple(words[start : start + size]) in self.address_lines:
                    yield _Span(Kind.ADDRESS, tokens[start].start, tokens[start + size - 1].end)
        yield from (
            _Span(Kind.WITHHELD, token.start, token.end) for token in tokens if token.text in self.withheld.numbers
        )


@dataclass(frozen=True, slots=True)
class _Withheld:
    """What is withheld: runs of words by their length, numbers, proper names, and what may be one at an opening."""

    runs: dict[int, set[tuple[str, ...]]]
    numbers: set[str]
    proper: set[str]
    opening: set[str]


def _withheld(known: Known, free: set[str]) -> _Withheld:
    """Read what is withheld, sentence by sentence."""
    found = _Withheld({}, set(), set(), set())
    small: set[str] = set()
    for text in known.withheld:
        for sentence in _SENTENCE.split(text):
            tokens = tokens_of(sentence)
            words = [token.text for token in tokens]
            small.update(token.text for token in tokens if token.raw.islower())
            found.numbers.update(word for word in words if len(word) >= DIGITS and word.isdigit())
            capital = [token for token in tokens if len(token.text) > 2 and token.raw[0].isupper()]
            found.proper.update(token.text for token in capital if token is not tokens[0])
            found.opening.update(token.text for token in capital if token is tokens[0])
            size = min(RUN, len(words))
            if size and not (size == 1 and (words[0] in EMPTY_WORDS or len(words[0]) < 4)):
                places = range(len(words) - size + 1)
                found.runs.setdefault(size, set()).update(tuple(words[start : start + size]) for start in places)
    everyday = free | known.public | WORKADAY | ORDINARY_WORDS | TITLES | EMPTY_WORDS
    if 1 in found.runs:
        found.runs[1].difference_update({(word,) for word in everyday})
    found.proper.difference_update(everyday)
    found.opening.difference_update(everyday, OPENING, small)
    return found


def _name_words(names: Iterable[KnownName]) -> set[str]:
    return {token.text for one in names for token in tokens_of(f"{one.given} {one.family}")}


def _initials(name: KnownName) -> str:
    given, family = tokens_of(name.given), tokens_of(name.family)
    return (given[0].text[0] if given else "") + (family[-1].text[0] if family else "")


def _apart(spans: Iterable[_Span]) -> list[_Span]:
    """The spans without those that overlap one of an earlier kind; overlapping ones of a kind become one."""
    order = list(Kind)
    every = sorted(set(spans), key=lambda one: (order.index(one.kind), one.start, -one.end))
    taken = bytearray(max((span.end for span in every), default=0))
    kept: list[_Span] = []
    for span in every:
        last = kept[-1] if kept else None
        if last is not None and last.kind is span.kind and span.start < last.end:
            kept[-1] = _Span(last.kind, last.start, max(last.end, span.end))
        elif any(taken[span.start : span.end]):
            continue
        else:
            kept.append(span)
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    return sorted(kept, key=lambda one: one.start)


def _hit(name: str, text: str, span: _Span, behind: Behind) -> Hit:
    found = text[span.start : span.end][:400]
    around = " ".join(text[max(0, span.start - 30) : span.end + 30].split())[:300]
    told = json.dumps([name, text, span.kind.value, span.start, span.end, behind.of(found)], ensure_ascii=False)
    return Hit(name, span.kind, found, span.start, span.end, around, hashlib.sha256(told.encode()).hexdigest())
