"""modelsearch's public suite, pointed at the backend that the environment names. Run by test_backends.py."""

from __future__ import annotations

import os

from django.test import TestCase
from modelsearch.tests.test_backends import BackendTests


class TestBackend(BackendTests, TestCase):
    """All tests of the suite, against our backend."""

    backend_path = os.environ.get("SUITE_BACKEND", "portal.search.backends.whoosh")
