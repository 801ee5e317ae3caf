"""A reply is drafted; items are left out of it, each with its law and reason."""

import datetime as dt
from dataclasses import asdict

from accounts.models import User
from audit.refusals import Effect, Finding, stop
from enquiries import facts
from enquiries.models import MinutesRequest, Reply, ReplyExemption
from enquiries.rules import replies
from enquiries.rules.copies import GIVES_MINUTES, minutes_findings
from enquiries.rules.replies import Draft, SummaryState
from enquiries.rules.routing import Requester, Response
from enquiries.rules.steps import UNANSWERED, State, Step, day_findings, out_of_turn
from enquiries.services.common import Standing, handling, signed
from meetings.models import ExecutiveSummary, Meeting
from offenders.writing import accept, recorded_already


def draft(
    *,
    actor: User,
    request: MinutesRequest,
    version: int,
    reply: Draft,
    on: dt.date,
    today: dt.date,
    meeting: Meeting | None = None,
    acknowledged: frozenset[str] = frozenset(),
) -> Reply:
    """Draft a reply, or another in place of the last one; it goes round and is approved anew.

    An executive summary is the one that stands; minutes are those of `meeting`, or of the last one that has any.
    Raises: NotPermitted; RuleRefused (ENQ-02, ENQ-10 to ENQ-17, ENQ-30); Conflict.
    """
    with handling(request, actor=actor, verb="enquiry.drafted") as standing:
        summary, given = _enclosed(standing, reply), _minuted(standing, reply, meeting)
        found = _draft_findings(standing, reply, summary, on, today)
        if standing.case is not None:
            found += minutes_findings(reply.response, approved=given is not None)
        accept(standing.entry, found, acknowledged)
        standing.entry.rules += ["ENQ-02", "ENQ-15"]
        by, role = signed(standing.entry)
        row = Reply(
            request=standing.request,
            number=standing.read.reply.number + 1 if standing.read.reply else 1,
            summary=summary,
            meeting=given,
            rules=list(dict.fromkeys(standing.entry.rules)),
            drafted_by=by,
            drafted_as=role,
            **asdict(reply),
        )
        standing.entry.add(row)
        handler = facts.decides(standing.case, standing.route, reply.response)
        standing.moves(version, Step.DRAFTED, handler=handler.value)
        standing.note(Step.DRAFTED, on, reply=row)
    return row


def _enclosed(standing: Standing, reply: Draft) -> ExecutiveSummary | None:
    if reply.response is not Response.SUMMARY or standing.case is None:
        return None
    return facts.summary_of(standing.case)


def _minuted(standing: Standing, reply: Draft, meeting: Meeting | None) -> Meeting | None:
    """Whose minutes the reply gives: of this case, and approved; None where it gives none."""
    if reply.response not in GIVES_MINUTES or standing.case is None:
        return None
    rows = facts.minuted_meetings(standing.case)
    return (rows if meeting is None else rows.filter(pk=meeting.pk)).first()


def _draft_findings(
    standing: Standing, reply: Draft, summary: ExecutiveSummary | None, on: dt.date, today: dt.date
) -> list[Finding]:
    known = standing.read.facts()
    stopped = out_of_turn(known, Step.DRAFTED)
    if stopped:
        return stopped
    return [
        *day_findings(known, Step.DRAFTED, on=on, today=today),
        *replies.reply_findings(
            reply,
            standing.route,
            requester=Requester(standing.request.requester),
            summary=SummaryState.NONE if standing.case is None else facts.draft_state(standing.case, summary),
            about_a_case=standing.case is not None,
            looked_up=facts.is_looked_up(standing.request),
            held=facts.any_held(standing.case),
            exemptions=len(standing.read.exemptions),
        ),
        *replies.naming_findings(
            facts.naming_hits(standing.case, replies.written(reply.response, reply.covering, reply.suppliers))
        ),
    ]


def exempt(*, actor: User, request: MinutesRequest, exemption: str, item: str, reason: str) -> ReplyExemption:
    """Record that one item is left out. Raises: NotPermitted; RuleRefused (ENQ-14; OFF-21 for the same item twice)."""
    with handling(request, actor=actor, verb="enquiry.exempted") as standing:
        stop(_still_open(standing))
        stop(replies.exemption_findings(item=item, reason=reason))
        if any(one.exemption == exemption and one.item == item for one in standing.read.exemptions):
            stop([recorded_already("this exemption", "item")])
        standing.entry.rules.append("ENQ-14")
        return _exemption(standing, exemption=exemption, item=item, reason=reason)


def lift(*, actor: User, exemption: ReplyExemption, reason: str) -> ReplyExemption:
    """Record that an item is not left out after all, and why. Raises: NotPermitted; RuleRefused (ENQ-14)."""
    with handling(exemption.request, actor=actor, verb="enquiry.exemption_lifted") as standing:
        stop(_still_open(standing))
        if exemption.pk not in {one.pk for one in standing.read.exemptions}:
            stop([Finding("ENQ-14", Effect.REFUSE, "This exemption stands no more.", None)])
        standing.entry.rules.append("ENQ-14")
        return _exemption(
            standing,
            exemption=exemption.exemption,
            item=exemption.item,
            reason=reason,
            stands=False,
            supersedes=exemption,
        )


def _exemption(standing: Standing, **columns: object) -> ReplyExemption:
    by, role = signed(standing.entry)
    row = ReplyExemption(request=standing.request, recorded_by=by, recorded_as=role, **columns)
    return standing.entry.add(row)


def _still_open(standing: Standing) -> list[Finding]:
    """What is left out is settled before a reply is approved."""
    if State(standing.request.state) in UNANSWERED - {State.APPROVED}:
        return []
    message = "The reply is approved, so what is left out of it stands."
    return [Finding("ENQ-14", Effect.REFUSE, message, None, "Draft the reply anew to change it.")]
