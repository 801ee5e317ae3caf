"""Addresses of this app. They carry ids, never a name."""

from django.urls import path

from offenders.views import access, case, create, lists, people, sentences, sight

CASE = "cases/<uuid:case_id>/"

urlpatterns = [
    path("cases/", lists.CaseloadPage.as_view(), name="cases"),
    path("search/", lists.SearchPage.as_view(), name="search"),
    path("who-sees-what/", sight.SightPage.as_view(), name="sight"),
    path("who-sees-what/stricter/", sight.Amend.as_view(), name="sight_amend"),
    path("who-sees-what/<uuid:proposal_id>/", sight.Decide.as_view(), name="sight_decide"),
    path("who-sees-what/<uuid:amendment_id>/end/", sight.EndAmendment.as_view(), name="sight_end"),
    path("cases/new/", create.NewCase.as_view(), name="case_create"),
    path(CASE, case.CaseOverview.as_view(), name="case"),
    path(f"{CASE}timeline/", case.CaseTimeline.as_view(), name="case_timeline"),
    path(f"{CASE}identity/", case.CorrectIdentity.as_view(), name="case_identity"),
    path(f"{CASE}names/add/", case.AddAlias.as_view(), name="alias_add"),
    path(f"{CASE}addresses/add/", case.AddAddress.as_view(), name="address_add"),
    path(f"{CASE}agencies/add/", case.InvolveAgency.as_view(), name="involvement_add"),
    path(f"{CASE}agencies/<uuid:involvement_id>/end/", case.EndInvolvement.as_view(), name="involvement_end"),
    path(f"{CASE}offences/", sentences.CaseOffences.as_view(), name="case_offences"),
    path(f"{CASE}offences/add/", sentences.RecordOffence.as_view(), name="offence_record"),
    path(f"{CASE}offences/<uuid:offence_id>/", sentences.CorrectOffence.as_view(), name="offence_correct"),
    path(f"{CASE}orders/add/", sentences.RecordOrder.as_view(), name="order_record"),
    path(f"{CASE}custody/add/", sentences.RecordCustody.as_view(), name="custody_record"),
    path(f"{CASE}custody/<uuid:custody_id>/release/", sentences.RecordRelease.as_view(), name="custody_release"),
    path(f"{CASE}people/", people.CaseVictims.as_view(), name="case_victims"),
    path(f"{CASE}people/add/", people.RecordProtectedPerson.as_view(), name="protected_person_record"),
    path(f"{CASE}people/<uuid:person_id>/", people.CorrectProtectedPerson.as_view(), name="protected_person_correct"),
    path(f"{CASE}access/", access.CaseAccess.as_view(), name="case_access"),
    path(f"{CASE}access/assign/", access.Assign.as_view(), name="access_assign"),
    path(f"{CASE}access/grant/", access.Grant.as_view(), name="access_grant"),
    path(f"{CASE}access/deny/", access.Deny.as_view(), name="access_deny"),
    path(f"{CASE}access/restrict/", access.Restrict.as_view(), name="access_restrict"),
]
