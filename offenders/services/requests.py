"""Asking to be involved in a case, and what its lead agency answers.

Asking takes the same steps, and says the same, whether there is such a case, whether it is restricted, and whether the
one who asks is barred from it (ACC-31). It is no write to a case, so it does not lock one.
"""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.standing import standing_of
from audit.refusals import Conflict, Effect, Finding, NotPermitted, RuleRefused, stop
from audit.services import record
from offenders.access import Detail, may_ask
from offenders.models import AccessGrant, AccessNotice, AccessRequest, AccessRequestStep, Assignment, Case, Involvement
from offenders.rules.requests import check_reason, check_until, tidy_reference
from offenders.services.notices import tell
from offenders.services.parts import open_grant, open_window, stop_denied
from offenders.writing import Entry, writing

Part, State, Step = AccessRequest.Part, AccessRequest.State, AccessRequestStep.Kind
ANSWERS = {State.ACCEPTED: Step.ACCEPTED, State.REFUSED: Step.REFUSED, State.MORE_WANTED: Step.MORE_WANTED}

LEFT = "They left the agency they asked for."  # why they left is not for those who answer requests


def ask(
    *,
    actor: User,
    part: str,
    need: str,
    until: dt.date,
    today: dt.date,
    reference: str = "",
    found: UUID | None = None,
) -> AccessRequest:
    """Ask to be involved in the case with this reference, or in one of which a search `found` that it exists.

    Raises: NotPermitted for roles that take no part in cases; RuleRefused (ACC-31: need and end; OFF-21: asked already;
    or the actor sees the case in full, and so has nothing to ask for).
    """
    agency = actor.agency
    if agency is None or not may_ask(actor):
        record(actor=actor, verb="access_request.made", refused=True, reason="not permitted: ask_to_be_involved")
        raise NotPermitted("ask_to_be_involved")
    typed = tidy_reference(reference)
    stop([*check_reason(need, rule="ACC-31", field="need"), *check_until(until, today=today)])
    with transaction.atomic():
        about = Q(pk=found) if found else Q(reference=typed)
        case = Case.objects.filter(about).first()
        stop([*_asked_already(actor, typed, found), *_seen_already(actor, about)])
        request = AccessRequest(
            case=case,
            reference="" if found else typed,
            requester=actor,
            requester_as=actor.audit_role[:200],
            agency=agency,
            part=part,
            need=need,
            until=until,
        )
        request.save(force_insert=True)
        record(
            actor=actor,
            verb="access_request.made",
            case_id=case.pk if case else None,
            subject=request,
            changes={"part": (None, part), "until": (None, until)},
            reason=need,
        )
    return request


def _asked_already(actor: User, typed: str, found: UUID | None) -> list[Finding]:
    rows = AccessRequest.objects.filter(requester=actor, state__in=AccessRequest.OPEN)
    rows = rows.filter(case=found, reference="") if found else rows.filter(reference=typed)
    if not rows.exists():
        return []
    message = "You have asked about this already, and the answer is still to come."
    return [Finding("OFF-21", Effect.REFUSE, message, None if found else "reference", "Look at your requests.")]


def _seen_already(actor: User, about: Q) -> list[Finding]:
    """Nothing is learnt from this: whoever reads it sees the case. Asked of each request, so that all cost the same."""
    if not Case.objects.visible_to(actor, Detail.FULL).filter(about).exists():
        return []
    return [Finding("ACC-31", Effect.REFUSE, "You see this case in full already.", None, "Open it from your cases.")]


def say_more(*, actor: User, request: AccessRequest, version: int, words: str) -> AccessRequest:
    """Answer the question that was asked about one's own request. Raises: NotPermitted; RuleRefused; Conflict."""
    return _own_step(actor, request, version, Step.MORE_SAID, words, State.WAITING)


def withdraw(*, actor: User, request: AccessRequest, version: int) -> AccessRequest:
    """Take back one's own request. Raises: NotPermitted; RuleRefused (answered already); Conflict."""
    return _own_step(actor, request, version, Step.WITHDRAWN, "", State.WITHDRAWN)


def withdraw_all(*, person: User, actor: User | None, reason: str) -> None:
    """Take back every open request of somebody who leaves the agency they asked for (ACC-26). Needs a transaction.

    Whoever may remove the account may do this without seeing the requests. `actor` None is the product itself.
    """
    rows = AccessRequest.objects.select_for_update().filter(requester=person, state__in=AccessRequest.OPEN)
    for request in rows.order_by("pk"):
        by_as = "" if actor else "Without anybody's doing"
        _keep_step(actor or person, request, Step.WITHDRAWN, LEFT, State.WITHDRAWN, by_as=by_as)
        record(
            actor=actor,
            verb=f"access_request.{Step.WITHDRAWN}",
            case_id=request.case_id,
            subject=request,
            reason=reason,
            rules=["ACC-26"],
        )


def _own_step(actor: User, request: AccessRequest, version: int, kind: str, words: str, state: str) -> AccessRequest:
    if request.requester_id != actor.pk:
        raise NotPermitted("ask_to_be_involved")
    with transaction.atomic():
        current = _locked(request, version)
        _keep_step(actor, current, kind, words, state)
        record(actor=actor, verb=f"access_request.{kind}", case_id=current.case_id, subject=current, reason=words)
    return current


def answer(
    *, actor: User, request: AccessRequest, version: int, outcome: str, words: str, today: dt.date
) -> AccessRequest:
    """Accept a request, refuse it, or ask for more, as somebody who decides who takes part in the case.

    Accepting gives what was asked for until the day asked for. A request that leads to no case can only be refused or
    asked about, by the Co-ordinator of the area of whoever asked.
    Raises: NotPermitted; RuleRefused (ACC-24 one's own, ACC-25 barred, ACC-12, ACC-32 no words, answered already);
    Conflict.
    """
    step = ANSWERS[State(outcome)]
    if request.case is None:
        return _answer_without_case(actor, request, version, step, outcome, words)
    verb = f"access_request.{step}"
    with writing(request.case, actor=actor, may="manage_access", verb=verb, reason=words) as entry:
        current = _locked(request, version)
        stop([*_not_own(actor, current), *_words_given(outcome, words)])
        if outcome == State.ACCEPTED:
            stop([*check_until(current.until, today=today), *_still_of_the_agency(current)])
            _give(entry, actor, current, today)
        entry.note(current, {"state": (current.state, outcome)})
        _keep_step(actor, current, step, words, outcome)
        tell([current.requester_id], kind=AccessNotice.Kind.REQUEST_ANSWERED, about=current.steps.latest("at").pk)
    return current


def _answer_without_case(
    actor: User, request: AccessRequest, version: int, step: str, outcome: str, words: str
) -> AccessRequest:
    verb = f"access_request.{step}"
    if request.agency.area_id not in standing_of(actor).areas(Role.COORDINATOR):
        record(actor=actor, verb=verb, subject=request, refused=True, reason="not permitted: manage_access")
        raise NotPermitted("manage_access")
    if outcome == State.ACCEPTED:
        message = "No case has this reference, so nobody can be given a part in it."
        raise RuleRefused([Finding("ACC-31", Effect.REFUSE, message, "outcome", "Refuse it, or ask for more.")])
    with transaction.atomic():
        current = _locked(request, version)
        stop([*_not_own(actor, current), *_words_given(outcome, words)])
        record(actor=actor, verb=verb, subject=current, changes={"state": (current.state, outcome)}, reason=words)
        _keep_step(actor, current, step, words, outcome)
        tell([current.requester_id], kind=AccessNotice.Kind.REQUEST_ANSWERED, about=current.steps.latest("at").pk)
    return current


def _not_own(actor: User, request: AccessRequest) -> list[Finding]:
    if request.requester_id != actor.pk:
        return []
    return [Finding("ACC-24", Effect.REFUSE, "Nobody approves their own access.", None, "Leave it to somebody else.")]


def _still_of_the_agency(request: AccessRequest) -> list[Finding]:
    if request.requester.is_active and request.requester.agency_id == request.agency_id:
        return []
    message = "Whoever asked no longer works for the agency they asked for."
    return [Finding("ACC-32", Effect.REFUSE, message, "outcome", "Refuse it. They can ask again where they work now.")]


def _words_given(outcome: str, words: str) -> list[Finding]:
    if words.strip() or outcome == State.ACCEPTED:
        return []
    asked = "Say what you need to know." if outcome == State.MORE_WANTED else "Say why it is not accepted."
    return [Finding("ACC-32", Effect.REQUIRE, asked, "words")]


def _give(entry: Entry, actor: User, request: AccessRequest, today: dt.date) -> None:
    """What was asked for, from today until the day asked for."""
    person, case = request.requester, entry.case
    if request.part == Part.SIGHT:
        open_grant(
            entry,
            approver=actor,
            user=person,
            reason=request.need,
            starts=today,
            ends=request.until,
            kind=AccessGrant.Kind.REQUESTED,
        )
    elif request.part == Part.WORKER:
        worker = Assignment.Capacity.WORKER
        open_window(entry, user=person, capacity=worker, starts=today, ends=request.until)
    else:
        stop_denied(case, person, None)
        part = Involvement.Part.INVOLVED
        if Involvement.objects.filter(case=case, agency=request.agency, part=part, ends__isnull=True).exists():
            return
        row = Involvement(case=case, agency=request.agency, part=part, starts=today, ends=request.until)
        entry.add(row, verb="agency.involved")


def _locked(request: AccessRequest, version: int) -> AccessRequest:
    """The request as it stands, locked; refused when it was answered, a conflict when somebody was faster."""
    rows = AccessRequest.objects.select_for_update(of=["self"]).select_related("requester", "agency")
    current = rows.get(pk=request.pk)
    if not current.is_open:
        message = f"This request is closed: {current.get_state_display().lower()}."
        raise RuleRefused([Finding("ACC-32", Effect.REFUSE, message, None)])
    if current.version != version:
        theirs = {"outcome": current.get_state_display()}
        raise Conflict("request", theirs=theirs, yours={}, current_version=current.version)
    return current


def _keep_step(actor: User, request: AccessRequest, kind: str, words: str, state: str, *, by_as: str = "") -> None:
    as_whom = (by_as or actor.audit_role)[:200]
    step = AccessRequestStep(request=request, kind=kind, words=words, by=actor, by_as=as_whom, at=timezone.now())
    step.save(force_insert=True)
    request.state = state
    request.version += 1
    request.save(update_fields=["state", "version"])
