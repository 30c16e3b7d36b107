"""What stands in the address of the replica holds, beside what we add to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ASK = """
import json
from django.conf import settings as s
print(json.dumps({name: s.DATABASES.get(name) for name in ("default", "replica")}))
"""


def replica(url: str, var: Path) -> dict[str, Any]:
    """Return the settings of the replica of an installation that reads them now."""
    return database("replica", url, var)


def database(
    name: str, url: str, var: Path, *, first: str = "postgres://klang@first.example/klang"
) -> dict[str, Any]:
    """Return the settings of one of its databases."""
    given = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "KLANG_VAR": str(var),
        "DATABASE_URL": first,
        "KLANG_REPLICA_URL": url,
    }
    said = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=settings.BASE_DIR,
        env=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    found: dict[str, Any] = json.loads(said.stdout)[name]
    return found


def test_the_way_there_is_as_safe_as_its_address_says(tmp_path: Path) -> None:
    url = "postgres://klang@second.example/klang?sslmode=verify-full&sslrootcert=/etc/klang/ca.pem"
    found = replica(url, tmp_path)
    assert found["HOST"] == "second.example"
    assert found["OPTIONS"]["sslmode"] == "verify-full"
    assert found["OPTIONS"]["sslrootcert"] == "/etc/klang/ca.pem"
    assert found["OPTIONS"]["connect_timeout"] == 2
    assert "default_transaction_read_only=on" in found["OPTIONS"]["options"]


def test_nothing_in_its_address_makes_it_writable_or_waited_for(tmp_path: Path) -> None:
    url = "postgres://klang@second.example/klang?connect_timeout=60&options=-c%20statement_timeout%3D0"
    found = replica(url, tmp_path)
    assert found["OPTIONS"]["connect_timeout"] == 2
    assert "default_transaction_read_only=on" in found["OPTIONS"]["options"]


@pytest.mark.parametrize("name", ["default", "replica"])
def test_a_server_that_vanishes_without_a_word_is_not_waited_for(name: str, tmp_path: Path) -> None:
    """Without these a thread waits for a quarter of an hour for a machine that lost its power."""
    options = database(name, "postgres://klang@second.example/klang", tmp_path)["OPTIONS"]
    assert 0 < options["connect_timeout"] <= 3
    silent_for = options["keepalives_idle"] + options["keepalives_interval"] * options["keepalives_count"]
    assert silent_for <= 11
    assert 0 < options["tcp_user_timeout"] <= 8_000
    assert "jit=off" in options["options"]


def test_what_the_address_of_the_database_says_holds(tmp_path: Path) -> None:
    url = "postgres://klang@first.example/klang?connect_timeout=9&sslmode=verify-full"
    options = database("default", "", tmp_path, first=url)["OPTIONS"]
    assert str(options["connect_timeout"]) == "9"
    assert options["sslmode"] == "verify-full"
    assert options["tcp_user_timeout"] == 8_000
