"""Copies of minutes: who is left out or added, each recipient's own copy, what became of it, and its file."""

import datetime as dt
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from audit.refusals import Effect, Finding, NotPermitted, RuleRefused, stop
from meetings.models import Invitation, Meeting, Minutes, MinutesApproval
from meetings.services.minutes import READERS
from minutes import facts, paper
from minutes.models import LeftOut, MinutesCopy, MinutesCopyStep
from minutes.rules import distribution as rules
from minutes.rules.distribution import Form, Step
from minutes.services import word
from minutes.services.notices import tell_recipients
from minutes.services.word import WordDraft
from offenders.access import Detail, can_see
from offenders.models import Assignment
from offenders.services.downloads import hand_out
from offenders.writing import Entry, recorded_already, writing
from ui.pdf import Document

READ_HERE = "Read here; told by e-mail"


def leave_out(*, actor: User, meeting: Meeting, invitation: Invitation, reason: str, today: dt.date) -> LeftOut:
    """The chair's decision that somebody invited receives no minutes, or no more of them; they read none here either.

    Raises: NotPermitted; RuleRefused (MIN-04: another chair, no reason; OFF-21).
    """
    with writing(meeting.case, actor=actor, may="approve_minutes", verb="minutes.left_out", reason=reason) as entry:
        stop_exception(meeting, actor, reason)
        row = Invitation.objects.get(pk=invitation.pk, meeting=meeting)
        stop(rules.left_out_findings(chairs=row.person_id is not None and row.person_id in _chairs(meeting)))
        if facts.still_left_out().filter(invitation=row).exists():
            raise RuleRefused([recorded_already("a decision about this person")])
        decided = entry.add(
            LeftOut(
                case=entry.case,
                meeting=meeting,
                invitation=row,
                reason=reason,
                decided_by=actor,
                decided_as=actor.audit_role[:200],
                decided_on=today,
            )
        )
        _end_reading(entry, meeting, row, today)
        return decided


def make_copies(*, actor: User, meeting: Meeting) -> list[MinutesCopy]:
    """A copy of the newest approved minutes for everybody who is to receive them and has none (MIN-04, MIN-05).

    A corrected version also goes to those beyond the invitations who had an earlier one.
    Raises: NotPermitted; RuleRefused (MIN-07: no approved minutes; OFF-21: everybody has one).
    """
    with writing(
        meeting.case, actor=actor, may="record_meeting", verb="minutes.copied", rules=["MIN-04", "MIN-05"]
    ) as entry:
        minutes = _approved(meeting)
        have = set(MinutesCopy.objects.filter(minutes=minutes).values_list("invitation", flat=True))
        made = [
            _copy(entry, actor, minutes, one.form, facts.called(one.row), invitation=one.row)
            for one in facts.recipients(facts.standing_invitations(meeting), entry.case)
            if one.form is not None and one.row.pk not in have
        ]
        made += [
            _copy(entry, actor, minutes, Form(one.form), one.recipient, reason=one.reason)
            for one in facts.further_due(meeting, minutes)
        ]
        if not made:
            raise RuleRefused([recorded_already("a copy for everybody who is to receive one")])
        return made


def copy_beyond(*, actor: User, meeting: Meeting, recipient: str, form: str, reason: str) -> MinutesCopy:
    """A copy for somebody who was not invited, or on paper, as the chair decides, with the reason.

    Raises: NotPermitted; RuleRefused (MIN-04: another chair, no reason; MIN-05: it names somebody who is to receive
    nothing; MIN-07: no approved minutes; OFF-21). ValueError for a form in which only requests are answered.
    """
    if form in rules.REPLIES:
        raise ValueError("this copy is drawn with the reply to a request")
    with writing(meeting.case, actor=actor, may="approve_minutes", verb="minutes.copied", reason=reason) as entry:
        stop_exception(meeting, actor, reason)
        minutes = _approved(meeting)
        _stop_barred(meeting, entry, recipient)
        named = " ".join(recipient.split())
        struck = MinutesCopyStep.objects.filter(copy=OuterRef("pk"), step=Step.STRUCK.value)
        if MinutesCopy.objects.filter(~Exists(struck), minutes=minutes, form=form, recipient__iexact=named).exists():
            raise RuleRefused([recorded_already("a copy for this recipient", "recipient")])
        return _copy(entry, actor, minutes, Form(form), named, reason=reason)


def take_step(
    *, actor: User, copy: MinutesCopy, step: str, on: dt.date, note: str = "", today: dt.date
) -> MinutesCopyStep:
    """Record what became of a copy: sent, received, read, chased, collected back.

    Raises: NotPermitted; RuleRefused (MIN-05, MIN-06, MIN-08, MIN-17; a day to come or before the step it follows).
    """
    with writing(copy.case, actor=actor, may="record_meeting", verb=f"minutes.copy_{step}") as entry:
        taken = _step(entry, actor, copy, Step(step), on, note, today)
        if step in (Step.SENT, Step.CHASED) and on == timezone.localdate():
            tell_recipients(entry, copy.meeting, [copy])
        return taken


def send_here(*, actor: User, meeting: Meeting, today: dt.date) -> list[MinutesCopyStep]:
    """Send the copies of those who read the minutes here: each is told by an e-mail that names nobody.

    Raises: NotPermitted; RuleRefused (MIN-06: nobody who reads here waits for one).
    """
    rules_used = ["MIN-05", "MIN-06"]
    with writing(meeting.case, actor=actor, may="record_meeting", verb="minutes.copy_sent", rules=rules_used) as entry:
        waiting = facts.to_send_here(meeting, entry.case)
        stop(rules.sending_findings(anybody=bool(waiting)))
        taken = [_step(entry, actor, copy, Step.SENT, today, READ_HERE, today) for copy in waiting]
        if today == timezone.localdate():
            tell_recipients(entry, meeting, waiting)
        return taken


def confirm_own(*, actor: User, copy: MinutesCopy, read: bool, today: dt.date) -> list[MinutesCopyStep]:
    """The recipient's own word that a copy arrived and, with `read`, that it was read.

    Raises: NotPermitted (recorded) for anybody but the person invited; RuleRefused (MIN-06; OFF-21).
    """
    with writing(copy.case, actor=actor, may="confirm_minutes", verb="minutes.confirmed") as entry:
        if not is_theirs(copy, actor) or not can_see(actor, copy.case_id, Detail.PACK):
            raise NotPermitted("confirm_minutes", case_id=copy.case_id)
        taken = steps_taken(copy)
        wanted = [Step.RECEIVED, Step.READ] if read else [Step.RECEIVED]
        due = [step for step in wanted if step not in taken]
        if not due:
            raise RuleRefused([recorded_already("your confirmation")])
        return [_step(entry, actor, copy, step, today, "", today) for step in due]


def draw(*, actor: User, copy: MinutesCopy) -> Document | None:
    """The PDF of a copy, its download recorded: the same bytes each time.

    None where a later version took the place of it before it was sent (MIN-17).
    Raises: NotPermitted (recorded) for an actor who neither sees the case in full nor was sent this copy; RuleRefused
    (MIN-16: the chair struck it).
    """
    taken = steps_taken(copy)
    if Step.STRUCK in taken:
        message = "The chair struck this copy, so it goes to nobody."
        raise RuleRefused([Finding("MIN-16", Effect.REFUSE, message, None, "Have the chair give a further copy.")])
    own = is_theirs(copy, actor) and Step.SENT in taken
    kept = rules.replaced_unsent(taken, newest=facts.is_of_newest(copy))
    return hand_out(
        lambda: None if kept else paper.copy_pdf(copy),
        actor=actor,
        subject=copy,
        verb="minutes.downloaded",
        action="download_minutes",
        known_by={"number": copy.number},
        at_least=Detail.PACK if own else Detail.FULL,
    )


def draw_version(*, actor: User, minutes: Minutes) -> Document | None:
    """The PDF of a version for the file, its download recorded. Raises: NotPermitted (recorded)."""
    return hand_out(
        lambda: paper.version_pdf(minutes),
        actor=actor,
        subject=minutes,
        verb="minutes.downloaded",
        action="download_minutes",
        known_by={"number": minutes.number},
    )


def draw_draft(*, actor: User, minutes: Minutes) -> WordDraft | None:
    """A draft as Word document, its download recorded. Raises: NotPermitted (recorded); RuleRefused (MIN-12)."""
    if MinutesApproval.objects.filter(meeting=minutes.meeting_id).exists():
        message = "The minutes are approved: they are amended here, and no draft of them leaves."
        raise RuleRefused([Finding("MIN-12", Effect.REFUSE, message, None, "Download them as PDF.")])
    return hand_out(
        lambda: word.draft(minutes),
        actor=actor,
        subject=minutes,
        verb="minutes.downloaded",
        action="record_meeting",
        known_by={"number": minutes.number, "form": "Word draft"},
    )


def steps_taken(copy: MinutesCopy) -> set[Step]:
    """What became of a copy so far."""
    return {Step(step) for step in MinutesCopyStep.objects.filter(copy=copy).values_list("step", flat=True)}


def steps_open(copy: MinutesCopy) -> list[Step]:
    """What may follow by what became of a copy so far, in order; taking a step asks besides who may have one."""
    return rules.steps_open(Form(copy.form), steps_taken(copy), newest=facts.is_of_newest(copy))


def stop_exception(meeting: Meeting, actor: User, reason: str) -> None:
    """Raise RuleRefused (MIN-04) unless this is its chair, with a reason."""
    stop(rules.exception_findings(by_chair=actor.pk in _chairs(meeting), reason=reason))


def _chairs(meeting: Meeting) -> set[UUID | None]:
    """Who chairs it by now: one person, or two."""
    return set(Meeting.objects.values_list("chair", "co_chair").get(pk=meeting.pk))


def _stop_barred(meeting: Meeting, entry: Entry, recipient: str) -> None:
    """The words for a recipient name nobody who is kept out of the case, or whom the chair left out."""
    if facts.kept_from(meeting, entry.case)(recipient):
        message = "This names somebody who is to receive no minutes of this meeting."
        raise RuleRefused([Finding("MIN-05", Effect.REFUSE, message, "recipient", "Choose somebody else.")])


def _end_reading(entry: Entry, meeting: Meeting, left: Invitation, today: dt.date) -> None:
    """Whoever receives no minutes reads none by their invitation; nor do their agency's contacts, if nobody else came.

    Those who work on the case keep the sight that their work gives them.
    """
    out = facts.still_left_out().filter(invitation=OuterRef("pk"))
    others = Invitation.objects.filter(~Exists(out), meeting=meeting, agency=left.agency_id, withdrawn_on__isnull=True)
    ends = Q(user=left.person_id) if left.person_id else Q(pk__in=())
    if not others.exists():
        ends |= Q(user__agency=left.agency_id)
    parts = Assignment.objects.filter(
        ends,
        Q(ends__isnull=True) | Q(ends__gt=today),
        case=entry.case,
        meeting_id=meeting.pk,
        capacity__in=READERS,
    ).exclude(user__in=others.filter(person__isnull=False).values("person"))
    for part in parts:
        entry.change(part, verb="person.unassigned", ends=max(today, part.starts))


def _approved(meeting: Meeting) -> Minutes:
    minutes = facts.newest_approved(meeting)
    if minutes is None:
        message = "The minutes are a draft: nothing is sent out before the chair approves them."
        raise RuleRefused([Finding("MIN-07", Effect.REFUSE, message, None, "Have the chair approve them first.")])
    return minutes


def _copy(
    entry: Entry,
    actor: User,
    minutes: Minutes,
    form: Form,
    recipient: str,
    *,
    invitation: Invitation | None = None,
    reason: str = "",
) -> MinutesCopy:
    lines = [line["description"] for line in minutes.content["actions"]]
    only_actions = form is Form.ACTION_POINTS
    return entry.add(
        MinutesCopy(
            case=entry.case,
            meeting_id=minutes.meeting_id,
            minutes=minutes,
            number=MinutesCopy.objects.filter(meeting=minutes.meeting_id).count() + 1,
            form=form.value,
            invitation=invitation,
            recipient=recipient[:400],
            reason=reason,
            actions=rules.shown_lines(lines, facts.open_actions(minutes.meeting)) if only_actions else [],
            made_by=actor,
            made_as=actor.audit_role[:200],
        ),
        verb="minutes.copied",
    )


def is_theirs(copy: MinutesCopy, actor: User) -> bool:
    """Whether a copy was made for this person and still is to reach them."""
    own = copy.invitation is not None and copy.invitation.person_id == actor.pk
    return own and not facts.receives_nothing(copy)


def _step(
    entry: Entry, actor: User, copy: MinutesCopy, step: Step, on: dt.date, note: str, today: dt.date
) -> MinutesCopyStep:
    stop(rules.day_findings(on, today=today, sent_on=None if step is Step.SENT else sent_on(copy)))
    stop(rules.step_findings(step, Form(copy.form), steps_taken(copy)))
    stop(rules.version_findings(step, newest=facts.is_of_newest(copy)))
    stop(rules.giving_findings(step, barred=facts.receives_nothing(copy)))
    row = MinutesCopyStep(
        case=entry.case,
        copy=copy,
        step=step.value,
        happened_on=on,
        note=note,
        recorded_by=actor,
        recorded_as=actor.audit_role[:200],
    )
    return entry.add(row)


def sent_on(copy: MinutesCopy) -> dt.date | None:
    """The day on which a copy was sent, Europe/London; None before."""
    rows = MinutesCopyStep.objects.filter(copy=copy, step=Step.SENT.value)
    return rows.values_list("happened_on", flat=True).first()
