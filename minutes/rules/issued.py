"""An executive summary that was issued, looked at again before anybody is given it."""

from collections.abc import Iterable, Mapping

from audit.refusals import Effect, Finding
from minutes.rules.leaks import Hit


def issued_findings(hits: Iterable[Hit], labels: Mapping[str, str]) -> list[Finding]:
    """The refusal of giving out an issued summary in which something is found today (EXS-16).

    It tells the fields and repeats no words: whoever sends a copy need not know who is protected.
    """
    fields = list(dict.fromkeys(labels.get(hit.field, hit.field) for hit in hits))
    if not fields:
        return []
    message = f"What the case knows today stops words of this summary. Where: {'; '.join(fields)}."
    step = "Correct it and issue it anew, or have somebody who did not write it let the words stand."
    return [Finding("EXS-16", Effect.REFUSE, message, None, step)]
