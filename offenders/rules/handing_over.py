"""When a youth justice service may hand a case to probation, and when the case then closes to it."""

import datetime as dt
from dataclasses import dataclass

from audit.refusals import Effect, Finding
from offenders.rules.terms import add_months

YOUTH_JUSTICE, PROBATION = "youth_offending_team", "probation"


@dataclass(frozen=True, slots=True)
class HandingFacts:
    """Who hands over to whom. Kinds are keys of agency types; `covers_since` is None without joint cover today."""

    from_kind: str
    to_kind: str
    covers_since: dt.date | None
    owner_is_theirs: bool
    on: dt.date
    today: dt.date


def closes_on(on: dt.date, months: int) -> dt.date:
    """The first day on which the case is closed to the service, so many months after `on` (ACC-65).

    A day that the month does not have becomes the month's last.
    """
    return add_months(on, months)


def handing_findings(facts: HandingFacts) -> list[Finding]:
    """What stands against handing the case over (ACC-64)."""
    found = []
    if facts.from_kind != YOUTH_JUSTICE:
        message = "Only a youth justice service that leads the case hands it over."
        found.append(Finding("ACC-64", Effect.REFUSE, message, None, "Transfer it to the other area instead."))
    if facts.to_kind != PROBATION:
        message = "A case is handed over to probation."
        found.append(Finding("ACC-64", Effect.REFUSE, message, "to_agency", "Choose the Probation Service."))
    elif facts.covers_since is None or facts.covers_since > facts.on:
        message = "This agency did not take part in the case on that day, so there was no joint cover."
        found.append(Finding("ACC-64", Effect.REFUSE, message, "to_agency", "Add the agency to the case first."))
    if facts.on > facts.today:
        message = "A handing over cannot be recorded for a day that is still to come."
        found.append(Finding("ACC-64", Effect.REFUSE, message, "on", "Enter today or an earlier day."))
    if not facts.owner_is_theirs:
        message = "The new owner does not work for the agency that takes the case over."
        found.append(Finding("ACC-64", Effect.REFUSE, message, "owner", "Choose somebody of that agency."))
    return found
