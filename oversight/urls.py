"""Addresses of who has looked and of anomalies."""

from django.urls import path

from oversight import agreements, pages, successors, views

CASE = "cases/<uuid:case_id>/"

urlpatterns = [
    path("cases/<uuid:case_id>/looks/", views.CaseLooks.as_view(), name="case_looks"),
    path("cases/without-decider/", successors.NameSuccessor.as_view(), name="cases_undecided"),
    path("sharing-agreement/", agreements.Agreements.as_view(), name="sharing_agreements"),
    path("anomalies/", views.Anomalies.as_view(), name="anomalies"),
    path("anomalies/<uuid:anomaly_id>/", views.OneAnomaly.as_view(), name="anomaly"),
    path(f"{CASE}as-it-stood/", pages.AsItStood.as_view(), name="case_as_it_stood"),
    path(f"{CASE}chronology/", pages.Chronology.as_view(), name="case_chronology"),
    path(f"{CASE}chronology/print/", pages.PrintChronology.as_view(), name="case_chronology_pdf"),
    path(f"{CASE}chronology/ask/", pages.AskForChronology.as_view(), name="case_chronology_ask"),
    path(f"{CASE}chronology/<uuid:file_id>/", pages.OneChronologyFile.as_view(), name="case_chronology_file"),
    path(
        f"{CASE}chronology/<uuid:file_id>/download/",
        pages.DownloadChronology.as_view(),
        name="case_chronology_download",
    ),
]
