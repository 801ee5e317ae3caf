"""Addresses of this app. They carry ids, never a name."""

from django.urls import path

from transfers import views

TAB = "cases/<uuid:case_id>/transfers/"
ONE = f"{TAB}<uuid:transfer_id>/"

urlpatterns = [
    path("transfers/", views.transfers_in_progress, name="transfers"),
    path(TAB, views.CaseTransfers.as_view(), name="case_transfers"),
    path(f"{TAB}request/", views.RequestTransfer.as_view(), name="transfer_request"),
    path(f"{TAB}border/", views.RecordBorderMove.as_view(), name="border_move"),
    path(ONE, views.TransferPage.as_view(), name="transfer"),
    path(f"{ONE}accept/", views.AcceptTransfer.as_view(), name="transfer_accept"),
    path(f"{ONE}refuse/", views.RefuseTransfer.as_view(), name="transfer_refuse"),
    path(f"{ONE}withdraw/", views.WithdrawTransfer.as_view(), name="transfer_withdraw"),
    path(f"{ONE}sent/", views.SendRecords.as_view(), name="transfer_sent"),
    path(f"{ONE}dispute/", views.DisputeRefusal.as_view(), name="transfer_dispute"),
    path(f"{ONE}settle/", views.SettleDispute.as_view(), name="transfer_settle"),
    path(f"{ONE}again/", views.SendFormAgain.as_view(), name="transfer_again"),
    path(f"{ONE}versions/<int:number>/pdf/", views.TransferPaper.as_view(), name="transfer_pdf"),
]
