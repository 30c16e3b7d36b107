"""Development: SQLite and files under var/, no service to start, secrets and keys made on first use."""

from __future__ import annotations

import secrets

from portal.settings.base import *  # noqa: F403
from portal.settings.base import KLANG, KLANG_VAR, MEDIA_STORAGE, STATIC_ROOT, env

KLANG_VAR.mkdir(parents=True, exist_ok=True)
_secret_file = KLANG_VAR / "secret_key"
if not _secret_file.exists():
    _secret_file.touch(mode=0o600)
    _secret_file.write_text(secrets.token_urlsafe(64), encoding="ascii")
SECRET_KEY = _secret_file.read_text(encoding="ascii")

# Off unless asked for, so that what one sees is what a citizen sees: real error pages, no debug leaks.
DEBUG = env.bool("KLANG_DEBUG", default=False)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *env.list("KLANG_ALLOWED_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = env.list("KLANG_TRUSTED_ORIGINS", default=[])

# The demonstration staff sign in with a password alone; each may set up a second factor.
KLANG = {
    **KLANG,
    "SECOND_FACTOR": env.str("KLANG_SECOND_FACTOR", default="offered"),
    "MAKES_KEYS": True,
    # Trying Klang out, and its exercises, knock at nobody's door.
    "LINK_CHECK": env.bool("KLANG_LINK_CHECK", default=False),
    # Texts and LINE lie in folders below var/ (docs/operator.md, "Texts and LINE").
    "CARRIER": env.str("KLANG_CARRIER", default="portal.carriers.Folder texts"),
    "LINE": env.str("KLANG_LINE", default="portal.carriers.Folder line"),
    "LINE_ACCOUNT": env.str("KLANG_LINE_ACCOUNT", default="@klang-try"),
}

# `prepare` collects static files, compressed and under names that browsers may keep for good. Before that, and while somebody
# works on them (KLANG_DEBUG=1), they are served from where they lie.
_is_collected = (STATIC_ROOT / "staticfiles.json").is_file() and not DEBUG
WHITENOISE_USE_FINDERS = not _is_collected
WHITENOISE_AUTOREFRESH = not _is_collected
STORAGES = {
    "default": MEDIA_STORAGE,
    "staticfiles": {"BACKEND": "portal.web.static.HashedStaticFiles"},
}

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = KLANG_VAR / "mail"
