"""When another agency may take the lead of a case (rule LIFE-09). Pure; who leads is in `offenders.rules.lead`."""

import datetime as dt
from dataclasses import dataclass

from audit.refusals import Effect, Finding
from offenders.rules.lead import MAY_STAND_FOR, PROBATION, WORDS, YOUTH_JUSTICE, Leads, never_prison


@dataclass(frozen=True, slots=True)
class LeadChange:
    """A change of lead agency as proposed. Kinds are keys of agency types; `same`: the agency leads already."""

    from_kind: str
    to_kind: str
    same: bool
    owner_is_theirs: bool
    on: dt.date
    today: dt.date
    began_on: dt.date | None = None


def lead_change_findings(change: LeadChange, leads: Leads) -> list[Finding]:
    """Return what stands against the change (LIFE-05, LIFE-09), and a warning where the table names another agency."""
    found = never_prison(change.to_kind)
    if change.same:
        found.append(_refuse("This agency leads the case already.", "to_agency", "Choose another agency."))
    if change.from_kind == YOUTH_JUSTICE and change.to_kind == PROBATION:
        message = "A youth justice service hands a case over to probation."
        found.append(_refuse(message, "to_agency", "Use the handing over on the access tab."))
    if not change.owner_is_theirs:
        message = "The new owner does not work for the agency that will lead."
        found.append(_refuse(message, "owner", "Choose somebody of that agency."))
    if change.on > change.today:
        found.append(_refuse("This day is still to come.", "decided_on", "Enter today or an earlier date."))
    elif change.began_on is not None and change.on < change.began_on:
        message = "This day is before the present agency took the lead."
        found.append(_refuse(message, "decided_on", "Enter a later date."))
    if not found and MAY_STAND_FOR.get(change.to_kind, change.to_kind) != leads.kind:
        message = f"By the table {WORDS[leads.kind]} would lead. {leads.why}"
        found.append(Finding(leads.rule, Effect.WARN, message, "to_agency", "Check the sentences, or say why not."))
    return found


def _refuse(message: str, field: str, step: str) -> Finding:
    return Finding("LIFE-09", Effect.REFUSE, message, field, step)
