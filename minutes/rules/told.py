"""What of a disclosure a summary may not repeat: what exactly was told, not that something was."""

import re

from meetings.rules.names import tokens_of

_SENTENCE = re.compile(r"[.!?;\n\r]+")
LEAST = 5
"""A sentence of fewer words, such as "The conviction", says no more than a summary may say of itself."""


def at_length(text: str) -> list[str]:
    """The sentences of `text` that have enough words to be known again (EXS-09)."""
    return [sentence for sentence in _SENTENCE.split(text) if len(tokens_of(sentence)) >= LEAST]
