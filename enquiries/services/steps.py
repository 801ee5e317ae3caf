"""The steps of a request that are a day and some words: passed on, circulated, approved, sent, closed, destroyed."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from accounts.models import User
from audit.refusals import Finding
from enquiries import facts
from enquiries.models import TEXTS, MinutesRequest, Reply, RequestStep
from enquiries.rules import replies, steps
from enquiries.rules.replies import SummaryState
from enquiries.rules.routing import Response
from enquiries.rules.steps import ENDS, PLAIN, Step
from enquiries.services import copies
from enquiries.services.common import Standing, handling
from meetings.models import ExecutiveSummary
from minutes.services import issuing
from offenders.models import Case
from offenders.writing import accept

RULES = {
    Step.PASSED_ON: "ENQ-09",
    Step.CIRCULATED: "ENQ-10",
    Step.APPROVED: "ENQ-15",
    Step.SENT: "ENQ-10",
    Step.CLOSED: "ENQ-18",
    Step.DESTROYED: "ENQ-18",
    Step.WITHDRAWN: "ENQ-10",
}
BESIDE = {Step.DESTROYED: ("ENQ-27",), Step.WITHDRAWN: ("ENQ-18",)}
OF_THE_DRAFT = (Step.CIRCULATED, Step.APPROVED, Step.SENT)


@dataclass(frozen=True, slots=True)
class Took:
    """One step as typed: `copied_on` is asked when a request is closed, `destroy_on` also when it is withdrawn."""

    on: dt.date
    said: str = ""
    copied_on: dt.date | None = None
    destroy_on: dt.date | None = None


def take(
    *,
    actor: User,
    request: MinutesRequest,
    version: int,
    step: Step,
    took: Took,
    today: dt.date,
    acknowledged: frozenset[str] = frozenset(),
) -> RequestStep:
    """Record that a request took a step.

    With its approval a reply that gives minutes draws their numbered copy, which is sent with it.

    Raises: NotPermitted; RuleRefused (ENQ-07, ENQ-09 to ENQ-11, ENQ-15, ENQ-18, ENQ-30, EXS-16); Conflict.
    What is destroyed cannot be read again (ENQ-27).
    """
    if step not in PLAIN:
        raise ValueError("this step has a page of its own")
    reason = took.said if step is Step.DESTROYED else ""
    with handling(request, actor=actor, verb=f"enquiry.{step.value}", reason=reason) as standing:
        accept(standing.entry, _findings(standing, step, took, actor, today), acknowledged)
        standing.entry.rules += [RULES[step], *BESIDE.get(step, ())]
        standing.moves(version, step, **_changes(step, took))
        reply = standing.read.reply if step in OF_THE_DRAFT else None
        if reply is not None and reply.summary is not None and step in (Step.APPROVED, Step.SENT):
            _into_the_ledger(standing, reply.summary, step, took.on)
        if reply is not None and step is Step.APPROVED:
            copies.draw_copy(standing, reply)
        if reply is not None and step is Step.SENT:
            copies.send_copy(standing, reply, took.on)
        copied = took.copied_on if step is Step.CLOSED else None
        return standing.note(step, took.on, reply=reply, said=took.said, copied_on=copied)


def _changes(step: Step, took: Took) -> dict[str, Any]:
    """What a step changes beside the state. With the key of a destroyed request every copy of its texts is gone."""
    if step in ENDS:
        return {"destroy_on": took.destroy_on}
    return dict.fromkeys(("key", *TEXTS), "") if step is Step.DESTROYED else {}


def _into_the_ledger(standing: Standing, summary: ExecutiveSummary, step: Step, on: dt.date) -> None:
    """The requester's own copy of the executive summary: made when the reply is approved, sent with it (EXS-13)."""
    recipient = f"Who asked by {standing.request.reference}"  # who that is stands with the request, for the few
    copy = issuing.copy_for_reply(standing.entry, summary, recipient=recipient, purpose="Reply to a request.")
    if step is Step.SENT:
        issuing.reply_sent(standing.entry, copy, on=on, way="With the reply")


def _findings(standing: Standing, step: Step, took: Took, actor: User, today: dt.date) -> list[Finding]:
    known, reply = standing.read.facts(), standing.read.reply
    found = steps.step_findings(known, step, on=took.on, said=took.said, today=today)
    if steps.out_of_turn(known, step):
        return found
    if step is Step.CLOSED:
        sent_on = known.days.get(Step.SENT)
        found += steps.closing_findings(
            copied_on=took.copied_on, destroy_on=took.destroy_on, sent_on=sent_on, today=today
        )
    if step is Step.WITHDRAWN:
        found += steps.keeping_findings(took.destroy_on, today=today)
    if step is Step.DESTROYED:
        found += steps.destroying_findings(known.destroy_on, on=took.on)
    if reply is not None and step in (Step.APPROVED, Step.SENT):
        found += _of_the_reply(standing, reply, step, actor)
    return found


def _of_the_reply(standing: Standing, reply: Reply, step: Step, actor: User) -> list[Finding]:
    """What it rests on and what it says, looked at once more before it is approved and before it leaves."""
    response = Response(reply.response)
    exemptions, held = len(standing.read.exemptions), facts.any_held(standing.case)
    looked_up = facts.is_looked_up(standing.request)
    grounds = replies.ground_findings(response, standing.route, exemptions=exemptions, looked_up=looked_up, held=held)
    found = [replace(one, field=None, next_step=_instead(one)) for one in grounds]
    found += _of_the_summary(standing.case, reply, step)
    found += copies.copy_findings(reply, step)
    texts = replies.written(response, reply.covering, reply.suppliers)
    named = replies.naming_findings(facts.naming_hits(standing.case, texts))
    found += [replace(one, field=None, next_step="Draft the reply anew without them.") for one in named]
    if step is Step.APPROVED:
        chairs = facts.is_chair(actor, standing.case)
        met = facts.has_met(standing.case)
        found += replies.approval_findings(response, standing.route, held=met, is_chair=chairs)
    return found


def _instead(found: Finding) -> str:
    """What helps a reply that is drafted already."""
    return replies.LOOK_UP_FIRST if found.next_step == replies.LOOK_UP_FIRST else "Draft the reply anew."


def _of_the_summary(case: Case | None, reply: Reply, step: Step) -> list[Finding]:
    """A summary that is enclosed still stands, and nothing is found in it today (ENQ-11, EXS-16).

    Whether it has grown old since it was drafted is asked of who approves it.
    """
    state = facts.summary_state(reply.summary)
    if step is Step.APPROVED and state is SummaryState.CURRENT and case is not None:
        state = facts.draft_state(case, reply.summary)
    found = replies.summary_findings(Response(reply.response), state)
    if reply.summary is not None and case is not None:
        found += issuing.found_since(reply.summary, case)
    return found
