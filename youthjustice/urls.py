"""Addresses of this app."""

from django.urls import URLPattern, path

from youthjustice.views import adulthood, pages, sections, signing

CASE = "cases/<uuid:case_id>/youth/"
ASSESSMENT = CASE + "<uuid:assessment_id>/"

urlpatterns: list[URLPattern] = [
    path(CASE, pages.YouthPage.as_view(), name="case_youth"),
    path(CASE + "adult-services/", adulthood.ConsiderTransfer.as_view(), name="youth_transition"),
    path(CASE + "start/", signing.Start.as_view(), name="youth_start"),
    path(ASSESSMENT, pages.AssessmentPage.as_view(), name="youth_assessment"),
    path(ASSESSMENT + "sources/", sections.Information.as_view(), name="youth_information"),
    path(ASSESSMENT + "reoffending/", sections.Reoffending.as_view(), name="youth_reoffending"),
    path(ASSESSMENT + "behaviours/", sections.Behaviours.as_view(), name="youth_behaviours"),
    path(
        ASSESSMENT + "behaviours/<uuid:behaviour_id>/remove/",
        sections.RemoveBehaviour.as_view(),
        name="youth_behaviour_remove",
    ),
    path(ASSESSMENT + "serious-harm/", sections.Rosh.as_view(), name="youth_rosh"),
    path(ASSESSMENT + "outcomes/", sections.Outcomes.as_view(), name="youth_outcomes"),
    path(
        ASSESSMENT + "outcomes/<uuid:outcome_id>/remove/", sections.RemoveOutcome.as_view(), name="youth_outcome_remove"
    ),
    path(ASSESSMENT + "well-being/", sections.Wellbeing.as_view(), name="youth_wellbeing"),
    path(ASSESSMENT + "contacts/", sections.Intervention.as_view(), name="youth_intervention"),
    path(ASSESSMENT + "submit/", signing.Submit.as_view(), name="youth_submit"),
    path(ASSESSMENT + "countersign/", signing.Countersign.as_view(), name="youth_countersign"),
    path(ASSESSMENT + "return/", signing.Return.as_view(), name="youth_return"),
    path(ASSESSMENT + "panel/", signing.Panel.as_view(), name="youth_panel"),
    path("youth/gravity/", pages.gravity, name="gravity"),
]
