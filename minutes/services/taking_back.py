"""Decisions on the distribution of minutes that are taken back: whom the chair left out, and whom the chair added."""

import datetime as dt

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import User
from audit.refusals import stop
from meetings.kept_out import kept_out_of
from meetings.models import Invitation, Meeting, MinutesApproval
from meetings.rules.minutes import MinutesState
from meetings.services.minutes import READERS, reading_ends
from minutes import facts
from minutes.models import LeftOut, LeftOutTakenBack, MinutesCopy, MinutesCopyStep
from minutes.rules import distribution as rules
from minutes.rules.distribution import Form, Step
from minutes.services.distribution import steps_taken, stop_exception
from minutes.services.notices import tell_contributors
from offenders.access import may_be_named
from offenders.models import Assignment
from offenders.models.access import in_force
from offenders.services.parts import open_window
from offenders.writing import Entry, recorded_already, writing

RULES = ["MIN-16"]
NOTE = 400


def take_back(*, actor: User, left_out: LeftOut, reason: str, today: dt.date) -> LeftOutTakenBack:
    """The chair's decision that somebody left out receives the minutes after all: a copy the ordinary way.

    They read the minutes here again while those invited do, and are asked for comments on a draft summary that is out.

    Raises: NotPermitted; RuleRefused (MIN-04: another chair, no reason; MIN-16: kept out of the case, invited no longer
    or gone; OFF-21: taken back before).
    """
    verb = "minutes.left_out_taken_back"
    with writing(left_out.case, actor=actor, may="approve_minutes", verb=verb, reason=reason, rules=RULES) as entry:
        meeting = Meeting.objects.get(pk=left_out.meeting_id)
        stop_exception(meeting, actor, reason)
        if LeftOutTakenBack.objects.filter(left_out=left_out).exists():
            stop([recorded_already("that this was taken back")])
        row = Invitation.objects.select_related("agency", "person").get(pk=left_out.invitation_id)
        (recipient,) = facts.recipients([row], entry.case)
        stop(rules.taking_back_findings(barred=recipient.barred))
        draft = facts.draft_out(meeting)
        asked = rules.asked_after_all(
            contributed=row.pk in {one.pk for one in facts.gave_information(meeting)},
            comments_by=draft.comments_by if draft else None,
            today=today,
        )
        decided = entry.add(
            LeftOutTakenBack(
                case=entry.case,
                left_out=left_out,
                reason=reason,
                asked_in=draft if asked else None,
                decided_by=actor,
                decided_as=actor.audit_role[:200],
                decided_on=today,
            )
        )
        _read_again(entry, meeting, left_out, row, today)
        if asked and today == timezone.localdate():
            tell_contributors(entry, meeting, [row])
        return decided


def strike(*, actor: User, copy: MinutesCopy, reason: str, today: dt.date) -> MinutesCopyStep:
    """The chair's decision that a copy for somebody who was not invited goes to nobody, before it was sent.

    Raises: NotPermitted; RuleRefused (MIN-04: another chair, no reason; MIN-16: sent already, or for somebody invited;
    MIN-06: struck already).
    """
    with writing(
        copy.case, actor=actor, may="approve_minutes", verb="minutes.copy_struck", reason=reason, rules=RULES
    ) as entry:
        stop_exception(copy.meeting, actor, reason)
        stop(rules.striking_findings(invited=copy.invitation_id is not None))
        stop(rules.step_findings(Step.STRUCK, Form(copy.form), steps_taken(copy)))
        return entry.add(
            MinutesCopyStep(
                case=entry.case,
                copy=copy,
                step=Step.STRUCK.value,
                happened_on=today,
                note=reason[:NOTE],
                recorded_by=actor,
                recorded_as=actor.audit_role[:200],
            )
        )


def _read_again(entry: Entry, meeting: Meeting, left_out: LeftOut, row: Invitation, today: dt.date) -> None:
    """Open again the parts that the decision to leave somebody out had ended, for as long as those invited have theirs.

    A part of their own: theirs that ended stays as it was. Nobody is let in who may not be today.
    """
    ends = _reading_ends(meeting, today)
    if ends is not None and ends <= today:
        return
    open_to = set(Assignment.objects.filter(in_force(), meeting_id=meeting.pk).values_list("user", flat=True))
    out = kept_out_of(entry.case)
    for part in _ended_by(entry, meeting, left_out, row):
        user = part.user
        there = user.is_active and user.agency_id == row.agency_id and may_be_named(user)
        if there and user.pk not in open_to and not out.holds(row.agency_id, user):
            open_window(entry, user=user, capacity=part.capacity, starts=today, ends=ends, meeting_id=meeting.pk)
            open_to.add(user.pk)


def _ended_by(entry: Entry, meeting: Meeting, left_out: LeftOut, row: Invitation) -> list[Assignment]:
    """The parts that ended with the decision: the person's, and those of their agency's contacts.

    In a restricted case the person's alone, as it opens to people by name.
    """
    parts = Assignment.objects.filter(case=entry.case, meeting_id=meeting.pk, capacity__in=READERS)
    parts = parts.select_related("user").order_by("starts", "pk")
    ended: list[Assignment] = []
    if row.person_id:
        ended += parts.filter(user=row.person_id, ends=Greatest(F("starts"), left_out.decided_on))
    if not entry.case.restricted:
        invited = Invitation.objects.filter(meeting=meeting, person=OuterRef("user"))
        ended += _ended_last(list(parts.filter(~Exists(invited), user__agency=row.agency_id)), meeting, row)
    return ended


def _ended_last(contacts: list[Assignment], meeting: Meeting, row: Invitation) -> list[Assignment]:
    """The parts of an agency's contacts as the last leaving-out ended them: that was when nobody else of theirs came.

    Of two who were left out on different days it was the second, whichever of the two is taken back first.
    """
    left_out = LeftOut.objects.filter(meeting=meeting, invitation__agency=row.agency_id)
    for day in sorted(set(left_out.values_list("decided_on", flat=True)), reverse=True):
        ended = [part for part in contacts if part.ends == max(part.starts, day)]
        if ended:
            return ended
    return []


def _reading_ends(meeting: Meeting, today: dt.date) -> dt.date | None:
    """The day from which those invited read the minutes no more; None while they are a draft."""
    approvals = dict(MinutesApproval.objects.filter(meeting=meeting).values_list("state", "approved_on"))
    approved_on = approvals.get(MinutesState.APPROVED.value)
    if approved_on is None:
        return None
    if MinutesState.CONFIRMED.value in approvals:
        return today
    return reading_ends(meeting, approved_on)
