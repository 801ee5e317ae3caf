"""Addresses of this app. They carry ids, never a name."""

from django.urls import path

from papers import views, views_restrictions

TAB = "cases/<uuid:case_id>/forms/"
ONE = f"{TAB}<uuid:paper_id>/"

urlpatterns = [
    path(TAB, views.CasePapers.as_view(), name="case_papers"),
    path(f"{TAB}draw-up/<slug:form>/", views.DrawUp.as_view(), name="paper_draw_up"),
    path(f"{TAB}no-work-unsuitable/", views_restrictions.WeighRestrictions.as_view(), name="paper_weigh"),
    path(ONE, views.PaperPage.as_view(), name="paper"),
    path(f"{ONE}again/", views.DrawUpAgain.as_view(), name="paper_again"),
    path(f"{ONE}send/", views.SendPaper.as_view(), name="paper_send"),
    path(f"{ONE}close/", views.ClosePaper.as_view(), name="paper_close"),
    path(f"{ONE}versions/<int:number>/pdf/", views.PaperPdf.as_view(), name="paper_pdf"),
    path(f"{TAB}sendings/<uuid:sending_id>/receipt/", views.ConfirmPaper.as_view(), name="paper_receipt"),
]
