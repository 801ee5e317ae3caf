"""Phrases that stand in for a date, such as "as soon as possible". Which fields are checked is decided in `plan`."""

import re

_ALWAYS = re.compile(
    r"""
      \bas\ soon\ as\ (?:(?:is|it\ is|reasonably|humanly)\ )*(?:pos\w*bl\w*|poss|practic\w*|\w+\ can)\b
    | \ba\.?s\.?a\.?p\b        # no spaces between the letters: "as AP resident" is about Approved Premises
    | \bat\ (?:the|your|their|our)\ earliest\ (?:opportunity|convenience)\b
    | \bin\ due\ course\b
    | \bwhen(?:ever)?\ (?:possible|practicable|practical|able|convenient)\b
    | \bt\.?b\.?[acd]\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AT_ONCE = re.compile(r"\b(?:immediately|straight ?away|right away)(?=\s*(?:$|[.;,!)]))", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:if|when|should|once|unless|where|any|upon|in the event)\b", re.IGNORECASE)
_IN_A_DATE = re.compile(
    r"""
      \b(?:immediate(?:ly)?|straight\ ?away|right\ away|urgent(?:ly)?|soon|shortly|on\ ?going|continuous(?:ly)?)\b
    | \bto\ be\ (?:confirmed|agreed|arranged|decided|advised|announced|determined)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE_END = re.compile(r"[.;!?\n]")


def vague_timing(text: str, *, is_date: bool = False) -> str | None:
    """The phrase in `text` that stands in for a date, or None.

    With `is_date` the text was typed where a date belongs, so words such as "soon" or "ongoing" count too. In a
    description "immediately" counts only as the timing of the action: not in "call 999 immediately if he is seen", a
    response to an event, nor in "immediately next to the school".
    """
    plain = re.sub(r"[ \t\u00a0\u2007\u202f\-\u2010-\u2014]+", " ", text).strip()
    one_line = re.sub(r"\s+", " ", plain)
    if found := _ALWAYS.search(one_line):
        return found.group()
    if is_date:
        found = _IN_A_DATE.search(one_line)
        return found.group() if found else None
    for sentence in _SENTENCE_END.split(plain):
        if (found := _AT_ONCE.search(sentence)) and not _CONDITION.search(sentence):
            return found.group()
    return None
