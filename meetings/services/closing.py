"""Closing a meeting: everything it decided is recorded at once, or nothing is."""

import datetime as dt

from accounts.models import User
from assessments.services import agree_plan
from audit.refusals import NotPermitted
from disclosure.rules.decision import Consultation
from disclosure.selectors import may_be_child_sex_offender
from disclosure.services import consider_at_meeting
from levels.models import HeldMeeting, LevelDecision
from levels.selectors.approvals import as_kept, standing_approval
from levels.services import decide_level_at_meeting
from levels.services.ending import end_judgement
from meetings import facts
from meetings.answers import BY_LEAD_AGENCY
from meetings.elsewhere import record_at_closing
from meetings.models import Meeting, Minutes
from meetings.rules.closing import CloseFacts, close_findings
from meetings.rules.people import Party
from meetings.rules.record import CONFIRMED
from meetings.services.minutes import close_earlier_chairs, confirm_previous, draft_minutes
from meetings.services.record import open_for_recording
from offenders.writing import Entry, accept, writing
from ui.words import day


def close_meeting(
    *, actor: User, meeting: Meeting, today: dt.date, acknowledged: frozenset[str] = frozenset()
) -> Minutes:
    """Close the meeting as its chair: held, level, disclosure, plan, next date and draft minutes in one transaction.

    When management of the case has ended since, that the meeting was held and its draft minutes alone (MTG-23).

    Raises: NotPermitted (also for another meeting's chair); RuleRefused (MTG, MTR, LVL and DIS rules; warnings too
    until they are acknowledged).
    """
    with writing(meeting.case, actor=actor, may="chair_meeting", verb="meeting.closed") as entry:
        current = open_for_recording(meeting)
        if not current.is_chaired_by(actor):
            raise NotPermitted("chair_meeting", case_id=entry.case.pk)
        known = facts.close_facts(current, entry.case, chair=actor, today=today)
        accept(entry, close_findings(known), acknowledged)
        answers = facts.answers_of(current)
        _decide_level(entry, current, known, answers["level"])
        if not known.ended_since:
            _decide_disclosure(entry, current, known, answers["disclosure"], acknowledged, today, actor)
            _agree_plan(entry, current, known, answers["plan"])
        if answers.get("previous_minutes", {}).get("correct") == CONFIRMED:
            confirm_previous(entry, current, actor)
        entry.change(current, status=Meeting.Status.HELD, next_review_on=_next_review(known))
        if not known.ended_since:
            record_at_closing(entry, current, actor)
        close_earlier_chairs(entry, today)
        return draft_minutes(entry, current, actor)


def _next_review(known: CloseFacts) -> dt.date | None:
    return known.next_review_on if known.outcome.level in (2, 3) and not known.ended_since else None


def _decide_level(entry: Entry, meeting: Meeting, known: CloseFacts, answers: dict[str, str]) -> None:
    """The level agreed holds from the meeting; once decided again or ended since, only that the meeting was held."""
    held = HeldMeeting(
        case=entry.case,
        meeting_id=meeting.pk,
        level=meeting.level,
        held_on=known.held_on,
        next_review_on=_next_review(known),
    )
    if known.decided_since or known.ended_since:
        entry.add(held, verb="meeting.held")
        return
    approval = known.outcome.second_approval
    approved = standing_approval(entry.case) if approval is not None and approval.valid else None
    decision = LevelDecision(
        case=entry.case,
        level=known.outcome.level,
        reason=known.outcome.reason,
        decided_on=known.held_on,
        meeting_id=meeting.pk,
        dissent=_dissent(entry, answers),
        rules=list(entry.rules),
        **as_kept(approved),
    )
    decide_level_at_meeting(entry, decision=decision, held=held)
    if known.outcome.removed:
        _leave_mappa(entry, known)


def _dissent(entry: Entry, answers: dict[str, str]) -> str:
    """The views that differed, and that the lead agency decided where it did (MTR-14)."""
    views = answers.get("dissent", "")
    if answers.get("decided_by") != BY_LEAD_AGENCY:
        return views
    return f"Decided by the lead agency, {entry.case.lead_agency.name}, as the meeting did not agree. {views}"


def _decide_disclosure(
    entry: Entry,
    meeting: Meeting,
    known: CloseFacts,
    answers: dict[str, str],
    acknowledged: frozenset[str],
    today: dt.date,
    actor: User,
) -> None:
    """Presence of a senior representative at the meeting is the consultation that a decision about a child needs."""
    came = {one.party for one in known.invitees if one.attendance is not None and one.attendance.counts}
    consider_at_meeting(
        entry,
        meeting_id=meeting.pk,
        disclose=bool(known.disclose),
        reason=known.disclosure_reason,
        on=known.held_on,
        today=today,
        purpose=answers.get("purpose") or "Considered at the meeting, as at every meeting.",
        consulted=Consultation(
            senior_youth_offending_team=Party.YOUTH_OFFENDING_TEAM in came,
            childrens_services=Party.CHILDRENS_SERVICES in came,
            adult_social_care=facts.adult_social_care_came(meeting),
        ),
        child_sex_offender=may_be_child_sex_offender(viewer=actor, case_id=entry.case.pk),
        presumption_reason=answers.get("presumption_reason", ""),
        dissent=answers.get("dissent", ""),
        acknowledged=acknowledged,
    )


def _agree_plan(entry: Entry, meeting: Meeting, known: CloseFacts, answers: dict[str, str]) -> None:
    """The plan that the meeting agreed, reviewed at the next one; one written since the meeting stays the last."""
    said = [f"Agreed at the meeting of {day(known.held_on)}.", answers.get("note", ""), answers.get("difference", "")]
    agree_plan(entry, on=known.held_on, review_on=_next_review(known), reason="\n".join(part for part in said if part))


def _leave_mappa(entry: Entry, known: CloseFacts) -> None:
    """Category 3 or discretionary Category 4 ends with the meeting, with the way back (MTG-22)."""
    outcome = known.outcome
    route = f"Referred again by {outcome.re_referral_agency}: {outcome.re_referral_route}"
    ended = f"The meeting ended {'Category 3' if known.category == 3 else 'discretionary Category 4'}."
    end_judgement(entry, reason=outcome.reason, steps=[ended, route], on=known.held_on)
