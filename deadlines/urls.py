"""Addresses of the rulebook, the policies and what is due."""

from django.urls import path

from deadlines import views

urlpatterns = [
    path("rules/", views.rulebook_page, name="rulebook"),
    path("rules/<str:rule_id>/", views.rule_page, name="rule"),
    path("policies/", views.policies_page, name="policies"),
    path("due/", views.due_page, name="due"),
    path("cases/<uuid:case_id>/deadlines/<uuid:deadline_id>/", views.DeadlinePage.as_view(), name="deadline"),
]
