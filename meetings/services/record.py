"""What is written while a meeting is held: agenda items one by one, attendance, and the actions agreed."""

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import Agency, User
from assessments.models import PlanAction
from assessments.services import NewAction, change_action, open_action
from audit.refusals import Conflict, Effect, Finding, RuleRefused, stop
from meetings.answers import ANSWERS, LABELS, as_chosen
from meetings.facts import invitees
from meetings.kept_out import stop_asked, stop_named
from meetings.models import AgendaEntry, Invitation, Meeting, Messenger
from meetings.rules.agenda import agenda_for
from meetings.rules.outsiders import admission_findings
from meetings.rules.people import Attendance
from meetings.rules.record import messenger_findings
from offenders.writing import Entry, writing

BOXES = {
    "role_title": "role",
    "person_name": "name",
    "attendance": "attendance",
    "absence_note": "note",
    "arrived_at": "arrived",
    "left_at": "left",
    "deputy": "deputy",
    "delegated": "delegated",
    "grade": "grade",
    "delegated_by": "authority",
    "admitted": "admitted",
    "admission": "admission",
}
"""Column of an invitation -> the box in which it is typed."""

ASKED_BEFORE = frozenset({"RMP-01"})
"""That no person is named was asked about when the action was written; an answer does not ask again."""
NOTHING_YET = 0
"""The version of an agenda item that nobody has written to."""


def write_item(
    *,
    actor: User,
    meeting: Meeting,
    item: str,
    answers: Mapping[str, str],
    version: int,
    saving: UUID | None = None,
    unanswered: Collection[UUID] = (),
) -> AgendaEntry:
    """Keep the answers of one agenda item; items do not disturb one another (MTR-17).

    `saving` is the page's own mark of this saving, `unanswered` those of its savings since `version` to which it had no
    answer: where one of them was written last, and by nobody else, the page goes on from there.

    Raises: NotPermitted; RuleRefused (closed meeting, item of another level); Conflict with both sets of answers.
    """
    with writing(meeting.case, actor=actor, may="record_meeting", verb="agenda.written") as entry:
        current = open_for_recording(meeting)
        if item not in {one.key for one in agenda_for(current.level)}:
            message = "This item is not on the agenda of this meeting."
            raise RuleRefused([Finding("MTG-15", Effect.REFUSE, message, None, "Go back to the agenda.")])
        clean = {answer.key: str(answers.get(answer.key) or "").strip() for answer in ANSWERS[item]}
        row = AgendaEntry.objects.filter(meeting=current, item=item).first()
        present = row.version if row else NOTHING_YET
        if row is not None and row.answers == clean:
            return row  # the same words again: a page sent twice, or two who agree
        if row is not None and row.edited_by_id == actor.pk and row.saving in unanswered:
            version = present  # the page's own saving, whose answer was lost on the way
        if present != version:
            stored = as_chosen(row.answers) if row else {}
            raise Conflict(LABELS[item], theirs=stored, yours=as_chosen(clean), current_version=present)
        if row is None:
            row = AgendaEntry(case=entry.case, meeting=current, item=item, answers=clean, edited_by=actor)
            row.saving = saving
            return entry.add(row)
        now = timezone.now()
        return entry.change(row, version=version, answers=clean, edited_by=actor, edited_at=now, saving=saving)


def record_attendance(
    *, actor: User, meeting: Meeting, lines: Mapping[UUID, Mapping[str, Any]], seen: str
) -> list[Invitation]:
    """Record who came, for how long, who in their place.

    `lines` maps an invitation to the columns that were typed; `seen` is what was on the page.

    Raises: NotPermitted; RuleRefused (closed meeting; MTG-92, MTG-93 of an agency outside the agreement; ACC-25 for
    the name of somebody barred); Conflict when somebody recorded attendance meanwhile.
    """
    with writing(meeting.case, actor=actor, may="record_meeting", verb="attendance.recorded") as entry:
        current = open_for_recording(meeting)
        rows = _change_list(entry, current, lines, seen)
        stop(admission_findings(invitees(rows, current)))
        return rows


def correct_posts(*, actor: User, meeting: Meeting, posts: Mapping[UUID, str], seen: str) -> list[Invitation]:
    """Correct how posts are printed, also after the meeting was closed: a summary needs posts that name nobody.

    Raises: NotPermitted; RuleRefused (cancelled meeting); Conflict.
    """
    with writing(meeting.case, actor=actor, may="record_meeting", verb="attendance.corrected") as entry:
        current = Meeting.objects.get(pk=meeting.pk)
        if current.status == Meeting.Status.CANCELLED:
            raise RuleRefused([Finding("MIN-03", Effect.REFUSE, "This meeting was cancelled.", None)])
        return _change_list(entry, current, {pk: {"role_title": post} for pk, post in posts.items()}, seen)


def agree_action(
    *, actor: User, meeting: Meeting, action: NewAction, acknowledged: frozenset[str] = frozenset()
) -> PlanAction:
    """Put an action that the meeting agreed on the case's plan.

    Raises: NotPermitted; RuleRefused (closed meeting; RMP-01 to RMP-06, "as soon as possible" among them;
    ACC-25, ACC-73 for who is kept out).
    """
    with writing(meeting.case, actor=actor, may="record_meeting", verb="action.agreed") as entry:
        current = open_for_recording(meeting)
        if action.agency is not None:
            stop_asked(entry.case, [(action.agency, action.owner, "")], field="agency")
        return open_action(entry, action=replace(action, meeting_id=current.pk), acknowledged=acknowledged)


def answer_action(
    *,
    actor: User,
    meeting: Meeting,
    action: PlanAction,
    version: int,
    status: str,
    refusal_reason: str = "",
    alternative: str = "",
) -> PlanAction:
    """Record at the meeting whether an agency takes an action of the plan, or why not and what is considered instead.

    An action that nobody's meeting set is this meeting's from then on, and stands in its minutes.

    Raises: NotPermitted; RuleRefused (closed meeting; RMP-05; an action that is settled); Conflict when somebody
    changed the action meanwhile.
    """
    with writing(meeting.case, actor=actor, may="record_meeting", verb="action.answered") as entry:
        current = open_for_recording(meeting)
        row = PlanAction.objects.get(pk=action.pk, case=entry.case)
        if not row.unfinished:
            message = f"This action stands as “{row.get_status_display().lower()}”, so nothing is accepted any more."
            stop([Finding("RMP-05", Effect.REFUSE, message, None, "Add a new action if one is wanted.")])
        changes: dict[str, Any] = {
            "status": status,
            "refusal_reason": refusal_reason,
            "alternative": alternative,
            "meeting_id": row.meeting_id or current.pk,
        }
        return change_action(entry, action=row, version=version, changes=changes, acknowledged=ASKED_BEFORE)


def name_messenger(
    *, actor: User, meeting: Meeting, agency: Agency, told_by: str, contact: str, reply_by: dt.date, version: int
) -> Messenger:
    """Name who tells an absent agency of its actions, who answers there and by when, while the meeting is open.

    Raises: NotPermitted; RuleRefused (closed meeting; MTR-16; ACC-25 for somebody barred); Conflict when
    somebody named one meanwhile.
    """
    with writing(meeting.case, actor=actor, may="record_meeting", verb="messenger.named") as entry:
        current = open_for_recording(meeting)
        came = Invitation.objects.filter(meeting=current, agency=agency, withdrawn_on__isnull=True)
        attended = came.filter(attendance=Attendance.ATTENDED).exists()
        stop(messenger_findings(reply_by=reply_by, held_on=current.held_on, came=attended))
        stop_named(entry.case, [("told_by", told_by, None), ("contact", contact, agency.pk)])
        row = Messenger.objects.filter(meeting=current, agency=agency).first()
        new: dict[str, Any] = {"told_by": told_by, "contact": contact, "reply_by": reply_by}
        present = row.version if row else NOTHING_YET
        if present != version:
            theirs = {name: getattr(row, name) for name in new} if row else {}
            raise Conflict("messenger", theirs=theirs, yours=new, current_version=present)
        if row is None:
            return entry.add(Messenger(case=entry.case, meeting=current, agency=agency, recorded_by=actor, **new))
        return entry.change(row, version=version, **new)


def record_reply(
    *, actor: User, messenger: Messenger, reply: str, replied_on: dt.date, today: dt.date, version: int
) -> Messenger:
    """Record what an absent agency answered, also after the meeting was closed.

    Raises: NotPermitted; RuleRefused (a day in the future); Conflict.
    """
    with writing(messenger.case, actor=actor, may="record_meeting", verb="messenger.answered") as entry:
        if replied_on > today:
            message = "The answer is dated in the future."
            stop([Finding("MTR-16", Effect.REFUSE, message, "replied_on", "Enter today or an earlier day.")])
        row = Messenger.objects.get(pk=messenger.pk)
        return entry.change(row, version=version, reply=reply, replied_on=replied_on)


def attendance_version(rows: list[Invitation]) -> str:
    """One version for the whole attendance list: it changes with every row that changes, comes or goes."""
    told = sorted(f"{row.pk} {row.version}" for row in rows)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:24]


def open_for_recording(meeting: Meeting) -> Meeting:
    """The meeting as it stands now; refused once it is closed, when the record is in the minutes (MIN-03)."""
    current = Meeting.objects.select_related("chair__agency__kind", "co_chair__agency__kind", "case").get(pk=meeting.pk)
    if not current.is_open:
        message = f"This meeting is {current.get_status_display().lower()}: nothing more is written to its agenda."
        step = "Change the wording in the draft minutes." if current.status == Meeting.Status.HELD else None
        raise RuleRefused([Finding("MIN-03", Effect.REFUSE, message, None, step)])
    return current


def _change_list(
    entry: Entry, meeting: Meeting, lines: Mapping[UUID, Mapping[str, Any]], seen: str
) -> list[Invitation]:
    rows = list(
        Invitation.objects.filter(meeting=meeting, withdrawn_on__isnull=True).select_related("agency", "person")
    )
    present = attendance_version(rows)
    if seen != present:
        raise Conflict("attendance", theirs=_in_form(rows), yours=_typed(lines), current_version=present)
    for row in rows:
        line = lines.get(row.pk, {})
        boxes = [(name, str(line.get(name) or "")) for name in ("person_name", "deputy")]
        changed = [
            (f"{BOXES[name]}_{row.pk}", typed, row.agency_id) for name, typed in boxes if typed != getattr(row, name)
        ]
        stop_named(entry.case, changed)
        new: dict[str, Any] = {name: value for name, value in line.items() if getattr(row, name) != value}
        if new:
            entry.change(row, **new)
    return rows


def _in_form(rows: list[Invitation]) -> dict[str, Any]:
    """The list under the names of the page's boxes."""
    return _typed({row.pk: {name: getattr(row, name) for name in BOXES} for row in rows})


def _typed(lines: Mapping[UUID, Mapping[str, Any]]) -> dict[str, Any]:
    return {f"{BOXES[name]}_{pk}": value for pk, line in lines.items() for name, value in line.items()}
