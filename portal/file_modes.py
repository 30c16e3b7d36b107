"""What the portal writes is for the account that it runs under, and for nobody else on the machine.

New files are private because every process of the portal sets its umask when it reads its settings. This module looks
after what is there already: from an older version, a restored backup, a careless copy.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

OTHERS = stat.S_IRWXG | stat.S_IRWXO
"""Every right of the group and of all others."""


def roots() -> list[Path]:
    """Return the folder of the installation and what lies directly in it that holds data, as far as it exists.

    The collected static files are left out: they are public, and another account may have collected them.
    """
    var = Path(settings.KLANG_VAR)
    known = [
        var,
        Path(settings.MEDIA_ROOT),
        Path(settings.PRIVATE_ROOT),
        Path(settings.KLANG["INDEX_DIR"]),
        var / "mail",
        var / "secret_key",
        Path(settings.KLANG["KEYS"]),
        var / "demo-staff.json",
        *_database_files(),
    ]
    return [path for path in known if path.exists() and not _is_shared_by_design(path)]


def _database_files() -> list[Path]:
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    return [Path(f"{database['NAME']}{ending}") for ending in ("", "-wal", "-shm", "-journal")]


def _is_shared_by_design(path: Path) -> bool:
    """Say whether a folder is of the machine rather than ours: somebody named /tmp or / in the settings."""
    return path == Path("/") or bool(path.stat().st_mode & stat.S_ISVTX)


def everything() -> Iterator[Path]:
    """Yield the roots and all that lies in them; links are not followed."""
    for root in roots():
        yield root
        if root != Path(settings.KLANG_VAR) and root.is_dir() and not root.is_symlink():
            for folder, folders, files in os.walk(root):
                yield from (Path(folder, name) for name in (*folders, *files))


def is_open(path: Path) -> bool:
    """Say whether anybody but the owner has a right to a file or folder."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return False
    return not stat.S_ISLNK(status.st_mode) and bool(stat.S_IMODE(status.st_mode) & OTHERS)


def tighten(*, deep: bool = False) -> list[Path]:
    """Take the rights of others away; returns what was changed.

    What belongs to another account stays as it is; the system check names it.

    Args:
        deep: look at every file, not at the roots alone. A closed folder closes all in it, so that is enough at most starts.
    """
    changed = []
    for path in everything() if deep else roots():
        if not is_open(path):
            continue
        with contextlib.suppress(PermissionError, FileNotFoundError):
            path.chmod(stat.S_IMODE(path.lstat().st_mode) & ~OTHERS)
            changed.append(path)
    return changed
