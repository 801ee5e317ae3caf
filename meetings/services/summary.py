"""The executive summary: its draft, what stops its release, its PDF for the file, and each download."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from audit.refusals import Conflict, Effect, Finding, RuleRefused
from meetings import content, pdf
from meetings.facts import minutes_state, standing_invitations
from meetings.models import ExecutiveSummary, Meeting, SummaryDraft, SummaryFile
from meetings.rules.summary import FIELDS, SummaryFacts, release_findings
from offenders.models import Case
from offenders.services.downloads import hand_out
from offenders.writing import Entry, writing

TYPED = tuple(item.key for item in FIELDS if not item.from_attendance)


def save_summary(
    *, actor: User, meeting: Meeting, values: Mapping[str, str], nothing: Sequence[str], version: int
) -> SummaryDraft:
    """Keep the wording of the summary. `version` is 0 when nobody has written to it.

    Raises: NotPermitted; RuleRefused (EXS-01: the meeting is not closed); Conflict.
    """
    with writing(meeting.case, actor=actor, may="record_meeting", verb="summary.drafted") as entry:
        current = closed(meeting)
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


def download(*, actor: User, summary: ExecutiveSummary) -> SummaryFile | None:
    """The file of a summary, its download recorded; None while it is still being made.

    Raises: NotPermitted (recorded) for an actor who does not see the case in full today.
    """
    return hand_out(
        lambda: SummaryFile.objects.filter(summary=summary).first(),
        actor=actor,
        subject=summary,
        verb="summary.downloaded",
        action="download_summary",
        known_by={"reference": summary.reference},
    )


def summary_findings(meeting: Meeting, case: Case, draft: SummaryDraft | None, actor: User) -> list[Finding]:
    """What stops or questions issuing the summary, what may leak aside (EXS-01, EXS-02, EXS-04, EXS-05)."""
    return release_findings(
        SummaryFacts(
            minutes_state=minutes_state(meeting),
            values=draft.values if draft else {},
            attendance=content.attendance_lines(meeting),
            names=content.known_names(meeting, case),
            nothing=frozenset(draft.nothing if draft else ()),
            subject=content.subject_names(case),
            released_by_chair=meeting.is_chaired_by(actor),
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


def closed(meeting: Meeting) -> Meeting:
    """The meeting as it stands now. Raises RuleRefused (EXS-01) unless it was closed."""
    current = Meeting.objects.select_related("chair", "co_chair", "minute_taker", "case").get(pk=meeting.pk)
    if current.status != Meeting.Status.HELD:
        message = "The meeting is not closed, so there are no minutes to summarise."
        raise RuleRefused([Finding("EXS-01", Effect.REFUSE, message, None, "Close the meeting first.")])
    return current


def _in_form(values: Mapping[str, str], nothing: Sequence[str]) -> dict[str, object]:
    """The wording under the names of the page's boxes."""
    return {**values, **{f"nothing_{key}": key in nothing for key in TYPED}}


def keep_file(entry: Entry, summary: ExecutiveSummary) -> SummaryFile:
    """Inside a service: the PDF of an issued summary for the file, marked for no recipient."""
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
