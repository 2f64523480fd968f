"""Django settings, all from the environment with defaults that run on a laptop.

Every variable is described in docs/operating.md.
"""

import os
from pathlib import Path

import jazzy_tabler
from django.utils.translation import gettext_lazy as _

from unionhall.kernel import encryption
from unionhall.site.environment import database, demo_password, secret_key

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(os.environ.get("UNIONHALL_DATA") or BASE_DIR / "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)
PAPERS_DIR = DATA_DIR / "papers"
KEYRING = encryption.load(path=DATA_DIR / "keys.json", environ=os.environ)
# What the upper level gives its cities, so that it can tell persons in their bundles apart without knowing them.
UPPER_KEY = bytes.fromhex(os.environ.get("UNIONHALL_UPPER_KEY", ""))
SECRET_KEY = secret_key(DATA_DIR, os.environ)
DEMO_PASSWORD = demo_password(DATA_DIR, os.environ)

DEBUG = False
ALLOWED_HOSTS = os.environ.get("UNIONHALL_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("UNIONHALL_ORIGINS", "").split(",") if origin]
IS_BEHIND_TLS = bool(os.environ.get("UNIONHALL_TLS"))

INSTALLED_APPS = [
    "unionhall.site",
    "unionhall.reference_year",
    "unionhall.reporting",
    "unionhall.aid.claims",
    "unionhall.aid.mutual_aid",
    "unionhall.funds.receipts",
    "unionhall.funds.payments",
    "unionhall.members",
    "unionhall.casework",
    "unionhall.accounts",
    "unionhall.programmes",
    "unionhall.organisations",
    "unionhall.office.registers",
    "unionhall.office.imports",
    "unionhall.office.documents",
    "unionhall.office.counting",
    "unionhall.office.jobs",
    "unionhall.office.journal",
    "unionhall.office.installation",
    "unionhall.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_cotton",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "unionhall.ui.language.SwitchedLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "unionhall.site.middleware.BodyLimit",
    "unionhall.site.middleware.NothingKept",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "unionhall.accounts.middleware.ScopeMiddleware",
    "unionhall.accounts.middleware.SessionMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "unionhall.site.urls"
WSGI_APPLICATION = "unionhall.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "unionhall.site.frame.frame",
            ],
            "builtins": ["django_cotton.templatetags.cotton", "unionhall.ui.templatetags.ui"],
        },
    }
]
COTTON_DIR = "cotton"

DATABASES = {"default": database(os.environ, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "unionhall.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "unionhall.accounts.forms.LoginForm",
    "change_password": "unionhall.accounts.forms.PasswordForm",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_FORMS = {
    "authenticate": "unionhall.accounts.second_factor.AuthenticateForm",
    "reauthenticate": "unionhall.accounts.second_factor.ReauthenticateForm",
}
# django-axes counts the failures of passwords, accounts.second_factor those of codes, each once.
# A whole office may stand behind one address.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": "300/m/ip"}
# How many proxies of ours stand in front; without one nobody's X-Forwarded-For is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("UNIONHALL_PROXIES", "0"))
AXES_CLIENT_IP_CALLABLE = "unionhall.accounts.knocking.client_address"
AXES_USERNAME_CALLABLE = "unionhall.accounts.knocking.username"
ACCOUNT_LOGOUT_ON_GET = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["password", "login", "username"]
AXES_LOCKOUT_CALLABLE = "unionhall.accounts.pages.locked_out"
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 30 * 60
# Written by accounts.middleware at most once a minute. In files beside SQLite, whose one write lock an import may hold.
SESSION_ENGINE = "django.contrib.sessions.backends." + ("db" if os.environ.get("DATABASE_URL") else "file")
SESSION_FILE_PATH = DATA_DIR / "sessions"
SESSION_FILE_PATH.mkdir(mode=0o700, exist_ok=True)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_BEHIND_TLS
CSRF_COOKIE_SECURE = IS_BEHIND_TLS
CSRF_FAILURE_VIEW = "unionhall.site.pages.errors.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if IS_BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "unionhall" / "site" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
# Tabler's stylesheet is all that is used of django-jazzy-tabler; its admin theme is not installed.
STATICFILES_DIRS = [("tabler", Path(jazzy_tabler.__file__).parent / "static" / "vendor" / "tabler")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "ui/table.html"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
FILE_UPLOAD_TEMP_DIR = None
UPLOAD_LIMIT = 60 * 2**20  # a city's whole roster is 20 MB
IMPORT_FILES_DAYS = int(os.environ.get("UNIONHALL_IMPORT_FILES_DAYS", "180"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "unionhall.site.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("UNIONHALL_LOG", "INFO")},
    "loggers": {"django.request": {"level": "ERROR"}, "axes": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS = ["axes.W003"]
