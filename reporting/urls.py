"""Addresses of Home and the dashboard."""

from django.urls import path

from reporting import views

urlpatterns = [
    path("", views.home, name="home"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("counts/", views.counts, name="area_counts"),
]
