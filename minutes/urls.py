"""Addresses of this app. They carry ids, never a name; a hash is sent, not put into an address."""

from django.urls import path

from minutes import views

CASE = "cases/<uuid:case_id>/meetings/"
SUMMARY = f"{CASE}<uuid:meeting_id>/summary/"
COPY = f"{CASE}summaries/copies/<uuid:copy_id>/"
MINUTES = f"{CASE}<uuid:meeting_id>/minutes/"
MINUTES_COPY = f"{CASE}minutes-copies/<uuid:minutes_copy_id>/"
PLAN = "cases/<uuid:case_id>/plan/person/"
RECORDING = f"{CASE}<uuid:meeting_id>/recording/"

urlpatterns = [
    path(f"{SUMMARY}overview/", views.SummaryOverview.as_view(), name="summary_overview"),
    path(f"{SUMMARY}check/", views.ReviewLeaks.as_view(), name="summary_leaks"),
    path(f"{SUMMARY}circulate/", views.CirculateDraft.as_view(), name="summary_circulate"),
    path(f"{SUMMARY}comment/", views.CommentOnDraft.as_view(), name="summary_comment"),
    path(f"{SUMMARY}comments/<uuid:comment_id>/", views.AnswerComment.as_view(), name="summary_comment_answer"),
    path(f"{SUMMARY}issue/", views.IssueSummary.as_view(), name="summary_issue"),
    path(f"{SUMMARY}recipients/add/", views.AddRecipient.as_view(), name="summary_recipient"),
    path(COPY, views.DownloadCopy.as_view(), name="summary_copy_download"),
    path(f"{COPY}sent/", views.CopySent.as_view(), name="summary_copy_sent"),
    path(f"{MINUTES}pdf/", views.MinutesPdf.as_view(), name="minutes_pdf"),
    path(f"{MINUTES}draft/", views.MinutesWord.as_view(), name="minutes_word_draft"),
    path(f"{MINUTES}copies/", views.MinutesCopies.as_view(), name="minutes_copies"),
    path(f"{MINUTES}copies/make/", views.MakeCopies.as_view(), name="minutes_copies_make"),
    path(f"{MINUTES}copies/send/", views.SendHere.as_view(), name="minutes_copies_send"),
    path(f"{MINUTES}copies/further/", views.CopyBeyond.as_view(), name="minutes_copy_beyond"),
    path(f"{MINUTES}leave-out/", views.LeaveOut.as_view(), name="minutes_leave_out"),
    path(f"{MINUTES}left-out/<uuid:left_out_id>/take-back/", views.TakeBack.as_view(), name="minutes_take_back"),
    path(f"{MINUTES}copies/<uuid:further_copy_id>/strike/", views.Strike.as_view(), name="minutes_copy_strike"),
    path(f"{MINUTES}confirm/", views.OwnCopy.as_view(), name="minutes_own_copy"),
    path(f"{MINUTES_COPY}pdf/", views.CopyPdf.as_view(), name="minutes_copy_pdf"),
    path(f"{MINUTES_COPY}step/", views.TakeStep.as_view(), name="minutes_copy_step"),
    path(f"{MINUTES_COPY}correction/", views.AskForCorrection.as_view(), name="minutes_copy_correct"),
    path(f"{MINUTES_COPY}sharing/", views.RecordSharing.as_view(), name="minutes_copy_share"),
    path(f"{MINUTES}notes/<uuid:note_id>/", views.DecideNote.as_view(), name="minutes_note_decide"),
    path(RECORDING, views.RecordRecording.as_view(), name="recording_record"),
    path(f"{RECORDING}deleted/", views.RecordingGone.as_view(), name="recording_deleted"),
    path(PLAN, views.PlanCopies.as_view(), name="plan_copies"),
    path(f"{PLAN}make/", views.MakePlanCopy.as_view(), name="plan_copy_make"),
    path(f"{PLAN}<uuid:plan_copy_id>/pdf/", views.PlanCopyPdf.as_view(), name="plan_copy_pdf"),
    path(f"{PLAN}<uuid:plan_copy_id>/given/", views.GivePlanCopy.as_view(), name="plan_copy_give"),
    path("verify/", views.Verify.as_view(), name="verify"),
]
