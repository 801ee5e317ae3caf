"""A partner system's bearer token becomes the account it acts as, while its agreement runs."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import PartnerSystem, User


class PartnerAuthentication(OAuth2Authentication):
    """OAuth2 client credentials only: the token carries no person, so the partner's service account acts."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        """The service account and the token; None without a token; 401 when the partner's agreement has ended."""
        result = super().authenticate(request)
        if result is None:
            return None
        _, token = result
        try:
            partner: PartnerSystem = token.application.partner
        except (AttributeError, ObjectDoesNotExist):
            raise AuthenticationFailed("This client has no data-sharing agreement.") from None
        if not any(partner.allows(scope) for scope in partner.scopes.split()):
            raise AuthenticationFailed("The data-sharing agreement of this client has ended.")
        partner.account.partner = partner  # type: ignore[attr-defined]  # read by PartnerScope in the same request
        return partner.account, token
