"""Every setting of Aitima; what may differ between installations comes from `env`."""

import os
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
from django.utils.csp import CSP

from aitima.config import env
from aitima.config.secret import kept_secret_key

env.refuse_unknown()
environ = os.environ

PACKAGE = Path(__file__).resolve().parent.parent

AITIMA_HOST = env.HOST.read(environ)
AITIMA_PORT = env.PORT.read(environ)
AITIMA_VAR = env.VAR.read(environ)
AITIMA_DEMO_REQUESTS = env.DEMO_REQUESTS.read(environ)
AITIMA_WEB_PROCESSES = env.WEB_PROCESSES.read(environ)
DEMO = env.DEMO.read(environ)
DEBUG = env.DEBUG.read(environ)

SITE_URL = env.SITE_URL.read(environ) or f"http://{AITIMA_HOST}:{AITIMA_PORT}"
_site = urlsplit(SITE_URL)
_https = _site.scheme == "https"

SECRET_KEY = env.SECRET_KEY.read(environ) or kept_secret_key(AITIMA_VAR)
ALLOWED_HOSTS = [*env.ALLOWED_HOSTS.read(environ), _site.hostname or "", "127.0.0.1", "localhost"]

# --- database ---------------------------------------------------------------------------------


def _database() -> dict[str, Any]:
    address = env.DATABASE_URL.read(environ)
    if not address:
        from aitima.runtime import postgres  # noqa: PLC0415 - never imported with DATABASE_URL set

        address = postgres.database_url(AITIMA_VAR)
    parsed = dj_database_url.parse(address, conn_max_age=600, conn_health_checks=True)
    return dict(parsed)


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- applications -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "procrastinate.contrib.django",
    "aitima.core",
    "aitima.accounts",
    "aitima.accounts.gsis",
    "aitima.geography",
    "aitima.organisation",
    "aitima.notifications",
    "aitima.live",
    "aitima.catalogue",
    "aitima.municipalities",
    "aitima.service_requests",
    "aitima.statistics",
    "aitima.portal",
    "aitima.workspace",
    "aitima.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "aitima.core.middleware.PagesCompressed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "aitima.core.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "aitima.core.middleware.NulCharactersRefused",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "aitima.accounts.middleware.LimitsAnswered",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "aitima.config.urls"
WSGI_APPLICATION = "aitima.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ],
        },
    },
]

# --- accounts ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "workspace:sign-in"
LOGIN_REDIRECT_URL = "workspace:queue"
LOGOUT_REDIRECT_URL = "workspace:sign-in"

# The State's sign-in, for reports that need identity; allauth makes no accounts here.
AITIMA_GSIS_CLIENT_ID = env.GSIS_CLIENT_ID.read(environ)
AITIMA_GSIS_CLIENT_SECRET = env.GSIS_CLIENT_SECRET.read(environ)
AITIMA_GSIS_URL = env.GSIS_URL.read(environ)
SOCIALACCOUNT_ADAPTER = "aitima.accounts.gsis.adapter.SocialAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]

# --- language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "el"
LANGUAGES = [("el", "Ελληνικά"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = _https
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Athens"

# --- files ------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = AITIMA_VAR / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
MEDIA_ROOT = AITIMA_VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 300_000  # of a form without its files, all of which is kept
WHITENOISE_MAX_AGE = 3600

# --- mail -------------------------------------------------------------------------------------

_mail = dj_email_url.parse(env.EMAIL_URL.read(environ) or "smtp://127.0.0.1:8025")
MAILERS = {
    "default": {
        "BACKEND": "aitima.notifications.channels.smtp.EmailBackend",
        "OPTIONS": {
            "host": _mail["EMAIL_HOST"],
            "port": _mail["EMAIL_PORT"],
            "username": _mail["EMAIL_HOST_USER"] or "",
            "password": _mail["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": _mail["EMAIL_USE_TLS"],
            "use_ssl": _mail["EMAIL_USE_SSL"],
            "timeout": 20,
        },
    }
}
DEFAULT_FROM_EMAIL = env.EMAIL_FROM.read(environ) or f"no-reply@{_site.hostname}"
SERVER_EMAIL = parseaddr(DEFAULT_FROM_EMAIL)[1]

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- safety -----------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if env.TRUST_PROXY.read(environ):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SHORTEST_REPORT = timedelta(seconds=1)  # from its first page to its last; programs are faster
PROOF_OF_WORK = env.PROOF_OF_WORK.read(environ)
LIMITS_TIMES = env.LIMITS_TIMES.read(environ)
SESSION_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "aitima.portal.views.errors.csrf_failure"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    # Links out of letters are keys: a page that fails must not leave them in the log.
    "filters": {
        "hidden": {
            "()": "aitima.core.logs.Hidden",
            "pattern": "|".join(
                rf"(?<=^/{page}/)[^/]+"
                for page in (
                    *("r", "my/open", "report/identity/open", "report/device"),
                    *("follow/confirm", "follow/stop"),
                )
            ),
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["hidden"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"procrastinate": {"level": "WARNING"}},
}
