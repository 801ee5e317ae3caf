"""Addresses of this app. They carry ids, never a name."""

from django.urls import path

from visor import views

TAB = "cases/<uuid:case_id>/visor/"

urlpatterns = [
    path("visor/", views.visor_list, name="visor_list"),
    path(TAB, views.CaseVisor.as_view(), name="case_visor"),
    path(f"{TAB}record/<slug:entry>/", views.RecordEvent.as_view(), name="visor_record"),
    path(f"{TAB}<uuid:visor_id>/take-back/", views.WithdrawEvent.as_view(), name="visor_withdraw"),
    path(f"{TAB}people/", views.AddPart.as_view(), name="visor_part_add"),
    path(f"{TAB}people/<uuid:part_id>/end/", views.EndPart.as_view(), name="visor_part_end"),
]
