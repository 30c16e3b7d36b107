"""A migrated database that is made once and copied for every run (docs/developer.md, "How the tests are fast").

Running all migrations takes ten seconds of computing; copying what they made takes a hundredth of one. What is kept is
known by a key over everything that it was made from. Django still runs `migrate` on the copy, so that a copy is never
less than what it would have been without this module.
"""

from __future__ import annotations

import ast
import contextlib
import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

UNUSED_AFTER = timedelta(days=3)
PREFIX = "klang_kept_"
_LOCK = 0x6B6C616E67  # "klang": the number of the advisory lock


def sources(root: Path) -> list[Path]:
    """Return the files under `root` that decide what the migrations make: the key is made over them.

    They are the migrations, the project's modules that migrations import, the settings, the locked requirements (which
    bring the migrations of Django and Wagtail) and this module.
    """
    migrations = sorted(path for top in _rooms(root) for path in top.rglob("migrations/*.py"))
    imported = {path for migration in migrations for path in _imported(root, migration)}
    others = [*(root / "portal/settings").glob("*.py"), *root.glob("requirements*.txt")]
    return sorted({*migrations, *imported, *others, Path(__file__).resolve()})


def _rooms(root: Path) -> Iterable[Path]:
    """The project's packages: folders that hold an `__init__.py`, without the tests."""
    return (path.parent for path in root.glob("*/__init__.py") if path.parent.name != "tests")


def _imported(root: Path, module: Path) -> Iterator[Path]:
    """The project's own modules that a migration imports by name; what those import in turn is not followed."""
    for node in ast.walk(ast.parse(module.read_bytes())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            path = root.joinpath(*name.split("."))
            for found in (path.with_suffix(".py"), path / "__init__.py"):
                if found.is_file():
                    yield found


def key_of(root: Path, *more: str) -> str:
    """Return the key of the database that the sources under `root` make; `more` tells apart what else differs."""
    digest = hashlib.sha256(repr(more).encode())
    for path in sources(root):
        name = path.relative_to(root) if path.is_relative_to(root) else path.name
        digest.update(f"\0{name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


class KeptFile:
    """Migrated SQLite files in a folder that git ignores, one for each key."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder = folder
        self.path = folder / f"{key}.sqlite3"

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def copy_to(self, target: Path, make: Callable[[Path], None]) -> None:
        """Copy the kept file to `target`; where there is none yet, let `make` fill one first.

        Of several processes that ask at the same time one makes it and the others wait. A maker that is killed leaves
        nothing that could be taken for a whole database.
        """
        with self._locked():
            if not self.path.exists():
                self._remove_stale()
                unfinished = self.path.with_suffix(".making")
                make(unfinished)
                unfinished.replace(self.path)
            os.utime(self.path)
            shutil.copyfile(self.path, target)

    def _remove_stale(self) -> None:
        """Remove what nobody used for days and what a killed maker left; we hold the lock."""
        oldest = time.time() - UNUSED_AFTER.total_seconds()
        for path in self.folder.iterdir():
            unfinished = ".making" in path.name
            if unfinished or (path.suffix == ".sqlite3" and path.stat().st_mtime < oldest):
                path.unlink()

    def forget(self) -> None:
        """Throw it away; the next one who asks makes it anew."""
        with self._locked():
            self.path.unlink(missing_ok=True)


class KeptTemplate:
    """Migrated PostgreSQL databases on the server, one for each key; all checkouts that use the server share them."""

    def __init__(self, connection: BaseDatabaseWrapper, key: str) -> None:
        self.connection = connection
        self.name = PREFIX + key

    @contextlib.contextmanager
    def _locked(self) -> Iterator[CursorWrapper]:
        with self.connection._nodb_cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            yield cursor
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])

    def _all(self, cursor: CursorWrapper) -> dict[str, str]:
        """Return the names of what is kept for us with the moment of their last use, "" while it is being made."""
        cursor.execute(
            "SELECT datname, coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database"
            " WHERE starts_with(datname, %s) AND pg_get_userbyid(datdba) = current_user",
            [PREFIX],
        )
        return dict(cursor.fetchall())

    def ready(self, make: Callable[[str], None]) -> str:
        """Return the name of the database to copy; where there is none yet, let `make` fill an empty one first."""
        with self._locked() as cursor:
            kept = self._all(cursor)
            if not kept.get(self.name):
                self._remove_stale(cursor, kept)
                cursor.execute(f'CREATE DATABASE "{self.name}"')
                make(self.name)
                # Nobody may open it from now on: what others are connected to cannot be copied.
                cursor.execute(f'ALTER DATABASE "{self.name}" ALLOW_CONNECTIONS false')
            # Only what bears a date is whole.
            cursor.execute(f"COMMENT ON DATABASE \"{self.name}\" IS '{datetime.now(UTC).isoformat()}'")
            return self.name

    def _remove_stale(self, cursor: CursorWrapper, kept: dict[str, str]) -> None:
        oldest = (datetime.now(UTC) - UNUSED_AFTER).isoformat()
        for name, used in kept.items():
            if used < oldest:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def forget(self) -> None:
        """Throw it away; the next one who asks makes it anew."""
        with self._locked() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}"')


def kept_for(connection: BaseDatabaseWrapper, root: Path, folder: Path) -> KeptFile | KeptTemplate:
    """Return what is kept for this database and for the sources under `root`; `folder` takes SQLite's files."""
    if connection.vendor == "sqlite":
        return KeptFile(folder, key_of(root))
    return KeptTemplate(connection, key_of(root, connection.settings_dict["USER"]))


def hand_over(connection: BaseDatabaseWrapper, kept: KeptFile | KeptTemplate) -> None:
    """Let Django's test database begin as a copy of what is kept."""
    test = connection.settings_dict["TEST"]
    if isinstance(kept, KeptFile):
        lay(connection, kept, Path(test["NAME"]))
    else:
        test["TEMPLATE"] = kept.ready(lambda name: _migrate(connection, name))


def lay(connection: BaseDatabaseWrapper, kept: KeptFile, path: Path) -> None:
    """Lay a migrated SQLite database at `path`."""
    kept.copy_to(path, lambda unfinished: _migrate(connection, str(unfinished)))


def _migrate(connection: BaseDatabaseWrapper, name: str) -> None:
    """Run all migrations on another database than the connection's own."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False, database=connection.alias, run_syncdb=True)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
