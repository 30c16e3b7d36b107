"""Whether a new version may change this installation: asked before anything is changed, and answered with the reason."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from portal.upkeep import backups

FRESH = dt.timedelta(hours=26)
"""A backup that is older does not help whoever has to go back."""
ROOM = 1.2
"""Times the database: a table that is made anew stands beside the old one until it is done."""


def reasons_against(*, without_backup: bool = False) -> list[str]:
    """Return why the program that is installed here must not change the database, each with what to do; none when it may.

    A database without a single migration is a new installation: nothing can be lost.

    Args:
        without_backup: the operator takes the risk of having none.
    """
    loader = MigrationLoader(connection)
    applied, known = set(loader.applied_migrations), set(loader.disk_migrations)
    if not applied:
        return []
    reasons = []
    newer = sorted(
        ".".join(key) for key in applied - known - set(loader.replacements) if key[0] in loader.migrated_apps
    )
    if newer:
        reasons.append(
            f"The database has been changed by a newer version ({', '.join(newer[:3])}). Install that version, or restore "
            "a backup of this one."
        )
    if known - applied:
        reasons += _room()
        if _is_real() and not without_backup:
            reasons += _backup()
    return reasons


def _is_real() -> bool:
    """Say whether people use this installation: it is reached by https, and nobody plays in it."""
    return settings.WAGTAILADMIN_BASE_URL.startswith("https://") and not settings.KLANG["PRACTICE"]


def _room() -> list[str]:
    if connection.vendor != "sqlite":
        # The server's disk is not ours to ask.
        return []
    path = Path(connection.settings_dict["NAME"])
    needed = int(ROOM * path.stat().st_size) + settings.KLANG["LEAST_FREE_BYTES"] if path.is_file() else 0
    free = shutil.disk_usage(path.parent).free
    if free >= needed:
        return []
    return [f"{needed // 2**20} MB have to be free beside the database, and {free // 2**20} are. Make room."]


def _backup() -> list[str]:
    age = backups.age(backups.MADE, timezone.now())
    if age is not None and age < FRESH:
        return []
    return [
        "There is no backup younger than a day. Run bin/backup FOLDER, then start again (or give --without-backup)."
    ]
