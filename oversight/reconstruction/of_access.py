"""Who could see a case on a day, in the picture of that day: parts, exceptions, bars, restriction, requests."""

from uuid import UUID

from meetings.models import KeptOut
from offenders.models import (
    AccessDenial,
    AccessGrant,
    AccessRequest,
    AccessRequestStep,
    Assignment,
    DenialEnd,
    EmergencyReview,
    Involvement,
    ReceivingArea,
    Restriction,
)
from oversight.reconstruction.naming import Names, Told, decided, joined, period
from oversight.reconstruction.past import Reader
from ui.words import day, moment


def restriction(reader: Reader, names: Names) -> Told:
    """The decision by which the case was open to named people only, or no longer so."""
    decision = reader.decision(Restriction)
    if decision is None:
        return {}
    kind = f"Restricted: {decision.get_kind_display().lower()}" if decision.restricted else "Lifted"
    known = "" if decision.coordinators_know or not decision.restricted else "Co-ordinators do not learn of it"
    by = f"looked at again by {day(decision.review_on)}" if decision.review_on else ""
    return {"is": ("Decision", joined(kind, known, by)), **decided(decision, names)}


def access(reader: Reader, names: Names) -> Told:
    """Agencies and people with a part, and exceptions. What a role, a team or an area opens is not listed."""
    told: Told = {}
    for row in reader.rows(Involvement):
        words = joined(Involvement.Part(row["part"]).label, period(row))
        told[row["id"]] = (names.of(row["agency"]), words)
    for row in reader.rows(ReceivingArea):
        words = joined("Is to take the case over", names.of(row["agency"]), period(row))
        told[row["id"]] = (names.of(row["area"]), words)
    for row in reader.rows(Assignment):
        told[row["id"]] = (names.of(row["user"]), joined(Assignment.Capacity(row["capacity"]).label, period(row)))
    for row in reader.rows(AccessGrant):
        by = f"approved by {names.of(row['approved_by'])}" if row["approved_by"] else ""
        hours = f"until {moment(row['expires_at'])}" if row["expires_at"] else ""
        words = joined(AccessGrant.Kind(row["kind"]).label, period(row), hours, by, row["reason"])
        told[row["id"]] = (names.of(row["user"]), words)
    return told


def denials(reader: Reader, names: Names) -> Told:
    """People who must not see the case, and why a bar was lifted."""
    lifted = {end.denial_id: end for end in reader.recorded(DenialEnd)}
    told: Told = {}
    for row in reader.rows(AccessDenial):
        end = lifted.get(row["id"])
        because = f"lifted by {names.of(end.decided_by_id)}: {end.reason}" if end else ""
        anew = f"to be decided anew by {day(row['review_on'])}" if row["review_on"] else ""
        words = joined("Barred", period(row), f"by {names.of(row['decided_by'])}", anew, row["reason"], because)
        told[row["id"]] = (names.of(row["user"]), words)
    return told


def kept_out(reader: Reader, names: Names) -> Told:
    """Who without an account, and which agencies, were kept out of the meetings, and why that ended."""
    told: Told = {}
    for row in reader.rows(KeptOut):
        who = joined(row["person_name"], names.of(row["agency"]) if row["agency"] else "")
        ended = f"ended by {names.of(row['ended_by'])}: {row['ended_reason']}" if row["ended_by"] else ""
        words = joined(
            "Kept out of the meetings", period(row), f"by {names.of(row['decided_by'])}", row["reason"], ended
        )
        told[row["id"]] = (who, words)
    return told


def requests(reader: Reader, names: Names) -> Told:
    """Who asked to be involved, why, and how far it had come."""
    steps: dict[UUID, list[str]] = {}
    for step in reader.recorded(AccessRequestStep, at="at", case="request__case"):
        words = f"{step.get_kind_display().lower()} by {names.of(step.by_id)} on {day(step.at)}"
        steps.setdefault(step.request_id, []).append(f"{words}: {step.words}" if step.words else words)
    return {
        row["id"]: (
            names.of(row["requester"]),
            joined(
                AccessRequest.Part(row["part"]).label,
                names.of(row["agency"]),
                f"until {day(row['until'])}",
                row["need"],
                AccessRequest.State(row["state"]).label.lower(),
                *steps.get(row["id"], []),
            ),
        )
        for row in reader.rows(AccessRequest)
    }


def emergency_reviews(reader: Reader, names: Names) -> Told:
    """What somebody else found about each emergency access."""
    users = {row["id"]: row["user"] for row in reader.rows(AccessGrant)}
    return {
        review.grant_id: (
            names.of(users.get(review.grant_id)),
            joined(
                review.get_outcome_display(),
                f"by {names.of(review.decided_by_id)} ({review.decided_as})",
                day(review.decided_on),
                review.reason,
            ),
        )
        for review in reader.recorded(EmergencyReview)
    }
