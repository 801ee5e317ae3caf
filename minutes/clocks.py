"""What falls due because papers left a meeting: comments, receipts, what recipients ask, a recording's deletion."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deadlines.clocks import Clock, register
from deadlines.policies import CasePolicy
from deadlines.rules.days import Due
from minutes import facts
from minutes.rules.circulation import comments_due
from minutes.rules.distribution import CopyFacts, receipt_due
from minutes.rules.notes import decision_due
from minutes.rules.recordings import deletion_due


@dataclass(frozen=True, slots=True)
class PapersOut:
    """The copies of one case that were sent, its recordings to be deleted with the day of approval, and its drafts
    that wait for comments, with the day on which each was sent round and the last day for comments; and what recipients
    asked the chair, with the day and the level of the meeting."""

    copies: Sequence[CopyFacts] = ()
    recordings: Sequence[tuple[UUID, date]] = ()
    drafts: Sequence[tuple[UUID, date, date]] = ()
    asked: Sequence[tuple[UUID, date, int]] = ()


def gather(case_ids: Sequence[UUID]) -> Mapping[UUID, PapersOut]:
    """What is out, of these cases: five queries."""
    copies, recordings = facts.copies_sent(case_ids), facts.recordings_to_delete(case_ids)
    drafts, asked = facts.drafts_out(case_ids), facts.notes_to_decide(case_ids)
    return {
        case_id: PapersOut(
            copies.get(case_id, ()), recordings.get(case_id, ()), drafts.get(case_id, ()), asked.get(case_id, ())
        )
        for case_id in {*copies, *recordings, *drafts, *asked}
    }


def comments(papers: PapersOut, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    """The last day for comments on each draft (EXS-11)."""
    for circulation_id, circulated_on, comments_by in papers.drafts:
        yield str(circulation_id), comments_due(circulated_on, comments_by)


def receipts(papers: PapersOut, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    """Receipt of each copy of minutes to be confirmed (MIN-06)."""
    for copy in papers.copies:
        due = receipt_due(copy, policy.holidays)
        if due is not None:
            yield copy.key, due


def deletions(papers: PapersOut, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    """Each recording whose minutes are approved (MIN-09)."""
    for recording_id, approved_on in papers.recordings:
        yield str(recording_id), deletion_due(approved_on)


def decisions(papers: PapersOut, policy: CasePolicy) -> Iterable[tuple[str, Due]]:
    """Each thing that a recipient asked and the chair has not decided on (MIN-15)."""
    for note_id, asked_on, level in papers.asked:
        due = decision_due(asked_on, level, policy.national, policy.local, policy.holidays)
        if due is not None:
            yield str(note_id), due


def register_all() -> None:
    """Register every clock of this app."""
    register(Clock(name="summary_comments", label="Comments on a draft summary", gather=gather, compute=comments))
    register(
        Clock(
            name="minutes_receipt",
            label="Receipt of minutes to be confirmed",
            gather=gather,
            compute=receipts,
            after_end=True,
        )
    )
    register(
        Clock(
            name="minutes_asked",
            label="What a recipient of minutes asked the chair",
            gather=gather,
            compute=decisions,
            after_end=True,
        )
    )
    register(
        Clock(
            name="recording_deletion",
            label="Recording of a meeting to be deleted",
            gather=gather,
            compute=deletions,
            decidable=False,
            after_end=True,
        )
    )
