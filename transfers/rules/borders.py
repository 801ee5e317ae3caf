"""Moves across a border of the jurisdiction, as a record (rules TRF-20 to TRF-22). Facts in, findings out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.refusals import Effect, Finding


class Jurisdiction(StrEnum):
    """Where somebody moves to."""

    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"
    ISLE_OF_MAN = "isle_of_man"
    CHANNEL_ISLANDS = "channel_islands"
    ABROAD = "abroad"
    BACK = "back"


class Kind(StrEnum):
    """On which basis supervision passes over."""

    RESTRICTED = "restricted"
    UNRESTRICTED = "unrestricted"
    NONE = "none"


JURISDICTION_WORDS: Mapping[Jurisdiction, str] = {
    Jurisdiction.SCOTLAND: "Scotland",
    Jurisdiction.NORTHERN_IRELAND: "Northern Ireland",
    Jurisdiction.ISLE_OF_MAN: "Isle of Man",
    Jurisdiction.CHANNEL_ISLANDS: "Channel Islands",
    Jurisdiction.ABROAD: "Abroad",
    Jurisdiction.BACK: "Back to England or Wales",
}
KIND_WORDS: Mapping[Kind, str] = {
    Kind.RESTRICTED: "Restricted: the law of England and Wales goes on applying",
    Kind.UNRESTRICTED: "Unrestricted: the law there applies",
    Kind.NONE: "No licence or order is transferred",
}
WITHIN_UK = frozenset(Jurisdiction) - {Jurisdiction.ABROAD, Jurisdiction.BACK}


@dataclass(frozen=True, slots=True)
class Given:
    """A move as typed."""

    jurisdiction: Jurisdiction
    kind: Kind
    moves_on: date
    protocol: str
    counterpart: str
    informed_on: date | None
    visor_updated_on: date | None


def border_findings(given: Given, *, today: date, away: bool) -> list[Finding]:
    """What stands against recording a move. `away`: the last one recorded leads out of England and Wales."""
    found = []
    if given.jurisdiction is Jurisdiction.BACK:
        if not away:
            message = "No move out of England and Wales is recorded, so nobody can come back from one."
            found.append(Finding("TRF-20", Effect.REFUSE, message, "jurisdiction", "Check where they move to."))
        return found
    if given.jurisdiction is Jurisdiction.ABROAD and given.kind is not Kind.NONE:
        message = "Licences and orders pass over within the UK and Islands only."
        found.append(Finding("TRF-21", Effect.REFUSE, message, "kind", "Choose that none is transferred."))
    told = given.counterpart.strip() and given.informed_on is not None
    if given.jurisdiction in WITHIN_UK and not given.protocol.strip() and not told:
        message = "Without a formal protocol, the counterpart there is told: say who was told, and when."
        found.append(Finding("TRF-22", Effect.REQUIRE, message, "counterpart", "Name the protocol, or who was told."))
    for field, on in (("informed_on", given.informed_on), ("visor_updated_on", given.visor_updated_on)):
        if on is not None and on > today:
            found.append(Finding("TRF-22", Effect.REFUSE, "This day is still to come.", field, "Check the date."))
    if given.jurisdiction in WITHIN_UK and given.kind is Kind.UNRESTRICTED:
        message = "Most transfers of licences and orders within the UK and Islands are restricted."
        found.append(Finding("TRF-21", Effect.PROMPT, message, "kind", "Check the decision before you record it."))
    return found
