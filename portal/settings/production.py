"""Production: reads the environment only and refuses to start half-configured.

Required: SECRET_KEY, DATABASE_URL, KLANG_ALLOWED_HOSTS, KLANG_BASE_URL, EMAIL_URL, KLANG_VAR, KLANG_KEYS,
KLANG_FROM_EMAIL.
`docs/operator.md` explains each.
"""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *  # noqa: F403
from portal.settings.base import MEDIA_STORAGE, STORE, env

REQUIRED = (
    "SECRET_KEY",
    "DATABASE_URL",
    "KLANG_ALLOWED_HOSTS",
    "KLANG_BASE_URL",
    "EMAIL_URL",
    "KLANG_VAR",
    "KLANG_KEYS",
    "KLANG_FROM_EMAIL",
)
missing = [name for name in REQUIRED if not env.str(name, default="")]
if missing:
    raise ImproperlyConfigured(
        "Klang will not start half-configured; set in the environment: " + ", ".join(missing)
    )
if STORE["bucket"] and not (STORE["key"] and STORE["secret"]):
    raise ImproperlyConfigured(
        "KLANG_STORE_BUCKET names a store of files; set KLANG_STORE_KEY and KLANG_STORE_SECRET too."
    )

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("KLANG_ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("KLANG_TRUSTED_ORIGINS", default=[env.str("KLANG_BASE_URL")])
vars().update(env.email("EMAIL_URL"))

SECURE_SSL_REDIRECT = env.bool("KLANG_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
if env.int("KLANG_TRUSTED_PROXIES", default=0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# The prefix makes browsers refuse the cookie from anywhere but this very host over TLS (ASVS 3.3.1).
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"

STORAGES = {
    "default": MEDIA_STORAGE,
    "staticfiles": {
        "BACKEND": "portal.web.static.OnceCompressed",
        # Public by nature, and often collected by another account than the one that serves them.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
