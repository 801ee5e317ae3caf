"""Production settings start on safe values and refuse each unsafe one in a sentence."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from mappa.settings.refusals import refusals

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "Zk3vQ9xL0pTfW7uRbN2yHdE5sGmJ8cAaVoXiKqPlYtUrBnMw1346"
FIELD_KEY = Fernet.generate_key().decode()
SAFE = {
    "SECRET_KEY": KEY,
    "FIELD_KEYS": FIELD_KEY,
    "ALLOWED_HOSTS": "mappa.example.test",
    "SITE_ADDRESS": "https://mappa.example.test",
    "DATABASE_URL": "postgres://mappa_app:long-password@db.example.test/mappa",
    "REDIS_URL": "redis://:long-password@queue.example.test:6379/0",
    "EMAIL_URL": "smtp+tls://mappa:long-password@mail.example.test:587",
    "AUDIT_ANCHOR_DIR": "/anchors",
    "CLAMD_ADDRESS": "/run/clamav/clamd.sock",
}
REPORT = """
from mappa.settings import production as p
print(p.DEBUG, p.SECURE_SSL_REDIRECT, p.SECURE_HSTS_SECONDS > 0, p.SESSION_COOKIE_SECURE, p.CSRF_COOKIE_SECURE)
print(p.SESSION_COOKIE_NAME, p.CSRF_COOKIE_NAME, getattr(p, "SECURE_PROXY_SSL_HEADER", None))
"""


def load(environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Import the production settings in a process that has this environment, less what is empty, and hardly more."""
    given = {name: value for name, value in environment.items() if value}
    return subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", REPORT],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **given},
        capture_output=True,
        text=True,
        check=False,
    )


def test_safe_values_start_and_are_hardened() -> None:
    result = load(SAFE)
    assert result.stdout.splitlines() == [
        "False True True True True",
        "__Host-mappa_session __Host-mappa_csrf None",
    ], result.stderr


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"DEBUG": "true"}, "DEBUG is on"),
        ({"CLAMD_ADDRESS": ""}, "CLAMD_ADDRESS is not set"),
        ({"ATTACHMENT_SCANNER": "meetings.scanning.known_sign_only"}, "ATTACHMENT_SCANNER names no virus scanner"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"AUDIT_ANCHOR_DIR": ""}, "Neither AUDIT_ANCHOR_DIR nor AUDIT_ANCHOR_ADDRESSES is set"),
        ({"SECRET_KEY": KEY[:49]}, "SECRET_KEY is too weak"),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY is too weak"),
        ({"SECRET_KEY": "development-only-" + KEY}, "SECRET_KEY is a development or example key"),
        ({"FIELD_KEYS": ""}, "FIELD_KEYS is not set"),
        ({"FIELD_KEYS": FIELD_KEY + ",short"}, "FIELD_KEYS holds something that is no key"),
        ({"FIELD_KEYS": "A" * 43 + "="}, "FIELD_KEYS holds a key that is not random"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS lets in every host"),
        ({"ALLOWED_HOSTS": "mappa.example.test,*"}, "ALLOWED_HOSTS lets in every host"),
        ({"SITE_ADDRESS": ""}, "SITE_ADDRESS is not set"),
        ({"SITE_ADDRESS": "http://mappa.example.test"}, "http://mappa.example.test is not an https address"),
        ({"CSRF_TRUSTED_ORIGINS": "http://other.example.test"}, "http://other.example.test is not an https address"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set"),
        ({"DATABASE_URL": "postgres://mappa_app@db.example.test/mappa"}, "DATABASE_URL has no password"),
        ({"REDIS_URL": ""}, "REDIS_URL is not set"),
        ({"REDIS_URL": "redis://queue.example.test:6379/0"}, "REDIS_URL has no password"),
        ({"EMAIL_URL": ""}, "EMAIL_URL is not set"),
        ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL sends mail nowhere"),
        ({"EMAIL_URL": "memorymail://"}, "EMAIL_URL sends mail nowhere"),
    ],
)
def test_an_unsafe_value_is_refused_with_one_sentence(change: dict[str, str], sentence: str) -> None:
    result = load({**SAFE, **change})
    assert result.returncode != 0
    reasons = [line for line in result.stderr.splitlines() if line.startswith("- ")]
    assert len(reasons) == 1, result.stderr
    assert reasons[0].startswith(f"- {sentence}")


def test_all_reasons_are_told_at_once() -> None:
    result = load({**SAFE, "DEBUG": "1", "ALLOWED_HOSTS": "*", "EMAIL_URL": ""})
    assert len([line for line in result.stderr.splitlines() if line.startswith("- ")]) == 3


def test_a_refusal_does_not_repeat_a_secret() -> None:
    result = load({**SAFE, "DEBUG": "1"})
    assert KEY not in result.stderr
    assert FIELD_KEY not in result.stderr
    assert "long-password" not in result.stderr


@pytest.mark.parametrize(("count", "believed"), [("", False), ("0", False), ("1", True)])
def test_forwarded_headers_are_believed_only_when_proxies_are_declared(count: str, believed: bool) -> None:
    result = load({**SAFE, **({"TRUSTED_PROXY_COUNT": count} if count else {})})
    assert ("HTTP_X_FORWARDED_PROTO" in result.stdout) is believed, result.stderr


SAFE_SETTINGS: dict[str, object] = {
    "SECRET_KEY": KEY,
    "FIELD_KEYS": [FIELD_KEY],
    "DEBUG": False,
    "ALLOWED_HOSTS": ["mappa.example.test"],
    "CSRF_TRUSTED_ORIGINS": [],
    "SITE_ADDRESS": SAFE["SITE_ADDRESS"],
    "DATABASES": {"default": {"PASSWORD": "long-password"}},
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 1,
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-s",
    "CSRF_COOKIE_SECURE": True,
    "CSRF_COOKIE_NAME": "__Host-c",
    "ATTACHMENT_SCANNER": "meetings.scanning.clamd",
    "CLAMD_ADDRESS": "clamav:3310",
}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SESSION_COOKIE_SECURE", False, "SESSION_COOKIE is not safe"),
        ("SESSION_COOKIE_NAME", "sessionid", "SESSION_COOKIE is not safe"),
        ("CSRF_COOKIE_SECURE", False, "CSRF_COOKIE is not safe"),
        ("CSRF_COOKIE_NAME", "csrftoken", "CSRF_COOKIE is not safe"),
        ("SECURE_SSL_REDIRECT", False, "HTTPS is not enforced"),
        ("SECURE_HSTS_SECONDS", 0, "HTTPS is not enforced"),
        ("DEBUG", True, "DEBUG is on"),
        ("ATTACHMENT_SCANNER", "meetings.scanning.known_sign_only", "ATTACHMENT_SCANNER names no virus scanner"),
        ("ATTACHMENT_SCANNER", "", "ATTACHMENT_SCANNER names no virus scanner"),
        ("CLAMD_ADDRESS", "", "CLAMD_ADDRESS is not set"),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "EMAIL_URL sends mail nowhere"),
    ],
)
def test_a_loosened_setting_is_refused_whoever_loosened_it(name: str, value: object, sentence: str) -> None:
    assert refusals(SAFE_SETTINGS, SAFE) == []
    found = refusals({**SAFE_SETTINGS, name: value}, SAFE)
    assert len(found) == 1
    assert found[0].startswith(sentence)


def test_the_deployment_check_finds_nothing() -> None:
    result = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "mappa.settings.production", **SAFE},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
