"""A real deployment behind HTTPS. Refuses to start on values that are missing or unsafe, one sentence for each."""

import os

from django.core.exceptions import ImproperlyConfigured

from mappa.settings.base import *  # noqa: F403 - settings modules extend one another by star import
from mappa.settings.base import SILENCED_SYSTEM_CHECKS as SILENCED_EVERYWHERE
from mappa.settings.base import env
from mappa.settings.refusals import refusals

DEBUG = False
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

SECURE_SSL_REDIRECT = True
# Probes come from inside, over plain HTTP, and learn nothing but "ready" or "not ready".
SECURE_REDIRECT_EXEMPT = [r"^healthz(/|$)"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Preloading binds a whole domain for good: its owner's decision, not this service's.
SILENCED_SYSTEM_CHECKS = [*SILENCED_EVERYWHERE, "security.W021"]

# Forwarded headers are believed only where the operator says how many proxies of his own stand in front.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
if TRUSTED_PROXY_COUNT > 0:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

if _reasons := refusals(globals(), os.environ):
    raise ImproperlyConfigured("Not starting:\n" + "\n".join(f"- {reason}" for reason in _reasons))
