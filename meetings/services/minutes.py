"""Minutes: the draft made when a meeting closes, its wording, and the chair's approval."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.models import User
from audit.refusals import Conflict, Effect, Finding, stop
from meetings.content import Content, fingerprint, minutes_content, reworded, wording
from meetings.facts import minutes_state, visor_reference_missing
from meetings.models import Meeting, Minutes, MinutesApproval
from meetings.rules.minutes import MinutesState, change_findings, visor_findings
from offenders.models import Assignment
from offenders.services.parts import close_windows
from offenders.writing import Entry, writing

Capacity = Assignment.Capacity
READERS = [Capacity.INVITEE, Capacity.OBSERVER]
READING_TIME = dt.timedelta(days=28)
"""How long invitees may read approved minutes that no further meeting will confirm."""


def draft_minutes(entry: Entry, meeting: Meeting, actor: User) -> Minutes:
    """Inside the service that closes a meeting: the first draft, from everything recorded."""
    return _new_version(entry, meeting, actor, minutes_content(meeting))


def word_minutes(
    *, actor: User, meeting: Meeting, based_on: int, texts: Mapping[str, str], reason: str, today: dt.date
) -> Minutes:
    """Word the notes of the minutes better: a new version. After approval this is an amendment, by the chair only.

    What was decided (level, disclosure, actions) is a record of its own and stays.
    Raises: NotPermitted; RuleRefused (MIN-02, MIN-03; an amendment without a reason); Conflict.
    """
    with writing(meeting.case, actor=actor, may="record_meeting", verb="minutes.worded", reason=reason) as entry:
        current = Meeting.objects.get(pk=meeting.pk)
        state = minutes_state(current)
        last = _latest(current)
        if last.number != based_on:
            raise Conflict("the minutes", theirs=wording(last.content), yours=texts, current_version=last.number)
        amended = state is not MinutesState.DRAFT
        if amended:
            stop(change_findings(state, MinutesState.AMENDED, by_chair=current.is_chaired_by(actor)))
            stop(_reason_given(reason))
        version = _new_version(entry, current, actor, reworded(last.content, texts), reason=reason)
        if amended:
            _approve(entry, current, version, actor, MinutesState.AMENDED, today, note=reason)
        return version


def approve_minutes(*, actor: User, meeting: Meeting, based_on: int, today: dt.date, note: str = "") -> MinutesApproval:
    """Approve the minutes for distribution, as the chair of this meeting. The invitees' sight gets its last day.

    So does the chair's own, today, where later minutes were confirmed before these were approved (ACC-66).

    Raises: NotPermitted; RuleRefused (MIN-02 for another chair, MIN-03, MIN-19 without a ViSOR reference); Conflict
    when the draft changed meanwhile.
    """
    with writing(meeting.case, actor=actor, may="approve_minutes", verb="minutes.approved", reason=note) as entry:
        current = Meeting.objects.get(pk=meeting.pk)
        state = minutes_state(current)
        stop(change_findings(state, MinutesState.APPROVED, by_chair=current.is_chaired_by(actor)))
        stop(visor_findings(Effect.REQUIRE, missing=visor_reference_missing(entry.case)))
        last = _latest(current)
        if last.number != based_on:
            seen = Minutes.objects.filter(meeting=current, number=based_on).first()
            raise Conflict(
                "the minutes",
                theirs=wording(last.content),
                yours=wording(seen.content) if seen else {},
                current_version=last.number,
            )
        approval = _approve(entry, current, last, actor, MinutesState.APPROVED, today, note=note)
        _limit_windows(entry, current, today)
        close_earlier_chairs(entry, today + dt.timedelta(days=1))
        return approval


def confirm_previous(entry: Entry, meeting: Meeting, actor: User) -> None:
    """Inside the service that closes a meeting: the minutes of the meeting before it are confirmed as correct.

    With them those of earlier meetings that were approved too late for the one that followed.
    """
    approvals = MinutesApproval.objects.filter(meeting=OuterRef("pk"))
    before = Meeting.objects.filter(case=entry.case, status=Meeting.Status.HELD, starts_at__lt=meeting.starts_at)
    waiting = before.filter(Exists(approvals), ~Exists(approvals.filter(state=MinutesState.CONFIRMED.value)))
    for earlier in waiting.order_by("starts_at", "pk"):
        _approve(entry, earlier, _latest(earlier), actor, MinutesState.CONFIRMED, meeting.held_on)
        close_windows(entry, meeting_id=earlier.pk, capacities=READERS, on=meeting.held_on)


def close_earlier_chairs(entry: Entry, on: dt.date) -> None:
    """Inside a service: end the windows of chairs and minute-takers whose time is over (ACC-66).

    That is once the minutes of their meeting, or of a later one, are confirmed and another meeting was held since: the
    most recent chair keeps sight, and whoever still has minutes to approve does too.
    """
    held = Meeting.objects.filter(case=entry.case, status=Meeting.Status.HELD).order_by("-starts_at", "-pk")
    states: dict[UUID, set[str]] = defaultdict(set)
    for pk, state in MinutesApproval.objects.filter(case=entry.case).values_list("meeting", "state"):
        states[pk].add(state)
    settled = False
    for place, pk in enumerate(held.values_list("pk", flat=True)):
        settled = settled or MinutesState.CONFIRMED.value in states[pk]
        if settled and place > 0 and states[pk]:
            close_windows(entry, meeting_id=pk, capacities=[Capacity.CHAIR, Capacity.MINUTE_TAKER], on=on)


def _latest(meeting: Meeting) -> Minutes:
    last = Minutes.objects.filter(meeting=meeting).order_by("-number").first()
    if last is None:
        message = "This meeting has no minutes yet: it is not closed."
        stop([Finding("MIN-03", Effect.REFUSE, message, None, "Close the meeting first.")])
        raise AssertionError("stop() raises")
    return last


def _new_version(entry: Entry, meeting: Meeting, actor: User, content: Content, *, reason: str = "") -> Minutes:
    number = Minutes.objects.filter(meeting=meeting).count() + 1
    row = Minutes(
        case=entry.case,
        meeting=meeting,
        number=number,
        content=content,
        sha256=fingerprint(content),
        reason=reason,
        drafted_by=actor,
    )
    row.save(force_insert=True)
    # The content is in the row for good; the audit keeps its hash.
    entry.note(row, {"number": (None, number), "sha256": (None, row.sha256)}, verb="minutes.drafted")
    return row


def _approve(
    entry: Entry,
    meeting: Meeting,
    minutes: Minutes,
    actor: User,
    state: MinutesState,
    on: dt.date,
    *,
    note: str = "",
) -> MinutesApproval:
    return entry.add(
        MinutesApproval(
            case=entry.case,
            meeting=meeting,
            minutes=minutes,
            state=state.value,
            approved_on=on,
            approved_by=actor,
            approved_as=actor.audit_role[:200],
            note=note,
        ),
        verb=f"minutes.{state.value}",
    )


def _limit_windows(entry: Entry, meeting: Meeting, today: dt.date) -> None:
    """Invitees may read the minutes until the next meeting confirms them, but not for ever (ACC-28).

    Their last day is that of the agreed next meeting, or some weeks from now where none is agreed.
    """
    close_windows(entry, meeting_id=meeting.pk, capacities=READERS, on=reading_ends(meeting, today))


def reading_ends(meeting: Meeting, approved_on: dt.date) -> dt.date:
    """The day, Europe/London, from which those invited read minutes approved on a day no more (ACC-28)."""
    return max(meeting.next_review_on or approved_on + READING_TIME, approved_on) + dt.timedelta(days=1)


def _reason_given(reason: str) -> list[Finding]:
    if reason.strip():
        return []
    message = "Approved minutes are amended with a reason."
    return [Finding("MIN-03", Effect.REQUIRE, message, "reason", "Say what is amended and why.")]
