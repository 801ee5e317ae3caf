"""What a request to be involved and an emergency access have to say (rules ACC-31 and ACC-33). Pure."""

import datetime as dt
import re

from audit.refusals import Effect, Finding

LONGEST = dt.timedelta(days=366)
LEAST_WORDS = 5
LEAST_LETTERS = 20


def check_until(until: dt.date, *, today: dt.date) -> list[Finding]:
    """Return a finding unless the last day of what is asked for lies ahead, and within a year (ACC-31)."""
    if until <= today:
        return [Finding("ACC-31", Effect.REFUSE, "This has to end on a day to come.", "until")]
    if until > today + LONGEST:
        message = "A part in a case is asked for by the year: enter an earlier day."
        return [Finding("ACC-31", Effect.REFUSE, message, "until", "Ask again when it ends.")]
    return []


def check_reason(reason: str, *, rule: str, field: str = "reason") -> list[Finding]:
    """Return a finding unless the reason is one: at least five different words and twenty letters."""
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", reason)}
    if len(words) >= LEAST_WORDS and sum(map(len, words)) >= LEAST_LETTERS:
        return []
    message = "Say what has happened and why it cannot wait: a sentence, not a word."
    if rule == "ACC-31":
        message = "Say why you need to know: a sentence, not a word."
    return [Finding(rule, Effect.REQUIRE, message, field)]


def tidy_reference(typed: str) -> str:
    """Return a case reference as it is stored: capital letters, no blanks."""
    return "".join(typed.split()).upper()
