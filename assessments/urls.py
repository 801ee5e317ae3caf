"""Addresses of this app."""

from django.urls import path

from assessments import views

CASE = "cases/<uuid:case_id>/"

urlpatterns = [
    path(f"{CASE}risk/", views.CaseRisk.as_view(), name="case_risk"),
    path(f"{CASE}risk/judge/", views.JudgeRosh.as_view(), name="rosh_judge"),
    path(f"{CASE}risk/tools/add/", views.RecordTool.as_view(), name="tool_record"),
    path(f"{CASE}people/release/", views.ReleaseForVictims.as_view(), name="case_release"),
    path(f"{CASE}plan/", views.CasePlan.as_view(), name="case_plan"),
    path(f"{CASE}plan/record/", views.RecordPlan.as_view(), name="plan_record"),
    path(f"{CASE}plan/actions/add/", views.AddAction.as_view(), name="action_add"),
    path(f"{CASE}plan/actions/<uuid:action_id>/", views.UpdateAction.as_view(), name="action_update"),
]
