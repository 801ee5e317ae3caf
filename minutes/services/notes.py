"""What recipients say of their copies of minutes, and the chair's decision on it."""

import datetime as dt

from accounts.models import User
from audit.refusals import stop
from meetings.facts import minutes_state
from meetings.models import Meeting
from minutes.models import CopyNote, CopyNoteDecision, MinutesCopy
from minutes.rules.notes import DECIDED, Note, NoteFacts, deciding_findings, note_findings
from minutes.services.distribution import is_theirs, sent_on
from offenders.access import Detail, can_see
from offenders.writing import writing


def add_note(
    *, actor: User, copy: MinutesCopy, kind: Note, text: str, shared_with: str = "", on: dt.date, today: dt.date
) -> CopyNote:
    """Record what a recipient says of their copy: themselves, or whoever records the meeting for them.

    Raises: NotPermitted (recorded) for anybody else; RuleRefused (MIN-13, MIN-14).
    """
    own = is_theirs(copy, actor) and can_see(actor, copy.case_id, Detail.PACK)
    may = "confirm_minutes" if own else "record_meeting"
    rules = ["MIN-13" if kind is Note.CORRECTION else "MIN-14"]
    with writing(copy.case, actor=actor, may=may, verb=f"minutes.{VERBS[kind]}", rules=rules) as entry:
        said = CopyNote.objects.filter(copy=copy, kind=kind.value, text=text, shared_with=shared_with)
        waits = kind in DECIDED and said.filter(decision__isnull=True).exists()
        facts = NoteFacts(sent_on(copy), minutes_state(copy.meeting))
        stop(note_findings(kind, facts, text=text, shared_with=shared_with, on=on, today=today, said_before=waits))
        return entry.add(
            CopyNote(
                case=entry.case,
                copy=copy,
                meeting_id=copy.meeting_id,
                kind=kind.value,
                text=text,
                shared_with=shared_with,
                happened_on=on,
                recorded_by=actor,
                recorded_as=actor.audit_role[:200],
            )
        )


VERBS = {Note.CORRECTION: "correction_asked", Note.SHARED: "shared", Note.REGULAR: "sharing_asked"}


def decide_note(*, actor: User, note: CopyNote, agreed: bool, reason: str, today: dt.date) -> CopyNoteDecision:
    """The chair's decision on what a recipient asked. A correction agreed to is then made by amending the minutes.

    Raises: NotPermitted; RuleRefused (MIN-15).
    """
    with writing(note.case, actor=actor, may="approve_minutes", verb="minutes.note_decided", reason=reason) as entry:
        meeting = Meeting.objects.get(pk=note.meeting_id)
        decided = CopyNoteDecision.objects.filter(note=note).exists()
        by_chair = meeting.is_chaired_by(actor)
        stop(deciding_findings(Note(note.kind), by_chair=by_chair, decided=decided, reason=reason))
        return entry.add(
            CopyNoteDecision(
                case=entry.case,
                note=note,
                agreed=agreed,
                reason=reason,
                decided_by=actor,
                decided_as=actor.audit_role[:200],
                decided_on=today,
            )
        )
