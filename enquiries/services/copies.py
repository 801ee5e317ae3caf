"""The numbered copy of minutes that a reply encloses: drawn, redacted by hand, sent (ENQ-30)."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from audit.refusals import Effect, Finding, RuleRefused, stop
from enquiries import facts
from enquiries.models import MinutesRequest, Reply, ReplyCopy
from enquiries.rules.copies import GIVES_MINUTES, leaving_findings, minutes_findings, redaction_findings, redacts
from enquiries.rules.replies import EXEMPTION_WORDS, Exemption
from enquiries.rules.routing import Response
from enquiries.rules.steps import State, Step
from enquiries.services.common import Standing, handling
from meetings.kept_out import stop_named
from minutes.facts import newest_approved
from minutes.models import CopyRedaction
from minutes.rules.distribution import Form
from minutes.services import answering
from offenders.writing import recorded_already
from ui.words import london_date


@dataclass(frozen=True, slots=True)
class Redaction:
    """A redaction by hand as typed: names with their posts, and the day of the check in Europe/London."""

    redacted_by: str
    checked_by: str
    checked_on: dt.date


def draw_copy(standing: Standing, reply: Reply) -> None:
    """Inside the service by which a reply is approved: draw the copy of the approved minutes that it gives."""
    minutes = None if reply.meeting is None else newest_approved(reply.meeting)
    if minutes is None:
        return
    response, left_out = Response(reply.response), standing.read.exemptions
    copy = answering.copy_for_reply(
        standing.entry,
        minutes,
        recipient=f"Who asked by {standing.request.reference}",
        redacts=redacts(response, len(left_out)),
        left_out=[EXEMPTION_WORDS[Exemption(one.exemption)] for one in left_out],
    )
    standing.entry.rules.append("ENQ-30")
    standing.entry.add(ReplyCopy(request=standing.request, reply=reply, copy=copy))


def send_copy(standing: Standing, reply: Reply, on: dt.date) -> None:
    """Inside the service by which a reply was sent: so was its copy."""
    copy = facts.copy_of(reply)
    if copy is not None:
        standing.entry.rules.append("ENQ-30")
        answering.reply_sent(standing.entry, copy, on=on, way="With the reply")


def copy_findings(reply: Reply, step: Step) -> list[Finding]:
    """What of the copy stops the approval or the sending of a reply (ENQ-30)."""
    response = Response(reply.response)
    if response not in GIVES_MINUTES:
        return []
    if step is Step.APPROVED:
        approved = reply.meeting is not None and newest_approved(reply.meeting) is not None
        return minutes_findings(response, approved=approved)
    copy = facts.copy_of(reply)
    if copy is None:
        return leaving_findings(drawn=False, newest=False, redacts=False, redacted=False)
    return leaving_findings(
        drawn=True,
        newest=facts.is_newest(copy),
        redacts=copy.form == Form.REDACTED,
        redacted=hasattr(copy, "redaction"),
    )


def record_redaction(*, actor: User, request: MinutesRequest, redaction: Redaction, today: dt.date) -> CopyRedaction:
    """Record that the copy of the approved reply was redacted by hand outside the system, and who checked it.

    Raises: NotPermitted; RuleRefused (ENQ-30; ACC-25, ACC-73 for who is kept out of the case; OFF-21).
    """
    with handling(request, actor=actor, verb="enquiry.redacted") as standing:
        reply = standing.read.reply
        copy = None if reply is None else facts.copy_of(reply)
        if copy is None or standing.case is None or State(standing.request.state) is not State.APPROVED:
            message = "There is no copy of an approved reply that waits for its redaction."
            raise RuleRefused([Finding("ENQ-30", Effect.REFUSE, message, None, "Have the reply approved first.")])
        if copy.form != Form.REDACTED:
            message = "Nothing is left out of this copy."
            raise RuleRefused([Finding("ENQ-30", Effect.REFUSE, message, None)])
        if hasattr(copy, "redaction"):
            raise RuleRefused([recorded_already("who redacted this copy")])
        typed = redaction
        stop(
            redaction_findings(
                redacted_by=typed.redacted_by,
                checked_by=typed.checked_by,
                checked_on=typed.checked_on,
                drawn_on=london_date(copy.made_at),
                today=today,
            )
        )
        stop_named(
            standing.case,
            [("redacted_by", typed.redacted_by, None), ("checked_by", typed.checked_by, None)],
        )
        standing.entry.rules.append("ENQ-30")
        return answering.redacted(
            standing.entry,
            copy,
            redacted_by=typed.redacted_by,
            checked_by=typed.checked_by,
            checked_on=typed.checked_on,
        )
