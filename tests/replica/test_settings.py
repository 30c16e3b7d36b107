"""What stands in the address of the replica holds, beside what we add to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

ASK = """
import json
from django.conf import settings as s
print(json.dumps(s.DATABASES["replica"]))
"""


def replica(url: str, var: Path) -> dict[str, Any]:
    """Return the settings of the replica of an installation that reads them now."""
    given = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "KLANG_VAR": str(var),
        "DATABASE_URL": "postgres://klang@first.example/klang",
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
    found: dict[str, Any] = json.loads(said.stdout)
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
