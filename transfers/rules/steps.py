"""How a transfer of area goes, and what each step asks for (rules TRF-01 to TRF-05, TRF-10, TRF-12 to TRF-17, TRF-19).

Facts in, findings out; no clock and no database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.refusals import Effect, Finding
from offenders.rules.lead import PRISON

YOUTH_JUSTICE = "youth_offending_team"


class State(StrEnum):
    """How far a transfer has come."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"


class Step(StrEnum):
    """What can be done with a transfer."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    DISPUTE = "dispute"
    SETTLE = "settle"
    SEND = "send"
    AGAIN = "again"


class Basis(StrEnum):
    """Why the other area is to manage the case."""

    LIVES = "lives"
    SHORT_STAY = "short_stay"
    RISK = "risk"


class Ground(StrEnum):
    """Why an area does not take a case over."""

    NOT_LIVING = "not_living"
    SHORT_STAY = "short_stay"
    RISK = "risk"


STATE_WORDS: Mapping[State, str] = {
    State.REQUESTED: "Answer awaited",
    State.ACCEPTED: "Accepted",
    State.REFUSED: "Refused",
    State.DISPUTED: "Refusal disputed",
    State.WITHDRAWN: "Withdrawn",
    State.MOVED: "Moved",
}
BASIS_WORDS: Mapping[Basis, str] = {
    Basis.LIVES: "They live there, or will, for three months or more",
    Basis.SHORT_STAY: "They live there for less than three months, and both areas agree",
    Basis.RISK: "They live elsewhere, but the risk is best managed there, and both areas agree",
}
GROUND_WORDS: Mapping[Ground, str] = {
    Ground.NOT_LIVING: "They do not live here, or their address is not confirmed",
    Ground.SHORT_STAY: "They are here for less than three months",
    Ground.RISK: "The risk can be managed better by the other area",
}
OPEN = frozenset({State.REQUESTED, State.ACCEPTED, State.DISPUTED})
"""A transfer in one of these is in progress: one at a time (TRF-01)."""

FROM: Mapping[Step, frozenset[State]] = {
    Step.ACCEPT: frozenset({State.REQUESTED, State.ACCEPTED}),
    Step.REFUSE: frozenset({State.REQUESTED}),
    Step.WITHDRAW: OPEN,
    Step.DISPUTE: frozenset({State.REFUSED}),
    Step.SETTLE: frozenset({State.DISPUTED}),
    Step.SEND: frozenset({State.ACCEPTED, State.MOVED}),
    Step.AGAIN: OPEN,
}
"""Step -> the states from which it can be taken (TRF-15)."""


def can(step: Step, state: State) -> bool:
    """Whether a transfer in that state can take this step (TRF-15)."""
    return state in FROM[step]


def step_findings(step: Step, state: State) -> list[Finding]:
    """Refuse a step that does not follow from the state (TRF-15)."""
    if can(step, state):
        return []
    message = f"This cannot be done to a transfer that stands at “{STATE_WORDS[state]}”."
    return [Finding("TRF-15", Effect.REFUSE, message, None, "Go back to the transfer and look at where it stands.")]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as typed, and how the case stands. Kinds are keys of agency types; `level` None is undecided."""

    from_area: str
    to_area: str
    from_kind: str
    to_kind: str
    agreed_on: date
    planned_on: date
    today: date
    level: int | None
    minutes: bool
    in_progress: bool = False
    ended: bool = False
    restricted: bool = False
    named_there: bool = False


def request_findings(asked: Asked) -> list[Finding]:
    """What stands against asking another area to take the case over, and what is to be known first."""
    return [*_one_area(asked), *_agencies(asked), *_what_goes_with_it(asked), *_named(asked)]


def _one_area(asked: Asked) -> list[Finding]:
    found = []
    if asked.in_progress:
        message = "A transfer of this case is in progress."
        found.append(Finding("TRF-01", Effect.REFUSE, message, None, "Go on with that one, or withdraw it first."))
    if asked.ended:
        message = "MAPPA management of this case has ended."
        found.append(Finding("TRF-01", Effect.REFUSE, message, None, "There is nothing to transfer."))
    if asked.from_area == asked.to_area:
        message = "The agency works in the area that has the case already."
        found.append(Finding("TRF-01", Effect.REFUSE, message, "to_agency", "Choose an agency of another area."))
    if asked.planned_on < asked.today:
        message = "The planned day has passed."
        found.append(Finding("TRF-15", Effect.REFUSE, message, "planned_on", "Enter today or a later day."))
    return found


def _agencies(asked: Asked) -> list[Finding]:
    found = []
    if asked.to_kind == PRISON:
        message = "The Prison Service never leads a case."
        found.append(Finding("LIFE-05", Effect.REFUSE, message, "to_agency", "Choose the agency that will supervise."))
    elif asked.to_kind != asked.from_kind:
        message = "The agency is of another kind than the one that leads the case."
        step = "Change who leads the case first, then transfer it."
        if asked.from_kind == YOUTH_JUSTICE:
            step = "Hand the case over to probation first, then transfer it."
        found.append(Finding("TRF-03", Effect.REFUSE, message, "to_agency", step))
    if asked.agreed_on > asked.today:
        message = "The agencies cannot have agreed on a day that is still to come."
        found.append(Finding("TRF-03", Effect.REFUSE, message, "agreed_on", "Agree with the agency there first."))
    return found


def _what_goes_with_it(asked: Asked) -> list[Finding]:
    if asked.level is None:
        message = "No level is decided, so the other area cannot see how the case was screened."
        return [Finding("TRF-04", Effect.WARN, message, None, "Decide the level first, or say it in the reason.")]
    if asked.level > 1 and not asked.minutes:
        message = "There are no approved minutes of a meeting to go with it."
        return [
            Finding("TRF-05", Effect.WARN, message, None, "Ask the chair, or say in the reason why there are none.")
        ]
    return []


def _named(asked: Asked) -> list[Finding]:
    if not asked.restricted or asked.named_there:
        return []
    message = "The case is restricted, and nobody of the other area would see the request."
    return [Finding("TRF-16", Effect.REQUIRE, message, "coordinator", "Name a Co-ordinator of that area.")]


def accept_findings(
    *, owner_is_theirs: bool, owner_can_own: bool, moves_on: date, today: date, by_requester: bool = False
) -> list[Finding]:
    """What stands against accepting a transfer, or against moving the case on the day (TRF-10, TRF-12, TRF-15)."""
    found = []
    if not owner_is_theirs:
        message = "The new owner does not work for the agency that takes the case over."
        found.append(Finding("TRF-10", Effect.REFUSE, message, "owner", "Choose somebody of that agency."))
    elif not owner_can_own:
        message = "The new owner cannot own a case of this area."
        found.append(Finding("TRF-10", Effect.REFUSE, message, "owner", "Choose somebody who manages cases there."))
    if moves_on < today:
        message = "A case does not move on a day that has passed."
        found.append(Finding("TRF-15", Effect.REFUSE, message, "moves_on", "Enter today or a later day."))
    if by_requester:
        message = "Nobody answers a transfer that they asked for themselves."
        found.append(Finding("TRF-12", Effect.REFUSE, message, None, "Ask another Co-ordinator of the area."))
    return found


def refuse_findings(basis: Basis, ground: Ground) -> list[Finding]:
    """Refuse an objection that would leave somebody to an area where they do not live (TRF-02)."""
    if basis is not Basis.LIVES or ground is not Ground.RISK:
        return []
    message = "They live in your area. Where either area objects, the area where the person lives manages the case."
    step = "Accept it, or show that they do not live here or stay for less than three months."
    return [Finding("TRF-02", Effect.REFUSE, message, "ground", step)]


def again_findings(*, in_progress: bool, moved: bool) -> list[Finding]:
    """Refuse to dispute a refusal after another transfer was begun or carried out (TRF-01)."""
    if not in_progress and not moved:
        return []
    message = "The case has moved since." if moved else "Another transfer of this case is in progress."
    return [Finding("TRF-01", Effect.REFUSE, message, None, "Ask for a transfer anew if one is needed.")]


def standing_findings(*, leads: bool, ended: bool) -> list[Finding]:
    """Refuse to go on with a transfer of a case that another agency leads by now, or that has ended (TRF-17)."""
    if ended:
        message = "MAPPA management of this case has ended, so it does not move."
        return [Finding("TRF-17", Effect.REFUSE, message, None, "Withdraw the transfer.")]
    if not leads:
        message = "Another agency leads the case since the transfer was asked for, so it does not move."
        return [Finding("TRF-17", Effect.REFUSE, message, None, "Withdraw the transfer, and ask anew if it is needed.")]
    return []


def lead_findings(*, in_progress: bool) -> list[Finding]:
    """Refuse another agency in the lead while a transfer of the case is in progress (TRF-17)."""
    if not in_progress:
        return []
    message = "A transfer of this case to another area is in progress."
    return [Finding("TRF-17", Effect.REFUSE, message, None, "Withdraw the transfer first, or wait until it has moved.")]


def order_findings(happened_on: date, after: date, today: date, field: str = "happened_on") -> list[Finding]:
    """Refuse a step of a dispute before what it is about, or on a day to come (TRF-13)."""
    if after <= happened_on <= today:
        return []
    message = "This date lies before what it is about." if happened_on < after else "This date is still to come."
    return [Finding("TRF-13", Effect.REFUSE, message, field, "Check the date.")]


def sent_findings(*, records_on: date | None, visor_on: date | None, since: date, today: date) -> list[Finding]:
    """Refuse records said to be sent before the request or on a day to come, and a page that says nothing (TRF-08)."""
    found = []
    if records_on is None and visor_on is None:
        message = "Enter when the records were sent, or when ViSOR was updated."
        found.append(Finding("TRF-08", Effect.REQUIRE, message, "records_sent_on"))
    for rule, field, given in (("TRF-08", "records_sent_on", records_on), ("TRF-09", "visor_updated_on", visor_on)):
        if given is not None and not since <= given <= today:
            message = "This lies before the request." if given < since else "This day is still to come."
            found.append(Finding(rule, Effect.REFUSE, message, field, "Check the date."))
    return found


def again_form_findings(reason: str) -> list[Finding]:
    """Refuse a further version of MAPPA G that does not say what is new in it (TRF-19)."""
    if reason.strip():
        return []
    message = "Say what has changed since the last version was sent."
    return [Finding("TRF-19", Effect.REQUIRE, message, "reason", "Name it in a sentence.")]
