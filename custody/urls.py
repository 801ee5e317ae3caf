"""Addresses of this app."""

from django.urls import path

from custody import views

TAB = "cases/<uuid:case_id>/custody-and-release/"

urlpatterns = [
    path(TAB, views.CaseCustody.as_view(), name="case_custody"),
    path(f"{TAB}record/<slug:kind>/", views.RecordEvent.as_view(), name="custody_event_record"),
    path(f"{TAB}<uuid:event_id>/correct/", views.CorrectEvent.as_view(), name="custody_event_correct"),
    path(f"{TAB}times/<uuid:custody_id>/in-error/", views.TakeBackTime.as_view(), name="custody_in_error"),
    path(f"{TAB}prison-report/", views.RecordReport.as_view(), name="prison_report_record"),
    path(f"{TAB}prison-report/<uuid:report_id>/pdf/", views.ReportPdf.as_view(), name="prison_report_pdf"),
]
