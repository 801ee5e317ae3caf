"""The demonstration and a developer's machine: plain HTTP on this machine only, and e-mail to files."""

from mappa.settings.base import *  # noqa: F403 - settings modules extend one another by star import
from mappa.settings.base import BASE_DIR, STORAGES, env

SECRET_KEY = env("SECRET_KEY", default="development-only-" + "0" * 40)
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

# Browsers accept the __Host- prefix and Secure cookies only over HTTPS.
SESSION_COOKIE_NAME = "mappa_session"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "mappa_csrf"
CSRF_COOKIE_SECURE = False

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = BASE_DIR / "var" / "mail"

# So that the demonstration can be walked with a password alone; enrolling a second factor works and is then asked for.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=False)

# Named by their content as in production, but not compressed: half a minute that gains nothing on one machine.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}

DEMONSTRATION = True
# No scanner runs here: only the makers' harmless test file is found.
ATTACHMENT_SCANNER = "meetings.scanning.known_sign_only"
