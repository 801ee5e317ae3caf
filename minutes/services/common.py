"""What the services share: the draft as it was read, and the meeting for its own chair."""

from uuid import UUID

from accounts.models import User
from audit.refusals import Conflict, Effect, Finding, RuleRefused
from meetings.models import Meeting, SummaryDraft


def draft_as_read(meeting: Meeting, version: int) -> SummaryDraft:
    """The draft, when it is still the one that was read. Raises: RuleRefused (EXS-02: there is none); Conflict."""
    draft = SummaryDraft.objects.filter(meeting=meeting).first()
    if draft is None:
        message = "Nobody has prepared the summary yet."
        raise RuleRefused([Finding("EXS-02", Effect.REFUSE, message, None, "Prepare it first.")])
    if draft.version != version:
        raise Conflict("summary", theirs=draft.values, yours={}, current_version=draft.version)
    return draft


def by_chair_of(meeting_id: UUID, actor: User) -> Meeting:
    """The meeting, under the lock. Raises RuleRefused (EXS-05) unless `actor` chaired it."""
    current = Meeting.objects.get(pk=meeting_id)
    if not current.is_chaired_by(actor):
        message = "Only the chair of this meeting decides what leaves it."
        raise RuleRefused([Finding("EXS-05", Effect.REFUSE, message, None, "Ask the chair of the meeting.")])
    return current
