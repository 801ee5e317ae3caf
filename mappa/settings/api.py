"""How partner systems are answered over the API, and how they prove who they are."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.authentication.PartnerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.permissions.PartnerScope"],
    "DEFAULT_RENDERER_CLASSES": ["accounts.api.renderers.RedactedJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_standardized_errors.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "DEFAULT_THROTTLE_CLASSES": ["accounts.throttles.PartnerThrottle"],
    "DEFAULT_PAGINATION_CLASS": "mappa.api.CasePagination",
    "PAGE_SIZE": 50,
    "UNAUTHENTICATED_USER": None,
}
DRF_STANDARDIZED_ERRORS = {"EXCEPTION_HANDLER_CLASS": "mappa.api.ExceptionHandler"}
SPECTACULAR_SETTINGS = {
    "TITLE": "MAPPA case management",
    "DESCRIPTION": "Cases, categories, levels, RoSH and reviews due, as far as the partner's agreement reaches.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "ENFORCE_NON_BLANK_FIELDS": True,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "OAUTH2_FLOWS": ["clientCredentials"],
    "OAUTH2_TOKEN_URL": "/api/token/",
    "OAUTH2_SCOPES": {},
    "ENUM_NAME_OVERRIDES": {
        "RoshLevelEnum": "assessments.models.LEVELS",
        "ValidationErrorEnum": "drf_standardized_errors.openapi_serializers.ValidationErrorEnum.choices",
        "ClientErrorEnum": "drf_standardized_errors.openapi_serializers.ClientErrorEnum.choices",
    },
}
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {
    "SCOPES": {
        "areas:read": "Read areas and agencies",
        "cases:read": "Read cases, categories and levels",
        "cases:write": "Record cases and decisions",
        "rosh:read": "Read RoSH judgements",
        "reviews:read": "Read reviews that are due",
    },
    "DEFAULT_SCOPES": ["areas:read"],
    "ACCESS_TOKEN_EXPIRE_SECONDS": 600,
    # RFC 9700, whole: tokens stored as hashes, no implicit or password grant, no token in an address.
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
}
