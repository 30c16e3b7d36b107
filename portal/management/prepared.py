"""Whether anything can have changed since `prepare` ended: if nothing has, `serve` answers first and checks meanwhile.

The mark is taken away before anything is changed and written when all is done: where there is none, something may be half.

Nothing here needs the apps, so that `serve` can ask (`portal.management.commands.serve`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

CODE = ("announcements", "cases", "legal_library", "locale", "portal", "static", "templates")
"""Folders whose files say what the database, the index and the collected files have to look like."""

_QUESTIONS = (
    "SELECT COUNT(*), MAX(id) FROM django_migrations",
    "SELECT COUNT(*) FROM wagtailcore_page WHERE slug = 'library' AND depth = 3",
)


def remember(*, demo: bool) -> None:
    """Say that everything is prepared for the program and the database as they are now.

    Args:
        demo: whether the demonstration was made too.
    """
    _path().write_text(_state(demo=demo), "ascii")


def is_current(*, demo: bool) -> bool:
    """Say whether program, settings and database are those that `prepare` left behind.

    Args:
        demo: whether the demonstration has to be there too.

    The index is not looked at: it changes with every publication. Without it search says that it is out of order.
    """
    try:
        return _path().read_text("ascii") == _state(demo=demo)
    except (OSError, UnicodeDecodeError, DatabaseError):
        return False


def is_there() -> bool:
    """Say whether a preparation of this installation ended well, of whatever program, and none was begun and broken off since."""
    return _path().is_file()


def forget() -> None:
    """Take the mark away: what is begun now counts as half until it has ended well."""
    _path().unlink(missing_ok=True)


def _path() -> Path:
    return Path(settings.KLANG_VAR) / "prepared"


def _state(*, demo: bool) -> str:
    """Return a mark of all that `prepare` looks at, the index aside.

    Raises:
        DatabaseError: the database does not answer, or is empty.
    """
    has_demo = (Path(settings.KLANG_VAR) / "demo-staff.json").exists()
    database = [settings.DATABASES["default"].get(name) for name in ("ENGINE", "NAME", "HOST", "PORT")]
    mark = sha256(f"{sys.version} {demo} {has_demo} {database}".encode())
    for line in _files():
        mark.update(line.encode())
    mark.update(repr(_content()).encode())
    return mark.hexdigest()


def _content() -> list[object]:
    """Return which migrations the database has seen, and whether it has its starter content.

    By the driver itself: Django's cursor warns whoever asks without the apps.
    """
    with connection.wrap_database_errors, closing(_connected()) as database:
        cursor = database.cursor()
        return [cursor.execute(question).fetchall() for question in _QUESTIONS]


def _connected() -> Any:
    return connection.get_new_connection(connection.get_connection_params())


def _files() -> Iterator[str]:
    """Yield name, size and time of every file of the program, in an order of their own."""
    base = Path(settings.BASE_DIR)
    for name in CODE:
        for folder, folders, files in os.walk(base / name):
            folders[:] = sorted(found for found in folders if found != "__pycache__")
            for file in sorted(files):
                path = Path(folder, file)
                status = path.stat()
                yield f"{path.relative_to(base)} {status.st_size} {status.st_mtime_ns}\n"
    yield f"requirements {(base / 'requirements.txt').stat().st_mtime_ns}\n"
