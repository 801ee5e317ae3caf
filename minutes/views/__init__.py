"""The pages of this app: thin, each calls one selector or service."""

from minutes.views.circulation import AnswerComment, CirculateDraft, CommentOnDraft
from minutes.views.copies import AddRecipient, CopySent, DownloadCopy
from minutes.views.distribution import CopyBeyond, LeaveOut, MakeCopies, MinutesCopies, SendHere, Strike, TakeBack
from minutes.views.handed_out import CopyPdf, MinutesPdf, MinutesWord, OwnCopy, TakeStep
from minutes.views.issuing import IssueSummary, ReviewLeaks, SummaryOverview
from minutes.views.notes import AskForCorrection, DecideNote, RecordSharing
from minutes.views.person import GivePlanCopy, MakePlanCopy, PlanCopies, PlanCopyPdf
from minutes.views.recordings import RecordingGone, RecordRecording
from minutes.views.verify import Verify

__all__ = [
    "AddRecipient",
    "AnswerComment",
    "AskForCorrection",
    "CirculateDraft",
    "CommentOnDraft",
    "CopyBeyond",
    "CopyPdf",
    "CopySent",
    "DecideNote",
    "DownloadCopy",
    "GivePlanCopy",
    "IssueSummary",
    "LeaveOut",
    "MakeCopies",
    "MakePlanCopy",
    "MinutesCopies",
    "MinutesPdf",
    "MinutesWord",
    "OwnCopy",
    "PlanCopies",
    "PlanCopyPdf",
    "RecordRecording",
    "RecordSharing",
    "RecordingGone",
    "ReviewLeaks",
    "SendHere",
    "Strike",
    "SummaryOverview",
    "TakeBack",
    "TakeStep",
    "Verify",
]
