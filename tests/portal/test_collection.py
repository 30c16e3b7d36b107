"""Whatever may ask a database is known before the run, and what takes long is handed out first (tests/conftest.py)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

from tests.conftest import WEIGHTS
from tests.properties import WITH_FIXTURES

KINDS = """
import pytest
from django.test import SimpleTestCase, TestCase

@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    yield

@pytest.fixture
def deep(db): ...

@pytest.fixture
def deeper(deep): ...

@pytest.mark.django_db
def test_asks_by_mark(): ...
@pytest.mark.django_db(transaction=True)
def test_asks_by_mark_and_commits(): ...
def test_asks_by_fixture(db): ...
def test_asks_by_a_fixture_far_away(deeper): ...
def test_asks_by_a_fixture_of_the_module(loaded): ...
def test_asks_and_commits(transactional_db): ...
def test_asks_through_a_server(live_server): ...
@pytest.mark.usefixtures("deep")
class TestUses:
    def test_asks_by_its_class(self): ...
class TestMarked:
    pytestmark = pytest.mark.django_db
    def test_asks_by_the_mark_of_its_class(self): ...
class TestDjango(TestCase):
    def test_asks_as_a_case(self): ...
class TestSimple(SimpleTestCase):
    databases = {"default"}
    def test_asks_as_a_simple_case(self): ...
def test_has_a_client_only(client): ...
def test_has_nothing(tmp_path): ...
"""
VALUES = """
import pytest

@pytest.mark.parametrize("value", "abcd")
def test_asks(db, value): ...
def test_asks_once(db): ...
@pytest.mark.parametrize("value", "abc")
def test_commits(transactional_db, value): ...
class TestAnother:
    @pytest.mark.parametrize("value", [1, 2, 3])
    def test_asks(self, db, value): ...
"""
LATE = """
def test_asks_while_it_runs(request):
    request.getfixturevalue("db")

def test_asks_for_the_committing_one_while_it_runs(request):
    request.getfixturevalue("transactional_db")
"""


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run pytest over tests in a folder elsewhere, with the house's conftest as a plugin."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider"),
            *("-c", str(settings.BASE_DIR / "pyproject.toml"), "--rootdir", str(folder)),
            *(*arguments, str(folder)),
        ],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PYTHONPATH": str(settings.BASE_DIR), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def names(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line.rpartition("::")[2] for line in done.stdout.splitlines() if "::test_" in line]


def test_every_way_to_ask_a_database_is_known_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "test_kinds.py").write_text(KINDS)
    chosen = names(run(tmp_path, "--collect-only", "-m", "database"))
    others = names(run(tmp_path, "--collect-only", "-m", "not database"))
    assert len(chosen) == KINDS.count("def test_asks")
    assert all(name.startswith("test_asks") for name in chosen)
    assert sorted(others) == ["test_has_a_client_only", "test_has_nothing"]


def test_asking_while_a_test_runs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "test_late.py").write_text(LATE)
    done = run(tmp_path)
    assert "2 failed" in done.stdout, done.stdout
    told = [
        line for line in done.stdout.splitlines() if line.startswith("E  ") and "ask for the database" in line
    ]
    assert len(told) == LATE.count("def test_")


def test_what_takes_long_comes_first_and_files_stay_whole(tmp_path: Path) -> None:
    many = "".join(f"def test_quick_{n}(): ...\n" for n in range(50))
    (tmp_path / "test_a_quick.py").write_text(many)
    (tmp_path / "test_b_asks.py").write_text("".join(f"def test_asks_{n}(db): ...\n" for n in range(10)))
    (tmp_path / "test_c_slow.py").write_text("import pytest\n@pytest.mark.slow\ndef test_slow(): ...\n")
    files = [
        line.partition("::")[0]
        for line in run(tmp_path, "--collect-only", PYTEST_XDIST_WORKER="gw0").stdout.splitlines()
        if "::" in line
    ]
    assert [Path(name).name for name in files] == [
        *["test_c_slow.py"],
        *["test_b_asks.py"] * 10,
        *["test_a_quick.py"] * 50,
    ]


def test_of_many_values_the_first_and_the_last_are_asked_on_each_database(tmp_path: Path) -> None:
    (tmp_path / "test_values.py").write_text(VALUES)
    asked = names(run(tmp_path, "--collect-only", "-m", "database and not repeated"))
    assert asked == [
        *["test_asks[a]", "test_asks[d]", "test_asks_once", "test_asks[1]", "test_asks[3]"],
        # What commits runs last.
        *["test_commits[a]", "test_commits[b]", "test_commits[c]"],
    ]


def test_every_weight_is_of_a_mark_that_exists(pytestconfig: pytest.Config) -> None:
    marks = {line.partition(":")[0] for line in pytestconfig.getini("markers")}
    assert set(WEIGHTS) <= marks


def test_no_property_fails_because_others_use_the_machine() -> None:
    """Neither a deadline nor the time that drawing examples takes says anything of a property."""
    assert hypothesis.settings().deadline is None
    assert hypothesis.HealthCheck.too_slow in hypothesis.settings().suppress_health_check
    assert hypothesis.HealthCheck.too_slow in WITH_FIXTURES
