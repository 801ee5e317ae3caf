"""Addresses of this app."""

from django.urls import path

from information import views

TAB = "cases/<uuid:case_id>/information/"
ITEM = f"{TAB}<uuid:item_id>/"

urlpatterns = [
    path(TAB, views.CaseInformation.as_view(), name="case_information"),
    path(f"{TAB}add/", views.RecordItem.as_view(), name="information_record"),
    path(ITEM, views.ItemPage.as_view(), name="information_item"),
    path(f"{ITEM}correct/", views.CorrectItem.as_view(), name="information_correct"),
    path(f"{ITEM}share/", views.ShareItem.as_view(), name="information_share"),
    path(f"{ITEM}shares/<uuid:share_id>/end/", views.EndShare.as_view(), name="information_share_end"),
    path(f"{ITEM}keep/", views.KeepItem.as_view(), name="information_keep"),
    path(f"{ITEM}withdraw/", views.WithdrawItem.as_view(), name="information_withdraw"),
]
