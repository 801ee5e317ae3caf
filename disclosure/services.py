"""Deciding on disclosure, recording that it was made and what came of it. All writes of this app."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from accounts.models import Agency, User
from assessments.facts import level_of
from assessments.rules.levels import RiskGroup, RoshLevel
from assessments.selectors import current_judgement
from audit.refusals import Conflict, Effect, Finding, stop
from disclosure.models import DisclosureDecision, DisclosureFollowUp, DisclosureMade
from disclosure.rules.codes import LegalBasis, NoRepresentations, Trigger
from disclosure.rules.decision import Consultation, DisclosureFacts, RecipientKind, decision_findings
from offenders.models import Case
from offenders.rules.ages import age_on
from offenders.writing import Entry, accept, writing

Context = DisclosureDecision.Context
ASKED_LATER = frozenset(
    {"DIS-02", "DIS-03", "DIS-05", "DIS-06", "DIS-07", "DIS-08", "DIS-10", "DIS-13"},
)
"""What a meeting that agrees to disclose may leave to be completed afterwards."""
ADULT = 18


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as typed; None means unanswered."""

    disclose: bool | None
    purpose: str
    reason: str
    context: str = Context.STANDALONE.value
    meeting_id: UUID | None = None
    prompts: Sequence[str] = ()
    necessity: str = ""
    proportionality: str = ""
    alternatives: str = ""
    risks: str = ""
    principles: Sequence[str] = ()
    legal_basis: str = ""
    schedule_8: str = ""
    details: str = ""
    identifies_victim: bool = False
    identifies_victim_reason: str = ""
    recipient: str = ""
    recipient_role: str = ""
    recipient_kind: str = ""
    representations_sought: bool | None = None
    no_representations: str = ""
    representations: str = ""
    discloser_agency: Agency | None = None
    discloser: str = ""
    planned_on: dt.date | None = None
    contingency: str = ""
    consulted_yot: bool = False
    consulted_childrens_services: bool = False
    consulted_adult_social_care: bool = False
    urgent_reason: str = ""
    child_sex_offender: bool = False
    presumption_reason: str = ""
    dissent: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """That a disclosure was made, as typed."""

    made_on: dt.date
    agency: Agency
    person: str
    details: str
    recipient_agreed: bool
    offender_knows: bool
    recipient_told_so: bool = False
    agreement: str = ""


def decide(
    *,
    actor: User,
    case: Case,
    decided: Decided,
    on: dt.date,
    today: dt.date,
    follows: DisclosureDecision | None = None,
    acknowledged: frozenset[str] = frozenset(),
) -> DisclosureDecision:
    """Record that disclosure was considered on `on` and decided either way, as a question of its own.

    `follows` is the decision of the same question that this one replaces: one left to be completed by a meeting, or
    one looked at again. Raises: NotPermitted; RuleRefused (DIS-01 to DIS-11, DIS-13); Conflict when that decision was
    replaced already.
    """
    with writing(case, actor=actor, may="decide_disclosure", verb="disclosure.decided", reason=decided.reason) as entry:
        row = _row(entry, decided, on=on)
        if follows is not None:
            _continue(row, follows)
        found = decision_findings(facts_of(entry.case, row, today=today))
        accept(entry, found, acknowledged)
        row.rules = [finding.rule for finding in found]
        return entry.add(row)


def consider_at_meeting(
    entry: Entry,
    *,
    meeting_id: UUID,
    disclose: bool,
    reason: str,
    on: dt.date,
    today: dt.date,
    purpose: str = "Considered at the MAPPA meeting",
    consulted: Consultation | None = None,
    child_sex_offender: bool = False,
    presumption_reason: str = "",
    dissent: str = "",
    acknowledged: frozenset[str] = frozenset(),
) -> DisclosureDecision:
    """Inside the service that records a meeting: disclosure was considered, yes or no, and why.

    A yes opens a decision of which the recipient, the content and the discloser are still to be completed. `consulted`
    says who was at the meeting. Raises: RuleRefused (DIS-01, DIS-04, DIS-09, DIS-11).
    """
    present = consulted or Consultation()
    decided = Decided(
        disclose=disclose,
        purpose=purpose,
        reason=reason,
        context=Context.MEETING.value,
        meeting_id=meeting_id,
        prompts=[Trigger.ROUTINE_REVIEW.value],
        consulted_yot=present.senior_youth_offending_team,
        consulted_childrens_services=present.childrens_services,
        consulted_adult_social_care=present.adult_social_care,
        child_sex_offender=child_sex_offender,
        presumption_reason=presumption_reason,
        dissent=dissent,
    )
    row = _row(entry, decided, on=on)
    row.complete = not disclose
    found = decision_findings(facts_of(entry.case, row, today=today))
    found = [finding for finding in found if row.complete or finding.rule not in ASKED_LATER]
    accept(entry, found, acknowledged)
    row.rules = [finding.rule for finding in found]
    return entry.add(row, verb="disclosure.decided")


def record_made(*, actor: User, decision: DisclosureDecision, told: Told, today: dt.date) -> DisclosureMade:
    """Record that somebody was told. Raises: NotPermitted; RuleRefused (DIS-04 to DIS-07)."""
    with writing(decision.case, actor=actor, may="decide_disclosure", verb="disclosure.made") as entry:
        present = _locked(decision)
        stop(made_findings(present, told, today=today))
        values = {each.name: getattr(told, each.name) for each in fields(told)}
        return entry.add(DisclosureMade(case=entry.case, decision=present, recorded_by=actor, **values))


def follow_up(
    *, actor: User, decision: DisclosureDecision, on: dt.date, found: str, today: dt.date
) -> DisclosureFollowUp:
    """Record what came of a disclosure. Raises: NotPermitted; RuleRefused (nobody was told, or the date: DIS-06)."""
    with writing(decision.case, actor=actor, may="decide_disclosure", verb="disclosure.followed_up") as entry:
        made = DisclosureMade.objects.filter(decision=decision).first()
        if made is None:
            message = "Nobody has been told yet, so there is nothing to follow up."
            stop([Finding("DIS-06", Effect.REFUSE, message, None, "Record the disclosure first.")])
        stop(_day_findings(on, made.made_on if made else None, today, "followed_up_on"))
        row = DisclosureFollowUp(case=entry.case, decision=decision, followed_up_on=on, found=found, recorded_by=actor)
        return entry.add(row)


def facts_of(case: Case, row: DisclosureDecision, *, today: dt.date) -> DisclosureFacts:
    """A decision with what the case adds to it: the person's age, the risk to children."""
    children = level_of(current_judgement(case), RiskGroup.CHILDREN)
    return DisclosureFacts(
        decided_on=row.decided_on,
        today=today,
        disclose=row.disclose,
        purpose=row.purpose,
        reasons=row.reason,
        necessity=row.necessity,
        proportionality=row.proportionality,
        alternatives=row.alternatives,
        recipient=row.recipient,
        recipient_kind=RecipientKind(row.recipient_kind) if row.recipient_kind else None,
        details=row.details,
        legal_basis=LegalBasis(row.legal_basis) if row.legal_basis else None,
        discloser_agency=row.discloser_agency.name if row.discloser_agency else "",
        discloser=row.discloser,
        planned_on=row.planned_on,
        representations_sought=row.representations_sought,
        no_representations=NoRepresentations(row.no_representations) if row.no_representations else None,
        identifies_victim=row.identifies_victim,
        identifies_victim_reason=row.identifies_victim_reason,
        subject_is_child=age_on(case.date_of_birth, row.decided_on) < ADULT,
        consulted=Consultation(
            senior_youth_offending_team=row.consulted_yot,
            childrens_services=row.consulted_childrens_services,
            adult_social_care=row.consulted_adult_social_care,
        ),
        urgent_reason=row.urgent_reason,
        at_meeting=row.context == Context.MEETING,
        child_sex_offender=row.child_sex_offender,
        risk_to_children=children is not None and children >= RoshLevel.MEDIUM,
        presumption_reason=row.presumption_reason,
    )


def made_findings(decision: DisclosureDecision, told: Told, *, today: dt.date) -> list[Finding]:
    """Why it cannot be recorded that somebody was told: nothing to tell, told already, dates, or DIS-07."""
    if not decision.disclose or not decision.complete:
        message = "There is no complete decision to disclose, so nobody should have been told."
        return [Finding("DIS-04", Effect.REFUSE, message, None, "Record the decision first.")]
    if hasattr(decision, "made"):
        return [_told_already()]
    found = _day_findings(told.made_on, decision.decided_on, today, "made_on")
    if not told.offender_knows and not told.recipient_told_so:
        message = "The person does not know, and it is not recorded that the recipient was told so."
        step = "Tell the recipient, and confirm it here."
        found.append(Finding("DIS-07", Effect.REQUIRE, message, "recipient_told_so", step))
    return found


def _day_findings(day: dt.date, not_before: dt.date | None, today: dt.date, name: str) -> list[Finding]:
    if day > today:
        return [
            Finding("DIS-06", Effect.REFUSE, "This date is in the future.", name, "Enter today or an earlier date.")
        ]
    if not_before is not None and day < not_before:
        message = "This date is before the step that it follows."
        return [Finding("DIS-06", Effect.REFUSE, message, name, "Correct the date.")]
    return []


def _row(entry: Entry, decided: Decided, *, on: dt.date) -> DisclosureDecision:
    values = {each.name: getattr(decided, each.name) for each in fields(decided)}
    row = DisclosureDecision(
        case=entry.case,
        decided_on=on,
        **{**values, "prompts": list(decided.prompts), "principles": list(decided.principles)},
    )
    if entry.actor is not None:
        row.decided_by = entry.actor
        row.decided_as = entry.actor.audit_role
    return row


def _locked(decision: DisclosureDecision) -> DisclosureDecision:
    """The decision as it stands now that its case is locked. Raises Conflict when another one has replaced it."""
    present = DisclosureDecision.objects.select_related("made").get(pk=decision.pk)
    later = DisclosureDecision.objects.filter(supersedes=present).first()
    if later is not None:
        raise Conflict("disclosure decision", theirs=as_typed(later), yours={}, current_version=str(later.pk))
    return present


def _continue(row: DisclosureDecision, follows: DisclosureDecision) -> None:
    present = _locked(follows)
    if hasattr(present, "made"):
        stop([_told_already()])
    row.supersedes = present
    row.thread = present.thread


def _told_already() -> Finding:
    message = "It is already recorded that this was disclosed."
    return Finding("DIS-05", Effect.REFUSE, message, None, "Record a follow-up, or consider disclosure anew.")


def as_typed(row: DisclosureDecision) -> dict[str, Any]:
    """A stored decision under the names of the form's fields."""
    shown: dict[str, Any] = {each.name: getattr(row, each.name) for each in fields(Decided)}
    for name in ("disclose", "representations_sought", "identifies_victim", "child_sex_offender"):
        shown[name] = {True: "yes", False: "no", None: ""}[getattr(row, name)]
    consulted = (
        ("yot", row.consulted_yot),
        ("childrens_services", row.consulted_childrens_services),
        ("adult_social_care", row.consulted_adult_social_care),
    )
    return {
        **shown,
        "reasons": row.reason,
        "decided_on": row.decided_on,
        "consulted": [key for key, given in consulted if given],
    }
