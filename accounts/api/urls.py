"""API addresses of this app."""

from django.urls import path

from accounts.api.views import AgencyList, AreaList

urlpatterns = [
    path("areas/", AreaList.as_view(), name="api_areas"),
    path("agencies/", AgencyList.as_view(), name="api_agencies"),
]
