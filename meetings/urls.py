"""Addresses of this app. They carry ids, never a name."""

from django.urls import path

from meetings import views

STANDING = "meetings/standing/"
GRADES = "meetings/grades/"
CASE = "cases/<uuid:case_id>/meetings/"
MEETING = f"{CASE}<uuid:meeting_id>/"
KEPT_OUT = "cases/<uuid:case_id>/access/kept-out/"
GROUP = f"{CASE}core-groups/<uuid:group_id>/"
MET = f"{GROUP}meetings/"

urlpatterns = [
    path("meetings/", views.AllMeetings.as_view(), name="meetings"),
    path("meetings/days/", views.meeting_days, name="meeting_days"),
    path("meetings/days/<slug:area>/plan/", views.PlanDay.as_view(), name="meeting_day_plan"),
    path("meetings/days/<uuid:day_id>/withdraw/", views.WithdrawDay.as_view(), name="meeting_day_withdraw"),
    path("meetings/days/<uuid:withdrawn_id>/reopen/", views.ReopenDay.as_view(), name="meeting_day_reopen"),
    path("meetings/establishments/<slug:area>/", views.establishments, name="establishments"),
    path(
        "meetings/establishments/<uuid:establishment_id>/mailbox/",
        views.EnterMailbox.as_view(),
        name="establishment_mailbox",
    ),
    path(f"{STANDING}<slug:area>/", views.standing_members, name="standing_members"),
    path(f"{STANDING}<slug:area>/add/", views.AddStandingMember.as_view(), name="standing_member_add"),
    path(f"{STANDING}<uuid:member_id>/change/", views.ChangeStandingMember.as_view(), name="standing_member_change"),
    path(f"{STANDING}<uuid:member_id>/end/", views.EndStandingMember.as_view(), name="standing_member_end"),
    path(f"{GRADES}<slug:area>/", views.expected_grades, name="expected_grades"),
    path(f"{GRADES}<slug:area>/<slug:ladder>/<int:level>/agree/", views.AgreeGrade.as_view(), name="agree_grade"),
    path(f"{GRADES}put-down/<uuid:agreed_grade_id>/decide/", views.DecideGrade.as_view(), name="agreed_grade_decide"),
    path("meetings/action-points/", views.AllActionPoints.as_view(), name="action_points"),
    path(f"{MEETING}action-points/", views.ActionPoints.as_view(), name="meeting_action_points"),
    path(KEPT_OUT, views.CaseKeptOut.as_view(), name="case_kept_out"),
    path(f"{KEPT_OUT}add/", views.KeepOut.as_view(), name="keep_out"),
    path(f"{KEPT_OUT}<uuid:kept_out_id>/end/", views.EndKeepingOut.as_view(), name="let_in"),
    path(CASE, views.CaseMeetings.as_view(), name="case_meetings"),
    path(f"{CASE}plan/", views.ScheduleMeeting.as_view(), name="meeting_schedule"),
    path(f"{CASE}professionals/", views.NoteProfessionals.as_view(), name="professionals_meeting"),
    path(GROUP, views.GroupPage.as_view(), name="core_group"),
    path(f"{GROUP}members/add/", views.AddMember.as_view(), name="core_group_member"),
    path(f"{GROUP}members/<uuid:group_member_id>/end/", views.EndMembership.as_view(), name="core_group_member_end"),
    path(f"{GROUP}tasks/add/", views.GiveTask.as_view(), name="core_group_task"),
    path(f"{GROUP}tasks/<uuid:task_id>/", views.FinishTask.as_view(), name="core_group_task_done"),
    path(f"{GROUP}report/", views.Report.as_view(), name="core_group_report"),
    path(f"{MET}plan/", views.PlanGroupMeeting.as_view(), name="core_group_meet"),
    path(f"{MET}held/", views.PutDownGroupMeeting.as_view(), name="core_group_met"),
    path(f"{MET}<uuid:group_meeting_id>/change/", views.ChangeGroupMeeting.as_view(), name="core_group_meeting_change"),
    path(f"{MET}<uuid:group_meeting_id>/cancel/", views.CancelGroupMeeting.as_view(), name="core_group_meeting_cancel"),
    path(f"{MET}<uuid:group_meeting_id>/note/", views.NoteGroupMeeting.as_view(), name="core_group_meeting_note"),
    path(
        f"{MET}<uuid:group_meeting_id>/calendar/",
        views.GroupMeetingCalendar.as_view(),
        name="core_group_meeting_calendar",
    ),
    path(f"{GROUP}end/", views.EndGroup.as_view(), name="core_group_end"),
    path(f"{MEETING}core-group/", views.SetUpGroup.as_view(), name="core_group_set_up"),
    path(MEETING, views.MeetingDetail.as_view(), name="meeting_detail"),
    path(f"{MEETING}invite/", views.Invite.as_view(), name="meeting_invite"),
    path(f"{MEETING}invitations/sent/", views.InvitationsSent.as_view(), name="meeting_invitations_sent"),
    path(f"{MEETING}invitations/<uuid:invitation_id>/withdraw/", views.Withdraw.as_view(), name="invitation_withdraw"),
    path(f"{MEETING}e-mails/<uuid:email_id>/", views.SettleEmail.as_view(), name="invitation_email_settle"),
    path("meetings/returns/", views.returns_list, name="returns"),
    path(f"{MEETING}calendar/", views.MeetingCalendar.as_view(), name="meeting_calendar"),
    path(
        "meetings/cancelled/<uuid:cancelled_email_id>/calendar/",
        views.CancelledCalendar.as_view(),
        name="cancelled_calendar",
    ),
    path(f"{MEETING}brief/", views.MeetingBrief.as_view(), name="meeting_brief"),
    path(f"{MEETING}pack/", views.MeetingPack.as_view(), name="meeting_pack"),
    path(f"{MEETING}people/", views.MeetingPeople.as_view(), name="meeting_people"),
    path(f"{MEETING}returns/<uuid:return_id>/", views.RecordReturn.as_view(), name="return_record"),
    path(f"{MEETING}returns/<uuid:return_id>/remind/", views.Remind.as_view(), name="return_remind"),
    path(f"{MEETING}returns/<uuid:return_id>/files/add/", views.AttachToReturn.as_view(), name="return_attach"),
    path(f"{MEETING}files/add/", views.AttachPaper.as_view(), name="meeting_attach"),
    path(f"{MEETING}files/<uuid:attachment_id>/", views.DownloadAttachment.as_view(), name="attachment_download"),
    path(f"{MEETING}files/<uuid:attachment_id>/withdraw/", views.WithdrawFile.as_view(), name="attachment_withdraw"),
    path(f"{MEETING}move/", views.MoveMeeting.as_view(), name="meeting_move"),
    path(f"{MEETING}chair/", views.ReplaceChair.as_view(), name="meeting_chair"),
    path(f"{MEETING}minute-taker/", views.ReplaceMinuteTaker.as_view(), name="meeting_minute_taker"),
    path(f"{MEETING}cancel/", views.CancelMeeting.as_view(), name="meeting_cancel"),
    path(f"{MEETING}agenda/<slug:item>/", views.WriteItem.as_view(), name="meeting_item"),
    path(f"{MEETING}attendance/", views.Attendance.as_view(), name="meeting_attendance"),
    path(f"{MEETING}actions/add/", views.AgreeAction.as_view(), name="meeting_action"),
    path(f"{MEETING}actions/<uuid:action_id>/answer/", views.AnswerAction.as_view(), name="meeting_action_answer"),
    path(f"{MEETING}absent/<uuid:absent_id>/", views.NameMessenger.as_view(), name="meeting_messenger"),
    path(f"{MEETING}absent/<uuid:absent_id>/answer/", views.RecordReply.as_view(), name="meeting_messenger_reply"),
    path(f"{MEETING}close/", views.CloseMeeting.as_view(), name="meeting_close"),
    path(f"{MEETING}minutes/", views.MinutesDetail.as_view(), name="minutes_detail"),
    path(f"{MEETING}minutes/word/", views.WordMinutes.as_view(), name="minutes_word"),
    path(f"{MEETING}minutes/approve/", views.ApproveMinutes.as_view(), name="minutes_approve"),
    path(f"{MEETING}summary/", views.PrepareSummary.as_view(), name="summary_prepare"),
    path(f"{CASE}summaries/<uuid:summary_id>/", views.DownloadSummary.as_view(), name="summary_download"),
]
