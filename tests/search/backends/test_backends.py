"""Our backends pass modelsearch's public suite without a skip, in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="each suite runs on databases of its own: once is enough"
)

ROOT = Path(__file__).parents[3]
TESTS_IN_SUITE = 120


MODELSEARCH = ("tests.search.backends.suite_settings", ["tests.search.backends.suite_backends"])
WAGTAIL = (
    "tests.search.backends.wagtail_suite_settings",
    ["wagtail.tests.test_page_search", "wagtail.admin.tests.pages.test_page_search", "wagtail.search"],
)


def run_suite(backend: str, database: str = "", suite: tuple[str, list[str]] = MODELSEARCH) -> str:
    """Run a suite against a backend and return what it printed."""
    settings_module, labels = suite
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings_module,
        "SUITE_BACKEND": backend,
        "SUITE_DATABASE_URL": database,
        "PYTHONPATH": str(ROOT),
    }
    finished = subprocess.run(
        [sys.executable, "-m", "django", "test", "--noinput", *labels],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return finished.stdout + finished.stderr


def assert_passed(output: str, tests: int = TESTS_IN_SUITE) -> None:
    """Say that every test ran and passed, none skipped."""
    ran = re.search(r"^Ran (\d+) tests", output, re.MULTILINE)
    assert ran, output[-3000:]
    assert int(ran[1]) >= tests
    assert re.search(r"^OK$", output, re.MULTILINE), output[-3000:]


@pytest.mark.slow
def test_the_whoosh_backend_passes_the_public_suite() -> None:
    assert_passed(run_suite("portal.search.backends.whoosh"))


@pytest.mark.slow
def test_wagtails_own_search_tests_pass_with_our_backend() -> None:
    assert_passed(run_suite("portal.search.backends.whoosh", suite=WAGTAIL), tests=25)


def test_the_site_and_the_cms_use_the_thai_backend() -> None:
    assert settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"] == "portal.search.backends.whoosh"


def _postgres_url() -> str:
    """Return the address of a database for the suite where PostgreSQL answers, else ""."""
    url = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    answers = subprocess.run(
        [sys.executable, str(ROOT / "bin" / "postgres-answers"), url],
        capture_output=True,
        check=False,
        timeout=30,
    )
    return f"{url.rsplit('/', 1)[0]}/klang_search_suite" if answers.returncode == 0 else ""


@pytest.mark.slow
def test_the_postgres_backend_passes_the_same_suite() -> None:
    url = _postgres_url()
    if not url:
        pytest.skip("no PostgreSQL answers here")
    assert_passed(run_suite("portal.search.backends.postgres", url))
