"""Wagtail's own test settings with our backend in place of the default one; run by test_backends.py."""

from __future__ import annotations

import os
import tempfile

from wagtail.test.settings import *  # noqa: F403

_OURS = {
    "BACKEND": os.environ.get("SUITE_BACKEND", "portal.search.backends.whoosh"),
    "PATH": tempfile.mkdtemp(prefix="klang-wagtail-"),
}
WAGTAILSEARCH_BACKENDS = {"default": _OURS, "database": {**_OURS, "AUTO_UPDATE": False}}
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "TEST": {"MIGRATE": False}}
}
# The suite's search tests need no second template language.
TEMPLATES = [engine for engine in TEMPLATES if "jinja2" not in engine["BACKEND"]]  # noqa: F405
TEST_RUNNER = "tests.search.backends.wagtail_suite_runner.FromModels"
