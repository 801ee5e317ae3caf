"""Addresses of who has looked and of anomalies."""

from django.urls import path

from oversight import views

urlpatterns = [
    path("cases/<uuid:case_id>/looks/", views.CaseLooks.as_view(), name="case_looks"),
    path("anomalies/", views.Anomalies.as_view(), name="anomalies"),
    path("anomalies/<uuid:anomaly_id>/", views.OneAnomaly.as_view(), name="anomaly"),
]
