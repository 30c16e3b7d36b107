"""Practice: an installation of its own, in which nothing is real and from which nothing leaves (decision 0017).

Only `manage.py practice` starts it: database, files and mail lie in the folder "practice", and no address of the real ones is
known here. Anything else is refused before a single table is opened.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

FOLDER = "practice"
REAL = ("DATABASE_URL", "KLANG_REDIS_URL", "EMAIL_URL", "SECRET_KEY", "KLANG_KEYS", "KLANG_STORE_BUCKET")
"""What an environment of the real installation would hold."""

if Path(os.environ.get("KLANG_VAR", "")).name != FOLDER or any(os.environ.get(name) for name in REAL):
    raise ImproperlyConfigured(
        "Practice is started by `manage.py practice`, which gives it a folder of its own."
    )

from portal.settings.development import *  # noqa: E402, F403
from portal.settings.development import KLANG, KLANG_VAR, MIDDLEWARE  # noqa: E402

KLANG = {**KLANG, "PRACTICE": True, "LINK_CHECK": False}
MIDDLEWARE = ["portal.web.practice.PracticeMiddleware", *MIDDLEWARE]
# A browser that is signed in to the real portal on the same machine keeps that session apart from this one.
SESSION_COOKIE_NAME = "practice_session"
CSRF_COOKIE_NAME = "practice_csrf"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = KLANG_VAR / "mail"
WAGTAIL_SITE_NAME = "ระบบฝึกหัด กลาง · Klang practice"
