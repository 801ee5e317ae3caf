"""Addresses of this app. They carry ids, never a name; a hash is sent, not put into an address."""

from django.urls import path

from minutes import views

CASE = "cases/<uuid:case_id>/meetings/"
SUMMARY = f"{CASE}<uuid:meeting_id>/summary/"
COPY = f"{CASE}summaries/copies/<uuid:copy_id>/"

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
    path("verify/", views.Verify.as_view(), name="verify"),
]
