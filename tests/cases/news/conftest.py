"""An installation that sends texts and writes to LINE accounts: both lie in folders."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import TestCase

from cases.news.tasks import hear_from_line
from portal.outbox.delivery import deliver
from tests.cases.data_rights.test_pages import opened
from tests.cases.desk.conftest import login, world

__all__ = ["login", "opened", "world"]

MOBILE = "081-770-0131"
ACCOUNT = "Uf00dcafe0123456789abcdef01234567"


@dataclass(frozen=True)
class Folders:
    """Where messages lie, and where answers are laid."""

    root: Path

    def sent(self, way: str) -> list[dict[str, Any]]:
        """Deliver, and return what lies in the folder of a way in the order of time."""
        deliver()
        found = sorted((self.root / way / "out").glob("*.json"), key=os.path.getmtime)
        return [json.loads(path.read_text(encoding="utf-8")) for path in found]

    def write(self, words: str, account: str = ACCOUNT) -> None:
        """Write to the center's LINE account and let the center hear it."""
        into = self.root / "line" / "in"
        into.mkdir(parents=True, exist_ok=True)
        (into / f"{account}.txt").write_text(words, encoding="utf-8")
        # A message is forgotten by its carrier when what it asked for is written; a test is one transaction.
        with TestCase.captureOnCommitCallbacks(execute=True):
            hear_from_line.call()


@pytest.fixture
def folders(settings: Any, tmp_path: Path) -> Folders:
    settings.KLANG = {
        **settings.KLANG,
        "CARRIER": f"portal.carriers.Folder {tmp_path}/text",
        "LINE": f"portal.carriers.Folder {tmp_path}/line",
        "LINE_ACCOUNT": "@klang-try",
    }
    return Folders(tmp_path)
