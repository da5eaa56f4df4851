"""Settings, all from the environment; the defaults run the whole map on one machine without any service.

The table in README.md lists every variable. Secrets have no default: `make run` makes one and keeps it in `var/`.
"""

from __future__ import annotations

import json
import os
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from conflictmap.native import native_library

BASE_DIR = Path(__file__).resolve().parent.parent


def env_bool(name: str, default: bool = False) -> bool:
    """Read a switch from the environment: 1, true, yes and on are true."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    """Read a comma-separated list from the environment."""
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def env_int(name: str, default: int) -> int:
    """Read a whole number from the environment, naming the variable when it is none."""
    text = os.environ.get(name, str(default))
    try:
        return int(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}.") from None


def env_json(name: str) -> dict[str, Any]:
    """Read an object of JSON from the environment."""
    try:
        found = json.loads(os.environ.get(name) or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ImproperlyConfigured(f"{name} must be an object of JSON.")
    return found


def env_addresses(name: str) -> frozenset[tuple[str, int]]:
    """Read internet addresses with ports from the environment, such as 127.0.0.1:8000 or [::1]:8000."""
    found = set()
    for text in env_list(name):
        host, _, port = text.rpartition(":")
        try:
            found.add((str(ip_address(host.strip("[]"))), int(port)))
        except ValueError:
            raise ImproperlyConfigured(f"{name}: {text!r} is no internet address with a port.") from None
    return frozenset(found)


# --- Where things lie -------------------------------------------------------------------------------------------
VAR_DIR = Path(os.environ.get("CONFLICTMAP_VAR", BASE_DIR / "var"))
PUBLISHED_ROOT = Path(os.environ.get("CONFLICTMAP_PUBLISHED", VAR_DIR / "published"))
GAZETTEER_ROOT = Path(os.environ.get("CONFLICTMAP_GAZETTEER", VAR_DIR / "gazetteer"))
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
#: Natural Earth's countries as TopoJSON (npm `world-atlas`), put there by the front end's build.
NATURAL_EARTH_FILE = FRONTEND_DIST / "natural-earth" / "countries-10m.json"

# --- Security ---------------------------------------------------------------------------------------------------
DEBUG = env_bool("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY", "")
_secret_file = VAR_DIR / "secret_key"
if not SECRET_KEY and _secret_file.is_file():
    SECRET_KEY = _secret_file.read_text().strip()
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY, or run `make run`, which makes one in var/secret_key.")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
#: Set HTTPS=1 behind a TLS proxy that sends X-Forwarded-Proto.
_https = env_bool("HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

CONFLICTMAP_TILE_URL = os.environ.get("TILE_URL", "")
CONFLICTMAP_TILE_ATTRIBUTION = os.environ.get("TILE_ATTRIBUTION", "")
_tile_origin = ["/".join(CONFLICTMAP_TILE_URL.replace("{s}", "*").split("/")[:3])] if CONFLICTMAP_TILE_URL else []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", *_tile_origin],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Django -----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "conflictmap.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "axes",
    "csp",
    "leaflet",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "conflictmap.apps.ConflictmapConfig",
]
MIDDLEWARE = [
    "conflictmap.api.cors.OpenDataMiddleware",
    "conflictmap.api.problem.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "conflictmap.urls"
WSGI_APPLICATION = "conflictmap.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            BASE_DIR / "conflictmap" / "web" / "templates",
            BASE_DIR / "conflictmap" / "admin" / "templates",
            BASE_DIR / "conflictmap" / "ogc" / "templates",
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ]
        },
    }
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
AXES_FAILURE_LIMIT = env_int("LOGIN_FAILURE_LIMIT", 5)
AXES_COOLOFF_TIME = env_int("LOGIN_COOLOFF_HOURS", 1)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "admin/lockout.html"
AXES_IPWARE_PROXY_COUNT = env_int("PROXY_COUNT", 0) or None

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Data -------------------------------------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{VAR_DIR / 'conflictmap.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers go on while one writer writes; IMMEDIATE makes a second writer wait instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }

REDIS_URL = os.environ.get("REDIS_URL", "")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "conflictmap"}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
#: A task that a lost worker had taken comes back after so many seconds.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": env_int("TASK_VISIBILITY_SECONDS", 600),
    "global_keyprefix": os.environ.get("QUEUE_PREFIX", "conflictmap:"),
}
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = "UTC"
SWEEP_SECONDS = env_int("SWEEP_SECONDS", 60)
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "conflictmap.tasks.sweep", "schedule": SWEEP_SECONDS}}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
#: Changes that follow each other within so many seconds are published together.
PUBLISH_DEBOUNCE_SECONDS = env_int("PUBLISH_DEBOUNCE_SECONDS", 5)

#: Private addresses with ports that articles and feeds may be fetched from all the same.
FETCH_ALLOW = env_addresses("FETCH_ALLOW")

#: A geocoder of the net that is asked for names in no gazetteer, by geopy's name of it ("nominatim"); none is asked by default.
REMOTE_GEOCODER = os.environ.get("REMOTE_GEOCODER", "").strip().lower()
#: What geopy makes it with, such as {"domain": "nominatim.example.org"} or {"api_key": "…"}; and the seconds between questions.
REMOTE_GEOCODER_OPTIONS = env_json("REMOTE_GEOCODER_OPTIONS")
REMOTE_GEOCODER_SECONDS = env_int("REMOTE_GEOCODER_SECONDS", 1)

# --- Static files -----------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", VAR_DIR / "static"))
STATICFILES_DIRS = [FRONTEND_DIST] if FRONTEND_DIST.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "conflictmap.web.static_files.ForgivingStorage"},
}

# --- GDAL and GEOS for django-leaflet's form fields: the system's, else those inside the wheels of pyogrio and shapely -----
GDAL_LIBRARY_PATH = os.environ.get("GDAL_LIBRARY_PATH") or native_library("gdal", "pyogrio")
GEOS_LIBRARY_PATH = os.environ.get("GEOS_LIBRARY_PATH") or native_library("geos_c", "shapely")
LEAFLET_CONFIG = {
    "TILES": [(CONFLICTMAP_TILE_ATTRIBUTION or "Tiles", CONFLICTMAP_TILE_URL, {})] if CONFLICTMAP_TILE_URL else [],
    "DEFAULT_CENTER": (35.8, 37.2),
    "DEFAULT_ZOOM": 8,
    "MIN_ZOOM": 2,
    "MAX_ZOOM": 18,
    "RESET_VIEW": False,
}

# --- API --------------------------------------------------------------------------------------------------------
#: How often one network address may ask the API and /ogc/ in a minute; 0 for as often as it likes.
READS_PER_MINUTE = env_int("READS_PER_MINUTE", 3000)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": None,
    # So many proxies add to X-Forwarded-For; what stands before them there is anybody's word.
    "NUM_PROXIES": env_int("PROXY_COUNT", 0),
    "DEFAULT_THROTTLE_CLASSES": ["conflictmap.api.throttling.ReadingThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "conflictmap.api.renderers.FormatNegotiation",
    "EXCEPTION_HANDLER": "conflictmap.api.refusals.handle_exception",
    "DEFAULT_SCHEMA_CLASS": "conflictmap.api.schema.Schema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Conflict map",
    "DESCRIPTION": "Who held what, when, according to whom: places, claims, strikes and the map that they make. Reading only.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    # Code lists stand where they are used: several fields are called kind, and a shared name for each would say less.
    "POSTPROCESSING_HOOKS": [],
    "SORT_OPERATION_PARAMETERS": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "supportedSubmitMethods": ["get", "head"]},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
}
