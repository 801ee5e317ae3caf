"""Addresses of this app."""

from django.urls import path

from disclosure import views

CASE = "cases/<uuid:case_id>/"
DECISION = f"{CASE}disclosure/<uuid:decision_id>/"

urlpatterns = [
    path(f"{CASE}disclosure/", views.CaseDisclosure.as_view(), name="case_disclosure"),
    path(f"{CASE}disclosure/consider/", views.DecideDisclosure.as_view(), name="disclosure_decide"),
    path(f"{DECISION}again/", views.DecideAgain.as_view(), name="disclosure_decide_again"),
    path(f"{DECISION}made/", views.RecordMade.as_view(), name="disclosure_made"),
    path(f"{DECISION}follow-up/", views.FollowUp.as_view(), name="disclosure_follow_up"),
]
