"""Who works on a record: one manager at a time, any number of partners, and who belongs among them.

Rules VIS-07 and VIS-09.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from audit.refusals import Effect, Finding
from deadlines.rules.days import in_words


class Role(StrEnum):
    """What somebody is to a record."""

    MANAGER = "manager"
    PARTNER = "partner"


ROLE_WORDS: Mapping[Role, str] = MappingProxyType({Role.MANAGER: "ViSOR manager", Role.PARTNER: "Partner"})
AGENCY_WORDS: Mapping[str, str] = MappingProxyType({"police": "Police", "probation": "Probation", "prison": "Prison"})
EVERYBODY = ("police", "probation", "prison")


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a person or post of an agency, from a day on; `ends` is the last day, None while it lasts."""

    role: Role
    holder: str
    agency: str
    starts: date
    ends: date | None = None


def part_findings(given: Part, parts: Sequence[Part], *, today: date) -> list[Finding]:
    """Why a part cannot be recorded (VIS-07). A new manager takes the place of the one before on the first day."""
    if given.starts > today:
        message = f"The day entered, {in_words(given.starts)}, is in the future."
        return [Finding("VIS-07", Effect.REFUSE, message, "starts", "Record it once it has begun.")]
    running = [one for one in parts if one.ends is None]
    same = (given.role, given.holder.casefold(), given.agency)
    if any((one.role, one.holder.casefold(), one.agency) == same for one in running):
        message = "This part is recorded already and has not ended."
        return [Finding("VIS-07", Effect.REFUSE, message, "holder", "End that one first, if it begins anew.")]
    later = [one for one in running if one.role is Role.MANAGER and one.starts > given.starts]
    if given.role is Role.MANAGER and later:
        message = f"The present manager began on {in_words(later[0].starts)}, after that day."
        return [Finding("VIS-07", Effect.REFUSE, message, "starts", "Check the day.")]
    return []


def ending_findings(part: Part, ends: date, *, today: date) -> list[Finding]:
    """Why the end of a part cannot be recorded (VIS-07)."""
    if part.ends is not None:
        message = f"It ended on {in_words(part.ends)}."
        return [Finding("VIS-07", Effect.REFUSE, message, None, "Look at the page of the record.")]
    if not part.starts <= ends <= today:
        message = f"It began on {in_words(part.starts)}: its last day is between that day and today."
        return [Finding("VIS-07", Effect.REFUSE, message, "ends", "Correct the day.")]
    return []


def lacking(category: int | None, level: int | None, *, in_custody: bool, among: Collection[str]) -> list[Finding]:
    """Prompt for agencies whose people belong among manager and partners and are not (VIS-09).

    `among` are the kinds of agency of those who have a part today, and of the owner.
    """
    wanted: Sequence[str] = ()
    if category is not None and level in (2, 3):
        wanted, where = EVERYBODY, f"At Level {level}"
    elif category == 1 and in_custody:
        wanted, where = ("prison",), "In custody"
    missing = [AGENCY_WORDS[kind] for kind in wanted if kind not in among]
    if not missing:
        return []
    message = f"{where} the record has nobody of: {', '.join(missing)}."
    return [Finding("VIS-09", Effect.PROMPT, message, None, "Have them added, and record it.")]
