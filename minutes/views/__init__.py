"""The pages of this app: thin, each calls one selector or service."""

from minutes.views.circulation import AnswerComment, CirculateDraft, CommentOnDraft
from minutes.views.copies import AddRecipient, CopySent, DownloadCopy
from minutes.views.issuing import IssueSummary, ReviewLeaks, SummaryOverview
from minutes.views.verify import Verify

__all__ = [
    "AddRecipient",
    "AnswerComment",
    "CirculateDraft",
    "CommentOnDraft",
    "CopySent",
    "DownloadCopy",
    "IssueSummary",
    "ReviewLeaks",
    "SummaryOverview",
    "Verify",
]
