"""Addresses of this app. They carry ids, never a name."""

from django.urls import path

from circumstances import views

TAB = "cases/<uuid:case_id>/circumstances/"

urlpatterns = [
    path(TAB, views.CaseCircumstances.as_view(), name="case_circumstances"),
    path(f"{TAB}<slug:fact>/", views.RecordFact.as_view(), name="circumstance_record"),
]
