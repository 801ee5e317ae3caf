"""The draft summary on its way round: sent to contributors, commented on, decided by the chair."""

import datetime as dt

from django.utils import timezone

from accounts.models import Agency, User
from audit.refusals import Effect, Finding, RuleRefused, stop
from meetings.models import Meeting
from meetings.services.summary import closed
from minutes import facts
from minutes.models import Circulation, CommentAnswer, SummaryComment
from minutes.rules.circulation import asking_findings
from minutes.services.common import by_chair_of, draft_as_read
from minutes.services.notices import tell_contributors
from offenders.writing import recorded_already, writing


def circulate(*, actor: User, meeting: Meeting, version: int, comments_by: dt.date, today: dt.date) -> Circulation:
    """Send the draft round as it is worded now, and tell contributors by e-mail. `version` is the draft's, as read.

    Raises: NotPermitted; RuleRefused (EXS-02: no draft; EXS-11); Conflict when the wording changed meanwhile.
    """
    with writing(meeting.case, actor=actor, may="record_meeting", verb="summary.circulated") as entry:
        current = closed(meeting)
        draft = draft_as_read(current, version)
        asked = facts.contributors(current, entry.case)
        stop(asking_findings(comments_by=comments_by, today=today, anybody=bool(asked)))
        sent = entry.add(
            Circulation(
                case=entry.case,
                meeting=current,
                number=Circulation.objects.filter(meeting=current).count() + 1,
                content={"values": draft.values, "nothing": draft.nothing},
                comments_by=comments_by,
                asked=[
                    {"agency_id": str(row.agency_id), "role": row.role_title, "organisation": row.agency.name}
                    for row in asked
                ],
                circulated_by=actor,
                circulated_as=actor.audit_role[:200],
                circulated_on=today,
            )
        )
        if today == timezone.localdate():
            tell_contributors(entry, current, asked)
        return sent


def comment(*, actor: User, meeting: Meeting, agency: Agency, text: str, exemption: str = "") -> SummaryComment:
    """Record what a contributor says of the draft: their own agency, or the Unit on behalf of one that was asked.

    Raises: NotPermitted; RuleRefused (EXS-12: nothing was circulated, or the agency was not asked).
    """
    with writing(meeting.case, actor=actor, may="comment_on_summary", verb="summary.commented") as entry:
        last = Circulation.objects.filter(meeting=meeting).order_by("-number").first()
        if last is None:
            message = "The draft was not sent round yet."
            raise RuleRefused([Finding("EXS-12", Effect.REFUSE, message, None, "Ask the Unit for it.")])
        if agency.pk not in facts.agencies_asked([last])[last.pk]:
            message = f"{agency.name} was not asked about this draft."
            raise RuleRefused([Finding("EXS-12", Effect.REFUSE, message, "agency", "Choose an agency that was.")])
        return entry.add(
            SummaryComment(
                case=entry.case,
                circulation=last,
                meeting=last.meeting,
                agency=agency,
                text=text,
                exemption=exemption,
                recorded_by=actor,
                recorded_as=actor.audit_role[:200],
            )
        )


def answer(*, actor: User, comment: SummaryComment, followed: bool, reason: str) -> CommentAnswer:
    """The chair's decision on a comment. Raises: NotPermitted; RuleRefused (decided before: OFF-21)."""
    with writing(comment.case, actor=actor, may="release_summary", verb="summary.comment_decided") as entry:
        by_chair_of(comment.meeting_id, actor)
        if CommentAnswer.objects.filter(comment=comment).exists():
            raise RuleRefused([recorded_already("a decision on this comment")])
        return entry.add(
            CommentAnswer(
                case=entry.case,
                comment=comment,
                followed=followed,
                reason=reason,
                decided_by=actor,
                decided_as=actor.audit_role[:200],
            )
        )
