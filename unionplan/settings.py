"""Settings, from the environment only; the table is in docs/settings.md.

Embedded (the default): SQLite and an in-process Celery worker, all below VAR_DIR.
Production: DATABASE_URL names PostgreSQL, REDIS_URL the broker, and the two secrets
must be given.
"""

import secrets
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

DATABASES = {
    "default": env.db_url(
        "DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'unionplan.sqlite3'}"
    )
}
IS_EMBEDDED = DATABASES["default"]["ENGINE"].endswith("sqlite3")
REDIS_URL = env.str("REDIS_URL", default="")


def secret(name: str) -> str:
    """Return a secret from the environment; embedded, from a file made once.

    Production has no default: a key that changes at a restart would sign people out
    and leave the ledger's seals unverifiable.
    """
    if given := env.str(name, default=""):
        return given
    if not IS_EMBEDDED:
        raise ImproperlyConfigured(f"{name} must be set when DATABASE_URL is a server")
    path = VAR_DIR / name.lower()
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


# Best on a disk that the database's keepers cannot write to.
ANCHOR_DIR = env.str("ANCHOR_DIR", default=str(VAR_DIR / "anchors"))
SECRET_KEY = secret("SECRET_KEY")
LEDGER_KEY = secret("LEDGER_KEY")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "unions_app",
    "tasks_app",
    "targets_app",
    "progress_app",
    "reports_app",
    "unionplan.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "rest_framework",
    "tree_queries",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "unions_app.middleware.DatabaseDownMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "unions_app.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "unions_app.middleware.PortalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "unionplan.urls"
WSGI_APPLICATION = "unionplan.wsgi.application"
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
                "unions_app.context.portal",
                "progress_app.context.books",
                "reports_app.context.kept",
            ],
        },
    }
]

if IS_EMBEDDED:
    DATABASES["default"]["OPTIONS"] = {
        # Read-then-write forms fail with "database is locked" without IMMEDIATE;
        # REPLACE skips delete triggers without recursive_triggers.
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
            "PRAGMA recursive_triggers=ON"
        ),
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
    (VAR_DIR / "static").mkdir(parents=True, exist_ok=True)
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 3
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The cache is a table: sign-in limits are shared by all processes, and reading and
# signing in go on when Redis, which only carries wake-ups, is down. What was drawn of
# pages is kept by each process, for no longer than a minute.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Culling 300, the default, would forget locks and limits at random.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "drawn": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "drawn",
        "TIMEOUT": 60,
        "OPTIONS": {"MAX_ENTRIES": 80},
    },
}

AUTH_USER_MODEL = "unions_app.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}  # type: ignore[assignment]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "landing"
LOGOUT_REDIRECT_URL = "sign_in"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "unions_app.adapter.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# GB/T 22239-2019 level 3, 8.1.4.1: five tries, then ten minutes.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/10m/key,20/10m/ip", "login": "60/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

SESSION_COOKIE_AGE = env.int("SESSION_IDLE_MINUTES", default=30) * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "unionplan_session"
CSRF_COOKIE_NAME = "unionplan_csrf"
CSRF_FAILURE_VIEW = "unions_app.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
USE_HTTPS = env.bool("USE_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = USE_HTTPS
SECURE_HSTS_SECONDS = 31536000 if USE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = USE_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if USE_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "unionplan_language"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = IS_EMBEDDED
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR_DIR / "files")},
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if IS_EMBEDDED
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# Embedded: mails are files. A server without EMAIL_URL sends none.
_MAIL = env.email_url("EMAIL_URL", default="filemail:")
SENDS_MAIL = IS_EMBEDDED or bool(env.str("EMAIL_URL", default=""))
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
EMAIL_FILE_PATH = _MAIL["EMAIL_FILE_PATH"] or str(VAR_DIR / "mail")
EMAIL_HOST = _MAIL["EMAIL_HOST"] or "localhost"
EMAIL_PORT = _MAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _MAIL["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _MAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
MAIL_FROM = env.str("MAIL_FROM", default="unionplan@localhost")
MAIL_EVERY_MINUTES = env.int("MAIL_EVERY_MINUTES", default=30)
PORTAL_URL = env.str("PORTAL_URL", default="").rstrip("/")

CELERY_BROKER_URL = REDIS_URL or "memory://localhost"
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": 900,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 3,
        "socket_connect_timeout": 2,
        "health_check_interval": 10,
        "max_retries": 1,
    }
    if REDIS_URL
    else {"polling_interval": 0.05}
)
# Every job claims its rows, so a sweep that meets another one finds nothing to do.
SWEEP_SECONDS = env.int("SWEEP_SECONDS", default=30 if REDIS_URL else 5)
CELERY_BEAT_SCHEDULE = {
    name: {
        "task": name,
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    }
    for name in (
        "progress_app.remind_by_calendar",
        "progress_app.roll_up_marked",
        "reports_app.run_queued_exports",
        "reports_app.tell_pins",
        "unions_app.note_worker",
        "unions_app.send_digests",
    )
}
# Due at 02:30, and looked for all day: a night that was missed, or on which the books
# were never at rest, is made up for. Each runs once a night, whatever beats there are.
CELERY_BEAT_SCHEDULE |= {
    name: {
        "task": name,
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 540},
    }
    for name in ("progress_app.reconcile_nightly", "unions_app.anchor_nightly")
}

# A number "/" s, m, h or d. Counted in the shared cache, so for all processes at once.
API_RATES = {
    "person": env.str("API_RATE_PERSON", default="600/m"),
    "address": env.str("API_RATE_ADDRESS", default="1200/m"),
    "failed": env.str("API_RATE_FAILED", default="20/m"),
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "unions_app.api.tokens.BearerAuthentication",
        "unions_app.api.tokens.PortalSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": [
        "unions_app.api.throttles.ByAddress",
        "unions_app.api.throttles.ByPerson",
    ],
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "unions_app.api.paging.CursorPages",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "unions_app.api.problems.answer_problem",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "UnionPlan",
    "DESCRIPTION": "The plan, its targets, returns, ledger and roll-ups: docs/api.md.",
    "VERSION": "1",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "unions_app.api.schema.add_problems",
    ],
    # Several models have a "kind" or a "status" of their own.
    "ENUM_NAME_OVERRIDES": {
        "CorrectionState": "progress_app.enums.CorrectionState",
        "EntryState": "progress_app.enums.EntryState",
        "ExportState": "reports_app.enums.ExportState",
        "PeerGroup": "unions_app.enums.PeerGroup",
        "PublicationState": "reports_app.enums.PublicationState",
        "ReportingState": "progress_app.enums.ReportingState",
        "PeriodKind": "targets_app.enums.PeriodKind",
        "PeriodState": "targets_app.enums.PeriodState",
        "PaceKind": "targets_app.enums.PaceKind",
        "TargetKind": "targets_app.enums.TargetKind",
        "UnionKind": "unions_app.enums.UnionKind",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env.str("LOG_LEVEL", default="WARNING"),
    },
}
