"""API addresses of this app."""

from django.urls import path

from assessments.api.views import RoshJudgements, RoshJudgementsOfOffender

urlpatterns = [
    path("rosh-judgements/", RoshJudgements.as_view(), name="api_rosh_judgements"),
    path("offenders/<uuid:case_id>/rosh-judgements/", RoshJudgementsOfOffender.as_view(), name="api_offender_rosh"),
]
