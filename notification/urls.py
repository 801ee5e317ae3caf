"""Addresses of this app."""

from django.urls import path

from notification import views

PAGE = "cases/<uuid:case_id>/notification/"

urlpatterns = [
    path(PAGE, views.CaseNotification.as_view(), name="case_notification"),
    path(f"{PAGE}record/", views.RecordEntry.as_view(), name="notification_record"),
]
