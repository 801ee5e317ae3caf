"""Addresses of this app. They carry ids, never a name."""

from django.urls import path

from referrals import views

TAB = "cases/<uuid:case_id>/referrals/"
SENT = "referrals/sent/<uuid:sent_id>/"
ONE = f"{TAB}<uuid:referral_id>/"

urlpatterns = [
    path("referrals/waiting/", views.referrals_waiting, name="referrals_waiting"),
    path("referrals/sent/", views.sent_referrals, name="sent_referrals"),
    path("referrals/send/", views.SendReferral.as_view(), name="referral_send"),
    path(SENT, views.SentPage.as_view(), name="sent_referral"),
    path(f"{SENT}correct/", views.CorrectSent.as_view(), name="sent_referral_correct"),
    path(f"{SENT}take/", views.TakeOn.as_view(), name="sent_referral_take"),
    path(f"{SENT}refuse/", views.RefuseSent.as_view(), name="sent_referral_refuse"),
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
