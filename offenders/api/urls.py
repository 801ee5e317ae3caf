"""API addresses of this app."""

from django.urls import path

from offenders.api.views import CaseDetail, CaseList

urlpatterns = [
    path("offenders/", CaseList.as_view(), name="api_offenders"),
    path("offenders/<uuid:case_id>/", CaseDetail.as_view(), name="api_offender"),
]
