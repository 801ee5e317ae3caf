"""Hits of the leak check that somebody lets stand, each with a reason."""

from collections.abc import Mapping

from accounts.models import User
from audit.refusals import stop
from meetings.models import Meeting, SummaryDraft
from meetings.services.summary import closed
from minutes import facts
from minutes.models import LeakOverride
from minutes.rules.leaks import review_findings
from offenders.writing import writing


def let_stand(*, actor: User, meeting: Meeting, reasons: Mapping[str, str]) -> list[LeakOverride]:
    """Let hits stand: `reasons` maps the key of a hit to why. A changed text voids it, because its hits have new keys.

    Hits of the draft, and of the version that stands, which is given out while a correction is worded (EXS-16).
    Raises: NotPermitted; RuleRefused (EXS-10: by somebody who wrote to the draft, without a reason, or a hit that is
    not there any more).
    """
    with writing(meeting.case, actor=actor, may="review_leaks", verb="summary.reviewed") as entry:
        current = closed(meeting)
        draft = SummaryDraft.objects.filter(meeting=current).first()
        found = facts.hits_of(current, entry.case, draft)
        present = {hit.key: hit for hit in (*found, *facts.in_newest_alone(current, entry.case, found))}
        before = facts.let_stand(current)
        wrote = draft is not None and actor.pk in facts.wrote_to(draft)
        if not reasons:
            stop(review_findings(wrote_it=wrote, reason="", stands=True))
        made = []
        for key, reason in reasons.items():
            stop(review_findings(wrote_it=wrote, reason=reason, stands=key in present))
            if key in before:
                continue
            hit = present[key]
            made.append(
                entry.add(
                    LeakOverride(
                        case=entry.case,
                        meeting=current,
                        field=hit.field,
                        key=key,
                        kind=hit.kind.value,
                        found=hit.found,
                        reason=reason.strip(),
                        reviewed_by=actor,
                        reviewed_as=actor.audit_role[:200],
                    )
                )
            )
        return made
