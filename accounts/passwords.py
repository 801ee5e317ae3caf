"""Passwords that everybody in the field would try first."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

WORDS_FILE = Path(__file__).parent / "reference" / "password_words.txt"
ENOUGH_BESIDE_THEM = 8


@cache
def words_of_the_field() -> tuple[str, ...]:
    """The words, longest first, so that a longer one is taken out before a shorter one inside it."""
    return tuple(sorted(WORDS_FILE.read_text(encoding="utf-8").split(), key=len, reverse=True))


class WordsOfTheField:
    """Refuses a password with fewer than eight letters or digits beside words of this work and the product's name."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with one sentence when too little is left."""
        left = password.lower()
        for word in words_of_the_field():
            left = left.replace(word, "")
        if len(re.sub(r"[\W_]", "", left)) < ENOUGH_BESIDE_THEM:
            raise ValidationError(
                "Your password must not be made of words such as “mappa”, “police” or “probation”.",
                code="words_of_the_field",
            )

    def get_help_text(self) -> str:
        """What to avoid, in one sentence."""
        return "Your password must not be made of words of this work, such as “probation”."
