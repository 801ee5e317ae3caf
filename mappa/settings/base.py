"""What every surrounding shares. The environment is read here and in production.py, nowhere else.

Values are safe by default; development and test loosen them explicitly.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from mappa.settings.api import *  # noqa: F403 - settings modules extend one another by star import
from mappa.settings.schedule import SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

SECRET_KEY = env("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
# Seals what the database must not hold in clear text: newest key first, older ones open what they sealed.
FIELD_KEYS: list[str] = env.list("FIELD_KEYS", default=[])
SITE_ADDRESS = env("SITE_ADDRESS", default="http://localhost:8000")

INSTALLED_APPS = [
    "mappa.apps.HouseConfig",
    "mappa.apps.HouseAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "guardian",
    "oauth2_provider",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_standardized_errors",
    "csp",
    "pgtrigger",
    "pghistory",
    "ui",
    "sealed",
    "audit",
    "accounts",
    "offenders",
    "deadlines",
    "assessments",
    "disclosure",
    "custody",
    "information",
    "circumstances",
    "notification",
    "levels",
    "papers",
    "referrals",
    "meetings",
    "minutes",
    "enquiries",
    "transfers",
    "serious",
    "visor",
    "youthjustice",
    "reporting",
    "oversight",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mappa.middleware.ClosedToOthers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mappa.middleware.NoStore",
    "csp.middleware.CSPMiddleware",
    "audit.middleware.RequestContext",
    "mappa.middleware.RefusalsRecorded",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SecondFactorRequired",
    "accounts.gates.TermsAccepted",
    "accounts.gates.StaffMode",
    "mappa.middleware.Throttles",
    "mappa.middleware.Refusals",
]

ROOT_URLCONF = "mappa.urls"
WSGI_APPLICATION = "mappa.wsgi.application"
FORM_RENDERER = "ui.renderer.GDSRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ui.context.furniture",
                "mappa.context.service_navigation",
            ],
            "builtins": ["ui.templatetags.ui"],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default="postgres://localhost/mappa")}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=300)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://"),
        "KEY_PREFIX": "mappa",
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"  # what people read and type; the database holds UTC instants
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# 2 MB of text can be 6 MB on the wire; what is longer than a field allows gets a sentence beside the field.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# A file is refused everywhere but at these addresses, which take one each within the limit, in memory.
FILE_UPLOAD_HANDLERS = ["mappa.uploads.BoundedFile"]
ADDRESSES_THAT_TAKE_FILES = frozenset({"meeting_attach", "return_attach"})
ATTACHMENT_LIMIT = env.int("ATTACHMENT_LIMIT_MB", default=10) * 1024 * 1024
# Called with the bytes of each file before anybody can download it; True when they are clean.
ATTACHMENT_SCANNER = env("ATTACHMENT_SCANNER", default="meetings.scanning.clamd")
CLAMD_ADDRESS = env("CLAMD_ADDRESS", default="")

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "full_name", "job_title"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.WordsOfTheField"},
]
# Agencies that bring their own sign-in (OpenID Connect), as a JSON list; docs/sign-in.md says what an entry holds.
IDENTITY_PROVIDERS: list[dict[str, Any]] = env.json("IDENTITY_PROVIDERS", default=[])
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by administrators, who know the address
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {"reset_password": "accounts.password_reset.AskForPassword"}
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/300s/key", "login": "30/m/ip", "reauthenticate": "10/m/user"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
CONFIRMED_FOR_SECONDS = 10 * 60  # how long a confirmation holds for approvals, exports and emergency access
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TRUST_ENABLED = False  # the second step is asked for at each sign-in, on each machine
MFA_FORMS = {
    "activate_totp": "accounts.second_factors.ActivateTOTPForm",
    "add_webauthn": "accounts.second_factors.AddPasskeyForm",
    "edit_webauthn": "accounts.second_factors.RenamePasskeyForm",
}
MFA_TOTP_ISSUER = "MAPPA case management"
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODES_SHOW_ONCE = True
SECOND_FACTOR_REQUIRED = True
TERMS_REQUIRED = True
INVITATION_HOURS = 72
DORMANT_DAYS = env.int("DORMANT_DAYS", default=90)  # without signing in, then an account is switched off
DORMANT_WARNING_DAYS = env.int("DORMANT_WARNING_DAYS", default=76)
STAFF_MODE_MINUTES = 30
USERSESSIONS_ADAPTER = "accounts.adapters.SessionsAdapter"
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_NAME = "__Host-mappa_session"
SESSION_COOKIE_AGE = SESSION_SECONDS = int(timedelta(hours=8).total_seconds())  # absolute limit, kept by SessionLimits
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-mappa_csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "mappa.errors.csrf_failure"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session goes on, the others end
IDLE_SECONDS = env.int("IDLE_SECONDS", default=20 * 60)

# Headers
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Guardian holds exceptions only; nobody anonymous, no user created behind our back.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_AUTO_PREFETCH = False
# visible_to() and can_see() read the grants; guardian's backend would be a second door beside them.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

CHRONOLOGY_KEPT_HOURS = env.int("CHRONOLOGY_KEPT_HOURS", default=24)  # a long one waits so long for who asked for it
VISOR_OWNER_CATEGORY_4 = env("VISOR_OWNER_CATEGORY_4", default="")  # police or probation; the guidance names nobody
EMERGENCY_ACCESS_HOURS = env.int("EMERGENCY_ACCESS_HOURS", default=4)
# After a youth justice service handed a case over, how long the case stays open to it.
YOUTH_JUSTICE_CLOSES_AFTER_MONTHS = env.int("YOUTH_JUSTICE_CLOSES_AFTER_MONTHS", default=12)
EMERGENCY_ACCESSES_UNREVIEWED = env.int("EMERGENCY_ACCESSES_UNREVIEWED", default=3)  # of one person at a time (ACC-70)
SMALL_NUMBERS_BELOW = env.int("SMALL_NUMBERS_BELOW", default=5)  # left out of counts; 5 is the least

# E-mail carries counts and links, never names.
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)  # seconds; a mail server that hangs does not hold a worker
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="mappa@example.test")

# Background work
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TIMEZONE = "UTC"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_BEAT_SCHEDULE = SCHEDULE

# The audit record: where its head is written outside the database, and who is told when it does not hold.
AUDIT_ANCHOR_DIR = env("AUDIT_ANCHOR_DIR", default="")
AUDIT_ANCHOR_ADDRESSES: list[str] = env.list("AUDIT_ANCHOR_ADDRESSES", default=[])
AUDIT_ALARM_RECIPIENTS: list[str] = env.list("AUDIT_ALARM_RECIPIENTS", default=[])
# Different cases that one account opens within so many minutes: from `alarm` on people are told, from `slow` on
# nothing further opens for as long.
BULK_READING = {
    "page": {
        "minutes": env.int("BULK_READING_MINUTES", default=10),
        "alarm": env.int("BULK_READING_ALARM", default=30),
        "slow": env.int("BULK_READING_SLOW", default=60),
    },
    "api": {
        "minutes": env.int("BULK_READING_API_MINUTES", default=60),
        "alarm": env.int("BULK_READING_API_ALARM", default=2_000),
        "slow": env.int("BULK_READING_API_SLOW", default=10_000),
    },
    "list": {  # named in lists and searches on pages; lists never wait
        "minutes": env.int("BULK_READING_LIST_MINUTES", default=60),
        "alarm": env.int("BULK_READING_LIST_ALARM", default=500),
        "slow": None,
    },
}

# Reads that need an explanation. `working_hours` (opens, closes; hours in London) switches that kind on.
ANOMALIES = {
    "burst_cases": env.int("ANOMALY_BURST_CASES", default=25),
    "burst_minutes": env.int("ANOMALY_BURST_MINUTES", default=10),
    "agency_only_cases": env.int("ANOMALY_AGENCY_ONLY_CASES", default=3),
    "justified_weeks": env.int("ANOMALY_JUSTIFIED_WEEKS", default=4),  # from the review, for this reader, case and kind
    "working_hours": tuple(env.list("ANOMALY_WORKING_HOURS", cast=int, default=[])) or None,
    "review_days": 5,
}

# How often one person, one partner or (before anybody is known) one network address may ask; empty for no limit.
THROTTLES = {
    "search": env("THROTTLE_SEARCH", default="30/m,300/h"),
    "emergency": env("THROTTLE_EMERGENCY", default="10/m,30/h"),
    "request": env("THROTTLE_REQUEST", default="10/m,60/h"),
    "export": env("THROTTLE_EXPORT", default="60/h"),
    "file": env("THROTTLE_FILE", default="10/m,60/h"),
    "verify": env("THROTTLE_VERIFY", default="10/m,60/h"),
    "api": env("THROTTLE_API", default="600/m"),
    "token": env("THROTTLE_TOKEN", default="30/m"),
    "api_unknown": env("THROTTLE_API_UNKNOWN", default="60/m"),  # requests without a token that holds
}
# Address -> which of them counts there, and for what is sent how. Signing in has ACCOUNT_RATE_LIMITS.
THROTTLED: dict[str, tuple[str, tuple[str, ...]]] = {
    "search": ("search", ("POST",)),
    "case_create": ("search", ("POST",)),
    "case_identity": ("search", ("POST",)),
    "emergency": ("emergency", ("POST",)),
    "access_request_new": ("request", ("POST",)),
    "summary_download": ("export", ("GET",)),
    "summary_copy_download": ("export", ("GET",)),
    "minutes_pdf": ("export", ("GET",)),
    "attachment_download": ("export", ("GET",)),
    "meeting_attach": ("file", ("POST",)),
    "return_attach": ("file", ("POST",)),
    "minutes_copy_pdf": ("export", ("GET",)),
    "plan_copy_pdf": ("export", ("GET",)),
    "enquiry_letter": ("export", ("GET",)),
    "verify": ("verify", ("POST",)),
    "referral_pdf": ("export", ("GET",)),
    "transfer_pdf": ("export", ("GET",)),
    "paper_pdf": ("export", ("GET",)),
    "prison_report_pdf": ("export", ("GET",)),
    "screening_pdf": ("export", ("GET",)),
    "review_pdf": ("export", ("GET",)),
    "critical_pdf": ("export", ("GET",)),
    "case_chronology_pdf": ("export", ("GET",)),
    "case_chronology_ask": ("export", ("POST",)),
    "case_chronology_download": ("export", ("GET",)),
    "api_token": ("token", ("POST",)),
}

DEMONSTRATION = False  # only development settings allow invented people
PROTECTIVE_MARKING = env("PROTECTIVE_MARKING", default="OFFICIAL-SENSITIVE")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "mappa.logs.WithoutWords",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {"weasyprint": {"level": "ERROR"}, "fontTools": {"level": "ERROR"}},
}
