"""Addresses of this app. They carry ids, never a name."""

from django.urls import path

from referrals import views

TAB = "cases/<uuid:case_id>/referrals/"
ONE = f"{TAB}<uuid:referral_id>/"

urlpatterns = [
    path("referrals/waiting/", views.referrals_waiting, name="referrals_waiting"),
    path(TAB, views.CaseReferrals.as_view(), name="case_referrals"),
    path(f"{TAB}start/", views.StartReferral.as_view(), name="referral_start"),
    path(ONE, views.ReferralPage.as_view(), name="referral"),
    path(f"{ONE}sections/<slug:section>/", views.WriteSection.as_view(), name="referral_section"),
    path(f"{ONE}victims/", views.WriteVictims.as_view(), name="referral_victims"),
    path(f"{ONE}submit/", views.SubmitReferral.as_view(), name="referral_submit"),
    path(f"{ONE}withdraw/", views.WithdrawReferral.as_view(), name="referral_withdraw"),
    path(f"{ONE}decide/", views.DecideReferral.as_view(), name="referral_decide"),
    path(f"{ONE}dispute/", views.DisputeDecision.as_view(), name="referral_dispute"),
    path(f"{ONE}settle/", views.SettleDispute.as_view(), name="referral_settle"),
    path(f"{ONE}versions/<int:number>/pdf/", views.ReferralPaper.as_view(), name="referral_pdf"),
]
