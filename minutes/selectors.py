"""Reads of what left a meeting, for pages. Each takes the viewer, but for the public check by hash."""

from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Agency
from meetings.models import ExecutiveSummary, Meeting, SummaryDraft, SummaryFile
from minutes import facts
from minutes.models import Circulation, LeakOverride, SummaryComment, SummaryCopy, SummaryCopyFile
from minutes.rules.leaks import Hit
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


def overrides(*, viewer: Viewer, meeting: Meeting) -> list[LeakOverride]:
    """The hits that were let stand, newest first."""
    rows = LeakOverride.objects.visible_to(viewer).filter(meeting=meeting)
    return list(rows.select_related("reviewed_by"))


def circulations(*, viewer: Viewer, meeting: Meeting) -> list[Circulation]:
    """Each time the draft was sent round, newest first."""
    rows = Circulation.objects.visible_to(viewer).filter(meeting=meeting)
    return list(rows.select_related("circulated_by"))


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
    asked = {one["agency_id"] for one in circulation.asked}
    rows = Agency.objects.filter(pk__in=asked).order_by("name")
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
    """The version of the meeting's summary that stands."""
    rows = ExecutiveSummary.objects.visible_to(viewer, Detail.FULL).filter(meeting=meeting)
    return rows.defer("content").order_by("-version").first()
