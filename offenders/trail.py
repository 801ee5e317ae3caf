"""The audit record of a case as sentences, in pages by key, for those who may view it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts import selectors as accounts
from accounts.models import User
from audit.models import AuditEvent
from offenders import selectors, traces
from offenders.access import can_see_victims
from offenders.models import AccessGrant, Case

PAGE_SIZE = 50
SENTENCES: Mapping[str, str] = {
    "access.denied": "Barred somebody from the case",
    "access.ended": "Ended somebody's access",
    "access.granted": "Opened the case to somebody for a time",
    "access.opened_in_emergency": "Opened the case in an emergency",
    "access_request.accepted": "Accepted a request to be involved",
    "access_request.made": "Asked to be involved",
    "access_request.more_said": "Said more about their request to be involved",
    "access_request.more_wanted": "Asked for more about a request to be involved",
    "access_request.refused": "Did not accept a request to be involved",
    "access_request.withdrawn": "Withdrew their request to be involved",
    "activation.recorded_in_error": "Marked the activation of a suspended sentence as recorded in error",
    "address.added": "Added an address",
    "address.assessed": "Assessed an address",
    "agency.involved": "Added an agency",
    "alias.added": "Added a name",
    "api_case.viewed": "Read the case through the API",
    "case.created": "Recorded the case",
    "case.restricted": "Changed who may see the case",
    "case.screened": "Screened the case",
    "case_as_it_stood.viewed": "Looked at the case as it stood on a day",
    "case_chronology.asked": "Asked for a long chronology of the case",
    "case_chronology.drawn": "Drew a long chronology of the case",
    "case_chronology.exported": "Printed the chronology of the case",
    "case_chronology.failed": "Could not draw a long chronology of the case",
    "case_chronology.removed": "Removed a long chronology of the case, its time being over",
    "category.decided": "Decided the category",
    "custody.recorded": "Recorded a time in custody",
    "custody.recorded_in_error": "Marked a time in custody as recorded in error",
    "custody.released": "Recorded the release",
    "denial.ended": "Lifted a bar on somebody",
    "denial.kept": "Decided anew that a bar stands",
    "emergency.reviewed": "Reviewed an emergency access",
    "identity.corrected": "Corrected the identity",
    "identity.number_tried": "Gave another case the same number",
    "involvement.ended": "Ended an agency's part",
    "level.decided": "Decided the level",
    "level_1.reviewed": "Reviewed the case at Level 1",
    "offence.corrected": "Corrected an offence",
    "offence.quashed": "Recorded that a conviction was quashed",
    "offence.quashing_in_error": "Marked the quashing of a conviction as recorded in error",
    "offence.recorded": "Recorded an offence",
    "offence.recorded_in_error": "Marked an offence as recorded in error",
    "order.recorded": "Recorded an order",
    "person.assigned": "Gave somebody a part in the case",
    "person.unassigned": "Ended somebody's part in the case",
    "protected_person.corrected": "Corrected a victim or person at risk",
    "protected_person.recorded": "Recorded a victim or person at risk",
    "referral.decided": "Decided on a referral",
    "referral.dispute_settled": "Recorded how a dispute about a referral was settled",
    "referral.disputed": "Disputed the decision on a referral",
    "referral.started": "Began a referral",
    "referral.submitted": "Submitted a referral",
    "referral.withdrawn": "Withdrew a referral",
    "referral.written": "Wrote a section of a referral",
    "sentence.activated": "Recorded that a suspended sentence was activated",
    "category.considered_for_3": "Recorded what came of considering Category 3",
    "transfer.accepted": "Accepted a transfer to another area",
    "transfer.closed": "Closed the case to the other area",
    "transfer.dispute_settled": "Recorded how a dispute about a transfer was settled",
    "transfer.disputed": "Disputed that a transfer was refused",
    "transfer.moved": "Moved the case to its new area",
    "transfer.opened": "Opened the case to the other area",
    "transfer.refused": "Refused a transfer to another area",
    "transfer.requested": "Asked another area to take the case over",
    "transfer.sent": "Recorded that records were sent or ViSOR was updated",
    "transfer.withdrawn": "Withdrew a transfer to another area",
    "transfer.form_sent_again": "Sent a further version of MAPPA G",
    "border_move.recorded": "Recorded a move across a border",
    "information.handed_on": "Let the agency of the new area own what an agency gave",
    "action.handed_on": "Gave an action to the agency of the new area",
    "request.refused": "Open or send a page",
    "successor.named": "Named who decides about the restricted case",
    "successor.wanted": "Found that nobody may decide about the restricted case",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail."""

    event: AuditEvent
    who: str
    what: str
    changes: list[tuple[str, Any, Any]]


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, newest first, and the id after which the older ones follow."""

    entries: list[Entry]
    older: int | None


def page(*, viewer: User, case: Case, older_than: int | None = None) -> Page:
    """The trail of a case; Http404 for those who may not view it.

    What was done about victims is told only to those who may see victims (ACC-27).
    """
    rows = selectors.audit_trail(viewer=viewer, case=case)
    if older_than is not None:
        rows = rows.filter(pk__lt=older_than)
    events = list(rows[: PAGE_SIZE + 1])
    more, events = len(events) > PAGE_SIZE, events[:PAGE_SIZE]
    names = accounts.names({event.actor_id for event in events if event.actor_id})
    open_all = can_see_victims(viewer, case.pk)
    entries = [
        Entry(
            event=event,
            who=names.get(event.actor_id, "The system") if event.actor_id else "The system",
            what=sentence(event),
            changes=_changes(event, frozenset() if open_all else traces.CHANGES),
        )
        for event in events
    ]
    return Page(entries, events[-1].pk if more else None)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done, in words."""

    event: AuditEvent
    what: str


def done_meanwhile(*, viewer: User, case: Case, granted: AccessGrant) -> list[Line]:
    """What somebody read and did on a case while their emergency access ran, oldest first, the first 200."""
    events = selectors.done_meanwhile(viewer=viewer, case=case, granted=granted)
    return [Line(event, sentence(event)) for event in events]


def sentence(event: AuditEvent) -> str:
    """What was done, in words; a refused attempt says so."""
    words = SENTENCES.get(event.verb) or spelt_out(event.verb)
    return f"Tried, and was refused: {words[0].lower()}{words[1:]}" if event.refused else words


def spelt_out(verb: str) -> str:
    """A verb that has no sentence of its own: "case_risk.viewed" becomes "Looked at: risk"."""
    thing, _, done = verb.rpartition(".")
    named = thing.removeprefix("case_").replace("_", " ").replace(".", " ")
    if done == "viewed":
        return f"Looked at: {named}"
    return f"{named.capitalize()} {done.replace('_', ' ')}"


def _changes(event: AuditEvent, untold: frozenset[str]) -> list[tuple[str, Any, Any]]:
    told = {name: pair for name, pair in event.changes.items() if name not in untold}
    return [(name.replace("_", " "), old, new) for name, (old, new) in told.items()]
