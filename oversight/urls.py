"""Addresses of who has looked, anomalies, and how a case stood."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
