"""Standing members of an area's meetings: what may be kept of one, and who of them is offered for a meeting."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from audit.refusals import Effect, Finding
from deadlines.rules.days import in_words
from meetings.rules.grades import ANOTHER, grade_choices
from meetings.rules.invitations import is_establishment
from meetings.rules.people import PARTY_LABELS, Party

PERMANENT = (Party.POLICE, Party.PROBATION, Party.PRISON)
"""The Responsible Authority, whose agencies are permanent members (MAPPA Guidance 1.18)."""
REPRESENTED = {
    "mental_health": "Mental health services",
    "childrens_services": "Children's Services",
    "adult_social_care": "Adult Social Care",
}
"""Kinds of agency that name a standing representative (MAPPA Guidance 13a.20 to 13a.22)."""
CO_ORDINATOR = "co_ordinator"
LEVELS = (2, 3)


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A standing member about to be kept. Dates are Europe/London, `ends_on` the last day, None while open.

    `person` and `deputy` are accounts, with the agency in which each works; the names are of people without one.
    """

    party: Party
    kind: str
    agency: UUID
    grade: str
    levels: Collection[int]
    starts_on: dt.date
    person: UUID | None = None
    person_agency: UUID | None = None
    name: str = ""
    deputy: UUID | None = None
    deputy_agency: UUID | None = None
    deputy_name: str = ""
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A standing member as far as it matters who is offered. `person` is None for somebody without an account.

    `works` says that the account is in use and of the agency still, and that a name without one is of nobody barred;
    the same for `deputy`.
    """

    key: UUID
    levels: Collection[int]
    starts_on: dt.date
    ends_on: dt.date | None
    party: Party
    kind: str
    person: UUID | None = None
    works: bool = True
    deputy: UUID | None = None
    deputy_works: bool = True
    has_deputy: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A standing member who is offered for a meeting: in person or, in their place, the deputy; `with_deputy` says
    that the deputy may be named beside them. `by_name` is False where the agency is asked by its mailbox."""

    key: UUID
    deputy_instead: bool
    with_deputy: bool
    by_name: bool


def member_findings(facts: MemberFacts) -> list[Finding]:
    """What stops keeping a standing member (MTG-88)."""
    return [*_who(facts), *_deputy(facts), *_levels(facts), *_dates(facts)]


def ending_findings(*, ends_on: dt.date, starts_on: dt.date, ended: bool) -> list[Finding]:
    """What stops ending a standing membership (MTG-88)."""
    if ended:
        return [Finding("MTG-88", Effect.REFUSE, "This standing membership was ended already.", None)]
    if ends_on < starts_on:
        message = f"The last day is before the first, {in_words(starts_on)}."
        return [Finding("MTG-88", Effect.REFUSE, message, "ends_on", "Enter a later day.")]
    return []


def stands(starts_on: dt.date, ends_on: dt.date | None, on: dt.date) -> bool:
    """Whether a membership holds on a day: from its first to its last, both included."""
    return starts_on <= on and (ends_on is None or on <= ends_on)


def offers(
    members: Sequence[Standing], *, level: int, on: dt.date, barred: Collection[UUID], asked: Collection[UUID] = ()
) -> list[Offer]:
    """Who of the standing members is offered for a meeting of this level on this day (MTG-89), in the order given.

    Somebody barred from the case, who left the agency or is asked already is not; their deputy is in their place,
    under the same conditions and unless offered otherwise. An establishment is asked by its mailbox and nobody of it
    by name.
    """
    found: list[Offer] = []
    own = {one.person for one in members if one.person is not None and level in one.levels}
    for one in members:
        if level not in one.levels or not stands(one.starts_on, one.ends_on, on):
            continue
        if one.person in asked or (one.deputy is not None and one.deputy in asked):
            continue
        if is_establishment(one.party, one.kind):
            found.append(Offer(one.key, deputy_instead=False, with_deputy=False, by_name=False))
            continue
        deputy = one.has_deputy and _may_come(one.deputy, one.deputy_works, barred)
        if _may_come(one.person, one.works, barred):
            found.append(Offer(one.key, deputy_instead=False, with_deputy=deputy, by_name=True))
        elif deputy and one.deputy not in own:
            if one.deputy is not None:
                own.add(one.deputy)
            found.append(Offer(one.key, deputy_instead=True, with_deputy=False, by_name=True))
    return found


def unfilled(members: Sequence[tuple[Party, str, Collection[int]]], *, coordinators: Collection[int]) -> list[str]:
    """Permanent members and standing representatives that an area lacks, by level, in words (MTG-90).

    `members` are the parts, kinds of agency and levels of those who stand; `coordinators` the levels at which somebody
    of the Unit does.
    """
    found = []
    for level in LEVELS:
        here = [(party, kind) for party, kind, levels in members if level in levels]
        found += [
            f"{PARTY_LABELS[party]} at Level {level}"
            for party in PERMANENT
            if not any(there is party for there, _ in here)
        ]
        if level not in coordinators:
            found.append(f"MAPPA Co-ordinator at Level {level}")
        found += [
            f"{words} at Level {level}" for kind, words in REPRESENTED.items() if kind not in {one for _, one in here}
        ]
    return found


def _may_come(person: UUID | None, works: bool, barred: Collection[UUID]) -> bool:
    return works and (person is None or person not in barred)


def _who(facts: MemberFacts) -> Iterator[Finding]:
    if facts.person is None and not facts.name.strip():
        yield _refused("Nobody is named.", "person", "Choose the person, or enter the name of one without an account.")
    elif facts.person is not None and facts.name.strip():
        yield _refused("Two people are named.", "name", "Choose the person or enter a name, not both.")
    elif facts.person is not None and facts.person_agency != facts.agency:
        yield _refused("This person works for another agency.", "person", "Choose that agency, or somebody else.")
    if facts.grade != ANOTHER and facts.grade not in dict(grade_choices(facts.party, facts.kind)):
        yield _refused("This grade is not one of the agency's.", "grade", "Choose a grade of the agency, or another.")


def _deputy(facts: MemberFacts) -> Iterator[Finding]:
    if facts.deputy is not None and facts.deputy_name.strip():
        yield _refused("Two deputies are named.", "deputy_name", "Choose the deputy or enter a name, not both.")
    elif facts.deputy is not None and facts.deputy_agency != facts.agency:
        yield _refused("The deputy works for another agency.", "deputy", "Choose somebody of the same agency.")
    elif facts.deputy is not None and facts.deputy == facts.person:
        yield _refused("The deputy is the member.", "deputy", "Choose somebody else.")


def _levels(facts: MemberFacts) -> Iterator[Finding]:
    if not facts.levels or not set(facts.levels) <= set(LEVELS):
        yield _refused("Standing members come to meetings at Level 2, Level 3 or both.", "levels", "Choose which.")


def _dates(facts: MemberFacts) -> Iterator[Finding]:
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        yield _refused("The last day is before the first.", "ends_on", "Enter a later day, or leave it empty.")


def _refused(message: str, field: str, step: str) -> Finding:
    return Finding("MTG-88", Effect.REFUSE, message, field, step)
