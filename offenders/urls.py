"""Addresses of this app. They carry ids, never a name."""

from django.urls import path

from offenders.views import access, case, create, emergency, handing_over, lists, people, requests, sentences, sight

CASE = "cases/<uuid:case_id>/"

urlpatterns = [
    path("cases/", lists.CaseloadPage.as_view(), name="cases"),
    path("cases/without-owner/", lists.OwnerlessPage.as_view(), name="cases_ownerless"),
    path("cases/handed-over/", handing_over.HandedOver.as_view(), name="cases_handed_over"),
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
    path(f"{CASE}orders/<uuid:order_id>/", sentences.CorrectOrder.as_view(), name="order_correct"),
    path(f"{CASE}custody/add/", sentences.RecordCustody.as_view(), name="custody_record"),
    path(f"{CASE}custody/<uuid:custody_id>/release/", sentences.RecordRelease.as_view(), name="custody_release"),
    path(f"{CASE}people/", people.CaseVictims.as_view(), name="case_victims"),
    path(f"{CASE}people/add/", people.RecordProtectedPerson.as_view(), name="protected_person_record"),
    path(f"{CASE}people/<uuid:person_id>/", people.CorrectProtectedPerson.as_view(), name="protected_person_correct"),
    path(f"{CASE}access/", access.CaseAccess.as_view(), name="case_access"),
    path(f"{CASE}access/assign/", access.Assign.as_view(), name="access_assign"),
    path(f"{CASE}access/grant/", access.Grant.as_view(), name="access_grant"),
    path(f"{CASE}access/deny/", access.Deny.as_view(), name="access_deny"),
    path(f"{CASE}access/hand-over/", handing_over.HandOver.as_view(), name="case_hand_over"),
    path(f"{CASE}access/restrict/", access.Restrict.as_view(), name="access_restrict"),
    path(f"{CASE}access/parts/<uuid:assignment_id>/end/", access.EndAssignment.as_view(), name="assignment_end"),
    path(f"{CASE}access/exceptions/<uuid:grant_id>/end/", access.EndGrant.as_view(), name="grant_end"),
    path(f"{CASE}access/bars/<uuid:denial_id>/end/", access.EndDenial.as_view(), name="denial_end"),
    path(f"{CASE}access/bars/<uuid:denial_id>/keep/", access.KeepDenial.as_view(), name="denial_keep"),
    path(f"{CASE}access/emergency/<uuid:emergency_id>/", emergency.ReviewEmergency.as_view(), name="emergency_review"),
    path("requests/", requests.MyRequests.as_view(), name="access_requests"),
    path("requests/new/", requests.AskToBeInvolved.as_view(), name="access_request_new"),
    path("requests/waiting/", requests.RequestsToDecide.as_view(), name="access_requests_waiting"),
    path("requests/<uuid:request_id>/", requests.OwnRequest.as_view(), name="access_request"),
    path("requests/<uuid:request_id>/decide/", requests.DecideRequest.as_view(), name="access_request_decide"),
    path("emergency/", emergency.EmergencyAccess.as_view(), name="emergency"),
    path("emergency/uses/", emergency.EmergencyUses.as_view(), name="emergency_uses"),
]
