"""Issuing an executive summary, and each recipient's own copy of it: numbered, marked, with its hash, sent once."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.refusals import Effect, Finding, NotPermitted, RuleRefused, stop
from audit.services import record
from meetings import pdf
from meetings.models import ExecutiveSummary, Meeting, Minutes, SummaryDraft, SummaryFile
from meetings.services.summary import closed, keep_file, printed, summary_findings
from minutes import facts
from minutes.facts_known import known_of
from minutes.models import SummaryCopy, SummaryCopyFile, SummaryCopySent
from minutes.rules.circulation import age_findings, circulation_findings
from minutes.rules.issued import issued_findings
from minutes.rules.leaks import Kind, leak_findings, leaks
from minutes.services.common import by_chair_of, draft_as_read
from offenders.models import Case
from offenders.services.downloads import hand_out
from offenders.writing import Entry, accept, recorded_already, writing

LONG = 30_000
"""From so many characters (about ten pages) the PDFs are made in the background."""
AT_ONCE = 2
"""So many copies are made while the chair waits; more are made in the background."""


def issue_summary(
    *,
    actor: User,
    meeting: Meeting,
    version: int,
    recipient: str,
    purpose: str,
    at: dt.datetime,
    acknowledged: frozenset[str] = frozenset(),
) -> ExecutiveSummary:
    """Issue the summary as the chair of the meeting: numbered, fixed, with a copy for the recipient. `at`: an instant.

    A further version also makes a new copy for everybody who has one of an earlier version (EXS-13).
    Raises: NotPermitted; RuleRefused (EXS-01 to EXS-13, EXS-15); Conflict: the wording changed since the chair read it.
    The same text of the same minutes is issued once: sending it again returns the summary that stands, and for
    somebody else it is refused, as a further version would make the first one superseded (EXS-13).
    """
    with writing(meeting.case, actor=actor, may="release_summary", verb="summary.issued", reason=purpose) as entry:
        current = closed(meeting)
        draft = draft_as_read(current, version)
        accept(entry, issue_findings(current, entry.case, draft, actor), acknowledged)
        _check_recipient(current, entry.case, recipient)
        text = printed(current, entry.case, draft)
        last = ExecutiveSummary.objects.filter(meeting=current).order_by("-version").first()
        minutes = Minutes.objects.filter(meeting=current).order_by("-number").first()
        if last is not None and (last.content, last.minutes) == (text, minutes):
            if _same(last.recipient, recipient):
                return last  # the form was sent twice: a second number would look like a second document
            raise RuleRefused([_issued_already(last)])
        summary = entry.add(
            ExecutiveSummary(
                case=entry.case,
                meeting=current,
                minutes=minutes,
                version=ExecutiveSummary.objects.filter(meeting=current).count() + 1,
                reference=f"ES-{entry.case.reference}-{ExecutiveSummary.objects.filter(case=entry.case).count() + 1}",
                content=text,
                recipient=recipient,
                issued_by=actor,
                issued_as=actor.audit_role[:200],
                issued_at=at,
                rules=list(entry.rules),
            )
        )
        copies = _copies(entry, summary, recipient, purpose)
        if len(copies) <= AT_ONCE and sum(len(words) for words in draft.values.values()) < LONG:
            keep_file(entry, summary)
            for copy in copies:
                _keep_copy_file(entry, copy)
        else:
            transaction.on_commit(lambda: _make_later(summary.pk))
    return summary


def _same(one: str, other: str) -> bool:
    """Whether two recipients are the same, however their capital letters are typed."""
    return one.strip().casefold() == other.strip().casefold()


def _issued_already(last: ExecutiveSummary) -> Finding:
    message = f"This text is issued already, as version {last.version}. Another version would take the place of it."
    return Finding("EXS-13", Effect.REFUSE, message, "recipient", "Add a recipient to that version instead.")


def add_recipient(*, actor: User, summary: ExecutiveSummary, recipient: str, purpose: str) -> SummaryCopy:
    """A copy of an issued summary for a further recipient, as the chair of its meeting decides.

    Raises: NotPermitted; RuleRefused (EXS-05; EXS-13: a later version stands; EXS-16: something is found in it today;
    OFF-21: they have one; a known name).
    """
    with writing(summary.case, actor=actor, may="release_summary", verb="summary.copied", reason=purpose) as entry:
        current = by_chair_of(summary.meeting_id, actor)
        if ExecutiveSummary.objects.filter(meeting=current, version__gt=summary.version).exists():
            message = "A later version of this summary was issued: copies are made of that one."
            raise RuleRefused([Finding("EXS-13", Effect.REFUSE, message, None, "Go to the later version.")])
        if SummaryCopy.objects.filter(summary=summary, recipient__iexact=recipient.strip()).exists():
            raise RuleRefused([recorded_already("a copy for this recipient", "recipient")])
        _check_recipient(current, entry.case, recipient)
        stop(found_since(summary, entry.case))
        copy = _copy(entry, summary, recipient, purpose, None)
        _keep_copy_file(entry, copy)
        return copy


def copy_for_reply(entry: Entry, summary: ExecutiveSummary, *, recipient: str, purpose: str) -> SummaryCopy:
    """Inside a service by which a reply with the summary is approved: the requester's own copy, once (EXS-13).

    `recipient` names nobody: it says who asks, and by which reference.
    Raises: RuleRefused (EXS-16: something is found in it today).
    """
    stop(found_since(summary, entry.case))
    earlier = SummaryCopy.objects.filter(summary=summary, recipient=recipient).first()
    if earlier is not None:
        return earlier
    entry.rules.append("EXS-13")
    copy = _copy(entry, summary, recipient, purpose, None)
    _keep_copy_file(entry, copy)
    return copy


def found_since(summary: ExecutiveSummary, case: Case) -> list[Finding]:
    """Why nobody is given an issued summary any more: what the case knows today stops it (EXS-16)."""
    return issued_findings(facts.hits_in_issued(summary, case), facts.LABELS)


def reply_sent(entry: Entry, copy: SummaryCopy, *, on: dt.date, way: str) -> None:
    """Inside a service by which a reply was sent: so was the requester's copy, once."""
    if entry.actor is None or SummaryCopySent.objects.filter(copy=copy).exists():
        return
    by, role = entry.actor, entry.actor.audit_role[:200]
    row = SummaryCopySent(case=entry.case, copy=copy, sent_on=on, way=way, sent_by=by, sent_as=role)
    entry.add(row, verb="summary.sent")


def mark_sent(*, actor: User, copy: SummaryCopy, on: dt.date, way: str, today: dt.date) -> SummaryCopySent:
    """Record that a copy was sent.

    Raises: NotPermitted; RuleRefused (OFF-21: sent before; EXS-13: not made yet, or replaced, also by a later version
    that this recipient does not get; EXS-16: something is found in it today; ACC-73: the recipient is kept out by now).
    """
    with writing(copy.case, actor=actor, may="record_meeting", verb="summary.sent") as entry:
        if SummaryCopySent.objects.filter(copy=copy).exists():
            raise RuleRefused([recorded_already("the day on which this copy was sent")])
        if SummaryCopy.objects.filter(replaces=copy).exists():
            message = "A later copy has taken the place of this one: it is not sent any more."
            raise RuleRefused([Finding("EXS-13", Effect.REFUSE, message, None, "Send the later copy.")])
        summary = copy.summary
        if facts.kept_from(summary.meeting, entry.case)(copy.recipient):
            message = "This recipient is kept out of the case by now, or was left out by the chair: nothing is sent."
            raise RuleRefused([Finding("ACC-73", Effect.REFUSE, message, None, "Send nothing to this recipient.")])
        if ExecutiveSummary.objects.filter(meeting=summary.meeting_id, version__gt=summary.version).exists():
            message = "A corrected summary has taken the place of this one: it is not sent any more."
            raise RuleRefused([Finding("EXS-13", Effect.REFUSE, message, None, "Send a copy of the later one.")])
        if on > today or not SummaryCopyFile.objects.filter(copy=copy).exists():
            message = "A copy is sent once it is made, and on no later day than today."
            raise RuleRefused([Finding("EXS-13", Effect.REFUSE, message, "sent_on", "Enter the day it was sent.")])
        stop(found_since(summary, entry.case))
        return entry.add(
            SummaryCopySent(
                case=entry.case, copy=copy, sent_on=on, way=way, sent_by=actor, sent_as=actor.audit_role[:200]
            )
        )


def download_copy(*, actor: User, copy: SummaryCopy) -> SummaryCopyFile | None:
    """The file of a copy, its download recorded; None while it is still being made.

    Raises: NotPermitted (recorded) for an actor who does not see the case in full today; RuleRefused (EXS-16,
    recorded: it was not sent yet, and something is found in it today).
    """
    try:
        return hand_out(
            lambda: _to_be_sent(copy),
            actor=actor,
            subject=copy,
            verb="copy.downloaded",
            action="download_summary",
            known_by={"number": copy.number},
        )
    except RuleRefused as refused:
        verb, reason = "copy.downloaded", f"refused: {', '.join(refused.rules)}"
        record(actor=actor, verb=verb, case_id=copy.case_id, subject=copy, refused=True, reason=reason)
        raise


def _to_be_sent(copy: SummaryCopy) -> SummaryCopyFile | None:
    """The file: of a copy that was sent as it went, of another while nothing is found in it (EXS-16)."""
    if not SummaryCopySent.objects.filter(copy=copy).exists():
        stop(found_since(copy.summary, copy.case))
    return SummaryCopyFile.objects.filter(copy=copy).first()


def make_files(*, summary_id: UUID) -> int:
    """Make every PDF of an issued summary that is not there yet; how many. Safe to run twice, and to be killed.

    Each is made in a transaction of its own under the lock of the case, so that one that is there stays there and
    none is made twice.
    """
    summary = ExecutiveSummary.objects.select_related("case").get(pk=summary_id)
    made = 0
    with writing(summary.case, actor=None, may=None, verb="summary.rendered") as entry:
        if not SummaryFile.objects.filter(summary=summary).exists():
            keep_file(entry, summary)
            made += 1
    for copy in SummaryCopy.objects.filter(summary=summary, file__isnull=True).select_related("summary"):
        with writing(summary.case, actor=None, may=None, verb="copy.rendered") as entry:
            if not SummaryCopyFile.objects.filter(copy=copy).exists():
                _keep_copy_file(entry, copy)
                made += 1
    return made


def make_waiting() -> int:
    """Make what a lost worker left undone: every PDF of a summary or copy that is missing; how many."""
    bare = set(ExecutiveSummary.objects.filter(file__isnull=True).values_list("pk", flat=True)[:100])
    bare |= set(SummaryCopy.objects.filter(file__isnull=True).values_list("summary", flat=True)[:100])
    return sum(make_files(summary_id=pk) for pk in sorted(bare))


def issue_findings(meeting: Meeting, case: Case, draft: SummaryDraft | None, actor: User) -> list[Finding]:
    """Everything that stops or questions issuing the summary (EXS-01 to EXS-12, EXS-15)."""
    return [
        *summary_findings(meeting, case, draft, actor),
        *leak_findings(facts.hits_of(meeting, case, draft), facts.let_stand(meeting), facts.LABELS),
        *circulation_findings(facts.circulation_of(meeting, draft), today=timezone.localdate()),
        *age_findings(amended_since=draft is not None and facts.amended_since(meeting, draft.edited_at)),
    ]


def _check_recipient(meeting: Meeting, case: Case, recipient: str) -> None:
    """The recipient stands on every page, so the words for them name nobody the case protects, or keeps out."""
    if facts.kept_from(meeting, case)(recipient):
        message = "This names somebody who can be given nothing of this case."
        raise RuleRefused([Finding("ACC-73", Effect.REFUSE, message, "recipient", "Choose somebody else.")])
    known = known_of(meeting, case)
    naming = {Kind.NAME, Kind.NICKNAME, Kind.INITIALS, Kind.WITHHELD}
    hits = [hit for hit in leaks({"recipient": recipient}, known) if hit.kind in naming]
    if hits:
        raise RuleRefused(leak_findings(hits, (), {"recipient": "Recipient"}))


def _copies(entry: Entry, summary: ExecutiveSummary, recipient: str, purpose: str) -> list[SummaryCopy]:
    """A copy for the recipient, and one for everybody whose newest copy is of an earlier version of the meeting's.

    Whoever was kept out of the case since gets none (ACC-73).
    """
    before = SummaryCopy.objects.filter(summary__meeting=summary.meeting_id, replaced_by__isnull=True)
    earlier = {
        copy.recipient.strip().casefold(): copy
        for copy in before.exclude(summary=summary).order_by("made_at", "number")
    }
    own = earlier.pop(recipient.strip().casefold(), None)
    kept_out = facts.kept_from(summary.meeting, entry.case)
    again = [one for one in earlier.values() if not kept_out(one.recipient)]
    copies = [_copy(entry, summary, recipient, purpose, own)]
    copies += [_copy(entry, summary, one.recipient, one.purpose, one) for one in again]
    return copies


def _copy(
    entry: Entry, summary: ExecutiveSummary, recipient: str, purpose: str, replaces: SummaryCopy | None
) -> SummaryCopy:
    if entry.actor is None:
        raise NotPermitted("release_summary", case_id=summary.case_id)
    return entry.add(
        SummaryCopy(
            case=entry.case,
            summary=summary,
            number=SummaryCopy.objects.filter(summary=summary).count() + 1,
            recipient=recipient.strip(),
            purpose=purpose,
            replaces=replaces,
            made_by=entry.actor,
            made_as=entry.actor.audit_role[:200],
        ),
        verb="summary.copied",
    )


def _keep_copy_file(entry: Entry, copy: SummaryCopy) -> SummaryCopyFile:
    summary = copy.summary
    made = pdf.render(
        summary.content,
        reference=summary.reference,
        version=summary.version,
        issued_at=summary.issued_at,
        copy=copy.number,
        recipient=copy.recipient,
    )
    row = SummaryCopyFile(case=entry.case, copy=copy, pdf=made.content, sha256=made.sha256, pages=made.pages)
    return entry.add(row, verb="copy.rendered")


def _make_later(summary_id: UUID) -> None:
    from minutes.tasks import render_summary  # the task calls this module

    render_summary.delay(str(summary_id))
