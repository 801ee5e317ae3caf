"""Reads of what left a meeting, for pages. Each takes the viewer, but for the public check by hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Agency
from meetings.models import ExecutiveSummary, Invitation, Meeting, Minutes, SummaryDraft, SummaryFile
from minutes import facts, facts_exceptions
from minutes.models import (
    Circulation,
    CopyNote,
    LeakOverride,
    LeftOut,
    LeftOutTakenBack,
    MinutesCopy,
    MinutesCopyStep,
    Recording,
    SummaryComment,
    SummaryCopy,
    SummaryCopyFile,
)
from minutes.rules.distribution import (
    CONFIRMED,
    REPLIES,
    Form,
    Step,
    replaced_unsent,
    step_findings,
    steps_open,
)
from minutes.rules.leaks import Hit
from minutes.rules.notes import DECIDED
from offenders.access import Detail, Viewer
from offenders.models import Case


class Verdict(StrEnum):
    """What is known of a file, by its hash."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


def verdict_on(sha256: str) -> Verdict:
    """Whether a file with this hash was issued and still stands. Nothing else of it is ever told (EXS-14)."""
    for files, summary in ((SummaryFile, "summary"), (SummaryCopyFile, "copy__summary")):
        later = ExecutiveSummary.objects.filter(
            meeting=OuterRef(f"{summary}__meeting"), version__gt=OuterRef(f"{summary}__version")
        )
        rows = files.objects.filter(sha256=sha256).annotate(replaced=Exists(later))
        replaced = rows.values_list("replaced", flat=True).first()
        if replaced is not None:
            return Verdict.SUPERSEDED if replaced else Verdict.VALID
    return Verdict.UNKNOWN


def hits(*, meeting: Meeting, case: Case, draft: SummaryDraft | None) -> list[Hit]:
    """The hits of the leak check that nobody has let stand, for a page that those who decide about them open."""
    settled = facts.let_stand(meeting)
    return [hit for hit in facts.hits_of(meeting, case, draft) if hit.key not in settled]


def hits_in_issued(*, meeting: Meeting, case: Case, besides: Sequence[Hit]) -> list[Hit]:
    """The open hits of the version that stands and not `besides`, which are those of the draft (EXS-16)."""
    settled = facts.let_stand(meeting)
    return [hit for hit in facts.in_newest_alone(meeting, case, besides) if hit.key not in settled]


def overrides(*, viewer: Viewer, meeting: Meeting) -> list[LeakOverride]:
    """The hits that were let stand, newest first."""
    rows = LeakOverride.objects.visible_to(viewer).filter(meeting=meeting)
    return list(rows.select_related("reviewed_by"))


def circulations(*, viewer: Viewer, meeting: Meeting) -> list[Circulation]:
    """Each time the draft was sent round, newest first, with who was asked after all."""
    rows = Circulation.objects.visible_to(viewer).filter(meeting=meeting)
    later = LeftOutTakenBack.objects.select_related("left_out__invitation__agency")
    return list(rows.select_related("circulated_by").prefetch_related(Prefetch("asked_later", later)))


def comments(*, viewer: Viewer, meeting: Meeting) -> list[SummaryComment]:
    """What contributors said, oldest first, each with the chair's decision."""
    rows = SummaryComment.objects.visible_to(viewer).filter(meeting=meeting)
    return list(rows.select_related("agency", "recorded_by", "circulation", "answer__decided_by"))


def comment_for(*, viewer: Viewer, meeting: Meeting, comment_id: UUID) -> SummaryComment:
    """One comment that waits for a decision; Http404 when the viewer does not see it or it has one."""
    rows = SummaryComment.objects.visible_to(viewer).filter(meeting=meeting, answer__isnull=True)
    return get_object_or_404(rows.select_related("agency", "case"), pk=comment_id)


def agencies_asked(circulation: Circulation, *, only: UUID | None) -> QuerySet[Agency]:
    """The agencies that were asked for comments; with `only`, that one alone."""
    rows = Agency.objects.filter(pk__in=facts.agencies_asked([circulation])[circulation.pk]).order_by("name")
    return rows if only is None else rows.filter(pk=only)


def copies(*, viewer: Viewer, meeting: Meeting) -> list[SummaryCopy]:
    """The ledger of a meeting's summary: every copy, newest version first, without the files themselves."""
    files = SummaryCopyFile.objects.defer("pdf")
    rows = SummaryCopy.objects.visible_to(viewer).filter(summary__meeting=meeting)
    rows = rows.annotate(replaced=Exists(SummaryCopy.objects.filter(replaces=OuterRef("pk"))))
    rows = rows.select_related("summary", "made_by", "sending__sent_by").defer("summary__content")
    return list(rows.prefetch_related(Prefetch("file", files)).order_by("-summary__version", "number"))


def copy_for(*, viewer: Viewer, case_id: UUID, copy_id: UUID) -> SummaryCopy:
    """One copy; Http404 when the viewer does not see the case in full."""
    rows = SummaryCopy.objects.visible_to(viewer).filter(case=case_id)
    return get_object_or_404(rows.select_related("summary__meeting", "case"), pk=copy_id)


def newest_summary(*, viewer: Viewer, meeting: Meeting) -> ExecutiveSummary | None:
    """The version of the meeting's summary that stands; `outdated`: the minutes were amended after it (EXS-15)."""
    rows = ExecutiveSummary.objects.visible_to(viewer, Detail.FULL).filter(meeting=meeting)
    amended = Minutes.objects.filter(meeting=OuterRef("meeting"), number__gt=OuterRef("minutes__number"))
    rows = rows.annotate(outdated=Exists(amended))
    return rows.defer("content").order_by("-version").first()


@dataclass(frozen=True, slots=True)
class Distribution:
    """Who is still to have a copy of the newest approved minutes, as (who, form); and who may be given none."""

    waiting: Sequence[tuple[str, str]]
    barred: Sequence[str]


def distribution(*, viewer: Viewer, meeting: Meeting, case: Case) -> Distribution:
    """How the copies stand; those whom the chair left out have a list of their own. Http404 while there is a draft."""
    minutes = facts.newest_approved(meeting)
    if minutes is None:
        raise Http404
    have = MinutesCopy.objects.filter(invitation=OuterRef("pk"), minutes=minutes)
    invited = _invited(viewer, meeting).annotate(has_one=Exists(have))
    rows = facts.recipients(invited, case)
    waiting = [(facts.called(one.row), one.form.words) for one in rows if one.form and not one.row.has_one]  # type: ignore[attr-defined]  # annotated
    waiting += [(one.recipient, one.get_form_display()) for one in facts.further_due(meeting, minutes)]
    return Distribution(waiting, [facts.called(one.row) for one in rows if one.form is None and not one.left_out])


def may_be_left_out(*, viewer: Viewer, meeting: Meeting) -> QuerySet[Invitation]:
    """Those invited, but the chair, about whom the chair has not decided yet."""
    rows = _invited(viewer, meeting).filter(~Exists(facts.still_left_out().filter(invitation=OuterRef("pk"))))
    chairs = [chair for chair in (meeting.chair_id, meeting.co_chair_id) if chair is not None]
    return rows.exclude(person__isnull=False, person__in=chairs)


def _invited(viewer: Viewer, meeting: Meeting) -> QuerySet[Invitation]:
    """The standing invitations, with agencies and people."""
    rows = Invitation.objects.visible_to(viewer).filter(meeting=meeting, withdrawn_on__isnull=True)
    return rows.select_related("agency", "person").order_by("invited_on", "pk")


def left_out(*, viewer: Viewer, meeting: Meeting) -> list[LeftOut]:
    """The chair's decisions that somebody receives no minutes, each with its being taken back."""
    rows = LeftOut.objects.visible_to(viewer).filter(meeting=meeting)
    return list(rows.select_related("invitation__agency", "invitation__person", "decided_by", "taken_back__decided_by"))


def left_out_for(*, viewer: Viewer, meeting: Meeting, left_out_id: UUID) -> LeftOut:
    """One of them that holds; Http404 when the viewer does not see it or it was taken back."""
    rows = LeftOut.objects.visible_to(viewer).filter(meeting=meeting, taken_back__isnull=True)
    return get_object_or_404(rows.select_related("invitation__agency", "invitation__person", "case"), pk=left_out_id)


def exceptions(*, viewer: Viewer, meeting: Meeting) -> list[facts_exceptions.Line]:
    """Who is left out of the minutes and who has a copy beyond the invitations, for who sees the case in full."""
    left_out = LeftOut.objects.visible_to(viewer).filter(meeting=meeting)
    copies = MinutesCopy.objects.visible_to(viewer).filter(meeting=meeting)
    return facts_exceptions.lines_of(
        facts_exceptions.standing_left_out().filter(pk__in=left_out.values("pk")),
        facts_exceptions.further_copies().filter(pk__in=copies.values("pk")),
    )


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy as the list shows it: whether it is to be sent, waits for a receipt, and takes a further step.

    `may_be_struck`: it is for somebody who was not invited, and was not sent. `struck`: the chair struck it.
    `replaced`: a later version took the place of it before it was sent.
    """

    copy: MinutesCopy
    steps: Sequence[MinutesCopyStep]
    unconfirmed: bool
    goes_on: bool
    may_be_struck: bool
    struck: bool
    replaced: bool


def minutes_copies(*, viewer: Viewer, meeting: Meeting) -> list[CopyLine]:
    """Every copy of a meeting's minutes, newest first, each with its steps."""
    rows = MinutesCopy.objects.visible_to(viewer).filter(meeting=meeting)
    rows = rows.select_related("minutes", "redaction")
    newest = facts.newest_approved(meeting)
    return [_line(row, newest) for row in rows.defer("minutes__content").prefetch_related("steps")]


def _line(copy: MinutesCopy, approved: Minutes | None) -> CopyLine:
    steps = list(copy.steps.all())
    taken = {Step(step.step) for step in steps}
    newest = approved is not None and approved.pk == copy.minutes_id
    strikes, replies = copy.invitation_id is None, copy.form in REPLIES
    return CopyLine(
        copy,
        steps,
        unconfirmed=bool(taken) and CONFIRMED.isdisjoint(taken) and not replies,
        goes_on=bool(steps_open(Form(copy.form), taken, newest=newest)),
        may_be_struck=strikes and not replies and not step_findings(Step.STRUCK, Form(copy.form), taken),
        struck=Step.STRUCK in taken,
        replaced=replaced_unsent(taken, newest=newest),
    )


def minutes_copy_for(*, viewer: Viewer, case_id: UUID, copy_id: UUID) -> MinutesCopy:
    """One copy; Http404 for who neither sees the case in full nor was sent this copy as theirs."""
    in_full = MinutesCopy.objects.visible_to(viewer)
    rows = MinutesCopy.objects.filter(Q(pk__in=in_full.values("pk")) | Q(pk__in=_own(viewer).values("pk")))
    rows = rows.filter(case=case_id).select_related("minutes__case", "meeting", "case")
    return get_object_or_404(rows.select_related("invitation__person", "invitation__agency"), pk=copy_id)


def further_copy_for(*, viewer: Viewer, meeting: Meeting, copy_id: UUID) -> MinutesCopy:
    """One copy of a meeting for somebody who was not invited, to which nothing happened; Http404 for any other."""
    steps = MinutesCopyStep.objects.filter(copy=OuterRef("pk"))
    rows = MinutesCopy.objects.visible_to(viewer).filter(~Exists(steps), meeting=meeting, invitation__isnull=True)
    return get_object_or_404(rows.select_related("meeting", "case"), pk=copy_id)


def to_confirm(*, viewer: Viewer) -> QuerySet[MinutesCopy]:
    """The viewer's own copies that were sent and are not confirmed as read: the newest of each invitation, first."""
    read = MinutesCopyStep.objects.filter(copy=OuterRef("pk"), step=Step.READ.value)
    received = MinutesCopyStep.objects.filter(copy=OuterRef("pk"), step=Step.RECEIVED.value)
    later = _own(viewer).filter(invitation=OuterRef("invitation"), number__gt=OuterRef("number"))
    rows = _own(viewer).filter(~Exists(later), ~Exists(read)).annotate(is_received=Exists(received))
    rows = rows.select_related("case", "meeting", "invitation__person", "invitation__agency")
    return rows.order_by("-meeting__starts_at", "pk")


OWN_SHOWN = 5
"""How many of their own copies a recipient finds on the first page of the case."""


def own_copies(*, viewer: Viewer, case: Case) -> Sequence[MinutesCopy]:
    """The viewer's own copies in a case that were sent, newest meetings first: the newest copy of each invitation.

    Each says whether it is still to be confirmed as read. At most OWN_SHOWN, but all that are to be confirmed.
    """
    mine = _own(viewer).filter(case=case.pk)
    later = mine.filter(invitation=OuterRef("invitation"), number__gt=OuterRef("number"))
    read = MinutesCopyStep.objects.filter(copy=OuterRef("pk"), step=Step.READ.value)
    rows = mine.filter(~Exists(later)).annotate(is_read=Exists(read)).select_related("meeting")
    rows = rows.order_by("is_read", "-meeting__starts_at", "pk")
    rows = rows.prefetch_related(Prefetch("notes", CopyNote.objects.select_related("decision")))
    waiting = list(rows.filter(is_read=False))
    return waiting + list(rows.filter(is_read=True)[: max(0, OWN_SHOWN - len(waiting))])


def notes(*, viewer: Viewer, meeting: Meeting) -> list[CopyNote]:
    """What recipients said of their copies of a meeting's minutes, newest first, each with the chair's decision."""
    rows = CopyNote.objects.visible_to(viewer).filter(meeting=meeting)
    return list(rows.select_related("copy", "recorded_by", "decision__decided_by"))


def own_notes(*, copy: MinutesCopy) -> list[CopyNote]:
    """What was said of one copy, for a page that found the copy for this viewer."""
    rows = CopyNote.objects.filter(copy=copy)
    return list(rows.select_related("decision"))


def note_for(*, viewer: Viewer, meeting: Meeting, note_id: UUID) -> CopyNote:
    """One that waits for the chair's decision; Http404 when the viewer does not see it or nothing is to be decided."""
    rows = CopyNote.objects.visible_to(viewer).filter(meeting=meeting, decision__isnull=True)
    rows = rows.filter(kind__in=[one.value for one in DECIDED])
    return get_object_or_404(rows.select_related("copy", "case"), pk=note_id)


def _own(viewer: Viewer) -> QuerySet[MinutesCopy]:
    """Copies that were sent to the viewer, of meetings whose papers they see, unless they are to have none any more."""
    sent = MinutesCopyStep.objects.filter(copy=OuterRef("pk"), step=Step.SENT.value)
    return MinutesCopy.objects.filter(
        Exists(sent),
        ~Exists(facts.still_left_out().filter(invitation=OuterRef("invitation"))),
        meeting__in=Meeting.objects.visible_to(viewer).values("pk"),
        invitation__person=getattr(viewer, "pk", None),
        invitation__withdrawn_on__isnull=True,
    )


def recording(*, viewer: Viewer, meeting: Meeting) -> Recording | None:
    """The recording of a meeting, with its deletion."""
    rows = Recording.objects.visible_to(viewer).filter(meeting=meeting)
    return rows.select_related("recorded_by", "deletion", "case", "meeting").first()
