"""A request for minutes is recorded, looked up among the cases, and clarified."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from accounts.models import Agency, User
from audit.refusals import Effect, Finding, stop
from enquiries import facts
from enquiries.access import HANDLE, RECORD, cases_open_to, may_handle
from enquiries.models import TEXTS, MinutesRequest
from enquiries.rules.replies import said_wrongly
from enquiries.rules.routing import THEMSELVES, Requester, Response
from enquiries.rules.steps import ANSWERED, State, Step, StepFacts, clarified_findings, day_findings, out_of_turn
from enquiries.services.common import Standing, handling, signed
from enquiries.services.reminders import told_at_once, told_to_answer_again
from offenders.access import areas_for
from offenders.loose import loose_writing
from offenders.models import Case
from offenders.writing import Entry, recorded_already, writing
from sealed.own_key import new_key

About = MinutesRequest.About


@dataclass(frozen=True, slots=True)
class Wrote:
    """A request as typed. `agency` is the one that first received it; `document` a specific document, if one."""

    agency: Agency
    received_on: dt.date
    requester: str
    requester_name: str
    subject: str
    sought: str
    names_foi: bool = False
    document: str = ""
    supplier: str = ""
    wanted_by: dt.date | None = None


def record(*, actor: User, wrote: Wrote, today: dt.date, case: Case | None = None) -> MinutesRequest:
    """Record a request that some agency received; with `case`, as one about that person.

    Without a case nobody is looked up: whoever records it learns nothing of anybody.
    Raises: NotPermitted (ENQ-24); RuleRefused (ENQ-01; OFF-21 for the same request twice).
    """
    if case is not None:
        with writing(case, actor=actor, may=HANDLE, verb="enquiry.recorded") as entry:
            return _add(entry, wrote, today, entry.case)
    permitted = wrote.agency.area_id in areas_for(RECORD, actor)
    with loose_writing(actor=actor, permitted=permitted, may=RECORD, verb="enquiry.recorded") as entry:
        return _add(entry, wrote, today, None)


def _add(entry: Entry, wrote: Wrote, today: dt.date, case: Case | None) -> MinutesRequest:
    stop(_days(wrote, today))
    actor, role = signed(entry)
    columns = {one.name: getattr(wrote, one.name) for one in fields(wrote)}
    if _recorded_before(actor, case, columns):
        stop([recorded_already("a record of this request")])
    entry.rules.append("ENQ-01")
    row = MinutesRequest(
        key=new_key(), **columns, area_id=wrote.agency.area_id, case=case, recorded_by=actor, recorded_as=role
    )
    row.about = About.OPEN if case is None else About.CASE
    for name, value in _routed(row, case, today).items():
        setattr(row, name, value)
    entry.add(row)
    if case is None:
        told_at_once(row, today=today)
    return row


def _recorded_before(actor: User, case: Case | None, columns: dict[str, Any]) -> bool:
    """Whether somebody recorded just this before. Texts are under the key of each row, so they are compared here."""
    plain = {name: value for name, value in columns.items() if name not in TEXTS}
    rows = MinutesRequest.objects.filter(recorded_by=actor, case=case, **plain)
    return any(all(getattr(row, name) == columns[name] for name in TEXTS) for row in rows)


def _days(wrote: Wrote, today: dt.date) -> list[Finding]:
    found = []
    if wrote.received_on > today:
        found.append(Finding("ENQ-01", Effect.REFUSE, "This day is in the future.", "received_on", "Correct the day."))
    if wrote.wanted_by is not None and wrote.wanted_by < wrote.received_on:
        message = "The requester's day is before the receipt."
        found.append(Finding("ENQ-01", Effect.REFUSE, message, "wanted_by", "Correct one of the days."))
    return found


def _routed(row: MinutesRequest, case: Case | None, today: dt.date, response: Response | None = None) -> dict[str, Any]:
    """Regime, handler and last day, as the table has them now; the handler is who approves the reply `response`."""
    row.case = case
    route = facts.route_for(row)
    handler = facts.decides(case, route, response)
    due_on = facts.answered_by(row.area_id, route.regime, row.received_on, row.wanted_by, today=today)
    return {"regime": route.regime.value, "handler": handler.value, "due_on": due_on}


def identify(*, actor: User, request: MinutesRequest, version: int, reference: str, today: dt.date) -> MinutesRequest:
    """Say on which case a request hangs, by its reference; empty for somebody who is not on record here.

    One that was answered with the words that nothing is held, of which that was wrong, is to be answered again.
    Raises: NotPermitted; RuleRefused (ENQ-01); Conflict.
    """
    verb = "enquiry.identified"
    if request.case is not None:
        stop([Finding("ENQ-01", Effect.REFUSE, "It is recorded already whom this request is about.", None)])
    case = cases_open_to(actor).filter(reference__iexact=reference.strip()).first() if reference.strip() else None
    if reference.strip() and case is None:
        message = "No case that is open to you has this reference."
        stop([Finding("ENQ-01", Effect.REFUSE, message, "reference", "Check it, or ask somebody who sees the case.")])
    if case is None or not may_handle(actor, None, request.area_id):
        with handling(request, actor=actor, verb=verb) as standing:
            standing.moves(version, about=About.NOBODY)
        return request
    with writing(case, actor=actor, may=HANDLE, verb=verb) as entry:
        current = MinutesRequest.objects.select_for_update(of=("self",)).select_related("agency").get(pk=request.pk)
        entry.rules.append("ENQ-01")
        known = facts.read(current).facts()
        anew = _answered_wrongly(known, entry.case)
        changes = _routed(current, entry.case, today, known.response)
        if State(current.state) is State.APPROVED:
            # Who approved it knew of no case: whoever decides for this one looks at the reply again (ENQ-07, ENQ-15).
            entry.rules += ["ENQ-07", "ENQ-15"]
            changes["state"] = State.DRAFTED.value
        elif anew:
            entry.rules.append("ENQ-31")
            changes |= {"state": State.CLARIFIED.value, "destroy_on": None}
        entry.change(current, version=version, about=About.CASE, case=entry.case, **changes)
        if anew:
            told_to_answer_again(current, entry.case, today=today)
    request.refresh_from_db()
    return request


def _answered_wrongly(known: StepFacts, case: Case) -> bool:
    """Whether it was answered that nothing is held although a meeting of this case was held by then (ENQ-31)."""
    if known.state not in ANSWERED:
        return False
    return said_wrongly(known.response, held=facts.any_held(case, until=known.days.get(Step.SENT)))


@dataclass(frozen=True, slots=True)
class Clarified:
    """What was asked and answered in writing, or why nothing had to be asked. `insists_on_foi` None: not asked."""

    on: dt.date
    question: str = ""
    answer: str = ""
    clear_because: str = ""
    supplier: str = ""
    insists_on_foi: bool | None = None


def clarify(
    *, actor: User, request: MinutesRequest, version: int, clarified: Clarified, today: dt.date
) -> MinutesRequest:
    """Record what exactly is wanted. A person who insists on the Freedom of Information Act is answered under it.

    Raises: NotPermitted; RuleRefused (ENQ-08, ENQ-10); Conflict.
    """
    with handling(request, actor=actor, verb="enquiry.clarified") as standing:
        stop(_clarified_findings(standing, clarified, today))
        standing.entry.rules.append("ENQ-08")
        row = standing.request
        changes: dict[str, Any] = {"supplier": clarified.supplier or row.supplier}
        if row.names_foi and Requester(row.requester) in THEMSELVES:
            row.insists_on_foi = clarified.insists_on_foi
            changes |= _routed(row, standing.case, today, standing.read.facts().response) | {
                "insists_on_foi": clarified.insists_on_foi
            }
        standing.moves(version, Step.CLARIFIED, **changes)
        standing.note(
            Step.CLARIFIED,
            clarified.on,
            question=clarified.question,
            answer=clarified.answer,
            said=clarified.clear_because,
        )
    return request


def _clarified_findings(standing: Standing, clarified: Clarified, today: dt.date) -> list[Finding]:
    known, row = standing.read.facts(), standing.request
    stopped = out_of_turn(known, Step.CLARIFIED)
    if stopped:
        return stopped
    found = day_findings(known, Step.CLARIFIED, on=clarified.on, today=today)
    asked = row.names_foi and Requester(row.requester) in THEMSELVES
    if asked and clarified.insists_on_foi is None:
        message = "Somebody who names this Act about themselves is asked whether they mean a subject access request."
        found.append(Finding("ENQ-08", Effect.REQUIRE, message, "insists_on_foi", "Say what they answered."))
    return found + clarified_findings(
        asks=standing.route.asks,
        question=clarified.question,
        answer=clarified.answer,
        clear_because=clarified.clear_because,
    )
