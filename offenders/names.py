"""Preparing names for search and sorting: folding, sound, and one-letter deletions. Pure functions."""

import re
import unicodedata

from metaphone import doublemetaphone

WORD = re.compile(r"[^\W_]+")
APOSTROPHES = str.maketrans("", "", "'’`ʼ")
SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
LONGEST_WORD = 40


def fold(text: str) -> str:
    """Lower case without diacritics or apostrophes: "O’Brien-Łoś" becomes "obrien-los"."""
    lowered = text.casefold().translate(APOSTROPHES).translate(SPECIAL)
    return "".join(char for char in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """The folded words of a name, each once, in order."""
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in WORD.findall(fold(text))))


def sounds(text: str) -> list[str]:
    """Double-metaphone codes of every word: Catherine and Kathryn share one."""
    codes = [code for word in words(text) for code in doublemetaphone(word) if code]
    return list(dict.fromkeys(codes))


def near(text: str) -> list[str]:
    """Every word, and every word with one letter left out, so that one typing slip still meets."""
    found: dict[str, None] = {}
    for word in words(text):
        found[word] = None
        if len(word) >= 4:
            for index in range(len(word)):
                found[word[:index] + word[index + 1 :]] = None
    return list(found)


def sort_name(family_name: str, given_names: str) -> str:
    """What lists sort by: the database sorts by code point, so the name is folded first."""
    return f"{fold(family_name)} {fold(given_names)}"[:220]
