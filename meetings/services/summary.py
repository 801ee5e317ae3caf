"""The executive summary: its draft, its issue by the chair, its PDF, and each download."""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.refusals import Conflict, Effect, Finding, NotPermitted, RuleRefused
from audit.services import record
from meetings import content, pdf
from meetings.facts import minutes_state, standing_invitations
from meetings.models import ExecutiveSummary, Meeting, Minutes, SummaryDraft, SummaryFile
from meetings.rules.summary import FIELDS, SummaryFacts, release_findings
from offenders.access import Detail, can_see
from offenders.models import Case
from offenders.writing import Entry, accept, writing

LONG = 30_000
"""From so many characters (about ten pages) the PDF is made in the background."""

TYPED = tuple(item.key for item in FIELDS if not item.from_attendance)


def save_summary(
    *, actor: User, meeting: Meeting, values: Mapping[str, str], nothing: Sequence[str], version: int
) -> SummaryDraft:
    """Keep the wording of the summary. `version` is 0 when nobody has written to it.

    Raises: NotPermitted; RuleRefused (EXS-01: the meeting is not closed); Conflict.
    """
    with writing(meeting.case, actor=actor, may="record_meeting", verb="summary.drafted") as entry:
        current = _closed(meeting)
        clean = {key: str(values.get(key) or "").strip() for key in TYPED}
        empty = [key for key in TYPED if key in set(nothing) and not clean[key]]
        draft = SummaryDraft.objects.filter(meeting=current).first()
        present = draft.version if draft else 0
        if present != version:
            theirs = _in_form(draft.values, draft.nothing) if draft else {}
            raise Conflict("summary", theirs=theirs, yours=_in_form(clean, empty), current_version=present)
        now = timezone.now()
        if draft is None:
            return entry.add(
                SummaryDraft(
                    case=entry.case, meeting=current, values=clean, nothing=empty, edited_by=actor, edited_at=now
                )
            )
        return entry.change(draft, version=version, values=clean, nothing=empty, edited_by=actor, edited_at=now)


def issue_summary(
    *,
    actor: User,
    meeting: Meeting,
    version: int,
    recipient: str,
    at: dt.datetime,
    acknowledged: frozenset[str] = frozenset(),
) -> ExecutiveSummary:
    """Issue the summary as the chair of the meeting: numbered, fixed, and made into a PDF. `at` is an instant.

    Raises: NotPermitted; RuleRefused (EXS-01 to EXS-05; possible names until they are acknowledged); Conflict when
    the wording changed since the chair read it. The same text for the same recipient is issued once: sending it again
    returns the summary that stands.
    """
    with writing(meeting.case, actor=actor, may="release_summary", verb="summary.issued") as entry:
        current = _closed(meeting)
        draft = _draft_as_read(current, version)
        accept(entry, summary_findings(current, entry.case, draft, actor), acknowledged)
        text = printed(current, entry.case, draft)
        last = ExecutiveSummary.objects.filter(meeting=current).order_by("-version").first()
        if last is not None and (last.content, last.recipient) == (text, recipient):
            return last  # the form was sent twice: a second number would look like a second document
        number = ExecutiveSummary.objects.filter(meeting=current).count() + 1
        in_case = ExecutiveSummary.objects.filter(case=entry.case).count() + 1
        summary = entry.add(
            ExecutiveSummary(
                case=entry.case,
                meeting=current,
                minutes=Minutes.objects.filter(meeting=current).order_by("-number").first(),
                version=number,
                reference=f"ES-{entry.case.reference}-{in_case}",
                content=text,
                recipient=recipient,
                issued_by=actor,
                issued_as=actor.audit_role[:200],
                issued_at=at,
                rules=list(entry.rules),
            )
        )
        if sum(len(text) for text in draft.values.values()) < LONG:
            _make_file(entry, summary)
        else:
            transaction.on_commit(lambda: _make_later(summary.pk))
    return summary


def make_file(*, summary_id: UUID) -> bool:
    """Make the PDF of an issued summary unless it is there already; whether it was made now. Safe to run twice."""
    summary = ExecutiveSummary.objects.select_related("case").get(pk=summary_id)
    with writing(summary.case, actor=None, may=None, verb="summary.rendered") as entry:
        # The lock on the case is held: a second worker waits here and then finds the file.
        if SummaryFile.objects.filter(summary=summary).exists():
            return False
        _make_file(entry, summary)
        return True


def download(*, actor: User, summary: ExecutiveSummary) -> SummaryFile | None:
    """The file of a summary, its download recorded; None while it is still being made.

    Raises: NotPermitted (recorded) for an actor who does not see the case in full today.
    """
    if not can_see(actor, summary.case_id, Detail.FULL):
        record(
            actor=actor,
            verb="summary.downloaded",
            case_id=summary.case_id,
            subject=summary,
            refused=True,
            reason="not permitted: does not see the case in full",
        )
        raise NotPermitted("download_summary", case_id=summary.case_id)
    file = SummaryFile.objects.filter(summary=summary).first()
    if file is not None:
        with transaction.atomic():
            record(
                actor=actor,
                verb="summary.downloaded",
                case_id=summary.case_id,
                subject=summary,
                changes={"reference": (None, summary.reference), "sha256": (None, file.sha256)},
            )
    return file


def summary_findings(meeting: Meeting, case: Case, draft: SummaryDraft | None, actor: User) -> list[Finding]:
    """Everything that stops or questions issuing the summary (EXS-01 to EXS-05)."""
    return release_findings(
        SummaryFacts(
            minutes_state=minutes_state(meeting),
            values=draft.values if draft else {},
            attendance=content.attendance_lines(meeting),
            names=content.known_names(meeting, case),
            nothing=frozenset(draft.nothing if draft else ()),
            subject=content.subject_names(case),
            released_by_chair=actor.pk == meeting.chair_id,
        )
    )


def printed(meeting: Meeting, case: Case, draft: SummaryDraft) -> content.Content:
    """Everything that stands in the document, so that it can be made again to the byte."""
    return {
        "case": case.reference,
        "level": meeting.level,
        "held_on": meeting.held_on.isoformat(),
        "marking": settings.PROTECTIVE_MARKING,
        "values": dict(draft.values),
        "nothing": list(draft.nothing),
        "attendance": content.printed_attendance(standing_invitations(meeting)),
    }


def _closed(meeting: Meeting) -> Meeting:
    current = Meeting.objects.select_related("chair", "minute_taker", "case").get(pk=meeting.pk)
    if current.status != Meeting.Status.HELD:
        message = "The meeting is not closed, so there are no minutes to summarise."
        raise RuleRefused([Finding("EXS-01", Effect.REFUSE, message, None, "Close the meeting first.")])
    return current


def _in_form(values: Mapping[str, str], nothing: Sequence[str]) -> dict[str, object]:
    """The wording under the names of the page's boxes."""
    return {**values, **{f"nothing_{key}": key in nothing for key in TYPED}}


def _draft_as_read(meeting: Meeting, version: int) -> SummaryDraft:
    draft = SummaryDraft.objects.filter(meeting=meeting).first()
    if draft is None:
        message = "Nobody has prepared the summary yet."
        raise RuleRefused([Finding("EXS-02", Effect.REFUSE, message, None, "Prepare it first.")])
    if draft.version != version:
        raise Conflict("summary", theirs=draft.values, yours={}, current_version=draft.version)
    return draft


def _make_file(entry: Entry, summary: ExecutiveSummary) -> SummaryFile:
    document = pdf.render(
        summary.content, reference=summary.reference, version=summary.version, issued_at=summary.issued_at
    )
    return entry.add(
        SummaryFile(
            case=entry.case,
            summary=summary,
            pdf=document.content,
            sha256=document.sha256,
            pages=document.pages,
        ),
        verb="summary.rendered",
    )


def _make_later(summary_id: UUID) -> None:
    from meetings.tasks import render_summary  # the task calls this module

    render_summary.delay(str(summary_id))
