"""Who is told of a release, a move or an absconding (rules CUS-28 to CUS-32). Facts in, deadlines and findings out.

The guidance says who is told and that it comes first, and no number of days: the day before is the last that is ahead.
"""

from collections.abc import Sequence
from datetime import date

from audit.refusals import Effect, Finding
from custody.rules.due import CustodyFacts, Dues
from custody.rules.events import Known, day_known_since, notices
from custody.rules.kinds import Kind
from deadlines.rulebook import rule
from deadlines.rules.days import Due, add_days, in_words

SEXUAL = 1
"""Category 1."""


def police_ahead(facts: CustodyFacts) -> Dues:
    """Police are told of the day that stands ahead of a release of Category 1 from prison or youth custody (CUS-28)."""
    stay = facts.present
    if facts.category != SEXUAL or stay is None or stay.place == "hospital" or stay.release_due_on is None:
        return
    since = day_known_since(stay, Kind.RELEASE_DATE, facts.events, facts.dropped)
    if not facts.happened_since(since, Kind.POLICE_TOLD):
        yield "", _before_release(stay.release_due_on, "CUS-28")


def without_licence(facts: CustodyFacts) -> Dues:
    """Practitioner and receiving police are each told of a release without a licence before it (CUS-30)."""
    stay = facts.present
    if stay is None or stay.place == "hospital":
        return
    told = notices(stay, Kind.NO_LICENCE, facts.events)
    known = told[-1] if told else facts.last(Kind.NO_LICENCE)
    if known is None or known.day < stay.since:
        return
    since = day_known_since(stay, Kind.NO_LICENCE, facts.events, facts.dropped)
    for key, kind in (("practitioner", Kind.NO_LICENCE_COM), ("police", Kind.NO_LICENCE_POLICE)):
        if not facts.happened_since(since, kind):
            yield key, _before_release(known.day, "CUS-30")


def victim_police(facts: CustodyFacts) -> Dues:
    """After domestic abuse or stalking, police where the victim lives are alerted to an absconding at once (CUS-32)."""
    if not facts.abuse:
        return
    for known, back in facts.leavings():
        if back is None and not facts.happened_since(known.day, Kind.VICTIM_POLICE_TOLD):
            words = f"At once: the person is missing since {in_words(known.day)}"
            yield known.key, _due(known.day, known.day, "CUS-32", words)


def moved_after_invitation(events: Sequence[Known], *, invited_on: date | None, held_on: date) -> Known | None:
    """The move between prisons, after the invitations to a meeting went out, that nobody was told of; else None."""
    if invited_on is None:
        return None
    moves = [one for one in events if one.kind is Kind.PRISON_MOVE and invited_on <= one.day <= held_on]
    last = max(moves, key=lambda one: one.day, default=None)
    if last is None or any(one.kind is Kind.INVITATION_FORWARDED and one.day >= last.day for one in events):
        return None
    return last


def invitation_forwarded(move: Known, held_on: date) -> Due:
    """The receiving prison is told the level and sent the invitation at once (CUS-31)."""
    words = (
        f"At once: moved to another prison on {in_words(move.day)}, after the invitations to the meeting of "
        f"{in_words(held_on)}. The sending prison writes MAPPA F and its author attends"
    )
    return _due(move.day, move.day, "CUS-31", words)


def consultation(facts: CustodyFacts) -> list[Finding]:
    """Prompt to consult police on a patient of Category 1 from the day on which discharge is discussed (CUS-29)."""
    stay, planned = facts.present, facts.last(Kind.DISCHARGE_PLANNED)
    if facts.category != SEXUAL or stay is None or stay.place != "hospital" or planned is None:
        return []
    if planned.day < stay.since or facts.happened_since(stay.since, Kind.POLICE_CONSULTED):
        return []
    message = f"Discharge was discussed on {in_words(planned.day)}, and police were not consulted."
    return [Finding("CUS-29", Effect.PROMPT, message, None, "Consult them, and record the day.")]


def _before_release(release_on: date, rule_id: str) -> Due:
    return _due(add_days(release_on, -1), release_on, rule_id, f"Before the release on {in_words(release_on)}")


def _due(due_on: date, start_on: date, rule_id: str, words: str) -> Due:
    return Due(due_on, start_on, rule_id, f"{words} (national, {rule(rule_id).source})")
