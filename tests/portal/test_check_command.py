"""`bin/test`: it fails when anything fails, tells what each step took, and ends with pytest's own summary.

Run in an empty checkout whose tools are stand-ins that write down how they were called.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings

TOOLS = ("ruff", "djlint", "lint-imports", "mypy", "python", "pytest")
STEPS = {
    "ruff": "ruff check",
    "ruff format": "ruff format",
    "djlint": "djlint",
    "import rules": "lint-imports",
    "translations": "python bin/check-translations",
    "deploy check": "python manage.py check",
    "mypy": "mypy",
    "migrations": "python manage.py makemigrations",
    "tests are collected": "pytest --collect-only",
}
# Fails when its call begins with $FAILING; the two runs of pytest wait for each other, so that neither can come after.
STAND_IN = """#!/usr/bin/env bash
called="$(basename "$0") $*"
echo "$called [${DATABASE_URL:-}]" >> "$CALLS"
case "$called" in "python bin/postgres-answers"*) exit "${NO_POSTGRES:-0}";; esac
if [[ $called == pytest* && $called != "pytest --collect-only"* ]]; then
    database=${DATABASE_URL:+postgres}; database=${database:-sqlite}
    touch "$CALLS.$database"
    if [ -n "${TOGETHER:-}" ]; then
        for i in $(seq 200); do
            [ -f "$CALLS.sqlite" ] && [ -f "$CALLS.postgres" ] && break; sleep 0.05
        done
        [ -f "$CALLS.sqlite" ] && [ -f "$CALLS.postgres" ] || { echo "alone"; exit 3; }
    fi
    echo "some dots"
    if [ "${FAILING:-}" = "pytest $database" ]; then echo "1 failed on $database in 2.00s"; exit 1; fi
    echo "5 passed on $database in 2.00s"
    exit 0
fi
if [ -n "${FAILING:-}" ] && [[ $called == "$FAILING"* ]]; then echo "what is wrong"; exit 1; fi
echo "all is well"
"""


@dataclass
class Done:
    code: int
    lines: list[str]
    calls: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def runs(self) -> list[str]:
        """The calls that run tests; collecting them is a check."""
        return [call for call in self.calls if call.startswith("pytest") and "--collect-only" not in call]


class Checkout:
    """A folder with `bin/test` in which everything is installed already."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.calls = root / "calls"
        for name in ("test", "setup.sh"):
            (root / "bin").mkdir(exist_ok=True)
            shutil.copy(settings.BASE_DIR / "bin" / name, root / "bin" / name)
        tools = root / ".venv" / "bin"
        tools.mkdir(parents=True)
        for name in TOOLS:
            (tools / name).write_text(STAND_IN)
            (tools / name).chmod(0o755)
        for lock in ("requirements.txt", "requirements-dev.txt"):
            (root / lock).touch()
        stamp = sha256(b"").hexdigest()[:16]
        (root / ".venv" / f"installed-{stamp}").touch()
        (root / "locale").mkdir()
        self._compiled()
        self._packages()

    def _compiled(self) -> None:
        engine = self.root / "portal" / "search" / "engine"
        engine.mkdir(parents=True)
        for path in (engine / "kernels.pyx", self.root / ".venv" / "pyvenv.cfg"):
            path.touch()
            os.utime(path, (1, 1))
        (engine / "kernels.cpython-311-x86_64-linux-gnu.so").touch()

    def _packages(self) -> None:
        """A Debian on which everything that is asked for is installed."""
        (self.root / "debian").mkdir()
        query = self.root / "debian" / "dpkg-query"
        query.write_text(
            '#!/usr/bin/env bash\necho "dpkg-query" >> "$CALLS"\nfor p in "$@"; do printf "|installed $p|"; done\n'
        )
        query.chmod(0o755)

    def test(self, *arguments: str, **environment: str) -> Done:
        """Run `bin/test`."""
        self.calls.write_text("")
        done = subprocess.run(
            ["bash", "bin/test", *arguments],
            cwd=self.root,
            env={
                "PATH": f"{self.root / 'debian'}:{os.environ['PATH']}",
                "CALLS": str(self.calls),
                "TEST_POSTGRES_URL": "postgres://somebody@nowhere/x",
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        plain = re.sub(r"\x1b\[\d*m", "", done.stdout)
        return Done(done.returncode, plain.splitlines(), self.calls.read_text().splitlines())


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_everything_is_checked_and_timed_and_the_summary_comes_last(checkout: Checkout) -> None:
    done = checkout.test(TOGETHER="yes")
    assert done.code == 0, done.text
    assert done.lines[-1] == "5 passed on sqlite in 2.00s"
    for name in (*STEPS, "tests on PostgreSQL"):
        assert re.search(rf"^— {name} \(\d+\.\d s\)$", done.text, re.MULTILINE), name
    assert "5 passed on postgres in 2.00s" in done.lines
    assert "all is well" not in done.text, "a check that passes is one line"


@pytest.mark.parametrize("name", STEPS)
def test_a_check_that_fails_fails_everything_and_says_why(checkout: Checkout, name: str) -> None:
    done = checkout.test(FAILING=STEPS[name])
    assert done.code != 0
    assert re.search(rf"^— {name} FAILED \(\d+\.\d s\)$", done.text, re.MULTILINE), done.text
    assert "what is wrong" in done.lines
    assert not done.runs, "nobody waits for tests then"
    others = set(STEPS) - {name}
    for other in others:
        assert f"— {other} (" in done.text, "every other check is made all the same"


@pytest.mark.parametrize("database", ["postgres", "sqlite"])
def test_a_run_that_fails_fails_everything_and_is_summed_up_last(checkout: Checkout, database: str) -> None:
    done = checkout.test(FAILING=f"pytest {database}")
    assert done.code != 0
    assert done.lines[-1] == f"1 failed on {database} in 2.00s"
    other = {"postgres": "sqlite", "sqlite": "postgres"}[database]
    assert f"5 passed on {other} in 2.00s" in done.lines, "the other run goes to its end"


def test_each_database_gets_its_tests(checkout: Checkout) -> None:
    """SQLite everything; PostgreSQL whatever may ask a database, and no browser."""
    calls = checkout.test().runs
    sqlite = next(call for call in calls if call.endswith("[]"))
    postgres = next(call for call in calls if call.endswith("[postgres://somebody@nowhere/x]"))
    assert " -m " not in sqlite
    assert "-m database and not browser" in postgres
    assert len(calls) == 2


def test_without_postgresql_its_run_is_left_out_and_said_to_be(checkout: Checkout) -> None:
    done = checkout.test(NO_POSTGRES="1")
    assert done.code == 0
    assert any("no PostgreSQL answers" in line for line in done.lines)
    assert done.lines[-1] == "5 passed on sqlite in 2.00s"
    assert checkout.test(NO_POSTGRES="1", FAILING="pytest sqlite").code != 0


def test_a_part_starts_pytest_and_nothing_else(checkout: Checkout) -> None:
    """One question to Debian and pytest itself: what is there already costs nothing."""
    done = checkout.test("tests/cases", "-x", DATABASE_URL="postgres://elsewhere/y")
    assert done.calls == ["dpkg-query", "pytest tests/cases -x []"]
    assert done.code == 0
    assert checkout.test("tests/cases", FAILING="pytest sqlite").code == 1
