"""What a case knows that may stand behind the words of a hit.

Whoever lets a hit stand has looked at these names and texts and at no others: one that becomes known later makes it
another hit. It errs towards too many, as being asked again is safe.
"""

from collections.abc import Iterable

from metaphone import doublemetaphone
from rapidfuzz.distance import OSA

from meetings.rules.names import KnownName, tokens_of
from minutes.rules.joined import Written
from minutes.rules.nicknames import evened, other_forms, other_spellings

SLIPS = 2
"""Letters that may differ between a word and a name spelled like it."""


class Behind:
    """Looks behind hits, with the names and texts of the case prepared once. `names` say whether each is protected."""

    def __init__(self, names: Iterable[tuple[bool, KnownName]], texts: Iterable[str]) -> None:
        self.names = [(protected, name, _Words(name)) for protected, name in names]
        self.texts = [(text, {token.text for token in tokens_of(text)}, Written(text)) for text in texts]
        self.seen: dict[str, list[str]] = {}

    def of(self, found: str) -> list[str]:
        """The names and texts that may have made `found` a hit, in one order whatever the order of the case."""
        if found not in self.seen:
            words = [token.text for token in tokens_of(found)]
            named = {
                f"{'protected' if protected else 'other'} {name.given} {name.family}"
                for protected, name, known in self.names
                if known.may_be(words)
            }
            digits = any(letter.isdigit() for letter in found)
            told = {
                text
                for text, tokens, written in self.texts
                if words and (tokens.issuperset(words) or (digits and written.holds(found)))
            }
            self.seen[found] = sorted(named | told)
        return self.seen[found]


class _Words:
    """One name, as the finders of names read it."""

    def __init__(self, name: KnownName) -> None:
        given, family = tokens_of(name.given), tokens_of(name.family)
        self.plain = {token.text for token in (*given, *family)}
        self.forms = self.plain.union(
            *(other_forms(token.text) for token in given), *(other_spellings(word) for word in self.plain)
        )
        self.evened = {evened(word) for word in self.plain if len(word) >= 3}
        self.sounds = {code for word in self.plain if len(word) >= 4 for code in doublemetaphone(word) if len(code) > 1}
        self.initials = (given[0].text[0] if given else "") + (family[-1].text[0] if family else "")

    def may_be(self, words: list[str]) -> bool:
        """Whether words, together or one of them, may stand for this name."""
        joined = "".join(words)
        together = joined == self.initials or any(word in joined for word in self.plain if len(word) >= 3)
        return together or any(self._like(word) for word in words)

    def _like(self, word: str) -> bool:
        return (
            word in self.forms
            or evened(word) in self.evened
            or any(OSA.distance(word, name, score_cutoff=SLIPS) <= SLIPS for name in self.plain if len(name) >= 5)
            or not self.sounds.isdisjoint(code for code in doublemetaphone(word) if code)
        )
