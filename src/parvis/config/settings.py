"""Django's settings, derived from `Environment`; see `docs/operations.md` for the variables."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url

from parvis.config.environment import environment

ENV = environment()
PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
DATA_DIR = ENV.data_dir
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)


def _kept_secret(name: str) -> str:
    """Return the secret kept in the data folder under `name`, made at first use (mode 0600)."""
    path = DATA_DIR / "keys" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


DEBUG = ENV.debug
MASTER_KEY = ENV.master_key
MASTER_KEY_PREVIOUS = ENV.master_key_previous
STORAGE_URL = ENV.storage_url
CLAMAV_URL = ENV.clamav_url
MAX_FILE_BYTES = ENV.max_file_mb * 1024**2
ORGANISATION_SHARE_BYTES = ENV.organisation_share_gb * 1024**3
SECRET_KEY = ENV.secret_key or _kept_secret("secret")
BASE_URL = (ENV.base_url or f"http://{ENV.host}:{ENV.port}").rstrip("/")
_base = urlsplit(BASE_URL)
LISTENING_HOST = ENV.host
DEMONSTRATION_MAKER = "parvis.demonstration.background"
IS_HTTPS = _base.scheme == "https"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", _base.hostname or "localhost", ENV.host]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_tasks",
    "django_tasks_db",
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
    "parvis.apps.cockpit",
    "parvis.apps.devices",
    "parvis.apps.notifications",
    "parvis.apps.search",
    "parvis.apps.sharing",
    "parvis.apps.files",
    "parvis.apps.posts",
    "parvis.apps.conversations",
    "parvis.apps.fields",
    "parvis.apps.workspaces",
    "parvis.apps.directory",
    "parvis.apps.accounts",
    "parvis.kernel",
    "parvis.kernel.schedule",
    "parvis.kernel.storage",
    "parvis.kernel.ui",
    # After ours, whose templates win.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "parvis.kernel.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "parvis.kernel.middleware.ContentSecurityPolicyMiddleware",
    "parvis.apps.directory.middleware.ActorMiddleware",
    "parvis.apps.devices.middleware.KeepingMiddleware",
    "parvis.kernel.api.refusals.ProblemMiddleware",
    "parvis.kernel.api.idempotency.IdempotencyMiddleware",
    "parvis.kernel.middleware.ErrorMiddleware",
]

ROOT_URLCONF = "parvis.config.urls"
WSGI_APPLICATION = "parvis.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        ),
                    ],
                ),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "parvis.apps.directory.context_processors.actor",
                "parvis.kernel.ui.context_processors.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django.contrib.humanize.templatetags.humanize",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "parvis.kernel.ui.templatetags.ui",
            ],
        },
    },
]
COTTON_DIR = "cotton"
COTTON_ISOLATE_BY_DEFAULT = True

_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
    "PRAGMA mmap_size=134217728;PRAGMA cache_size=-16000;"
)
if ENV.database_url:
    DATABASES = {
        "default": dj_database_url.parse(ENV.database_url, conn_max_age=60, conn_health_checks=True)
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA_DIR / "parvis.sqlite3"),
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": _SQLITE_PRAGMAS,
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if ENV.redis_url:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": ENV.redis_url,
        }
    }
else:
    # A table, not the memory of one process: guesses are counted over all of them.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
        }
    }

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["parvis.apps.directory.sessions.SessionBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
API_CALLER = "parvis.apps.directory.authentication.caller_of"
SECOND_FACTOR_URL = "mfa_index"

_CODE = {"numeric": True, "length": 6}
_MINUTE = 60
ACCOUNT_ADAPTER = "parvis.apps.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = _CODE
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = _CODE
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * _MINUTE
ACCOUNT_LOGIN_TIMEOUT = 20 * _MINUTE
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_CODE_FORMAT = _CODE
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * _MINUTE
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * _MINUTE
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_FORMS = {"request_login_code": "parvis.apps.accounts.forms.RequestCodeForm"}
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.trusted_proxies
ACCOUNT_RATE_LIMITS = {
    # A code is 6 digits and dies after 3 tries: 8 codes an hour leave a guesser 24 tries.
    "request_login_code": "20/m/ip,3/m/key,8/h/key",
    "reset_password": "20/m/ip,3/m/key,8/h/key",
    "login_failed": "10/m/ip,5/300s/key",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "parvis.apps.accounts.adapters.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Parvis"
MFA_TOTP_TOLERANCE = 1
# Browsers give passkeys to https pages and to localhost only; the latter has no certificate.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
SOCIALACCOUNT_ADAPTER = "parvis.apps.accounts.adapters.ProviderAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
OIDC_NAME = ENV.oidc_name if ENV.oidc_server else ""
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "EMAIL_AUTHENTICATION": True,
            "VERIFIED_EMAIL": ENV.oidc_email_verified,
            "APPS": [
                {
                    "provider_id": "proconnect",
                    "name": ENV.oidc_name,
                    "client_id": ENV.oidc_client_id,
                    "secret": ENV.oidc_client_secret,
                    "settings": {
                        "server_url": ENV.oidc_server,
                        "oauth_pkce_enabled": True,
                        "fetch_userinfo": True,
                    },
                }
            ],
        }
    }
    if ENV.oidc_server
    else {}
)

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
FORMAT_MODULE_PATH = ["parvis.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "static-root"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

MAIL_SERVER_BACKEND = ""
if ENV.email_url:
    vars().update(dj_email_url.parse(ENV.email_url))
    MAIL_SERVER_BACKEND = vars()["EMAIL_BACKEND"]
EMAIL_BACKEND = "parvis.kernel.kept_mails.MailBackend"
EMAIL_TIMEOUT = 15
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = ENV.email_from
SERVER_EMAIL = ENV.email_from

SESSION_COOKIE_NAME = "parvis_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
if IS_HTTPS:  # then a reverse proxy stands in front and says how it was asked
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
    },
}

SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"
