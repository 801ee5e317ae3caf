"""API addresses of this app."""

from django.urls import path

from levels.api.views import CategoryDecisions, LevelDecisions

urlpatterns = [
    path("offenders/<uuid:case_id>/categories/", CategoryDecisions.as_view(), name="api_categories"),
    path("offenders/<uuid:case_id>/levels/", LevelDecisions.as_view(), name="api_levels"),
]
