"""Keys of a test's own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from portal.sealing import current, keys


def own_keys(settings: Any, path: Path) -> Path:
    """Let an installation of a test have new keys; returns their file."""
    keys.write(path, keys.new_text(dt.date(2026, 11, 27)))
    settings.KLANG = {**settings.KLANG, "KEYS": str(path)}
    current.forget()
    return path


def another_key_for_finding(path: Path) -> None:
    """Put another key for finding in the place of the one there."""
    kept = [line for line in path.read_text("ascii").splitlines() if not line.startswith(keys.FIND)]
    path.write_text("\n".join([*kept, keys.new_line(keys.FIND, dt.date(2026, 11, 28))]), "ascii")
    current.forget()


def add_key(path: Path) -> str:
    """Put another key on top; returns its name."""
    keys.write(path, keys.with_new_key(path.read_text("ascii"), dt.date(2026, 11, 28)))
    current.forget()
    return current.keys().newest
