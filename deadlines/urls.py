"""Addresses of the rulebook, the policies and what is due."""

from django.urls import path

from deadlines.views import alerts, deadline, limits, pages, timescales

ONE = "cases/<uuid:case_id>/deadlines/<uuid:deadline_id>/"

urlpatterns = [
    path("rules/", pages.rulebook_page, name="rulebook"),
    path("rules/coverage/", pages.coverage_page, name="rulebook_coverage"),
    path("rules/timescales/", timescales.timescales_page, name="timescales"),
    path("rules/<str:rule_id>/", pages.rule_page, name="rule"),
    path("policies/", pages.policies_page, name="policies"),
    path("policies/proposals/<uuid:limits_id>/", limits.DecideLimits.as_view(), name="limits_decide"),
    path("policies/<slug:area>/propose/", limits.ProposeLimits.as_view(), name="limits_propose"),
    path("due/", pages.due_page, name="due"),
    path("alerts/", alerts.MyAlerts.as_view(), name="my_alerts"),
    path("alerts/<int:alert_id>/put-off/", alerts.PutOff.as_view(), name="alert_put_off"),
    path(ONE, deadline.DeadlinePage.as_view(), name="deadline"),
    path(f"{ONE}decide/", deadline.DecideDeadline.as_view(), name="deadline_decide"),
    path(
        "cases/<uuid:case_id>/deadline-decisions/<uuid:deadline_decision_id>/",
        deadline.AnswerDecision.as_view(),
        name="deadline_answer",
    ),
]
