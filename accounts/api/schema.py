"""How the API description names the partners' sign-in."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class PartnerAuthenticationScheme(OpenApiAuthenticationExtension):
    """OAuth2 client credentials against /api/token/."""

    target_class = "accounts.api.authentication.PartnerAuthentication"
    name = "partner"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """The flow, its address and the scopes."""
        from django.conf import settings

        scopes = settings.OAUTH2_PROVIDER["SCOPES"]
        return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/api/token/", "scopes": scopes}}}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        """The scope that the described method needs."""
        needed = getattr(auto_schema.view, "scopes", {}).get(auto_schema.method)
        return {self.name: [needed] if needed else []}
