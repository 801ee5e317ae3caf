"""The addresses that the sign-in pages link to."""

from django.urls import include, path

from tests.ui.demo import urlpatterns as demonstration

urlpatterns = [*demonstration, path("accounts/", include("mappa.account_urls"))]
