"""The administration of reference data and users. No case content, and never without a second factor."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class HouseAdminSite(AdminSite):
    """Staff with an authenticator only; signing in goes through the ordinary page."""

    site_header = "MAPPA case management: reference data and users"
    site_title = "Administration"
    index_title = "Reference data and users"
    site_url = "/"
    index_template = "admin/house_index.html"

    def has_permission(self, request: HttpRequest) -> bool:
        """Active staff who have enrolled a second factor."""
        return super().has_permission(request) and is_mfa_enabled(request.user)

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Send staff without an authenticator to enrol one, everybody else to the ordinary sign-in."""
        if request.user.is_authenticated and request.user.is_staff:
            messages.warning(request, "The administration needs an authenticator app. Set yours up first.")
            return redirect("mfa_activate_totp")
        return redirect("account_login")
