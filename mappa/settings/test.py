"""The test run: fast and quiet, otherwise as strict as base. The root conftest supplies DATABASE_URL."""

from cryptography.fernet import Fernet

from mappa.settings.base import *  # noqa: F403 - settings modules extend one another by star import
from mappa.settings.base import DATABASES, THROTTLES, env

# A database in which the migrations have run; the test databases are copies of it.
DATABASES["default"]["TEST"] = {"TEMPLATE": env("TEST_DATABASE_TEMPLATE", default="") or None}

SECRET_KEY = "for-tests-only-" + "0" * 50  # noqa: S105 - signs nothing outside a test run
FIELD_KEYS = env.list("FIELD_KEYS", default=[]) or [Fernet.generate_key().decode()]  # of this run alone
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_ADDRESS = "http://testserver"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
THROTTLES = dict.fromkeys(THROTTLES, "")  # tests are quicker than people; those about limits set their own
# A sign-in that a whole file of tests shares stays confirmed on a slow machine.
ACCOUNT_REAUTHENTICATION_TIMEOUT = CONFIRMED_FOR_SECONDS = 3600
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BROKER_URL = "memory://"

# The live server of the browser tests speaks plain HTTP, where browsers drop Secure and __Host- cookies.
SESSION_COOKIE_NAME = "mappa_session"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "mappa_csrf"
CSRF_COOKIE_SECURE = False
# No scanner runs here: only the makers' harmless test file is found.
ATTACHMENT_SCANNER = "meetings.scanning.known_sign_only"
