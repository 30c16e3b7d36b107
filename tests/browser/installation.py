"""An installation as `prepare` leaves it, made once in a process and put back for every test that changes it."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from portal.accounts.demo import create_demo_staff, password_file
from portal.search.sources import site_index


class Installation:
    """Starter content, index and demonstration staff; loading them anew for each test took most of its time.

    Args:
        folder: where the database and the files are kept.
    """

    def __init__(self, folder: Path) -> None:
        self._database = folder / "prepared.sqlite3"
        self._files = folder / "files"
        self._index: set[tuple[str, int, int]] = set()

    def open(self) -> dict[str, str]:
        """Fill the empty database and folders as `prepare` does; returns the passwords of the staff."""
        if self._database.exists():
            self._put_back()
        else:
            call_command("prepare", verbosity=0)
            create_demo_staff()
            if connection.vendor == "sqlite":
                self._keep()
        return json.loads(password_file().read_text(encoding="utf-8"))

    def _keep(self) -> None:
        self._index = _index_files()
        for path in _own_files():
            copy = self._files / path.relative_to(settings.KLANG_VAR)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copy)
        with contextlib.closing(sqlite3.connect(self._database)) as kept:
            connection.connection.backup(kept)

    def _put_back(self) -> None:
        """Put back database and files, and the index when a test changed it; forget what is cached of what was there."""
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(self._database)) as kept:
            kept.backup(connection.connection)
        shutil.copytree(self._files, settings.KLANG_VAR, dirs_exist_ok=True)
        cache.clear()
        if _index_files() != self._index:
            site_index.rebuild()
            self._index = _index_files()


def _index_files() -> set[tuple[str, int, int]]:
    """Tell two states of the index apart: names, sizes and moments of its files."""
    files = (path for path in Path(settings.KLANG["INDEX_DIR"]).rglob("*") if path.is_file())
    return {(str(path), (stat := path.stat()).st_size, stat.st_mtime_ns) for path in files}


def _own_files() -> list[Path]:
    """What the installation wrote beside database, index and collected static files."""
    var = Path(settings.KLANG_VAR)
    apart = {Path(settings.KLANG["INDEX_DIR"]).name, Path(settings.STATIC_ROOT).name}
    return [
        path
        for path in var.rglob("*")
        if path.is_file() and ".sqlite3" not in path.name and path.relative_to(var).parts[0] not in apart
    ]
