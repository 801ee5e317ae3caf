"""Addresses of this app. They carry ids, never a name."""

from django.urls import path

from enquiries import views

ONE = "enquiries/<uuid:enquiry_id>/"
TAB = "cases/<uuid:case_id>/enquiries/"
USE = f"{TAB}reports/<uuid:consent_id>/"

urlpatterns = [
    path("enquiries/", views.register, name="enquiries"),
    path("enquiries/new/", views.RecordRequest.as_view(), name="enquiry_new"),
    path("enquiries/<uuid:loose_id>/about/", views.Identify.as_view(), name="enquiry_identify"),
    path(ONE, views.RequestPage.as_view(), name="enquiry"),
    path(f"{ONE}clarify/", views.Clarify.as_view(), name="enquiry_clarify"),
    path(f"{ONE}draft/", views.DraftReply.as_view(), name="enquiry_draft"),
    path(f"{ONE}redacted/", views.Redact.as_view(), name="enquiry_redacted"),
    path(f"{ONE}exempt/", views.Exempt.as_view(), name="enquiry_exempt"),
    path(f"{ONE}exempt/<uuid:exemption_id>/lift/", views.Lift.as_view(), name="enquiry_lift"),
    path(f"{ONE}step/<slug:taken>/", views.TakeStep.as_view(), name="enquiry_step"),
    path(f"{ONE}letter/", views.Letter.as_view(), name="enquiry_letter"),
    path(TAB, views.CaseEnquiries.as_view(), name="case_enquiries"),
    path(f"{TAB}record/", views.RecordOfCase.as_view(), name="enquiry_record"),
    path(f"{TAB}reports/ask/", views.AskAgency.as_view(), name="report_ask"),
    path(f"{USE}answer/", views.AnswerItem.as_view(), name="report_answer"),
    path(f"{USE}left/", views.LeaveItem.as_view(), name="report_leave"),
    path(f"{USE}clear/", views.ClearItem.as_view(), name="report_clear"),
    path(f"{TAB}astray/", views.RecordLoss.as_view(), name="minutes_loss"),
]
