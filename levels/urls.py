"""Addresses of this app. They carry ids, never a name."""

from django.urls import path

from levels import views

CASE = "cases/<uuid:case_id>/"

urlpatterns = [
    path(f"{CASE}level/", views.CaseLevel.as_view(), name="case_level"),
    path(f"{CASE}category/decide/", views.DecideCategory.as_view(), name="category_decide"),
    path(f"{CASE}category/3/", views.PlaceInCategory3.as_view(), name="category_3"),
    path(f"{CASE}category/4/", views.PlaceInCategory4.as_view(), name="category_4"),
    path(f"{CASE}category/3/considered/", views.ConsiderCategory3.as_view(), name="category_3_consider"),
    path(f"{CASE}category/look-ahead/", views.LookAhead.as_view(), name="category_look_ahead"),
    path(f"{CASE}level/dispute/", views.DisputeLevel.as_view(), name="level_dispute"),
    path(f"{CASE}level/disputes/<uuid:dispute_id>/", views.TakeDisputeFurther.as_view(), name="level_dispute_further"),
    path(f"{CASE}danger/", views.ConsiderDanger.as_view(), name="danger_consider"),
    path(f"{CASE}retention/", views.ReviewRetention.as_view(), name="retention_review"),
    path(f"{CASE}lead/", views.ChangeLead.as_view(), name="lead_change"),
    path(f"{CASE}level/ask/", views.AskAgency.as_view(), name="agency_ask"),
    path(f"{CASE}level/asked/<uuid:asked_id>/", views.FollowUpRequest.as_view(), name="agency_asked"),
    path(f"{CASE}screenings/add/", views.RecordScreening.as_view(), name="screening_record"),
    path(f"{CASE}screenings/<uuid:screening_id>/pdf/", views.ScreeningPdf.as_view(), name="screening_pdf"),
    path(f"{CASE}level/decide/", views.DecideLevel.as_view(), name="level_decide"),
    path(f"{CASE}level/approve/", views.ApproveLowering.as_view(), name="lowering_approve"),
    path(f"{CASE}level/checks/<uuid:check_id>/", views.CheckLevel1.as_view(), name="level_1_check"),
    path("level-1-checks/", views.level_1_checks, name="level_1_checks"),
    path(f"{CASE}level/review/", views.ReviewAtLevel1.as_view(), name="level_1_review"),
]
