"""Who must have a record on ViSOR, who owns it, and what may be recorded of it (VIS-01, VIS-02, VIS-05 to VIS-10).

Facts in, findings out; dates are Europe/London dates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audit.refusals import Effect, Finding
from deadlines.rules.days import in_words
from visor.rules.kinds import OWNER_WORDS, SPECS, Kind, Owner

MANAGED_AT = frozenset({2, 3})


@dataclass(frozen=True, slots=True)
class Known:
    """One event that stands. `agreed_on`: of an update, when the minutes of its meeting were agreed."""

    kind: Kind
    day: date
    owner: Owner | None = None
    restricted: bool = False
    who: str = ""
    details: str = ""
    meeting: str = ""
    agreed_on: date | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a record stands after some events. `archived_on` is None while it is active."""

    made_on: date | None = None
    owner: Owner | None = None
    restricted: bool = False
    reviewer: str = ""
    archived_on: date | None = None
    last_updated_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What of the case decides about its record. `from_probation`: moved from a licence, or on a community order.

    `for_category_4` is the owner that the installation names for Category 4; None where it names none. `referenced`
    says that a ViSOR reference is recorded; `sensitive` that the case is restricted.
    """

    category: int | None
    level: int | None
    ended_on: date | None = None
    from_probation: bool = False
    for_category_4: Owner | None = None
    referenced: bool = False
    sensitive: bool = False


def must_have(category: int | None, level: int | None, ended_on: date | None = None) -> bool:
    """Whether a person in MAPPA must have a record: Category 1 always, every other at Level 2 or 3 (VIS-01)."""
    return ended_on is None and (category == 1 or (category is not None and level in MANAGED_AT))


def proposed_owner(facts: CaseFacts) -> Owner | None:
    """Who owns the record by its category; None where the guidance and the installation name nobody (VIS-02)."""
    if facts.category == 3:
        return Owner.PROBATION if facts.from_probation else Owner.POLICE
    return {1: Owner.POLICE, 2: Owner.PROBATION, 4: facts.for_category_4}.get(facts.category or 0)


def why_owner(facts: CaseFacts) -> str:
    """The same in a sentence (VIS-02)."""
    owner = proposed_owner(facts)
    if facts.category == 4 and owner is None:
        return "The guidance names no owner for Category 4: agree it between the agencies."
    if owner is None:
        return "No category is decided, so no owner can be proposed."
    words = OWNER_WORDS[owner]
    if facts.category == 3:
        why = "moved from a licence, or on a community order" if facts.from_probation else "without a Probation licence"
        return f"Category 3, {why}: {words}."
    return f"Category {facts.category}: {words}."


def standing(events: Sequence[Known], until: date | None = None) -> Standing:
    """How the record stands after its events, given in the order of recording, up to a day or today (VIS-10)."""
    made_on = archived_on = updated_on = None
    owner, restricted, reviewer = None, False, ""
    for one in sorted(events, key=lambda event: event.day):
        if until is not None and one.day > until:
            break
        owner = one.owner or owner
        if one.kind is Kind.MADE:
            made_on, restricted = one.day, restricted or one.restricted
        elif one.kind in (Kind.RESTRICTED, Kind.UNRESTRICTED):
            restricted = one.kind is Kind.RESTRICTED
        elif one.kind is Kind.REVIEWER:
            reviewer = one.who
        elif one.kind is Kind.UPDATED:
            updated_on = one.day
        elif one.kind in (Kind.ARCHIVED, Kind.REACTIVATED):
            archived_on = one.day if one.kind is Kind.ARCHIVED else None
    return Standing(made_on, owner, restricted, reviewer, archived_on, updated_on)


def reminders(facts: CaseFacts, record: Standing) -> list[Finding]:
    """What is missing from the record, or of it (VIS-01, VIS-02, VIS-06, VIS-08)."""
    exists = facts.referenced or record.made_on is not None
    needed = must_have(facts.category, facts.level, facts.ended_on)
    found = []
    if needed and not exists:
        where = "" if facts.category == 1 else f" at Level {facts.level}"
        message = f"Category {facts.category}{where} must have a record on ViSOR, and none is recorded."
        found.append(Finding("VIS-01", Effect.PROMPT, message, None, "Have it made, and record it."))
    elif needed and not facts.referenced:
        message = "The record was made, and its reference is missing."
        found.append(Finding("VIS-01", Effect.PROMPT, message, None, "Add it to the person’s identity."))
    if needed and exists and record.owner is None:
        message = f"Who owns the record is not recorded. {why_owner(facts)}"
        found.append(Finding("VIS-02", Effect.PROMPT, message, None, "Record the owner."))
    proposed = proposed_owner(facts)
    if needed and record.owner is not None and proposed is not None and record.owner is not proposed:
        owner = OWNER_WORDS[record.owner]
        message = f"{owner} is recorded as owner. {why_owner(facts)}"
        found.append(Finding("VIS-02", Effect.PROMPT, message, None, "Check whether the owner is to change."))
    if needed and record.archived_on is not None:
        message = f"The record was archived on {in_words(record.archived_on)}, and the person is managed."
        found.append(Finding("VIS-06", Effect.PROMPT, message, None, "Have it made active again."))
    if needed and record.made_on is not None and not record.restricted and _sensitive(facts):
        message = "The case is sensitive, and the record has no Restricted Access."
        found.append(
            Finding("VIS-08", Effect.PROMPT, message, None, "Ask its owner whether access is to be restricted.")
        )
    return found


def entry_findings(given: Known, events: Sequence[Known], facts: CaseFacts, *, today: date) -> list[Finding]:
    """What refuses an event, asks for more or warns about it. `events` are those that stand, in order of recording."""
    spec = SPECS[given.kind]
    found = _said(given)
    if given.day > today:
        message = f"The day entered, {in_words(given.day)}, is in the future."
        found.append(Finding("VIS-10", Effect.REFUSE, message, "day", "Record it once it has happened."))
    if found:
        return found
    before = standing(events, given.day)
    now = standing(events)
    found += _in_order(given, events, before, now, facts)
    if spec.meeting:
        found += _updates(given, events)
    if spec.owner:
        found += _owner(given, before, facts)
    if given.kind is Kind.MADE and not must_have(facts.category, facts.level, facts.ended_on):
        message = "By its category and level this case does not need a record."
        found.append(Finding("VIS-01", Effect.WARN, message, None, "Confirm that there is one."))
    if given.kind is Kind.MADE and not given.restricted and _sensitive(facts):
        message = "The case is sensitive, and Restricted Access is not ticked."
        found.append(Finding("VIS-08", Effect.WARN, message, "restricted", "Tick it, or confirm that it is open."))
    if given.kind is Kind.ARCHIVED and must_have(facts.category, facts.level, facts.ended_on):
        message = "The person is managed under MAPPA, and a record is archived when that ends."
        found.append(Finding("VIS-06", Effect.WARN, message, None, "Confirm that it was archived."))
    return found


def withdrawal_findings(
    kind: Kind, events: Sequence[Known], reason: str, *, key: str, withdrawn: bool
) -> list[Finding]:
    """Why an event cannot be taken back: no reason, taken back before, or others rest on it (VIS-10)."""
    found = []
    if withdrawn:
        message = "This was taken back already."
        found.append(Finding("VIS-10", Effect.REFUSE, message, None, "Look at the page of the record."))
    if not reason.strip():
        found.append(Finding("VIS-10", Effect.REQUIRE, "It gives no reason.", "reason", "Say what was wrong."))
    after = [one for one in events if one.key != key]
    rests = {
        Kind.MADE: [one for one in after if one.kind is not Kind.MADE],
        Kind.ARCHIVED: [one for one in after if one.kind is Kind.REACTIVATED],
        Kind.RESTRICTED: [one for one in after if one.kind is Kind.UNRESTRICTED],
    }.get(kind, [])
    if rests:
        message = f"“{SPECS[rests[-1].kind].label}” of {in_words(rests[-1].day)} rests on it."
        found.append(Finding("VIS-10", Effect.REFUSE, message, None, "Take that back first."))
    return found


def _said(given: Known) -> list[Finding]:
    spec = SPECS[given.kind]
    asked = (
        (spec.owner and given.owner is None, "owner", "Who owns the record", "VIS-02"),
        (spec.who_ask and not given.who.strip(), "who", spec.who, "VIS-10"),
        (spec.details_ask and not given.details.strip(), "details", spec.details, "VIS-10"),
        (spec.meeting and not given.meeting, "meeting", "The meeting", "VIS-05"),
    )
    return [
        Finding(rule, Effect.REQUIRE, f"It is not said: {label[0].lower()}{label[1:]}.", field, "Enter it.")
        for lacking, field, label, rule in asked
        if lacking
    ]


def _in_order(
    given: Known, events: Sequence[Known], before: Standing, now: Standing, facts: CaseFacts
) -> list[Finding]:
    wrong, step = "", "Check the day."
    first = min((one.day for one in events), default=None)
    if given.kind is Kind.MADE:
        if now.made_on is not None:
            wrong, step = f"That it was made on {in_words(now.made_on)} is recorded already.", "Take that back first."
        elif first is not None and first < given.day:
            wrong = f"Something is recorded of it for {in_words(first)}, before that day."
    elif now.made_on is None and not facts.referenced:
        wrong, step = "No record is known of.", "Record first that it was made."
    elif now.made_on is not None and given.day < now.made_on:
        wrong = f"The record was made on {in_words(now.made_on)}, after that day."
    elif given.kind is Kind.REACTIVATED:
        wrong = "" if before.archived_on else "The record was not archived on that day."
    elif before.archived_on is not None:
        wrong = f"The record was archived on {in_words(before.archived_on)}."
        step = "Record first that it is active again."
    elif given.kind in (Kind.RESTRICTED, Kind.UNRESTRICTED) and before.restricted is (given.kind is Kind.RESTRICTED):
        wrong = f"Access was {'' if before.restricted else 'not '}restricted on that day."
    return [Finding("VIS-10", Effect.REFUSE, wrong, "day", step)] if wrong else []


def _updates(given: Known, events: Sequence[Known]) -> list[Finding]:
    if any(one.kind is Kind.UPDATED and one.meeting == given.meeting for one in events):
        message = "The update after this meeting is recorded already."
        return [Finding("VIS-05", Effect.REFUSE, message, "meeting", "Choose another meeting.")]
    if given.agreed_on is None:
        message = "The minutes of this meeting are not agreed."
        return [Finding("VIS-05", Effect.REFUSE, message, "meeting", "Wait until the chair approves them.")]
    if given.day < given.agreed_on:
        message = f"The minutes were agreed on {in_words(given.agreed_on)}, after that day."
        return [Finding("VIS-05", Effect.REFUSE, message, "day", "Enter the day on which the agreed minutes went in.")]
    return []


def _owner(given: Known, before: Standing, facts: CaseFacts) -> list[Finding]:
    if given.kind is Kind.OWNER and given.owner is before.owner:
        message = "This agency owns the record already."
        return [Finding("VIS-02", Effect.REFUSE, message, "owner", "Choose the new owner.")]
    proposed = proposed_owner(facts)
    if proposed is None or given.owner is proposed:
        return []
    return [Finding("VIS-02", Effect.WARN, why_owner(facts), "owner", "Choose that agency, or confirm the other one.")]


def _sensitive(facts: CaseFacts) -> bool:
    return facts.category == 4 or facts.sensitive
