"""What production settings must not be. Looks only at the values it is given, never at the environment."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from sealed.keys import complaint

SHORTEST_KEY = 50
FEWEST_LETTERS = 10
# How the keys begin that other surroundings, Django's project template and our examples use.
KNOWN_KEYS = ("development-only-", "for-tests-only-", "django-insecure-", "change-me", "changeme")
MAIL_THAT_GOES_NOWHERE = ("console", "locmem", "dummy", "filebased")
CLAMD, NO_SCANNER = "meetings.scanning.clamd", "meetings.scanning.known_sign_only"
REQUIRED = ("SECRET_KEY", "FIELD_KEYS", "ALLOWED_HOSTS", "SITE_ADDRESS", "DATABASE_URL", "REDIS_URL", "EMAIL_URL")


def refusals(settings: Mapping[str, Any], environment: Mapping[str, str]) -> list[str]:
    """Return one sentence for each reason not to start; empty when the settings are safe to serve with."""
    missing = [
        f"{name} is not set: production takes it from the environment."
        for name in REQUIRED
        if not environment.get(name)
    ]
    found = [*missing, *_key(settings["SECRET_KEY"]), *_field_keys(settings["FIELD_KEYS"])]
    found += _hosts(settings, environment)
    found += [*_services(settings, environment), *_cookies(settings)]
    if not environment.get("AUDIT_ANCHOR_DIR") and not environment.get("AUDIT_ANCHOR_ADDRESSES"):
        found.append(
            "Neither AUDIT_ANCHOR_DIR nor AUDIT_ANCHOR_ADDRESSES is set: the head of the audit record is to be kept "
            "outside the database, so that a record rewritten from its first link is found out."
        )
    if settings["DEBUG"] or environment.get("DEBUG", "").lower() in {"1", "true", "yes", "on", "y", "ok"}:
        found.append("DEBUG is on: it shows settings and case data to whoever provokes an error; unset it.")
    found += _scanner(settings)
    nowhere = any(f".{name}." in settings["EMAIL_BACKEND"] for name in MAIL_THAT_GOES_NOWHERE)
    if nowhere and environment.get("EMAIL_URL"):
        found.append("EMAIL_URL sends mail nowhere: name a mail server, for example smtp+tls://user:password@host:587.")
    if not settings["SECURE_SSL_REDIRECT"] or not settings["SECURE_HSTS_SECONDS"]:
        found.append("HTTPS is not enforced: keep SECURE_SSL_REDIRECT and SECURE_HSTS_SECONDS on.")
    return found


def _key(key: str) -> list[str]:
    if key and key.lower().startswith(KNOWN_KEYS):
        return ["SECRET_KEY is a development or example key: generate one of your own."]
    if key and (len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_LETTERS):
        return [f"SECRET_KEY is too weak: it needs {SHORTEST_KEY} random characters or more."]
    return []


def _field_keys(keys: Sequence[str]) -> list[str]:
    found = complaint(keys) if keys else None  # that they are missing is said already
    if found is None and any(len(set(key)) < FEWEST_LETTERS for key in keys):
        found = "FIELD_KEYS holds a key that is not random: generate one with 'manage.py make_field_key'."
    return [found] if found else []


def _hosts(settings: Mapping[str, Any], environment: Mapping[str, str]) -> list[str]:
    found = []
    if any(host.strip() in {"", ".", "*"} for host in settings["ALLOWED_HOSTS"]):
        found.append("ALLOWED_HOSTS lets in every host: name the hosts that people type.")
    origins = [
        *settings["CSRF_TRUSTED_ORIGINS"],
        *([settings["SITE_ADDRESS"]] if environment.get("SITE_ADDRESS") else []),
    ]
    plain = [origin for origin in origins if urlsplit(origin).scheme != "https"]
    if plain:
        found.append(
            f"{plain[0]} is not an https address: SITE_ADDRESS and CSRF_TRUSTED_ORIGINS must begin with https://."
        )
    return found


def _services(settings: Mapping[str, Any], environment: Mapping[str, str]) -> list[str]:
    found = []
    if environment.get("DATABASE_URL") and not settings["DATABASES"]["default"].get("PASSWORD"):
        found.append("DATABASE_URL has no password: the database must ask for one (scram-sha-256).")
    broker = urlsplit(environment.get("REDIS_URL", ""))
    if broker.scheme in {"redis", "rediss"} and not broker.password:
        found.append("REDIS_URL has no password: whoever reaches the queue could order any work.")
    return found


def _scanner(settings: Mapping[str, Any]) -> list[str]:
    scanner = settings["ATTACHMENT_SCANNER"]
    if not scanner or scanner == NO_SCANNER:
        return ["ATTACHMENT_SCANNER names no virus scanner: leave it out for ClamAV, and set CLAMD_ADDRESS."]
    if scanner == CLAMD and not settings["CLAMD_ADDRESS"]:
        return ["CLAMD_ADDRESS is not set: without a virus scanner no file that is sent can be read."]
    return []


def _cookies(settings: Mapping[str, Any]) -> list[str]:
    found = []
    for kind in ("SESSION", "CSRF"):
        if not settings[f"{kind}_COOKIE_SECURE"] or not settings[f"{kind}_COOKIE_NAME"].startswith("__Host-"):
            found.append(f"{kind}_COOKIE is not safe: it must be Secure and its name must begin with __Host-.")
    return found
