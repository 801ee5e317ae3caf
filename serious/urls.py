"""Addresses of this app. They carry ids, never a name."""

from django.urls import path

from serious import views

TAB = "cases/<uuid:case_id>/serious/"
ONE = f"{TAB}<uuid:charge_id>/"

urlpatterns = [
    path("reviews/", views.reviews_running, name="reviews"),
    path(TAB, views.CaseSerious.as_view(), name="case_serious"),
    path(f"{TAB}offence/", views.RecordOffence.as_view(), name="serious_offence_record"),
    path(f"{TAB}critical/pdf/", views.CriticalPdf.as_view(), name="critical_pdf"),
    path(f"{TAB}critical/<slug:event>/", views.RecordCritical.as_view(), name="critical_record"),
    path(f"{TAB}critical/<uuid:critical_id>/correct/", views.CorrectCritical.as_view(), name="critical_correct"),
    path(ONE, views.ReviewPage.as_view(), name="review"),
    path(f"{ONE}pdf/", views.ReviewPdf.as_view(), name="review_pdf"),
    path(f"{ONE}correct/", views.CorrectOffence.as_view(), name="serious_offence_correct"),
    path(f"{ONE}decide/", views.Decide.as_view(), name="review_decide"),
    path(f"{ONE}lead/", views.NameLead.as_view(), name="review_lead"),
    path(f"{ONE}step/<slug:step>/", views.TakeStep.as_view(), name="review_step"),
    path(f"{ONE}defer/", views.Defer.as_view(), name="review_defer"),
    path(f"{ONE}go-on/", views.GoOn.as_view(), name="review_go_on"),
    path(f"{ONE}discontinue/", views.Discontinue.as_view(), name="review_discontinue"),
    path(f"{ONE}actions/", views.AddAction.as_view(), name="review_action_add"),
    path(f"{ONE}actions/<uuid:review_action_id>/", views.ChangeAction.as_view(), name="review_action_change"),
    path(f"{ONE}actions/<uuid:review_action_id>/<slug:turn>/", views.RecordAction.as_view(), name="review_action"),
]
