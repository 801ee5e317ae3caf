"""Whether words typed for somebody name a person who is kept out of a case, and what their presence does (ACC-25)."""

from collections.abc import Iterable, Sequence

from audit.refusals import Effect, Finding
from meetings.rules.names import TITLES, KnownName, NameForm, names_found, tokens_of

RANKS = frozenset(
    {"chief", "constable", "deputy", "detective", "doctor", "inspector", "lady", "lord", "officer", "professor"}
    | {"sergeant", "sir", "superintendent"}
)
"""Words before a name that say nothing of whose it is, beside the short titles."""


def names_somebody(typed: str, people: Iterable[KnownName]) -> bool:
    """Whether words typed where one person is named may mean one of these people (ACC-25).

    A surname alone, with or without a title, counts; a surname with another forename is another person.
    """
    return any(_may_mean(typed, one) for one in people)


def presence_findings(came: Sequence[str], said: str) -> list[Finding]:
    """What stops a closing: somebody kept out of the case on the day is marked as attended (ACC-25).

    `came` names organisation and post; `said` is what the meeting recorded of it, with which it is only warned of.
    """
    field = "agenda_confidentiality.kept_out"
    step = "Correct the attendance list, or say under item 1 what they heard and what was done."
    effect = Effect.WARN if said.strip() else Effect.BLOCK
    return [
        Finding(
            "ACC-25", effect, f"{one}: marked as attended, though they can be given no part in this case.", field, step
        )
        for one in came
    ]


def _may_mean(typed: str, name: KnownName) -> bool:
    forms = {hit.form for hit in names_found(typed, [name])}
    if forms & {NameForm.FULL, NameForm.INITIALS}:
        return True
    if NameForm.SURNAME not in forms:
        return False
    family = {token.text for token in tokens_of(name.family)} | TITLES | RANKS
    return NameForm.FORENAME in forms or all(token.text in family for token in tokens_of(typed))
