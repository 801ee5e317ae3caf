"""The addresses of API version 1."""

from django.urls import include, path

urlpatterns = [
    path("", include("accounts.api.urls")),
    path("", include("offenders.api.urls")),
    path("", include("levels.api.urls")),
    path("", include("assessments.api.urls")),
    path("", include("deadlines.api.urls")),
]
