"""Tests: nothing leaves the process, tasks run at once, passwords hash fast."""

from __future__ import annotations

import tempfile
from pathlib import Path

from portal.settings.base import *  # noqa: F403
from portal.settings.base import DATABASES, KLANG

SECRET_KEY = "test-only-key-that-signs-nothing-real-and-is-long-enough-for-the-checks"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
# A folder of its own for every test process: parallel runs never share an index or a file.
KLANG_VAR = Path(tempfile.mkdtemp(prefix="klang-test-"))
MEDIA_ROOT = KLANG_VAR / "media"
PRIVATE_ROOT = KLANG_VAR / "private"
STATIC_ROOT = KLANG_VAR / "static"
# Keys that seal nothing real, the same ones in every process, because migrated databases are kept between runs.
(KLANG_VAR / "keys").write_text(f"seal test-only {'A' * 43}=\nfind test-only {'B' * 42}A=\n", "ascii")
# A second factor is asked for by its own tests.
KLANG = {
    # Pictures are read where a test is about it: a page takes seconds.
    "OCR": "",
    **KLANG,
    "INDEX_DIR": KLANG_VAR / "index",
    "TRAIL_DIR": KLANG_VAR / "trail",
    "SECOND_FACTOR": "offered",
    "LINK_CHECK": False,
    "KEYS": str(KLANG_VAR / "keys"),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not :memory:, so that threads and the live server see one database with the real locking.
    DATABASES["default"]["NAME"] = str(KLANG_VAR / "klang.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(KLANG_VAR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
    )
else:
    # What a test commits need not outlive a power cut.
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The host of the test client; tests of addresses that leave the page set one of their own.
WAGTAILADMIN_BASE_URL = "http://testserver"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
AXES_ENABLED = True
LOGGING_CONFIG = None
# Most tests save pages and search none: they do not pay for an index. Search's own tests switch it on.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "portal.search.backends.whoosh", "AUTO_UPDATE": False}}
