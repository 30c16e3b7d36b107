"""Settings under which modelsearch's own suite runs against our backends, in a process of its own.

`modelsearch` and `wagtail.search` cannot be installed together, so the suite cannot run inside of the portal's tests.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

SECRET_KEY = "for-the-suite-only"  # noqa: S105
INSTALLED_APPS = [
    "modelsearch.test.testapp",
    "modelsearch",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
if os.environ.get("SUITE_DATABASE_URL"):
    import environ

    DATABASES = {"default": environ.Env.db_url_config(os.environ["SUITE_DATABASE_URL"])}
    INSTALLED_APPS.append("django.contrib.postgres")
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = True
FIXTURE_DIRS = [str(Path(__file__).parent / "fixtures")]
MODELSEARCH_BACKENDS = {
    "default": {
        "BACKEND": os.environ.get("SUITE_BACKEND", "portal.search.backends.whoosh"),
        "PATH": tempfile.mkdtemp(prefix="klang-suite-"),
    }
}
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
ROOT_URLCONF = "modelsearch.test.urls"
SILENCED_SYSTEM_CHECKS = ["admin.E402", "admin.E404", "admin.E408", "admin.E409", "admin.E410", "admin.W411"]
