"""Every address of the product. Each app brings its own; the permission table in tests/ lists them all."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularJSONAPIView
from oauth2_provider.views import TokenView

from mappa import errors, health, session

urlpatterns = [
    path("account/", include("mappa.account_urls")),
    path("session/keep/", session.keep, name="session_keep"),
    path("healthz/live/", health.live, name="health_live"),
    path("healthz/ready/", health.ready, name="health_ready"),
    path("admin/", admin.site.urls),
    path("favicon.ico", RedirectView.as_view(url="/static/img/favicon.svg"), name="favicon"),
    path("", include("accounts.urls")),
    path("", include("offenders.urls")),
    path("", include("deadlines.urls")),
    path("", include("levels.urls")),
    path("", include("referrals.urls")),
    path("", include("transfers.urls")),
    path("", include("serious.urls")),
    path("", include("visor.urls")),
    path("", include("enquiries.urls")),
    path("", include("papers.urls")),
    path("", include("assessments.urls")),
    path("", include("disclosure.urls")),
    path("", include("custody.urls")),
    path("", include("information.urls")),
    path("", include("circumstances.urls")),
    path("", include("notification.urls")),
    path("", include("meetings.urls")),
    path("", include("minutes.urls")),
    path("", include("youthjustice.urls")),
    path("", include("oversight.urls")),
    path("", include("reporting.urls")),
    path("api/token/", TokenView.as_view(), name="api_token"),
    path("api/schema/", SpectacularJSONAPIView.as_view(), name="api_schema"),
    path("api/v1/", include("mappa.api_urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
