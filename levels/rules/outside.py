"""Somebody outside MAPPA who may be dangerous all the same: a marker kept apart (rules LIFE-12, LIFE-13). Pure."""

import datetime as dt
from dataclasses import dataclass

from audit.refusals import Effect, Finding

SUPERINTENDENT, CHIEF_SUPERINTENDENT, CHIEF_OFFICER = "superintendent", "chief_superintendent", "chief_officer"
RANKS = {
    SUPERINTENDENT: "Superintendent",
    CHIEF_SUPERINTENDENT: "Chief Superintendent",
    CHIEF_OFFICER: "Assistant Chief Constable or above",
}
"""Who may authorise that somebody is put on ViSOR as a potentially dangerous person."""
MARKED, NOT_MARKED, LIFTED = "marked", "not_marked", "lifted"
OUTCOMES = {
    MARKED: "Marked as a potentially dangerous person",
    NOT_MARKED: "Considered, and not marked",
    LIFTED: "The marker is lifted",
}


@dataclass(frozen=True, slots=True)
class Considered:
    """What is proposed: the outcome, whether a record is made on ViSOR, and who authorised that.

    `category` is the MAPPA category that is recorded, `marked` whether the marker stands now.
    """

    outcome: str
    on: dt.date
    today: dt.date
    category: int | None
    marked: bool
    on_visor: bool = False
    authorised_by: str = ""
    rank: str = ""


def findings(said: Considered) -> list[Finding]:
    """Return what stands against the marker: a case in MAPPA (LIFE-12), or ViSOR without its authority (LIFE-13)."""
    found = []
    if said.outcome == MARKED and said.category is not None:
        message = "The person is managed under MAPPA; the marker is for people outside it."
        found.append(Finding("LIFE-12", Effect.REFUSE, message, "outcome", "Manage the risk in the MAPPA plan."))
    if said.outcome == LIFTED and not said.marked:
        found.append(Finding("LIFE-12", Effect.REFUSE, "There is no marker to lift.", "outcome", "Choose another."))
    if said.on > said.today:
        found.append(Finding("LIFE-12", Effect.REFUSE, "This day is still to come.", "decided_on", "Enter today."))
    if said.on_visor and said.outcome != MARKED:
        message = "Only somebody who is marked goes on ViSOR as a potentially dangerous person."
        found.append(Finding("LIFE-13", Effect.REFUSE, message, "on_visor", "Leave it out."))
    elif said.on_visor and (not said.authorised_by.strip() or said.rank not in RANKS):
        message = "A record on ViSOR is authorised by a Superintendent at least."
        found.append(Finding("LIFE-13", Effect.REQUIRE, message, "authorised_by", "Enter the officer and the rank."))
    return found
