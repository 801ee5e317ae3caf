"""The pages of this app: thin, each calls one selector or service."""

from meetings.views.absent import NameMessenger, RecordReply
from meetings.views.action_points import ActionPoints, AllActionPoints
from meetings.views.agreed import AgreeAction, AnswerAction
from meetings.views.attachments import AttachPaper, AttachToReturn, DownloadAttachment, WithdrawFile
from meetings.views.before import MeetingBrief, MeetingPack
from meetings.views.convening import (
    CancelledCalendar,
    MeetingCalendar,
    MeetingPeople,
    RecordReturn,
    Remind,
    SettleEmail,
    returns_list,
)
from meetings.views.days import PlanDay, ReopenDay, WithdrawDay, meeting_days
from meetings.views.grades import AgreeGrade, DecideGrade, expected_grades
from meetings.views.group_meetings import (
    CancelGroupMeeting,
    ChangeGroupMeeting,
    GroupMeetingCalendar,
    NoteGroupMeeting,
    PlanGroupMeeting,
    PutDownGroupMeeting,
)
from meetings.views.groups import (
    AddMember,
    EndGroup,
    EndMembership,
    FinishTask,
    GiveTask,
    GroupPage,
    NoteProfessionals,
    Report,
    SetUpGroup,
)
from meetings.views.keeping_out import CaseKeptOut, EndKeepingOut, KeepOut
from meetings.views.lists import AllMeetings, CaseMeetings
from meetings.views.mailboxes import EnterMailbox, establishments
from meetings.views.minutes import ApproveMinutes, MinutesDetail, WordMinutes
from meetings.views.planning import CancelMeeting, InvitationsSent, Invite, MoveMeeting, ScheduleMeeting, Withdraw
from meetings.views.record import Attendance, CloseMeeting, MeetingDetail, WriteItem
from meetings.views.replacing import ReplaceChair, ReplaceMinuteTaker
from meetings.views.standing import AddStandingMember, ChangeStandingMember, EndStandingMember, standing_members
from meetings.views.summary import DownloadSummary, PrepareSummary

__all__ = [
    "PutDownGroupMeeting",
    "PlanGroupMeeting",
    "NoteGroupMeeting",
    "GroupMeetingCalendar",
    "ChangeGroupMeeting",
    "CancelGroupMeeting",
    "AddMember",
    "AgreeGrade",
    "DecideGrade",
    "expected_grades",
    "AddStandingMember",
    "ChangeStandingMember",
    "EndStandingMember",
    "EndGroup",
    "EnterMailbox",
    "EndMembership",
    "FinishTask",
    "GiveTask",
    "GroupPage",
    "NoteProfessionals",
    "Report",
    "SetUpGroup",
    "ActionPoints",
    "AgreeAction",
    "AnswerAction",
    "AllActionPoints",
    "AllMeetings",
    "ApproveMinutes",
    "AttachPaper",
    "AttachToReturn",
    "Attendance",
    "CancelMeeting",
    "CancelledCalendar",
    "CaseKeptOut",
    "CaseMeetings",
    "EndKeepingOut",
    "KeepOut",
    "CloseMeeting",
    "DownloadAttachment",
    "DownloadSummary",
    "InvitationsSent",
    "Invite",
    "MeetingBrief",
    "MeetingCalendar",
    "MeetingDetail",
    "MeetingPack",
    "MeetingPeople",
    "MinutesDetail",
    "MoveMeeting",
    "NameMessenger",
    "PlanDay",
    "PrepareSummary",
    "RecordReply",
    "RecordReturn",
    "ReopenDay",
    "Remind",
    "ReplaceChair",
    "ReplaceMinuteTaker",
    "ScheduleMeeting",
    "SettleEmail",
    "Withdraw",
    "WithdrawFile",
    "WithdrawDay",
    "WordMinutes",
    "WriteItem",
    "establishments",
    "meeting_days",
    "returns_list",
    "standing_members",
]
