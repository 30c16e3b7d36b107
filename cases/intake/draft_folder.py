"""Where the files of a draft lie: one private folder per token, deleted as a whole."""

from __future__ import annotations

import math
import shutil
import time
import uuid
from pathlib import Path

from portal.files import PRIVATE_STORAGE

FOLDER = "drafts"
ABANDONED_AFTER = 24 * 3600
"""Seconds after which files of a draft have no session any more (a session lives 12 hours)."""


def folder(token: uuid.UUID) -> Path:
    """Return the folder of one draft; it may not exist yet."""
    return Path(PRIVATE_STORAGE.path(f"{FOLDER}/{token.hex}"))


def delete_all(token: uuid.UUID) -> None:
    """Delete every file of a draft. A file that is gone already is no error."""
    shutil.rmtree(folder(token), ignore_errors=True)


def remove_abandoned(*, now: float | None = None) -> int:
    """Delete the folders of drafts whose sessions have ended; returns how many.

    Runs with every stored file, so that no timer has to exist. Files of a sent request are copies elsewhere
    (`CaseFile`), so nothing of a case can be hit.

    Args:
        now: seconds since the epoch; for tests.
    """
    drafts = Path(PRIVATE_STORAGE.path(FOLDER))
    limit = (now or time.time()) - ABANDONED_AFTER
    old = [child for child in drafts.iterdir() if _changed_at(child) < limit] if drafts.is_dir() else []
    for child in old:
        shutil.rmtree(child, ignore_errors=True)
    return len(old)


def _changed_at(path: Path) -> float:
    """Return when a folder changed last, in seconds since the epoch; never, when somebody else swept it meanwhile."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return math.inf
